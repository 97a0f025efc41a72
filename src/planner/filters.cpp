#include "planner/filters.h"

#include <algorithm>
#include <vector>

#include "planner/filter_operators.h"
#include "planner/sql_types.h"

namespace fraiseql::planner {

namespace {

using values::InputObjectField;
using values::InputValue;

constexpr std::string_view kTrue = "true";
constexpr std::string_view kFalse = "false";

std::string Join(const std::vector<std::string>& conditions, std::string_view word, std::string_view none) {
  if (conditions.empty()) return std::string(none);
  if (conditions.size() == 1) return conditions[0];
  std::string sql;
  for (const std::string& condition : conditions) {
    if (!sql.empty()) sql += word;
    sql += condition;
  }
  return "(" + sql + ")";
}

// A variable inside a literal that has no value: its field would silently be left out (spec 6.4.1).
const language::Value* MissingVariable(const language::Value& literal, const values::VariableValues& variables) {
  if (literal.kind == language::Value::Kind::kVariable) {
    return variables.Find(literal.text()) == nullptr ? &literal : nullptr;
  }
  for (const language::Value& item : literal.items()) {
    if (const language::Value* missing = MissingVariable(item, variables)) return missing;
  }
  for (const language::ObjectField& field : literal.fields()) {
    if (const language::Value* missing = MissingVariable(field.value, variables)) return missing;
  }
  return nullptr;
}

class FilterBuilder {
 public:
  FilterBuilder(PlanContext* context, const Site& site) : context_(*context), site_(site) {}

  std::vector<std::string_view>& path() { return path_; }

  // The condition of a `<Type>WhereInput` over a row of `source`.
  std::string Object(const Source& source, const InputValue& object, StatementBuilder* statement) {
    std::vector<std::string> conditions;
    for (const InputObjectField& field : object.fields) {
      if (field.value.kind == InputValue::Kind::kNull) Refuse(field.name);
      path_.push_back(field.name);
      if (field.name == "_and" || field.name == "_or") {
        conditions.push_back(Combination(field.name == "_or", source, field.value, statement));
      } else if (field.name == "_not") {
        conditions.push_back("(" + Object(source, field.value, statement) + ") IS NOT TRUE");
      } else {
        conditions.push_back(Field(source, field, statement));
      }
      path_.pop_back();
    }
    return Join(conditions, " AND ", kTrue);
  }

  std::vector<SortKey> OrderBy(const Source& source, const InputValue& value, StatementBuilder* statement) {
    std::vector<SortKey> keys;
    const auto add = [&](const InputValue& object) {
      for (const InputObjectField& field : object.fields) AddSortKeys(source, field, {}, statement, &keys);
    };
    if (value.kind == InputValue::Kind::kList) {
      for (const InputValue& item : value.items) add(item);
    } else if (value.kind == InputValue::Kind::kObject) {
      add(value);
    }
    return keys;
  }

 private:
  [[noreturn]] static void Refuse(std::string_view name) {
    throw FilterFault{"\"" + std::string(name) + "\" of a filter must not be null."};
  }

  std::string Combination(bool is_or, const Source& source, const InputValue& list, StatementBuilder* statement) {
    std::vector<std::string> conditions;
    for (size_t i = 0; i < list.items.size(); ++i) {
      path_.push_back(context_.arena->CopyString(std::to_string(i)));
      conditions.push_back(Object(source, list.items[i], statement));
      path_.pop_back();
    }
    // None of no conditions holds: an empty list narrows, it never widens.
    return is_or ? Join(conditions, " OR ", kFalse) : Join(conditions, " AND ", kTrue);
  }

  // How the rows of `source` hold the field that an input field is named after.
  const FieldBinding* Bound(const Source& source, std::string_view name) const {
    const schema::NamedType* type = source.binding->type;
    const schema::Field* field = nullptr;
    if (type->kind == schema::TypeKind::kObject || type->kind == schema::TypeKind::kInterface) {
      field = static_cast<const schema::CompositeType*>(type)->FindField(name);
    }
    const bool is_any_member = source.binding->embedded && schema::IsAbstractKind(type->kind);
    const FieldBinding* binding = field == nullptr ? nullptr
                                  : is_any_member  ? BoundInMembers(*source.binding, name)
                                                   : source.binding->Find(field);
    if (binding == nullptr || binding->is_aggregate) {
      throw FilterFault{"\"" + std::string(name) + "\" is not a field of \"" + std::string(type->name) +
                        "\" that rows can be filtered or ordered by."};
    }
    return binding;
  }

  // An object inside a value may be of any of the types: what all of them say of the field; null where they differ.
  const FieldBinding* BoundInMembers(const TypeBinding& objects, std::string_view name) const {
    const FieldBinding* common = nullptr;
    for (const schema::ObjectType* member : context_.input.schema->PossibleTypes(objects.type)) {
      const FieldBinding* own = objects.Find(member->FindField(name));
      if (own == nullptr || (common != nullptr && !ReadsAlike(*own, *common))) return nullptr;
      common = own;
    }
    return common;
  }

