// The SQL of where and orderBy (CONTRACT 9 to 11), within a database and across several.
#include "planner/filters.h"

#include "harness.h"
#include "planner/list_arguments.h"

namespace fraiseql::planner {
namespace {

class FiltersTest : public PlannerTest {
 protected:
  FiltersTest() {
    schema::BuildResult built = schema::BuildSchema(AddListArguments(*shop_.schema, shop_.binding, {}));
    for (const GraphQLError& error : built.errors) ADD_FAILURE() << error.message;
    shop_.schema = std::move(built.schema);
    shop_.binding = {};
    EXPECT_TRUE(Bind(*shop_.schema, &shop_.catalog, &shop_.arena, &shop_.binding).empty());
  }

  // What stands behind FROM in the statement of `orders`, with these arguments.
  std::string Orders(const std::string& arguments) {
    plan_ = &PlanOf("{ orders(limit: null, " + arguments + ") { id } }");
    std::string text = Text(plan_->roots[0].read);
    size_t from = text.find("AS t0");
    return text.substr(from + 5, text.rfind(')') - from - 5);
  }

  const Plan* plan_ = nullptr;
};

TEST_F(FiltersTest, AColumnIsComparedAsItsOwnTypeAndAKeyAsThatOfItsField) {
  EXPECT_EQ(Orders("where: {total: {gte: 10, lt: 20}}"),
            " WHERE (t0.\"total\" >= $1::numeric AND t0.\"total\" < $2::numeric)");
  EXPECT_EQ(Orders("where: {status: {in: [NEW]}}"),
            " WHERE fraiseql.read(t0.\"data\", '[\"status\"]'::jsonb, NULL::text) = ANY($1::text[])");
}

TEST_F(FiltersTest, NullIsAskedForByName) {
  EXPECT_EQ(Orders("where: {total: {eq: null}}"), " WHERE t0.\"total\" IS NULL");
  EXPECT_EQ(Orders("where: {total: {neq: null}}"), " WHERE t0.\"total\" IS NOT NULL");
  EXPECT_EQ(Orders("where: {total: {isnull: false}}"), " WHERE t0.\"total\" IS NOT NULL");
}

TEST_F(FiltersTest, ConditionsAreCombinedAndAnEmptyAlternativeHoldsNothing) {
  EXPECT_EQ(Orders("where: {_or: [{total: {eq: 1}}, {total: {eq: 2}}]}"),
            " WHERE (t0.\"total\" = $1::numeric OR t0.\"total\" = $2::numeric)");
  EXPECT_EQ(Orders("where: {_not: {total: {eq: 1}}}"), " WHERE (t0.\"total\" = $1::numeric) IS NOT TRUE");
  EXPECT_EQ(Orders("where: {_or: []}"), " WHERE false");
  EXPECT_EQ(Orders("where: {_and: []}"), "");
}

TEST_F(FiltersTest, RelationsOfTheSameDatabaseAreSubqueries) {
  EXPECT_EQ(Orders("where: {items: {some: {quantity: {gt: 1}}}}"),
            " WHERE EXISTS (SELECT 1 FROM \"public\".\"v_order_item\" AS t1 WHERE t1.\"order_id\" = t0.\"id\" AND "
            "fraiseql.read(t1.\"data\", '[\"quantity\"]'::jsonb, NULL::numeric) > $1::numeric)");
  EXPECT_EQ(Orders("where: {items: {every: {id: {eq: null}}}}"),
            " WHERE NOT EXISTS (SELECT 1 FROM \"public\".\"v_order_item\" AS t1 WHERE t1.\"order_id\" = t0.\"id\" AND "
            "(t1.\"id\" IS NULL) IS NOT TRUE)");
}

TEST_F(FiltersTest, KeysOfAnotherDatabaseAreAskedForFirst) {
  EXPECT_EQ(Orders("where: {payment: {amount: {gt: 10}}}"), " WHERE t0.\"id\" = ANY($1::uuid[])");
  ASSERT_EQ(plan_->key_queries.size(), 1u);
  const Statement& keys = plan_->key_queries[0].statement;
  EXPECT_EQ(keys.database, "payments");
  EXPECT_EQ(
      Text(keys),
      "SELECT DISTINCT t1.\"order_id\"::text FROM \"public\".\"v_payment\" AS t1 WHERE t1.\"order_id\" IS NOT NULL "
      "AND t1.\"amount\" > $1::numeric");
  EXPECT_EQ(Orders("where: {reservations: {none: {status: {eq: \"held\"}}}}"),
            " WHERE (t0.\"id\" = ANY($1::uuid[])) IS NOT TRUE");
}

TEST_F(FiltersTest, KeysLeadThroughSeveralDatabases) {
  Orders("where: {items: {some: {product: {name: {startswith: \"H\"}}}}}");
  ASSERT_EQ(plan_->key_queries.size(), 1u);
  EXPECT_EQ(plan_->key_queries[0].statement.database, "inventory");
  Orders("where: {payment: {order: {customer: {name: {eq: \"Ann\"}}}}}");
  // The inner one first: the outer one is given what it returns.
  ASSERT_EQ(plan_->key_queries.size(), 2u);
  EXPECT_EQ(plan_->key_queries[0].statement.database, "primary");
  EXPECT_EQ(plan_->key_queries[1].statement.database, "payments");
}

TEST_F(FiltersTest, OrderingsEndInTheKey) {
  EXPECT_EQ(Orders("orderBy: [{total: DESC_NULLS_LAST}]"), " ORDER BY t0.\"total\" DESC NULLS LAST, t0.\"id\") AS s");
  EXPECT_EQ(
      Orders("orderBy: [{customer: {name: ASC}}]"),
      " ORDER BY (SELECT fraiseql.read(t1.\"data\", '[\"name\"]'::jsonb, NULL::text) FROM \"public\".\"v_customer\" "
      "AS t1 WHERE t1.\"id\" = t0.\"customer_id\" LIMIT 1), t0.\"id\") AS s");
}

TEST_F(FiltersTest, ObjectsInsideValuesAreReadWhereTheyStand) {
  EXPECT_EQ(Orders("where: {address: {city: {eq: \"Bonn\"}}}"),
            " WHERE (fraiseql.read(t0.\"data\", '[\"address\",\"city\"]'::jsonb, NULL::text) = $1::text AND "
            "pg_catalog.jsonb_typeof(fraiseql.read(t0.\"data\", '[\"address\"]'::jsonb, NULL::jsonb)) = 'object')");
  EXPECT_EQ(Orders("where: {notes: {none: {text: {eq: \"x\"}}}}"),
            " WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.jsonb_path_query(fraiseql.read(t0.\"data\", "
            "'[\"notes\"]'::jsonb, NULL::jsonb), 'strict $[*] ? (@.type() == \"object\")'::pg_catalog.jsonpath, "
            "'{}'::pg_catalog.jsonb, true) AS t1(\"data\") WHERE fraiseql.read(t1.\"data\", '[\"text\"]'::jsonb, "
            "NULL::text) = $1::text)");
  EXPECT_EQ(Orders("orderBy: [{address: {city: DESC}}]"),
            " ORDER BY fraiseql.read(t0.\"data\", '[\"address\",\"city\"]'::jsonb, NULL::text) DESC, t0.\"id\") AS s");
}

TEST_F(FiltersTest, AListInsideAValueIsMadeAnewWithAllAroundIt) {
  const auto layout = [this](const std::string& selection) {
    const std::string text = Text(PlanOf("{ order(id: \"x\") { " + selection + " } }").roots[0].read);
    return text.substr(0, text.find(" FROM \"public\".\"v_order\" AS t0"));
  };
  EXPECT_EQ(
      layout("notes { text }"),
      "(SELECT fraiseql.project(t0.\"data\", '{\"f\":[{\"k\":\"notes\",\"d\":[\"notes\"],\"w\":\"[!\",\"o\":{\"f\":"
      "[{\"k\":\"text\",\"d\":[\"text\"],\"t\":\"String\"}]}}]}'::jsonb)");
  // No list is asked for a part of: as if there were no arguments.
  EXPECT_EQ(layout("notes(limit: null, orderBy: []) { text }"), layout("notes { text }"));
  EXPECT_EQ(layout("notes(limit: 2, where: {text: {eq: \"x\"}}) { text }"),
            "(SELECT fraiseql.project(NULL::jsonb, '{\"f\":[{\"k\":\"notes\",\"a\":0,\"w\":\"[!\",\"o\":{\"f\":"
            "[{\"k\":\"text\",\"d\":[\"text\"],\"t\":\"String\"}]}}]}'::jsonb, "
            "(SELECT CASE pg_catalog.jsonb_typeof(v.j) WHEN 'array' THEN (SELECT COALESCE(pg_catalog.jsonb_agg(s.j), "
            "'[]'::jsonb) FROM (SELECT t1.\"data\" AS j FROM pg_catalog.jsonb_array_elements(v.j) WITH ORDINALITY AS "
            "t1(\"data\", \"n\") WHERE fraiseql.read(t1.\"data\", '[\"text\"]'::jsonb, NULL::text) = $2::text AND "
            "pg_catalog.jsonb_typeof(t1.\"data\") = 'object' ORDER BY t1.\"n\" LIMIT $3::bigint) AS s) ELSE v.j END "
            "FROM (SELECT fraiseql.read(t0.\"data\", '[\"notes\"]'::jsonb, NULL::jsonb) AS j OFFSET 0) AS v))");
  const std::string inner = layout("notes { replies(offset: 1) { rank } }");
  EXPECT_NE(inner.find(R"({"k":"replies","d":["fraiseql:0"],"w":"[","o":)"), std::string::npos) << inner;
  EXPECT_NE(inner.find("THEN t2.\"data\" || pg_catalog.jsonb_build_object('fraiseql:0', (SELECT CASE"),
            std::string::npos)
      << inner;
}

TEST_F(FiltersTest, WhatIsCountedInAnObjectOfAListStandsThereAsText) {
  const std::string row = Text(PlanOf("{ order(id: \"x\") { notesAggregate { count } } }").roots[0].read);
  EXPECT_NE(
      row.find("FROM (SELECT pg_catalog.count(*) AS c0 FROM pg_catalog.jsonb_path_query(fraiseql.read(t0.\"data\", "
               "'[\"notes\"]'::jsonb, NULL::jsonb)"),
      std::string::npos)
      << row;
  const std::string item = Text(PlanOf("{ order(id: \"x\") { notes { repliesAggregate { count } } } }").roots[0].read);
  EXPECT_NE(item.find(R"({"k":"repliesAggregate","d":["fraiseql:0"],"w":"!","j":true})"), std::string::npos) << item;
  EXPECT_NE(item.find("pg_catalog.jsonb_build_object('fraiseql:0', pg_catalog.to_jsonb((SELECT fraiseql.project("),
            std::string::npos)
      << item;
}

}  // namespace
}  // namespace fraiseql::planner
