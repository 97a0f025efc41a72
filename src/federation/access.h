// Who may read what of another database. The direct route asks this itself, since no executor does it there.
#pragma once

#include <optional>
#include <span>

#include "federation/direct.h"

extern "C" {
#include "access/attnum.h"
}

namespace fraiseql::federation {

// Whether the current user has USAGE on the server of a foreign table and SELECT on it: on the table, or on every one
// of the columns; 0 among them stands for the whole row, none at all for any column. Nothing when he has, else the
// error (42501) with PostgreSQL's words.
std::optional<RemoteError> CheckAccess(Oid foreign_table, std::span<const AttrNumber> columns);

}  // namespace fraiseql::federation
