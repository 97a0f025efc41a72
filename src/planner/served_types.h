// The types that are written behind a document, each once. Private to the planner.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "planner/binding.h"
#include "schema/schema.h"

namespace fraiseql::planner {

class ServedTypes {
 public:
  ServedTypes(const schema::Schema& schema, const Binding& binding) : schema_(schema), binding_(binding) {}

  const schema::Schema& schema() const { return schema_; }

  // The field of a type as filters, orderings and aggregates see it; null where they do not.
  const FieldBinding* BoundField(const schema::NamedType* type, const schema::Field& field) const;

  // How the rows of a type are read: from the relation of the type, else from one that a field of it names, or that a
  // function returns, else as objects inside JSON. Null where it has no rows.
  const TypeBinding* Rows(const schema::NamedType* type) const;

  // Whether the rows that a field of the type leads to live where those of the type do, for objects inside JSON where
  // some of them do.
  bool InSameDatabase(const schema::NamedType* type, const FieldBinding& bound) const;

  static List<schema::Field> FieldsOf(const schema::NamedType* type) {
    return type->kind == schema::TypeKind::kUnion ? List<schema::Field>{}
                                                  : static_cast<const schema::CompositeType*>(type)->fields();
  }

  // The type of the rows that a field leads to; null for leaves.
  static const schema::NamedType* CompositeOf(const schema::Field& field) {
    const schema::NamedType* type = RowTypeOf(field.type);
    return schema::IsCompositeKind(type->kind) ? type : nullptr;
  }

  // The name of a type that is wanted; "" where the document has a type of that name that is of another kind. `*is_new`
  // says that it is still to be written.
  std::string Want(const std::string& name, schema::TypeKind kind, bool* is_new);

  // A type stands before those that it leads to: its place is reserved first.
  size_t Reserve() {
    types_.emplace_back();
    return types_.size() - 1;
  }
  void Write(size_t place, std::string type) { types_[place] = std::move(type); }
  void Write(std::string type) { types_.push_back(std::move(type)); }

  // As a field's line in a type; nothing without a type.
  static void AddField(std::string_view name, const std::string& type, std::string* fields) {
    if (!type.empty()) *fields += "  " + std::string(name) + ": " + type + "\n";
  }

  // All of them, as SDL.
  std::string Text() const;

 private:
  // The field of an interface that has no rows of its own, as one of the members holds it: a leaf in all of them.
  const FieldBinding* InMembers(const schema::NamedType* type, const schema::Field& field) const;
  // Whether values of the database's rows hold objects of the type; types in `seen` have been asked already.
  bool IsEmbeddedIn(const schema::NamedType* type, std::string_view database,
                    std::unordered_set<const schema::NamedType*>* seen) const;

  const schema::Schema& schema_;
  const Binding& binding_;
  std::unordered_set<std::string> wanted_;  // names of types_
  std::vector<std::string> types_;
};

}  // namespace fraiseql::planner
