// The launcher: one process per server that keeps one worker running for every database with the extension, and more of
// them, one for each further lane, where subscribers ask for concurrency.
//
// It compares what should run with what runs, whenever something happens and every ten seconds. A database it does not
// know gets a worker that finds out whether the extension is there and ends if it is not; CREATE EXTENSION makes it
// look again.
#pragma once

#include "events/shared_state.h"

namespace fraiseql::events {

// What a worker is started with, in bgw_extra.
struct WorkerStart {
  Oid database;
  int lane;
};

// Registers the launcher with the postmaster; once, from _PG_init while preloading.
void RegisterLauncher();

// Keeps the workers out of a database for as long as something needs it empty (DROP DATABASE, ALTER DATABASE RENAME,
// ...).
class DatabaseHold {
 public:
  // Waits until they are gone. Does nothing where the database has none.
  static void Begin(Oid database);
  static void End(Oid database);
};

}  // namespace fraiseql::events
