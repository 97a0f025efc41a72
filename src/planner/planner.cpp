#include "planner/planner.h"

#include <optional>

#include "base/interrupt.h"
#include "base/json.h"
#include "base/marks.h"
#include "planner/rows.h"
#include "planner/sql.h"
#include "values/coerce_arguments.h"

namespace fraiseql::planner {

namespace {

// How a request ends that cannot be planned at all.
struct RequestError {
  GraphQLError error;
};

struct SqlType {
  TypeOid oid;
  std::string_view name;
};

// The type that values of an input type are compared as where no column tells.
SqlType SqlTypeOf(const schema::Type* type) {
  const schema::NamedType* named = schema::GetNamedType(type);
  if (named->kind != schema::TypeKind::kScalar) return {kTextOid, "text"};
  switch (static_cast<const schema::ScalarType*>(named)->scalar) {
    case schema::ScalarKind::kInt:
    case schema::ScalarKind::kBigInt:
    case schema::ScalarKind::kDecimal:
      return {kNumericOid, "numeric"};
    case schema::ScalarKind::kFloat:
      return {kFloat8Oid, "float8"};
    case schema::ScalarKind::kBoolean:
      return {kBoolOid, "boolean"};
    case schema::ScalarKind::kDateTime:
      return {kTimestamptzOid, "timestamptz"};
    case schema::ScalarKind::kDate:
      return {kDateOid, "date"};
    case schema::ScalarKind::kTime:
      return {kTimeOid, "time"};
    case schema::ScalarKind::kUuid:
      return {kUuidOid, "uuid"};
    case schema::ScalarKind::kJson:
      return {kJsonbOid, "jsonb"};
    case schema::ScalarKind::kString:
    case schema::ScalarKind::kId:
    case schema::ScalarKind::kCustom:
      break;
  }
  return {kTextOid, "text"};
}

Codec CodecOf(const schema::NamedType* type) {
  if (type->kind == schema::TypeKind::kEnum) return Codec::kEnum;
  switch (static_cast<const schema::ScalarType*>(type)->scalar) {
    case schema::ScalarKind::kInt:
      return Codec::kInt;
    case schema::ScalarKind::kFloat:
      return Codec::kFloat;
    case schema::ScalarKind::kString:
      return Codec::kString;
    case schema::ScalarKind::kBoolean:
      return Codec::kBoolean;
    case schema::ScalarKind::kId:
      return Codec::kId;
    case schema::ScalarKind::kBigInt:
      return Codec::kBigInt;
    case schema::ScalarKind::kDecimal:
      return Codec::kDecimal;
    case schema::ScalarKind::kDateTime:
      return Codec::kDateTime;
    case schema::ScalarKind::kDate:
      return Codec::kDate;
    case schema::ScalarKind::kTime:
      return Codec::kTime;
    case schema::ScalarKind::kUuid:
      return Codec::kUuid;
    case schema::ScalarKind::kJson:
      return Codec::kJson;
    case schema::ScalarKind::kCustom:
      break;
  }
  return Codec::kCustom;
}

std::string QualifiedName(std::string_view schema, std::string_view name) {
  return QuoteIdentifier(schema) + "." + QuoteIdentifier(name);
}

// The conditions and the window of rows that a field's arguments ask for.
struct RowsWanted {
  std::vector<std::string> conditions;
  std::string limit;   // SQL expression; empty: none
  std::string offset;  // likewise
  bool HasWindow() const { return !limit.empty() || !offset.empty(); }
};

// A place in the FROM clause that rows of a composite type come from.
struct Source {
  std::string from;
  Row row;
  const TypeBinding* binding = nullptr;
  const FieldBinding* field = nullptr;         // the join and the arguments that lead to these rows
  const schema::ObjectType* member = nullptr;  // a member of an abstract type read from its own relation
};

std::string Where(const std::vector<std::string>& conditions) {
  std::string sql;
  for (const std::string& condition : conditions) sql += (sql.empty() ? " WHERE " : " AND ") + condition;
  return sql;
}

std::string OrderByKey(const Source& source) {
  std::string sql;
  for (const Attribute& attribute : source.binding->key) {
    sql += (sql.empty() ? " ORDER BY " : ", ") + AttributeSql(source.row, attribute);
  }
  return sql;
}

std::string Window(const RowsWanted& wanted) {
  std::string sql;
  if (!wanted.limit.empty()) sql += " LIMIT " + wanted.limit;
  if (!wanted.offset.empty()) sql += " OFFSET " + wanted.offset;
  return sql;
}

class Planner {
 public:
  Planner(const PlannerInput& input, Arena* arena) : input_(input), arena_(arena) {
    collection_ = {input.schema, input.fragments, input.document->source, input.variables, arena};
  }

