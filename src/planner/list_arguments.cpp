#include "planner/list_arguments.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>
#include <vector>

#include "planner/aggregate_types.h"
#include "planner/applied_directive.h"
#include "planner/binder.h"
#include "planner/served_types.h"

namespace fraiseql::planner {

namespace {

constexpr std::string_view kDirectionName = "OrderDirection";

// A list that is to become a connection.
bool IsDeclaredConnection(const schema::Field& field) {
  return FindDirective(field, "connection") && IsListOfNamed(field.type) && ServedTypes::CompositeOf(field) != nullptr;
}

bool IsConnection(const schema::Field& field) {
  return IsDeclaredConnection(field) || (!IsListOfNamed(field.type) && LeadsToMany(field.type));
}

bool IsOff(const AppliedDirective& list) { return list && list.IsFalse("arguments"); }

// A part of the document, by offsets, and what is to stand in its place.
struct Edit {
  uint32_t begin = 0;
  uint32_t end = 0;
  std::string text;
};

class Writer {
 public:
  Writer(const schema::Schema& schema, const Binding& binding, const ListArguments& defaults)
      : schema_(schema), binding_(binding), defaults_(defaults), types_(schema, binding) {}

  std::string Write() {
    is_off_ = IsOffForSchema();
    AddArguments();
    std::string sdl(schema_.document()->source);
    // From the back, so that the places before stay where they are.
    std::sort(edits_.begin(), edits_.end(), [](const Edit& a, const Edit& b) { return a.begin > b.begin; });
    for (const Edit& edit : edits_) sdl.replace(edit.begin, edit.end - edit.begin, edit.text);
    return sdl + types_.Text();
  }

 private:
  // ── Arguments ──

  bool IsOffForSchema() const {
    if (schema_.definition() != nullptr && IsOff(FindDirective(schema_.definition()->directives, "list"))) return true;
    for (const language::SchemaDefinition* extension : schema_.extension_definitions()) {
      if (IsOff(FindDirective(extension->directives, "list"))) return true;
    }
    return false;
  }

  void AddArguments() {
    std::vector<const schema::InterfaceType*> interfaces;
    for (const schema::NamedType* type : schema_.types()) {
      if (schema::IsIntrospectionType(type)) continue;
      if (type->kind == schema::TypeKind::kInterface) {
        interfaces.push_back(static_cast<const schema::InterfaceType*>(type));
      }
      if (type->kind != schema::TypeKind::kObject || type == schema_.mutation_type() ||
          type == schema_.subscription_type()) {
        continue;
      }
      for (const schema::Field& field : static_cast<const schema::ObjectType*>(type)->fields()) {
        if (IsEligible(type, field)) eligible_.insert(&field);
      }
    }
    for (const schema::InterfaceType* interface : interfaces) {
      for (const schema::Field& field : interface->fields()) {
        if (IsEligibleInMembers(interface, field)) eligible_.insert(&field);
      }
    }
    for (const schema::NamedType* type : schema_.types()) {
      if (type->kind != schema::TypeKind::kObject && type->kind != schema::TypeKind::kInterface) continue;
      for (const schema::Field& field : static_cast<const schema::CompositeType*>(type)->fields()) {
        if (IsDeclaredConnection(field)) MakeConnection(field);
        const bool is_eligible = eligible_.count(&field) > 0;
        if (is_eligible || IsDeclaredConnection(field)) AddArguments(type, field);
        const bool is_object = type->kind == schema::TypeKind::kObject;
        if (is_eligible && is_object && HasOneSource(type, field)) AddAggregate(type, field);
      }
    }
  }

  bool IsEligible(const schema::NamedType* type, const schema::Field& field) const {
    const schema::NamedType* items = ServedTypes::CompositeOf(field);
    if (items == nullptr || !(IsListOfNamed(field.type) || IsConnection(field)) || field.definition == nullptr)
      return false;
    if (is_off_ || IsOff(FindDirective(field, "list")) || IsOff(FindDirective(*items, "list"))) return false;
    bool has_items = false;
    for (const TypeBinding* variant : binding_.Variants(type)) {
      const FieldBinding* bound = variant->Find(&field);
      if (bound == nullptr) continue;
      if (bound->is_node) return false;  // the ids say which objects, and in what order
      has_items = bound->kind == FieldBinding::Kind::kJoin || bound->kind == FieldBinding::Kind::kRelation ||
                  (bound->kind == FieldBinding::Kind::kEmbedded && IsListOfNamed(field.type)) ||
                  (bound->kind == FieldBinding::Kind::kFunction && bound->relation != nullptr);
      if (!has_items) return false;
    }
    return has_items;
  }

