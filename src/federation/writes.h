// Which foreign servers this transaction has written to through their wrapper. What it wrote is not committed there, so
// the direct route, which has connections of its own, would not see it.
#pragma once

#include "pg/backend.h"

namespace fraiseql::federation {

// True once the transaction has run INSERT, UPDATE, DELETE, MERGE, COPY FROM or TRUNCATE on a foreign table of the
// server, directly or as a partition, and until it ends. A rollback to a savepoint does not take it back.
bool HasWrittenTo(Oid server);

// Hooks into the executor and utility statements. Called once, from _PG_init.
void WatchWrites();

}  // namespace fraiseql::federation
