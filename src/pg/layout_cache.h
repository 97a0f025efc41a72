// Parsed layouts, kept per backend by content: every execution of a statement makes its call sites anew, and most
// statements come again.
#pragma once

#include "pg/backend.h"
#include "planner/layout.h"

extern "C" {
#include "utils/jsonb.h"
}

namespace fraiseql::pg {

extern "C" {

// The layout that `json` holds; an error is raised where it is none. It stays where it is until `user` is reset or
// deleted.
const planner::Layout* find_layout(const Jsonb* json, MemoryContext user);

}  // extern "C"

}  // namespace fraiseql::pg
