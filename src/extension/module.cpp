// Module entry: what happens when the library is loaded.

#include "base/interrupt.h"
#include "catalog/schema_cache.h"
#include "events/events.h"
#include "extension/guc.h"
#include "federation/connection.h"
#include "federation/databases.h"
#include "federation/shared_state.h"
#include "federation/writes.h"
#include "pg/boundary.h"

extern "C" {

PG_MODULE_MAGIC;

PGDLLEXPORT void _PG_init(void);

void _PG_init(void) {
  fraiseql::pg::EnterCallback([] { fraiseql::extension::DefineSettings(); });
  fraiseql::catalog::WatchSchema();
  fraiseql::federation::WatchConfiguration();
  fraiseql::federation::WatchConnections();
  fraiseql::federation::WatchWrites();
  if (process_shared_preload_libraries_in_progress) fraiseql::federation::ReserveSharedState();
  fraiseql::events::Initialize();
  fraiseql::interrupt_hook = fraiseql::pg::ThrowIfInterrupted;
}

}  // extern "C"
