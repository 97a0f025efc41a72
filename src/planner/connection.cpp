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
#include "base/json.h"
#include "planner/selection_planner.h"

namespace fraiseql::planner {

struct SelectionPlanner::Page {
  Page(const Source& page_source, StatementBuilder* builder, Arena* arena)
      : source(page_source), statement(builder), outer(none, arena) {}

  const Source& source;
  StatementBuilder* statement;
  bool by_key = false;  // of a slot
  RowsWanted wanted;
  std::vector<SortKey> keys;         // of the order that was asked for
  std::vector<std::string> point;    // that of `after`, one expression per sort key
  std::vector<std::string> horizon;  // that of `before`

  // What is to be read of the rows of the page.
  std::vector<std::string> columns;
  bool wants_more = false;
  bool wants_first_cursor = false;
  bool wants_last_cursor = false;
  // Of all rows that fit, whatever the page.
  bool wants_total = false;
  bool wants_rows_ahead = false;   // at `after` or before it
  bool wants_rows_behind = false;  // at `before` or behind it

  Row none;
  ProjectBuilder outer;  // over the page as a whole
  std::string project;   // its call
  std::string empty;     // the text of a page without rows

  bool has_limit() const { return !wanted.limit.empty(); }
  bool wants_cursors() const { return wants_first_cursor || wants_last_cursor; }
  bool wants_rows() const { return !columns.empty() || wants_more || wants_cursors(); }
  bool needs_numbers() const { return by_key || wants_more || wants_cursors() || wanted.from_back; }
  bool row_form() const { return source.row.can_nest; }

  std::vector<std::string> RowsAhead() const {
    std::vector<std::string> conditions = wanted.conditions;
    conditions.push_back(BehindSql(Reversed(keys), point, true, row_form()));
    return conditions;
  }
  std::vector<std::string> RowsBehind() const {
    std::vector<std::string> conditions = wanted.conditions;
    conditions.push_back(BehindSql(keys, horizon, true, row_form()));
    return conditions;
  }
  std::vector<std::string> RowsOfPage() const {
    std::vector<std::string> conditions = wanted.conditions;
    if (wanted.after != nullptr) conditions.push_back(BehindSql(keys, point, false, row_form()));
    if (wanted.before != nullptr) conditions.push_back(BehindSql(Reversed(keys), horizon, false, row_form()));
    return conditions;
  }

  // Expressions over the page as a whole.
  std::string TotalSql() const {
    if (by_key) return "COALESCE(t.n, 0)";
    return "(SELECT pg_catalog.count(*) FROM " + source.from + Where(wanted.conditions) + ")";
  }
  std::string MoreSql() const { return by_key ? "COALESCE(a.more, false)" : "a.more"; }
  std::string ExistsSql(bool behind) const {
    if (by_key) return behind ? "b.k0 IS NOT NULL" : "p.k0 IS NOT NULL";
    return "EXISTS (SELECT 1 FROM " + source.from + Where(behind ? RowsBehind() : RowsAhead()) + ")";
  }

  // Where no rows are read, what would choose them is mentioned all the same: its values are checked, and another
  // database must know the types of all parameters. Always true.
  std::string MentionArguments() const {
    std::vector<std::string> values = point;
    values.insert(values.end(), horizon.begin(), horizon.end());
    if (has_limit()) values.push_back(wanted.limit);
    const bool reads = wants_total || wants_rows_ahead || wants_rows_behind;
    std::vector<std::string> conditions = reads ? std::vector<std::string>() : wanted.conditions;
    for (const std::string& value : values) conditions.push_back(value + " IS NULL");
    return WhereChecked(source, conditions);
  }

  // fraiseql.cursor('5a0fb3c1', t0."created", t0."id")
  std::string CursorSql() const {
    std::string sql = "fraiseql.cursor(" + QuoteLiteral(OrderingId(source.binding->type->name, keys));
    for (const SortKey& key : keys) sql += ", " + key.sql;
    return sql + ")";
  }

