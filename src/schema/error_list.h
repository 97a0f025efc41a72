// Faults of a document while they are collected: places are byte offsets until all are known.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace fraiseql::schema {

class ErrorList {
 public:
  // `offsets`: first bytes of the nodes the fault is about, in the order in which they are to be listed.
  void Report(std::string message, std::vector<uint32_t> offsets) {
    faults_.push_back({std::move(message), std::move(offsets)});
  }
  bool empty() const { return faults_.empty(); }

  // The faults as errors, in the order of their first places (those without one first). One walk over `source` finds
  // all lines and columns, however many faults there are.
  std::vector<GraphQLError> Take(std::string_view source);

 private:
  struct Fault {
    std::string message;
    std::vector<uint32_t> offsets;
  };
  std::vector<Fault> faults_;
};

}  // namespace fraiseql::schema
