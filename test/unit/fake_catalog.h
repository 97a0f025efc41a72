// A planner::Catalog made of a few lines of text, for tests without a server.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/relation.h"

namespace fraiseql {

class FakeCatalog : public planner::Catalog {
 public:
  explicit FakeCatalog(Arena* arena) : arena_(arena) {}

  // `columns`: "id uuid, total numeric, data jsonb". A relation of a federated database has a foreign table in the
  // schema of that name and its rows in schema public over there.
  planner::Relation* AddRelation(std::string_view database, std::string_view name, std::string_view columns) {
    auto* relation = arena_->New<planner::Relation>();
    relation->database = database;
    relation->schema = database == planner::kPrimary ? "public" : database;
    relation->remote_schema = "public";
    relation->name = relation->remote_name = name;
    relation->relid = static_cast<uint32_t>(1000 + relations_.size());
    relation->columns = Columns(columns);
    relations_.push_back(relation);
    return relation;
  }

  planner::Function* AddFunction(std::string_view name, std::string_view parameters, const planner::Relation* rows) {
    auto* function = arena_->New<planner::Function>();
    function->oid = static_cast<uint32_t>(5000 + functions_.size());
    function->schema = "public";
    function->name = name;
    std::vector<planner::Function::Parameter> list;
    for (const planner::Column& column : Columns(parameters)) {
      list.push_back({column.name, RowTypeOf(column), column.type_name, false, column.is_json});
    }
    function->parameters = arena_->Copy(list);
    function->returns_set = true;
    function->result = rows != nullptr ? planner::Function::Result::kRows : planner::Function::Result::kJson;
    function->rows = rows;
    functions_.push_back(function);
    return function;
  }

  List<const planner::Relation*> FindRelations(std::string_view name, std::string_view database) override {
    std::vector<const planner::Relation*> found;
    for (const planner::Relation* relation : relations_) {
      if (relation->name == name && (database.empty() || relation->database == database)) found.push_back(relation);
    }
    return arena_->Copy(found);
  }

  List<const planner::Function*> FindFunctions(std::string_view name) override {
    std::vector<const planner::Function*> found;
    for (const planner::Function* function : functions_) {
      if (function->name == name) found.push_back(function);
    }
    return arena_->Copy(found);
  }

  std::string_view SearchedPlaces(std::string_view) override { return "schema \"public\""; }

  bool HasDatabase(std::string_view name) override {
    for (const planner::Relation* relation : relations_) {
      if (relation->database == name) return true;
    }
    return name == planner::kPrimary;
  }

 private:
  List<planner::Column> Columns(std::string_view text) {
    std::vector<planner::Column> columns;
    while (!text.empty()) {
      size_t end = std::min(text.find(", "), text.size());
      std::string_view one = text.substr(0, end);
      size_t space = one.find(' ');
      planner::Column column;
      column.name = column.remote_name = one.substr(0, space);
      column.type_name = one.substr(space + 1);
      column.type = TypeOid(column.type_name);
      column.is_json = column.type == planner::kJsonbOid;
      columns.push_back(column);
      text.remove_prefix(std::min(end + 2, text.size()));
    }
    return arena_->Copy(columns);
  }

  // A parameter that takes rows of a relation has its name: "v_order public.v_order".
  planner::TypeOid RowTypeOf(const planner::Column& parameter) const {
    for (const planner::Relation* relation : relations_) {
      if (parameter.type_name == "public." + std::string(relation->name)) return relation->row_type;
    }
    return parameter.type;
  }

  static planner::TypeOid TypeOid(std::string_view name) {
    if (name == "uuid") return planner::kUuidOid;
    if (name == "jsonb") return planner::kJsonbOid;
    if (name == "numeric") return planner::kNumericOid;
    if (name == "integer") return 23;
    return planner::kTextOid;
  }

  Arena* arena_;
  std::vector<const planner::Relation*> relations_;
  std::vector<const planner::Function*> functions_;
};

}  // namespace fraiseql
