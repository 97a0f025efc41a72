// Open places: finding them in JSON text, and putting the texts together.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/marks.h"
#include "planner/plan.h"

namespace fraiseql::execution {

// What is known of one slot: a value per key that occurs in the answer.
class SlotValues {
 public:
  // Notes a key that the answer needs, as it stands in a mark.
  void Want(std::string_view marked);
  // The keys noted since the last call.
  std::vector<std::string_view> TakePending() { return std::exchange(pending_, {}); }
  bool has_pending() const { return !pending_.empty(); }

  // `text` is JSON text, which may hold marks of its own, and must stay where it is. The first value of a key holds;
  // keys that nobody wants are passed over.
  void Set(std::string_view key, std::string_view text);
  // These keys get an error instead of a value: an index into the executor's errors.
  void Fail(const std::vector<std::string_view>& keys, uint32_t error);

  struct Value {
    std::string_view text;
    bool known = false;
    bool failed = false;
    uint32_t error = 0;
  };
  const Value* Find(std::string_view marked) const;

 private:
  // Keys without their escapes; those that had some are kept here.
  std::deque<std::string> unescaped_;
  std::unordered_map<std::string_view, Value> values_;
  std::vector<std::string_view> pending_;
};

// The position of the first mark of any kind at or after `from`, text.size() where there is none.
size_t FindMark(std::string_view text, size_t from);

// Notes the keys of all open places of `text` with their slots.
void CollectOpenPlaces(std::string_view text, std::vector<SlotValues>* slots);

// Appends `text` to `out` with every open place filled, from the slots' values and theirs in turn. A key without a
// value is null, an empty list, or an error mark where its type says non-null. Returns whether `out` got error marks.
// Type marks are copied.
bool Splice(std::string_view text, const List<planner::Slot>& slots, const std::vector<SlotValues>& values,
            std::string* out);

// Removes type marks: what is left to do for a text without errors.
void RemoveTypeMarks(std::string* text);

}  // namespace fraiseql::execution
