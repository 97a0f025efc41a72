// What every backend must know to capture an event: the observed channels, and where the outbox is. Read from the
// extension's tables, kept until one of them changes.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "pg/boundary.h"

namespace fraiseql::events {

constexpr int kOutboxSlots = 4;

// Columns of fraiseql.outbox, as attribute numbers.
enum OutboxColumn { kOutboxSlot = 1, kOutboxSeq, kOutboxId, kOutboxChannel, kOutboxPayload, kOutboxCreatedAt };
constexpr int kOutboxColumns = kOutboxCreatedAt;

struct ObservedChannel {
  bool durable;      // written to the outbox; else handed to the worker as it is, best effort
  bool passthrough;  // sessions that LISTEN get it too
};

struct EventCatalog {
  Oid extension_namespace = InvalidOid;
  Oid outbox[kOutboxSlots] = {};
  Oid outbox_sequence = InvalidOid;
  int outbox_slot = 0;  // which partition takes new rows; an old answer is correct too, only less tidy
  std::unordered_map<std::string, ObservedChannel> channels;

  const ObservedChannel* Find(std::string_view channel) const;
};

// The catalog of this database; null where it has no extension fraiseql. Needs a transaction. Valid until the next
// call. Reads whatever the caller's privileges and snapshot are, also in parallel mode.
const EventCatalog* GetEventCatalog();

// Oid of a relation of the extension, InvalidOid where there is none or where it is somebody else's.
Oid ExtensionRelation(const char* name);

// Registers the invalidation callback; once, at load.
void RegisterEventCatalog();

}  // namespace fraiseql::events
