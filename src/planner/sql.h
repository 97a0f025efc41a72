// SQL text, put together piece by piece.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "planner/plan.h"

namespace fraiseql::planner {

// "name", quotes doubled.
std::string QuoteIdentifier(std::string_view name);
// "schema"."name".
std::string QualifiedName(std::string_view schema, std::string_view name);
// 'text', with quotes doubled and, where there is a backslash, as E'' text.
std::string QuoteLiteral(std::string_view text);

// The parameters and relations of a statement while its text is written.
class StatementBuilder {
 public:
  // The reference to a new parameter, cast to its type: a mark that Render turns into `$n`, then `::uuid[]`.
  std::string AddParameter(const ParameterSource& source);
  // Notes that the statement reads a foreign table; the columns are to be added to the set, which stays where it is.
  std::set<int16_t>* AddRead(uint32_t relid);
  // Parameters that the text does not refer to are left out, but for counts, which are checked in any case.
  Statement Finish(std::string_view database, std::string_view text, Arena* arena) const;

 private:
  std::vector<ParameterSource> parameters_;
  std::map<uint32_t, std::set<int16_t>> reads_;
};

}  // namespace fraiseql::planner
