// Not a rule of the specification: ValidationOptions::max_depth and max_fields.
#pragma once

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/interrupt.h"
#include "base/limits.h"
#include "validation/context.h"

namespace fraiseql::validation {

// Bounds what an operation selects with its fragments expanded. Each fragment is measured once, so a document that
// selects 2^n fields is refused in the time it takes to read it.
class SelectionLimits {
 public:
  explicit SelectionLimits(ValidationContext& context) : context_(context) {}

  void LeaveDocument() {
    uint32_t max_depth = context_.options().max_depth;
    uint64_t max_fields = context_.options().max_fields;
    if (max_depth == 0 && max_fields == 0) return;
    sizes_.resize(context_.fragments().size());
    for (uint32_t fragment : context_.FragmentsInnermostFirst()) {
      sizes_[fragment] = Measure(*context_.fragments()[fragment].definition->selection_set);
    }
    for (const OperationInfo& info : context_.operations()) {
      const language::OperationDefinition& operation = *info.definition;
      Size size = Measure(*operation.selection_set);
      if (max_depth != 0 && size.depth > max_depth) {
        context_.Report(Subject(operation) + " nests selections " + std::to_string(size.depth) +
                            " levels deep, the limit is " + std::to_string(max_depth) + ".",
                        {operation.location});
      }
      if (max_fields != 0 && size.fields > max_fields && CountFields(*operation.selection_set, 0) > max_fields) {
        context_.Report(Subject(operation) + " selects more than " + std::to_string(max_fields) + " fields.",
                        {operation.location});
      }
    }
  }

 private:
  struct Size {
    uint32_t depth = 0;   // selection sets of fields inside of each other
    uint64_t fields = 0;  // at most kManyFields
  };
  static constexpr uint64_t kManyFields = uint64_t{1} << 60;
  static constexpr uint64_t kMaxSteps = 2'000'000;

  static std::string Subject(const language::OperationDefinition& operation) {
    if (operation.name.value().empty()) return "The operation";
    return "Operation \"" + std::string(operation.name.value()) + "\"";
  }

  Size Measure(const language::SelectionSet& set) {
    Size size;
    size.depth = 1;
    for (const language::Selection* selection : set.selections) {
      switch (selection->kind) {
        case language::Selection::Kind::kField: {
          ++size.fields;
          const auto* inner = static_cast<const language::Field*>(selection)->selection_set;
          if (inner == nullptr) break;
          Size below = Measure(*inner);
          ++below.depth;
          Add(below, &size);
          break;
        }
        case language::Selection::Kind::kInlineFragment:
          Add(Measure(*static_cast<const language::InlineFragment*>(selection)->selection_set), &size);
          break;
        case language::Selection::Kind::kFragmentSpread: {
          const auto* spread = static_cast<const language::FragmentSpread*>(selection);
          uint32_t fragment = context_.FindFragment(spread->name.value());
          if (fragment != kNoFragment) Add(sizes_[fragment], &size);
          break;
        }
      }
    }
    return size;
  }

  // The fields below a set when each fragment counts once in it, as CollectFields takes it: Measure counts every
  // spread. kManyFields where that takes too long to tell.
  uint64_t CountFields(const language::SelectionSet& set, uint32_t depth) {
    auto [known, is_new] = counts_.try_emplace(&set, 0);
    if (!is_new) return known->second;
    if (depth > kHardDepth) return kManyFields;
    seen_.resize(context_.fragments().size());
    ++search_;
    uint64_t fields = 0;
    std::vector<const language::SelectionSet*> below;
    std::vector<const language::SelectionSet*> waiting = {&set};
    while (!waiting.empty()) {
      const language::SelectionSet& current = *waiting.back();
      waiting.pop_back();
      steps_ += current.selections.size();
      if (steps_ > kMaxSteps) return kManyFields;
      CheckForInterrupts();
      for (const language::Selection* selection : current.selections) {
        switch (selection->kind) {
          case language::Selection::Kind::kField:
            ++fields;
            if (const auto* inner = static_cast<const language::Field*>(selection)->selection_set) {
              below.push_back(inner);
            }
            break;
          case language::Selection::Kind::kInlineFragment:
            waiting.push_back(static_cast<const language::InlineFragment*>(selection)->selection_set);
            break;
          case language::Selection::Kind::kFragmentSpread: {
            const auto* spread = static_cast<const language::FragmentSpread*>(selection);
            uint32_t fragment = context_.FindFragment(spread->name.value());
            if (fragment == kNoFragment || seen_[fragment] == search_) break;
            seen_[fragment] = search_;
            waiting.push_back(context_.fragments()[fragment].definition->selection_set);
            break;
          }
        }
      }
    }
    for (const language::SelectionSet* inner : below) {
      fields = std::min(fields + CountFields(*inner, depth + 1), kManyFields);
      if (fields > context_.options().max_fields) break;
    }
    counts_[&set] = fields;
    return fields;
  }

  static void Add(const Size& part, Size* size) {
    size->depth = std::max(size->depth, part.depth);
    size->fields = std::min(size->fields + part.fields, kManyFields);
  }

  ValidationContext& context_;
  std::vector<Size> sizes_;  // by fragment
  std::unordered_map<const language::SelectionSet*, uint64_t> counts_;
  std::vector<uint32_t> seen_;  // by fragment: the number of the search that has it
  uint32_t search_ = 0;
  uint64_t steps_ = 0;
};

}  // namespace fraiseql::validation
