#include "planner/filter_operators.h"

#include <array>

namespace fraiseql::planner {

namespace {

using Operand = FilterOperator::Operand;

constexpr std::array kScalarOperators = {
    FilterOperator{"eq", Operand::kItem, "%l = %r"},
    FilterOperator{"neq", Operand::kItem, "%l <> %r"},
    FilterOperator{"gt", Operand::kItem, "%l > %r"},
    FilterOperator{"gte", Operand::kItem, "%l >= %r"},
    FilterOperator{"lt", Operand::kItem, "%l < %r"},
    FilterOperator{"lte", Operand::kItem, "%l <= %r"},
    FilterOperator{"in", Operand::kList, "%l = ANY(%r)"},
    FilterOperator{"nin", Operand::kList, "%l <> ALL(%r)"},
    FilterOperator{"contains", Operand::kText, "pg_catalog.strpos(%l, %r) > 0"},
    FilterOperator{"icontains", Operand::kText, "pg_catalog.strpos(pg_catalog.lower(%l), pg_catalog.lower(%r)) > 0"},
    FilterOperator{"startswith", Operand::kText, "pg_catalog.starts_with(%l, %r)"},
    FilterOperator{"istartswith", Operand::kText, "pg_catalog.starts_with(pg_catalog.lower(%l), pg_catalog.lower(%r))"},
    FilterOperator{"endswith", Operand::kText, "pg_catalog.right(%l, pg_catalog.length(%r)) = %r"},
    FilterOperator{"iendswith", Operand::kText,
                   "pg_catalog.right(pg_catalog.lower(%l), pg_catalog.length(%r)) = pg_catalog.lower(%r)"},
    FilterOperator{"like", Operand::kText, "%l LIKE %r"},
    FilterOperator{"ilike", Operand::kText, "%l ILIKE %r"},
    FilterOperator{"nlike", Operand::kText, "%l NOT LIKE %r"},
    FilterOperator{"nilike", Operand::kText, "%l NOT ILIKE %r"},
    FilterOperator{"regex", Operand::kText, "%l ~ %r"},
    FilterOperator{"iregex", Operand::kText, "%l ~* %r"},
    FilterOperator{"nregex", Operand::kText, "%l !~ %r"},
    FilterOperator{"niregex", Operand::kText, "%l !~* %r"},
};

constexpr std::array kListOperators = {
    FilterOperator{"eq", Operand::kItem, "%l = %r"},
    FilterOperator{"neq", Operand::kItem, "%l <> %r"},
    FilterOperator{"array_contains", Operand::kItem, "%l @> %r"},
    FilterOperator{"array_contained_by", Operand::kItem, "%l <@ %r"},
    FilterOperator{"array_overlaps", Operand::kItem, "%l && %r"},
};

constexpr std::array kJsonOperators = {
    FilterOperator{"eq", Operand::kItem, "%l = %r"},
    FilterOperator{"neq", Operand::kItem, "%l <> %r"},
    FilterOperator{"contains", Operand::kItem, "%l @> %r"},
    FilterOperator{"has_key", Operand::kText, "%l ? %r"},
    FilterOperator{"has_any_keys", Operand::kTextList, "%l ?| %r"},
    FilterOperator{"has_all_keys", Operand::kTextList, "%l ?& %r"},
};

template <size_t N>
const FilterOperator* Find(const std::array<FilterOperator, N>& operators, std::string_view name) {
  for (const FilterOperator& candidate : operators) {
    if (candidate.name == name) return &candidate;
  }
  return nullptr;
}

}  // namespace

std::string FilterOperator::Fill(const std::string& left, const std::string& right) const {
  std::string condition;
  for (size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] != '%') {
      condition += sql[i];
    } else {
      condition += sql[++i] == 'l' ? left : right;
    }
  }
  return condition;
}

const FilterOperator* FindFilterOperator(Compared compared, std::string_view name) {
  switch (compared) {
    case Compared::kScalar:
      return Find(kScalarOperators, name);
    case Compared::kList:
      return Find(kListOperators, name);
    case Compared::kJson:
      return Find(kJsonOperators, name);
  }
  return nullptr;
}

}  // namespace fraiseql::planner
