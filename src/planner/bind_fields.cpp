// Fields of rows, and root fields that read relations (CONTRACT 3 and 6).
#include "planner/binder.h"
#include "planner/names.h"
#include "planner/node_type.h"

namespace fraiseql::planner::internal {

namespace {

// Whether a type is one object, with the objects in it that aggregates have.
bool IsAggregateType(const schema::Type* type, bool is_group = false) {
  const schema::Type* nullable = schema::NullableType(type);
  if (nullable->kind != schema::TypeKind::kObject) return false;
  for (const schema::Field& field : static_cast<const schema::ObjectType*>(nullable)->fields()) {
    const schema::NamedType* named = schema::GetNamedType(field.type);
    const bool is_list = schema::IsList(schema::NullableType(field.type));
    if (field.name == "groups") {
      if (!is_list || is_group || !IsAggregateType(named, true)) return false;
    } else if (field.name == "key" || field.name == "sum" || field.name == "avg" || field.name == "min" ||
               field.name == "max") {
      if (is_list || named->kind != schema::TypeKind::kObject) return false;
    }
  }
  return true;
}

}  // namespace

std::optional<ConnectionType> Binder::ConnectionOf(const schema::Field& field) {
  if (schema::IsList(schema::NullableType(field.type))) return std::nullopt;
  return FindConnectionType(schema::GetNamedType(field.type));
}

bool Binder::CheckConnection(const schema::NamedType& parent, const schema::Field& field, const TypeBinding& target) {
  std::optional<ConnectionType> connection = ConnectionOf(field);
  if (!connection) return true;
  const std::string node(connection->node->name);
  if (connection->unknown != nullptr) {
    Fault(FieldPlace(parent, field),
          "\"" + std::string(connection->unknown->name) + "\" has no meaning in the connection type \"" +
              std::string(connection->type->name) + "\"",
          "A connection has edges { cursor node }, nodes, totalCount and pageInfo { hasNextPage hasPreviousPage "
          "startCursor endCursor }.");
  } else if (ReadsMembers(target)) {
    for (const schema::ObjectType* member : schema_.PossibleTypes(target.type)) {
      const TypeBinding* rows = FindType(member);
      if (rows->relation == nullptr || !rows->key.empty()) continue;
      Fault(FieldPlace(parent, field),
            "the pages of a connection end at a key, and \"" + std::string(member->name) + "\", a member of \"" + node +
                "\", has no field or column \"id\"",
            "A key of another name is said with a field id and @column(name: \"...\").");
      return false;
    }
    return true;
  } else if (target.relation == nullptr) {
    Fault(FieldPlace(parent, field),
          "the pages of a connection are read from one relation, and \"" + node + "\" has none",
          "A relation is named with @source(relation: \"...\") on the type.");
  } else if (target.key.empty()) {
    const bool is_returned = target.relation->relid == 0;
    Fault(FieldPlace(parent, field),
          "the pages of a connection end at a key, and " +
              (is_returned ? "the rows that " + RelationName(*target.relation) + " returns have no column \"id\""
                           : "\"" + node + "\" has no field or column \"id\""),
          "A key of another name is said with a field id and @column(name: \"...\").");
  } else {
    return true;
  }
  return false;
}

FieldBinding* Binder::NewField(const schema::Field& field, FieldBinding::Kind kind) {
  FieldBinding* binding = arena_->New<FieldBinding>();
  binding->field = &field;
  binding->kind = kind;
  if (std::optional<ConnectionType> connection = ConnectionOf(field)) {
    binding->connection = arena_->New<ConnectionType>(*connection);
  }
  return binding;
}

const TypeBinding* Binder::TargetOf(const schema::NamedType& parent, const schema::Field& field) {
  const schema::NamedType* type = RowTypeOf(field.type);
  AppliedDirective source = FindDirective(field, "source");
  if (!source) return FindType(type);
  const Relation* relation =
      FindRelation(FieldPlace(parent, field), source.Text("relation"), source.Text("database"), true);
  return relation != nullptr ? FindType(type, relation) : nullptr;
}

const FieldBinding* Binder::BindField(const TypeBinding& parent, const schema::Field& field) {
  if (parent.type == schema_.subscription_type()) return nullptr;
  if (FindDirective(field, "connection") && (!LeadsToMany(field.type) || parent.type == schema_.mutation_type() ||
                                             schema::IsLeafKind(schema::GetNamedType(field.type)->kind))) {
    Fault(FieldPlace(*parent.type, field), "@connection makes pages of a list of objects, which this is not",
          "It stands on a field like orders: [Order!]!, not on a mutation.");
    return nullptr;
  }
  if (AppliedDirective aggregate = FindDirective(field, "aggregate")) {
    return BindAggregate(parent, field, aggregate.Text("of"));
  }
  if (parent.type == schema_.mutation_type()) return BindMutation(parent, field);
  if (parent.type == schema_.query_type()) return BindRootField(parent, field);
  if (AppliedDirective function = FindDirective(field, "function")) {
    return BindFunction(parent, field, function.Text("name"));
  }
  return schema::IsLeafKind(schema::GetNamedType(field.type)->kind) ? BindLeaf(parent, field)
                                                                    : BindObject(parent, field);
}

const FieldBinding* Binder::BindLeaf(const TypeBinding& parent, const schema::Field& field) {
  RefuseArguments(parent, field);
  const Relation* guide = GuideOf(parent);
  const Wanted wanted = WantedFor(field.name);
  std::optional<Attribute> found;
  if (AppliedDirective column = FindDirective(field, "column")) {
    found = parent.embedded ? Key(column.Text("name"))
                            : BindNamed(FieldPlace(*parent.type, field), *guide, column.Text("name"));
  } else {
    if (guide != nullptr) found = FindAttribute(*guide, wanted, true);
    if (!found && parent.embedded) found = Key(wanted.spellings.front());
    if (!found) {
      std::string hint = NearAttributes(*guide, wanted.spellings);
      Fault(FieldPlace(*parent.type, field), Missing(*guide, wanted.spellings),
            hint.empty() ? "Another name is said with @column(name: \"...\")." : hint);
    }
  }
  if (!found) return nullptr;
  FieldBinding* binding = NewField(field, FieldBinding::Kind::kAttribute);
  binding->attribute = InRow(parent, *found);
  return binding;
}

const FieldBinding* Binder::Embed(const TypeBinding& parent, const schema::Field& field, const Attribute& attribute) {
  FieldBinding* binding = NewField(field, FieldBinding::Kind::kEmbedded);
  binding->attribute = InRow(parent, attribute);
  binding->target = FindEmbedded(schema::GetNamedType(field.type));
  if (IsListOfNamed(field.type)) {
    binding->arguments = BindEmbeddedArguments(*parent.type, field, *binding->target);
  } else {
    RefuseArguments(parent, field);
  }
  return binding;
}

// The order of CONTRACT 3. What can be seen in the catalog goes before what can only be assumed of a `data` whose keys
// are not known.
const FieldBinding* Binder::BindObject(const TypeBinding& parent, const schema::Field& field) {
  const std::string place = FieldPlace(*parent.type, field);
  const Relation* guide = GuideOf(parent);
  const Wanted wanted = WantedFor(field.name);
  if (AppliedDirective column = FindDirective(field, "column")) {
    std::optional<Attribute> found =
        parent.embedded ? Key(column.Text("name")) : BindNamed(place, *guide, column.Text("name"));
    return found ? Embed(parent, field, *found) : nullptr;
  }
  const bool has_source = static_cast<bool>(FindDirective(field, "source"));
  const bool has_join = static_cast<bool>(FindDirective(field, "join"));
  const bool is_connection = ConnectionOf(field).has_value();
  bool is_column = false;  // of its name, and holds no objects
  if (guide != nullptr && !has_source && !has_join && !is_connection) {
    if (std::optional<Attribute> found = FindAttribute(*guide, wanted, false)) {
      const Relation::DataKey* key = found->column == nullptr ? guide->FindDataKey(found->key) : nullptr;
      const bool holds_objects = key != nullptr ? key->is_json : found->column->is_json || found->column->is_composite;
      if (holds_objects) return Embed(parent, field, *found);
      is_column = found->column != nullptr;
    }
  }
  const TypeBinding* target = TargetOf(*parent.type, field);
  if (target == nullptr || !CheckConnection(*parent.type, field, *target)) return nullptr;
  if (ReadsMembers(*target)) {
    if (const FieldBinding* members = BindMembers(parent, field)) return members;
  } else if (target->relation != nullptr) {
    if (has_join) return BindDeclaredJoin(parent, field, *target);
    if (const FieldBinding* join = TryJoin(parent, field, *target, false)) return join;
  }
  if (parent.embedded && !has_source && !is_connection) return Embed(parent, field, Key(wanted.spellings.front()));
  if (const Column* entity = guide != nullptr && !is_connection ? EntityOf(*guide) : nullptr) {
    return Embed(parent, field, Attribute{entity, {}});
  }
  if (target->relation != nullptr) {
    if (const FieldBinding* join = TryJoin(parent, field, *target, true)) return join;
  } else if (guide != nullptr && guide->data() != nullptr && !guide->known_keys && !is_column) {
    return Embed(parent, field, Key(wanted.spellings.front()));
  }
  FaultNoJoin(parent, field, *target);
  return nullptr;
}

const FieldBinding* Binder::BindAggregate(const TypeBinding& parent, const schema::Field& field, std::string_view of) {
  const schema::Field* list = static_cast<const schema::CompositeType*>(parent.type)->FindField(of);
  const FieldBinding* rows = list != nullptr ? FindField(parent, list) : nullptr;
  const bool has_objects = rows != nullptr && rows->kind == FieldBinding::Kind::kEmbedded && IsListOfNamed(list->type);
  if (!has_objects && (rows == nullptr || rows->relation == nullptr || !rows->to_many())) {
    if (rows != nullptr || list == nullptr) {
      Fault(FieldPlace(*parent.type, field), "\"" + std::string(of) +
                                                 "\" is no list of rows of one relation or function, nor of objects "
                                                 "inside a value");
    }
    return nullptr;
  }
  if (!IsAggregateType(field.type)) {
    Fault(FieldPlace(*parent.type, field), "an aggregate is an object of count, sum, avg, min, max and groups");
    return nullptr;
  }
  FieldBinding* binding = NewField(field, rows->kind);
  binding->is_aggregate = true;
  binding->join = rows->join;
  binding->relation = rows->relation;
  binding->target = rows->target;
  if (has_objects) {
    binding->attribute = rows->attribute;
    binding->arguments = BindEmbeddedArguments(*parent.type, field, *rows->target);
  } else if (rows->function != nullptr) {
    const Call call = TryCall(parent, field, *rows->function);
    for (const BindingFault& fault : call.faults) Fault(fault);
    if (!call.faults.empty()) return nullptr;
    binding->function = rows->function;
    binding->takes_json = call.takes_json;
    binding->arguments = arena_->Copy(call.arguments);
  } else {
    binding->arguments = BindArguments(*parent.type, field, *rows->relation);
  }
  return binding;
}

// ── Root fields, and abstract types over the relations of their members ──────────────────────────────────────────

const FieldBinding* Binder::BindRows(const TypeBinding& parent, const schema::Field& field, const TypeBinding& target) {
  FieldBinding* binding = NewField(field, FieldBinding::Kind::kRelation);
  binding->relation = target.relation;
  binding->target = &target;
  binding->arguments = BindArguments(*parent.type, field, *target.relation);
  return binding;
}

const FieldBinding* Binder::BindMembers(const TypeBinding& parent, const schema::Field& field) {
  const schema::NamedType* type = RowTypeOf(field.type);
  const bool at_root = IsRoot(parent.type);
  std::vector<const FieldBinding*> members;
  for (const schema::ObjectType* member : schema_.PossibleTypes(type)) {
    const TypeBinding* target = FindType(member);
    if (target->relation == nullptr) {
      if (at_root) {
        Fault(FieldPlace(*parent.type, field),
              "\"" + std::string(type->name) + "\" has no relation, nor has its member \"" + std::string(member->name) +
                  "\": \"v_" + SnakeCase(member->name) + "\" is not in " + std::string(catalog_->SearchedPlaces({})),
              "A relation is named with @source(relation: \"...\") on the abstract type or on the member.");
      }
      return nullptr;
    }
    const FieldBinding* bound = nullptr;
    if (at_root) {
      bound = BindRows(parent, field, *target);
    } else if (FindDirective(field, "join")) {
      bound = BindDeclaredJoin(parent, field, *target);
    } else {
      bound = TryJoin(parent, field, *target, false);
      if (bound == nullptr) bound = TryJoin(parent, field, *target, true);
    }
    if (bound == nullptr) return nullptr;
    members.push_back(bound);
  }
  FieldBinding* binding = NewField(field, at_root ? FieldBinding::Kind::kRelation : FieldBinding::Kind::kJoin);
  binding->target = FindType(type);
  binding->members = arena_->Copy(members);
  if (!members.empty()) {
    binding->join = members.front()->join;
    binding->arguments = members.front()->arguments;
  }
  return binding;
}

const FieldBinding* Binder::BindNode(const schema::Field& field) {
  const schema::Field& one = *schema_.query_type()->FindField("node");
  const bool is_one = &field == &one;
  const schema::NamedType* type = schema::GetNamedType(field.type);
  std::vector<const FieldBinding*> members;
  for (const schema::ObjectType* member : schema_.PossibleTypes(type)) {
    const TypeBinding* target = FindType(member);
    if (target->relation == nullptr || target->key.size() != 1) {
      Fault("Query." + std::string(field.name),
            "\"" + std::string(member->name) + "\" implements \"" + std::string(type->name) +
                "\" and cannot be found by its id: " +
                (target->relation == nullptr ? "it has no relation" : "its relation has no key \"id\""),
            "Types that are parts of others do not implement it.");
      return nullptr;
    }
    FieldBinding* bound = NewField(one, is_one ? FieldBinding::Kind::kRelation : FieldBinding::Kind::kJoin);
    bound->relation = target->relation;
    bound->target = target;
    if (is_one) {
      ArgumentBinding id;
      id.argument = &field.arguments[0];
      id.attribute = target->key[0];
      bound->arguments = arena_->Copy(&id, 1);
    } else {
      bound->join.remote = target->key;
    }
    members.push_back(bound);
  }
  FieldBinding* binding = NewField(field, FieldBinding::Kind::kRelation);
  binding->is_node = true;
  binding->target = FindType(type);
  binding->members = arena_->Copy(members);
  return binding;
}

const FieldBinding* Binder::BindRootField(const TypeBinding& parent, const schema::Field& field) {
  if (field.name == "node" || field.name == "nodes") {
    const schema::InterfaceType* node = FindNodeInterface(schema_);
    const bool is_it = field.name == "node" ? node != nullptr : FindNodesField(schema_, node) == &field;
    if (is_it) return BindNode(field);
  }
  if (AppliedDirective function = FindDirective(field, "function")) {
    return BindFunction(parent, field, function.Text("name"));
  }
  const std::string place = FieldPlace(*parent.type, field);
  if (AppliedDirective source = FindDirective(field, "source")) {
    // The SDKs name functions in the same place as relations (sql_source).
    const std::string_view name = source.Text("relation");
    if (source.Text("database").empty() && catalog_->FindRelations(name, {}).empty() &&
        !catalog_->FindFunctions(name).empty()) {
      return BindFunction(parent, field, name);
    }
  }
  const schema::NamedType* type = RowTypeOf(field.type);
  if (schema::IsLeafKind(type->kind)) {
    Fault(place, "a root field of a scalar or an enum is computed by a function, and none is named",
          "Name it with @function(name: \"...\").");
    return nullptr;
  }
  const TypeBinding* target = TargetOf(*parent.type, field);
  if (target == nullptr) return nullptr;
  if (ConnectionOf(field) && relation_faults_.count(type) > 0) return nullptr;
  if (!CheckConnection(*parent.type, field, *target)) return nullptr;
  if (ReadsMembers(*target)) return BindMembers(parent, field);
  if (target->relation != nullptr) return BindRows(parent, field, *target);
  if (relation_faults_.count(type) == 0) {
    Fault(place,
          "type \"" + std::string(type->name) + "\" has no relation: \"v_" + SnakeCase(type->name) + "\" is not in " +
              std::string(catalog_->SearchedPlaces({})),
          "Create the view, or name another relation with @source(relation: \"...\") on the type or the field.");
  }
  return nullptr;
}

}  // namespace fraiseql::planner::internal