  // The expressions of the rows: e0, e1, ... and c.
  std::string RowColumns() const {
    std::string sql;
    for (size_t i = 0; i < columns.size(); ++i) {
      sql += (sql.empty() ? "" : ", ") + columns[i] + " AS e" + std::to_string(i);
    }
    if (wants_cursors()) sql += (sql.empty() ? "" : ", ") + CursorSql() + " AS c";
    return sql.empty() ? "1 AS one" : sql;
  }

  // What becomes of the rows, in the order of the list; `s` are the rows, numbered in the order they were found.
  std::string Aggregates() const {
    const std::string filter = wants_more ? " FILTER (WHERE s.n <= " + wanted.limit + ")" : "";
    const std::string forward = " ORDER BY s.n" + std::string(wanted.from_back ? " DESC" : "");
    const std::string backward = " ORDER BY s.n" + std::string(wanted.from_back ? "" : " DESC");
    std::string sql;
    const auto add = [&sql](const std::string& expression, std::string_view name) {
      sql += (sql.empty() ? "" : ", ") + expression + " AS " + std::string(name);
    };
    for (size_t i = 0; i < columns.size(); ++i) {
      const std::string name = "e" + std::to_string(i);
      // From PostgreSQL 16 on the order that one aggregate asks for is that in which the others see the rows.
      const bool as_found = !by_key && !wanted.from_back && !wants_first_cursor && !wants_last_cursor;
      const std::string order = as_found ? "" : forward;
      add("fraiseql.list(s." + name + order + ")" + filter, name);
    }
    if (wants_more) add("COALESCE(pg_catalog.max(s.n) > " + wanted.limit + ", false)", "more");
    if (wants_first_cursor) add("(pg_catalog.array_agg(s.c" + forward + ")" + filter + ")[1]", "first_cursor");
    if (wants_last_cursor) add("(pg_catalog.array_agg(s.c" + backward + ")" + filter + ")[1]", "last_cursor");
    return sql;
  }
};

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
  ApplyArguments(&context_, site, source, page->statement, &page->wanted);
  CapRows(context_, page->statement, &page->wanted);
  page->keys = FullOrder(source, page->wanted);
  const std::string_view type_name = source.binding->type->name;
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

// One row of the page, as an edge or as a node.
std::string SelectionPlanner::RowSql(const CollectedField& field, OutputField* output, Page* page) {
  const Source& source = page->source;
  const ConnectionType& connection = *source.field->connection;
  Sets sets = MergedSelectionSets(field, context_.arena);
  Variants variants;
  if (ConnectionPartOf(output->field->name) == ConnectionPart::kNodes) {
    std::string sql = ProjectSql(page->statement, source, connection.node, sets, &variants);
    output->selection = SelectionOf(variants);
    return sql;
  }
  ProjectBuilder project(source.row, context_.arena);
  Scope scope{page->statement, &project};
  std::vector<OutputField> outputs;
  std::vector<LayoutField> fields;
  Layout layout;
  std::optional<List<CollectedField>> collected = Collect(connection.edge, sets, &variants, &layout.fields);
  if (!collected) {
    output->selection = SelectionOf(variants);
    return project.CallSql(layout);
  }
  for (const CollectedField& part : *collected) {
    OutputField part_output = context_.Output(connection.edge, part);
    LayoutField result;
    result.response_key = part.response_key;
    result.wrapping = context_.arena->CopyString(WrappingOf(part_output.field->type));
    if (part_output.field->name == "__typename") {
      result.form = LayoutField::Form::kConstant;
      result.constant = context_.TypeNameConstant(connection.edge);
    } else if (ConnectionPartOf(part_output.field->name) == ConnectionPart::kCursor) {
      result.place = project.AddArgument(page->CursorSql());
      SetLeaf(schema::GetNamedType(part_output.field->type), context_.arena, &result);
    } else {
      Variants of_node;
      result.form = LayoutField::Form::kObject;
      result.layout = ObjectLayout(scope, source.binding, nullptr, connection.node,
                                   MergedSelectionSets(part, context_.arena), &of_node);
      part_output.selection = SelectionOf(of_node);
    }
    fields.push_back(result);
    outputs.push_back(part_output);
  }
  output->selection = SelectionOf({{connection.edge, context_.arena->Copy(outputs)}});
  layout.fields = context_.arena->Copy(fields);
  return project.CallSql(layout);
}

// ── Statements ───────────────────────────────────────────────────────────────────────────────────────────────────────

std::string SelectionPlanner::ConnectionSql(StatementBuilder* statement, const Source& rows_of, const Row* parent,
                                            const Site& site, const CollectedField& field, OutputField* output) {
  Source source = rows_of;
  source.has_order = false;  // pages end at a key
  const std::string with = NamedRows(&source);
  Page page(source, statement, context_.arena);
  if (parent != nullptr) page.wanted.conditions = JoinConditions(*source.field, *parent, source.row);
  PlanPage(site, field, output, &page);
  if (!page.wants_rows()) return "(" + with + "SELECT " + page.project + page.MentionArguments() + ")";
  std::string rows = "SELECT " + page.RowColumns() + " FROM " + source.from + Where(page.RowsOfPage()) +
                     OrderByClause(page.wanted.from_back ? Reversed(page.keys) : page.keys);
  if (page.has_limit()) rows += " LIMIT " + page.wanted.limit + (page.wants_more ? " + 1" : "");
  if (page.needs_numbers()) rows = "SELECT q.*, pg_catalog.row_number() OVER () AS n FROM (" + rows + ") AS q";
  return "(" + with + "SELECT " + page.project + " FROM (SELECT " + page.Aggregates() + " FROM (" + rows +
         ") AS s) AS a)";
}

std::string SelectionPlanner::ConnectionBranch(uint32_t number, const Source& source, const Site& site,
                                               const CollectedField& field, OutputField* output,
                                               StatementBuilder* statement, std::string* empty) {
  KeyBatch keys(source, statement);
  Page page(source, statement, context_.arena);
  page.by_key = true;
  page.wanted.conditions = keys.conditions();
  PlanPage(site, field, output, &page);
  *empty = page.empty;
  std::string joins;
  if (page.wants_rows()) {
    std::string rows = "SELECT " + keys.columns() + ", " + page.RowColumns() +
                       ", pg_catalog.row_number() OVER (PARTITION BY " + keys.attributes() +
                       OrderByClause(page.wanted.from_back ? Reversed(page.keys) : page.keys) + ") AS n FROM " +
                       source.from + Where(page.RowsOfPage());
    rows = "SELECT " + keys.Names("s.") + ", " + page.Aggregates() + " FROM (" + rows + ") AS s";
    if (page.has_limit()) rows += " WHERE s.n <= " + page.wanted.limit + (page.wants_more ? " + 1" : "");
    joins += keys.Join(rows + " GROUP BY " + keys.Names("s."), "a");
  }
  const auto join_rows = [&](const std::string& columns, const std::vector<std::string>& conditions,
                             std::string_view alias) {
    joins += keys.Join("SELECT " + keys.columns() + columns + " FROM " + source.from + Where(conditions) +
                           " GROUP BY " + keys.attributes(),
                       alias);
  };
  if (page.wants_total) join_rows(", pg_catalog.count(*) AS n", page.wanted.conditions, "t");
  if (page.wants_rows_ahead) join_rows("", page.RowsAhead(), "p");
  if (page.wants_rows_behind) join_rows("", page.RowsBehind(), "b");
  return "(" + keys.Select(number, page.project, joins) + (page.wants_rows() ? "" : page.MentionArguments()) + ")";
}

}  // namespace fraiseql::planner
