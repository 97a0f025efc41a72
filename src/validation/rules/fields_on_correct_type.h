// Spec section "Field Selections".
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/did_you_mean.h"
#include "validation/context.h"

namespace fraiseql::validation {

// A field that is selected is defined by the type it is selected from.
class FieldsOnCorrectType {
 public:
  explicit FieldsOnCorrectType(ValidationContext& context) : context_(context) {}

  void EnterField(const language::Field& field) {
    if (context_.place.field == nullptr && context_.place.parent_type != nullptr) Report(field);
  }

 private:
  struct Candidate {
    const schema::CompositeType* type;
    uint32_t uses;
  };

  void Report(const language::Field& field) {
    const schema::NamedType* type = context_.place.parent_type;
    std::string_view name = field.name.value();
    std::string suggestion = DidYouMean(TypesWithField(*type, name), "to use an inline fragment on");
    if (suggestion.empty()) suggestion = DidYouMean(SuggestionList(name, FieldNames(*type)));
    context_.Report(
        "Cannot query field \"" + std::string(name) + "\" on type \"" + std::string(type->name) + "\"." + suggestion,
        {field.location});
  }

  // A union defines no fields.
  static std::vector<std::string_view> FieldNames(const schema::NamedType& type) {
    std::vector<std::string_view> names;
    if (type.kind == schema::TypeKind::kUnion) return names;
    for (const schema::Field& field : static_cast<const schema::CompositeType&>(type).fields()) {
      names.push_back(field.name);
    }
    return names;
  }

  // The possible types of an abstract type that have the field, and the interfaces of theirs that have it: the more
  // types stand behind one the earlier it comes, and interfaces before the types that implement them.
  std::vector<std::string_view> TypesWithField(const schema::NamedType& type, std::string_view name) {
    std::vector<Candidate> candidates;
    if (schema::IsAbstractKind(type.kind)) {
      for (const schema::ObjectType* possible : context_.schema().PossibleTypes(&type)) {
        if (possible->FindField(name) == nullptr) continue;
        candidates.push_back({possible, 1});
        for (const schema::InterfaceType* interface : possible->interfaces) {
          if (interface->FindField(name) == nullptr) continue;
          auto found = std::find_if(candidates.begin(), candidates.end(),
                                    [interface](const Candidate& other) { return other.type == interface; });
          if (found == candidates.end()) {
            candidates.push_back({interface, 1});
          } else {
            ++found->uses;
          }
        }
      }
    }
    Sort(&candidates);
    std::vector<std::string_view> names;
    for (const Candidate& candidate : candidates) names.push_back(candidate.type->name);
    return names;
  }

  bool IsBefore(const Candidate& a, const Candidate& b) {
    if (a.uses != b.uses) return a.uses > b.uses;
    if (IsInterfaceOf(*a.type, *b.type)) return true;
    if (IsInterfaceOf(*b.type, *a.type)) return false;
    return NaturallyBefore(a.type->name, b.type->name);
  }

  // IsBefore is no order: of Feline, its implementation Cat, and Dog each stands before the next one. What comes out
  // depends on the steps of the sort, which are those of the engines that run the reference implementation: a run that
  // is sorted as it stands, then binary insertion.
  void Sort(std::vector<Candidate>* candidates) {
    std::vector<Candidate>& list = *candidates;
    if (list.size() < 2) return;
    size_t run = 2;
    bool descending = IsBefore(list[1], list[0]);
    while (run < list.size() && IsBefore(list[run], list[run - 1]) == descending) ++run;
    if (descending) std::reverse(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(run));
    for (auto next = list.begin() + static_cast<std::ptrdiff_t>(run); next != list.end(); ++next) {
      auto place = std::upper_bound(list.begin(), next, *next,
                                    [this](const Candidate& a, const Candidate& b) { return IsBefore(a, b); });
      std::rotate(place, next, next + 1);
    }
  }

  bool IsInterfaceOf(const schema::CompositeType& interface, const schema::CompositeType& type) {
    return interface.kind == schema::TypeKind::kInterface && context_.schema().IsSubType(&interface, &type);
  }

  ValidationContext& context_;
};

}  // namespace fraiseql::validation
