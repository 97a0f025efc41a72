// A message of a stream, as a consumer delivers it and a handler takes it.
#pragma once

#include <cstdint>
#include <string>

namespace fraiseql::events {

struct StreamIdentity {
  std::string name;
  std::string created;  // as NATS writes it: a stream made anew counts from 1 again
};

struct StreamMessage {
  std::string subject;
  std::string data;
  std::string message_id;
  std::string reply;
  int64_t seq = 0;
  bool passed = false;  // not for this process to handle: another lane's, another subject's, handled before
};

}  // namespace fraiseql::events
