#include "schema/input_cycles.h"

#include <unordered_map>
#include <unordered_set>

#include "base/interrupt.h"

namespace fraiseql::schema {

namespace {

// A type on the path of the search and the next of its fields to follow.
struct Step {
  const InputObjectType* type;
  uint32_t next_field = 0;
};

class Search {
 public:
  void From(const InputObjectType* root) {
    Visit(root);
    while (!steps_.empty()) {
      CheckForInterrupts();
      Step& step = steps_.back();
      if (step.next_field == step.type->fields().size()) {
        position_.erase(step.type);
        steps_.pop_back();
        if (!path_.empty()) path_.pop_back();
        continue;
      }
      const InputValue& field = step.type->fields()[step.next_field++];
      if (!IsNonNull(field.type) || OfType(field.type)->kind != TypeKind::kInputObject) continue;
      const auto* target = static_cast<const InputObjectType*>(OfType(field.type));
      path_.push_back(&field);
      auto open = position_.find(target);
      if (open != position_.end()) {
        cycles_.push_back({target, {path_.begin() + static_cast<ptrdiff_t>(open->second), path_.end()}});
        path_.pop_back();
      } else if (!Visit(target)) {
        path_.pop_back();
      }
    }
  }

  std::vector<InputCycle> TakeCycles() { return std::move(cycles_); }

 private:
  // False where the type has been searched before.
  bool Visit(const InputObjectType* type) {
    if (!visited_.insert(type).second) return false;
    position_[type] = path_.size();
    steps_.push_back({type});
    return true;
  }

  std::unordered_set<const InputObjectType*> visited_;
  std::unordered_map<const InputObjectType*, size_t> position_;  // in path_, of the types in steps_
  std::vector<Step> steps_;
  std::vector<const InputValue*> path_;  // the fields that lead from each step to the next
  std::vector<InputCycle> cycles_;
};

}  // namespace

std::vector<InputCycle> FindInputCycles(const Schema& schema) {
  Search search;
  for (const NamedType* type : schema.types()) {
    if (type->kind == TypeKind::kInputObject) search.From(static_cast<const InputObjectType*>(type));
  }
  return search.TakeCycles();
}

}  // namespace fraiseql::schema