  PlannerResult Run() {
    PlannerResult result;
    try {
      Plan* plan = arena_->New<Plan>();
      plan->operation = input_.operation->operation;
      const schema::ObjectType* root_type = input_.schema->RootType(plan->operation);
      const language::SelectionSet* selection_set = input_.operation->selection_set;
      List<CollectedField> fields = CollectFields(collection_, root_type, arena_->Copy(&selection_set, 1));
      CountFields(fields.size());
      std::vector<OutputField> outputs;
      std::vector<RootField> roots;
      for (const CollectedField& field : fields) {
        OutputField output = Output(root_type, field);
        roots.push_back(PlanRoot(field, &output));
        outputs.push_back(output);
      }
      OutputSelection::Variant variant{root_type, arena_->Copy(outputs)};
      plan->output = arena_->New<OutputSelection>(OutputSelection{arena_->Copy(&variant, 1)});
      for (size_t i = 0; i < roots.size(); ++i) roots[i].output = &variant.fields[i];
      plan->roots = arena_->Copy(roots);
      plan->slots = arena_->Copy(slots_);
      plan->sites = arena_->Copy(sites_);
      result.plan = plan;
    } catch (const RequestError& request_error) {
      result.request_errors.push_back(request_error.error);
    } catch (const DirectiveValueError& directive_error) {
      result.request_errors.push_back(directive_error.error);
    }
    result.field_errors = std::move(field_errors_);
    return result;
  }

 private:
  // ── Output ─────────────────────────────────────────────────────────────────────────────────────────────────────

  void CountFields(size_t count) {
    CheckForInterrupts();
    fields_ += count;
    if (input_.max_fields != 0 && fields_ > input_.max_fields) {
      GraphQLError error;
      error.message = "The operation selects more than " + std::to_string(input_.max_fields) +
                      " fields once its fragments are expanded. Execution aborted.";
      error.code = ErrorCode::kOperationResolutionFailure;
      throw RequestError{std::move(error)};
    }
  }

  OutputField Output(const schema::ObjectType* parent, const CollectedField& field) {
    OutputField output;
    output.response_key = field.response_key;
    std::string_view name = field.nodes[0]->name.value;
    output.field = parent->FindField(name);
    if (output.field == nullptr) output.field = input_.schema->FindMetaField(parent, name);
    output.parent = parent;
    output.nodes = field.nodes;
    return output;
  }

  // The selection of introspection fields: no relation behind it.
  const OutputSelection* PlainSelection(const schema::NamedType* type, const CollectedField& field) {
    List<const language::SelectionSet*> sets = MergedSelectionSets(field, arena_);
    std::vector<OutputSelection::Variant> variants;
    for (const schema::ObjectType* object_type : input_.schema->PossibleTypes(type)) {
      List<CollectedField> fields = CollectFields(collection_, object_type, sets);
      CountFields(fields.size());
      std::vector<OutputField> outputs;
      for (const CollectedField& sub_field : fields) {
        OutputField output = Output(object_type, sub_field);
        const schema::NamedType* named = schema::GetNamedType(output.field->type);
        if (schema::IsCompositeKind(named->kind)) output.selection = PlainSelection(named, sub_field);
        AddSite(output);
        outputs.push_back(output);
      }
      variants.push_back({object_type, arena_->Copy(outputs)});
    }
    return arena_->New<OutputSelection>(OutputSelection{arena_->Copy(variants)});
  }

  // ── Arguments ──────────────────────────────────────────────────────────────────────────────────────────────────

  struct Site {
    uint32_t number = 0;
    values::InputValues values;
  };

  // Coerces the arguments of a field to learn its shape. A fault is kept, the field then has no arguments: the plan is
  // made again without it.
  Site AddSite(const OutputField& output) {
    Site site;
    if (output.field->arguments.empty()) return site;
    const language::Field* node = output.nodes[0];
    site.number = static_cast<uint32_t>(sites_.size());
    sites_.push_back({output.field, node});
    values::CoercedArguments coerced = values::CoerceArgumentValues(
        output.field->arguments, node->arguments, node->location, input_.document->source, *input_.variables, arena_);
    if (coerced.error) field_errors_.emplace_back(node, std::move(*coerced.error));
    site.values = coerced.values;
    return site;
  }

