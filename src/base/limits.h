// Numbers that bound the work one request may cause. The server half fills them from the fraiseql.* settings.
#pragma once

#include <cstdint>

namespace fraiseql {

struct Limits {
  uint32_t max_tokens = 15000;  // lexical tokens of a document; 0: no limit
  uint32_t max_depth = 50;      // nesting of selection sets, values and type references; 0: kHardDepth alone
};

// Recursion never goes deeper than this whatever the settings say: the stack must hold it.
inline constexpr uint32_t kHardDepth = 1000;

// Fields of an answer's shape, fragments expanded: a short document can ask for 2^n of them.
inline constexpr uint32_t kMaxFields = 50000;

}  // namespace fraiseql
