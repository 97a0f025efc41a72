// Columns and keys of `data` by name.
#include <algorithm>

#include "base/did_you_mean.h"
#include "planner/binder.h"
#include "planner/names.h"

namespace fraiseql::planner::internal {

namespace {

std::string Quoted(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += " or ";
    text += "\"" + names[i] + "\"";
  }
  return text;
}

Attribute KeyAttribute(const Relation::DataKey& key) { return {nullptr, key.name, key.type, key.type_name}; }

}  // namespace

Binder::Wanted Binder::WantedFor(std::string_view graphql_name) {
  Wanted wanted{SnakeCaseSpellings(graphql_name), graphql_name};
  if (wanted.spellings.front() == graphql_name) wanted.exact = {};
  return wanted;
}

std::optional<Attribute> Binder::FindAttribute(const Relation& relation, const Wanted& wanted, bool assume) {
  for (const std::string& spelling : wanted.spellings) {
    if (const Column* column = relation.FindColumn(spelling)) return Attribute{column, {}};
  }
  const bool has_data = relation.data() != nullptr;
  if (has_data) {
    for (const std::string& spelling : wanted.spellings) {
      if (const Relation::DataKey* key = relation.FindDataKey(spelling)) return KeyAttribute(*key);
    }
  }
  if (!wanted.exact.empty()) {
    if (const Column* column = relation.FindColumn(wanted.exact)) return Attribute{column, {}};
    const Relation::DataKey* key = has_data ? relation.FindDataKey(wanted.exact) : nullptr;
    if (key != nullptr) return KeyAttribute(*key);
  }
  if (assume && has_data && !relation.known_keys) return Key(wanted.spellings.front());
  return std::nullopt;
}

std::optional<Attribute> Binder::FindNamed(const Relation& relation, std::string_view name) {
  return FindAttribute(relation, Wanted{{std::string(name)}, {}}, true);
}

Attribute Binder::Key(std::string_view key) { return Attribute{nullptr, arena_->CopyString(key)}; }

const Relation* Binder::GuideOf(const TypeBinding& row) { return row.embedded ? RelationOf(row.type) : row.relation; }

Attribute Binder::InRow(const TypeBinding& row, const Attribute& attribute) {
  return row.embedded && attribute.column != nullptr ? Attribute{nullptr, attribute.column->name} : attribute;
}

std::string Binder::Missing(const Relation& relation, const std::vector<std::string>& spellings) {
  return RelationName(relation) +
         (relation.data() != nullptr ? " has neither a column nor a key of \"data\" named " : " has no column named ") +
         Quoted(spellings);
}

std::string Binder::NearAttributes(const Relation& relation, const std::vector<std::string>& spellings) {
  std::vector<std::string_view> names;
  for (const Column& column : relation.columns) {
    if (&column != relation.data()) names.push_back(column.name);
  }
  for (const Relation::DataKey& key : relation.data_keys) {
    if (std::find(names.begin(), names.end(), key.name) == names.end()) names.push_back(key.name);
  }
  std::string hint = DidYouMean(SuggestionList(spellings.front(), names));
  return hint.empty() ? hint : hint.substr(1);
}

std::optional<Attribute> Binder::BindNamed(const std::string& place, const Relation& relation, std::string_view name) {
  std::optional<Attribute> found = FindNamed(relation, name);
  if (!found) Fault(place, Missing(relation, {std::string(name)}), NearAttributes(relation, {std::string(name)}));
  return found;
}

// The field `id` of the type says where its key is; without such a field a column or a known key `id` does.
std::optional<Attribute> Binder::KeyOf(const schema::NamedType& type, const Relation& relation) {
  const schema::Field* id = nullptr;
  if (type.kind == schema::TypeKind::kObject || type.kind == schema::TypeKind::kInterface) {
    id = static_cast<const schema::CompositeType&>(type).FindField("id");
  }
  if (id != nullptr) {
    if (AppliedDirective column = FindDirective(*id, "column")) return FindNamed(relation, column.Text("name"));
  }
  return FindAttribute(relation, Wanted{{"id"}, {}}, id != nullptr);
}

}  // namespace fraiseql::planner::internal