  static const values::InputValue* FindValue(const Site& site, std::string_view name) {
    for (const values::InputObjectField& value : site.values) {
      if (value.name == name) return &value.value;
    }
    return nullptr;
  }

  ParameterSource ArgumentParameter(const Site& site, const schema::InputValue& argument, SqlType type) {
    ParameterSource source;
    source.kind = ParameterSource::Kind::kArgument;
    source.site = site.number;
    source.path = arena_->Copy(&argument.name, 1);
    source.type = type.oid;
    source.type_name = type.name;
    return source;
  }

  void ApplyArguments(const FieldBinding& binding, const Site& site, const Source& source, StatementBuilder* statement,
                      RowsWanted* wanted) {
    for (const ArgumentBinding& argument : binding.arguments) {
      const values::InputValue* value = FindValue(site, argument.argument->name);
      switch (argument.role) {
        case ArgumentBinding::Role::kFilter:
          if (value != nullptr) {
            std::string condition = Filter(argument, *value, site, source, statement);
            if (!condition.empty()) wanted->conditions.push_back(std::move(condition));
          }
          break;
        case ArgumentBinding::Role::kLimit:
        case ArgumentBinding::Role::kOffset: {
          if (value == nullptr || value->kind == values::InputValue::Kind::kNull) break;
          ParameterSource parameter = ArgumentParameter(site, *argument.argument, {kInt8Oid, "bigint"});
          parameter.is_count = true;
          std::string& part = argument.role == ArgumentBinding::Role::kLimit ? wanted->limit : wanted->offset;
          part = statement->AddParameter(parameter);
          break;
        }
        case ArgumentBinding::Role::kWhere:
        case ArgumentBinding::Role::kOrderBy:
        case ArgumentBinding::Role::kFunction:
          break;
      }
    }
  }

  // CONTRACT 9: an omitted argument does not filter; null filters by IS NULL, unless null is its declared default.
  std::string Filter(const ArgumentBinding& binding, const values::InputValue& value, const Site& site,
                     const Source& source, StatementBuilder* statement) {
    const schema::InputValue& argument = *binding.argument;
    SqlType type = SqlTypeOf(argument.type);
    if (binding.attribute.column != nullptr && !source.row.data_only) {
      type = {binding.attribute.column->type, binding.attribute.column->type_name};
    }
    std::string attribute = AttributeSql(source.row, binding.attribute, type.name);
    if (value.kind == values::InputValue::Kind::kNull) {
      bool default_null =
          argument.default_value != nullptr && argument.default_value->kind == language::Value::Kind::kNull;
      return default_null ? "" : attribute + " IS NULL";
    }
    ParameterSource parameter = ArgumentParameter(site, argument, type);
    parameter.is_array = value.kind == values::InputValue::Kind::kList;
    std::string reference = statement->AddParameter(parameter);
    return parameter.is_array ? attribute + " = ANY(" + reference + ")" : attribute + " = " + reference;
  }

  void CapRows(StatementBuilder* statement, RowsWanted* wanted) {
    if (!input_.has_max_rows) return;
    ParameterSource parameter;
    parameter.kind = ParameterSource::Kind::kMaxRows;
    parameter.type = kInt8Oid;
    parameter.type_name = "bigint";
    std::string cap = statement->AddParameter(parameter);
    wanted->limit = wanted->limit.empty() ? cap : "LEAST(" + wanted->limit + ", " + cap + ")";
  }

  // ── Sources ────────────────────────────────────────────────────────────────────────────────────────────────────

  std::string NextAlias() { return "t" + std::to_string(aliases_++); }

  bool IsDirect(std::string_view database) const {
    return database != kPrimary && input_.routes->RouteTo(database) == Route::kDirect;
  }

  Source RelationSource(const FieldBinding* field, StatementBuilder* statement) {
    const Relation& relation = *field->target->relation;
    Source source;
    source.binding = field->target;
    source.field = field;
    source.row.alias = NextAlias();
    source.row.database = relation.database;
    source.row.remote_names = IsDirect(relation.database);
    source.row.can_nest = relation.is_local() || source.row.remote_names;
    source.from = (source.row.remote_names ? QualifiedName(relation.remote_schema, relation.remote_name)
                                           : QualifiedName(relation.schema, relation.name)) +
                  " AS " + source.row.alias;
    if (!relation.is_local()) statement->AddRelation(relation.relid);
    return source;
  }

