#include "planner/planner.h"

#include "harness.h"

namespace fraiseql::planner {
namespace {

TEST_F(PlannerTest, ReadsColumnsWhereTheyAreAndKeysOfDataElse) {
  const Plan& plan = PlanOf(R"({ order(id: "x") { id total status } })");
  ASSERT_EQ(plan.roots.size(), 1u);
  EXPECT_EQ(Text(plan.roots[0].read),
            "(SELECT fraiseql.project(t0.\"data\", "
            "'{\"f\":[{\"k\":\"id\",\"a\":0,\"w\":\"!\",\"t\":\"ID\"},{\"k\":\"total\",\"a\":1,\"w\":\"!\",\"t\":"
            "\"Decimal\"},{\"k\":\"status\",\"d\":[\"status\"],\"w\":\"!\",\"t\":\"Enum\",\"e\":[\"NEW\",\"PAID\"]}]}'"
            "::jsonb, t0.\"id\", t0.\"total\") FROM \"public\".\"v_order\" AS t0 WHERE t0.\"id\" = $1::uuid "
            "LIMIT 1)");
  EXPECT_TRUE(plan.slots.empty());
}

TEST_F(PlannerTest, NestsRelationsOfTheSameDatabase) {
  const Plan& plan = PlanOf(R"({ orders { customer { name } items(limit: 2) { quantity } } })");
  EXPECT_EQ(
      Text(plan.roots[0].read),
      "(SELECT fraiseql.list(s.j) FROM (SELECT fraiseql.project(NULL::jsonb, "
      "'{\"f\":[{\"k\":\"customer\",\"a\":0,\"w\":\"!\",\"j\":true},{\"k\":\"items\",\"a\":1,\"w\":\"![!\",\"j\":true}]"
      "}"
      "'::jsonb, "
      "(SELECT fraiseql.project(t1.\"data\", '{\"f\":[{\"k\":\"name\",\"d\":[\"name\"],\"w\":\"!\",\"t\":\"String\"}]}'"
      "::jsonb) FROM \"public\".\"v_customer\" AS t1 WHERE t1.\"id\" = t0.\"customer_id\" LIMIT 1), "
      "(SELECT fraiseql.list(s.j) FROM (SELECT fraiseql.project(t2.\"data\", "
      "'{\"f\":[{\"k\":\"quantity\",\"d\":[\"quantity\"],\"w\":\"!\",\"t\":\"Int\"}]}'::jsonb) AS j FROM "
      "\"public\".\"v_order_item\" AS t2 WHERE t2.\"order_id\" = t0.\"id\" ORDER BY t2.\"id\" LIMIT $2::bigint) AS s)) "
      "AS j "
      "FROM \"public\".\"v_order\" AS t0 ORDER BY t0.\"id\" LIMIT $1::bigint) AS s)");
}

TEST_F(PlannerTest, AFunctionThatWritesNothingIsAPartOfTheStatement) {
  const Plan& plan = PlanOf(R"({ found(term: "a") { id } made { id } })");
  EXPECT_EQ(plan.roots[0].kind, RootField::Kind::kSelect);
  EXPECT_EQ(Text(plan.roots[0].read),
            "(SELECT fraiseql.list(fraiseql.project(NULL::jsonb, "
            "'{\"f\":[{\"k\":\"id\",\"a\":0,\"w\":\"!\",\"t\":\"ID\"}]}'::jsonb, t0.\"id\")) FROM (SELECT t0.* "
            "FROM \"public\".\"search_orders\"(\"term\" => $1::text) AS t0 WHERE NOT (t0 IS NULL)) AS t0)");
  EXPECT_EQ(plan.roots[1].kind, RootField::Kind::kFunction);
}

TEST_F(PlannerTest, TheFirstRowOfSeveralIsTheFirstByKey) {
  EXPECT_EQ(Text(PlanOf(R"({ orderOf(customerId: "x") { id } })").roots[0].read),
            "(SELECT fraiseql.project(NULL::jsonb, '{\"f\":[{\"k\":\"id\",\"a\":0,\"w\":\"!\",\"t\":\"ID\"}]}'::jsonb, "
            "t0.\"id\") FROM \"public\".\"v_order\" AS t0 WHERE t0.\"customer_id\" = $1::uuid "
            "ORDER BY t0.\"id\" LIMIT 1)");
}

TEST_F(PlannerTest, RelationsThatLieDeepHaveAStatementOfTheirOwn) {
  const auto slots = [this](int pairs) {
    std::string query = "{ order(id: \"x\") ";
    for (int i = 0; i < pairs; ++i) query += "{ customer { orders ";
    query += "{ id }";
    for (int i = 0; i < pairs; ++i) query += " } }";
    return PlanOf(query + " }").slots;
  };
  EXPECT_EQ(slots(8).size(), 0u);
  const List<Slot> deeper = slots(9);
  ASSERT_EQ(deeper.size(), 1u);
  EXPECT_EQ(deeper[0].statement.database, kPrimary);
  EXPECT_EQ(deeper[0].field->name, "customer");
  EXPECT_EQ(slots(20).size(), 2u);
}

TEST_F(PlannerTest, LeavesAPlaceOpenForAnotherDatabase) {
  const Plan& plan = PlanOf(R"({ order(id: "x") { payment { amount } } })");
  ASSERT_EQ(plan.slots.size(), 1u);
  const Slot& slot = plan.slots[0];
  EXPECT_EQ(slot.statement.database, "payments");
  EXPECT_FALSE(slot.to_many);
  EXPECT_FALSE(slot.non_null);
  EXPECT_EQ(Text(slot.statement),
            "(SELECT 0::int4, t1.\"order_id\"::text, fraiseql.project(NULL::jsonb, "
            "'{\"f\":[{\"k\":\"amount\",\"a\":0,\"w\":\"!\",\"t\":\"Decimal\"}]}'::jsonb, t1.\"amount\") "
            "FROM \"public\".\"v_payment\" AS t1 WHERE t1.\"order_id\" = ANY($1::uuid[]) ORDER BY t1.\"id\")");
  EXPECT_NE(Text(plan.roots[0].read).find(R"({"k":"payment","s":0,"by":[{"a":0}]})"), std::string::npos);
}

TEST_F(PlannerTest, ForeignTablesAreReadOneRelationAtATime) {
  const std::string_view query = R"({ order(id: "x") { reservations { status product { name } } } })";
  EXPECT_EQ(PlanOf(query).slots.size(), 1u);
  shop_.route = Route::kForeignScan;
  const Plan& plan = PlanOf(query);
  ASSERT_EQ(plan.slots.size(), 2u);
  EXPECT_NE(Text(plan.slots[0].statement).find("FROM \"inventory\".\"v_reservation\""), std::string::npos);
  EXPECT_NE(Text(plan.slots[1].statement).find("FROM \"inventory\".\"v_product\""), std::string::npos);
}

TEST_F(PlannerTest, AnOpenPlaceInARemoteRowLeadsBackToThePrimary) {
  const Plan& plan = PlanOf(R"({ order(id: "x") { payment { order { id } } } })");
  ASSERT_EQ(plan.slots.size(), 2u);
  EXPECT_EQ(plan.slots[0].statement.database, "payments");
  EXPECT_EQ(plan.slots[1].statement.database, "primary");
  EXPECT_TRUE(plan.slots[1].non_null);
}

TEST_F(PlannerTest, ANullArgumentWithANullDefaultDoesNotFilter) {
  EXPECT_EQ(Text(PlanOf("{ orders(status: null, limit: null) { id } }").roots[0].read).find("WHERE"),
            std::string::npos);
  EXPECT_NE(Text(PlanOf(R"({ orders(status: "NEW") { id } })").roots[0].read)
                .find("WHERE fraiseql.read(t0.\"data\", '[\"status\"]'::jsonb, NULL::text) = $1::text"),
            std::string::npos);
}

TEST_F(PlannerTest, AbstractTypesAreWrittenPerObjectType) {
  const Plan& plan = PlanOf(R"({ pet(id: "x") { __typename name ... on Dog { barks } ... on Cat { lives } } })");
  std::string text = Text(plan.roots[0].read);
  EXPECT_NE(text.find(R"("on":{"a":)"), std::string::npos);
  EXPECT_NE(text.find(R"("of":{"Dog":[{"k":"__typename","w":"!","c":"\\"Dog\\""})"), std::string::npos);
  ASSERT_EQ(plan.roots[0].output->selection->variants.size(), 2u);
}

TEST_F(PlannerTest, AMutationCallsItsFunctionBeforeItsRowsAreRead) {
  const Plan& plan = PlanOf(R"(mutation { createOrder(customerId: "x") { id } })");
  EXPECT_EQ(Text(plan.roots[0].call),
            "SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(r)) FROM \"public\".\"fn_create_order\"("
            "\"p_customer_id\" => $1::uuid, \"p_note\" => $2::text) AS r WHERE NOT (r IS NULL)");
  EXPECT_EQ(Text(plan.roots[0].read),
            "(SELECT fraiseql.project(NULL::jsonb, '{\"f\":[{\"k\":\"id\",\"a\":0,\"w\":\"!\",\"t\":\"ID\"}]}'::jsonb, "
            "t0.\"id\") FROM pg_catalog.jsonb_to_recordset($1::jsonb) AS t0(\"id\" uuid, \"customer_id\" uuid, "
            "\"total\" numeric, \"data\" jsonb) LIMIT 1)");
}

TEST_F(PlannerTest, MergedFieldsKeepTheOrderOfTheirFirstAppearance) {
  const Plan& plan = PlanOf(R"({ order(id: "x") { ...F total id } } fragment F on Order { id total })");
  const OutputSelection& selection = *plan.roots[0].output->selection;
  ASSERT_EQ(selection.variants[0].fields.size(), 2u);
  EXPECT_EQ(selection.variants[0].fields[0].response_key, "id");
  EXPECT_EQ(selection.variants[0].fields[1].nodes.size(), 2u);
}

TEST(QuoteTest, NamesAndTextsCannotEndTheirQuotes) {
  EXPECT_EQ(QuoteIdentifier("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(QuoteLiteral("it's"), "'it''s'");
  EXPECT_EQ(QuoteLiteral("a\\'b"), "E'a\\\\''b'");
}

}  // namespace
}  // namespace fraiseql::planner
