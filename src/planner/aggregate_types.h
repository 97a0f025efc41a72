// The fields and types of aggregates over lists. Private to the planner.
#pragma once

#include <string>

#include "planner/served_types.h"

namespace fraiseql::planner {

// `ordersAggregate` for `orders`, `order_items_aggregate` for `order_items`.
std::string AggregateName(std::string_view list);

// The SDL of the field that aggregates the rows of a list of `items`: `ordersAggregate(<arguments>): OrderAggregate!`.
// The types it needs are written to `types`; "" where the document has a type that stands in their way. `arguments` are
// those that say which rows there are, as SDL: `status: String, where: OrderWhereInput`; may be empty.
std::string AggregateField(const schema::Field& list, const schema::NamedType* items, std::string arguments,
                           ServedTypes* types);

}  // namespace fraiseql::planner
