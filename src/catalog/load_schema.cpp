#include "catalog/load_schema.h"

#include <string>
#include <vector>

#include "catalog/schema_cache.h"
#include "catalog/schema_storage.h"
#include "extension/errors.h"
#include "pg/boundary.h"
#include "planner/binding.h"
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

}  // namespace

void LoadSchema(std::string_view document) {
  LockSchemaStorage();
  const std::vector<std::string> search_path = SessionSearchPath();
  Faults faults;
  schema::BuildResult built = schema::BuildSchema(document);
  for (const GraphQLError& error : built.errors) faults.Add(error, true);
  faults.ThrowIfAny();

  LoadedSchema loaded(search_path, KnownDatabases());
  loaded.schema = std::move(built.schema);
  for (const planner::BindingFault& fault :
       planner::Bind(*loaded.schema, &loaded.catalog, &loaded.arena, &loaded.binding)) {
    faults.Add(fault);
  }
  faults.ThrowIfAny();
  WriteStoredSchema(document, std::string(document), search_path);
}

}  // namespace fraiseql::catalog
