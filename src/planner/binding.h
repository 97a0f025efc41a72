// Where the data of every field lives: the schema bound to relations, columns and functions (DESIGN "The schema",
// CONTRACT "Schema documents").
//
// Built once when a schema is loaded, immutable, in the arena of that schema. Conventions find the bindings that the
// engine's directives do not name; everything that cannot be found is a fault that says what was looked for and where.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "planner/relation.h"
#include "schema/schema.h"

namespace fraiseql::planner {

// A value of a row: a column, else a key of its `data`.
struct Attribute {
  const Column* column = nullptr;
  std::string_view key;  // where column is null

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
  enum class Role : uint8_t { kFilter, kLimit, kOffset, kWhere, kOrderBy, kFunction } role = Role::kFilter;
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
  Attribute attribute;                  // kAttribute, kEmbedded
  Join join;                            // kJoin
  const Relation* relation = nullptr;   // kJoin, kRelation; of a kFunction: the relation whose rows it returns, if any
  const TypeBinding* target = nullptr;  // composite types: how the rows of the field's type are read
  const Function* function = nullptr;   // kFunction
  bool takes_json = false;              // kFunction: one jsonb parameter gets all arguments
  List<ArgumentBinding> arguments;
  bool to_many() const { return schema::IsList(schema::NullableType(field->type)); }
};

// How rows of an object or abstract type are read.
struct TypeBinding {
  const schema::NamedType* type = nullptr;
  const Relation* relation = nullptr;  // null: only embedded, or an abstract type over its members' relations
  List<Attribute> key;                 // what identifies a row: `id`, else empty
  Attribute type_name;                 // abstract types with a relation: where __typename stands
  bool has_type_name = false;
  std::unordered_map<const schema::Field*, FieldBinding> fields;

  const FieldBinding* Find(const schema::Field* field) const {
    auto found = fields.find(field);
    return found == fields.end() ? nullptr : &found->second;
  }
};

struct Binding {
  std::unordered_map<const schema::NamedType*, TypeBinding> types;

  const TypeBinding* Find(const schema::NamedType* type) const {
    auto found = types.find(type);
    return found == types.end() ? nullptr : &found->second;
  }
};

// `place` is the type and field, e.g. `Order.customer`, `Query.orders(customerId:)`.
struct BindingFault {
  std::string place;
  std::string message;
  std::string hint;
};

// Binds every type reachable from the root types. All faults are found, not the first only. `arena` holds what the
// binding points to and must live as long as the schema.
std::vector<BindingFault> Bind(const schema::Schema& schema, Catalog* catalog, Arena* arena, Binding* binding);

// CONTRACT 4: `ISBN` → `isbn`, `unitPrice` → `unit_price`, `addressLine2` → `address_line2`.
std::string SnakeCase(std::string_view name);

}  // namespace fraiseql::planner
