// The events of the current transaction: kept in memory as they are raised, written to fraiseql.outbox just before
// commit.
//
// Nothing is written when an event is raised, because it must be possible in READ ONLY transactions, in the leader of a
// parallel plan and for roles without any right on the outbox. Savepoints are followed by nesting level.
#pragma once

#include <string_view>

#include "events/event_catalog.h"

extern "C" {
#include "datatype/timestamp.h"
#include "utils/uuid.h"
}

namespace fraiseql::events {

// Adds an event to the current transaction. `fold`: one of several with equal channel and payload is kept, which is
// what NOTIFY does.
void AddEvent(std::string_view channel, std::string_view payload, const ObservedChannel& observed, bool fold);

// Adds an event that was in the outbox before, with its id and its time.
void AddEventAgain(std::string_view channel, std::string_view payload, const pg_uuid_t& id, TimestampTz created_at);

// Wakes the worker of this database when the current transaction commits.
void WakeWorkerAtCommit();

// Registers the transaction callbacks; once, at load.
void RegisterOutbox();

}  // namespace fraiseql::events
