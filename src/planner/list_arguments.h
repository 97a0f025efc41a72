// The arguments and input types that lists of objects get without being declared (CONTRACT 8).
//
// One walk over a bound schema writes them into its document, which is then built and bound like any other: clients
// see them, validation and coercion know them, and nothing later has to tell them from declared ones.
#pragma once

#include <string>
#include <string_view>

#include "planner/binding.h"
#include "schema/schema.h"

namespace fraiseql::planner {

// What a list gets by default ([query_defaults]).
struct ListArguments {
  bool where = true;
  bool order_by = true;
  bool limit = true;
  bool offset = true;
  bool aggregate = true;  // <list>Aggregate beside it
};

// The SDL of `schema` with the arguments of its lists. A list of objects gets those that it does not declare, where it
// reads a relation or rows that a function returns (one that is a value of its parent's row does neither), no parameter
// of the function has the name, and neither it, nor the type of its objects, nor the schema says
// @list(arguments: false). A connection has first, after, last and before instead of limit and offset; a list that says
// @connection becomes one, and `<Type>Connection`, `<Type>Edge` and `PageInfo` are written with it. `<Type>WhereInput`,
// `<Type>OrderByInput` and the input types below them are written behind the document, and so are the types of
// aggregates (`<Type>Aggregate`, …); a type of such a name that the document defines itself is used as it is where it
// is an input object type.
std::string AddListArguments(const schema::Schema& schema, const Binding& binding, const ListArguments& defaults);

// The operators of filters, by the kind of what is filtered.
inline constexpr std::string_view kComparisonOperators[] = {"eq", "neq", "gt", "gte", "lt", "lte"};
inline constexpr std::string_view kListOperators[] = {"in", "nin"};
inline constexpr std::string_view kTextOperators[] = {"contains",  "icontains", "startswith", "istartswith", "endswith",
                                                      "iendswith", "like",      "ilike",      "nlike",       "nilike",
                                                      "regex",     "iregex",    "nregex",     "niregex"};
inline constexpr std::string_view kArrayOperators[] = {"array_contains", "array_contained_by", "array_overlaps"};

}  // namespace fraiseql::planner
