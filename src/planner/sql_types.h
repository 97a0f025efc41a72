// How the input and output types of a schema are spelled in SQL and in layouts.
#pragma once

#include <string>
#include <string_view>

#include "planner/layout.h"
#include "planner/relation.h"
#include "schema/schema.h"

namespace fraiseql::planner {

struct SqlType {
  TypeOid oid = 0;
  std::string_view name;
  bool is_array = false;  // of values of this type
};

// The type that values of an input type are compared as where no column tells.
SqlType SqlTypeOf(const schema::Type* type);

// How values of a scalar or enum type are written.
Codec CodecOf(const schema::NamedType* type);

// `![!` for `[T!]!`: the form of wrappers in layouts.
std::string WrappingOf(const schema::Type* type);

}  // namespace fraiseql::planner
