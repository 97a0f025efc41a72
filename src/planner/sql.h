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

// PostgreSQL plans subqueries within subqueries in time that grows with more than the square of their depth. Rows that
// lie deeper than this are asked for by a statement of their own, as those of other databases are.
inline constexpr uint32_t kMostNestedRelations = 16;
// What cannot have a statement of its own (rows that a function computes from a row, filters, orderings) nests no
// deeper.
inline constexpr uint32_t kMostNestedSubqueries = 50;

// The parameters and relations of a statement while its text is written.
class StatementBuilder {
 public:
  // One more level of subqueries while it lives.
  class Level {
   public:
    explicit Level(StatementBuilder* statement) : statement_(*statement) { ++statement_.nesting_; }
    ~Level() { --statement_.nesting_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    StatementBuilder& statement_;
  };
  uint32_t nesting() const { return nesting_; }

  // The reference to a new parameter, cast to its type: a mark that Render turns into `$n`, then `::uuid[]`.
  std::string AddParameter(const ParameterSource& source);
  // Notes that the statement reads a foreign table; the columns are to be added to the set, which stays where it is.
  std::set<int16_t>* AddRead(uint32_t relid);
  // Parameters that the text does not refer to are left out, but for counts, which are checked in any case.
  Statement Finish(std::string_view database, std::string_view text, Arena* arena) const;

 private:
  std::vector<ParameterSource> parameters_;
  std::map<uint32_t, std::set<int16_t>> reads_;
  uint32_t nesting_ = 0;
};

}  // namespace fraiseql::planner
