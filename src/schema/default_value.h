// Constant literals of a schema document: default values and the arguments of directives.
//
// A default is coerced once, when the schema is built, to the literal that prints as graphql-js prints it (its
// valueFromAST followed by astFromValue): a single item becomes a list, input objects get the defaults of the fields
// that they leave out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "language/ast.h"
#include "schema/schema.h"

namespace fraiseql::schema {

class DefaultValues {
 public:
  // `strict`: a literal with a field that its input object type does not have is no value of the type.
  DefaultValues(Arena* arena, bool strict) : arena_(arena), strict_(strict) {}

  // Announces an input object's field, whose default (as written; null for none) may be needed by other defaults. To
  // be called for all of them before the first Coerce.
  void AddInputField(InputValue* field, const language::Value* written);

  // Coerces the defaults of all input fields. Calls report(field, message) where one refers to itself or is too large;
  // such a field then has no default. `message` lacks the name of the field: "references itself".
  template <typename Report>
  void CoerceInputFields(Report report) {
    for (InputValue* field : fields_) {
      fault_ = nullptr;
      expanded_ = 0;
      CoerceField(field, 0);
      const char* fault = entries_.find(field)->second.fault;
      if (fault != nullptr) report(*field, fault);
    }
  }

  // The coerced literal, null where `literal` is no value of `type`.
  const language::Value* Coerce(const language::Value& literal, const Type* type);

 private:
  enum class State : uint8_t { kPending, kRunning, kDone };
  struct Entry {
    const language::Value* written;
    State state = State::kPending;
    uint32_t size = 0;  // values in the coerced literal
    const char* fault = nullptr;
  };

  const char* CoerceField(InputValue* field, uint32_t depth);
  bool CoerceValue(const language::Value& literal, const Type* type, uint32_t depth, language::Value* result);
  bool CoerceObject(const language::Value& literal, const InputObjectType& type, uint32_t depth,
                    language::Value* result);
  bool CoerceLeaf(const language::Value& literal, const NamedType& type, uint32_t depth, language::Value* result);
  bool CoerceUntyped(const language::Value& literal, uint32_t depth, language::Value* result);

  Arena* arena_;
  bool strict_;
  std::vector<InputValue*> fields_;
  std::unordered_map<const InputValue*, Entry> entries_;
  uint32_t expanded_ = 0;  // values made since the outermost call
  const char* fault_ = nullptr;
  const InputValue* cycle_ = nullptr;  // the field whose default was found to lead back to it
};

// A number as ECMAScript writes it: "1", "0.5", "1e+21". Empty where the digits are beyond a double.
std::string EcmaScriptNumber(std::string_view digits);

}  // namespace fraiseql::schema
