// fraiseql.load_schema: from a document to the schema that is served.
#pragma once

#include <string_view>

namespace fraiseql::catalog {

// Checks `document` (SDL, or authoring JSON where its first character that is not blank is a brace) against the rules
// of GraphQL and against the catalogs, and stores it. Throws SqlError with all faults; nothing is changed then.
void LoadSchema(std::string_view document);

}  // namespace fraiseql::catalog
