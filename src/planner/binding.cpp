#include "planner/binding.h"

#include <algorithm>

#include "planner/binder.h"
#include "planner/names.h"

namespace fraiseql::planner {

const FieldBinding* TypeBinding::Find(const schema::Field* field) const {
  if (field < type_fields.begin() || field >= type_fields.end()) return binder->FindMemberField(*this, field);
  const FieldBinding* bound = field_bindings[field - type_fields.begin()];
  return bound != nullptr ? bound : binder->FindField(*this, field);
}

Binding::Binding() = default;
Binding::~Binding() = default;
Binding::Binding(Binding&&) noexcept = default;
Binding& Binding::operator=(Binding&&) noexcept = default;

const TypeBinding* Binding::Find(const schema::NamedType* type) const {
  const TypeBinding* found = binder_->FindType(type);
  binder_->ThrowFaults();
  return found;
}

const TypeBinding* Binding::Find(const schema::NamedType* type, const Relation* relation) const {
  const TypeBinding* found = binder_->FindType(type, relation);
  binder_->ThrowFaults();
  return found;
}

const TypeBinding* Binding::FindEmbedded(const schema::NamedType* type) const {
  const TypeBinding* found = binder_->FindEmbedded(type);
  binder_->ThrowFaults();
  return found;
}

std::vector<const TypeBinding*> Binding::Variants(const schema::NamedType* type) const {
  std::vector<const TypeBinding*> variants;
  for (const TypeBinding* binding : binder_->types()) {
    if (binding->type == type) variants.push_back(binding);
  }
  return variants;
}

std::vector<BindingFault> Bind(const schema::Schema& schema, Catalog* catalog, Arena* arena, Binding* binding) {
  BindOnDemand(schema, catalog, arena, nullptr, binding);
  internal::Binder* binder = internal::Binder::Of(*binding);
  binder->BindAll();
  return std::move(binder->faults());
}

void BindOnDemand(const schema::Schema& schema, Catalog* catalog, Arena* arena, BindingFaultHandler on_fault,
                  Binding* binding) {
  *binding = internal::Binder::Make(schema, catalog, arena, on_fault);
}

namespace internal {

std::string FieldPlace(const schema::NamedType& type, const schema::Field& field) {
  return std::string(type.name) + "." + std::string(field.name);
}

std::string ArgumentPlace(const schema::NamedType& type, const schema::Field& field,
                          const schema::InputValue& argument) {
  return FieldPlace(type, field) + "(" + std::string(argument.name) + ":)";
}

std::string RelationName(const Relation& relation) {
  return relation.schema.empty() ? std::string(relation.name)
                                 : std::string(relation.schema) + "." + std::string(relation.name);
}

// ── Types ────────────────────────────────────────────────────────────────────────────────────────────────────────

Binding Binder::Make(const schema::Schema& schema, Catalog* catalog, Arena* arena, BindingFaultHandler on_fault) {
  Binding binding;
  binding.binder_ = std::make_unique<Binder>(schema, catalog, arena, on_fault);
  return binding;
}

Binder* Binder::Of(const Binding& binding) { return binding.binder_.get(); }

void Binder::Fault(std::string place, std::string message, std::string hint) {
  BindingFault fault{std::move(place), std::move(message), std::move(hint)};
  // One type may be read from several relations, and one cause may be met on several ways.
  if (std::find(faults_.begin(), faults_.end(), fault) == faults_.end()) faults_.push_back(std::move(fault));
}

bool Binder::IsRoot(const schema::NamedType* type) const {
  return type == schema_.query_type() || type == schema_.mutation_type() || type == schema_.subscription_type();
}

const Relation* Binder::FindRelation(std::string_view place, std::string_view name, std::string_view database,
                                     bool must_exist) {
  if (!database.empty() && !catalog_->HasDatabase(database)) {
    Fault(std::string(place), "there is no database \"" + std::string(database) + "\"",
          "Databases are configured with fraiseql.configure.");
    return nullptr;
  }
  List<const Relation*> found = catalog_->FindRelations(name, database);
  if (found.size() == 1) return found[0];
  if (found.empty()) {
    if (must_exist) {
      std::string message = "relation \"" + std::string(name) + "\" does not exist";
      const bool qualified = name.find('.') != std::string_view::npos;
      if (!qualified || !database.empty()) message += ": looked in " + std::string(catalog_->SearchedPlaces(database));
      Fault(std::string(place), message);
    }
    return nullptr;
  }
  std::string message = "relation \"" + std::string(name) + "\" is ambiguous: ";
  for (uint32_t i = 0; i < found.size(); ++i) {
    if (i > 0) message += i + 1 == found.size() ? " and " : ", ";
    message += RelationName(*found[i]) + " (database \"" + std::string(found[i]->database) + "\")";
  }
  Fault(std::string(place), message,
        "Choose one with @source(relation: \"" + std::string(name) + "\", database: \"" +
            std::string(found[0]->database) + "\").");
  return nullptr;
}

const Relation* Binder::RelationOf(const schema::NamedType* type) {
  auto known = relations_.find(type);
  if (known != relations_.end()) return known->second;
  const size_t faults_before = faults_.size();
  const Relation* relation = nullptr;
  if (AppliedDirective source = FindDirective(*type, "source")) {
    relation = FindRelation(type->name, source.Text("relation"), source.Text("database"), true);
  } else if (type->kind == schema::TypeKind::kObject && !IsRoot(type)) {
    for (const std::string& spelling : SnakeCaseSpellings(type->name)) {
      relation = FindRelation(type->name, "v_" + spelling, {}, false);
      if (relation != nullptr || faults_.size() > faults_before) break;
    }
  }
  if (faults_.size() > faults_before) relation_faults_[type] = faults_.back();
  relations_[type] = relation;
  return relation;
}

TypeBinding* Binder::MakeType(const TypeKey& key) {
  TypeBinding* binding = arena_->New<TypeBinding>();
  binding->type = key.type;
  binding->relation = key.relation;
  binding->embedded = key.embedded;
  binding->binder = this;
  if (key.type->kind == schema::TypeKind::kObject || key.type->kind == schema::TypeKind::kInterface) {
    binding->type_fields = static_cast<const schema::CompositeType*>(key.type)->fields();
    const size_t size = sizeof(FieldBinding*) * binding->type_fields.size();
    binding->field_bindings = static_cast<const FieldBinding**>(arena_->Allocate(size, alignof(FieldBinding*)));
    std::fill_n(binding->field_bindings, binding->type_fields.size(), nullptr);
  }
  types_[key] = binding;
  in_order_.push_back(binding);
  if (const Relation* guide = GuideOf(*binding)) {
    if (std::optional<Attribute> id = KeyOf(*key.type, *guide)) {
      Attribute in_row = InRow(*binding, *id);
      binding->key = arena_->Copy(&in_row, 1);
    }
  }
  if (schema::IsAbstractKind(key.type->kind)) BindTypeName(binding);
  return binding;
}

void Binder::BindTypeName(TypeBinding* binding) {
  static const Wanted kTypeName{{"__typename"}, {}};
  std::optional<Attribute> found;
  if (binding->embedded) {
    found = Key("__typename");
  } else if (binding->relation != nullptr) {
    found = FindAttribute(*binding->relation, kTypeName, true);
    if (!found) {
      type_faults_[binding] = {std::string(binding->type->name), Missing(*binding->relation, kTypeName.spellings),
                               "The rows of an abstract type say which object type they are."};
    }
  }
  if (!found) return;
  binding->type_name = *found;
  binding->has_type_name = true;
}

const TypeBinding* Binder::FindType(const schema::NamedType* type) {
  if (!schema::IsCompositeKind(type->kind)) return nullptr;
  const Relation* relation = RelationOf(type);
  if (auto fault = relation_faults_.find(type); fault != relation_faults_.end()) Fault(fault->second);
  // An object type that no relation holds can only be embedded.
  const bool embedded = relation == nullptr && type->kind == schema::TypeKind::kObject && !IsRoot(type);
  return FindOrMakeType({type, relation, embedded});
}

const TypeBinding* Binder::FindType(const schema::NamedType* type, const Relation* relation) {
  return schema::IsCompositeKind(type->kind) ? FindOrMakeType({type, relation, false}) : nullptr;
}

const TypeBinding* Binder::FindEmbedded(const schema::NamedType* type) {
  return schema::IsCompositeKind(type->kind) ? FindOrMakeType({type, nullptr, true}) : nullptr;
}

const TypeBinding* Binder::FindOrMakeType(const TypeKey& key) {
  auto found = types_.find(key);
  const TypeBinding* binding = found != types_.end() ? found->second : MakeType(key);
  if (auto fault = type_faults_.find(binding); fault != type_faults_.end()) Fault(fault->second);
  return binding;
}

const FieldBinding* Binder::FindMemberField(const TypeBinding& parent, const schema::Field* field) {
  if (!schema::IsAbstractKind(parent.type->kind)) return nullptr;
  for (const schema::ObjectType* member : schema_.PossibleTypes(parent.type)) {
    if (field < member->fields().begin() || field >= member->fields().end()) continue;
    const TypeBinding* binding = parent.embedded || parent.relation != nullptr
                                     ? FindOrMakeType({member, parent.relation, parent.embedded})
                                     : FindType(member);
    return binding->Find(field);
  }
  return nullptr;
}

void Binder::ThrowFaults() {
  if (faults_.empty() || on_fault_ == nullptr) return;
  const BindingFault fault = faults_.front();
  faults_.clear();
  on_fault_(fault);
}

const FieldBinding* Binder::FindField(const TypeBinding& parent, const schema::Field* field) {
  if (auto failed = failed_.find({&parent, field}); failed != failed_.end()) {
    Fault(failed->second);
    ThrowFaults();
    return nullptr;
  }
  const FieldBinding* bound = BindField(parent, *field);
  if (bound != nullptr && (on_fault_ == nullptr || faults_.empty())) {
    parent.field_bindings[field - parent.type_fields.begin()] = bound;
    return bound;
  }
  if (!faults_.empty()) failed_[{&parent, field}] = faults_.back();
  ThrowFaults();
  return nullptr;
}

void Binder::BindAll() {
  for (const schema::ObjectType* root : {schema_.query_type(), schema_.mutation_type()}) {
    if (root != nullptr) FindType(root, nullptr);
  }
  // Binding a field makes the types it leads to, which are bound in turn.
  for (size_t i = 0; i < in_order_.size(); ++i) {
    const TypeBinding& type = *in_order_[i];
    if (schema::IsAbstractKind(type.type->kind)) {
      // Rows of an abstract type are read as rows of their object type.
      if (type.relation == nullptr && !type.embedded) continue;
      for (const schema::ObjectType* member : schema_.PossibleTypes(type.type)) {
        type.embedded ? FindEmbedded(member) : FindType(member, type.relation);
      }
      continue;
    }
    for (const schema::Field& field : type.type_fields) FindField(type, &field);
  }
}

}  // namespace internal

}  // namespace fraiseql::planner
