// Rows of an abstract type that are those of its members' relations, in one order: that of `orderBy`, then of the names
// of the types, then of the keys. Private to the planner.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/arguments.h"

namespace fraiseql::planner {

struct MemberRows {
  Source source;
  RowsWanted wanted = {};
  std::vector<SortKey> keys = {};  // of its own rows
};

// Where rows of members are put together by UNION ALL, they have this name.
inline constexpr std::string_view kUnion = "u";

// Applies the arguments of the field to the rows of each. What the page or the list as a whole wants is returned.
RowsWanted ApplyToMembers(PlanContext* context, const Site& site, StatementBuilder* statement,
                          std::vector<MemberRows>* members);

// Gives each member its keys, one of each of the same type, and returns those of the union. All members have been
// asked for the same order.
std::vector<SortKey> OrderMembers(std::vector<MemberRows>* members);

// `t1."title" AS s0, 'Book'::text AS tn, t1."id" AS k`: what the union is ordered by.
std::string KeyColumns(const MemberRows& member);

// The rows of one member, as a part of the union, in parentheses: no more than the first ones (in the opposite order,
// the last ones) where the union as a whole has a limit. `select` is a select list.
std::string FirstRows(const MemberRows& member, const std::string& select, const std::vector<std::string>& conditions,
                      const std::string& limit, bool from_back);

}  // namespace fraiseql::planner
