// Spec section "Leaf Field Selections".
#pragma once

#include <string>

#include "validation/context.h"

namespace fraiseql::validation {

// Fields of scalar and enum types select nothing, all others select something.
class ScalarLeafs {
 public:
  explicit ScalarLeafs(ValidationContext& context) : context_(context) {}

  void EnterField(const language::Field& field) {
    const schema::Type* type = context_.place.type;
    if (type == nullptr) return;
    bool is_leaf = schema::IsLeafKind(schema::GetNamedType(type)->kind);
    if (is_leaf == (field.selection_set == nullptr)) return;
    std::string name(field.name.value());
    if (is_leaf) {
      context_.Report("Field \"" + name + "\" must not have a selection since type \"" + schema::TypeName(type) +
                          "\" has no subfields.",
                      {field.selection_set->location});
    } else {
      context_.Report("Field \"" + name + "\" of type \"" + schema::TypeName(type) +
                          "\" must have a selection of subfields. Did you mean \"" + name + " { ... }\"?",
                      {field.location});
    }
  }

 private:
  ValidationContext& context_;
};

}  // namespace fraiseql::validation
