// From an error of a database to an error of a field (DESIGN "When things fail").
#pragma once

#include "base/error.h"
#include "federation/direct.h"
#include "pg/backend.h"

namespace fraiseql::federation {

// What the client sees of an error of the primary. An error that a function of the user raised (RAISE in PL/pgSQL) goes
// out as it is, with sqlstate, detail and hint; any other is masked: the client gets an id, the server log gets the
// error under that id. `database` names the database it came from.
GraphQLError FieldErrorOf(const ErrorData& error, std::string_view database);

// Whether postgres_fdw reports an error of another database, and not one of this session.
bool IsOfForeignScan(const ErrorData& error);

// The same for an error of the direct route. A database that is down or too slow is named.
GraphQLError FieldErrorOf(const RemoteError& error, std::string_view database);

}  // namespace fraiseql::federation
