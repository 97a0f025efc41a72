#include "planner/json_path.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "planner/applied_directive.h"

namespace fraiseql::planner {

namespace {

// As deep as anybody reads; each step costs a look-up in every row.
constexpr size_t kMostSteps = 100;

bool IsJson(const schema::Type* type) {
  type = schema::NullableType(type);
  return type->kind == schema::TypeKind::kScalar &&
         static_cast<const schema::ScalarType*>(type)->scalar == schema::ScalarKind::kJson;
}

bool IsString(const schema::Type* type) {
  type = schema::NullableType(type);
  return type->kind == schema::TypeKind::kScalar &&
         static_cast<const schema::ScalarType*>(type)->scalar == schema::ScalarKind::kString;
}

bool IsKeyCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Reader {
 public:
  Reader(std::string_view text, Arena* arena) : text_(text), arena_(*arena) {}

  JsonPath Read() {
    const bool has_root = Take('$');
    while (path_.fault.empty() && at_ < text_.size()) {
      if (steps_.size() == kMostSteps) {
        Fault("at most " + std::to_string(kMostSteps) + " steps");
      } else if (Take('[')) {
        ReadBracket();
      } else if (Take('.') || (at_ == 0 && !has_root)) {
        ReadKey();
      } else {
        Fault("\".\" or \"[\"");
      }
    }
    path_.steps = arena_.Copy(steps_);
    return std::move(path_);
  }

 private:
  bool Take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // `expected` at this place; characters are counted from 1.
  void Fault(const std::string& expected) {
    size_t character = 1;
    for (char c : text_.substr(0, at_)) character += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    path_.fault = "expected " + expected + " at character " + std::to_string(character);
  }

  void ReadKey() {
    const size_t start = at_;
    while (at_ < text_.size() && IsKeyCharacter(text_[at_])) ++at_;
    if (at_ == start) return Fault("a key");
    steps_.push_back(arena_.CopyString(text_.substr(start, at_ - start)));
  }

  void ReadBracket() {
    if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
      ReadString();
    } else {
      ReadIndex();
    }
    if (path_.fault.empty() && !Take(']')) Fault("\"]\"");
  }

  void ReadIndex() {
    int32_t index = 0;
    const char* begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), index);
    if (error != std::errc()) return Fault("an index or a key in quotes");
    at_ += static_cast<size_t>(end - begin);
    steps_.push_back(arena_.CopyString(std::to_string(index)));
  }

  void ReadString() {
    const char quote = text_[at_++];
    std::string key;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      // They have a meaning of their own in the text of statements.
      if (static_cast<unsigned char>(text_[at_]) < ' ') return Fault("no control character");
      key += text_[at_++];
    }
    if (!Take(quote)) return Fault(std::string("a closing ") + quote);
    steps_.push_back(arena_.CopyString(key));
  }

  std::string_view text_;
  Arena& arena_;
  size_t at_ = 0;
  std::vector<std::string_view> steps_;
  JsonPath path_;
};

// ── Adding the argument ────────────────────────────────────────────────────────────────────────────────────────────

bool CanTakePath(const schema::Field& field) {
  return field.definition != nullptr && field.arguments.empty() && IsJson(field.type) &&
         !FindDirective(field, "function");
}

bool CanTakePathEverywhere(const schema::Schema& schema, const schema::InterfaceType* interface,
                           const schema::Field& field) {
  const List<const schema::ObjectType*> members = schema.PossibleTypes(interface);
  return CanTakePath(field) && std::all_of(members.begin(), members.end(), [&](const schema::ObjectType* member) {
           return CanTakePath(*member->FindField(field.name));
         });
}

}  // namespace

const schema::InputValue* PathArgument(const schema::Field& field) {
  const schema::InputValue* argument = field.FindArgument(kPathArgument);
  return argument != nullptr && IsJson(field.type) && IsString(argument->type) ? argument : nullptr;
}

JsonPath ParseJsonPath(std::string_view text, Arena* arena) { return Reader(text, arena).Read(); }

std::string AddPathArguments(const schema::Schema& schema) {
  std::vector<uint32_t> places;
  for (const schema::NamedType* type : schema.types()) {
    if (type == schema.query_type() || type == schema.mutation_type() || type == schema.subscription_type()) continue;
    if (type->kind == schema::TypeKind::kObject) {
      for (const schema::Field& field : static_cast<const schema::ObjectType*>(type)->fields()) {
        if (CanTakePath(field)) places.push_back(field.definition->name.location().end);
      }
    } else if (type->kind == schema::TypeKind::kInterface) {
      const auto* interface = static_cast<const schema::InterfaceType*>(type);
      for (const schema::Field& field : interface->fields()) {
        if (CanTakePathEverywhere(schema, interface, field)) places.push_back(field.definition->name.location().end);
      }
    }
  }
  std::string sdl(schema.document()->source);
  // From the back, so that the places before stay where they are.
  std::sort(places.rbegin(), places.rend());
  for (uint32_t place : places) sdl.insert(place, "(path: String)");
  return sdl;
}

}  // namespace fraiseql::planner
