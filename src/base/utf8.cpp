#include "base/utf8.h"

namespace fraiseql {

CodePoint DecodeUtf8(std::string_view text) {
  auto byte = [&](size_t i) -> uint32_t { return static_cast<unsigned char>(text[i]); };
  auto continues = [&](size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  constexpr CodePoint kInvalid{kReplacementCharacter, 1, false};

  uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  if (lead < 0xC2) return kInvalid;  // a continuation byte, or an overlong form of ASCII
  if (lead < 0xE0) {
    if (!continues(1)) return kInvalid;
    return {(lead & 0x1F) << 6 | (byte(1) & 0x3F), 2, true};
  }
  if (lead < 0xF0) {
    if (!continues(1) || !continues(2)) return kInvalid;
    uint32_t value = (lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    if (value < 0x800) return kInvalid;
    return {value, 3, value < 0xD800 || value > 0xDFFF};
  }
  if (lead > 0xF4 || !continues(1) || !continues(2) || !continues(3)) return kInvalid;
  uint32_t value = (lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
  if (value < 0x10000 || value > 0x10FFFF) return kInvalid;
  return {value, 4, true};
}

uint32_t EncodeUtf8(uint32_t code_point, char* out) {
  auto put = [&](uint32_t i, uint32_t byte) { out[i] = static_cast<char>(byte); };
  if (code_point < 0x80) {
    put(0, code_point);
    return 1;
  }
  if (code_point < 0x800) {
    put(0, 0xC0 | code_point >> 6);
    put(1, 0x80 | (code_point & 0x3F));
    return 2;
  }
  if (code_point < 0x10000) {
    put(0, 0xE0 | code_point >> 12);
    put(1, 0x80 | (code_point >> 6 & 0x3F));
    put(2, 0x80 | (code_point & 0x3F));
    return 3;
  }
  put(0, 0xF0 | code_point >> 18);
  put(1, 0x80 | (code_point >> 12 & 0x3F));
  put(2, 0x80 | (code_point >> 6 & 0x3F));
  put(3, 0x80 | (code_point & 0x3F));
  return 4;
}

void AppendUtf8(uint32_t code_point, std::string* out) {
  bool scalar = code_point < 0xD800 || (code_point > 0xDFFF && code_point <= 0x10FFFF);
  char bytes[4];
  uint32_t length = EncodeUtf8(scalar ? code_point : kReplacementCharacter, bytes);
  out->append(bytes, length);
}

bool IsValidUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      ++i;
      continue;
    }
    CodePoint character = DecodeUtf8(text.substr(i));
    if (!character.valid) return false;
    i += character.bytes;
  }
  return true;
}

size_t Utf16Length(std::string_view text) {
  size_t length = 0;
  for (size_t i = 0; i < text.size();) {
    CodePoint character = DecodeUtf8(text.substr(i));
    length += character.value > 0xFFFF ? 2 : 1;
    i += character.bytes;
  }
  return length;
}

}  // namespace fraiseql
