#include "planner/arguments.h"

#include <algorithm>

#include "planner/filters.h"

namespace fraiseql::planner {

namespace {

// CONTRACT 9: an omitted argument does not filter; null filters by IS NULL, unless null is its declared default.
void Filter(const PlanContext& context, const ArgumentBinding& binding, const values::InputValue& value,
            const Site& site, const Source& source, StatementBuilder* statement, RowsWanted* wanted) {
  const schema::InputValue& argument = *binding.argument;
  SqlType type = SqlTypeOf(argument.type);
  const bool is_column = binding.attribute.column != nullptr && !source.row.data_only;
  if (is_column && !binding.attribute.column->is_json) {
    type = {binding.attribute.column->type, binding.attribute.column->type_name};
  } else if (binding.attribute.column == nullptr && binding.attribute.key_type != kTextOid) {
    type = {binding.attribute.key_type, binding.attribute.key_type_name};
  }
  std::string attribute = AttributeSql(source.row, binding.attribute, type.name);
  if (value.kind == values::InputValue::Kind::kNull) {
    bool default_null =
        argument.default_value != nullptr && argument.default_value->kind == language::Value::Kind::kNull;
    if (!default_null) wanted->conditions.push_back(attribute + " IS NULL");
    return;
  }
  ParameterSource parameter = ArgumentParameter(context, site, argument, type);
  // A list for an array is that value, and so is one that is the value of a JSON scalar; else it is of alternatives.
  parameter.is_array = value.kind == values::InputValue::Kind::kList &&
                       schema::IsList(schema::NullableType(argument.type)) && !type.name.ends_with("[]");
  std::string reference = statement->AddParameter(parameter);
  wanted->conditions.push_back(attribute + (parameter.is_array ? " = ANY(" + reference + ")" : " = " + reference));
  if (!parameter.is_array) wanted->fixed.push_back(std::move(attribute));
}

}  // namespace

ParameterSource ArgumentParameter(const PlanContext& context, const Site& site, const schema::InputValue& argument,
                                  SqlType type) {
  ParameterSource source;
  source.kind = ParameterSource::Kind::kArgument;
  source.site = site.number;
  source.path = context.arena->Copy(&argument.name, 1);
  source.type = type.oid;
  source.type_name = type.name;
  return source;
}

namespace {

void ApplyAll(PlanContext* context, const Site& site, const Source& source, StatementBuilder* statement,
              RowsWanted* wanted) {
  for (const ArgumentBinding& argument : source.field->arguments) {
    const values::InputValue* value = site.Find(argument.argument->name);
    switch (argument.role) {
      case ArgumentBinding::Role::kFilter:
        if (value != nullptr) Filter(*context, argument, *value, site, source, statement, wanted);
        break;
      case ArgumentBinding::Role::kLimit:
      case ArgumentBinding::Role::kOffset:
      case ArgumentBinding::Role::kFirst:
      case ArgumentBinding::Role::kLast: {
        if (value == nullptr || value->kind == values::InputValue::Kind::kNull) break;
        if (argument.role == ArgumentBinding::Role::kFirst || argument.role == ArgumentBinding::Role::kLast) {
          if (!wanted->limit.empty()) {
            throw FilterFault{"Arguments \"first\" and \"last\" must not be given both.",
                              "A page is counted from its front (first, after) or from its back (last, before)."};
          }
          wanted->from_back = argument.role == ArgumentBinding::Role::kLast;
        }
        ParameterSource parameter = ArgumentParameter(*context, site, *argument.argument, {kInt8Oid, "bigint"});
        parameter.is_count = true;
        parameter.is_offset = argument.role == ArgumentBinding::Role::kOffset;
        std::string& part = parameter.is_offset ? wanted->offset : wanted->limit;
        part = statement->AddParameter(parameter);
        break;
      }
      case ArgumentBinding::Role::kAfter:
      case ArgumentBinding::Role::kBefore:
        if (value == nullptr || value->kind == values::InputValue::Kind::kNull) break;
        (argument.role == ArgumentBinding::Role::kAfter ? wanted->after : wanted->before) = argument.argument;
        break;
      case ArgumentBinding::Role::kWhere:
        if (value != nullptr) {
          std::string condition = WhereSql(context, site, *argument.argument, *value, source, statement);
          if (!condition.empty()) wanted->conditions.push_back(std::move(condition));
        }
        break;
      case ArgumentBinding::Role::kOrderBy:
        if (value != nullptr) wanted->order = OrderByKeys(context, *value, source, statement);
        break;
      case ArgumentBinding::Role::kGroupBy:
        if (value != nullptr) wanted->groups = GroupByKeys(context, *value, source, statement);
        break;
      case ArgumentBinding::Role::kFunction:
        break;
    }
  }
}

}  // namespace

void ApplyArguments(PlanContext* context, const Site& site, const Source& source, StatementBuilder* statement,
                    RowsWanted* wanted) {
  try {
    ApplyAll(context, site, source, statement, wanted);
  } catch (const FilterFault& fault) {
    GraphQLError error;
    error.message = fault.message;
    error.code = ErrorCode::kBadUserInput;
    if (!fault.hint.empty()) error.extensions.emplace_back("hint", fault.hint);
    context->field_errors.emplace_back(site.node, std::move(error));
  }
}

std::vector<SortKey> FullOrder(const Source& source, const RowsWanted& wanted) {
  if (source.has_order && wanted.order.empty()) return {};
  std::vector<SortKey> keys = wanted.order;
  for (const Attribute& attribute : source.binding->key) {
    SortKey key;
    key.sql = AttributeSql(source.row, attribute);
    key.place = attribute.column != nullptr ? attribute.column->name : attribute.key;
    key.type = attribute.column != nullptr && !source.row.data_only ? attribute.column->type : attribute.key_type;
    key.type_name = AttributeType(source.row, attribute);
    key.nullable = false;
    const auto is_same = [&key](const SortKey& other) { return other.sql == key.sql; };
    if (std::none_of(keys.begin(), keys.end(), is_same)) keys.push_back(std::move(key));
  }
  return keys;
}

std::string Window(const RowsWanted& wanted) {
  std::string sql;
  if (!wanted.limit.empty()) sql += " LIMIT " + wanted.limit;
  if (!wanted.offset.empty()) sql += " OFFSET " + wanted.offset;
  return sql;
}

std::string NumberedWindow(const RowsWanted& wanted) {
  const std::string first = wanted.offset.empty() ? "0" : wanted.offset;
  const std::string sql = " WHERE s.n > " + first;
  return wanted.limit.empty() ? sql : sql + " AND s.n <= " + first + " + " + wanted.limit;
}

void CapRows(const PlanContext& context, StatementBuilder* statement, RowsWanted* wanted) {
  if (!context.input.has_max_rows) return;
  ParameterSource parameter;
  parameter.kind = ParameterSource::Kind::kMaxRows;
  parameter.type = kInt8Oid;
  parameter.type_name = "bigint";
  std::string cap = statement->AddParameter(parameter);
  wanted->limit = wanted->limit.empty() ? cap : "LEAST(" + wanted->limit + ", " + cap + ")";
}

}  // namespace fraiseql::planner
