// Which names of a list have occurred already, and at which place (an offset, or a position in a list). One table is
// used for many short lists: it forgets in no time and keeps its memory.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace fraiseql::schema {

class SeenNames {
 public:
  SeenNames() : slots_(64) {}

  void Clear() {
    ++round_;
    count_ = 0;
  }

  // Notes `name`, which stands at `place`. Where it has occurred since Clear: the first place, else null.
  const uint32_t* Insert(std::string_view name, uint32_t place) {
    if (count_ * 2 >= slots_.size()) Grow();
    Slot& slot = Find(name);
    if (slot.round == round_) return &slot.place;
    slot = {name, place, round_};
    ++count_;
    return nullptr;
  }

 private:
  struct Slot {
    std::string_view name;
    uint32_t place = 0;
    uint32_t round = 0;  // 0: never used
  };

  Slot& Find(std::string_view name) {
    size_t i = std::hash<std::string_view>{}(name) & (slots_.size() - 1);
    while (slots_[i].round == round_ && slots_[i].name != name) i = (i + 1) & (slots_.size() - 1);
    return slots_[i];
  }

  void Grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.round == round_) Find(slot.name) = slot;
    }
  }

  std::vector<Slot> slots_;
  size_t count_ = 0;
  uint32_t round_ = 1;
};

}  // namespace fraiseql::schema