  static bool ReadsAlike(const FieldBinding& a, const FieldBinding& b) {
    const auto are_same = [](const List<Attribute>& some, const List<Attribute>& others) {
      return std::equal(some.begin(), some.end(), others.begin(), others.end());
    };
    return a.kind == b.kind && a.attribute == b.attribute && a.relation == b.relation && a.target == b.target &&
           schema::GetNamedType(a.field->type) == schema::GetNamedType(b.field->type) && a.to_many() == b.to_many() &&
           are_same(a.join.local, b.join.local) && are_same(a.join.remote, b.join.remote);
  }

  std::string Field(const Source& source, const InputObjectField& field, StatementBuilder* statement) {
    const FieldBinding* binding = Bound(source, field.name);
    if (binding->kind == FieldBinding::Kind::kAttribute) return Leaf(source, *binding, field.value, statement);
    if (binding->kind == FieldBinding::Kind::kEmbedded && !binding->to_many()) {
      return Embedded(source, *binding, field.value, statement);
    }
    const bool leads_to_rows =
        binding->kind == FieldBinding::Kind::kEmbedded || binding->kind == FieldBinding::Kind::kJoin;
    if (leads_to_rows && binding->members.empty()) return Relation(source, *binding, field.value, statement);
    throw FilterFault{"Rows cannot be filtered by \"" + std::string(field.name) + "\"."};
  }

  // ── Leaves ─────────────────────────────────────────────────────────────────────────────────────────────────────

  // The SQL type a leaf is compared as: its column's, or the one that the view is known to compute its key from, so
  // that indexes serve; else the one of its GraphQL type.
  SqlType TypeOf(const Source& source, const FieldBinding& binding) {
    const Column* column = binding.attribute.column;
    if (column != nullptr && !source.row.data_only && !column->is_json) return {column->type, column->type_name};
    SqlType type = SqlTypeOf(binding.field->type);
    const bool is_known = column == nullptr && binding.attribute.key_type != kTextOid;
    if (is_known && !binding.to_many() && type.oid != kJsonbOid) {
      return {binding.attribute.key_type, binding.attribute.key_type_name};
    }
    type.is_array = binding.to_many();
    return type;
  }

  // The name of the type as a whole; that of an item is what a parameter wants beside is_array.
  std::string_view WholeName(const SqlType& type) {
    return type.is_array ? context_.arena->CopyString(std::string(type.name) + "[]") : type.name;
  }

  std::string Leaf(const Source& source, const FieldBinding& binding, const InputValue& operators,
                   StatementBuilder* statement) {
    SqlType type = TypeOf(source, binding);
    const Compared compared = binding.to_many()       ? Compared::kList
                              : type.oid == kJsonbOid ? Compared::kJson
                                                      : Compared::kScalar;
    std::string attribute = AttributeSql(source.row, binding.attribute, WholeName(type));
    std::vector<std::string> conditions;
    for (const InputObjectField& field : operators.fields) {
      bool is_null = field.value.kind == InputValue::Kind::kNull;
      if (is_null && (field.name == "eq" || field.name == "neq")) {
        conditions.push_back(attribute + (field.name == "eq" ? " IS NULL" : " IS NOT NULL"));
        continue;
      }
      if (is_null) {
        throw FilterFault{"Operator \"" + std::string(field.name) + "\" of \"" + std::string(binding.field->name) +
                          "\" does not take null."};
      }
      if (field.name == "isnull") {
        conditions.push_back(attribute + (field.value.boolean ? " IS NULL" : " IS NOT NULL"));
        continue;
      }
      const FilterOperator* found = FindFilterOperator(compared, field.name);
      if (found == nullptr) {
        throw FilterFault{"\"" + std::string(field.name) + "\" is not an operator for \"" +
                          std::string(binding.field->name) + "\"."};
      }
      path_.push_back(field.name);
      conditions.push_back(Comparison(*found, source, binding, type, statement));
      path_.pop_back();
    }
    return Join(conditions, " AND ", kTrue);
  }

  std::string Comparison(const FilterOperator& comparison, const Source& source, const FieldBinding& binding,
                         SqlType type, StatementBuilder* statement) {
    std::string left = AttributeSql(source.row, binding.attribute, WholeName(type));
    ParameterSource parameter = Parameter(type);
    switch (comparison.operand) {
      case FilterOperator::Operand::kItem:
        break;
      case FilterOperator::Operand::kList:
        parameter.is_array = true;
        break;
      case FilterOperator::Operand::kText:
        if (type.oid != kJsonbOid) left = TextSql(source.row, binding.attribute);
        parameter = Parameter({kTextOid, "text"});
        break;
      case FilterOperator::Operand::kTextList:
        parameter = Parameter({kTextOid, "text"});
        parameter.is_array = true;
        break;
    }
    return comparison.Fill(left, statement->AddParameter(parameter));
  }

