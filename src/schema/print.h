// From a Schema back to SDL.
#pragma once

#include <string>

#include "schema/schema.h"

namespace fraiseql::schema {

// The schema that clients see, in the form of graphql-js' printSchema: definitions in the order of the document,
// separated by an empty line, without a final newline. Left out: specified scalars and directives, the introspection
// system, the engine's hidden directives, and applied directives other than @deprecated, @specifiedBy and @oneOf.
std::string PrintSchema(const Schema& schema);

// One named type or one directive, without a newline at the end.
void PrintType(const NamedType& type, std::string* out);
void PrintDirective(const Directive& directive, std::string* out);

}  // namespace fraiseql::schema
