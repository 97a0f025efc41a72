#include "execution/splice.h"

#include <cstring>

#include "base/interrupt.h"

namespace fraiseql::execution {

namespace {

struct OpenPlace {
  uint32_t slot = 0;
  std::string_view key;
  size_t end = 0;  // one past the closing mark
};

// `at` is where kOpenMark stands.
OpenPlace ReadOpenPlace(std::string_view text, size_t at) {
  OpenPlace place;
  size_t position = at + 1;
  while (text[position] != kKeySeparator) {
    place.slot = place.slot * 10 + static_cast<uint32_t>(text[position] - '0');
    ++position;
  }
  size_t end = text.find(kOpenMark, position);
  place.key = text.substr(position + 1, end - position - 1);
  place.end = end + 1;
  return place;
}

bool IsEscaped(std::string_view key) { return key.find('\\') != std::string_view::npos; }

}  // namespace

void SlotValues::Want(std::string_view marked) {
  std::string_view key = marked;
  if (IsEscaped(marked)) {
    if (Find(marked) != nullptr) return;
    key = unescaped_.emplace_back(UnescapeMarkText(marked));
  }
  if (values_.try_emplace(key).second) pending_.push_back(key);
}

void SlotValues::Set(std::string_view key, std::string_view text) {
  auto found = values_.find(key);
  if (found == values_.end() || found->second.known) return;
  found->second.text = text;
  found->second.known = true;
}

void SlotValues::Fail(const std::vector<std::string_view>& keys, uint32_t error) {
  for (std::string_view key : keys) {
    Value& value = values_[key];
    if (value.known) continue;
    value.failed = true;
    value.error = error;
  }
}

const SlotValues::Value* SlotValues::Find(std::string_view marked) const {
  auto found = IsEscaped(marked) ? values_.find(UnescapeMarkText(marked)) : values_.find(marked);
  return found == values_.end() ? nullptr : &found->second;
}

size_t FindMark(std::string_view text, size_t from) {
  // Marks are the bytes 1 to 4 and 0 cannot occur: look at eight bytes at once for one below 5.
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHighs = 0x8080808080808080;
  size_t position = from;
  while (position + 8 <= text.size()) {
    uint64_t word;
    std::memcpy(&word, text.data() + position, 8);
    if (((word - kOnes * 5) & ~word & kHighs) != 0) break;
    position += 8;
  }
  while (position < text.size() && static_cast<unsigned char>(text[position]) >= 5) ++position;
  return position;
}

void CollectOpenPlaces(std::string_view text, std::vector<SlotValues>* slots) {
  size_t position = 0;
  while ((position = text.find(kOpenMark, position)) != std::string_view::npos) {
    CheckForInterrupts();
    OpenPlace place = ReadOpenPlace(text, position);
    (*slots)[place.slot].Want(place.key);
    position = place.end;
  }
}

bool Splice(std::string_view text, const List<planner::Slot>& slots, const std::vector<SlotValues>& values,
            std::string* out) {
  bool has_errors = false;
  size_t copied = 0;
  size_t position = 0;
  while ((position = FindMark(text, position)) < text.size()) {
    if (text[position] != kOpenMark) {
      has_errors |= text[position] == kErrorMark;
      position = text.find(text[position], position + 1) + 1;
      continue;
    }
    out->append(text, copied, position - copied);
    OpenPlace place = ReadOpenPlace(text, position);
    position = copied = place.end;
    const planner::Slot& slot = slots[place.slot];
    const SlotValues::Value* value = values[place.slot].Find(place.key);
    if (value != nullptr && value->known) {
      has_errors |= Splice(value->text, slots, values, out);
    } else if (value != nullptr && value->failed) {
      has_errors = true;
      *out += kErrorMark;
      *out += static_cast<char>(ErrorMark::kRequest);
      *out += std::to_string(value->error);
      *out += kErrorMark;
    } else if (slot.to_many) {
      *out += "[]";
    } else if (slot.non_null) {
      has_errors = true;
      *out += kErrorMark;
      *out += static_cast<char>(ErrorMark::kNull);
      *out += kErrorMark;
    } else {
      *out += "null";
    }
  }
  out->append(text, copied);
  return has_errors;
}

void RemoveTypeMarks(std::string* text) {
  size_t from = text->find(kTypeMark);
  if (from == std::string::npos) return;
  size_t to = from;
  while (from < text->size()) {
    if ((*text)[from] == kTypeMark) {
      from = text->find(kTypeMark, from + 1) + 1;
      continue;
    }
    (*text)[to++] = (*text)[from++];
  }
  text->resize(to);
}

}  // namespace fraiseql::execution