  ParameterSource Parameter(SqlType type) {
    ParameterSource parameter;
    parameter.kind = ParameterSource::Kind::kArgument;
    parameter.site = site_.number;
    parameter.path = context_.arena->Copy(path_);
    parameter.type = type.oid;
    parameter.type_name = type.name;
    parameter.is_array = type.is_array;
    return parameter;
  }

  // ── Objects in the row ──

  // An object inside a value of the row: it is there and fits.
  std::string Embedded(const Source& source, const FieldBinding& binding, const InputValue& where,
                       StatementBuilder* statement) {
    return "(" + Object(ObjectSource(source, binding), where, statement) + " AND pg_catalog.jsonb_typeof(" +
           ObjectsSql(source.row, binding.attribute) + ") = 'object')";
  }

  Source ObjectSource(const Source& source, const FieldBinding& binding) {
    Source object;
    object.binding = binding.target;
    object.field = &binding;
    object.row = ObjectRow(source.row, binding.attribute, context_.arena);
    return object;
  }

  // ── Relations ──────────────────────────────────────────────────────────────────────────────────────────────────

  // To one: the row's own filter. To many: {some:, every:, none:}.
  std::string Relation(const Source& source, const FieldBinding& binding, const InputValue& value,
                       StatementBuilder* statement) {
    if (!binding.to_many()) return Quantified("some", source, binding, value, statement);
    std::vector<std::string> conditions;
    for (const InputObjectField& field : value.fields) {
      if (field.value.kind == InputValue::Kind::kNull) Refuse(field.name);
      path_.push_back(field.name);
      conditions.push_back(Quantified(field.name, source, binding, field.value, statement));
      path_.pop_back();
    }
    return Join(conditions, " AND ", kTrue);
  }

  std::string Quantified(std::string_view quantifier, const Source& source, const FieldBinding& binding,
                         const InputValue& where, StatementBuilder* statement) {
    if (depth_ == kMostNestedSubqueries) throw TooDeep(binding.field->name);
    ++depth_;
    bool is_every = quantifier == "every";
    bool is_positive = quantifier == "some";
    const bool is_embedded = binding.kind == FieldBinding::Kind::kEmbedded;
    bool nests = is_embedded || (source.row.can_nest && binding.relation->database == source.row.database);
    StatementBuilder own;
    StatementBuilder* builder = nests ? statement : &own;
    Source target =
        is_embedded ? ItemSource(&context_, &binding, source.row) : RelationSource(&context_, &binding, builder);
    std::string condition = Object(target, where, builder);
    --depth_;
    // Every row fits where no row fails to.
    if (is_every) condition = "(" + condition + ") IS NOT TRUE";
    if (nests) {
      std::vector<std::string> conditions = JoinConditions(binding, source.row, target.row);
      conditions.push_back(std::move(condition));
      return std::string(is_positive ? "" : "NOT ") + "EXISTS (SELECT 1 FROM " + target.from + Where(conditions) + ")";
    }
    return AcrossDatabases(is_positive, source, binding, target, condition, own, statement);
  }

  // The keys of the rows over there are fetched first, by a statement of their own.
  std::string AcrossDatabases(bool is_positive, const Source& source, const FieldBinding& binding, const Source& target,
                              const std::string& condition, StatementBuilder& own, StatementBuilder* statement) {
    if (binding.join.remote.size() != 1) {
      throw FilterFault{"Rows cannot be filtered by \"" + std::string(binding.field->name) +
                        "\": it lies in another database and is joined by several keys."};
    }
    const Attribute& remote = binding.join.remote[0];
    std::string key = AttributeSql(target.row, remote);
    std::string sql =
        "SELECT DISTINCT " + key + "::text FROM " + target.from + Where({key + " IS NOT NULL", condition});
    ParameterSource keys;
    keys.kind = ParameterSource::Kind::kKeyQuery;
    keys.key = static_cast<uint32_t>(context_.key_queries.size());
    keys.type = remote.column != nullptr ? remote.column->type : kTextOid;
    keys.type_name = AttributeType(target.row, remote);
    keys.is_array = true;
    context_.key_queries.push_back({own.Finish(binding.relation->database, sql, context_.arena), site_.number});
    std::string local = AttributeSql(source.row, binding.join.local[0], keys.type_name);
    std::string found = local + " = ANY(" + statement->AddParameter(keys) + ")";
    return is_positive ? found : "(" + found + ") IS NOT TRUE";
  }

