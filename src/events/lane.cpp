#include "events/lane.h"

#include <rapidjson/reader.h>

#include <cstdint>

namespace fraiseql::events {

namespace {

// Stops at the first value of a key of the outermost object. Numbers come as they are written.
class KeyFinder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, KeyFinder> {
 public:
  explicit KeyFinder(std::string_view key) : key_(key) {}

  const std::string& value() const { return value_; }

  bool Key(const char* text, rapidjson::SizeType size, bool) {
    wanted_ = depth_ == 1 && std::string_view(text, size) == key_;
    return true;
  }
  bool String(const char* text, rapidjson::SizeType size, bool) { return Scalar({text, size}); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) { return Scalar({text, size}); }
  bool Bool(bool value) { return Scalar(value ? "true" : "false"); }
  bool Null() { return !wanted_; }
  bool StartObject() { return Enter(); }
  bool StartArray() { return Enter(); }
  bool EndObject(rapidjson::SizeType) { return Leave(); }
  bool EndArray(rapidjson::SizeType) { return Leave(); }

 private:
  bool Scalar(std::string_view text) {
    if (!wanted_) return true;
    value_ = text;
    return false;
  }
  bool Enter() {
    depth_++;
    return !wanted_;
  }
  bool Leave() {
    depth_--;
    return true;
  }

  std::string_view key_;
  std::string value_;
  int depth_ = 0;
  bool wanted_ = false;
};

std::string ValueAt(const std::string& key, const std::string& payload) {
  KeyFinder finder(key);
  rapidjson::Reader reader;
  rapidjson::StringStream stream(payload.c_str());
  constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag;
  (void)reader.Parse<kFlags>(stream, finder);
  return finder.value();
}

// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/), folded.
uint32_t Hash(const std::string& text) {
  uint64_t hash = 14695981039346656037U;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return static_cast<uint32_t>(hash ^ (hash >> 32));
}

}  // namespace

int LaneOf(const StreamMessage& message, int lanes, const std::string& ordered_by) {
  if (lanes <= 1) return 0;
  const std::string value = ordered_by.empty() ? std::string() : ValueAt(ordered_by, message.data);
  return static_cast<int>(Hash(value.empty() ? message.subject : value) % static_cast<uint32_t>(lanes));
}

}  // namespace fraiseql::events
