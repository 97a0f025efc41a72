#include "events/nats_library.h"

namespace fraiseql::events {

namespace internal {
const NatsFunctions* nats = nullptr;
}

void LoadNats() {
  static NatsFunctions functions;
  if (internal::nats != nullptr) return;
  const pg::ClientLibrary library("fraiseql_nats");
  FRAISEQL_NATS_FUNCTIONS(FRAISEQL_FIND_CLIENT_FUNCTION)
  internal::nats = &functions;
}

}  // namespace fraiseql::events
