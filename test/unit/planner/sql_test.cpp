#include "planner/sql.h"

#include <gtest/gtest.h>

namespace fraiseql::planner {
namespace {

ParameterSource Parameter(std::string_view type) {
  ParameterSource source;
  source.type_name = type;
  return source;
}

TEST(StatementBuilderTest, ParametersThatTheTextDoesNotReferToAreLeftOut) {
  Arena arena;
  StatementBuilder builder;
  std::vector<std::string> references;
  for (std::string_view type : {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}) {
    references.push_back(builder.AddParameter(Parameter(type)));
  }
  Statement statement =
      builder.Finish(kPrimary, "SELECT " + references[11] + ", " + references[2] + ", " + references[11], &arena);
  ASSERT_EQ(statement.parameters.size(), 2u);
  EXPECT_EQ(statement.parameters[0].type_name, "c");
  std::string sql;
  Render(statement, 1, &sql);
  EXPECT_EQ(sql, "SELECT $2::l, $1::c, $2::l");
}

TEST(StatementBuilderTest, CountsStayBecauseTheyAreChecked) {
  Arena arena;
  StatementBuilder builder;
  ParameterSource count = Parameter("bigint");
  count.is_count = true;
  builder.AddParameter(count);
  EXPECT_EQ(builder.Finish(kPrimary, "SELECT 1", &arena).parameters.size(), 1u);
}

}  // namespace
}  // namespace fraiseql::planner