  // Whether the items of an object type's field are rows of one relation or function, or objects inside a value,
  // however the type is read.
  bool HasOneSource(const schema::NamedType* type, const schema::Field& field) const {
    const std::vector<const TypeBinding*> variants = binding_.Variants(type);
    return std::all_of(variants.begin(), variants.end(), [&](const TypeBinding* variant) {
      const FieldBinding* bound = variant->Find(&field);
      return bound == nullptr || bound->relation != nullptr || bound->kind == FieldBinding::Kind::kEmbedded;
    });
  }

  // Whether something holds for the field in one of the types that implement an interface.
  template <typename Condition>
  bool InAnyMember(const schema::NamedType* interface, const schema::Field& field, Condition holds) const {
    const List<const schema::ObjectType*> members = schema_.PossibleTypes(interface);
    return std::any_of(members.begin(), members.end(),
                       [&](const schema::ObjectType* member) { return holds(member, *member->FindField(field.name)); });
  }

  // Of an object type's field that calls one.
  const Function* FunctionOf(const schema::NamedType* type, const schema::Field& field) const {
    for (const TypeBinding* variant : binding_.Variants(type)) {
      const FieldBinding* bound = variant->Find(&field);
      if (bound != nullptr) return bound->function;
    }
    return nullptr;
  }

  // Whether the function behind the field would take an argument of this name; of an interface's field, behind that of
  // one of its members.
  bool IsParameter(const schema::NamedType* type, const schema::Field& field, std::string_view name) const {
    if (type->kind == schema::TypeKind::kInterface) {
      return InAnyMember(
          type, field, [&](const auto* member, const auto& of_member) { return IsParameter(member, of_member, name); });
    }
    const Function* function = FunctionOf(type, field);
    return function != nullptr && internal::Binder::TakesArgument(*function, name);
  }

  // An interface's field has the arguments that the field has in all types which implement it.
  bool IsEligibleInMembers(const schema::InterfaceType* interface, const schema::Field& field) const {
    List<const schema::ObjectType*> members = schema_.PossibleTypes(interface);
    return field.definition != nullptr && !members.empty() &&
           std::all_of(members.begin(), members.end(), [&](const schema::ObjectType* member) {
             const schema::Field* of_member = member->FindField(field.name);
             return of_member != nullptr && eligible_.count(of_member) > 0 &&
                    schema::GetNamedType(of_member->type) == schema::GetNamedType(field.type);
           });
  }

  void AddArguments(const schema::NamedType* type, const schema::Field& field) {
    const schema::NamedType* items = ServedTypes::CompositeOf(field);
    std::vector<std::string> arguments;
    const auto add = [&](bool wanted, std::string_view name, const std::string& input_type) {
      if (!wanted || input_type.empty() || field.FindArgument(name) != nullptr || IsParameter(type, field, name))
        return;
      arguments.push_back(std::string(name) + ": " + input_type);
    };
    const bool is_eligible = eligible_.count(&field) > 0;
    const bool has_where = defaults_.where && is_eligible;
    const bool has_order = defaults_.order_by && is_eligible;
    add(has_where, "where", has_where ? WhereInput(items) : std::string());
    const std::string order = has_order ? OrderByInput(items) : std::string();
    add(has_order, "orderBy", order.empty() ? order : "[" + order + "!]");
    if (IsConnection(field)) {
      add(true, "first", "Int");
      add(true, "after", "String");
      add(true, "last", "Int");
      add(true, "before", "String");
    } else {
      add(defaults_.limit, "limit", "Int");
      add(defaults_.offset, "offset", "Int");
    }
    if (arguments.empty()) return;
    std::string text;
    for (const std::string& argument : arguments) text += (text.empty() ? "" : ", ") + argument;
    const language::FieldDefinition& definition = *field.definition;
    if (definition.arguments.empty()) {
      const uint32_t place = definition.name.location().end;
      edits_.push_back({place, place, "(" + text + ")"});
    } else {
      const uint32_t place = definition.arguments.back().location.end;
      edits_.push_back({place, place, ", " + text});
    }
  }

  // ── Aggregates ──

