// Where the data of every field lives: the schema bound to relations, columns and functions (DESIGN "The schema",
// CONTRACT "Schema documents").
//
// Conventions find the bindings that the engine's directives do not name; everything that cannot be found is a fault
// that says what was looked for and where. Loading a schema binds all of it (Bind); a session binds a type or a field
// when a request first asks for it (BindOnDemand), so that a large schema costs a new connection next to nothing. What
// has been bound never changes; it lives in the arena of its schema version.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "planner/connection_type.h"
#include "planner/relation.h"
#include "schema/schema.h"

namespace fraiseql::planner {

// A value of a row: a column, else a key of its `data`. In an object embedded in JSON: always a key, of that object.
struct Attribute {
  const Column* column = nullptr;
  std::string_view key;  // where column is null
  // The type to read the key with (Relation::DataKey).
  TypeOid key_type = kTextOid;
  std::string_view key_type_name = "text";

  bool operator==(const Attribute&) const = default;
};

// The equality that leads from a parent row to its children: local[i] = remote[i].
struct Join {
  List<Attribute> local;
  List<Attribute> remote;
};

// An argument that filters, and what it filters by.
struct ArgumentBinding {
  const schema::InputValue* argument = nullptr;
  enum class Role : uint8_t {
    kFilter,
    kLimit,
    kOffset,
    kWhere,
    kOrderBy,
    kFirst,  // kFirst to kBefore: of connections
    kAfter,
    kLast,
    kBefore,
    kGroupBy,  // of aggregates
    kFunction,
  } role = Role::kFilter;
  Attribute attribute;                             // kFilter
  const Function::Parameter* parameter = nullptr;  // kFunction; null where the function takes one jsonb
};

struct TypeBinding;

struct FieldBinding {
  enum class Kind : uint8_t {
    kAttribute,  // a leaf: a column or a key of data
    kEmbedded,   // an object (or lists of them) inside a column or a key of data
    kJoin,       // rows of another relation, by keys of this one
    kRelation,   // root field: rows of a relation
    kFunction,   // root field: what a function returns; elsewhere: a computed field over the row
  };
  const schema::Field* field = nullptr;
  Kind kind = Kind::kAttribute;
  // kAttribute, kEmbedded. kFunction: where it is set, the object is inside this column of the returned row (`entity`
  // of a mutation_response).
  Attribute attribute;
  bool has_entity = false;              // kFunction: `attribute` is set
  Join join;                            // kJoin
  const Relation* relation = nullptr;   // kJoin, kRelation; of a kFunction: the relation whose rows it returns, if any
  const TypeBinding* target = nullptr;  // composite types: how the rows of the field's type are read
  const Function* function = nullptr;   // kFunction; not at the root, the first parameter takes the row
  bool takes_json = false;              // kFunction: one jsonb parameter gets all arguments
  List<ArgumentBinding> arguments;
  // kJoin, kRelation of an abstract type without a relation of its own: one for each possible type, with that type's
  // relation, target, join and arguments. `relation` is then null, `join` and `arguments` are those of the first
  // member.
  List<const FieldBinding*> members;
  const ConnectionType* connection = nullptr;  // kJoin, kRelation, kFunction: the rows are pages of a connection
  // kRelation: `node` or `nodes`, whose members are found by their global ids; those of `nodes` are joined by their
  // keys.
  bool is_node = false;
  bool is_aggregate = false;  // all kinds but kAttribute: the rows or objects are counted and summed
  bool to_many() const { return connection != nullptr || schema::IsList(schema::NullableType(field->type)); }
};

namespace internal {
class Binder;
}

// How objects of a type are read from the rows of one relation, or from an object embedded in JSON.
struct TypeBinding {
  const schema::NamedType* type = nullptr;
  const Relation* relation = nullptr;  // null: only embedded, or an abstract type over its members' relations
  bool embedded = false;               // an object inside JSON: every attribute is a key of it
  List<Attribute> key;                 // what identifies a row: `id`, else empty
  Attribute type_name;                 // abstract types with a relation or embedded: where __typename stands
  bool has_type_name = false;

  // A field of the type; of an abstract type also a field of an object type that it can be, as the rows of `relation`
  // hold it. Null for any other field, for meta fields and for what could not be bound.
  const FieldBinding* Find(const schema::Field* field) const;

  internal::Binder* binder = nullptr;
  List<schema::Field> type_fields;                // of an object or interface type
  const FieldBinding** field_bindings = nullptr;  // as many as type_fields; null: not bound yet
};

class Binding {
 public:
  Binding();
  ~Binding();
  Binding(Binding&&) noexcept;
  Binding& operator=(Binding&&) noexcept;

  // Null for types that have no rows: leaves and input types.
  const TypeBinding* Find(const schema::NamedType* type) const;
  // The same type read from the rows of another relation: an object type behind an abstract type's relation, behind a
  // field with a relation of its own, behind a function.
  const TypeBinding* Find(const schema::NamedType* type, const Relation* relation) const;
  // The same type inside JSON.
  const TypeBinding* FindEmbedded(const schema::NamedType* type) const;
  // All ways of reading the type that have been met so far; after Bind, all that there are.
  std::vector<const TypeBinding*> Variants(const schema::NamedType* type) const;

 private:
  friend class internal::Binder;
  std::unique_ptr<internal::Binder> binder_;
};

// `place` is the type and field, e.g. `Order.customer`, `Query.orders(customerId:)`.
struct BindingFault {
  std::string place;
  std::string message;
  std::string hint;  // may be empty

  bool operator==(const BindingFault&) const = default;
};

// Binds every type reachable from the root types. All faults are found, not the first only; with faults the binding is
// not to be used. `schema`, `catalog` and `arena` must outlive the binding, which grows in the arena.
std::vector<BindingFault> Bind(const schema::Schema& schema, Catalog* catalog, Arena* arena, Binding* binding);

// Makes `binding` bind types and fields when they are first asked for. A fault then (the catalog has changed since the
// schema was loaded) is handed to `on_fault`, which must throw.
using BindingFaultHandler = void (*)(const BindingFault& fault);
void BindOnDemand(const schema::Schema& schema, Catalog* catalog, Arena* arena, BindingFaultHandler on_fault,
                  Binding* binding);

}  // namespace fraiseql::planner
