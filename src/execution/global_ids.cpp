#include "execution/global_ids.h"

#include <algorithm>
#include <unordered_set>

#include "base/json.h"
#include "base/marks.h"
#include "values/coerce_arguments.h"

namespace fraiseql::execution {

namespace {

using language::Selection;
using values::InputValue;

bool IsNamedNode(const language::Field& field, bool or_nodes) {
  return field.name.value() == "node" || (or_nodes && field.name.value() == "nodes");
}

// Fields named `node` (and `nodes`) of the selection set of an operation, those in its fragments included.
class NodeFields {
 public:
  NodeFields(const planner::FragmentMap& fragments, bool has_nodes) : fragments_(fragments), has_nodes_(has_nodes) {}

  // Keeps its own stack: fragments may form long chains.
  void Collect(const language::SelectionSet* selection_set) {
    std::vector<const language::SelectionSet*> waiting;
    if (selection_set != nullptr) waiting.push_back(selection_set);
    while (!waiting.empty()) {
      const language::SelectionSet& current = *waiting.back();
      waiting.pop_back();
      for (const Selection* selection : current.selections) {
        switch (selection->kind) {
          case Selection::Kind::kField: {
            const auto* field = static_cast<const language::Field*>(selection);
            if (IsNamedNode(*field, has_nodes_)) found.insert(field);
            break;
          }
          case Selection::Kind::kInlineFragment:
            waiting.push_back(static_cast<const language::InlineFragment*>(selection)->selection_set);
            break;
          case Selection::Kind::kFragmentSpread: {
            const std::string_view name = static_cast<const language::FragmentSpread*>(selection)->name.value();
            auto fragment = fragments_.find(name);
            if (fragment == fragments_.end() || !seen_.insert(name).second) break;
            waiting.push_back(fragment->second->selection_set);
            break;
          }
        }
      }
    }
  }

  std::unordered_set<const language::Field*> found;

 private:
  const planner::FragmentMap& fragments_;
  const bool has_nodes_;
  std::unordered_set<std::string_view> seen_;
};

InputValue WithKey(const InputValue& value, const schema::Type* type, const schema::Schema& schema,
                   const schema::InterfaceType* node, Arena* arena) {
  type = schema::NullableType(type);
  InputValue result = value;
  if (value.kind == InputValue::Kind::kList && schema::IsList(type)) {
    std::vector<InputValue> items;
    for (const InputValue& item : value.items) {
      items.push_back(WithKey(item, schema::OfType(type), schema, node, arena));
    }
    result.items = arena->Copy(items);
  } else if (value.kind == InputValue::Kind::kObject && type->kind == schema::TypeKind::kInputObject) {
    const auto* object_type = static_cast<const schema::InputObjectType*>(type);
    std::vector<values::InputObjectField> fields;
    for (const values::InputObjectField& field : value.fields) {
      fields.push_back(
          {field.name, WithKey(field.value, object_type->FindField(field.name)->type, schema, node, arena)});
    }
    result.fields = arena->Copy(fields);
  } else if (value.kind == InputValue::Kind::kString && type->kind == schema::TypeKind::kScalar &&
             static_cast<const schema::ScalarType*>(type)->scalar == schema::ScalarKind::kId) {
    if (std::optional<planner::GlobalId> id = planner::DecodeGlobalId(schema, node, value.text)) {
      result.text = arena->CopyString(id->key);
    }
  }
  return result;
}

}  // namespace

bool HasNodeField(const planner::DocumentIndex& index, const schema::Field* nodes) {
  return std::any_of(index.fields.begin(), index.fields.end(),
                     [&](const language::Field* field) { return IsNamedNode(*field, nodes != nullptr); });
}

planner::NodeTypes FindNodeTypes(const NodeRequest& request, std::vector<std::pair<uint32_t, GraphQLError>>* faults) {
  planner::NodeTypes types;
  NodeFields fields(*request.fragments, request.nodes != nullptr);
  fields.Collect(request.operation->selection_set);
  if (fields.found.empty()) return types;
  for (uint32_t i = 0; i < request.index->fields.size(); ++i) {
    const language::Field* field = request.index->fields[i];
    if (fields.found.count(field) == 0) continue;
    const schema::Field* definition = request.schema->query_type()->FindField(field->name.value());
    values::CoercedArguments coerced =
        values::CoerceArgumentValues(definition->arguments, field->arguments, field->location, request.document->source,
                                     *request.variables, request.arena);
    if (coerced.error || coerced.values.empty()) continue;
    const values::InputObjectField& argument = coerced.values[0];
    std::vector<const schema::ObjectType*>& named = types[i];
    const auto add = [&](const InputValue& value) {
      std::optional<planner::GlobalId> id = planner::DecodeGlobalId(*request.schema, request.node, value.text);
      if (id && std::find(named.begin(), named.end(), id->type) == named.end()) named.push_back(id->type);
      return id.has_value();
    };
    const bool are_ids = argument.value.kind == InputValue::Kind::kList
                             ? std::all_of(argument.value.items.begin(), argument.value.items.end(), add)
                             : add(argument.value);
    if (!are_ids) faults->emplace_back(i, GlobalIdFault(argument.name));
  }
  return types;
}

void AppendNodes(const planner::RootField& root, const values::InputValues& arguments, const schema::Schema& schema,
                 const schema::InterfaceType* node, std::string* out) {
  *out += '[';
  for (const InputValue& item : arguments[0].value.items) {
    if (out->back() != '[') *out += ',';
    const std::optional<planner::GlobalId> id = planner::DecodeGlobalId(schema, node, item.text);
    for (const planner::NodeSlot& slot : root.nodes) {
      if (slot.type != id->type) continue;
      std::string key;
      AppendJsonString(id->key, &key);
      *out += kOpenMark;
      *out += std::to_string(slot.slot);
      *out += kKeySeparator;
      out->append(key, 1, key.size() - 2);
      *out += kOpenMark;
    }
  }
  *out += ']';
}

values::InputValues WithKeys(const values::InputValues& arguments, const schema::Field& field,
                             const schema::Schema& schema, const schema::InterfaceType* node, Arena* arena) {
  std::vector<values::InputObjectField> result;
  for (const values::InputObjectField& argument : arguments) {
    const schema::Type* type = field.FindArgument(argument.name)->type;
    result.push_back({argument.name, WithKey(argument.value, type, schema, node, arena)});
  }
  return arena->Copy(result);
}

GraphQLError GlobalIdFault(std::string_view argument) {
  const bool is_one = argument == "id";
  GraphQLError error;
  error.code = ErrorCode::kBadUserInput;
  error.message = is_one ? "Argument \"id\" is not a global id."
                         : "Argument \"" + std::string(argument) + "\" holds what is not a global id.";
  error.extensions.emplace_back(
      "hint", std::string(is_one ? "node takes the id of an object" : "nodes takes the ids of objects") +
                  " as another answer gave it. Keys of the database are for the fields of types.");
  return error;
}

}  // namespace fraiseql::execution
