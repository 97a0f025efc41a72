// Spec section "Fragment Spreads Must Not Form Cycles".
#pragma once

#include <string>
#include <vector>

#include "base/interrupt.h"
#include "validation/context.h"

namespace fraiseql::validation {

class NoFragmentCycles {
 public:
  explicit NoFragmentCycles(ValidationContext& context) : context_(context) {}

  void LeaveDocument() {
    if (!context_.MayHaveFragmentCycle()) return;
    const std::vector<FragmentInfo>& fragments = context_.fragments();
    visited_.resize(fragments.size());
    path_index_.resize(fragments.size(), kNotOnPath);
    for (const FragmentInfo& fragment : fragments) FindCycles(*fragment.definition);
  }

 private:
  static constexpr uint32_t kNotOnPath = UINT32_MAX;

  // A fragment whose spreads are being followed.
  struct Step {
    uint32_t fragment;
    std::vector<const language::FragmentSpread*> spreads;
    size_t next = 0;
  };

  // Follows spreads in depth, each fragment once. Every spread of a fragment that is being followed closes a cycle.
  void FindCycles(const language::FragmentDefinition& start) {
    std::vector<Step> steps;
    std::vector<const language::FragmentSpread*> path;  // the spreads that led to steps[1], steps[2], ...
    Enter(start, &steps);
    while (!steps.empty()) {
      CheckForInterrupts();
      Step& step = steps.back();
      if (step.next == step.spreads.size()) {
        path_index_[step.fragment] = kNotOnPath;
        steps.pop_back();
        if (!path.empty()) path.pop_back();
        continue;
      }
      const language::FragmentSpread* spread = step.spreads[step.next++];
      uint32_t fragment = context_.FindFragment(spread->name.value());
      if (fragment == kNoFragment) continue;
      if (path_index_[fragment] != kNotOnPath) {
        Report(path, path_index_[fragment], *spread);
      } else if (!visited_[fragment]) {
        path.push_back(spread);
        Enter(*context_.fragments()[fragment].definition, &steps);
      }
    }
  }

  void Enter(const language::FragmentDefinition& definition, std::vector<Step>* steps) {
    uint32_t fragment = context_.FindFragment(definition.name.value());
    if (visited_[fragment]) return;
    visited_[fragment] = true;
    path_index_[fragment] = static_cast<uint32_t>(steps->size());
    steps->push_back({fragment, SpreadsOf(*definition.selection_set)});
  }

  // In the order of the reference implementation, which decides by what way a cycle is told.
  static std::vector<const language::FragmentSpread*> SpreadsOf(const language::SelectionSet& set) {
    std::vector<const language::FragmentSpread*> spreads;
    std::vector<const language::SelectionSet*> waiting = {&set};
    while (!waiting.empty()) {
      const language::SelectionSet* current = waiting.back();
      waiting.pop_back();
      for (const language::Selection* selection : current->selections) {
        switch (selection->kind) {
          case language::Selection::Kind::kFragmentSpread:
            spreads.push_back(static_cast<const language::FragmentSpread*>(selection));
            break;
          case language::Selection::Kind::kField:
            if (const auto* inner = static_cast<const language::Field*>(selection)->selection_set) {
              waiting.push_back(inner);
            }
            break;
          case language::Selection::Kind::kInlineFragment:
            waiting.push_back(static_cast<const language::InlineFragment*>(selection)->selection_set);
            break;
        }
      }
    }
    return spreads;
  }

  void Report(const std::vector<const language::FragmentSpread*>& path, uint32_t first,
              const language::FragmentSpread& last) {
    std::string message = "Cannot spread fragment \"" + std::string(last.name.value()) + "\" within itself";
    std::vector<language::Location> places;
    for (size_t i = first; i < path.size(); ++i) {
      message.append(i == first ? " via \"" : ", \"").append(path[i]->name.value()).append("\"");
      places.push_back(path[i]->location);
    }
    places.push_back(last.location);
    context_.Report(message + ".", places);
  }

  ValidationContext& context_;
  std::vector<bool> visited_;         // by fragment
  std::vector<uint32_t> path_index_;  // by fragment: its place among the steps
};

}  // namespace fraiseql::validation
