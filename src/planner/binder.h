// The work behind planner/binding.h. Private to the planner's bind_*.cpp and binding.cpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "planner/applied_directive.h"
#include "planner/binding.h"

namespace fraiseql::planner::internal {

class Binder {
 public:
  // `on_fault` null: faults are collected in faults().
  Binder(const schema::Schema& schema, Catalog* catalog, Arena* arena, BindingFaultHandler on_fault)
      : schema_(schema), catalog_(catalog), arena_(arena), on_fault_(on_fault) {}

  static Binding Make(const schema::Schema& schema, Catalog* catalog, Arena* arena, BindingFaultHandler on_fault);
  static Binder* Of(const Binding& binding);

  const TypeBinding* FindType(const schema::NamedType* type);
  const TypeBinding* FindType(const schema::NamedType* type, const Relation* relation);
  const TypeBinding* FindEmbedded(const schema::NamedType* type);
  const std::vector<TypeBinding*>& types() const { return in_order_; }
  const FieldBinding* FindField(const TypeBinding& parent, const schema::Field* field);
  // A field of an object type that `parent`, an abstract type, can be; null for any other.
  const FieldBinding* FindMemberField(const TypeBinding& parent, const schema::Field* field);

  // What an argument asks of a list; nothing where it filters by a column.
  static std::optional<ArgumentBinding::Role> ListRole(const schema::Field& field, const schema::InputValue& argument);
  // Whether the function has a parameter that an argument of this name goes to.
  static bool TakesArgument(const Function& function, std::string_view argument);

  // Binds all that can be reached from the root types.
  void BindAll();
  std::vector<BindingFault>& faults() { return faults_; }
  // Hands a fault that has come up to the handler, where there is one.
  void ThrowFaults();

 private:
  // ── Types (binding.cpp) ──
  struct TypeKey {
    const schema::NamedType* type;
    const Relation* relation;
    bool embedded;
    // clang-tidy 14 takes it for a comparison with 0.
    auto operator<=>(const TypeKey&) const = default;  // NOLINT(modernize-use-nullptr)
  };
  const TypeBinding* FindOrMakeType(const TypeKey& key);
  TypeBinding* MakeType(const TypeKey& key);
  void BindTypeName(TypeBinding* binding);
  // The relation of a type by @source or convention, null without one. A fault is kept for RequireRelation.
  const Relation* RelationOf(const schema::NamedType* type);
  const Relation* FindRelation(std::string_view place, std::string_view name, std::string_view database,
                               bool must_exist);
  bool IsRoot(const schema::NamedType* type) const;

  void Fault(std::string place, std::string message, std::string hint = {});
  void Fault(const BindingFault& fault) { Fault(fault.place, fault.message, fault.hint); }

  // ── Attributes (bind_attributes.cpp) ──
  // What to look for: spellings, best first, and the name as the document spells it.
  struct Wanted {
    std::vector<std::string> spellings;
    std::string_view exact;  // "" where only the spellings count
  };
  static Wanted WantedFor(std::string_view graphql_name);
  // A column, else a key that is known to be there; with `assume` also a key that may be there.
  std::optional<Attribute> FindAttribute(const Relation& relation, const Wanted& wanted, bool assume);
  std::optional<Attribute> FindNamed(const Relation& relation, std::string_view name);  // as @column and @join say it
  // The attribute of a row or of an embedded object, as `row` reads it.
  Attribute InRow(const TypeBinding& row, const Attribute& attribute);
  Attribute Key(std::string_view key);
  // The relation whose columns and keys tell what a row or an embedded object holds; null: nothing is known.
  const Relation* GuideOf(const TypeBinding& row);
  // As a message names what was not found: `public.v_order has neither a column nor a key of data named "total"`.
  static std::string Missing(const Relation& relation, const std::vector<std::string>& spellings);
  static std::string NearAttributes(const Relation& relation, const std::vector<std::string>& spellings);
  std::optional<Attribute> BindNamed(const std::string& place, const Relation& relation, std::string_view name);
  std::optional<Attribute> KeyOf(const schema::NamedType& type, const Relation& relation);

