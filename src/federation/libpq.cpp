#include "federation/libpq.h"

namespace fraiseql::federation::internal {

const LibpqFunctions* libpq = nullptr;

const LibpqFunctions& LoadLibpq() {
  static LibpqFunctions functions;
  const pg::ClientLibrary library("fraiseql_libpq");
  FRAISEQL_LIBPQ_FUNCTIONS(FRAISEQL_FIND_CLIENT_FUNCTION)
  libpq = &functions;
  return functions;
}

}  // namespace fraiseql::federation::internal