  static FilterFault TooDeep(std::string_view name) {
    return {
        "\"" + std::string(name) + "\" lies more than " + std::to_string(kMostNestedSubqueries) + " relations deep.",
        "A filter or an ordering through so many relations would take PostgreSQL seconds to plan."};
  }

  // ── Orderings ──────────────────────────────────────────────────────────────────────────────────────────────────

  // The way to a sort key through relations to one: what stands around the expression, the subqueries of the relations
  // on the way to it.
  struct Way {
    std::string before;
    std::string after;
    std::string place;
    uint32_t depth = 0;
  };

  // Appends what a field of an ordering sorts by.
  void AddSortKeys(const Source& source, const InputObjectField& field, const Way& way, StatementBuilder* statement,
                   std::vector<SortKey>* keys) {
    if (field.value.kind == InputValue::Kind::kNull) {
      throw FilterFault{"\"" + std::string(field.name) + "\" of an ordering or of groupBy must not be null."};
    }
    // Of groupBy: a field that makes no groups.
    if (field.value.kind == InputValue::Kind::kBoolean && !field.value.boolean) return;
    const FieldBinding* binding = Bound(source, field.name);
    if (binding->kind == FieldBinding::Kind::kAttribute) {
      SqlType type = TypeOf(source, *binding);
      SortKey key;
      key.sql = way.before + AttributeSql(source.row, binding->attribute, type.name) + way.after;
      key.place = way.place + std::string(field.name);
      key.type = type.oid;
      key.type_name = type.name;
      key.descending = field.value.text.starts_with("DESC");
      key.nulls_first = key.descending;
      if (field.value.text.ends_with("NULLS_FIRST") || field.value.text.ends_with("NULLS_LAST")) {
        key.says_nulls = true;
        key.nulls_first = field.value.text.ends_with("NULLS_FIRST");
      }
      key.nullable = !way.place.empty() || !schema::IsNonNull(binding->field->type);
      keys->push_back(std::move(key));
      return;
    }
    if (binding->kind == FieldBinding::Kind::kEmbedded && !binding->to_many()) {
      const Source object = ObjectSource(source, *binding);
      for (const InputObjectField& inner : field.value.fields) {
        AddSortKeys(object, inner, {way.before, way.after, way.place + std::string(field.name) + ".", way.depth},
                    statement, keys);
      }
      return;
    }
    // Over foreign tables, too, although each row is then looked up by itself: both routes answer the same.
    bool nests = binding->kind == FieldBinding::Kind::kJoin && binding->members.empty() && !binding->to_many() &&
                 binding->relation->database == source.row.database;
    if (!nests) {
      throw FilterFault{"Rows cannot be ordered or grouped by \"" + std::string(field.name) +
                        "\": it lies in another database."};
    }
    if (way.depth == kMostNestedSubqueries) throw TooDeep(field.name);
    for (const InputObjectField& inner : field.value.fields) {
      Source target = RelationSource(&context_, binding, statement);
      std::string rest = " FROM " + target.from + Where(JoinConditions(*binding, source.row, target.row)) + " LIMIT 1)";
      AddSortKeys(target, inner,
                  {way.before + "(SELECT ", rest + way.after, way.place + std::string(field.name) + ".", way.depth + 1},
                  statement, keys);
    }
  }

  PlanContext& context_;
  const Site& site_;
  std::vector<std::string_view> path_;  // of the value at hand in the arguments
  uint32_t depth_ = 0;                  // of relations that the filter at hand goes through
};

}  // namespace

std::string WhereSql(PlanContext* context, const Site& site, const schema::InputValue& argument,
                     const InputValue& value, const Source& source, StatementBuilder* statement) {
  if (value.kind != InputValue::Kind::kObject) {
    throw FilterFault{"Argument \"" + std::string(argument.name) + "\" must not be null; it may be left out."};
  }
  const language::Field& node = *context->input.index->fields[site.node];
  for (const language::Argument& given : node.arguments) {
    if (given.name.value() != argument.name) continue;
    if (const language::Value* missing = MissingVariable(given.value, *context->input.variables)) {
      throw FilterFault{"Variable \"$" + std::string(missing->text()) + "\" has no value: a filter needs one."};
    }
  }
  FilterBuilder builder(context, site);
  builder.path().push_back(argument.name);
  std::string condition = builder.Object(source, value, statement);
  return condition == kTrue ? "" : condition;
}

std::vector<SortKey> OrderByKeys(PlanContext* context, const InputValue& value, const Source& source,
                                 StatementBuilder* statement) {
  return FilterBuilder(context, Site{}).OrderBy(source, value, statement);
}

std::vector<SortKey> GroupByKeys(PlanContext* context, const InputValue& value, const Source& source,
                                 StatementBuilder* statement) {
  return FilterBuilder(context, Site{}).OrderBy(source, value, statement);
}

}  // namespace fraiseql::planner