  // Beside a list, a field that counts and sums what is in it.
  void AddAggregate(const schema::NamedType* type, const schema::Field& field) {
    const auto* parent = static_cast<const schema::CompositeType*>(type);
    const schema::NamedType* items = ServedTypes::CompositeOf(field);
    if (!defaults_.aggregate || parent->FindField(AggregateName(field.name)) != nullptr) return;
    if (IsParameter(type, field, "groupBy")) return;
    std::string arguments;
    for (const schema::InputValue& argument : field.arguments) {
      if (!ArgumentFilters(field, argument) && !IsParameter(type, field, argument.name)) continue;
      const language::Location& written = argument.definition->location;
      arguments += (arguments.empty() ? "" : ", ") +
                   std::string(schema_.document()->source.substr(written.start, written.end - written.start));
    }
    if (defaults_.where && field.FindArgument("where") == nullptr && !IsParameter(type, field, "where")) {
      const std::string where = WhereInput(items);
      if (!where.empty()) arguments += (arguments.empty() ? "where: " : ", where: ") + where;
    }
    const std::string text = AggregateField(field, items, std::move(arguments), &types_);
    if (!text.empty())
      edits_.push_back({field.definition->location.end, field.definition->location.end, "\n  " + text});
  }

  // Whether an argument says which rows there are, not in what order or how many of them.
  static bool ArgumentFilters(const schema::Field& field, const schema::InputValue& argument) {
    std::optional<ArgumentBinding::Role> role = internal::Binder::ListRole(field, argument);
    return !role || *role == ArgumentBinding::Role::kWhere || FindDirective(argument, "column");
  }

  // ── Connections ──

  void MakeConnection(const schema::Field& field) {
    const schema::NamedType* items = ServedTypes::CompositeOf(field);
    const std::string node(items->name);
    std::string connection = node + "Connection";
    const language::Location& type = field.definition->type->location;
    edits_.push_back({type.start, type.end, connection + (schema::IsNonNull(field.type) ? "!" : "")});
    const auto define = [&](const std::string& name, std::string_view fields) {
      // One of the document's own has to be of the same shape.
      bool is_new;
      types_.Want(name, schema::TypeKind::kObject, &is_new);
      if (is_new) types_.Write("type " + name + " {\n" + std::string(fields) + "}");
    };
    define(connection,
           "  edges: [" + node + "Edge!]!\n  nodes: [" + node + "!]!\n  pageInfo: PageInfo!\n  totalCount: Int!\n");
    define(node + "Edge", "  cursor: String!\n  node: " + node + "!\n");
    define("PageInfo",
           "  hasNextPage: Boolean!\n  hasPreviousPage: Boolean!\n  startCursor: String\n  endCursor: String\n");
  }

  // ── Input types ──

  std::string WhereInput(const schema::NamedType* type) {
    bool any = false;
    for (const schema::Field& field : ServedTypes::FieldsOf(type))
      any = any || types_.BoundField(type, field) != nullptr;
    bool is_new;
    std::string name =
        any ? types_.Want(std::string(type->name) + "WhereInput", schema::TypeKind::kInputObject, &is_new)
            : std::string();
    if (name.empty() || !is_new) return name;
    const size_t place = types_.Reserve();
    std::string fields;
    for (const schema::Field& field : ServedTypes::FieldsOf(type)) {
      const FieldBinding* bound = types_.BoundField(type, field);
      if (bound == nullptr) continue;
      if (const schema::NamedType* target = ServedTypes::CompositeOf(field)) {
        ServedTypes::AddField(field.name, bound->to_many() ? ListFilter(target) : WhereInput(target), &fields);
      } else {
        ServedTypes::AddField(field.name, LeafFilter(field.type), &fields);
      }
    }
    ServedTypes::AddField("_and", "[" + name + "!]", &fields);
    ServedTypes::AddField("_or", "[" + name + "!]", &fields);
    ServedTypes::AddField("_not", name, &fields);
    types_.Write(place, "input " + name + " {\n" + fields + "}");
    return name;
  }

  std::string ListFilter(const schema::NamedType* target) {
    const std::string where = WhereInput(target);
    bool is_new;
    std::string name =
        where.empty() ? where
                      : types_.Want(std::string(target->name) + "ListFilter", schema::TypeKind::kInputObject, &is_new);
    if (name.empty() || !is_new) return name;
    std::string fields;
    for (std::string_view quantifier : {"some", "every", "none"}) ServedTypes::AddField(quantifier, where, &fields);
    types_.Write("input " + name + " {\n" + fields + "}");
    return name;
  }

  template <size_t N>
  static void AddOperators(const std::string_view (&operators)[N], const std::string& type, std::string* fields) {
    for (std::string_view name : operators) ServedTypes::AddField(name, type, fields);
  }

