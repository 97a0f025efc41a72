// A jsonb as an expression tree: what jsonb_build_object and its kin would put under each key, without building it.
//
// All of it is C by regime (lower_case): for support functions and the like, inside the planner.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "pg/backend.h"

extern "C" {
#include "nodes/pathnodes.h"
#include "nodes/primnodes.h"
}

namespace fraiseql::catalog {

// One key of an object. In a duplicate the last wins, as in jsonb.
struct ObjectMember {
  std::string_view key;
  Expr* value;
};

// An object whose keys are all known.
struct ObjectExpression {
  ::List* members = nullptr;  // of ObjectMember*
  // Whether the whole may be NULL, and all values with it: it comes from below an outer join.
  bool nullable = false;
};

extern "C" {

// Understands jsonb_build_object over constant keys, to_jsonb of a table's row, concatenations of objects with ||,
// `- 'key'`, constants, and each of them below an outer join. False for anything else. `root` may be null.
bool resolve_object(PlannerInfo* root, Expr* expression, ObjectExpression* object);

// The value under a key; null where there is none.
Expr* find_member(const ObjectExpression* object, std::string_view key);

// Follows a path of keys as far as the objects on it are known. Null where it leads nowhere: the value is missing.
// Else the value it ends at, with `*taken` the number of keys that led there; the rest of the path is inside a value
// that is not known before it is computed.
Expr* follow_path(PlannerInfo* root, const ObjectExpression* object, fraiseql::List<std::string_view> path,
                  uint32_t* taken);

// The text of a literal whose type is text or not yet known. False for anything else, and for NULL.
bool read_text_constant(Node* node, std::string_view* text);

// The value as an element of a jsonb: untyped literals are text.
Expr* settle_literal(Expr* expression);

// to_jsonb(expression); the expression itself where it is a jsonb.
Expr* make_to_jsonb(Expr* expression);

// jsonb #>> '{}': the text of the whole.
Expr* make_root_text(Expr* jsonb);

// expression #> path, for a jsonb.
Expr* make_extract_path(Expr* jsonb, fraiseql::List<std::string_view> path);

}  // extern "C"

}  // namespace fraiseql::catalog
