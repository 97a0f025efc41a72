// The work behind planner/selection.h. Private to selection.cpp and connection.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/key_batch.h"
#include "planner/selection.h"

namespace fraiseql::planner {

class SelectionPlanner {
 public:
  explicit SelectionPlanner(PlanContext* context) : context_(*context) {}

  // A scalar subquery that returns the rows of a field as one json value: a list, a connection, or an object or null.
  // `parent` is the row it is correlated with, null for a root field.
  std::string RowsSql(StatementBuilder* statement, const Row* parent, const FieldBinding& binding, const Site& site,
                      const CollectedField& field, OutputField* output);
  std::string RowsFrom(StatementBuilder* statement, const std::vector<Source>& sources, const Row* parent,
                       const Site& site, const CollectedField& field, OutputField* output);
  List<NodeSlot> NodeSlots(const FieldBinding& nodes, const Site& site, const CollectedField& field,
                           OutputField* output);

 private:
  // An object inside a value, while its fields are planned.
  struct Item {
    // As subqueries see it that make the value anew; without an alias as long as there are none.
    Row row;
    // What is made of its lists: the n-th stands in its key ItemKey(n).
    std::vector<std::string> made;
    uint32_t depth = 0;  // of subqueries in them
  };

  // What expressions of the fields of one object may use.
  struct Scope {
    StatementBuilder* statement = nullptr;
    ProjectBuilder* project = nullptr;
    Item* item = nullptr;  // inside an object of `data`: places are paths in it, subqueries cannot see it
    bool embedded() const { return item != nullptr; }
  };

  using Sets = List<const language::SelectionSet*>;
  using Variants = std::vector<OutputSelection::Variant>;

  // ── Objects (selection.cpp) ──
  // `path` leads on into the attribute's value.
  Place PlaceOf(const Scope& scope, const Attribute& attribute, List<std::string_view> path = {});
  // Whether a request gave arguments to the field, or it has any by default.
  bool HasArguments(const OutputField& output) const;
  // The path into a value of the scalar JSON that the field's arguments ask for.
  List<std::string_view> PathOf(const OutputField& output);
  // The layout of a composite type's rows, and the selection that the answer has.
  const Layout* ObjectLayout(const Scope& scope, const TypeBinding* binding, const schema::ObjectType* member,
                             const schema::NamedType* type, Sets sets, Variants* variants);
  List<LayoutField> Fields(const Scope& scope, const TypeBinding* binding, const schema::ObjectType* object_type,
                           Sets sets, Variants* variants);
  std::optional<List<CollectedField>> Collect(const schema::ObjectType* object_type, Sets sets, Variants* variants,
                                              List<LayoutField>* failed);
  LayoutField PlanField(const Scope& scope, const TypeBinding* binding, const CollectedField& field,
                        OutputField* output);
  // A field whose subqueries would nest deeper than PostgreSQL plans in time: null, and the error is kept.
  void FailTooDeep(const OutputField& output, std::string_view in, LayoutField* result);
  void PlanComputed(const Scope& scope, const FieldBinding& binding, const CollectedField& field, OutputField* output,
                    LayoutField* result);
  const OutputSelection* SelectionOf(const Variants& variants);
  // The object that `failed` of Collect writes, as JSON.
  static void AppendFailedObject(List<LayoutField> failed, std::string* json);

  // ── Objects inside values (embedded.cpp) ──
  void PlanEmbedded(const Scope& scope, const FieldBinding& binding, const CollectedField& field, OutputField* output,
                    LayoutField* result);
  void PlanEmbeddedAggregate(const Scope& scope, const FieldBinding& binding, const CollectedField& field,
                             OutputField* output, LayoutField* result);
  // The place of what a subquery makes of a value in `scope`; `depth` is that of the subqueries in it.
  Place AddMade(const Scope& scope, std::string made, uint32_t depth);
  // The row or object whose fields are planned.
  const Row& RowOf(const Scope& scope);
  // The value with the objects in it, those of `inner`, made anew; `wanted` is what the list's arguments ask for.
  std::string RebuiltSql(const Scope& scope, const FieldBinding& binding, const Scope& inner, const RowsWanted& wanted);

