#include "planner/ordering.h"

#include <gtest/gtest.h>

namespace fraiseql::planner {
namespace {

SortKey Key(std::string sql, bool descending = false, bool nullable = false) {
  SortKey key;
  key.sql = key.place = std::move(sql);
  key.descending = key.nulls_first = descending;
  key.nullable = nullable;
  return key;
}

TEST(Ordering, OneWayAndNoNullsIsAComparisonOfRows) {
  EXPECT_EQ(BehindSql({Key("id")}, {"$1"}, false, false), "id > $1");
  EXPECT_EQ(BehindSql({Key("a"), Key("id")}, {"$1", "$2"}, false, true), "(a, id) > ($1, $2)");
  EXPECT_EQ(BehindSql({Key("a", true), Key("id", true)}, {"$1", "$2"}, true, true), "(a, id) <= ($1, $2)");
  // What postgres_fdw ships
  EXPECT_EQ(BehindSql({Key("a"), Key("id")}, {"$1", "$2"}, false, false),
            "a >= $1 AND (a > $1 OR (a = $1 AND id > $2))");
}

TEST(Ordering, MixedDirectionsAreComparedOneByOne) {
  EXPECT_EQ(BehindSql({Key("a", true), Key("id")}, {"$1", "$2"}, false, true),
            "a <= $1 AND (a < $1 OR (a = $1 AND id > $2))");
}

TEST(Ordering, NullsHaveTheirPlace) {
  EXPECT_EQ(BehindSql({Key("a", false, true), Key("id")}, {"$1", "$2"}, false, true),
            "((a > $1 OR (a IS NULL AND $1 IS NOT NULL)) OR ((a = $1 OR (a IS NULL AND $1 IS NULL)) AND id > $2))");
  // Nulls first: an index on the first key has a place to begin.
  EXPECT_EQ(BehindSql({Key("a", true, true), Key("id")}, {"$1", "$2"}, false, true),
            "(a <= $1 OR $1 IS NULL) AND ((a < $1 OR (a IS NOT NULL AND $1 IS NULL)) OR "
            "((a = $1 OR (a IS NULL AND $1 IS NULL)) AND id > $2))");
}

TEST(Ordering, Clauses) {
  std::vector<SortKey> keys = {Key("a", true), Key("b"), Key("id")};
  keys[1].says_nulls = keys[1].nulls_first = true;
  EXPECT_EQ(OrderByClause(keys), " ORDER BY a DESC, b NULLS FIRST, id");
  EXPECT_EQ(OrderByClause(Reversed(keys)), " ORDER BY a, b DESC NULLS LAST, id DESC");
  EXPECT_EQ(OrderByClause({}), "");
}

// Everything that makes another order makes another id; cursors outlive releases, so it is pinned.
TEST(Ordering, IdsTellOrderingsApart) {
  const std::vector<SortKey> keys = {Key("a"), Key("id")};
  EXPECT_EQ(OrderingId("Order", {Key("id")}), "e21efadb");
  std::vector<std::string> ids = {OrderingId("Order", keys), OrderingId("Item", keys),
                                  OrderingId("Order", {Key("id"), Key("a")}),
                                  OrderingId("Order", {Key("a", true), Key("id")}), OrderingId("Order", {Key("a")})};
  std::vector<SortKey> nulls_first = keys;
  nulls_first[0].nulls_first = true;
  ids.push_back(OrderingId("Order", nulls_first));
  for (size_t i = 0; i < ids.size(); ++i) {
    for (size_t j = 0; j < i; ++j) EXPECT_NE(ids[i], ids[j]) << i << " " << j;
  }
}

}  // namespace
}  // namespace fraiseql::planner
