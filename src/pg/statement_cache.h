// Prepared statements of this session, by their text.
#pragma once

#include <span>
#include <string>

#include "pg/spi.h"

namespace fraiseql::pg {

// The plan of `sql` with parameters of these types, prepared now or before; PostgreSQL replans it itself when a
// relation, a row security policy or the search path changes. Needs an SpiScope. At most `capacity` statements are
// kept, the least recently used one goes; the reference is valid until the next call.
//
// `cursor_options`: CURSOR_OPT_* that the statement is prepared with the first time.
const SpiPlan& PreparedStatement(const std::string& sql, std::span<const Oid> types, int cursor_options,
                                 size_t capacity);

}  // namespace fraiseql::pg
