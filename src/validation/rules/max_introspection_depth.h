// Not a rule of the specification: lists of introspection may not nest so that a short document asks for everything
// many times over.
#pragma once

#include <algorithm>
#include <vector>

#include "validation/context.h"

namespace fraiseql::validation {

class MaxIntrospectionDepth {
 public:
  explicit MaxIntrospectionDepth(ValidationContext& context) : context_(context) {}

  void EnterField(const language::Field& field) {
    std::string_view name = field.name.value();
    if (name.substr(0, 2) == "__" && (name == "__schema" || name == "__type")) entries_.push_back(&field);
  }

  void LeaveDocument() {
    if (entries_.empty()) return;
    depths_.resize(context_.fragments().size());
    for (uint32_t fragment : context_.FragmentsInnermostFirst()) {
      depths_[fragment] = ListDepth(context_.fragments()[fragment].definition->selection_set);
    }
    uint32_t reported_until = 0;
    for (const language::Field* field : entries_) {
      if (field->location.start < reported_until || ListDepth(field->selection_set) < kMaxListDepth) continue;
      reported_until = field->location.end;
      context_.Report("Maximum introspection depth exceeded", {field->location});
    }
  }

 private:
  static constexpr uint32_t kMaxListDepth = 3;

  static bool IsList(std::string_view name) {
    return name == "fields" || name == "interfaces" || name == "possibleTypes" || name == "inputFields";
  }

  // How many lists are nested below, at most kMaxListDepth.
  uint32_t ListDepth(const language::SelectionSet* set) {
    if (set == nullptr) return 0;
    uint32_t depth = 0;
    for (const language::Selection* selection : set->selections) {
      switch (selection->kind) {
        case language::Selection::Kind::kField: {
          const auto* field = static_cast<const language::Field*>(selection);
          depth = std::max(depth, ListDepth(field->selection_set) + (IsList(field->name.value()) ? 1 : 0));
          break;
        }
        case language::Selection::Kind::kInlineFragment:
          depth = std::max(depth, ListDepth(static_cast<const language::InlineFragment*>(selection)->selection_set));
          break;
        case language::Selection::Kind::kFragmentSpread: {
          const auto* spread = static_cast<const language::FragmentSpread*>(selection);
          uint32_t fragment = context_.FindFragment(spread->name.value());
          if (fragment != kNoFragment) depth = std::max(depth, depths_[fragment]);
          break;
        }
      }
      if (depth >= kMaxListDepth) return kMaxListDepth;
    }
    return depth;
  }

  ValidationContext& context_;
  std::vector<const language::Field*> entries_;  // into introspection
  std::vector<uint32_t> depths_;                 // by fragment
};

}  // namespace fraiseql::validation
