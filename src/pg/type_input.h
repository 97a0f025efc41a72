// From text to values, by the input functions of their types.
#pragma once

#include <string_view>

#include "pg/backend.h"

namespace fraiseql::pg {

// The value of `type` that `text` stands for, allocated in the current memory context. Throws PgError where the type
// does not take the text: to be caught in a subtransaction only.
Datum InputDatum(Oid type, std::string_view text);

// The array type over `element`; throws SqlError where there is none.
Oid ArrayTypeOf(Oid element);

}  // namespace fraiseql::pg
