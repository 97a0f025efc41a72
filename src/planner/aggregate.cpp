// Aggregates: the rows of a list, counted and summed, as a whole and in groups.
//
//   SELECT fraiseql.project(NULL, <layout>, a.c0, a.c1, <groups>)
//     FROM (SELECT count(*) AS c0, sum(t0."total") AS c1 FROM ...) AS a
//
// In a slot this is done for all keys of a batch at once, and joined with the keys. What a function returns is named
// first, as for connections.
#include <algorithm>

#include "base/json.h"
#include "planner/key_batch.h"
#include "planner/selection_planner.h"

namespace fraiseql::planner {

namespace {

bool StartsWithAny(std::string_view text, std::initializer_list<std::string_view> heads) {
  return std::any_of(heads.begin(), heads.end(), [&](std::string_view head) { return text.starts_with(head); });
}

// An attribute as the values that an aggregate works on: what its type can be summed or compared as, exactly.
std::string ValueSql(const Row& row, const Attribute& attribute, const schema::NamedType* leaf) {
  const std::string_view type = AttributeType(row, attribute);
  switch (static_cast<const schema::ScalarType*>(leaf)->scalar) {
    case schema::ScalarKind::kFloat:
      // Its shortest text is what is shown of a real, and not the digits that a cast finds behind them.
      if (type == "real") return AttributeSql(row, attribute, "text") + "::float8";
      return AttributeSql(row, attribute, type == "double precision" ? type : "float8");
    case schema::ScalarKind::kString:
      return TextSql(row, attribute);
    case schema::ScalarKind::kDateTime:
      return AttributeSql(row, attribute, type.starts_with("timestamp") ? type : "timestamptz");
    case schema::ScalarKind::kDate:
      return AttributeSql(row, attribute, "date");
    case schema::ScalarKind::kTime:
      return AttributeSql(row, attribute, StartsWithAny(type, {"time ", "time(", "timetz"}) ? type : "time");
    default:
      return AttributeSql(
          row, attribute,
          StartsWithAny(type, {"smallint", "integer", "bigint", "int2", "int4", "int8"}) ? type : "numeric");
  }
}

}  // namespace

// A subquery of aggregates, the whole or the groups, and the call that writes its rows.
class SelectionPlanner::Level {
 public:
  Level(std::string alias, Arena* arena) : alias_(std::move(alias)), project(row_, arena) {}

  // The column that holds an aggregate, as seen from outside.
  std::string Column(const std::string& aggregate) {
    auto found = std::find(aggregates_.begin(), aggregates_.end(), aggregate);
    const size_t number = static_cast<size_t>(found - aggregates_.begin());
    if (found == aggregates_.end()) aggregates_.push_back(aggregate);
    return alias_ + ".c" + std::to_string(number);
  }

  // `keys` and what was asked for, as a select list.
  std::string Columns(std::string keys) const {
    for (size_t i = 0; i < aggregates_.size(); ++i) {
      keys += (keys.empty() ? "" : ", ") + aggregates_[i] + " AS c" + std::to_string(i);
    }
    return keys;
  }
  bool is_empty() const { return aggregates_.empty(); }

 private:
  std::string alias_;
  std::vector<std::string> aggregates_;
  Row row_;

