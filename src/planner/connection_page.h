// A page of a connection while its statement is made: what is wanted of which rows, and the SQL text of its parts.
// Private to connection.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/members.h"
#include "planner/selection_planner.h"

namespace fraiseql::planner {

struct SelectionPlanner::Page {
  Page(const std::vector<Source>& sources, StatementBuilder* builder, Arena* arena)
      : source(sources[0]), statement(builder), outer(none, arena) {
    source.has_order = false;  // pages end at a key
    if (sources.size() == 1) return;
    for (const Source& member : sources) members.push_back({member});
    source.row.alias = kUnion;
  }

  Source source;                         // of members: their union
  std::vector<MemberRows> members;       // of an abstract type without a relation of its own, where it has several
  std::vector<std::string> member_keys;  // by_key: `t0."order_id" AS k0`, for each of them
  StatementBuilder* statement;
  bool by_key = false;  // of a slot
  RowsWanted wanted;
  std::vector<SortKey> keys;         // of the order that was asked for
  std::vector<std::string> point;    // that of `after`, one expression per sort key
  std::vector<std::string> horizon;  // that of `before`

  // What is to be read of the rows of the page.
  std::vector<std::vector<std::string>> columns;  // one expression for each part of the rows
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
  bool row_form() const { return members.empty() && source.row.can_nest; }
  std::string_view type_name() const { return source.field->connection->node->name; }

  // The rows are those of one relation or function, or of each of the members.
  size_t part_count() const { return members.empty() ? 1 : members.size(); }
  const Source& part(size_t i) const { return members.empty() ? source : members[i].source; }

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
  std::vector<std::string> RowsOfPage(std::vector<std::string> conditions, const std::vector<SortKey>& by) const {
    if (wanted.after != nullptr) conditions.push_back(BehindSql(by, point, false, row_form()));
    if (wanted.before != nullptr) conditions.push_back(BehindSql(Reversed(by), horizon, false, row_form()));
    return conditions;
  }
  std::string RowsWantedAtMost() const { return has_limit() ? wanted.limit + (wants_more ? " + 1" : "") : ""; }
  std::string Order() const { return OrderByClause(wanted.from_back ? Reversed(keys) : keys); }

  // The rows of the members, of which those of the page are the first ones.
  std::string MembersOfPage() const {
    std::string sql;
    for (size_t i = 0; i < members.size(); ++i) {
      const MemberRows& member = members[i];
      const std::string select = (by_key ? member_keys[i] + ", " : "") + RowColumns(i) + ", " + KeyColumns(member);
      sql += (i > 0 ? " UNION ALL " : "") + FirstRows(member, select, RowsOfPage(member.wanted.conditions, member.keys),
                                                      by_key ? "" : RowsWantedAtMost(), wanted.from_back);
    }
    return "(" + sql + ") AS " + std::string(kUnion);
  }
  // All rows of the members that fit.
  std::string AllOfMembers() const {
    std::string sql;
    for (size_t i = 0; i < members.size(); ++i) {
      const std::string select = (by_key ? member_keys[i] + ", " : "") + KeyColumns(members[i]);
      sql += (i > 0 ? " UNION ALL " : "") + FirstRows(members[i], select, members[i].wanted.conditions, "", false);
    }
    return "(" + sql + ") AS " + std::string(kUnion);
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
    if (!members.empty() && !reads) conditions.emplace_back("true");  // their own are in the union
    return WhereChecked(source, conditions);
  }

  // fraiseql.cursor('5a0fb3c1', t0."created", t0."id")
  std::string CursorSql(size_t i) const {
    std::string sql = "fraiseql.cursor(" + QuoteLiteral(OrderingId(type_name(), keys));
    for (const SortKey& key : members.empty() ? keys : members[i].keys) sql += ", " + key.sql;
    return sql + ")";
  }

  // The expressions of the rows: e0, e1, ... and c.
  std::string RowColumns(size_t part) const {
    std::string sql;
    for (size_t i = 0; i < columns.size(); ++i) {
      sql += (sql.empty() ? "" : ", ") + columns[i][part] + " AS e" + std::to_string(i);
    }
    if (wants_cursors()) sql += (sql.empty() ? "" : ", ") + CursorSql(part) + " AS c";
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

}  // namespace fraiseql::planner
