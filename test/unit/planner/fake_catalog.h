// A catalog made by hand, for tests of what is bound and planned.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "planner/relation.h"

namespace fraiseql::planner {

class FakeCatalog final : public Catalog {
 public:
  // What AddRelation takes: column names with a colon and their type, "id:uuid". Keys that end in "{}" hold objects.
  struct Definition {
    std::string database = "primary";
    std::string schema = "public";
    std::string name = {};
    std::vector<std::string> columns = {};
    std::vector<std::string> keys = {};
    bool known_keys = true;
  };

  const Relation* AddRelation(const Definition& definition) {
    Relation& relation = relations_.emplace_back();
    relation.database = arena_.CopyString(definition.database);
    relation.schema = relation.remote_schema = arena_.CopyString(definition.schema);
    relation.name = relation.remote_name = arena_.CopyString(definition.name);
    relation.relid = 16384 + static_cast<uint32_t>(relations_.size());
    relation.row_type = 20000 + static_cast<uint32_t>(relations_.size());
    relation.columns = Columns(definition.columns);
    relation.known_keys = definition.known_keys;
    std::vector<Relation::DataKey> keys;
    for (std::string key : definition.keys) {
      const bool is_json = key.size() > 2 && key.substr(key.size() - 2) == "{}";
      if (is_json) key.resize(key.size() - 2);
      keys.push_back({arena_.CopyString(key), is_json});
    }
    relation.data_keys = arena_.Copy(keys);
    return &relation;
  }

  // `parameters`: "p_id:uuid", with a default "p_total:numeric=". `returns`: a relation's name, "json", "void", the
  // name of a scalar type, or columns in parentheses: "(status:text,entity:jsonb)".
  const Function* AddFunction(const std::string& name, const std::vector<std::string>& parameters,
                              const std::string& returns) {
    Function& function = functions_.emplace_back();
    function.oid = 30000 + static_cast<uint32_t>(functions_.size());
    function.schema = "public";
    function.name = arena_.CopyString(name);
    std::vector<Function::Parameter> list;
    for (std::string text : parameters) {
      Function::Parameter parameter;
      parameter.has_default = text.back() == '=';
      if (parameter.has_default) text.pop_back();
      const Column column = MakeColumn(text);
      parameter.name = column.name;
      parameter.type = column.type;
      parameter.type_name = column.type_name;
      parameter.is_json = column.is_json;
      list.push_back(parameter);
    }
    function.parameters = arena_.Copy(list);
    function.result_type_name = arena_.CopyString(returns);
    if (returns == "void") {
      function.result = Function::Result::kVoid;
    } else if (returns == "json" || returns == "jsonb") {
      function.result = Function::Result::kJson;
    } else if (const Relation* rows = FindByName(returns)) {
      function.result = Function::Result::kRows;
      function.returns_set = true;
      function.rows = rows;
    } else if (returns.front() == '(') {
      function.result = Function::Result::kRows;
      Relation& made = relations_of_functions_.emplace_back();
      made.schema = function.schema;
      made.name = function.name;
      std::vector<std::string> columns = {};
      std::string rest = returns.substr(1, returns.size() - 2);
      for (size_t comma = rest.find(','); !rest.empty(); comma = rest.find(',')) {
        columns.push_back(rest.substr(0, comma));
        rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
      }
      made.columns = Columns(columns);
      function.rows = &made;
    }
    return &function;
  }

  // The row type of a relation as a parameter's type: "order:=v_order".
  TypeOid RowTypeOf(const std::string& name) const {
    const Relation* relation = FindByName(name);
    return relation != nullptr ? relation->row_type : 0;
  }

  List<const Relation*> FindRelations(std::string_view name, std::string_view database) override {
    ++relation_lookups;
    std::vector<const Relation*> found;
    for (const Relation& relation : relations_) {
      const bool same =
          relation.name == name || std::string(relation.schema) + "." + std::string(relation.name) == name;
      if (same && (database.empty() || relation.database == database)) found.push_back(&relation);
    }
    return arena_.Copy(found);
  }

  List<const Function*> FindFunctions(std::string_view name) override {
    std::vector<const Function*> found;
    for (const Function& function : functions_) {
      if (function.name == name) found.push_back(&function);
    }
    return arena_.Copy(found);
  }

  std::string_view SearchedPlaces(std::string_view database) override {
    return database.empty() ? "schema \"public\", database \"inventory\" (schema \"inventory\")" : "schema \"public\"";
  }

  bool HasDatabase(std::string_view name) override { return name == kPrimary || name == "inventory"; }

  int relation_lookups = 0;

 private:
  const Relation* FindByName(const std::string& name) const {
    for (const Relation& relation : relations_) {
      if (relation.name == name) return &relation;
    }
    return nullptr;
  }

  Column MakeColumn(const std::string& text) {
    Column column;
    const size_t colon = text.find(':');
    column.name = column.remote_name = arena_.CopyString(text.substr(0, colon));
    const std::string type = colon == std::string::npos ? "text" : text.substr(colon + 1);
    column.type_name = arena_.CopyString(type);
    column.type = RowTypeOf(type);
    column.is_json = type == "json" || type == "jsonb";
    column.is_composite = type == "address";
    return column;
  }

  List<Column> Columns(const std::vector<std::string>& texts) {
    std::vector<Column> columns;
    for (const std::string& text : texts) columns.push_back(MakeColumn(text));
    return arena_.Copy(columns);
  }

  Arena arena_;
  std::deque<Relation> relations_;
  std::deque<Relation> relations_of_functions_;
  std::deque<Function> functions_;
};

}  // namespace fraiseql::planner