  // Where the rows of a field come from: its relation, or those of the members of its abstract type.
  std::vector<Source> SourcesOf(const FieldBinding& field, StatementBuilder* statement) {
    std::vector<Source> sources;
    if (field.members.empty()) sources.push_back(RelationSource(&field, statement));
    for (const FieldBinding* member : field.members) {
      sources.push_back(RelationSource(member, statement));
      sources.back().member = static_cast<const schema::ObjectType*>(member->target->type);
    }
    return sources;
  }

  // The database that all rows of a field live in; nothing where members are spread over several.
  static std::optional<std::string_view> DatabaseOf(const FieldBinding& field) {
    if (field.members.empty()) return field.target->relation->database;
    std::string_view database = field.members[0]->target->relation->database;
    for (const FieldBinding* member : field.members) {
      if (member->target->relation->database != database) return std::nullopt;
    }
    return database;
  }

  // ── Objects ────────────────────────────────────────────────────────────────────────────────────────────────────

  // What expressions of the fields of one object may use.
  struct Scope {
    StatementBuilder* statement = nullptr;
    ProjectBuilder* project = nullptr;
    bool embedded = false;  // inside an object of `data`: places are paths in it, subqueries cannot see it
  };

  Place PlaceOf(const Scope& scope, const Attribute& attribute) {
    if (!scope.embedded) return scope.project->PlaceOf(attribute);
    Place place;
    place.kind = Place::Kind::kData;
    std::string_view key = attribute.column != nullptr ? attribute.column->name : attribute.key;
    place.path = arena_->Copy(&key, 1);
    return place;
  }

  // The layout of a composite type's rows, and the selection that the answer has.
  const Layout* ObjectLayout(const Scope& scope, const TypeBinding* binding, const schema::ObjectType* member,
                             const schema::NamedType* type, List<const language::SelectionSet*> sets,
                             std::vector<OutputSelection::Variant>* variants) {
    Layout* layout = arena_->New<Layout>();
    if (type->kind == schema::TypeKind::kObject || member != nullptr) {
      const auto* object_type = member != nullptr ? member : static_cast<const schema::ObjectType*>(type);
      layout->fields = Fields(scope, binding, object_type, sets, variants);
      if (member != nullptr) layout->type_name = member->name;
      return layout;
    }
    layout->on = PlaceOf(scope, binding->type_name);
    std::vector<Layout::Variant> members;
    for (const schema::ObjectType* object_type : input_.schema->PossibleTypes(type)) {
      members.push_back({object_type->name, Fields(scope, binding, object_type, sets, variants)});
    }
    layout->variants = arena_->Copy(members);
    return layout;
  }

  List<LayoutField> Fields(const Scope& scope, const TypeBinding* binding, const schema::ObjectType* object_type,
                           List<const language::SelectionSet*> sets, std::vector<OutputSelection::Variant>* variants) {
    List<CollectedField> fields = CollectFields(collection_, object_type, sets);
    CountFields(fields.size());
    std::vector<OutputField> outputs;
    std::vector<LayoutField> layout_fields;
    for (const CollectedField& field : fields) {
      OutputField output = Output(object_type, field);
      layout_fields.push_back(PlanField(scope, binding, field, &output));
      outputs.push_back(output);
    }
    variants->push_back({object_type, arena_->Copy(outputs)});
    return arena_->Copy(layout_fields);
  }

  std::optional<std::string_view> FailureMark(const OutputField& output) {
    if (input_.failed == nullptr) return std::nullopt;
    auto found = input_.failed->find(output.nodes[0]);
    if (found == input_.failed->end()) return std::nullopt;
    std::string mark(1, kErrorMark);
    mark += static_cast<char>(ErrorMark::kRequest);
    mark += std::to_string(found->second);
    mark += kErrorMark;
    return arena_->CopyString(mark);
  }

  std::string_view TypeNameConstant(const schema::NamedType* type) {
    return arena_->CopyString("\"" + std::string(type->name) + "\"");
  }