  std::string LeafFilter(const schema::Type* type) {
    const schema::NamedType* leaf = schema::GetNamedType(type);
    if (schema::IsList(schema::NullableType(type)) &&
        schema::IsList(schema::NullableType(schema::OfType(schema::NullableType(type))))) {
      return {};  // no operator of a filter compares lists of lists
    }
    const std::string leaf_name(leaf->name);
    const bool is_list = schema::IsList(schema::NullableType(type));
    const schema::ScalarKind scalar = leaf->kind == schema::TypeKind::kScalar
                                          ? static_cast<const schema::ScalarType*>(leaf)->scalar
                                          : schema::ScalarKind::kCustom;
    bool is_new;
    std::string name =
        types_.Want(leaf_name + (is_list ? "ArrayFilter" : "Filter"), schema::TypeKind::kInputObject, &is_new);
    if (name.empty() || !is_new) return name;
    const std::string list = "[" + leaf_name + "!]";
    std::string fields;
    if (is_list) {
      ServedTypes::AddField("eq", list, &fields);
      ServedTypes::AddField("neq", list, &fields);
      AddOperators(kArrayOperators, list, &fields);
    } else if (scalar == schema::ScalarKind::kJson) {
      ServedTypes::AddField("eq", leaf_name, &fields);
      ServedTypes::AddField("neq", leaf_name, &fields);
      ServedTypes::AddField("contains", leaf_name, &fields);
      ServedTypes::AddField("has_key", "String", &fields);
      ServedTypes::AddField("has_any_keys", "[String!]", &fields);
      ServedTypes::AddField("has_all_keys", "[String!]", &fields);
    } else {
      AddOperators(kComparisonOperators, leaf_name, &fields);
      AddOperators(kListOperators, list, &fields);
      if (scalar == schema::ScalarKind::kString) AddOperators(kTextOperators, leaf_name, &fields);
    }
    ServedTypes::AddField("isnull", "Boolean", &fields);
    types_.Write("input " + name + " {\n" + fields + "}");
    return name;
  }

  bool IsOrderable(const schema::NamedType* type, const schema::Field& field) const {
    const FieldBinding* bound = types_.BoundField(type, field);
    if (bound == nullptr || LeadsToMany(field.type)) return false;
    if (!types_.InSameDatabase(type, *bound)) return false;  // rows are sorted in their own
    const schema::NamedType* named = schema::GetNamedType(field.type);
    return named->kind != schema::TypeKind::kScalar ||
           static_cast<const schema::ScalarType*>(named)->scalar != schema::ScalarKind::kJson;
  }

  std::string OrderByInput(const schema::NamedType* type) {
    bool any = false;
    for (const schema::Field& field : ServedTypes::FieldsOf(type)) any = any || IsOrderable(type, field);
    bool is_new;
    std::string name =
        any ? types_.Want(std::string(type->name) + "OrderByInput", schema::TypeKind::kInputObject, &is_new)
            : std::string();
    if (name.empty() || !is_new) return name;
    const size_t place = types_.Reserve();
    std::string fields;
    for (const schema::Field& field : ServedTypes::FieldsOf(type)) {
      if (!IsOrderable(type, field)) continue;
      const schema::NamedType* target = ServedTypes::CompositeOf(field);
      ServedTypes::AddField(field.name, target != nullptr ? OrderByInput(target) : Direction(), &fields);
    }
    types_.Write(place, "input " + name + " {\n" + fields + "}");
    return name;
  }

  std::string Direction() {
    const std::string name(kDirectionName);
    bool is_new;
    std::string known = types_.Want(name, schema::TypeKind::kEnum, &is_new);
    if (is_new) {
      types_.Write("enum " + name +
                   " {\n  ASC\n  DESC\n  ASC_NULLS_FIRST\n  ASC_NULLS_LAST\n  DESC_NULLS_FIRST\n  DESC_NULLS_LAST\n}");
    }
    return known;
  }

  const schema::Schema& schema_;
  const Binding& binding_;
  const ListArguments& defaults_;
  ServedTypes types_;
  std::unordered_set<const schema::Field*> eligible_;
  bool is_off_ = false;      // for the schema as a whole
  std::vector<Edit> edits_;  // none overlaps another
};

}  // namespace

std::string AddListArguments(const schema::Schema& schema, const Binding& binding, const ListArguments& defaults) {
  return Writer(schema, binding, defaults).Write();
}

}  // namespace fraiseql::planner
