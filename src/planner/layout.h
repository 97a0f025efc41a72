// What fraiseql.project writes: the JSON object of one row, field by field.
//
// The planner builds a Layout for every selection over a relation, ships it inside the SQL text as a jsonb constant,
// and the JSON writer (here or in a remote database) follows it. jsonb, because a constant of a collatable type keeps
// postgres_fdw from shipping a call.
//
// As JSON (member names are short: the text travels in every statement):
//
//   layout   {"f": [field, ...]}                                        one object type
//            {"f": [field, ...], "n": "Dog"}                            a member of an abstract type, known beforehand
//            {"on": place, "of": {"Dog": [field, ...], ...}}            an abstract type; the place holds __typename
//   field    {"k": response key, place, "w": wrapping, form}
//   place    "a": n              the n-th extra argument of project (0-based; arguments of type record are flattened)
//            "d": ["key", ...]   a path into `data`
//   form     "t": codec [, "e": [value, ...]]     a leaf; "e" are the values of an enum ("t": "Enum"): a name, or
//                                                 ["NAME", "text that is stored for it"]
//            "t": "ID", "g": "Dog"                the global id of a row of that type (planner/node_type.h); the place
//                                                 holds its key
//            "o": layout                          an object (or lists of them) embedded in the place; without a place
//                                                 an object of the row itself: its paths start where this field's do
//            "j": true                            the place holds finished JSON, in `data` a string of it: copied
//            "c": "JSON text"                     a constant; no place
//            "s": n, "by": [place, ...]           an open place: filled by slot n with the rows of this key; no place.
//                                                 Where part of the key is null: "c" (JSON text) where that is given,
//                                                 else `[]` if "w" says list, else null
//   wrapping GraphQL's type wrappers from the outside in: "!" non-null, "[" list of; `[T!]!` is "![!", absent is ""
//
// An object of an abstract type ("on", "n") begins with a type mark. A null in a non-null position, or a value that a
// codec cannot represent, is written as an error mark (base/marks.h), never raised.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"

namespace fraiseql::planner {

// How a leaf is written; CONTRACT "Values out". The names in JSON are those of the scalars; "Enum", "Custom".
enum class Codec : uint8_t {
  kInt,
  kFloat,
  kString,
  kBoolean,
  kId,
  kBigInt,
  kDecimal,
  kDateTime,
  kDate,
  kTime,
  kUuid,
  kJson,
  kEnum,
  kCustom,  // any JSON value
};

std::string_view CodecName(Codec codec);
std::optional<Codec> FindCodec(std::string_view name);

// Where a value comes from.
struct Place {
  enum class Kind : uint8_t { kNone, kArgument, kData };
  Kind kind = Kind::kNone;
  uint32_t argument = 0;        // kArgument
  List<std::string_view> path;  // kData, never empty
};

// A value of an enum: what answers call it, and what rows hold.
struct EnumText {
  std::string_view name;
  std::string_view stored;
};

struct LayoutField;

struct Layout {
  struct Variant {
    std::string_view type_name;
    List<LayoutField> fields;
  };
  List<LayoutField> fields;    // where `on` is kNone
  std::string_view type_name;  // "n"; empty where there is none
  Place on;                    // where the name of the row's object type stands
  List<Variant> variants;
};

struct LayoutField {
  enum class Form : uint8_t { kLeaf, kObject, kJson, kConstant, kSlot };
  std::string_view response_key;
  Place place;
  Form form = Form::kLeaf;
  std::string_view wrapping;  // see above
  Codec codec = Codec::kString;
  std::string_view global_type;  // kLeaf: of the global id that it is; else empty
  List<EnumText> enum_values;
  const Layout* layout = nullptr;  // kObject
  std::string_view constant;       // kConstant; kSlot: what stands where part of the key is null
  uint32_t slot = 0;               // kSlot
  List<Place> by;                  // kSlot
};

// Steps through a wrapping from the outside in.
struct WrappingCursor {
  std::string_view rest;
  // Whether this level is non-null; moves on to the list or leaf below.
  bool TakeNonNull() { return Take('!'); }
  bool TakeList() { return Take('['); }

 private:
  bool Take(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
};

// The JSON text of a layout.
void AppendLayout(const Layout& layout, std::string* out);

// The reverse; `json` need not outlive the result, which lives in `arena`. Null where the text is no layout: then
// `*fault` says what is wrong with it.
const Layout* ParseLayout(std::string_view json, Arena* arena, std::string* fault);

}  // namespace fraiseql::planner
