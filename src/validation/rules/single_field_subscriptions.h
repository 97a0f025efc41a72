// Spec section "Single Root Field".
#pragma once

#include <string>
#include <vector>

#include "validation/context.h"
#include "validation/name_table.h"

namespace fraiseql::validation {

// A subscription selects one root field, none of introspection, and whatever variables say: without @skip or @include.
class SingleFieldSubscriptions {
 public:
  explicit SingleFieldSubscriptions(ValidationContext& context) : context_(context) {}

  void EnterOperation(const language::OperationDefinition& operation) {
    const schema::ObjectType* root = context_.schema().subscription_type();
    if (operation.operation != language::OperationType::kSubscription || root == nullptr) return;
    CollectFields(*operation.selection_set, *root);
    std::string subject = operation.name.value().empty()
                              ? "Anonymous Subscription"
                              : "Subscription \"" + std::string(operation.name.value()) + "\"";
    if (!conditions_.empty()) {
      context_.Report(subject + " must not use `@skip` or `@include` directives in the top level selection.",
                      conditions_);
      return;
    }
    if (groups_.size() > 1) {
      std::vector<language::Location> places;
      for (size_t i = 1; i < groups_.size(); ++i) Append(groups_[i], &places);
      context_.Report(subject + " must select only one top level field.", places);
    }
    for (const Group& group : groups_) {
      if (group.front()->name.value().substr(0, 2) != "__") continue;
      std::vector<language::Location> places;
      Append(group, &places);
      context_.Report(subject + " must not select an introspection top level field.", places);
    }
  }

 private:
  using Group = std::vector<const language::Field*>;  // fields of one response key

  static void Append(const Group& group, std::vector<language::Location>* places) {
    for (const language::Field* field : group) places->push_back(field->location);
  }

  // CollectSubscriptionFields of the specification.
  void CollectFields(const language::SelectionSet& set, const schema::ObjectType& root) {
    groups_.clear();
    conditions_.clear();
    keys_.Clear();
    std::vector<bool> visited(context_.fragments().size());
    struct Position {
      const language::SelectionSet* set;
      uint32_t next;
    };
    std::vector<Position> stack = {{&set, 0}};
    while (!stack.empty()) {
      Position& position = stack.back();
      if (position.next == position.set->selections.size()) {
        stack.pop_back();
        continue;
      }
      const language::Selection& selection = *position.set->selections[position.next++];
      if (const language::Directive* condition = ConditionOf(selection.directives)) {
        conditions_.push_back(condition->location);
        continue;
      }
      switch (selection.kind) {
        case language::Selection::Kind::kField:
          AddField(static_cast<const language::Field&>(selection));
          break;
        case language::Selection::Kind::kInlineFragment: {
          const auto& fragment = static_cast<const language::InlineFragment&>(selection);
          if (Applies(fragment.type_condition, root)) stack.push_back({fragment.selection_set, 0});
          break;
        }
        case language::Selection::Kind::kFragmentSpread: {
          uint32_t number = context_.FindFragment(static_cast<const language::FragmentSpread&>(selection).name.value());
          if (number == kNoFragment || visited[number]) break;
          visited[number] = true;
          const language::FragmentDefinition& fragment = *context_.fragments()[number].definition;
          if (Applies(fragment.type_condition, root)) stack.push_back({fragment.selection_set, 0});
          break;
        }
      }
    }
  }

  void AddField(const language::Field& field) {
    bool is_new;
    uint32_t group = keys_.Insert(field.response_key(), static_cast<uint32_t>(groups_.size()), &is_new);
    if (is_new) groups_.emplace_back();
    groups_[group].push_back(&field);
  }

  // @skip before @include, as they are looked at when fields are collected; null: neither.
  static const language::Directive* ConditionOf(const List<language::Directive>& directives) {
    const language::Directive* include = nullptr;
    for (const language::Directive& directive : directives) {
      if (directive.name.value() == "skip") return &directive;
      if (directive.name.value() == "include" && include == nullptr) include = &directive;
    }
    return include;
  }

  bool Applies(const language::TypeReference* condition, const schema::ObjectType& root) {
    if (condition == nullptr) return true;
    const schema::NamedType* type = context_.schema().FindType(condition->name);
    return type == &root ||
           (type != nullptr && schema::IsAbstractKind(type->kind) && context_.schema().IsSubType(type, &root));
  }

  ValidationContext& context_;
  NameTable keys_;
  std::vector<Group> groups_;
  std::vector<language::Location> conditions_;  // directives that make a selection conditional
};

}  // namespace fraiseql::validation
