#include "planner/collect_fields.h"

#include <unordered_set>
#include <vector>

#include "base/interrupt.h"
#include "values/coerce_arguments.h"

namespace fraiseql::planner {

namespace {

class Collector {
 public:
  Collector(const CollectionContext& context, const schema::ObjectType* object_type)
      : context_(context), object_type_(object_type) {}

  // In the order of the text. Keeps its own stack: fragments may form long chains.
  void Collect(const language::SelectionSet& selection_set) {
    struct Position {
      const language::SelectionSet* set;
      uint32_t next = 0;
    };
    std::vector<Position> stack = {{&selection_set}};
    while (!stack.empty()) {
      Position& position = stack.back();
      if (position.next == position.set->selections.size()) {
        stack.pop_back();
        continue;
      }
      CheckForInterrupts();
      const language::Selection& selection = *position.set->selections[position.next++];
      if (!IsIncluded(selection)) continue;
      switch (selection.kind) {
        case language::Selection::Kind::kField:
          Add(static_cast<const language::Field*>(&selection));
          break;
        case language::Selection::Kind::kFragmentSpread: {
          std::string_view name = static_cast<const language::FragmentSpread&>(selection).name.value();
          if (!visited_fragments_.insert(name).second) break;
          auto fragment = context_.fragments->find(name);
          if (fragment == context_.fragments->end()) break;
          if (Applies(fragment->second->type_condition)) stack.push_back({fragment->second->selection_set});
          break;
        }
        case language::Selection::Kind::kInlineFragment: {
          const auto& inline_fragment = static_cast<const language::InlineFragment&>(selection);
          if (Applies(inline_fragment.type_condition)) stack.push_back({inline_fragment.selection_set});
          break;
        }
      }
    }
  }

  List<CollectedField> Take() {
    std::vector<CollectedField> fields;
    fields.reserve(groups_.size());
    for (const Group& group : groups_) {
      fields.push_back({group.response_key, context_.arena->Copy(group.nodes)});
    }
    return context_.arena->Copy(fields);
  }

 private:
  struct Group {
    std::string_view response_key;
    std::vector<const language::Field*> nodes;
  };
  // Up to this many response keys a look through the list is cheaper than hashing.
  static constexpr size_t kLinear = 16;

  void Add(const language::Field* field) {
    std::string_view key = field->response_key();
    if (groups_.size() <= kLinear) {
      for (Group& group : groups_) {
        if (group.response_key == key) {
          group.nodes.push_back(field);
          return;
        }
      }
    } else {
      if (index_.empty()) {
        for (size_t i = 0; i < groups_.size(); ++i) index_.emplace(groups_[i].response_key, i);
      }
      auto [found, is_new] = index_.emplace(key, groups_.size());
      if (!is_new) {
        groups_[found->second].nodes.push_back(field);
        return;
      }
    }
    groups_.push_back({key, {field}});
  }

  bool Applies(const language::TypeReference* type_condition) const {
    if (type_condition == nullptr) return true;
    const schema::NamedType* type = context_.schema->FindType(type_condition->name);
    if (type == object_type_) return true;
    return type != nullptr && schema::IsAbstractKind(type->kind) && context_.schema->IsSubType(type, object_type_);
  }

  bool IsIncluded(const language::Selection& selection) const {
    if (selection.directives.empty()) return true;
    values::Inclusion inclusion = values::ShouldInclude(selection.directives, *context_.schema, context_.source,
                                                        *context_.variables, context_.arena);
    if (inclusion.error) throw DirectiveValueError{std::move(*inclusion.error)};
    return inclusion.included;
  }

  const CollectionContext& context_;
  const schema::ObjectType* object_type_;
  std::vector<Group> groups_;
  std::unordered_map<std::string_view, size_t> index_;
  std::unordered_set<std::string_view> visited_fragments_;
};

}  // namespace

List<CollectedField> CollectFields(const CollectionContext& context, const schema::ObjectType* object_type,
                                   List<const language::SelectionSet*> selection_sets) {
  Collector collector(context, object_type);
  for (const language::SelectionSet* selection_set : selection_sets) collector.Collect(*selection_set);
  return collector.Take();
}

List<const language::SelectionSet*> MergedSelectionSets(const CollectedField& field, Arena* arena) {
  std::vector<const language::SelectionSet*> sets;
  for (const language::Field* node : field.nodes) {
    if (node->selection_set != nullptr) sets.push_back(node->selection_set);
  }
  return arena->Copy(sets);
}

}  // namespace fraiseql::planner
