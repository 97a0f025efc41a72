// Marks in JSON text: places that are still open, and errors.
//
// JSON text never holds a raw control character, so these cannot be confused with data:
//
//   open place   0x01 slot-decimal 0x02 key (0x02 key)* 0x01     every key in JSON's escaped form, without quotes
//   error        0x03 kind payload 0x03                          payload in JSON's escaped form
//   type         0x04 name 0x04                                  directly after the `{` of an object whose layout is
//                                                                that of an abstract type: its object type
//
// Writers (fraiseql.project, here or in a remote database) put them where a value would stand; Splice fills open
// places, Complete turns error marks into nulls and entries of `errors`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fraiseql {

inline constexpr char kOpenMark = '\x01';
inline constexpr char kKeySeparator = '\x02';
inline constexpr char kErrorMark = '\x03';
inline constexpr char kTypeMark = '\x04';

// What an error mark says; the first byte after kErrorMark.
enum class ErrorMark : char {
  kNull = 'N',      // null in a non-null position; no payload
  kValue = 'V',     // the codec cannot represent this value; payload: the value as graphql-js' inspect() prints it
  kTypeName = 'T',  // not a possible type; payload: the name, empty for null
  kNotAList = 'L',  // the type says list, the data holds something else
  kRequest = 'E',   // payload: decimal index of an error that the executor holds
};

// Resolves the JSON escapes of a key or payload.
std::string UnescapeMarkText(std::string_view text);

}  // namespace fraiseql
