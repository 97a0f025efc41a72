// The pieces of a plan in words. Private to explain/.
#pragma once

#include <string>

#include "explain/explanation.h"
#include "planner/binding.h"
#include "planner/plan.h"

namespace fraiseql::explain {

// `column status`, `key status of data`.
std::string AttributeText(const planner::Attribute& attribute);

// `inventory.v_product`; as the remote database names it where statements are its own text.
std::string RelationName(const planner::Relation& relation, bool direct);

// Where the value of a field comes from: `column status`, `inventory.v_product, id = product_id`, `function f`.
std::string SourceText(const planner::FieldBinding& binding, bool direct);

// `product_id`: the attributes of the parent that a field is joined by.
std::string LocalKeys(const planner::FieldBinding& binding);

// Adds `before` and the text of a statement of the plan to a step, and what its parameters mean. `path` is the field's
// in the response.
void AddStatement(const planner::Plan& plan, const planner::Statement& statement, std::string_view before,
                  std::string_view path, Step* step);

// How many values a JSON text holds: the items of a list, none for null, else one. Marks (base/marks.h) are skipped.
uint64_t CountRows(std::string_view json);

}  // namespace fraiseql::explain
