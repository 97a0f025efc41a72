// Spec section "Fragment Spread Is Possible".
#pragma once

#include <array>
#include <string>

#include "validation/context.h"

namespace fraiseql::validation {

// There is an object type that both the fragment and what it is spread in can be about.
class PossibleFragmentSpreads {
 public:
  explicit PossibleFragmentSpreads(ValidationContext& context) : context_(context) {}

  void Inline(const language::InlineFragment& fragment) {
    const schema::Type* type = context_.place.type;
    if (type == nullptr || !schema::IsCompositeKind(type->kind)) return;
    Check(*static_cast<const schema::NamedType*>(type), nullptr, fragment.location);
  }

  void Spread(const language::FragmentSpread& spread, uint32_t fragment) {
    if (fragment == kNoFragment) return;
    const schema::NamedType* type = context_.fragments()[fragment].type;
    if (type == nullptr || !schema::IsCompositeKind(type->kind)) return;
    Check(*type, &spread, spread.location);
  }

 private:
  void Check(const schema::NamedType& type, const language::FragmentSpread* spread, language::Location location) {
    const schema::NamedType* parent = context_.place.parent_type;
    if (parent == nullptr || Overlap(type, *parent)) return;
    std::string message = "Fragment ";
    if (spread != nullptr) message.append("\"").append(spread->name.value()).append("\" ");
    message.append("cannot be spread here as objects of type \"").append(parent->name);
    message.append("\" can never be of type \"").append(type.name).append("\".");
    context_.Report(std::move(message), {location});
  }

  // Two abstract types are compared once, not at every spread.
  bool Overlap(const schema::NamedType& a, const schema::NamedType& b) {
    if (&a == &b) return true;
    const schema::Schema& schema = context_.schema();
    if (!schema::IsAbstractKind(a.kind)) return schema::IsAbstractKind(b.kind) && schema.IsSubType(&b, &a);
    if (!schema::IsAbstractKind(b.kind)) return schema.IsSubType(&a, &b);
    Answer& answer = answers_[(reinterpret_cast<uintptr_t>(&a) / 64 + reinterpret_cast<uintptr_t>(&b) / 32) % kAnswers];
    if (answer.a != &a || answer.b != &b) {
      answer = {&a, &b, false};
      for (const schema::ObjectType* possible : schema.PossibleTypes(&a)) {
        if (!schema.IsSubType(&b, possible)) continue;
        answer.overlap = true;
        break;
      }
    }
    return answer.overlap;
  }

  struct Answer {
    const schema::NamedType* a = nullptr;
    const schema::NamedType* b = nullptr;
    bool overlap = false;
  };
  static constexpr size_t kAnswers = 16;

  ValidationContext& context_;
  std::array<Answer, kAnswers> answers_;
};

}  // namespace fraiseql::validation
