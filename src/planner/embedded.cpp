// Objects inside values: read where they stand. A list whose arguments ask for some of its objects is made anew first.
#include <algorithm>

#include "planner/arguments.h"
#include "planner/selection_planner.h"

namespace fraiseql::planner {

namespace {

// Where the n-th made list of an object stands in it. Keys of this prefix are the engine's own.
std::string ItemKey(size_t n) { return "fraiseql:" + std::to_string(n); }

// How many lists a type is around its objects.
uint32_t ListDepth(const schema::Type* type) {
  uint32_t depth = 0;
  for (type = schema::NullableType(type); schema::IsList(type); type = schema::NullableType(schema::OfType(type))) {
    ++depth;
  }
  return depth;
}

bool HasWhere(const List<ArgumentBinding>& arguments, const Site& site) {
  return std::any_of(arguments.begin(), arguments.end(), [&](const ArgumentBinding& argument) {
    return argument.role == ArgumentBinding::Role::kWhere && site.Find(argument.argument->name) != nullptr;
  });
}

// The array `value` with `item` in place of each of its elements, which `alias` has as "data"; only some of them, and
// in another order, where that is wanted. What is no array stays as it is.
std::string ListSql(const std::string& value, const std::string& alias, const std::string& item,
                    const RowsWanted& wanted) {
  std::string order = OrderByClause(wanted.order);
  order += (order.empty() ? " ORDER BY " : ", ") + alias + ".\"n\"";
  return "(SELECT CASE pg_catalog.jsonb_typeof(v.j) WHEN 'array' THEN (SELECT COALESCE(pg_catalog.jsonb_agg(s.j), "
         "'[]'::jsonb) FROM (SELECT " +
         item + " AS j FROM pg_catalog.jsonb_array_elements(v.j) WITH ORDINALITY AS " + alias + "(\"data\", \"n\")" +
         Where(wanted.conditions) + order + Window(wanted) + ") AS s) ELSE v.j END FROM (SELECT " + value +
         " AS j OFFSET 0) AS v)";
}

}  // namespace

const Row& SelectionPlanner::RowOf(const Scope& scope) {
  if (!scope.embedded()) return scope.project->row();
  if (scope.item->row.alias.empty()) scope.item->row.alias = context_.NextAlias();
  return scope.item->row;
}

void SelectionPlanner::PlanEmbedded(const Scope& scope, const FieldBinding& binding, const CollectedField& field,
                                    OutputField* output, LayoutField* result) {
  result->form = LayoutField::Form::kObject;
  Item item;
  item.row = ItemRow(scope.project->row(), {});
  Scope inner = scope;
  inner.item = &item;
  std::vector<OutputSelection::Variant> variants;
  result->layout = ObjectLayout(inner, binding.target, nullptr, schema::GetNamedType(output->field->type),
                                MergedSelectionSets(field, context_.arena), &variants);
  output->selection = SelectionOf(variants);
  RowsWanted wanted;
  if (!binding.arguments.empty() && HasArguments(*output)) {
    Source source;
    source.row = RowOf(inner);
    source.binding = binding.target;
    source.field = &binding;
    const Site site = context_.AddSite(*output);
    ApplyArguments(&context_, site, source, scope.statement, &wanted);
    // What is no object fits no filter, not even the empty one.
    if (!wanted.conditions.empty() || HasWhere(binding.arguments, site)) {
      wanted.conditions.push_back("pg_catalog.jsonb_typeof(" + source.row.alias + ".\"data\") = 'object'");
    }
  }
  if (item.made.empty() && wanted.conditions.empty() && !wanted.IsOrdered()) {
    result->place = PlaceOf(scope, binding.attribute);
    return;
  }
  if (item.depth == kMostNestedSubqueries) {
    FailTooDeep(*output, "lists inside values whose arguments ask for some of their objects", result);
    return;
  }
  result->place = AddMade(scope, RebuiltSql(scope, binding, inner, wanted), item.depth);
}

Place SelectionPlanner::AddMade(const Scope& scope, std::string made, uint32_t depth) {
  if (!scope.embedded()) return scope.project->AddArgument(std::move(made));
  Item* item = scope.item;
  Place place;
  place.kind = Place::Kind::kData;
  const std::string_view key = context_.arena->CopyString(ItemKey(item->made.size()));
  place.path = context_.arena->Copy(&key, 1);
  item->made.push_back(std::move(made));
  item->depth = std::max(item->depth, depth + 1);
  return place;
}

// Of objects inside others it stands in them as a text: no value of jsonb keeps marks.
void SelectionPlanner::PlanEmbeddedAggregate(const Scope& scope, const FieldBinding& binding,
                                             const CollectedField& field, OutputField* output, LayoutField* result) {
  const Source source = ItemSource(&context_, &binding, RowOf(scope));
  const Site site = context_.AddSite(*output);
  std::string json = AggregateSql(scope.statement, source, nullptr, site, field, output);
  if (scope.embedded()) json = "pg_catalog.to_jsonb(" + json + "::text)";
  result->form = LayoutField::Form::kJson;
  result->place = AddMade(scope, std::move(json), 0);
}

std::string SelectionPlanner::RebuiltSql(const Scope& scope, const FieldBinding& binding, const Scope& inner,
                                         const RowsWanted& wanted) {
  std::string value = ObjectsSql(RowOf(scope), binding.attribute);
  std::string alias = RowOf(inner).alias;
  std::string object = alias + ".\"data\"";
  if (!inner.item->made.empty()) {
    std::string with_made = object;
    for (size_t i = 0; i < inner.item->made.size(); ++i) {
      with_made += " || pg_catalog.jsonb_build_object('" + ItemKey(i) + "', " + inner.item->made[i] + ")";
    }
    object =
        "CASE pg_catalog.jsonb_typeof(" + object + ") WHEN 'object' THEN " + with_made + " ELSE " + object + " END";
  }
  const uint32_t lists = ListDepth(binding.field->type);
  if (lists == 0) return "(SELECT " + object + " FROM (SELECT " + value + " OFFSET 0) AS " + alias + "(\"data\"))";
  RowsWanted of_list = wanted;
  for (uint32_t level = lists; level > 1; --level) {
    const std::string around = context_.NextAlias();
    object = ListSql(around + ".\"data\"", alias, object, of_list);
    alias = around;
    of_list = {};
  }
  return ListSql(value, alias, object, of_list);
}

}  // namespace fraiseql::planner