  // ── Joins and slots (selection.cpp) ──
  void PlanJoin(const Scope& scope, const FieldBinding& binding, const CollectedField& field, OutputField* output,
                LayoutField* result);
  // The place of a slot's key. The other side gives its key back in its own type's form, so ours takes that type.
  Place KeyPlace(const Scope& scope, const Attribute& local, const Attribute& remote);
  std::string ProjectSql(StatementBuilder* statement, const Source& source, const schema::NamedType* type, Sets sets,
                         Variants* variants);
  uint32_t AddSlot(const FieldBinding& binding, const Site& site, const CollectedField& field, OutputField* output,
                   LayoutField* result);
  std::string SlotBranch(uint32_t number, const Source& source, const Site& site, const CollectedField& field,
                         const OutputField* output, StatementBuilder* statement, Variants* variants);

  // ── Members of an abstract type (members.cpp) ──
  // As RowsFrom and SlotBranch, of rows of several relations.
  std::string MembersSql(StatementBuilder* statement, const std::vector<Source>& sources, const Row* parent,
                         const Site& site, const CollectedField& field, OutputField* output);
  std::string MembersBranch(uint32_t number, const std::vector<Source>& sources, const Site& site,
                            const CollectedField& field, OutputField* output, StatementBuilder* statement);

  // ── Connections (connection.cpp) ──
  struct Page;
  std::string ConnectionSql(StatementBuilder* statement, const std::vector<Source>& sources, const Row* parent,
                            const Site& site, const CollectedField& field, OutputField* output);
  // A branch of a slot's statement: one row per key, whether it has rows or not.
  std::string ConnectionBranch(uint32_t number, const std::vector<Source>& sources, const Site& site,
                               const CollectedField& field, OutputField* output, StatementBuilder* statement,
                               std::string* empty);
  // Reads arguments and selection into `page`.
  void PlanPage(const Site& site, const CollectedField& field, OutputField* output, Page* page);
  // The fields of the connection or of its pageInfo.
  List<LayoutField> PartsOf(const schema::ObjectType* type, Sets sets, OutputField* output, Page* page);
  LayoutField PlanPart(const CollectedField& field, OutputField* output, Page* page);
  std::vector<std::string> RowSql(const CollectedField& field, OutputField* output, Page* page);
  // `outputs` are those of the edge's fields, `*nodes` what is selected of the nodes in each of them.
  std::string EdgeSql(const List<CollectedField>& collected, const std::vector<OutputField>& outputs,
                      size_t part_number, Page* page, std::vector<Variants>* nodes);

  // ── Aggregates (aggregate.cpp) ──
  class Level;
  struct Aggregation;
  struct AggregateObject;
  std::string AggregateSql(StatementBuilder* statement, const Source& rows, const Row* parent, const Site& site,
                           const CollectedField& field, OutputField* output);
  // A branch of a slot's statement: one row per key, whether it has rows or not.
  std::string AggregateBranch(uint32_t number, const Source& source, const Site& site, const CollectedField& field,
                              OutputField* output, StatementBuilder* statement, std::string* empty);
  // Reads arguments and selection, and returns the call that writes the answer.
  std::string AggregationProject(const Site& site, const CollectedField& field, OutputField* output,
                                 StatementBuilder* statement, Aggregation* aggregation);
  const Layout* AggregateLayout(const CollectedField& field, OutputField* output, Aggregation* aggregation,
                                const AggregateObject& object);
  // `*empty`: what the part is over no rows.
  LayoutField AggregatePart(const CollectedField& part, OutputField* output, Aggregation* aggregation,
                            const AggregateObject& object, std::string* empty);
  std::string GroupsSql(const CollectedField& field, OutputField* output, Aggregation* aggregation);

  PlanContext& context_;
};

}  // namespace fraiseql::planner
