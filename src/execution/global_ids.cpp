#include "execution/global_ids.h"

#include <algorithm>
#include <unordered_set>

#include "values/coerce_arguments.h"

namespace fraiseql::execution {

namespace {

using language::Selection;
using values::InputValue;

bool IsNamedNode(const language::Field& field) { return field.name.value() == "node"; }

// Fields named `node` of the selection set of an operation, those in its fragments included.
class NodeFields {
 public:
  explicit NodeFields(const planner::FragmentMap& fragments) : fragments_(fragments) {}

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
            if (IsNamedNode(*field)) found.insert(field);
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

bool HasNodeField(const planner::DocumentIndex& index) {
  return std::any_of(index.fields.begin(), index.fields.end(),
                     [](const language::Field* field) { return IsNamedNode(*field); });
}

NodeTypes FindNodeTypes(const NodeRequest& request, std::vector<std::pair<uint32_t, GraphQLError>>* faults) {
  NodeTypes types;
  const schema::Field* definition = request.schema->query_type()->FindField("node");
  NodeFields fields(*request.fragments);
  fields.Collect(request.operation->selection_set);
  if (fields.found.empty()) return types;
  for (uint32_t i = 0; i < request.index->fields.size(); ++i) {
    const language::Field* field = request.index->fields[i];
    if (fields.found.count(field) == 0) continue;
    values::CoercedArguments coerced =
        values::CoerceArgumentValues(definition->arguments, field->arguments, field->location, request.document->source,
                                     *request.variables, request.arena);
    if (coerced.error || coerced.values.empty()) continue;
    std::optional<planner::GlobalId> id =
        planner::DecodeGlobalId(*request.schema, request.node, coerced.values[0].value.text);
    if (id) {
      types.emplace(i, id->type);
    } else {
      faults->emplace_back(i, GlobalIdFault());
    }
  }
  return types;
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

GraphQLError GlobalIdFault() {
  GraphQLError error;
  error.code = ErrorCode::kBadUserInput;
  error.message = "Argument \"id\" is not a global id.";
  error.extensions.emplace_back(
      "hint",
      "node takes the id of an object as another answer gave it. Keys of the database are for the fields of types.");
  return error;
}

}  // namespace fraiseql::execution
