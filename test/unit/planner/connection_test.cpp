// The SQL of connections: what nobody selects is not in it.
#include <gtest/gtest.h>

#include "harness.h"
#include "planner/list_arguments.h"

namespace fraiseql::planner {
namespace {

class ConnectionTest : public PlannerTest {
 protected:
  ConnectionTest() {
    schema::BuildResult built = schema::BuildSchema(AddListArguments(*shop_.schema, shop_.binding, {}));
    for (const GraphQLError& error : built.errors) ADD_FAILURE() << error.message;
    shop_.schema = std::move(built.schema);
    shop_.binding = {};
    EXPECT_TRUE(Bind(*shop_.schema, &shop_.catalog, &shop_.arena, &shop_.binding).empty());
  }

  std::string Pages(const std::string& field) { return Text(PlanOf("{ pages" + field + " }").roots[0].read); }
};

TEST_F(ConnectionTest, NodesAreAListLikeAnyOther) {
  EXPECT_EQ(
      Pages("(first: 2) { nodes { id } }"),
      "(SELECT fraiseql.project(NULL::jsonb, '{\"f\":[{\"k\":\"nodes\",\"a\":0,\"w\":\"![!\",\"j\":true}]}'::jsonb, "
      "a.e0) FROM (SELECT fraiseql.list(s.e0) AS e0 FROM (SELECT fraiseql.project(NULL::jsonb, "
      "'{\"f\":[{\"k\":\"id\",\"a\":0,\"w\":\"!\",\"t\":\"ID\"}]}'::jsonb, t0.\"id\") AS e0 FROM "
      "\"public\".\"v_order\" AS t0 ORDER BY t0.\"id\" LIMIT $1::bigint) AS s) AS a)");
}

TEST_F(ConnectionTest, OneRowMoreTellsWhetherThereIsAnotherPage) {
  EXPECT_EQ(
      Pages("(first: 2, after: \"x\", orderBy: [{total: DESC}]) { pageInfo { hasNextPage } }"),
      "(SELECT fraiseql.project(NULL::jsonb, '{\"f\":[{\"k\":\"pageInfo\",\"w\":\"!\",\"o\":{\"f\":[{\"k\":"
      "\"hasNextPage\",\"a\":0,\"w\":\"!\",\"t\":\"Boolean\"}]}}]}'::jsonb, a.more) FROM (SELECT "
      "COALESCE(pg_catalog.max(s.n) > $1::bigint, false) AS more FROM (SELECT q.*, pg_catalog.row_number() OVER () "
      "AS n FROM (SELECT 1 AS one FROM \"public\".\"v_order\" AS t0 WHERE t0.\"total\" <= $2::numeric AND "
      "(t0.\"total\" < $2::numeric OR (t0.\"total\" = $2::numeric AND t0.\"id\" > $3::uuid)) ORDER BY t0.\"total\" "
      "DESC, t0.\"id\" LIMIT $1::bigint + 1) AS q) AS s) AS a)");
}

TEST_F(ConnectionTest, ATotalIsCountedWhereItIsSelectedAndNothingElseIs) {
  EXPECT_EQ(Pages("(first: 2, where: {total: {gt: 1}}) { totalCount }"),
            "(SELECT fraiseql.project(NULL::jsonb, '{\"f\":[{\"k\":\"totalCount\",\"a\":0,\"w\":\"!\",\"t\":\"Int\"}]}'"
            "::jsonb, (SELECT pg_catalog.count(*) FROM \"public\".\"v_order\" AS t0 WHERE t0.\"total\" > $1::numeric)) "
            "WHERE NOT EXISTS (SELECT 1 FROM \"public\".\"v_order\" AS t0 WHERE false AND $2::bigint IS NULL))");
  const std::string nothing = Pages("(where: {total: {gt: 1}}) { __typename }");
  EXPECT_TRUE(nothing.ends_with(
      " WHERE NOT EXISTS (SELECT 1 FROM \"public\".\"v_order\" AS t0 WHERE false AND t0.\"total\" > $1::numeric))"))
      << nothing;
  const std::string page = Pages("(first: 2) { edges { cursor node { id } } pageInfo { endCursor hasPreviousPage } }");
  EXPECT_EQ(page.find("count("), std::string::npos) << page;
}

TEST_F(ConnectionTest, ASlotAnswersAllKeysOfABatch) {
  const Plan& plan =
      PlanOf("{ order(id: \"1\") { holds(first: 1) { nodes { status } pageInfo { endCursor } totalCount } } }");
  ASSERT_EQ(plan.slots.size(), 1u);
  EXPECT_EQ(plan.slots[0].statement.database, "inventory");
  EXPECT_EQ(
      Text(plan.slots[0].statement),
      "(SELECT 0::int4, k.k0::text, fraiseql.project(NULL::jsonb, "
      "'{\"f\":[{\"k\":\"nodes\",\"a\":0,\"w\":\"![!\",\"j\":"
      "true},{\"k\":\"pageInfo\",\"w\":\"!\",\"o\":{\"f\":[{\"k\":\"endCursor\",\"a\":1,\"t\":\"String\"}]}},{\"k\":"
      "\"totalCount\",\"a\":2,\"w\":\"!\",\"t\":\"Int\"}]}'::jsonb, COALESCE(a.e0, '[]'::json), a.last_cursor, "
      "COALESCE(t.n, 0)) FROM ROWS FROM (pg_catalog.unnest($1::uuid[])) AS k(k0) LEFT JOIN (SELECT s.k0, "
      "fraiseql.list(s.e0 ORDER BY s.n) AS e0, (pg_catalog.array_agg(s.c ORDER BY s.n DESC))[1] AS last_cursor FROM "
      "(SELECT t1.\"order_id\" AS k0, fraiseql.project(NULL::jsonb, "
      "'{\"f\":[{\"k\":\"status\",\"a\":0,\"w\":\"!\",\"t\":"
      "\"String\"}]}'::jsonb, t1.\"status\") AS e0, fraiseql.cursor('"
      "15b5066d', t1.\"id\") AS c, pg_catalog.row_number() OVER (PARTITION BY t1.\"order_id\" ORDER BY t1.\"id\") AS n "
      "FROM \"public\".\"v_reservation\" AS t1 WHERE t1.\"order_id\" = ANY($1::uuid[])) AS s WHERE s.n <= $2::bigint "
      "GROUP BY s.k0) AS a ON a.k0 = k.k0 LEFT JOIN (SELECT t1.\"order_id\" AS k0, pg_catalog.count(*) AS n FROM "
      "\"public\".\"v_reservation\" AS t1 WHERE t1.\"order_id\" = ANY($1::uuid[]) GROUP BY t1.\"order_id\") AS t ON "
      "t.k0 = k.k0)");
}

TEST_F(ConnectionTest, RowsOfAFunctionThatWritesNothingAreReadInOneStatement) {
  const Plan& plan = PlanOf("{ found(term: \"a\", first: 2) { nodes { id } totalCount } }");
  EXPECT_EQ(plan.roots[0].kind, RootField::Kind::kSelect);
  EXPECT_EQ(
      Text(plan.roots[0].read),
      "(WITH t0 AS NOT MATERIALIZED (SELECT * FROM (SELECT t0.* FROM \"public\".\"search_orders\"(\"term\" => "
      "$1::text) AS t0 WHERE NOT (t0 IS NULL)) AS t0) SELECT fraiseql.project(NULL::jsonb, "
      "'{\"f\":[{\"k\":\"nodes\",\"a\":0,\"w\":\"![!\",\"j\":true},{\"k\":\"totalCount\",\"a\":1,\"w\":\"!\",\"t\":"
      "\"Int\"}]}'::jsonb, a.e0, (SELECT pg_catalog.count(*) FROM t0)) FROM (SELECT fraiseql.list(s.e0) AS e0 FROM "
      "(SELECT fraiseql.project(NULL::jsonb, '{\"f\":[{\"k\":\"id\",\"a\":0,\"w\":\"!\",\"t\":\"ID\"}]}'::jsonb, "
      "t0.\"id\") AS e0 FROM t0 ORDER BY t0.\"id\" LIMIT $2::bigint) AS s) AS a)");
}

TEST_F(ConnectionTest, RowsOfAFunctionThatMayWriteAreReadAfterwards) {
  const Plan& plan = PlanOf("{ made(first: 2) { nodes { id } } }");
  EXPECT_EQ(plan.roots[0].kind, RootField::Kind::kFunction);
  EXPECT_EQ(Text(plan.roots[0].call),
            "SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(r)) FROM \"public\".\"make_orders\"() AS r WHERE NOT (r "
            "IS NULL)");
  EXPECT_EQ(Text(plan.roots[0].read),
            "(WITH t0 AS (SELECT * FROM pg_catalog.jsonb_to_recordset($1::jsonb) AS t0(\"id\" uuid, \"customer_id\" "
            "uuid, \"total\" numeric, \"data\" jsonb)) SELECT fraiseql.project(NULL::jsonb, "
            "'{\"f\":[{\"k\":\"nodes\",\"a\":0,\"w\":\"![!\",\"j\":true}]}'::jsonb, a.e0) FROM (SELECT "
            "fraiseql.list(s.e0) AS e0 FROM (SELECT fraiseql.project(NULL::jsonb, "
            "'{\"f\":[{\"k\":\"id\",\"a\":0,\"w\":\"!\",\"t\":\"ID\"}]}'::jsonb, t0.\"id\") AS e0 FROM t0 ORDER BY "
            "t0.\"id\" LIMIT $2::bigint) AS s) AS a)");
}

TEST_F(ConnectionTest, NoJoinTakesTheOrderFromRowsOfAFunction) {
  const auto conditions = [this](std::string_view arguments) {
    const std::string text = Pages(" { nodes { similarList(where: {customer: {name: {eq: \"a\"}}}" +
                                   std::string(arguments) + ") { id } } }");
    return text.substr(text.find(" AS t1 WHERE (") == std::string::npos ? text.find(" AS t1 WHERE EXISTS")
                                                                        : text.find(" AS t1 WHERE ("),
                       20);
  };
  EXPECT_EQ(conditions(""), " AS t1 WHERE (EXISTS");
  EXPECT_EQ(conditions(", orderBy: [{total: ASC}]"), " AS t1 WHERE EXISTS ");
}

TEST_F(ConnectionTest, AggregatesOfAFunctionTakeItsArguments) {
  const Plan& plan = PlanOf("{ foundAggregate(term: \"a\", where: {total: {gt: 1}}) { count } }");
  EXPECT_EQ(Text(plan.roots[0].read),
            "(WITH t0 AS NOT MATERIALIZED (SELECT * FROM (SELECT t0.* FROM \"public\".\"search_orders\"(\"term\" => "
            "$1::text) AS t0 WHERE NOT (t0 IS NULL)) AS t0) SELECT fraiseql.project(NULL::jsonb, "
            "'{\"f\":[{\"k\":\"count\",\"a\":0,\"w\":\"!\",\"t\":\"Int\"}]}'::jsonb, a.c0) FROM (SELECT "
            "pg_catalog.count(*) AS c0 FROM t0 WHERE t0.\"total\" > $2::numeric) AS a)");
}

TEST_F(ConnectionTest, AComputedFieldIsCalledOnceForAllThatIsReadOfIt) {
  EXPECT_EQ(
      Pages("(first: 1) { nodes { similar(first: 1) { nodes { id } pageInfo { hasNextPage } totalCount } } }"),
      "(SELECT fraiseql.project(NULL::jsonb, '{\"f\":[{\"k\":\"nodes\",\"a\":0,\"w\":\"![!\",\"j\":true}]}'::jsonb, "
      "a.e0) FROM (SELECT fraiseql.list(s.e0) AS e0 FROM (SELECT fraiseql.project(NULL::jsonb, "
      "'{\"f\":[{\"k\":\"similar\",\"a\":0,\"w\":\"!\",\"j\":true}]}'::jsonb, (WITH t1 AS (SELECT * FROM (SELECT t1.* "
      "FROM \"public\".\"similar_orders\"(t0) AS t1 WHERE NOT (t1 IS NULL)) AS t1) SELECT "
      "fraiseql.project(NULL::jsonb, "
      "'{\"f\":[{\"k\":\"nodes\",\"a\":0,\"w\":\"![!\",\"j\":true},{\"k\":\"pageInfo\",\"w\":\"!\",\"o\":{\"f\":[{"
      "\"k\":\"hasNextPage\",\"a\":1,\"w\":\"!\",\"t\":\"Boolean\"}]}},{\"k\":\"totalCount\",\"a\":2,\"w\":\"!\",\"t\":"
      "\"Int\"}]}'::jsonb, a.e0, a.more, (SELECT pg_catalog.count(*) FROM t1)) FROM (SELECT fraiseql.list(s.e0) FILTER "
      "(WHERE s.n <= $2::bigint) AS e0, COALESCE(pg_catalog.max(s.n) > $2::bigint, false) AS more FROM (SELECT q.*, "
      "pg_catalog.row_number() OVER () AS n FROM (SELECT fraiseql.project(NULL::jsonb, "
      "'{\"f\":[{\"k\":\"id\",\"a\":0,\"w\":\"!\",\"t\":\"ID\"}]}'::jsonb, t1.\"id\") AS e0 FROM t1 ORDER BY t1.\"id\" "
      "LIMIT $2::bigint + 1) AS q) AS s) AS a)) AS e0 FROM \"public\".\"v_order\" AS t0 ORDER BY t0.\"id\" LIMIT "
      "$1::bigint) AS s) AS a)");
}

TEST_F(ConnectionTest, EachMemberGivesNoMoreRowsThanThePageHas) {
  EXPECT_EQ(
      Text(PlanOf("{ things(first: 2, after: \"x\") { nodes { __typename } totalCount } }").roots[0].read),
      "(SELECT fraiseql.project(NULL::jsonb, "
      "'{\"f\":[{\"k\":\"nodes\",\"a\":0,\"w\":\"![!\",\"j\":true},{\"k\":\"totalCount\",\"a\":1,\"w\":\"!\",\"t\":"
      "\"Int\"}]}'::jsonb, a.e0, (SELECT pg_catalog.count(*) FROM ((SELECT 'Customer'::text AS tn, t0.\"id\" AS k FROM "
      "\"public\".\"v_customer\" AS t0) UNION ALL (SELECT 'OrderItem'::text AS tn, t1.\"id\" AS k FROM "
      "\"public\".\"v_order_item\" AS t1)) AS u)) FROM (SELECT fraiseql.list(s.e0) AS e0 FROM (SELECT u.* FROM "
      "((SELECT fraiseql.project(NULL::jsonb, "
      "E'{\"f\":[{\"k\":\"__typename\",\"w\":\"!\",\"c\":\"\\\\\"Customer\\\\\"\"}],\"n\":\"Customer\"}'::jsonb) AS "
      "e0, 'Customer'::text AS tn, t0.\"id\" AS k FROM \"public\".\"v_customer\" AS t0 WHERE 'Customer'::text >= "
      "$2::text AND ('Customer'::text > $2::text OR ('Customer'::text = $2::text AND t0.\"id\" > $3::uuid)) ORDER BY "
      "t0.\"id\" LIMIT $1::bigint) UNION ALL (SELECT fraiseql.project(NULL::jsonb, "
      "E'{\"f\":[{\"k\":\"__typename\",\"w\":\"!\",\"c\":\"\\\\\"OrderItem\\\\\"\"}],\"n\":\"OrderItem\"}'::jsonb) AS "
      "e0, 'OrderItem'::text AS tn, t1.\"id\" AS k FROM \"public\".\"v_order_item\" AS t1 WHERE 'OrderItem'::text >= "
      "$2::text AND ('OrderItem'::text > $2::text OR ('OrderItem'::text = $2::text AND t1.\"id\" > $3::uuid)) ORDER BY "
      "t1.\"id\" LIMIT $1::bigint)) AS u ORDER BY u.tn, u.k LIMIT $1::bigint) AS s) AS a)");
}

}  // namespace
}  // namespace fraiseql::planner
