#include "planner/selection.h"

#include <algorithm>
#include <optional>

#include "planner/functions.h"
#include "planner/json_path.h"
#include "planner/selection_planner.h"

namespace fraiseql::planner {

namespace {

// PostgreSQL may make a join of EXISTS, and the order of a join is its own; of a test of its value it makes none.
void KeepOrder(std::vector<std::string>* conditions) {
  for (std::string& condition : *conditions) {
    if (condition.find("EXISTS (SELECT") != std::string::npos) condition = "(" + condition + ") IS TRUE";
  }
}

// Rows that have one value of a key are not ordered by it, and a session that has not sorted values of its type before
// looks up some fifty entries of the catalogs to do it.
std::string OrderBy(const Source& source, const RowsWanted& wanted) {
  std::vector<SortKey> keys = FullOrder(source, wanted);
  std::erase_if(keys, [&wanted](const SortKey& key) {
    return std::find(wanted.fixed.begin(), wanted.fixed.end(), key.sql) != wanted.fixed.end();
  });
  return OrderByClause(keys);
}

}  // namespace

// A scalar subquery that returns the rows of a field as one json value: a list, or an object or null. `parent` is
// the row it is correlated with, null for a root field.
std::string SelectionPlanner::RowsSql(StatementBuilder* statement, const Row* parent, const FieldBinding& binding,
                                      const Site& site, const CollectedField& field, OutputField* output) {
  return RowsFrom(statement, SourcesOf(&context_, binding, statement), parent, site, field, output);
}

std::string SelectionPlanner::RowsFrom(StatementBuilder* statement, const std::vector<Source>& sources,
                                       const Row* parent, const Site& site, const CollectedField& field,
                                       OutputField* output) {
  if (sources[0].field->is_aggregate) return AggregateSql(statement, sources[0], parent, site, field, output);
  if (sources[0].field->connection != nullptr) {
    return ConnectionSql(statement, sources, parent, site, field, output);
  }
  if (sources.size() > 1) return MembersSql(statement, sources, parent, site, field, output);
  const Source& source = sources[0];
  const bool to_many = source.field->to_many();
  RowsWanted wanted;
  if (parent != nullptr) {
    wanted.conditions = JoinConditions(*source.field, *parent, source.row);
    for (const Attribute& key : source.field->join.remote) wanted.fixed.push_back(AttributeSql(source.row, key));
  }
  ApplyArguments(&context_, site, source, statement, &wanted);
  if (to_many) CapRows(context_, statement, &wanted);
  if (source.has_order && wanted.order.empty()) KeepOrder(&wanted.conditions);
  Variants variants;
  const std::string project = ProjectSql(statement, source, schema::GetNamedType(output->field->type),
                                         MergedSelectionSets(field, context_.arena), &variants);
  output->selection = SelectionOf(variants);
  const std::string rest = " FROM " + source.from + Where(wanted.conditions);
  if (!to_many) {
    std::string window_sql = wanted.offset.empty() ? "" : " OFFSET " + wanted.offset;
    return "(SELECT " + project + rest + OrderBy(source, wanted) + " LIMIT 1" + window_sql + ")";
  }
  if (!wanted.IsOrdered()) return "(SELECT fraiseql.list(" + project + ")" + rest + ")";
  return "(SELECT fraiseql.list(s.j) FROM (SELECT " + project + " AS j" + rest + OrderBy(source, wanted) +
         Window(wanted) + ") AS s)";
}

// ── Objects ────────────────────────────────────────────────────────────────────────────────────────────────────

Place SelectionPlanner::PlaceOf(const Scope& scope, const Attribute& attribute, List<std::string_view> path) {
  if (!scope.embedded()) return scope.project->PlaceOf(attribute, path);
  Place place;
  place.kind = Place::Kind::kData;
  std::vector<std::string_view> steps(1, attribute.column != nullptr ? attribute.column->name : attribute.key);
  steps.insert(steps.end(), path.begin(), path.end());
  place.path = context_.arena->Copy(steps);
  return place;
}

bool SelectionPlanner::HasArguments(const OutputField& output) const {
  const List<schema::InputValue>& arguments = output.field->arguments;
  return !context_.input.index->fields[output.nodes[0]]->arguments.empty() ||
         std::any_of(arguments.begin(), arguments.end(),
                     [](const schema::InputValue& argument) { return argument.default_value != nullptr; });
}

List<std::string_view> SelectionPlanner::PathOf(const OutputField& output) {
  if (PathArgument(*output.field) == nullptr || !HasArguments(output)) return {};
  const Site site = context_.AddSite(output);
  const values::InputValue* value = site.Find(kPathArgument);
  if (value == nullptr || value->kind != values::InputValue::Kind::kString) return {};
  JsonPath path = ParseJsonPath(value->text, context_.arena);
  if (path.fault.empty()) return path.steps;
  GraphQLError error;
  error.message = "Argument \"path\" is no path: " + path.fault + " of \"" + std::string(value->text) + "\".";
  error.code = ErrorCode::kBadUserInput;
  error.extensions.emplace_back("hint", "Paths are written like \"$.sizes[0].width\" or \"a['a key']\".");
  context_.field_errors.emplace_back(output.nodes[0], std::move(error));
  return {};
}

// The layout of a composite type's rows, and the selection that the answer has.
const Layout* SelectionPlanner::ObjectLayout(const Scope& scope, const TypeBinding* binding,
                                             const schema::ObjectType* member, const schema::NamedType* type,
                                             List<const language::SelectionSet*> sets,
                                             std::vector<OutputSelection::Variant>* variants) {
  Layout* layout = context_.arena->New<Layout>();
  if (type->kind == schema::TypeKind::kObject || member != nullptr) {
    const auto* object_type = member != nullptr ? member : static_cast<const schema::ObjectType*>(type);
    layout->fields = Fields(scope, binding, object_type, sets, variants);
    if (member != nullptr) layout->type_name = member->name;
    return layout;
  }
  layout->on = PlaceOf(scope, binding->type_name);
  std::vector<Layout::Variant> members;
  for (const schema::ObjectType* object_type : context_.input.schema->PossibleTypes(type)) {
    members.push_back({object_type->name, Fields(scope, binding, object_type, sets, variants)});
  }
  layout->variants = context_.arena->Copy(members);
  return layout;
}

void SelectionPlanner::AppendFailedObject(List<LayoutField> failed, std::string* json) {
  json->append("{\"\":").append(failed[0].constant).append("}");
}

const OutputSelection* SelectionPlanner::SelectionOf(const Variants& variants) {
  return context_.arena->New<OutputSelection>(OutputSelection{context_.arena->Copy(variants)});
}

List<LayoutField> SelectionPlanner::Fields(const Scope& scope, const TypeBinding* binding,
                                           const schema::ObjectType* object_type,
                                           List<const language::SelectionSet*> sets,
                                           std::vector<OutputSelection::Variant>* variants) {
  List<LayoutField> failed;
  std::optional<List<CollectedField>> fields = Collect(object_type, sets, variants, &failed);
  if (!fields) return failed;
  std::vector<OutputField> outputs;
  std::vector<LayoutField> layout_fields;
  for (const CollectedField& field : *fields) {
    OutputField output = context_.Output(object_type, field);
    layout_fields.push_back(PlanField(scope, binding, field, &output));
    outputs.push_back(output);
  }
  variants->push_back({object_type, context_.arena->Copy(outputs)});
  return context_.arena->Copy(layout_fields);
}

// The fields that are selected on an object type. Where they cannot be told there are none, and each object of the type
// is null with the error: a field without a response key stands for it (OutputField).
std::optional<List<CollectedField>> SelectionPlanner::Collect(const schema::ObjectType* object_type,
                                                              List<const language::SelectionSet*> sets,
                                                              std::vector<OutputSelection::Variant>* variants,
                                                              List<LayoutField>* failed) {
  try {
    List<CollectedField> fields = CollectFields(context_.collection, object_type, sets);
    context_.CountFields(fields.size());
    return fields;
  } catch (const DirectiveValueError& directive_error) {
    OutputField output;
    output.field = context_.input.schema->FindMetaField(object_type, "__typename");
    output.parent = object_type;
    variants->push_back({object_type, context_.arena->Copy(&output, 1)});
    LayoutField field;
    field.form = LayoutField::Form::kConstant;
    field.constant = context_.ObjectFailureMark(directive_error.error);
    *failed = context_.arena->Copy(&field, 1);
    return std::nullopt;
  }
}

LayoutField SelectionPlanner::PlanField(const Scope& scope, const TypeBinding* binding, const CollectedField& field,
                                        OutputField* output) {
  LayoutField result;
  result.response_key = field.response_key;
  result.wrapping = context_.arena->CopyString(WrappingOf(output->field->type));
  const FieldBinding* field_binding = binding->Find(output->field);
  if (std::optional<std::string_view> mark = context_.FailureMark(*output)) {
    result.form = LayoutField::Form::kConstant;
    result.constant = *mark;
    const schema::NamedType* named = schema::GetNamedType(output->field->type);
    if (schema::IsCompositeKind(named->kind)) output->selection = context_.arena->New<OutputSelection>();
    return result;
  }
  output->binding = field_binding;
  if (field_binding == nullptr) {  // __typename
    result.form = LayoutField::Form::kConstant;
    result.constant = context_.TypeNameConstant(output->parent);
    return result;
  }
  switch (field_binding->kind) {
    case FieldBinding::Kind::kAttribute:
      result.place = PlaceOf(scope, field_binding->attribute, PathOf(*output));
      SetLeaf(schema::GetNamedType(output->field->type), context_.arena, &result);
      if (IsGlobalId(context_.input.node, output->parent, *output->field)) result.global_type = output->parent->name;
      break;
    case FieldBinding::Kind::kEmbedded:
      if (field_binding->is_aggregate) {
        PlanEmbeddedAggregate(scope, *field_binding, field, output, &result);
      } else {
        PlanEmbedded(scope, *field_binding, field, output, &result);
      }
      break;
    case FieldBinding::Kind::kJoin:
      PlanJoin(scope, *field_binding, field, output, &result);
      break;
    case FieldBinding::Kind::kFunction:
      PlanComputed(scope, *field_binding, field, output, &result);
      break;
    case FieldBinding::Kind::kRelation:
      break;  // root fields only
  }
  return result;
}

void SelectionPlanner::FailTooDeep(const OutputField& output, std::string_view in, LayoutField* result) {
  GraphQLError error;
  error.message = "\"" + std::string(output.field->name) + "\" is more than " + std::to_string(kMostNestedSubqueries) +
                  " levels deep in " + std::string(in) + ".";
  error.code = ErrorCode::kBadUserInput;
  error.extensions.emplace_back("hint", "Ask for the rows further down in a request of their own.");
  context_.field_errors.emplace_back(output.nodes[0], std::move(error));
  result->form = LayoutField::Form::kConstant;
  result->constant = "null";
}

void SelectionPlanner::PlanComputed(const Scope& scope, const FieldBinding& binding, const CollectedField& field,
                                    OutputField* output, LayoutField* result) {
  const schema::NamedType* type = schema::GetNamedType(output->field->type);
  if (schema::IsCompositeKind(type->kind) && scope.statement->nesting() == kMostNestedSubqueries) {
    FailTooDeep(*output, "fields that functions compute from rows", result);
    return;
  }
  Site site = context_.AddSite(*output);
  std::string call = ComputedCallSql(context_, binding, site, scope.project->row(), scope.statement);
  if (schema::IsLeafKind(type->kind)) {
    bool collects = binding.function->returns_set;
    if (collects) call = "(SELECT pg_catalog.array_agg(r.v) FROM " + call + " AS r(v))";
    result->place = scope.project->AddArgument(std::move(call));
    SetLeaf(type, context_.arena, result);
    return;
  }
  const Source source = ComputedSource(&context_, binding, call);
  StatementBuilder::Level level(scope.statement);
  result->place = scope.project->AddArgument(RowsFrom(scope.statement, {source}, nullptr, site, field, output));
  result->form = LayoutField::Form::kJson;
}

// ── Joins ──────────────────────────────────────────────────────────────────────────────────────────────────────

void SelectionPlanner::PlanJoin(const Scope& scope, const FieldBinding& binding, const CollectedField& field,
                                OutputField* output, LayoutField* result) {
  std::optional<std::string_view> database = DatabaseOf(binding);
  const Row& row = scope.project->row();
  Site site = context_.AddSite(*output);
  const bool nests = !scope.embedded() && row.can_nest && database && *database == row.database;
  if (nests && scope.statement->nesting() < kMostNestedRelations) {
    StatementBuilder::Level level(scope.statement);
    std::string sql = RowsSql(scope.statement, &row, binding, site, field, output);
    result->place = scope.project->AddArgument(std::move(sql));
    result->form = LayoutField::Form::kJson;
    return;
  }
  result->form = LayoutField::Form::kSlot;
  result->slot = AddSlot(binding, site, field, output, result);
  output->slot = static_cast<int32_t>(result->slot);
  std::vector<Place> by;
  for (size_t i = 0; i < binding.join.local.size(); ++i) {
    by.push_back(KeyPlace(scope, binding.join.local[i], binding.join.remote[i]));
  }
  result->by = context_.arena->Copy(by);
  // A to-many slot without a key is an empty list, whatever the type says of its elements.
  const bool is_list = binding.to_many() && binding.connection == nullptr;
  result->wrapping = context_.arena->CopyString(result->wrapping.substr(0, is_list ? 2 : 1));
}

// The place of a slot's key. The other side gives its key back in its own type's form, so ours takes that type.
Place SelectionPlanner::KeyPlace(const Scope& scope, const Attribute& local, const Attribute& remote) {
  const Row& row = scope.project->row();
  std::string_view type = remote.column != nullptr ? remote.column->type_name : remote.key_type_name;
  if (scope.embedded() || type == AttributeType(row, local)) return PlaceOf(scope, local);
  return scope.project->AddArgument(AttributeSql(row, local, type));
}

std::string SelectionPlanner::ProjectSql(StatementBuilder* statement, const Source& source,
                                         const schema::NamedType* type, List<const language::SelectionSet*> sets,
                                         std::vector<OutputSelection::Variant>* variants) {
  ProjectBuilder project(source.row, context_.arena);
  Scope scope{statement, &project};
  const Layout* layout = ObjectLayout(scope, source.binding, source.member, type, sets, variants);
  return project.CallSql(*layout);
}

// ── Slots ──────────────────────────────────────────────────────────────────────────────────────────────────────

uint32_t SelectionPlanner::AddSlot(const FieldBinding& binding, const Site& site, const CollectedField& field,
                                   OutputField* output, LayoutField* result) {
  uint32_t number = static_cast<uint32_t>(context_.slots.size());
  context_.slots.emplace_back();
  Slot slot;
  slot.key_count = binding.join.remote.size();
  slot.to_many = binding.to_many() && binding.connection == nullptr;
  slot.non_null = schema::IsNonNull(output->field->type);
  slot.parent = output->parent;
  slot.field = output->field;

  StatementBuilder statement;
  std::string text;
  std::vector<OutputSelection::Variant> variants;
  const std::vector<Source> sources = SourcesOf(&context_, binding, &statement);
  if (binding.connection != nullptr || binding.is_aggregate) {
    std::string empty;
    text = binding.is_aggregate ? AggregateBranch(number, sources[0], site, field, output, &statement, &empty)
                                : ConnectionBranch(number, sources, site, field, output, &statement, &empty);
    result->constant = context_.arena->CopyString(empty);
  } else if (binding.to_many() && sources.size() > 1) {
    text = MembersBranch(number, sources, site, field, output, &statement);
  } else {
    for (const Source& source : sources) {
      std::string branch = SlotBranch(number, source, site, field, output, &statement, &variants);
      text += (text.empty() ? "" : " UNION ALL ") + branch;
    }
    output->selection = SelectionOf(variants);
  }
  slot.statement = statement.Finish(DatabaseOf(binding).value_or(kPrimary), text, context_.arena);
  context_.slots[number] = slot;
  return number;
}

std::string SelectionPlanner::SlotBranch(uint32_t number, const Source& source, const Site& site,
                                         const CollectedField& field, const OutputField* output,
                                         StatementBuilder* statement, std::vector<OutputSelection::Variant>* variants) {
  const FieldBinding& binding = *source.field;
  RowsWanted wanted;
  std::string key_text;  // the components as one text
  std::string keys;      // the components, for GROUP BY
  bool by_key = source.binding->key.size() == binding.join.remote.size();
  for (uint32_t i = 0; i < binding.join.remote.size(); ++i) {
    const Attribute& attribute = binding.join.remote[i];
    std::string sql = AttributeSql(source.row, attribute);
    wanted.conditions.push_back(sql + " = ANY(" + statement->AddParameter(KeysParameter(source, i)) + ")");
    key_text += (key_text.empty() ? "" : " || E'\\x02' || ") + sql + "::text";
    keys += (keys.empty() ? "" : ", ") + sql;
    if (by_key && !(source.binding->key[i] == attribute)) by_key = false;
  }
  ApplyArguments(&context_, site, source, statement, &wanted);
  if (binding.to_many()) CapRows(context_, statement, &wanted);
  std::string project = ProjectSql(statement, source, schema::GetNamedType(output->field->type),
                                   MergedSelectionSets(field, context_.arena), variants);
  std::string head = std::to_string(number) + "::int4, ";
  std::string rest = " FROM " + source.from + Where(wanted.conditions);
  if (!binding.to_many()) {
    // The first row of a key is taken: in key order, unless the key itself makes it the only one.
    return "(SELECT " + head + key_text + ", " + project + rest + (by_key ? "" : OrderBy(source, wanted)) + ")";
  }
  if (!wanted.IsOrdered()) {
    return "(SELECT " + head + key_text + ", fraiseql.list(" + project + ")" + rest + " GROUP BY " + keys + ")";
  }
  std::string numbered = "(SELECT " + key_text + " AS k, " + project +
                         " AS j, pg_catalog.row_number() OVER (PARTITION BY " + keys + OrderBy(source, wanted) +
                         ") AS n" + rest + ") AS s";
  return "(SELECT " + head + "s.k, fraiseql.list(s.j ORDER BY s.n) FROM " + numbered + NumberedWindow(wanted) +
         " GROUP BY s.k)";
}

std::string RowsSql(PlanContext* context, StatementBuilder* statement, const FieldBinding& binding, const Site& site,
                    const CollectedField& field, OutputField* output) {
  return SelectionPlanner(context).RowsSql(statement, nullptr, binding, site, field, output);
}

std::string RowsSql(PlanContext* context, StatementBuilder* statement, const Source& source, const Site& site,
                    const CollectedField& field, OutputField* output) {
  return SelectionPlanner(context).RowsFrom(statement, {source}, nullptr, site, field, output);
}

void SetLeaf(const schema::NamedType* type, Arena* arena, LayoutField* field) {
  field->form = LayoutField::Form::kLeaf;
  field->codec = CodecOf(type);
  if (field->codec != Codec::kEnum) return;
  std::vector<EnumText> texts;
  for (const schema::EnumValue& value : static_cast<const schema::EnumType*>(type)->values) {
    texts.push_back({value.name, value.stored});
  }
  field->enum_values = arena->Copy(texts);
}

}  // namespace fraiseql::planner
