// The lanes of a subscriber with concurrency: which of them a message belongs to.
//
// Every lane is a process that receives the whole stream, handles its own messages in order and passes the others by.
// The lane depends on nothing but the message, so it needs no agreement among the processes.
#pragma once

#include <string>

#include "events/stream_message.h"

namespace fraiseql::events {

// From 0 to lanes - 1. Messages with the same text at the top-level key `ordered_by` of their payload are in the same
// lane; with no such key, or with an object or array there, and where `ordered_by` is empty, those of the same subject.
//
// Closed rows of the inbox rely on it: the same in every version.
int LaneOf(const StreamMessage& message, int lanes, const std::string& ordered_by);

}  // namespace fraiseql::events
