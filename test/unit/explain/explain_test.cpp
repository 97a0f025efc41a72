// What an Explainer tells of requests against databases with written-down answers.

#include <gtest/gtest.h>

#include "execution/fake_database.h"
#include "explain/describe.h"
#include "explain/explainer.h"
#include "graphql.h"
#include "shop.h"

namespace fraiseql::explain {
namespace {

class FakeSurroundings : public Surroundings {
 public:
  std::string RouteReason(std::string_view) override { return "for the test"; }
  std::string LookThrough(const planner::Relation&) override { return "yes"; }
  std::string Refusal(const planner::Relation&) override { return {}; }
  uint64_t BatchSize(std::string_view) override { return 2; }
};

class ExplainTest : public ::testing::Test {
 protected:
  Explanation Explain(std::string_view query, bool analyze) {
    FakeSurroundings surroundings;
    Explainer explainer(&surroundings, analyze);
    database_.batch_size = 2;
    std::string response = Graphql({.query = query}, {.schema = shop_.schema.get(),
                                                      .binding = &shop_.binding,
                                                      .routes = &shop_,
                                                      .database = &database_,
                                                      .observer = &explainer,
                                                      .arena = &shop_.arena});
    EXPECT_TRUE(explainer.has_plan()) << response;
    return explainer.Finish(response, analyze);
  }

  Shop shop_;
  execution::FakeDatabase database_;
};

TEST_F(ExplainTest, NothingIsRunWithoutAnalyze) {
  Explanation explanation = Explain("{ orders { id items { product { name } } payment { amount } } }", false);
  EXPECT_TRUE(database_.requests.empty());
  ASSERT_EQ(explanation.statements.size(), 3u);
  EXPECT_EQ(explanation.statements[0].database, "primary");
  EXPECT_EQ(explanation.statements[1].database, "inventory");
  EXPECT_EQ(explanation.statements[1].fields, std::vector<std::string>{"orders.items.product"});
  EXPECT_EQ(explanation.statements[1].keys, std::vector<std::string>{"product_id"});
  EXPECT_EQ(explanation.statements[2].database, "payments");
  EXPECT_EQ(explanation.statements[2].wave, 2u);
  EXPECT_EQ(explanation.statements[2].after, std::vector<uint32_t>{1});
}

TEST_F(ExplainTest, FieldsOfADatabaseShareTheStatementOfAWave) {
  Explanation explanation = Explain(
      "{ orders { a: items { product { name } } reservations { id product { id } } } product(id: 1) { id } }", false);
  ASSERT_EQ(explanation.statements.size(), 3u);
  EXPECT_EQ(explanation.statements[0].database, "primary");
  EXPECT_EQ(explanation.statements[1].fields, std::vector<std::string>{"product"});
  EXPECT_EQ(explanation.statements[1].wave, 1u);
  EXPECT_EQ(explanation.statements[2].fields, (std::vector<std::string>{"orders.a.product", "orders.reservations"}));
}

TEST_F(ExplainTest, FieldsOfAMutationRunOneAfterTheOther) {
  Explanation explanation = Explain(
      "mutation { createOrder(customerId: 1) { payment { id } } other: createOrder(customerId: 2) { id } }", false);
  ASSERT_EQ(explanation.statements.size(), 3u);
  EXPECT_EQ(explanation.statements[0].role, Statement::Role::kCall);
  EXPECT_EQ(explanation.statements[0].steps.size(), 2u);
  EXPECT_EQ(explanation.statements[1].database, "payments");
  EXPECT_EQ(explanation.statements[1].wave, 2u);
  EXPECT_EQ(explanation.statements[2].wave, 3u);
  EXPECT_EQ(explanation.statements[2].fields, std::vector<std::string>{"other"});
}

TEST_F(ExplainTest, CountsWhatComesBack) {
  database_.Rows("v_order\"", 1,
                 {"[{\"payment\":\x01"
                  "0\x02k1\x01},{\"payment\":\x01"
                  "0\x02k2\x01},{\"payment\":\x01"
                  "0\x02k3\x01}]"});
  database_.Rows("v_payment", 3, {"0", "k1", R"({"id":"p"})", "0", "k3", R"({"id":"q"})"});
  database_.milliseconds = 12.5;
  Explanation explanation = Explain("{ orders { payment { id } } }", true);
  ASSERT_EQ(explanation.statements.size(), 2u);
  EXPECT_EQ(explanation.statements[0].run.rows, 3u);
  EXPECT_EQ(explanation.statements[1].run.rows, 2u);
  EXPECT_EQ(explanation.statements[1].run.keys, 3u);
  EXPECT_EQ(explanation.statements[1].run.batches, 2u);
  EXPECT_EQ(explanation.statements[1].run.requests, 1u);
  EXPECT_EQ(explanation.statements[1].run.milliseconds, 12.5);
  EXPECT_EQ(explanation.waves, 2u);
}

TEST_F(ExplainTest, TellsErrors) {
  database_.Rows("v_order", 1,
                 {"{\"payment\":\x01"
                  "0\x02k1\x01}"});
  database_.Error("v_payment", "payments is down");
  Explanation explanation = Explain("{ order(id: 1) { payment { id } } }", true);
  EXPECT_EQ(explanation.statements[1].run.errors, std::vector<std::string>{"payments is down"});
  EXPECT_EQ(explanation.errors, std::vector<std::string>{"payments is down (order.payment, DATABASE_UNAVAILABLE)"});
  EXPECT_FALSE(explanation.undone);
}

TEST_F(ExplainTest, MembersOfAnAbstractTypeAreTold) {
  std::string text = ToText(Explain("{ pet(id: 1) { name ... on Dog { barks } } }", false));
  EXPECT_NE(text.find("   ├─ on Dog: barks Boolean ← key barks of data\n"), std::string::npos) << text;
  EXPECT_NE(text.find("   └─ on Cat: name String! ← column name\n"), std::string::npos) << text;
}

TEST(CountRowsTest, CountsItemsOfTheOuterListOnly) {
  EXPECT_EQ(CountRows("null"), 0u);
  EXPECT_EQ(CountRows("[]"), 0u);
  EXPECT_EQ(CountRows("[1]"), 1u);
  EXPECT_EQ(CountRows("{\"a\":[1,2]}"), 1u);
  EXPECT_EQ(CountRows(R"([{"a":[1,2],"b":"],[\""}, null, [3,4]])"), 3u);
  EXPECT_EQ(CountRows("[\x01"
                      "0\x02[,\x01,{\"a\":1}]"),
            2u);
}

TEST(MermaidTest, TextsCannotLeaveTheirLabels) {
  Explanation explanation;
  explanation.operation = "query";
  Statement& statement = explanation.statements.emplace_back();
  statement.wave = 1;
  statement.database = "a\"]<b>#";
  statement.route = "here";
  statement.fields = {"f"};
  EXPECT_NE(ToMermaid(explanation).find("s1[(\"1: a#quot;]#lt;b#gt;#35;<br/>f\")]"), std::string::npos)
      << ToMermaid(explanation);
}

}  // namespace
}  // namespace fraiseql::explain
