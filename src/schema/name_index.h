// Finding a member of a definition by its name (fields, arguments, enum values).
//
// Lists are short as a rule and a comparison of lengths tells most names apart, so a scan is fastest; a query type
// with thousands of fields gets a table. Like everything of a Schema, the table lives in its arena.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <string_view>

#include "base/arena.h"

namespace fraiseql::schema {

class NameIndex {
 public:
  static constexpr uint32_t kScanLimit = 8;

  NameIndex() = default;

  // Of items with a member `name`; equal names: the first one is found.
  template <typename T>
  static NameIndex Build(const List<T>& items, Arena* arena) {
    NameIndex index;
    if (items.size() <= kScanLimit) return index;
    index.slot_count_ = std::bit_ceil(items.size() * 2);
    uint32_t* slots = static_cast<uint32_t*>(arena->Allocate(sizeof(uint32_t) * index.slot_count_, alignof(uint32_t)));
    std::memset(slots, 0, sizeof(uint32_t) * index.slot_count_);
    for (uint32_t i = 0; i < items.size(); ++i) {
      uint32_t slot = index.FirstSlot(items[i].name);
      while (slots[slot] != 0 && items[slots[slot] - 1].name != items[i].name) slot = index.NextSlot(slot);
      if (slots[slot] == 0) slots[slot] = i + 1;
    }
    index.slots_ = slots;
    return index;
  }

  // Null where no item has the name. `items` must be the list the index was built from.
  template <typename T>
  const T* Find(const List<T>& items, std::string_view name) const {
    if (slots_ == nullptr) {
      for (const T& item : items) {
        if (item.name == name) return &item;
      }
      return nullptr;
    }
    for (uint32_t slot = FirstSlot(name); slots_[slot] != 0; slot = NextSlot(slot)) {
      if (items[slots_[slot] - 1].name == name) return &items[slots_[slot] - 1];
    }
    return nullptr;
  }

 private:
  uint32_t FirstSlot(std::string_view name) const {
    return static_cast<uint32_t>(std::hash<std::string_view>{}(name)) & (slot_count_ - 1);
  }
  uint32_t NextSlot(uint32_t slot) const { return (slot + 1) & (slot_count_ - 1); }

  const uint32_t* slots_ = nullptr;  // position of the item plus one; 0: free
  uint32_t slot_count_ = 0;          // a power of two
};

}  // namespace fraiseql::schema