  LayoutField PlanField(const Scope& scope, const TypeBinding* binding, const CollectedField& field,
                        OutputField* output) {
    LayoutField result;
    result.response_key = field.response_key;
    result.wrapping = arena_->CopyString(WrappingOf(output->field->type));
    const FieldBinding* field_binding = binding->Find(output->field);
    if (std::optional<std::string_view> mark = FailureMark(*output)) {
      result.form = LayoutField::Form::kConstant;
      result.constant = *mark;
      const schema::NamedType* named = schema::GetNamedType(output->field->type);
      if (schema::IsCompositeKind(named->kind)) output->selection = arena_->New<OutputSelection>();
      return result;
    }
    if (field_binding == nullptr) {  // __typename
      result.form = LayoutField::Form::kConstant;
      result.constant = TypeNameConstant(output->parent);
      return result;
    }
    switch (field_binding->kind) {
      case FieldBinding::Kind::kAttribute:
        result.place = PlaceOf(scope, field_binding->attribute);
        SetLeaf(schema::GetNamedType(output->field->type), &result);
        break;
      case FieldBinding::Kind::kEmbedded:
        result.place = PlaceOf(scope, field_binding->attribute);
        SetEmbedded(scope, *field_binding, field, output, &result);
        break;
      case FieldBinding::Kind::kJoin:
        PlanJoin(scope, *field_binding, field, output, &result);
        break;
      case FieldBinding::Kind::kFunction:
        result.place =
            scope.project->AddArgument(QualifiedName(field_binding->function->schema, field_binding->function->name) +
                                       "(" + scope.project->row().alias + ")");
        SetLeaf(schema::GetNamedType(output->field->type), &result);
        break;
      case FieldBinding::Kind::kRelation:
        break;  // root fields only
    }
    return result;
  }

  void SetLeaf(const schema::NamedType* type, LayoutField* field) {
    field->form = LayoutField::Form::kLeaf;
    field->codec = CodecOf(type);
    if (field->codec != Codec::kEnum) return;
    std::vector<std::string_view> names;
    for (const schema::EnumValue& value : static_cast<const schema::EnumType*>(type)->values) {
      names.push_back(value.name);
    }
    field->enum_values = arena_->Copy(names);
  }

  void SetEmbedded(const Scope& scope, const FieldBinding& binding, const CollectedField& field, OutputField* output,
                   LayoutField* result) {
    result->form = LayoutField::Form::kObject;
    Scope inner = scope;
    inner.embedded = true;
    std::vector<OutputSelection::Variant> variants;
    result->layout = ObjectLayout(inner, binding.target, nullptr, schema::GetNamedType(output->field->type),
                                  MergedSelectionSets(field, arena_), &variants);
    output->selection = arena_->New<OutputSelection>(OutputSelection{arena_->Copy(variants)});
  }

  // ── Joins ──────────────────────────────────────────────────────────────────────────────────────────────────────

  void PlanJoin(const Scope& scope, const FieldBinding& binding, const CollectedField& field, OutputField* output,
                LayoutField* result) {
    std::optional<std::string_view> database = DatabaseOf(binding);
    const Row& row = scope.project->row();
    Site site = AddSite(*output);
    if (!scope.embedded && row.can_nest && database && *database == row.database) {
      std::string sql = RowsSql(scope.statement, &row, binding, site, field, output);
      result->place = scope.project->AddArgument(std::move(sql));
      result->form = LayoutField::Form::kJson;
      return;
    }
    result->form = LayoutField::Form::kSlot;
    result->slot = AddSlot(binding, site, field, output);
    std::vector<Place> by;
    for (size_t i = 0; i < binding.join.local.size(); ++i) {
      by.push_back(KeyPlace(scope, binding.join.local[i], binding.join.remote[i]));
    }
    result->by = arena_->Copy(by);
    // A to-many slot without a key is an empty list, whatever the type says of its elements.
    result->wrapping = arena_->CopyString(result->wrapping.substr(0, binding.to_many() ? 2 : 1));
  }

  // The place of a slot's key. The other side gives its key back in its own type's form, so ours takes that type.
  Place KeyPlace(const Scope& scope, const Attribute& local, const Attribute& remote) {
    const Row& row = scope.project->row();
    std::string_view type = remote.column != nullptr ? remote.column->type_name : "text";
    if (scope.embedded || type == AttributeType(row, local)) return PlaceOf(scope, local);
    return scope.project->AddArgument(AttributeSql(row, local, type));
  }

  // `remote = local` over rows of both sides; the local side takes the remote one's type.
  std::vector<std::string> JoinConditions(const FieldBinding& binding, const Row& local, const Row& remote) {
    std::vector<std::string> conditions;
    for (size_t i = 0; i < binding.join.remote.size(); ++i) {
      const Attribute& attribute = binding.join.remote[i];
      conditions.push_back(AttributeSql(remote, attribute) + " = " +
                           AttributeSql(local, binding.join.local[i], AttributeType(remote, attribute)));
    }
    return conditions;
  }

