// Where rows come from: relations in FROM clauses, and the joins that lead to them. Private to the planner.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planner/plan_context.h"
#include "planner/rows.h"
#include "planner/sql.h"

namespace fraiseql::planner {

// The relation behind a field that has one of its own. `as_foreign`: one of another database by its foreign table, in a
// statement of the primary.
Source RelationSource(PlanContext* context, const FieldBinding* field, StatementBuilder* statement,
                      bool as_foreign = false);

// The objects that a value of `row` holds as a list; none where it is no list.
Source ItemSource(PlanContext* context, const FieldBinding* field, const Row& row);

// Where the rows of a field come from: its relation, or those of the members of its abstract type.
std::vector<Source> SourcesOf(PlanContext* context, const FieldBinding& field, StatementBuilder* statement);

// The database that all rows of a field live in; nothing where members of its type are spread over several.
std::optional<std::string_view> DatabaseOf(const FieldBinding& field);

// Gives the rows of a function a name, by the WITH at the head of a subquery that is returned; "" for relations. It is
// called once, however often the name is read; one that can be a part of the query is that, each time.
std::string NamedRows(Source* source);

// `remote = local` over rows of both sides; the local side takes the remote one's type.
std::vector<std::string> JoinConditions(const FieldBinding& binding, const Row& local, const Row& remote);

// ` WHERE a AND b`, or nothing.
std::string Where(const std::vector<std::string>& conditions);
// ` WHERE ...` that always holds and mentions the conditions on rows of `source`: where nobody reads the rows, the
// values in them are checked all the same. "" without conditions.
std::string WhereChecked(const Source& source, const std::vector<std::string>& conditions);

}  // namespace fraiseql::planner
