// The joins that lead from a row to the rows of another relation: by the conventions, and by @join (CONTRACT 3).
#include "planner/binder.h"
#include "planner/names.h"

namespace fraiseql::planner::internal {

namespace {

std::vector<std::string> WithId(std::vector<std::string> names) {
  for (std::string& name : names) name += "_id";
  return names;
}

void Append(std::vector<std::string> more, std::vector<std::string>* names) {
  for (std::string& name : more) names->push_back(std::move(name));
}

// The columns of a child by which it can refer to a parent of this type: by the name of the type, else of an interface
// that the type implements.
std::vector<std::string> ReferencesTo(const schema::NamedType& parent) {
  std::vector<std::string> names = SnakeCaseSpellings(parent.name);
  if (parent.kind == schema::TypeKind::kObject || parent.kind == schema::TypeKind::kInterface) {
    for (const schema::InterfaceType* interface : static_cast<const schema::CompositeType&>(parent).interfaces) {
      Append(SnakeCaseSpellings(interface->name), &names);
    }
  }
  return WithId(std::move(names));
}

std::string OneOf(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) text += (i > 0 ? " or \"" : "\"") + names[i] + "\"";
  return text;
}

}  // namespace

void Binder::FaultNoJoin(const TypeBinding& parent, const schema::Field& field, const TypeBinding& target) {
  const Relation* guide = GuideOf(parent);
  const std::vector<std::string> names = SnakeCaseSpellings(field.name);
  std::string message =
      "nothing leads to it: " + RelationName(*guide) + " has no " + OneOf(names) + " that holds objects";
  std::string hint;
  if (target.relation != nullptr) {
    if (!LeadsToMany(field.type)) {
      message += ", " + Missing(*guide, WithId(names));
      hint = NearAttributes(*guide, WithId(names));
    }
    const std::vector<std::string> references = ReferencesTo(*parent.type);
    message += ", " + Missing(*target.relation, references);
    if (!KeyOf(*parent.type, *guide)) message += ", " + Missing(*guide, {"id"});
    if (hint.empty()) hint = NearAttributes(*target.relation, references);
    hint += std::string(hint.empty() ? "" : " ") +
            "Views expose the keys by which they are joined; others are said with @join(local: [\"...\"], remote: "
            "[\"...\"]).";
  } else if (!ReadsMembers(target)) {
    message += ", and type \"" + std::string(target.type->name) + "\" has no relation: \"v_" +
               SnakeCase(target.type->name) + "\" is not in " + std::string(catalog_->SearchedPlaces({}));
    hint = "A relation of another name is said with @source(relation: \"...\") on the type.";
  } else {
    message += ", and not every member of \"" + std::string(target.type->name) + "\" can be joined";
  }
  Fault(FieldPlace(*parent.type, field), message, hint);
}

const FieldBinding* Binder::MakeJoin(const TypeBinding& parent, const schema::Field& field, const TypeBinding& target,
                                     const std::vector<Attribute>& local, const std::vector<Attribute>& remote) {
  FieldBinding* binding = NewField(field, FieldBinding::Kind::kJoin);
  std::vector<Attribute> in_row;
  for (const Attribute& attribute : local) in_row.push_back(InRow(parent, attribute));
  binding->join = Join{arena_->Copy(in_row), arena_->Copy(remote)};
  binding->relation = target.relation;
  binding->target = &target;
  binding->arguments = BindArguments(*parent.type, field, *target.relation);
  return binding;
}

const FieldBinding* Binder::TryJoin(const TypeBinding& parent, const schema::Field& field, const TypeBinding& target,
                                    bool assume) {
  const Relation* guide = GuideOf(parent);
  if (guide == nullptr) return nullptr;
  if (!LeadsToMany(field.type)) {
    Wanted reference{WithId(SnakeCaseSpellings(field.name)), {}};
    const std::string camel = std::string(field.name) + "Id";
    if (camel != reference.spellings.front()) reference.exact = camel;
    std::optional<Attribute> local = FindAttribute(*guide, reference, assume);
    std::optional<Attribute> remote = KeyOf(*target.type, *target.relation);
    if (local && remote) return MakeJoin(parent, field, target, {*local}, {*remote});
  }
  const Wanted reference{ReferencesTo(*parent.type), {}};
  std::optional<Attribute> local = KeyOf(*parent.type, *guide);
  std::optional<Attribute> remote = FindAttribute(*target.relation, reference, assume);
  if (local && remote) return MakeJoin(parent, field, target, {*local}, {*remote});
  return nullptr;
}

const FieldBinding* Binder::BindDeclaredJoin(const TypeBinding& parent, const schema::Field& field,
                                             const TypeBinding& target) {
  const std::string place = FieldPlace(*parent.type, field);
  const AppliedDirective join = FindDirective(field, "join");
  const std::vector<std::string_view> local = join.Texts("local");
  const std::vector<std::string_view> remote = join.Texts("remote");
  if (local.empty() || local.size() != remote.size()) {
    Fault(place,
          "@join names " + std::to_string(local.size()) + " local and " + std::to_string(remote.size()) +
              " remote columns",
          "Each local column equals the remote column at the same position.");
    return nullptr;
  }
  const Relation* guide = GuideOf(parent);
  std::vector<Attribute> local_attributes;
  std::vector<Attribute> remote_attributes;
  for (size_t i = 0; i < local.size(); ++i) {
    std::optional<Attribute> here = guide != nullptr ? BindNamed(place, *guide, local[i]) : Key(local[i]);
    std::optional<Attribute> there = BindNamed(place, *target.relation, remote[i]);
    if (here) local_attributes.push_back(*here);
    if (there) remote_attributes.push_back(*there);
  }
  if (local_attributes.size() != local.size() || remote_attributes.size() != remote.size()) return nullptr;
  return MakeJoin(parent, field, target, local_attributes, remote_attributes);
}

}  // namespace fraiseql::planner::internal