  std::string ProjectSql(StatementBuilder* statement, const Source& source, const schema::NamedType* type,
                         List<const language::SelectionSet*> sets, std::vector<OutputSelection::Variant>* variants) {
    ProjectBuilder project(source.row, arena_);
    Scope scope{statement, &project, false};
    const Layout* layout = ObjectLayout(scope, source.binding, source.member, type, sets, variants);
    return project.CallSql(*layout);
  }

  // A scalar subquery that returns the rows of a field as one json value: a list, or an object or null. `parent` is
  // the row it is correlated with, null for a root field.
  std::string RowsSql(StatementBuilder* statement, const Row* parent, const FieldBinding& binding, const Site& site,
                      const CollectedField& field, OutputField* output) {
    return RowsFrom(statement, SourcesOf(binding, statement), parent, site, field, output);
  }

  std::string RowsFrom(StatementBuilder* statement, const std::vector<Source>& sources, const Row* parent,
                       const Site& site, const CollectedField& field, OutputField* output) {
    const schema::NamedType* type = schema::GetNamedType(output->field->type);
    List<const language::SelectionSet*> sets = MergedSelectionSets(field, arena_);
    std::vector<OutputSelection::Variant> variants;
    bool to_many = sources[0].field->to_many();
    std::string body;
    RowsWanted window;
    for (const Source& source : sources) {
      RowsWanted wanted;
      if (parent != nullptr) wanted.conditions = JoinConditions(*source.field, *parent, source.row);
      ApplyArguments(*source.field, site, source, statement, &wanted);
      if (to_many) CapRows(statement, &wanted);
      std::string project = ProjectSql(statement, source, type, sets, &variants);
      std::string rest = " FROM " + source.from + Where(wanted.conditions);
      if (sources.size() == 1) {
        output->selection = arena_->New<OutputSelection>(OutputSelection{arena_->Copy(variants)});
        if (!to_many) {
          std::string window_sql = wanted.offset.empty() ? "" : " OFFSET " + wanted.offset;
          return "(SELECT " + project + rest + OrderByKey(source) + " LIMIT 1" + window_sql + ")";
        }
        if (!wanted.HasWindow()) return "(SELECT fraiseql.list(" + project + ")" + rest + ")";
        return "(SELECT fraiseql.list(s.j) FROM (SELECT " + project + " AS j" + rest + OrderByKey(source) +
               Window(wanted) + ") AS s)";
      }
      body += (body.empty() ? "SELECT " : " UNION ALL SELECT ") + project + " AS j" + rest;
      window = wanted;
    }
    output->selection = arena_->New<OutputSelection>(OutputSelection{arena_->Copy(variants)});
    if (!to_many) return "(SELECT s.j FROM (" + body + ") AS s LIMIT 1)";
    return "(SELECT fraiseql.list(s.j) FROM (SELECT u.j FROM (" + body + ") AS u" + Window(window) + ") AS s)";
  }

  // ── Slots ──────────────────────────────────────────────────────────────────────────────────────────────────────

  uint32_t AddSlot(const FieldBinding& binding, const Site& site, const CollectedField& field, OutputField* output) {
    uint32_t number = static_cast<uint32_t>(slots_.size());
    slots_.emplace_back();
    Slot slot;
    slot.key_count = binding.join.remote.size();
    slot.to_many = binding.to_many();
    slot.non_null = schema::IsNonNull(output->field->type);
    slot.parent = output->parent;
    slot.field = output->field;

    StatementBuilder statement;
    std::string text;
    std::vector<OutputSelection::Variant> variants;
    std::string_view database = kPrimary;
    for (const Source& source : SourcesOf(binding, &statement)) {
      database = source.row.database;
      std::string branch = SlotBranch(number, source, site, field, output, &statement, &variants);
      text += (text.empty() ? "" : " UNION ALL ") + branch;
    }
    output->selection = arena_->New<OutputSelection>(OutputSelection{arena_->Copy(variants)});
    slot.statement = statement.Finish(database, text, arena_);
    slots_[number] = slot;
    return number;
  }