  // ── Fields (bind_fields.cpp) ──
  // What of an abstract type can be read from nothing but its members.
  static bool ReadsMembers(const TypeBinding& target) {
    return target.relation == nullptr && !target.embedded && schema::IsAbstractKind(target.type->kind);
  }
  const FieldBinding* BindField(const TypeBinding& parent, const schema::Field& field);
  const FieldBinding* BindRootField(const TypeBinding& parent, const schema::Field& field);
  const FieldBinding* BindLeaf(const TypeBinding& parent, const schema::Field& field);
  const FieldBinding* BindObject(const TypeBinding& parent, const schema::Field& field);
  const FieldBinding* Embed(const TypeBinding& parent, const schema::Field& field, const Attribute& attribute);
  const FieldBinding* BindMembers(const TypeBinding& parent, const schema::Field& field);
  const FieldBinding* BindRows(const TypeBinding& parent, const schema::Field& field, const TypeBinding& target);
  // How the rows of a field's type are read, by @source of the field, else of the type. Null after a fault.
  const TypeBinding* TargetOf(const schema::NamedType& parent, const schema::Field& field);
  // The connection type of a field that has one.
  static std::optional<ConnectionType> ConnectionOf(const schema::Field& field);
  // Whether the rows of `target` can be the pages of the field, if it is a connection. Faults are reported.
  bool CheckConnection(const schema::NamedType& parent, const schema::Field& field, const TypeBinding& target);
  FieldBinding* NewField(const schema::Field& field, FieldBinding::Kind kind);

  // The root fields `node` and `nodes` (planner/node_type.h).
  const FieldBinding* BindNode(const schema::Field& field);
  // What aggregates the rows of a list of the same parent (@aggregate).
  const FieldBinding* BindAggregate(const TypeBinding& parent, const schema::Field& field, std::string_view of);

  // ── Joins (bind_joins.cpp) ──
  // Rows of `target` as the parent's children; null where neither the conventions nor @join lead there.
  const FieldBinding* TryJoin(const TypeBinding& parent, const schema::Field& field, const TypeBinding& target,
                              bool assume);
  const FieldBinding* BindDeclaredJoin(const TypeBinding& parent, const schema::Field& field,
                                       const TypeBinding& target);
  const FieldBinding* MakeJoin(const TypeBinding& parent, const schema::Field& field, const TypeBinding& target,
                               const std::vector<Attribute>& local, const std::vector<Attribute>& remote);
  void FaultNoJoin(const TypeBinding& parent, const schema::Field& field, const TypeBinding& target);

  // ── Functions (bind_functions.cpp) ──
  const FieldBinding* BindFunction(const TypeBinding& parent, const schema::Field& field, std::string_view name);
  const FieldBinding* BindMutation(const TypeBinding& parent, const schema::Field& field);
  struct Call {
    const Function* function = nullptr;
    bool takes_json = false;
    std::vector<ArgumentBinding> arguments;
    uint32_t defaults_used = 0;
    std::vector<BindingFault> faults;
  };
  Call TryCall(const TypeBinding& parent, const schema::Field& field, const Function& function);
  const FieldBinding* BindCandidates(const TypeBinding& parent, const schema::Field& field,
                                     const List<const Function*>& candidates);
  const FieldBinding* BindResult(const TypeBinding& parent, const schema::Field& field, const Call& call);
  // Whether what the function returns can be the pages of the field, if it is a connection. Faults are reported.
  bool CheckPages(const TypeBinding& parent, const schema::Field& field, const Function& function);
  static const Column* EntityOf(const Relation& rows);

  // ── Arguments (bind_arguments.cpp) ──
  // The arguments of a list, or of a field that reads a relation: `find(argument, @column)` tells what each that is
  // none of every list's own filters by, or reports a fault.
  template <typename Find>
  List<ArgumentBinding> BindEach(const schema::Field& field, Find find);
  // Arguments of a field that reads `relation`. Faults are reported; the rest is bound all the same.
  List<ArgumentBinding> BindArguments(const schema::NamedType& parent, const schema::Field& field,
                                      const Relation& relation);
  // The same for a list of objects inside a value.
  List<ArgumentBinding> BindEmbeddedArguments(const schema::NamedType& parent, const schema::Field& field,
                                              const TypeBinding& items);
  void RefuseArguments(const TypeBinding& parent, const schema::Field& field);

  const schema::Schema& schema_;
  Catalog* catalog_;
  Arena* arena_;
  BindingFaultHandler on_fault_;
  std::vector<BindingFault> faults_;

  std::map<TypeKey, TypeBinding*> types_;
  std::vector<TypeBinding*> in_order_;  // all of types_, as they were made
  std::unordered_map<const schema::NamedType*, const Relation*> relations_;
  std::unordered_map<const schema::NamedType*, BindingFault> relation_faults_;
  std::unordered_map<const TypeBinding*, BindingFault> type_faults_;
  // Fields that could not be bound, so that asking again costs nothing.
  std::map<std::pair<const TypeBinding*, const schema::Field*>, BindingFault> failed_;
};

std::string FieldPlace(const schema::NamedType& type, const schema::Field& field);
std::string ArgumentPlace(const schema::NamedType& type, const schema::Field& field,
                          const schema::InputValue& argument);
// `public.v_order`.
std::string RelationName(const Relation& relation);

}  // namespace fraiseql::planner::internal
