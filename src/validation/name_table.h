// A table from names of a document to numbers that can be emptied and used again without giving memory back.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace fraiseql::validation {

// Differs from process to process: a client cannot choose names that collide.
uint64_t HashSeed();

inline uint64_t HashName(std::string_view name, uint64_t seed) {
  auto mix = [](uint64_t a, uint64_t b) {
    unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
  };
  auto load = [](const char* from, size_t bytes) {
    uint64_t word = 0;
    std::memcpy(&word, from, bytes);
    return word;
  };
  constexpr uint64_t kOdd = 0x9E3779B97F4A7C15;
  const char* text = name.data();
  size_t left = name.size();
  uint64_t hash = seed ^ left;
  for (; left > 8; left -= 8, text += 8) hash = mix(hash ^ load(text, 8), kOdd);
  // Names are short: the last bytes in one step, without a loop over them.
  uint64_t tail = left >= 4  ? load(text, 4) << 32 | load(text + left - 4, 4)
                  : left > 0 ? static_cast<uint64_t>(static_cast<uint8_t>(text[0])) << 16 |
                                   static_cast<uint64_t>(static_cast<uint8_t>(text[left / 2])) << 8 |
                                   static_cast<uint8_t>(text[left - 1])
                             : 0;
  return mix(hash ^ tail, kOdd);
}

class NameTable {
 public:
  NameTable() : seed_(HashSeed()) {}

  void Clear() {
    ++generation_;
    count_ = 0;
  }

  // The number of a name that is new is `value`; of one that is known, what it has been. The reference is good until
  // the next call.
  uint32_t& Insert(std::string_view name, uint32_t value, bool* is_new) {
    if ((count_ + 1) * 2 > slots_.size()) Grow();
    uint64_t hash = HashName(name, seed_);
    Slot* slot = Search(name, hash);
    *is_new = slot->generation != generation_;
    if (*is_new) {
      *slot = {name, hash, generation_, value};
      ++count_;
    }
    return slot->value;
  }

  // Null for a name that is not known.
  const uint32_t* Find(std::string_view name) {
    if (count_ == 0) return nullptr;
    Slot* slot = Search(name, HashName(name, seed_));
    return slot->generation == generation_ ? &slot->value : nullptr;
  }

 private:
  struct Slot {
    std::string_view name;
    uint64_t hash = 0;
    uint32_t generation = 0;
    uint32_t value = 0;
  };

  // The slot of the name, or the free one where it belongs.
  Slot* Search(std::string_view name, uint64_t hash) {
    size_t mask = slots_.size() - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
      Slot& slot = slots_[i];
      if (slot.generation != generation_ || (slot.hash == hash && slot.name == name)) return &slot;
    }
  }

  void Grow() {
    std::vector<Slot> old(slots_.empty() ? 32 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.generation == generation_) *Search(slot.name, slot.hash) = slot;
    }
  }

  uint64_t seed_;
  std::vector<Slot> slots_;
  uint32_t generation_ = 1;
  size_t count_ = 0;
};

}  // namespace fraiseql::validation
