// Connections: pages of rows by keyset (Relay's "GraphQL Cursor Connections Specification").
//
// One statement answers a page. Rows behind `after` and before `before` are found by comparing the sort keys with the
// values in the cursors, the last of them the key of the row. One row more than asked for tells whether there is
// another page; what nobody selects (cursors, totalCount, whether there are more) is not in the statement.
//
//   SELECT fraiseql.project(NULL, <layout of the connection>, a.e0, a.more, ...)
//     FROM (SELECT fraiseql.list(s.e0) ..., s.n > limit ... FROM (<rows of the page, numbered>) AS s) AS a
//
// In a slot the same is done for all keys of a batch at once, and joined with the keys. What a function returns is
// named first, WITH t0 AS (<its rows>): several parts may read it.
//
// Rows of the members of an abstract type are put together by UNION ALL, each member's no more than the page has
// (planner/members.h).
#include "base/json.h"
#include "planner/connection_page.h"

namespace fraiseql::planner {

namespace {

// The values that a cursor has for the sort keys.
std::vector<std::string> PointOf(PlanContext* context, const Site& site, const schema::InputValue& argument,
                                 std::string_view type_name, const std::vector<SortKey>& keys,
                                 StatementBuilder* statement) {
  std::vector<std::string> point;
  for (size_t i = 0; i < keys.size(); ++i) {
    ParameterSource parameter = ArgumentParameter(*context, site, argument, {keys[i].type, keys[i].type_name});
    parameter.kind = ParameterSource::Kind::kCursor;
    parameter.key = static_cast<uint32_t>(i);
    parameter.key_count = static_cast<uint32_t>(keys.size());
    parameter.ordering = context->arena->CopyString(OrderingId(type_name, keys));
    point.push_back(statement->AddParameter(parameter));
  }
  return point;
}

}  // namespace

// ── What is selected ─────────────────────────────────────────────────────────────────────────────────────────────────

void SelectionPlanner::PlanPage(const Site& site, const CollectedField& field, OutputField* output, Page* page) {
  const Source& source = page->source;
  if (page->members.empty()) {
    ApplyArguments(&context_, site, source, page->statement, &page->wanted);
    page->keys = FullOrder(source, page->wanted);
  } else {
    page->wanted = ApplyToMembers(&context_, site, page->statement, &page->members);
    page->wanted.conditions.clear();  // they are in the union
    page->keys = OrderMembers(&page->members);
    page->source.from = page->AllOfMembers();
  }
  CapRows(context_, page->statement, &page->wanted);
  const std::string_view type_name = page->type_name();
  if (page->wanted.after != nullptr) {
    page->point = PointOf(&context_, site, *page->wanted.after, type_name, page->keys, page->statement);
  }
  if (page->wanted.before != nullptr) {
    page->horizon = PointOf(&context_, site, *page->wanted.before, type_name, page->keys, page->statement);
  }
  const schema::ObjectType* type = source.field->connection->type;
  Layout layout;
  layout.fields = PartsOf(type, MergedSelectionSets(field, context_.arena), output, page);
  page->project = page->outer.CallSql(layout);
}

List<LayoutField> SelectionPlanner::PartsOf(const schema::ObjectType* type, Sets sets, OutputField* output,
                                            Page* page) {
  Variants variants;
  List<LayoutField> failed;
  std::optional<List<CollectedField>> fields = Collect(type, sets, &variants, &failed);
  if (!fields) {
    AppendFailedObject(failed, &page->empty);
    output->selection = SelectionOf(variants);
    return failed;
  }
  std::vector<OutputField> outputs;
  std::vector<LayoutField> layout_fields;
  page->empty += '{';
  for (const CollectedField& field : *fields) {
    if (!outputs.empty()) page->empty += ',';
    AppendJsonString(field.response_key, &page->empty);
    page->empty += ':';
    OutputField part = context_.Output(type, field);
    layout_fields.push_back(PlanPart(field, &part, page));
    outputs.push_back(part);
  }
  page->empty += '}';
  output->selection = SelectionOf({{type, context_.arena->Copy(outputs)}});
  return context_.arena->Copy(layout_fields);
}

LayoutField SelectionPlanner::PlanPart(const CollectedField& field, OutputField* output, Page* page) {
  LayoutField result;
  result.response_key = field.response_key;
  result.wrapping = context_.arena->CopyString(WrappingOf(output->field->type));
  const auto set_leaf = [&](const std::string& sql, std::string_view empty) {
    result.place = page->outer.AddArgument(sql);
    SetLeaf(schema::GetNamedType(output->field->type), context_.arena, &result);
    page->empty += empty;
  };
  const auto set_constant = [&](std::string_view json) {
    result.form = LayoutField::Form::kConstant;
    result.constant = json;
    page->empty += json;
  };
  const RowsWanted& wanted = page->wanted;
  switch (output->field->name == "__typename" ? ConnectionPart::kUnknown : ConnectionPartOf(output->field->name)) {
    case ConnectionPart::kEdges:
    case ConnectionPart::kNodes: {
      const std::string name = "a.e" + std::to_string(page->columns.size());
      page->columns.push_back(RowSql(field, output, page));
      result.form = LayoutField::Form::kJson;
      result.place = page->outer.AddArgument(page->by_key ? "COALESCE(" + name + ", '[]'::json)" : name);
      page->empty += "[]";
      break;
    }
    case ConnectionPart::kPageInfo: {
      Layout* layout = context_.arena->New<Layout>();
      layout->fields =
          PartsOf(page->source.field->connection->page_info, MergedSelectionSets(field, context_.arena), output, page);
      result.form = LayoutField::Form::kObject;
      result.layout = layout;
      break;
    }
    case ConnectionPart::kTotalCount:
      page->wants_total = true;
      set_leaf(page->TotalSql(), "0");
      break;
    case ConnectionPart::kHasNextPage:
    case ConnectionPart::kHasPreviousPage: {
      const bool is_next = ConnectionPartOf(output->field->name) == ConnectionPart::kHasNextPage;
      const bool by_limit = page->has_limit() && is_next != wanted.from_back;
      const bool by_cursor = (is_next ? wanted.before : wanted.after) != nullptr;
      if (by_limit) page->wants_more = true;
      if (by_cursor) (is_next ? page->wants_rows_behind : page->wants_rows_ahead) = true;
      if (!by_limit && !by_cursor) {
        set_constant("false");
        break;
      }
      std::string sql = by_limit ? page->MoreSql() : "";
      if (by_cursor) sql += (by_limit ? " OR " : "") + page->ExistsSql(is_next);
      set_leaf(sql, "false");
      break;
    }
    case ConnectionPart::kStartCursor:
      page->wants_first_cursor = true;
      set_leaf("a.first_cursor", "null");
      break;
    case ConnectionPart::kEndCursor:
      page->wants_last_cursor = true;
      set_leaf("a.last_cursor", "null");
      break;
    default:
      set_constant(context_.TypeNameConstant(output->parent));
  }
  return result;
}

// One row of the page, as an edge or as a node: an expression for each part of the rows.
std::vector<std::string> SelectionPlanner::RowSql(const CollectedField& field, OutputField* output, Page* page) {
  const ConnectionType& connection = *page->source.field->connection;
  Sets sets = MergedSelectionSets(field, context_.arena);
  Variants variants;
  std::vector<std::string> sql;
  if (ConnectionPartOf(output->field->name) == ConnectionPart::kNodes) {
    for (size_t i = 0; i < page->part_count(); ++i) {
      sql.push_back(ProjectSql(page->statement, page->part(i), connection.node, sets, &variants));
    }
    output->selection = SelectionOf(variants);
    return sql;
  }
  Layout failed;
  std::optional<List<CollectedField>> collected = Collect(connection.edge, sets, &variants, &failed.fields);
  if (!collected) {
    output->selection = SelectionOf(variants);
    const ProjectBuilder project(page->none, context_.arena);
    sql.resize(page->part_count(), project.CallSql(failed));
    return sql;
  }
  std::vector<OutputField> outputs;
  for (const CollectedField& part : *collected) outputs.push_back(context_.Output(connection.edge, part));
  std::vector<Variants> nodes(outputs.size());
  for (size_t i = 0; i < page->part_count(); ++i) sql.push_back(EdgeSql(*collected, outputs, i, page, &nodes));
  for (size_t i = 0; i < outputs.size(); ++i) {
    if (!nodes[i].empty()) outputs[i].selection = SelectionOf(nodes[i]);
  }
  output->selection = SelectionOf({{connection.edge, context_.arena->Copy(outputs)}});
  return sql;
}

std::string SelectionPlanner::EdgeSql(const List<CollectedField>& collected, const std::vector<OutputField>& outputs,
                                      size_t part_number, Page* page, std::vector<Variants>* nodes) {
  const Source& source = page->part(part_number);
  const ConnectionType& connection = *source.field->connection;
  ProjectBuilder project(source.row, context_.arena);
  Scope scope{page->statement, &project};
  std::vector<LayoutField> fields;
  Layout layout;
  for (size_t i = 0; i < outputs.size(); ++i) {
    const CollectedField& part = collected[i];
    const OutputField& part_output = outputs[i];
    LayoutField result;
    result.response_key = part.response_key;
    result.wrapping = context_.arena->CopyString(WrappingOf(part_output.field->type));
    if (part_output.field->name == "__typename") {
      result.form = LayoutField::Form::kConstant;
      result.constant = context_.TypeNameConstant(connection.edge);
    } else if (ConnectionPartOf(part_output.field->name) == ConnectionPart::kCursor) {
      result.place = project.AddArgument(page->CursorSql(part_number));
      SetLeaf(schema::GetNamedType(part_output.field->type), context_.arena, &result);
    } else {
      result.form = LayoutField::Form::kObject;
      result.layout = ObjectLayout(scope, source.binding, source.member, connection.node,
                                   MergedSelectionSets(part, context_.arena), &(*nodes)[i]);
    }
    fields.push_back(result);
  }
  layout.fields = context_.arena->Copy(fields);
  return project.CallSql(layout);
}

// ── Statements ───────────────────────────────────────────────────────────────────────────────────────────────────────

std::string SelectionPlanner::ConnectionSql(StatementBuilder* statement, const std::vector<Source>& sources,
                                            const Row* parent, const Site& site, const CollectedField& field,
                                            OutputField* output) {
  Page page(sources, statement, context_.arena);
  const std::string with = NamedRows(&page.source);
  if (parent != nullptr) {
    page.wanted.conditions = JoinConditions(*sources[0].field, *parent, sources[0].row);
    for (MemberRows& member : page.members) {
      member.wanted.conditions = JoinConditions(*member.source.field, *parent, member.source.row);
    }
  }
  PlanPage(site, field, output, &page);
  if (!page.wants_rows()) return "(" + with + "SELECT " + page.project + page.MentionArguments() + ")";
  std::string rows = page.members.empty() ? "SELECT " + page.RowColumns(0) + " FROM " + page.source.from +
                                                Where(page.RowsOfPage(page.wanted.conditions, page.keys))
                                          : "SELECT u.* FROM " + page.MembersOfPage();
  rows += page.Order();
  if (page.has_limit()) rows += " LIMIT " + page.RowsWantedAtMost();
  if (page.needs_numbers()) rows = "SELECT q.*, pg_catalog.row_number() OVER () AS n FROM (" + rows + ") AS q";
  return "(" + with + "SELECT " + page.project + " FROM (SELECT " + page.Aggregates() + " FROM (" + rows +
         ") AS s) AS a)";
}

std::string SelectionPlanner::ConnectionBranch(uint32_t number, const std::vector<Source>& sources, const Site& site,
                                               const CollectedField& field, OutputField* output,
                                               StatementBuilder* statement, std::string* empty) {
  Page page(sources, statement, context_.arena);
  page.by_key = true;
  KeyBatch keys(sources[0], statement);
  page.wanted.conditions = keys.conditions();
  for (size_t i = 0; i < page.members.size(); ++i) {
    const KeyBatch own(sources[i], statement, &keys);
    page.members[i].wanted.conditions = own.conditions();
    page.member_keys.push_back(own.columns());
  }
  // As the rows are seen from outside.
  const bool is_union = !page.members.empty();
  const std::string columns = is_union ? keys.Names("u.") : keys.columns();
  const std::string attributes = is_union ? columns : keys.attributes();
  PlanPage(site, field, output, &page);
  *empty = page.empty;
  std::string joins;
  if (page.wants_rows()) {
    std::string rows = "SELECT " + (is_union ? "u.*" : columns + ", " + page.RowColumns(0)) +
                       ", pg_catalog.row_number() OVER (PARTITION BY " + attributes + page.Order() + ") AS n FROM " +
                       (is_union ? page.MembersOfPage()
                                 : page.source.from + Where(page.RowsOfPage(page.wanted.conditions, page.keys)));
    rows = "SELECT " + keys.Names("s.") + ", " + page.Aggregates() + " FROM (" + rows + ") AS s";
    if (page.has_limit()) rows += " WHERE s.n <= " + page.RowsWantedAtMost();
    joins += keys.Join(rows + " GROUP BY " + keys.Names("s."), "a");
  }
  const auto join_rows = [&](const std::string& more, const std::vector<std::string>& conditions,
                             std::string_view alias) {
    joins += keys.Join(
        "SELECT " + columns + more + " FROM " + page.source.from + Where(conditions) + " GROUP BY " + attributes,
        alias);
  };
  if (page.wants_total) join_rows(", pg_catalog.count(*) AS n", page.wanted.conditions, "t");
  if (page.wants_rows_ahead) join_rows("", page.RowsAhead(), "p");
  if (page.wants_rows_behind) join_rows("", page.RowsBehind(), "b");
  return "(" + keys.Select(number, page.project, joins) + (page.wants_rows() ? "" : page.MentionArguments()) + ")";
}

}  // namespace fraiseql::planner
