// Names of types as SDKs spell them, names of fields as the naming convention wants them, and values as literals.
#pragma once

#include <rapidjson/document.h>

#include <optional>
#include <string>
#include <string_view>

#include "schema/authoring/declared_types.h"

namespace fraiseql::schema {

// A type as written: `Order`, `[Order!]`, `datetime`.
struct WrittenType {
  std::string name;    // of the named type, in GraphQL's spelling
  std::string prefix;  // opening brackets
  std::string suffix;  // closing brackets and exclamation marks
  bool is_list() const { return !prefix.empty(); }
  std::string Sdl() const { return prefix + name + suffix; }
};

// Nothing where `text` is no type: unbalanced brackets, no name.
std::optional<WrittenType> ParseWrittenType(std::string_view text, const DeclaredTypes& declared);

// A scalar that the SDKs know without declaring it, which this engine passes through: "Email", "URL".
bool IsSdkScalar(std::string_view name);

bool IsName(std::string_view text);
// order_id → orderId; names that are in camel case stay as they are.
std::string CamelCase(std::string_view name);
// OrderItem → order_item, as the SDKs derive the view of a type.
std::string SdkSnakeCase(std::string_view name);

// Appends `value` as a literal of the type that is written as `type`: names of enum values without quotes, keys of
// input objects as the document's fields are called. False where JSON cannot say it or the depth is beyond reason.
bool AppendLiteral(const rapidjson::Value& value, std::string_view type, const DeclaredTypes& declared, bool camel_case,
                   std::string* out, uint32_t depth = 0);

}  // namespace fraiseql::schema
