// The keys of a slot's batch inside its statement, as rows that others are joined with. Private to the planner.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/rows.h"
#include "planner/sql.h"

namespace fraiseql::planner {

// The parameter with component `i` of the keys of a batch for the rows of `source`.
ParameterSource KeysParameter(const Source& source, uint32_t i);

class KeyBatch {
 public:
  // With `like`, the columns have the types of those.
  KeyBatch(const Source& source, StatementBuilder* statement, const KeyBatch* like = nullptr);

  // The rows of the source that belong to the keys: `t0."order_id" = ANY($1::uuid[])`.
  const std::vector<std::string>& conditions() const { return conditions_; }
  // What the keys are compared with, for GROUP BY; the same as columns k0, k1, ...
  const std::string& attributes() const { return attributes_; }
  const std::string& columns() const { return columns_; }
  size_t size() const { return count_; }
  // The names of the columns, each behind `prefix`: `s.k0, s.k1`.
  std::string Names(std::string_view prefix) const;

  // `SELECT <slot number>, <key>, <value> FROM <keys> <joins>`: one row per key, whatever `value` finds for it in what
  // is joined.
  std::string Select(uint32_t slot, const std::string& value, const std::string& joins) const;
  // ` LEFT JOIN (<rows>) AS <alias> ON ...`; the rows have the columns of the keys.
  std::string Join(const std::string& rows, std::string_view alias) const;

 private:
  size_t count_;
  std::vector<std::string> conditions_;
  std::string arrays_;
  std::string attributes_;
  std::string columns_;
  std::vector<std::string_view> types_;
  std::string text_;  // of a key of the batch, as it stands in marks
};

}  // namespace fraiseql::planner
