#include "planner/functions.h"

#include <vector>

#include "planner/selection.h"

namespace fraiseql::planner {

namespace {

// `"sales"."fn_create_order"("p_customer_id" => $1::uuid, ...)`; `row` is the first argument, where there is one.
std::string CallSql(const PlanContext& context, const FieldBinding& binding, const Site& site, const std::string& row,
                    StatementBuilder* statement) {
  const Function& function = *binding.function;
  std::string sql = QualifiedName(function.schema, function.name) + "(" + row;
  if (binding.takes_json) {
    ParameterSource parameter;
    parameter.kind = ParameterSource::Kind::kArguments;
    parameter.site = site.number;
    std::vector<std::string_view> names;
    for (const ArgumentBinding& argument : binding.arguments) {
      if (argument.role == ArgumentBinding::Role::kFunction) names.push_back(argument.argument->name);
    }
    parameter.path = context.arena->Copy(names);
    parameter.type = kJsonbOid;
    parameter.type_name = "jsonb";
    if (!row.empty()) sql += ", ";
    const Function::Parameter& json = function.parameters[row.empty() ? 0 : 1];
    return sql + statement->AddParameter(parameter) + "::" + std::string(json.type_name) + ")";
  }
  bool first = row.empty();
  for (const ArgumentBinding& argument : binding.arguments) {
    if (argument.parameter == nullptr) continue;
    // Left out, the parameter's default holds; where it has none the function gets NULL.
    if (site.Find(argument.argument->name) == nullptr && argument.parameter->has_default) continue;
    if (!first) sql += ", ";
    first = false;
    if (!argument.parameter->name.empty()) sql += QuoteIdentifier(argument.parameter->name) + " => ";
    sql += statement->AddParameter(ArgumentParameter(context, site, *argument.argument,
                                                     {argument.parameter->type, argument.parameter->type_name}));
  }
  return sql + ")";
}

// What the first row of a mutation_response that says it failed says about it, as JSON; NULL where all succeeded. Rows
// of either generation of the type are told by the columns they have: a `status` text, or `succeeded` with an
// `error_class`. `rows` is the parameter with the returned rows.
std::string FailureSql(const std::string& rows) {
  return "(SELECT pg_catalog.json_build_object('message', NULLIF(r.v->>'message', ''), 'status', "
         "COALESCE(r.v->>'status', "
         "r.v->>'status_detail', r.v->>'error_class')) FROM pg_catalog.jsonb_array_elements(" +
         rows +
         ") WITH ORDINALITY AS r(v, n) WHERE r.v->>'succeeded' = 'false' OR r.v->>'error_class' IS NOT NULL OR "
         "r.v->>'status' ~* '^(failed|error|validation|conflict|not_found|unauthorized|forbidden|timeout|internal|"
         "rate_limited|service_unavailable|transaction_failed)($|[^a-z])' ORDER BY r.n LIMIT 1)";
}

// The binding of the rows that come back: without the arguments that go to the function.
const FieldBinding* RowsOf(const FieldBinding& binding, Arena* arena) {
  std::vector<ArgumentBinding> arguments;
  for (const ArgumentBinding& argument : binding.arguments) {
    if (argument.role != ArgumentBinding::Role::kFunction) arguments.push_back(argument);
  }
  FieldBinding* rows = arena->New<FieldBinding>(binding);
  rows->arguments = arena->Copy(arguments);
  return rows;
}

}  // namespace

void PlanFunction(PlanContext* context, const FieldBinding& binding, const Site& site, const CollectedField& field,
                  OutputField* output, RootField* root) {
  const Function& function = *binding.function;
  const schema::NamedType* type = schema::GetNamedType(output->field->type);
  StatementBuilder call;
  std::string call_sql = CallSql(*context, binding, site, "", &call);
  if (schema::IsLeafKind(type->kind)) {
    root->kind = RootField::Kind::kSelect;
    root->unwrap = true;
    bool collects = function.returns_set;
    std::string value = collects ? "(SELECT pg_catalog.array_agg(r.v) FROM " + call_sql + " AS r(v))" : call_sql;
    LayoutField leaf;
    leaf.response_key = "v";
    leaf.place.kind = Place::Kind::kArgument;
    leaf.wrapping = context->arena->CopyString(WrappingOf(output->field->type));
    SetLeaf(type, context->arena, &leaf);
    Layout layout;
    layout.fields = context->arena->Copy(&leaf, 1);
    std::string text;
    AppendLayout(layout, &text);
    std::string sql = "(SELECT fraiseql.project(NULL::jsonb, " + QuoteLiteral(text) + "::jsonb, " + value + "))";
    root->read = call.Finish(kPrimary, sql, context->arena);
    return;
  }
  const bool is_query = context->input.operation->operation == language::OperationType::kQuery;
  const bool has_rows = function.result == Function::Result::kRows && !binding.has_entity;
  if (is_query && has_rows && !function.is_volatile) {
    // It writes nothing: one statement, in which PostgreSQL may look into the function and read no more than is
    // selected.
    const Source source = ComputedSource(context, binding, call_sql);
    root->kind = RootField::Kind::kSelect;
    root->read = call.Finish(kPrimary, RowsSql(context, &call, source, site, field, output), context->arena);
    return;
  }
  // What a function has written is seen only by statements that start after it: the rows it returns are kept as
  // jsonb, and a second statement reads what is selected below them.
  root->kind = RootField::Kind::kFunction;
  Source source;
  source.binding = binding.target;
  source.row.alias = context->NextAlias();
  source.row.can_nest = true;
  source.has_order = true;
  StatementBuilder read;
  ParameterSource rows;
  rows.kind = ParameterSource::Kind::kRows;
  rows.type = kJsonbOid;
  rows.type_name = "jsonb";
  std::string parameter = read.AddParameter(rows);
  std::string call_text;
  if (function.result == Function::Result::kRows) {
    call_text = "SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(r)) FROM " + call_sql + " AS r WHERE NOT (r IS NULL)";
    source.from = "pg_catalog.jsonb_to_recordset(" + parameter + ") AS " + source.row.alias + "(";
    if (binding.has_entity) {
      source.from += QuoteIdentifier(binding.attribute.column->name) + " jsonb)";
      source.from = "(SELECT " + AttributeSql(source.row, binding.attribute) + " FROM " + source.from + ") AS " +
                    source.row.alias + "(\"data\")";
      source.row.data_only = true;
    } else {
      bool first = true;
      for (const Column& column : function.rows->columns) {
        if (!first) source.from += ", ";
        first = false;
        source.from += QuoteIdentifier(column.name) + " " + std::string(column.type_name);
      }
      source.from += ")";
    }
  } else {
    call_text = function.result == Function::Result::kVoid
                    ? "SELECT NULL::jsonb FROM " + call_sql
                    : "SELECT pg_catalog.jsonb_agg(r.v) FROM " + call_sql + " AS r(v) WHERE r.v IS NOT NULL";
    source.from = "pg_catalog.jsonb_array_elements(" + parameter + ") AS " + source.row.alias + "(\"data\")";
    source.row.data_only = true;
  }
  root->call = call.Finish(kPrimary, call_text, context->arena);
  source.field = RowsOf(binding, context->arena);
  std::string sql = RowsSql(context, &read, source, site, field, output);
  root->can_report_failure = binding.has_entity;
  if (binding.has_entity) sql += ", " + FailureSql(parameter);
  root->read = read.Finish(kPrimary, sql, context->arena);
}

std::string ComputedCallSql(const PlanContext& context, const FieldBinding& binding, const Site& site, const Row& row,
                            StatementBuilder* statement) {
  return CallSql(context, binding, site, row.alias, statement);
}

Source ComputedSource(PlanContext* context, const FieldBinding& binding, const std::string& call) {
  Source source;
  source.binding = binding.target;
  source.row.alias = context->NextAlias();
  source.row.can_nest = true;
  source.has_order = true;
  source.field = RowsOf(binding, context->arena);
  const std::string& alias = source.row.alias;
  if (binding.function->result == Function::Result::kRows) {
    const Relation& rows = *binding.function->rows;
    if (rows.data() != nullptr) source.row.data_number = rows.data()->number;
    // A function that finds nothing may return a row of nulls.
    source.from =
        "(SELECT " + alias + ".* FROM " + call + " AS " + alias + " WHERE NOT (" + alias + " IS NULL)) AS " + alias;
  } else {
    source.row.data_only = true;
    source.from = "(SELECT " + alias + ".v AS \"data\" FROM " + call + " AS " + alias + "(v) WHERE " + alias +
                  ".v IS NOT NULL) AS " + alias;
  }
  return source;
}

}  // namespace fraiseql::planner
