// Arguments of fields that read relations (CONTRACT 8 and 9).
#include "planner/binder.h"
#include "planner/json_path.h"
#include "planner/names.h"

namespace fraiseql::planner::internal {

namespace {

bool IsInteger(const schema::Type* type) {
  const schema::Type* nullable = schema::NullableType(type);
  if (nullable->kind != schema::TypeKind::kScalar) return false;
  const schema::ScalarKind scalar = static_cast<const schema::ScalarType*>(nullable)->scalar;
  return scalar == schema::ScalarKind::kInt || scalar == schema::ScalarKind::kBigInt;
}

bool IsText(const schema::Type* type) {
  const schema::Type* nullable = schema::NullableType(type);
  if (nullable->kind != schema::TypeKind::kScalar) return false;
  const schema::ScalarKind scalar = static_cast<const schema::ScalarType*>(nullable)->scalar;
  return scalar == schema::ScalarKind::kString || scalar == schema::ScalarKind::kId ||
         scalar == schema::ScalarKind::kCustom;
}

}  // namespace

std::optional<ArgumentBinding::Role> Binder::ListRole(const schema::Field& field, const schema::InputValue& argument) {
  const std::string name = SnakeCase(argument.name);
  const bool is_input_object = schema::GetNamedType(argument.type)->kind == schema::TypeKind::kInputObject;
  if (name == "limit" && IsInteger(argument.type)) return ArgumentBinding::Role::kLimit;
  if (name == "offset" && IsInteger(argument.type)) return ArgumentBinding::Role::kOffset;
  if (name == "where" && is_input_object && !schema::IsList(schema::NullableType(argument.type))) {
    return ArgumentBinding::Role::kWhere;
  }
  if (name == "order_by" && is_input_object) return ArgumentBinding::Role::kOrderBy;
  if (name == "group_by" && is_input_object && FindDirective(field, "aggregate")) {
    return ArgumentBinding::Role::kGroupBy;
  }
  if (ConnectionOf(field) || FindDirective(field, "connection")) {
    if (name == "first" && IsInteger(argument.type)) return ArgumentBinding::Role::kFirst;
    if (name == "last" && IsInteger(argument.type)) return ArgumentBinding::Role::kLast;
    if (name == "after" && IsText(argument.type)) return ArgumentBinding::Role::kAfter;
    if (name == "before" && IsText(argument.type)) return ArgumentBinding::Role::kBefore;
  }
  return std::nullopt;
}

template <typename Find>
List<ArgumentBinding> Binder::BindEach(const schema::Field& field, Find find) {
  std::vector<ArgumentBinding> arguments;
  for (const schema::InputValue& argument : field.arguments) {
    ArgumentBinding binding;
    binding.argument = &argument;
    AppliedDirective column = FindDirective(argument, "column");
    if (std::optional<ArgumentBinding::Role> role = column ? std::nullopt : ListRole(field, argument)) {
      binding.role = *role;
    } else {
      std::optional<Attribute> found = find(argument, column);
      if (!found) continue;
      binding.attribute = *found;
    }
    arguments.push_back(binding);
  }
  return arena_->Copy(arguments);
}

List<ArgumentBinding> Binder::BindArguments(const schema::NamedType& parent, const schema::Field& field,
                                            const Relation& relation) {
  return BindEach(field, [&](const schema::InputValue& argument, const AppliedDirective& column) {
    const std::string place = ArgumentPlace(parent, field, argument);
    if (column) return BindNamed(place, relation, column.Text("name"));
    const Wanted wanted = WantedFor(argument.name);
    std::optional<Attribute> found = FindAttribute(relation, wanted, true);
    if (!found) {
      std::string hint = NearAttributes(relation, wanted.spellings);
      Fault(place, "there is nothing to filter by: " + Missing(relation, wanted.spellings),
            hint.empty() ? "Another name is said with @column(name: \"...\") on the argument." : hint);
    }
    return found;
  });
}

List<ArgumentBinding> Binder::BindEmbeddedArguments(const schema::NamedType& parent, const schema::Field& field,
                                                    const TypeBinding& items) {
  return BindEach(
      field, [&](const schema::InputValue& argument, const AppliedDirective& column) -> std::optional<Attribute> {
        if (column) return Key(column.Text("name"));
        // Any key may be in there: only a field of the objects tells that there is one of this name.
        const schema::Field* filtered =
            items.type->kind == schema::TypeKind::kUnion
                ? nullptr
                : static_cast<const schema::CompositeType*>(items.type)->FindField(argument.name);
        const bool is_leaf = filtered != nullptr && schema::IsLeafKind(schema::GetNamedType(filtered->type)->kind);
        const FieldBinding* bound = is_leaf ? FindField(items, filtered) : nullptr;
        if (bound != nullptr && bound->kind == FieldBinding::Kind::kAttribute) return bound->attribute;
        Fault(ArgumentPlace(parent, field, argument),
              "there is nothing to filter by: \"" + std::string(items.type->name) + "\" has no field \"" +
                  std::string(argument.name) + "\" with a value of its own",
              "The key that the objects have for it is said with @column(name: \"...\") on the argument.");
        return std::nullopt;
      });
}

void Binder::RefuseArguments(const TypeBinding& parent, const schema::Field& field) {
  for (const schema::InputValue& argument : field.arguments) {
    if (&argument == PathArgument(field)) continue;
    Fault(ArgumentPlace(*parent.type, field, argument),
          "an argument has no meaning here: the field is a value of its parent's row",
          "A field that is computed from arguments names its function with @function(name: \"...\").");
  }
}

}  // namespace fraiseql::planner::internal