 public:
  ProjectBuilder project;
};

struct SelectionPlanner::Aggregation {
  const Source& source;
  const KeyBatch* keys = nullptr;  // of a slot
  RowsWanted wanted = {};
  Level* whole = nullptr;
  std::string joins = {};      // of a slot: the groups
  uint32_t groups_joined = 0;  // how many they are
  std::string empty = {};      // the text over no rows
};

// What an object of the answer holds.
struct SelectionPlanner::AggregateObject {
  Level* level = nullptr;
  bool is_whole = false;
  std::string_view function = {};           // the values of this aggregate for fields of the rows
  bool is_key = false;                      // the values that make a group
  const schema::NamedType* rows = nullptr;  // is_key: the type of the rows that hold them
  std::string path = {};                    // is_key: of the relations that lead to them, `customer.`
};

// ── What is selected ─────────────────────────────────────────────────────────────────────────────────────────────────

const Layout* SelectionPlanner::AggregateLayout(const CollectedField& field, OutputField* output,
                                                Aggregation* aggregation, const AggregateObject& object) {
  const auto* type = static_cast<const schema::ObjectType*>(schema::GetNamedType(output->field->type));
  Layout* layout = context_.arena->New<Layout>();
  Variants variants;
  const bool writes_empty = object.level == aggregation->whole;
  std::optional<List<CollectedField>> fields =
      Collect(type, MergedSelectionSets(field, context_.arena), &variants, &layout->fields);
  if (!fields) {
    if (writes_empty) AppendFailedObject(layout->fields, &aggregation->empty);
    output->selection = SelectionOf(variants);
    return layout;
  }
  std::vector<OutputField> outputs;
  std::vector<LayoutField> layout_fields;
  if (writes_empty) aggregation->empty += '{';
  for (const CollectedField& part : *fields) {
    if (writes_empty) {
      if (!outputs.empty()) aggregation->empty += ',';
      AppendJsonString(part.response_key, &aggregation->empty);
      aggregation->empty += ':';
    }
    OutputField part_output = context_.Output(type, part);
    std::string empty;
    layout_fields.push_back(AggregatePart(part, &part_output, aggregation, object, &empty));
    if (writes_empty) aggregation->empty += empty;
    outputs.push_back(part_output);
  }
  if (writes_empty) aggregation->empty += '}';
  output->selection = SelectionOf({{type, context_.arena->Copy(outputs)}});
  layout->fields = context_.arena->Copy(layout_fields);
  return layout;
}

LayoutField SelectionPlanner::AggregatePart(const CollectedField& part, OutputField* output, Aggregation* aggregation,
                                            const AggregateObject& object, std::string* empty) {
  LayoutField result;
  result.response_key = part.response_key;
  result.wrapping = context_.arena->CopyString(WrappingOf(output->field->type));
  const std::string_view name = output->field->name;
  const schema::NamedType* type = schema::GetNamedType(output->field->type);
  const auto set_leaf = [&](const std::string& sql, std::string_view over_nothing) {
    result.place = object.level->project.AddArgument(sql);
    SetLeaf(type, context_.arena, &result);
    *empty = over_nothing;
  };
  const auto set_object = [&](AggregateObject inner) {
    inner.level = object.level;
    result.form = LayoutField::Form::kObject;
    result.layout = AggregateLayout(part, output, aggregation, inner);
  };
  const auto set_constant = [&](std::string_view json) {
    result.form = LayoutField::Form::kConstant;
    result.constant = json;
    *empty = json;
  };
  if (name == "__typename") {
    set_constant(context_.TypeNameConstant(output->parent));
  } else if (object.is_key) {
    const std::string place = object.path + std::string(name);
    if (schema::IsCompositeKind(type->kind)) {
      const schema::Field* relation = static_cast<const schema::CompositeType*>(object.rows)->FindField(name);
      if (relation == nullptr) {
        set_constant("null");  // of a type that somebody wrote himself
        return result;
      }
      set_object({.is_key = true, .rows = RowTypeOf(relation->type), .path = place + "."});
      return result;
    }
    const std::vector<SortKey>& groups = aggregation->wanted.groups;
    const auto is_it = [&place](const SortKey& key) { return key.place == place; };
    auto found = std::find_if(groups.begin(), groups.end(), is_it);
    if (found == groups.end()) {
      set_constant("null");
    } else {
      set_leaf("g.g" + std::to_string(found - groups.begin()), "null");
      if (object.rows->kind == schema::TypeKind::kObject) {
        const auto* rows = static_cast<const schema::ObjectType*>(object.rows);
        if (IsGlobalId(context_.input.node, rows, *rows->FindField(name))) result.global_type = rows->name;
      }
    }
  } else if (!object.function.empty()) {
    const auto* rows = static_cast<const schema::CompositeType*>(aggregation->source.binding->type);
    const schema::Field* field = rows->FindField(name);
    const FieldBinding* binding = field != nullptr ? aggregation->source.binding->Find(field) : nullptr;
    if (binding == nullptr || binding->kind != FieldBinding::Kind::kAttribute) {
      set_constant("null");
      return result;
    }
    const std::string value = ValueSql(aggregation->source.row, binding->attribute, schema::GetNamedType(field->type));
    set_leaf(object.level->Column("pg_catalog." + std::string(object.function) + "(" + value + ")"), "null");
  } else if (name == "count") {
    const std::string column = object.level->Column("pg_catalog.count(*)");
    const bool may_miss = object.is_whole && aggregation->keys != nullptr;
    set_leaf(may_miss ? "COALESCE(" + column + ", 0)" : column, "0");
  } else if (name == "groups" && object.is_whole) {
    result.form = LayoutField::Form::kJson;
    result.place = object.level->project.AddArgument(GroupsSql(part, output, aggregation));
    *empty = "[]";
  } else if (name == "key" && !object.is_whole) {
    set_object({.is_key = true, .rows = aggregation->source.binding->type});
  } else if (name == "sum" || name == "avg" || name == "min" || name == "max") {
    set_object({.function = name});
  } else {
    set_constant("null");  // of a type that somebody wrote himself
  }
  return result;
}

// The list of the groups, in the order of their keys. In a slot it is joined, one list per key.
std::string SelectionPlanner::GroupsSql(const CollectedField& field, OutputField* output, Aggregation* aggregation) {
  const std::vector<SortKey>& keys = aggregation->wanted.groups;
  const KeyBatch* batch = aggregation->keys;
  Level level("g", context_.arena);
  const Layout* layout = AggregateLayout(field, output, aggregation, {.level = &level});
  std::string columns = batch != nullptr ? batch->columns() : "";
  std::string order;
  for (size_t i = 0; i < keys.size(); ++i) {
    columns += (columns.empty() ? "" : ", ") + keys[i].sql + " AS g" + std::to_string(i);
    order += (i > 0 ? ", g.g" : "g.g") + std::to_string(i);
  }
  // By number: a name would mean a column of the relation first.
  std::string numbers;
  const size_t count = keys.size() + (batch != nullptr ? batch->size() : 0);
  for (size_t i = 1; i <= count; ++i) numbers += (i > 1 ? ", " : "") + std::to_string(i);
  const Source& source = aggregation->source;
  const std::string rows = " FROM (SELECT " + level.Columns(columns) + " FROM " + source.from +
                           Where(aggregation->wanted.conditions) + " GROUP BY " + numbers + ") AS g";
  const std::string list = "fraiseql.list(" + level.project.CallSql(*layout) + " ORDER BY " + order + ")";
  if (batch == nullptr) return "(SELECT " + list + rows + ")";
  const std::string alias = "b" + std::to_string(aggregation->groups_joined++);
  aggregation->joins += batch->Join(
      "SELECT " + batch->Names("g.") + ", " + list + " AS e" + rows + " GROUP BY " + batch->Names("g."), alias);
  return "COALESCE(" + alias + ".e, '[]'::json)";
}

std::string SelectionPlanner::AggregationProject(const Site& site, const CollectedField& field, OutputField* output,
                                                 StatementBuilder* statement, Aggregation* aggregation) {
  ApplyArguments(&context_, site, aggregation->source, statement, &aggregation->wanted);
  const Layout* layout = AggregateLayout(field, output, aggregation, {.level = aggregation->whole, .is_whole = true});
  const auto is_groups = [](const OutputField& part) { return part.field->name == "groups"; };
  const List<OutputField>& parts = output->selection->variants[0].fields;
  if (aggregation->wanted.groups.empty() && std::any_of(parts.begin(), parts.end(), is_groups)) {
    GraphQLError error;
    error.message = "\"groups\" needs the argument \"groupBy\".";
    error.code = ErrorCode::kBadUserInput;
    error.extensions.emplace_back("hint", "It says which fields make groups, for instance groupBy: {status: true}.");
    context_.field_errors.emplace_back(site.node, std::move(error));
  }
  return aggregation->whole->project.CallSql(*layout);
}

// ── Statements ───────────────────────────────────────────────────────────────────────────────────────────────────────

std::string SelectionPlanner::AggregateSql(StatementBuilder* statement, const Source& rows, const Row* parent,
                                           const Site& site, const CollectedField& field, OutputField* output) {
  Source source = rows;
  const std::string with = NamedRows(&source);
  Level whole("a", context_.arena);
  Aggregation aggregation{source};
  aggregation.whole = &whole;
  if (parent != nullptr) aggregation.wanted.conditions = JoinConditions(*source.field, *parent, source.row);
  const std::string project = AggregationProject(site, field, output, statement, &aggregation);
  if (whole.is_empty()) {
    return "(" + with + "SELECT " + project + WhereChecked(source, aggregation.wanted.conditions) + ")";
  }
  return "(" + with + "SELECT " + project + " FROM (SELECT " + whole.Columns("") + " FROM " + source.from +
         Where(aggregation.wanted.conditions) + ") AS a)";
}

std::string SelectionPlanner::AggregateBranch(uint32_t number, const Source& source, const Site& site,
                                              const CollectedField& field, OutputField* output,
                                              StatementBuilder* statement, std::string* empty) {
  KeyBatch keys(source, statement);
  Level whole("a", context_.arena);
  Aggregation aggregation{source};
  aggregation.keys = &keys;
  aggregation.whole = &whole;
  aggregation.wanted.conditions = keys.conditions();
  const std::string project = AggregationProject(site, field, output, statement, &aggregation);
  *empty = aggregation.empty;
  std::string joins;
  if (!whole.is_empty()) {
    joins = keys.Join("SELECT " + whole.Columns(keys.columns()) + " FROM " + source.from +
                          Where(aggregation.wanted.conditions) + " GROUP BY " + keys.attributes(),
                      "a");
  }
  const std::string where = whole.is_empty() ? WhereChecked(source, aggregation.wanted.conditions) : "";
  return "(" + keys.Select(number, project, joins + aggregation.joins) + where + ")";
}

}  // namespace fraiseql::planner
