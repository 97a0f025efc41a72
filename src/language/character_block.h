// 64 characters of source text at once: which of them continue names and which lie between tokens, as bit masks (bit i
// is character i). Names and blanks are most of a document; with the masks their lengths cost no loop and no branch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace fraiseql::language {

inline constexpr size_t kBlockSize = 64;

struct CharacterBlock {
  uint64_t names = 0;    // letters, digits, underscore
  uint64_t ignored = 0;  // space, tab, line terminators, comma
};

#ifdef __SSE2__

inline CharacterBlock ClassifyBlock(const char* p) {
  CharacterBlock block;
  auto in_range = [](__m128i v, char first, char count_less_one) {
    __m128i distance = _mm_sub_epi8(v, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_set1_epi8(count_less_one)), distance);
  };
  auto equals = [](__m128i v, char c) { return _mm_cmpeq_epi8(v, _mm_set1_epi8(c)); };
  for (int i = 0; i < 4; ++i) {
    __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16 * i));
    __m128i letter = in_range(_mm_or_si128(v, _mm_set1_epi8(0x20)), 'a', 25);
    __m128i name = _mm_or_si128(_mm_or_si128(letter, in_range(v, '0', 9)), equals(v, '_'));
    __m128i line = _mm_or_si128(in_range(v, '\t', 1), equals(v, '\r'));  // \t and \n are neighbours
    __m128i ignored = _mm_or_si128(_mm_or_si128(equals(v, ' '), equals(v, ',')), line);
    block.names |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(name))) << (16 * i);
    block.ignored |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(ignored))) << (16 * i);
  }
  return block;
}

#else

inline CharacterBlock ClassifyBlock(const char* p) {
  CharacterBlock block;
  for (size_t i = 0; i < kBlockSize; ++i) {
    char c = p[i];
    bool name = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    bool ignored = c == ' ' || c == ',' || c == '\t' || c == '\n' || c == '\r';
    block.names |= static_cast<uint64_t>(name) << i;
    block.ignored |= static_cast<uint64_t>(ignored) << i;
  }
  return block;
}

#endif

// The same for the last `count` < 64 characters of a text that starts at `begin`; the characters that are not there
// count as ignored.
inline CharacterBlock ClassifyTail(const char* begin, const char* p, size_t count) {
  if (count == 0) return {0, ~uint64_t{0}};
  size_t missing = kBlockSize - count;
  if (static_cast<size_t>(p - begin) >= missing) {
    CharacterBlock block = ClassifyBlock(p - missing);
    return {block.names >> missing, ~(~block.ignored >> missing)};
  }
  char padded[kBlockSize];
  std::memset(padded, ' ', sizeof padded);
  std::memcpy(padded, p, count);
  return ClassifyBlock(padded);
}

}  // namespace fraiseql::language