  std::string SlotBranch(uint32_t number, const Source& source, const Site& site, const CollectedField& field,
                         const OutputField* output, StatementBuilder* statement,
                         std::vector<OutputSelection::Variant>* variants) {
    const FieldBinding& binding = *source.field;
    RowsWanted wanted;
    std::string key_text;  // the components as one text
    std::string keys;      // the components, for GROUP BY
    bool by_key = source.binding->key.size() == binding.join.remote.size();
    for (uint32_t i = 0; i < binding.join.remote.size(); ++i) {
      const Attribute& attribute = binding.join.remote[i];
      std::string sql = AttributeSql(source.row, attribute);
      ParameterSource parameter;
      parameter.kind = ParameterSource::Kind::kKeys;
      parameter.key = i;
      parameter.key_count = binding.join.remote.size();
      parameter.type = attribute.column != nullptr ? attribute.column->type : kTextOid;
      parameter.type_name = AttributeType(source.row, attribute);
      parameter.is_array = true;
      wanted.conditions.push_back(sql + " = ANY(" + statement->AddParameter(parameter) + ")");
      key_text += (key_text.empty() ? "" : " || E'\\x02' || ") + sql + "::text";
      keys += (keys.empty() ? "" : ", ") + sql;
      if (by_key && !(source.binding->key[i] == attribute)) by_key = false;
    }
    ApplyArguments(binding, site, source, statement, &wanted);
    if (binding.to_many()) CapRows(statement, &wanted);
    std::string project = ProjectSql(statement, source, schema::GetNamedType(output->field->type),
                                     MergedSelectionSets(field, arena_), variants);
    std::string head = std::to_string(number) + "::int4, ";
    std::string rest = " FROM " + source.from + Where(wanted.conditions);
    if (!binding.to_many()) {
      // The first row of a key is taken: in key order, unless the key itself makes it the only one.
      return "(SELECT " + head + key_text + ", " + project + rest + (by_key ? "" : OrderByKey(source)) + ")";
    }
    if (!wanted.HasWindow()) {
      return "(SELECT " + head + key_text + ", fraiseql.list(" + project + ")" + rest + " GROUP BY " + keys + ")";
    }
    std::string numbered = "(SELECT " + key_text + " AS k, " + project +
                           " AS j, pg_catalog.row_number() OVER (PARTITION BY " + keys + OrderByKey(source) + ") AS n" +
                           rest + ") AS s";
    std::string first = wanted.offset.empty() ? "0" : wanted.offset;
    std::string condition = " WHERE s.n > " + first;
    if (!wanted.limit.empty()) condition += " AND s.n <= " + first + " + " + wanted.limit;
    return "(SELECT " + head + "s.k, fraiseql.list(s.j ORDER BY s.n) FROM " + numbered + condition + " GROUP BY s.k)";
  }

  // ── Root fields ────────────────────────────────────────────────────────────────────────────────────────────────

  RootField PlanRoot(const CollectedField& field, OutputField* output) {
    RootField root;
    root.to_many = schema::IsList(schema::NullableType(output->field->type));
    root.non_null = schema::IsNonNull(output->field->type);
    if (std::optional<std::string_view> mark = FailureMark(*output)) {
      root.constant = *mark;
      return root;
    }
    std::string_view name = output->field->name;
    if (name == "__typename") {
      root.constant = TypeNameConstant(output->parent);
      return root;
    }
    Site site = AddSite(*output);
    if (name == "__schema" || name == "__type") {
      root.kind = RootField::Kind::kIntrospection;
      output->selection = PlainSelection(schema::GetNamedType(output->field->type), field);
      return root;
    }
    const TypeBinding* parent = input_.binding->Find(output->parent);
    const FieldBinding* binding = parent == nullptr ? nullptr : parent->Find(output->field);
    if (binding == nullptr) {
      root.constant = "null";
      return root;
    }
    if (binding->kind == FieldBinding::Kind::kFunction) {
      PlanFunction(*binding, site, field, output, &root);
      return root;
    }
    root.kind = RootField::Kind::kSelect;
    StatementBuilder statement;
    std::string sql = RowsSql(&statement, nullptr, *binding, site, field, output);
    root.read = statement.Finish(DatabaseOf(*binding).value_or(kPrimary), sql, arena_);
    return root;
  }

  // `"sales"."fn_create_order"("p_customer_id" => $1::uuid, ...)`.
  std::string CallSql(const FieldBinding& binding, const Site& site, StatementBuilder* statement) {
    const Function& function = *binding.function;
    std::string sql = QualifiedName(function.schema, function.name) + "(";
    if (binding.takes_json) {
      ParameterSource parameter;
      parameter.kind = ParameterSource::Kind::kArguments;
      parameter.site = site.number;
      parameter.type = kJsonbOid;
      parameter.type_name = "jsonb";
      return sql + statement->AddParameter(parameter) + "::" + std::string(function.parameters[0].type_name) + ")";
    }
    bool first = true;
    for (const ArgumentBinding& argument : binding.arguments) {
      if (argument.parameter == nullptr || FindValue(site, argument.argument->name) == nullptr) continue;
      if (!first) sql += ", ";
      first = false;
      if (!argument.parameter->name.empty()) sql += QuoteIdentifier(argument.parameter->name) + " => ";
      sql += statement->AddParameter(
          ArgumentParameter(site, *argument.argument, {argument.parameter->type, argument.parameter->type_name}));
    }
    return sql + ")";
  }

