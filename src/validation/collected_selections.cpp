#include "validation/collected_selections.h"

#include <algorithm>

namespace fraiseql::validation {

CollectedSelections& SelectionCollector::Collect(const TypedSelectionSet& set) {
  auto [entry, is_new] = collected_.try_emplace(set.set);
  if (is_new) {
    added_.resize(context_.fragments().size());
    ++collection_;
    AddSelections(*set.set, set.parent_type, &entry->second);
  }
  return entry->second;
}

CollectedSelections& SelectionCollector::CollectFragment(uint32_t fragment) {
  const FragmentInfo& info = context_.fragments()[fragment];
  return Collect({info.definition->selection_set, info.type});
}

void SelectionCollector::AddSelections(const language::SelectionSet& set, const schema::NamedType* parent_type,
                                       CollectedSelections* collected) {
  for (const language::Selection* selection : set.selections) {
    switch (selection->kind) {
      case language::Selection::Kind::kField: {
        const auto* field = static_cast<const language::Field*>(selection);
        const schema::Field* definition = nullptr;
        if (parent_type != nullptr &&
            (parent_type->kind == schema::TypeKind::kObject || parent_type->kind == schema::TypeKind::kInterface)) {
          definition = static_cast<const schema::CompositeType*>(parent_type)->FindField(field->name.value());
        }
        collected->fields.push_back({field, parent_type, definition});
        break;
      }
      case language::Selection::Kind::kFragmentSpread: {
        const auto* spread = static_cast<const language::FragmentSpread*>(selection);
        uint32_t fragment = context_.FindFragment(spread->name.value());
        if (fragment == kNoFragment || added_[fragment] == collection_) break;
        added_[fragment] = collection_;
        collected->fragments.push_back(fragment);
        break;
      }
      case language::Selection::Kind::kInlineFragment: {
        const auto* fragment = static_cast<const language::InlineFragment*>(selection);
        const schema::NamedType* type = fragment->type_condition == nullptr
                                            ? parent_type
                                            : context_.schema().FindType(fragment->type_condition->name);
        AddSelections(*fragment->selection_set, type, collected);
        break;
      }
    }
  }
}

namespace {

bool SameValue(const language::Value& a, const language::Value& b);

// Fields of an object in the order of their names, equal names in the order of the text.
std::vector<const language::ObjectField*> Sorted(const List<language::ObjectField>& fields) {
  std::vector<const language::ObjectField*> sorted;
  for (const language::ObjectField& field : fields) sorted.push_back(&field);
  std::stable_sort(sorted.begin(), sorted.end(), [](const language::ObjectField* a, const language::ObjectField* b) {
    return a->name.value() < b->name.value();
  });
  return sorted;
}

bool SameObject(const List<language::ObjectField>& a, const List<language::ObjectField>& b) {
  if (a.size() != b.size()) return false;
  std::vector<const language::ObjectField*> sorted_a = Sorted(a);
  std::vector<const language::ObjectField*> sorted_b = Sorted(b);
  return std::equal(sorted_a.begin(), sorted_a.end(), sorted_b.begin(),
                    [](const language::ObjectField* x, const language::ObjectField* y) {
                      return x->name.value() == y->name.value() && SameValue(x->value, y->value);
                    });
}

// Whether two values are written alike but for layout and the order of keys.
bool SameValue(const language::Value& a, const language::Value& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case language::Value::Kind::kNull:
      return true;
    case language::Value::Kind::kBoolean:
      return a.boolean == b.boolean;
    case language::Value::Kind::kList:
      return a.items().size() == b.items().size() &&
             std::equal(a.items().begin(), a.items().end(), b.items().begin(), SameValue);
    case language::Value::Kind::kObject:
      return SameObject(a.fields(), b.fields());
    default:
      return a.text() == b.text() && a.block == b.block;
  }
}

}  // namespace

bool SameArguments(const language::Field& a, const language::Field& b) {
  // A list of many arguments is not searched for each of its members where both are in the same order.
  constexpr uint32_t kSearched = 32;
  uint32_t count = a.arguments.size();
  if (count != b.arguments.size()) return false;
  for (uint32_t i = 0; i < count; ++i) {
    const language::Argument& argument = a.arguments[i];
    const language::Argument* other = &b.arguments[i];
    if (count <= kSearched || other->name.value() != argument.name.value()) {
      // Of equal names, which UniqueArgumentNames reports, the last one counts.
      other = b.arguments.end();
      while (other != b.arguments.begin() && (other - 1)->name.value() != argument.name.value()) --other;
      if (other == b.arguments.begin()) return false;
      --other;
    }
    if (!SameValue(argument.value, other->value)) return false;
  }
  return true;
}

bool TypesConflict(const schema::Type* a, const schema::Type* b) {
  while (schema::IsWrapping(a) || schema::IsWrapping(b)) {
    if (a->kind != b->kind) return true;
    a = schema::OfType(a);
    b = schema::OfType(b);
  }
  return a != b && (schema::IsLeafKind(a->kind) || schema::IsLeafKind(b->kind));
}

}  // namespace fraiseql::validation
