#include "catalog/load_schema.h"

#include <string>
#include <vector>

#include "catalog/schema_cache.h"
#include "catalog/schema_storage.h"
#include "extension/errors.h"
#include "federation/databases.h"
#include "pg/boundary.h"
#include "planner/binding.h"
#include "planner/json_path.h"
#include "planner/list_arguments.h"
#include "schema/authoring_json.h"
#include "schema/build.h"

namespace fraiseql::catalog {

namespace {

// What is wrong with a document, each on a line of its own.
class Faults {
 public:
  void Add(const GraphQLError& error, bool with_location) {
    std::string line;
    if (with_location && !error.locations.empty()) {
      line = "line " + std::to_string(error.locations[0].line) + ", column " +
             std::to_string(error.locations[0].column) + ": ";
    }
    AddLine(line + error.message);
  }
  void Add(const std::string& message) { AddLine(message); }
  void Add(const planner::BindingFault& fault) {
    AddLine(fault.place + ": " + fault.message + (fault.hint.empty() ? "" : ". " + fault.hint));
  }
  void ThrowIfAny() const {
    if (count_ == 0) return;
    throw pg::SqlError(extension::kErrcodeInvalidSchemaDocument,
                       "the schema document has " + std::to_string(count_) + (count_ == 1 ? " fault" : " faults"),
                       lines_, "Nothing has been changed.");
  }

 private:
  void AddLine(const std::string& line) {
    if (count_++ > 0) lines_ += '\n';
    lines_ += line;
  }

  std::string lines_;
  size_t count_ = 0;
};

bool IsAuthoringJson(std::string_view document) {
  const size_t first = document.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && document[first] == '{';
}

// The document as SDL.
std::string ToSdl(std::string_view document, Faults* faults) {
  if (!IsAuthoringJson(document)) return std::string(document);
  schema::AuthoringImport import = schema::ImportAuthoringJson(document);
  for (const std::string& error : import.errors) faults->Add(error);
  for (const std::string& notice : import.notices) {
    pg::CallPg([&] { ereport(NOTICE, (errmsg("%s", notice.c_str()))); });
  }
  return std::move(import.sdl);
}

void BindAll(LoadedSchema* loaded, Faults* faults) {
  for (const planner::BindingFault& fault :
       planner::Bind(*loaded->schema, &loaded->catalog, &loaded->arena, &loaded->binding)) {
    faults->Add(fault);
  }
}

planner::ListArguments DefaultListArguments() {
  const federation::QueryDefaults defaults = federation::StoredQueryDefaults();
  return {defaults.where, defaults.order_by, defaults.limit, defaults.offset, defaults.aggregate};
}

}  // namespace

void LoadSchema(std::string_view document) {
  LockSchemaStorage();
  const std::vector<std::string> search_path = SessionSearchPath();
  Faults faults;
  const std::string sdl = ToSdl(document, &faults);
  faults.ThrowIfAny();
  schema::BuildResult built = schema::BuildSchema(sdl);
  // A place in the SDL that was made from JSON says nothing to its author.
  for (const GraphQLError& error : built.errors) faults.Add(error, !IsAuthoringJson(document));
  faults.ThrowIfAny();

  // What is written into the document is held to the same rules as the document.
  built = schema::BuildSchema(planner::AddPathArguments(*built.schema));
  for (const GraphQLError& error : built.errors) faults.Add(error, false);
  faults.ThrowIfAny();

  std::string served;
  std::string common;  // without aggregates
  {
    LoadedSchema declared(search_path, KnownDatabases());
    declared.schema = std::move(built.schema);
    BindAll(&declared, &faults);
    faults.ThrowIfAny();
    planner::ListArguments defaults = DefaultListArguments();
    served = planner::AddListArguments(*declared.schema, declared.binding, defaults);
    defaults.aggregate = false;
    common = planner::AddListArguments(*declared.schema, declared.binding, defaults);
  }
  schema::BuildResult rebuilt = schema::BuildSchema(served);
  for (const GraphQLError& error : rebuilt.errors) faults.Add(error, false);
  faults.ThrowIfAny();
  LoadedSchema loaded(search_path, KnownDatabases());
  loaded.schema = std::move(rebuilt.schema);
  BindAll(&loaded, &faults);
  faults.ThrowIfAny();
  WriteStoredSchema(document, served, common, search_path);
}

}  // namespace fraiseql::catalog