  void PlanFunction(const FieldBinding& binding, const Site& site, const CollectedField& field, OutputField* output,
                    RootField* root) {
    const Function& function = *binding.function;
    const schema::NamedType* type = schema::GetNamedType(output->field->type);
    StatementBuilder call;
    std::string call_sql = CallSql(binding, site, &call);
    if (schema::IsLeafKind(type->kind)) {
      root->kind = RootField::Kind::kSelect;
      root->unwrap = true;
      bool collects = function.returns_set;
      std::string value = collects ? "(SELECT pg_catalog.array_agg(r.v) FROM " + call_sql + " AS r(v))" : call_sql;
      LayoutField leaf;
      leaf.response_key = "v";
      leaf.place.kind = Place::Kind::kArgument;
      leaf.wrapping = arena_->CopyString(WrappingOf(output->field->type));
      SetLeaf(type, &leaf);
      Layout layout;
      layout.fields = arena_->Copy(&leaf, 1);
      std::string text;
      AppendLayout(layout, &text);
      std::string sql = "(SELECT fraiseql.project(NULL::jsonb, " + QuoteLiteral(text) + "::jsonb, " + value + "))";
      root->read = call.Finish(kPrimary, sql, arena_);
      return;
    }
    // What a function has written is seen only by statements that start after it: the rows it returns are kept as
    // jsonb, and a second statement reads what is selected below them.
    root->kind = RootField::Kind::kFunction;
    Source source;
    source.binding = binding.target;
    source.row.alias = NextAlias();
    source.row.can_nest = true;
    StatementBuilder read;
    ParameterSource rows;
    rows.kind = ParameterSource::Kind::kRows;
    rows.type = kJsonbOid;
    rows.type_name = "jsonb";
    std::string parameter = read.AddParameter(rows);
    std::string call_text;
    if (function.result == Function::Result::kRows) {
      call_text =
          "SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(r)) FROM " + call_sql + " AS r WHERE NOT (r IS NULL)";
      source.from = "pg_catalog.jsonb_to_recordset(" + parameter + ") AS " + source.row.alias + "(";
      if (binding.has_entity) {
        source.from += QuoteIdentifier(binding.attribute.column->name) + " jsonb)";
        source.from = "(SELECT " + AttributeSql(source.row, binding.attribute) + " FROM " + source.from + ") AS " +
                      source.row.alias + "(\"data\")";
        source.row.data_only = true;
      } else {
        bool first = true;
        for (const Column& column : function.rows->columns) {
          if (!first) source.from += ", ";
          first = false;
          source.from += QuoteIdentifier(column.name) + " " + std::string(column.type_name);
        }
        source.from += ")";
      }
    } else {
      call_text = function.result == Function::Result::kVoid ? "SELECT NULL::jsonb FROM " + call_sql
                                                             : "SELECT pg_catalog.jsonb_agg(r.v) FROM " + call_sql + " AS r(v) WHERE r.v IS NOT NULL";
      source.from = "pg_catalog.jsonb_array_elements(" + parameter + ") AS " + source.row.alias + "(\"data\")";
      source.row.data_only = true;
    }
    root->call = call.Finish(kPrimary, call_text, arena_);
    FieldBinding plain = binding;  // its arguments went to the function
    plain.arguments = {};
    source.field = &plain;
    std::string sql = RowsFrom(&read, {source}, nullptr, site, field, output);
    root->read = read.Finish(kPrimary, sql, arena_);
  }

  const PlannerInput& input_;
  Arena* arena_;
  CollectionContext collection_;
  std::vector<Slot> slots_;
  std::vector<ArgumentSite> sites_;
  std::vector<std::pair<const language::Field*, GraphQLError>> field_errors_;
  size_t fields_ = 0;
  uint32_t aliases_ = 0;
};

}  // namespace

std::string WrappingOf(const schema::Type* type) {
  std::string wrapping;
  while (schema::IsWrapping(type)) {
    wrapping += schema::IsNonNull(type) ? '!' : '[';
    type = schema::OfType(type);
  }
  return wrapping;
}

PlannerResult BuildPlan(const PlannerInput& input, Arena* arena) { return Planner(input, arena).Run(); }

}  // namespace fraiseql::planner
