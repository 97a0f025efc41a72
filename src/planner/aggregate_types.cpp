#include "planner/aggregate_types.h"

namespace fraiseql::planner {

namespace {

using schema::ScalarKind;
using schema::TypeKind;

enum class Aggregate : uint8_t { kSum, kAverage, kExtreme };

// The scalar of an aggregate over values of a leaf type; "" where there is none.
std::string ResultOf(Aggregate aggregate, const schema::NamedType* leaf) {
  if (leaf->kind != TypeKind::kScalar) return {};
  std::string name(leaf->name);
  switch (static_cast<const schema::ScalarType*>(leaf)->scalar) {
    case ScalarKind::kInt:
    case ScalarKind::kBigInt:
    case ScalarKind::kDecimal:
      return aggregate == Aggregate::kAverage ? "Decimal" : name;
    case ScalarKind::kFloat:
      return name;
    case ScalarKind::kString:
    case ScalarKind::kDateTime:
    case ScalarKind::kDate:
    case ScalarKind::kTime:
      return aggregate == Aggregate::kExtreme ? name : std::string();
    default:
      return {};
  }
}

bool IsList(const schema::Field& field) { return schema::IsList(schema::NullableType(field.type)); }

class Writer {
 public:
  Writer(const schema::NamedType* items, ServedTypes* types) : items_(items), types_(*types) {}

  // `OrderAggregate` and all below it; "" where a type stands in their way.
  std::string Aggregates() {
    bool is_new;
    std::string name = Want(Name("Aggregate"), TypeKind::kObject, &is_new);
    if (name.empty() || !is_new) return name;
    const size_t place = types_.Reserve();
    std::string functions;
    ServedTypes::AddField("count", "Int!", &functions);
    ServedTypes::AddField("sum", NonNull(Values("Sum", Aggregate::kSum)), &functions);
    ServedTypes::AddField("avg", NonNull(Values("Average", Aggregate::kAverage)), &functions);
    ServedTypes::AddField("min", NonNull(Values("Extremes", Aggregate::kExtreme)), &functions);
    ServedTypes::AddField("max", NonNull(Values("Extremes", Aggregate::kExtreme)), &functions);
    std::string fields = functions;
    const std::string key = KeyType(items_);
    if (!key.empty()) {
      bool is_new_group;
      const std::string group = Want(Name("AggregateGroup"), TypeKind::kObject, &is_new_group);
      ServedTypes::AddField("groups", group.empty() ? group : "[" + group + "!]!", &fields);
      if (is_new_group) types_.Write("type " + group + " {\n  key: " + key + "!\n" + functions + "}");
    }
    types_.Write(place, "type " + name + " {\n" + fields + "}");
    return name;
  }

  // `OrderGroupByInput`: which fields may make groups, through relations to one as well; "" for none.
  std::string GroupBy(const schema::NamedType* type) {
    return KeyFields(type, "GroupByInput", TypeKind::kInputObject, "input ");
  }

 private:
  // As ServedTypes::Want, but a type of the document's own is never what is wanted here.
  std::string Want(const std::string& name, TypeKind kind, bool* is_new) {
    *is_new = false;
    return types_.schema().FindType(name) != nullptr ? std::string() : types_.Want(name, kind, is_new);
  }

  std::string Name(std::string_view suffix) const { return std::string(items_->name) + std::string(suffix); }
  static std::string NonNull(const std::string& type) { return type.empty() ? type : type + "!"; }

  // `OrderSum`: one field for each field that the aggregate is there for; "" for none.
  std::string Values(std::string_view suffix, Aggregate aggregate) {
    std::string fields;
    for (const schema::Field& field : ServedTypes::FieldsOf(items_)) {
      const FieldBinding* bound = types_.BoundField(items_, field);
      if (bound == nullptr || bound->kind != FieldBinding::Kind::kAttribute || IsList(field)) continue;
      ServedTypes::AddField(field.name, ResultOf(aggregate, schema::GetNamedType(field.type)), &fields);
    }
    if (fields.empty()) return fields;
    bool is_new;
    std::string name = Want(Name(suffix), TypeKind::kObject, &is_new);
    if (is_new) types_.Write("type " + name + " {\n" + fields + "}");
    return name;
  }

  std::string KeyType(const schema::NamedType* type) { return KeyFields(type, "GroupKey", TypeKind::kObject, "type "); }

  // The fields that make groups: as input, what to group by; as output, the values of a group.
  std::string KeyFields(const schema::NamedType* type, std::string_view suffix, TypeKind kind,
                        std::string_view keyword) {
    bool any = false;
    for (const schema::Field& field : ServedTypes::FieldsOf(type)) any = any || MakesGroups(type, field);
    if (!any) return {};
    bool is_new;
    std::string name = Want(std::string(type->name) + std::string(suffix), kind, &is_new);
    if (name.empty() || !is_new) return name;
    const size_t place = types_.Reserve();
    std::string fields;
    for (const schema::Field& field : ServedTypes::FieldsOf(type)) {
      if (!MakesGroups(type, field)) continue;
      if (const schema::NamedType* target = ServedTypes::CompositeOf(field)) {
        const std::string inner = KeyFields(target, suffix, kind, keyword);
        ServedTypes::AddField(field.name, inner, &fields);
      } else {
        const std::string leaf(schema::GetNamedType(field.type)->name);
        ServedTypes::AddField(field.name, kind == TypeKind::kInputObject ? "Boolean" : leaf, &fields);
      }
    }
    types_.Write(place, std::string(keyword) + name + " {\n" + fields + "}");
    return name;
  }

  bool MakesGroups(const schema::NamedType* type, const schema::Field& field) const {
    const FieldBinding* bound = types_.BoundField(type, field);
    if (bound == nullptr || LeadsToMany(field.type)) return false;
    const schema::NamedType* named = schema::GetNamedType(field.type);
    if (schema::IsCompositeKind(named->kind)) {
      // Rows are grouped by one statement: what lies in another database it cannot see.
      return bound->relation != nullptr && types_.InSameDatabase(type, *bound);
    }
    return named->kind != TypeKind::kScalar ||
           static_cast<const schema::ScalarType*>(named)->scalar != ScalarKind::kJson;
  }

  const schema::NamedType* items_;
  ServedTypes& types_;
};

}  // namespace

std::string AggregateName(std::string_view list) {
  const bool is_snake_case = list.find('_') != std::string_view::npos;
  return std::string(list) + (is_snake_case ? "_aggregate" : "Aggregate");
}

std::string AggregateField(const schema::Field& list, const schema::NamedType* items, std::string arguments,
                           ServedTypes* types) {
  Writer writer(items, types);
  const std::string type = writer.Aggregates();
  if (type.empty()) return {};
  const std::string group_by = writer.GroupBy(items);
  if (!group_by.empty()) arguments += (arguments.empty() ? "groupBy: " : ", groupBy: ") + group_by;
  return AggregateName(list.name) + (arguments.empty() ? "" : "(" + arguments + ")") + ": " + type +
         "! @aggregate(of: \"" + std::string(list.name) + "\")";
}

}  // namespace fraiseql::planner
