// The operators of filters as SQL (CONTRACT 11). Private to the planner.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fraiseql::planner {

// An operator over one attribute.
struct FilterOperator {
  enum class Operand : uint8_t { kItem, kList, kText, kTextList };
  std::string_view name;
  Operand operand;
  std::string_view sql;  // %l is the attribute, %r the operand

  // The condition over `left`, an attribute, and `right`, an operand.
  std::string Fill(const std::string& left, const std::string& right) const;
};

// What is compared.
enum class Compared : uint8_t { kScalar, kList, kJson };

// Null where values of this kind have no such operator.
const FilterOperator* FindFilterOperator(Compared compared, std::string_view name);

}  // namespace fraiseql::planner
