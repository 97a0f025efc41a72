// Durable events: notifications become rows of an outbox in their own transaction; a worker publishes them to NATS and
// hands messages of NATS to SQL functions. README.md beside this file draws the states.
#pragma once

namespace fraiseql::events {

// Registers hooks and callbacks and, where the library is preloaded, shared memory and the launcher. Called once, from
// _PG_init. Makes no call into NATS: that library must not be touched before the worker's fork.
void Initialize();

}  // namespace fraiseql::events
