// Execution of whole requests (spec section 6) against databases with written-down answers.

#include <gtest/gtest.h>

#include "fake_database.h"
#include "graphql.h"
#include "shop.h"

namespace fraiseql::execution {
namespace {

class ExecuteTest : public ::testing::Test {
 protected:
  std::string Run(std::string_view query, std::optional<std::string_view> variables = std::nullopt) {
    GraphqlContext context{.schema = shop_.schema.get(),
                           .binding = &shop_.binding,
                           .routes = &shop_,
                           .database = &database_,
                           .cache = &cache_,
                           .cache_capacity = 2,
                           .atomic_mutations = atomic_,
                           .arena = &shop_.arena};
    return Graphql({.query = query, .variables = variables}, context);
  }

  Shop shop_;
  FakeDatabase database_;
  planner::OperationCache cache_;
  bool atomic_ = false;
};

TEST_F(ExecuteTest, PutsTheAnswerOfOneStatementThrough) {
  database_.Rows("v_order", 1, {R"({"id":"a"})"});
  EXPECT_EQ(Run(R"({ order(id: "a") { id } })"), R"({"data":{"order":{"id":"a"}}})");
  ASSERT_EQ(database_.requests.size(), 1u);
  EXPECT_EQ(database_.requests[0].parameters[0].text, "a");
}

TEST_F(ExecuteTest, AllRootFieldsOfADatabaseShareOneStatement) {
  database_.Rows("v_order", 2, {R"({"id":"a"})", nullptr});
  EXPECT_EQ(Run(R"({ b: order(id: "b") { id } a: order(id: "a") { id } __typename })"),
            R"({"data":{"b":{"id":"a"},"a":null,"__typename":"Query"}})");
  EXPECT_EQ(database_.requests.size(), 1u);
}

TEST_F(ExecuteTest, OneFailingRootFieldDoesNotTakeTheOthersAlong) {
  database_.Error("$2::uuid", "division by zero");  // both in one statement
  database_.Rows("v_order", 1, {R"({"id":"a"})"});
  database_.Error("v_order", "division by zero");
  EXPECT_EQ(Run(R"({ a: order(id: "a") { id } b: order(id: "b") { id } })"),
            R"({"errors":[{"message":"division by zero","locations":[{"line":1,"column":28}],"path":["b"],)"
            R"("extensions":{"code":"DATABASE_UNAVAILABLE"}}],"data":{"a":{"id":"a"},"b":null}})");
}

TEST_F(ExecuteTest, FillsOpenPlacesWithOneRequestPerDatabaseAndWave) {
  database_.Rows("v_order\"", 1,
                 {"[{\"payment\":\x01"
                  "0\x02k1\x01,\"reservations\":\x01"
                  "1\x02k1\x01},{\"payment\":\x01"
                  "0\x02k2\x01,\"reservations\":\x01"
                  "1\x02k2\x01}]"});
  database_.Rows("v_payment", 3, {"0", "k1", R"({"amount":"1.00"})"});
  database_.Rows("v_reservation", 3, {"1", "k2", R"([{"status":"held"}])"});
  EXPECT_EQ(Run("{ orders { payment { amount } reservations { status } } }"),
            R"({"data":{"orders":[{"payment":{"amount":"1.00"},"reservations":[]},)"
            R"({"payment":null,"reservations":[{"status":"held"}]}]}})");
  EXPECT_EQ(database_.waves, 1u);
  ASSERT_EQ(database_.requests.size(), 3u);
  EXPECT_EQ(database_.requests[1].parameters[0].text, R"({"k1","k2"})");
}

TEST_F(ExecuteTest, OtherDatabasesBeginBeforeThePrimaryRuns) {
  database_.Rows("v_order\"", 1, {R"({"id":"a"})"});
  database_.Rows("v_product", 1, {R"({"name":"b"})"});
  EXPECT_EQ(Run(R"({ order(id: "a") { id } product(id: "b") { name } })"),
            R"({"data":{"order":{"id":"a"},"product":{"name":"b"}}})");
  EXPECT_EQ(database_.begun_after, std::vector<size_t>{0});
  ASSERT_EQ(database_.requests.size(), 2u);
  EXPECT_EQ(database_.requests[0].database, "primary");
}

TEST_F(ExecuteTest, BatchesOfKeysShareTheirRequest) {
  database_.batch_size = 2;
  database_.Rows("v_order\"", 1,
                 {"[{\"payment\":\x01"
                  "0\x02k1\x01},{\"payment\":\x01"
                  "0\x02k2\x01},{\"payment\":\x01"
                  "0\x02k3\x01}]"});
  database_.Rows("v_payment", 3, {"0", "k3", R"({"amount":"3"})"});
  EXPECT_EQ(Run("{ orders { payment { amount } } }"),
            R"({"data":{"orders":[{"payment":null},{"payment":null},{"payment":{"amount":"3"}}]}})");
  ASSERT_EQ(database_.requests.size(), 2u);
  ASSERT_EQ(database_.requests[1].parameters.size(), 2u);
  EXPECT_EQ(database_.requests[1].parameters[1].text, R"({"k3"})");
  EXPECT_NE(database_.requests[1].sql.find("$2::uuid[]"), std::string::npos);
}

TEST_F(ExecuteTest, AKeyIsComparedWithoutItsEscapes) {
  database_.Rows("v_order\"", 1,
                 {"{\"payment\":\x01"
                  "0\x02k\\\"1\x01}"});
  database_.Rows("v_payment", 3, {"0", "k\"1", R"({"amount":"1"})"});
  EXPECT_EQ(Run(R"({ order(id: "a") { payment { amount } } })"), R"({"data":{"order":{"payment":{"amount":"1"}}}})");
  EXPECT_EQ(database_.requests[1].parameters[0].text, R"({"k\"1"})");
}

TEST_F(ExecuteTest, AnUnavailableDatabaseNullsItsOwnFields) {
  database_.Rows("v_order\"", 1,
                 {"[{\"id\":\"a\",\"payment\":\x01"
                  "0\x02k1\x01},{\"id\":\"b\",\"payment\":\x01"
                  "0\x02k2\x01}]"});
  database_.Error("v_payment", "down");
  EXPECT_EQ(Run("{ orders { id payment { amount } } }"),
            R"({"errors":[{"message":"down","locations":[{"line":1,"column":15}],"path":["orders",0,"payment"],)"
            R"("extensions":{"code":"DATABASE_UNAVAILABLE"}},)"
            R"({"message":"down","locations":[{"line":1,"column":15}],"path":["orders",1,"payment"],)"
            R"("extensions":{"code":"DATABASE_UNAVAILABLE"}}],)"
            R"("data":{"orders":[{"id":"a","payment":null},{"id":"b","payment":null}]}})");
}

TEST_F(ExecuteTest, AFieldThatFailsInASharedRequestFailsAlone) {
  const char* order =
      "{\"reservations\":\x01"
      "0\x02k1\x01,\"payment\":\x01"
      "1\x02k1\x01,\"items\":[{\"product\":\x01"
      "2\x02p1\x01}]}";
  database_.Rows("v_order\"", 1, {order});
  database_.Rows("v_payment", 3, {"1", "k1", R"({"amount":"1"})"});
  database_.SqlError("UNION ALL", "division by zero");
  database_.SqlError("v_reservation", "division by zero");
  database_.Rows("v_product", 3, {"2", "p1", R"({"name":"Hat"})"});
  EXPECT_EQ(
      Run(R"({ order(id: "a") { reservations { status } payment { amount } items { product { name } } } })"),
      R"({"errors":[{"message":"division by zero","locations":[{"line":1,"column":20}],)"
      R"("path":["order","reservations"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"data":{"order":null}})");
  EXPECT_EQ(database_.requests.back().sql.find("UNION ALL"), std::string::npos);
}

TEST_F(ExecuteTest, AMutationRunsOnceWhateverIsWrongBelowIt) {
  database_.Rows("jsonb_to_recordset", 1,
                 {"{\"payment\":\x01"
                  "0\x02k1\x01}"});
  database_.Error("v_payment", "invalid input syntax", 0);
  std::string response = Run(R"(mutation { createOrder(customerId: "1") { payment { amount } } })");
  EXPECT_NE(response.find(R"("path":["createOrder","payment"])"), std::string::npos) << response;
  EXPECT_EQ(database_.requests.size(), 3u);
}

TEST_F(ExecuteTest, ANegativeLimitBelowAMutationIsFoundBeforeItRuns) {
  Run(R"(mutation { createOrder(customerId: "1") { payment { order { items(limit: -1) { id } } } } })");
  // The function was called once, by the plan without the field.
  ASSERT_EQ(database_.requests.size(), 2u);
  EXPECT_NE(database_.requests[0].sql.find("fn_create_order"), std::string::npos);
  EXPECT_EQ(database_.requests[1].sql.find("fn_create_order"), std::string::npos);
}

TEST_F(ExecuteTest, ANullInANonNullPositionTakesItsParentsAlong) {
  database_.Rows("v_order\"", 1, {"{\"id\":\"a\",\"payment\":{\"amount\":\"1\",\"order\":\x03N\x03}}"});
  EXPECT_EQ(Run(R"({ order(id: "a") { id payment { amount order { id } } } })"),
            R"({"errors":[{"message":"Cannot return null for non-nullable field Payment.order.",)"
            R"("locations":[{"line":1,"column":40}],"path":["order","payment","order"],)"
            R"("extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"data":{"order":{"id":"a","payment":null}}})");
}

TEST_F(ExecuteTest, ANullInAListOfNonNullsNullsTheResponse) {
  database_.Rows("v_order\"", 1, {"[{\"id\":\"a\"},{\"id\":\x03N\x03}]"});
  EXPECT_EQ(Run("{ orders { id } }"), R"({"errors":[{"message":"Cannot return null for non-nullable field Order.id.",)"
                                      R"("locations":[{"line":1,"column":12}],"path":["orders",1,"id"],)"
                                      R"("extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"data":null})");
}

TEST_F(ExecuteTest, AValueOutsideItsEnumIsAFieldError) {
  database_.Rows("v_order\"", 1, {"{\"status\":\x03V\\\"OLD\\\"\x03}"});
  EXPECT_EQ(Run(R"({ order(id: "a") { status } })"),
            R"({"errors":[{"message":"Enum \"OrderStatus\" cannot represent value: \"OLD\"",)"
            R"("locations":[{"line":1,"column":20}],"path":["order","status"],)"
            R"("extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"data":{"order":null}})");
}

TEST_F(ExecuteTest, AnArgumentThatItsColumnDoesNotTakeIsAFieldError) {
  database_.Error("v_order", "invalid input syntax for type uuid: \"x\"", 0);
  EXPECT_EQ(Run(R"({ order(id: "x") { id } })"), R"({"errors":[{"message":"invalid input syntax for type uuid: \"x\"",)"
                                                 R"("locations":[{"line":1,"column":3}],"path":["order"],)"
                                                 R"("extensions":{"code":"BAD_USER_INPUT"}}],"data":{"order":null}})");
}

TEST_F(ExecuteTest, ANegativeLimitIsAFieldError) {
  EXPECT_EQ(Run("{ orders(limit: -1) { id } }"),
            R"({"errors":[{"message":"Argument \"limit\" must not be negative, found -1.",)"
            R"("locations":[{"line":1,"column":3}],"path":["orders"],)"
            R"("extensions":{"code":"BAD_USER_INPUT"}}],"data":null})");
  EXPECT_TRUE(database_.requests.empty());
}

TEST_F(ExecuteTest, TheTypeOfAnObjectDecidesWhatIsCompleted) {
  database_.Rows("v_pet", 1,
                 {"{\x04"
                  "Cat\x04\"name\":\"Tom\",\"lives\":\x03V9.5\x03}"});
  EXPECT_EQ(Run(R"({ pet(id: "a") { ... on Dog { barks } name ... on Cat { lives } } })"),
            R"({"errors":[{"message":"Int cannot represent non-integer value: 9.5",)"
            R"("locations":[{"line":1,"column":57}],"path":["pet","lives"],)"
            R"("extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"data":{"pet":{"name":"Tom","lives":null}}})");
  database_.Rows("v_pet", 1,
                 {"{\x04"
                  "Dog\x04\"name\":\"Rex\"}"});
  EXPECT_EQ(Run(R"({ pet(id: "a") { name } })"), R"({"data":{"pet":{"name":"Rex"}}})");
}

TEST_F(ExecuteTest, MutationsRunInOrderAndAFailureIsTheirOwn) {
  const std::string_view query =
      R"(mutation { a: createOrder(customerId: "1") { id } b: createOrder(customerId: "2") { id } })";
  database_.Rows("jsonb_to_recordset", 1, {R"({"id":"a"})"});
  database_.Error("jsonb_to_recordset", "no stock");
  EXPECT_EQ(Run(query), R"({"errors":[{"message":"no stock","locations":[{"line":1,"column":51}],"path":["b"],)"
                        R"("extensions":{"code":"DATABASE_UNAVAILABLE"}}],"data":null})");
  ASSERT_EQ(database_.requests.size(), 4u);
  EXPECT_EQ(database_.requests[0].parameters[0].text, "1");
  EXPECT_EQ(database_.requests[2].parameters[0].text, "2");
  EXPECT_TRUE(database_.requests[3].parameters[0].from_previous_step);
}

TEST_F(ExecuteTest, RequestAtomicityUndoesAllMutations) {
  atomic_ = true;
  database_.Rows("jsonb_to_recordset", 1, {R"({"id":"a"})"});
  database_.Error("jsonb_to_recordset", "no stock");
  std::string response =
      Run(R"(mutation { a: createOrder(customerId: "1") { id } b: createOrder(customerId: "2") { id } })");
  EXPECT_TRUE(database_.undone);
  EXPECT_NE(response.find(R"(Undone because \"b\" failed.)"), std::string::npos) << response;
}

TEST_F(ExecuteTest, RequestErrorsHaveNoData) {
  EXPECT_EQ(Run("{ order }"),
            R"({"errors":[{"message":"Field \"order\" of type \"Order\" must have a selection of subfields. )"
            R"(Did you mean \"order { ... }\"?","locations":[{"line":1,"column":3}],)"
            R"("extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}},)"
            R"({"message":"Field \"order\" argument \"id\" of type \"ID!\" is required, but it was not provided.",)"
            R"("locations":[{"line":1,"column":3}],"extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]})");
  EXPECT_EQ(Run("query A { __typename } query B { __typename }"),
            R"({"errors":[{"message":"Must provide operation name if query contains multiple operations.",)"
            R"("extensions":{"code":"OPERATION_RESOLUTION_FAILURE"}}]})");
  EXPECT_EQ(Run("query ($n: Int!) { orders(limit: $n) { id } }", R"({"n": "x"})"),
            R"({"errors":[{"message":"Variable \"$n\" got invalid value \"x\"; )"
            R"(Int cannot represent non-integer value: \"x\"","locations":[{"line":1,"column":8}],)"
            R"("extensions":{"code":"BAD_USER_INPUT"}}]})");
}

TEST_F(ExecuteTest, SkipAndIncludeDecideWhatIsAskedFor) {
  database_.Rows("v_order", 1, {R"({"id":"a"})"});
  EXPECT_EQ(Run(R"(query ($yes: Boolean = true) { order(id: "a") { id @include(if: $yes) total @skip(if: $yes) } })"),
            R"({"data":{"order":{"id":"a"}}})");
  EXPECT_EQ(database_.requests[0].sql.find("total"), std::string::npos);
}

TEST_F(ExecuteTest, AConditionWithoutValueIsTheErrorOfEachObject) {
  constexpr std::string_view kFailed =
      "{\"\":\x03"
      "E0\x03}";
  const std::string payment = "{\"payment\":" + std::string(kFailed) + "}";
  database_.Rows("v_order\"", 2, {payment.c_str(), "{\"payment\":null}"});
  database_.Rows("v_order\"", 2, {"{\"payment\":{\"amount\":\"1\"}}", "{\"payment\":null}"});
  database_.Rows("v_order\"", 2, {payment.c_str(), payment.c_str()});
  const auto error = [](int column, std::string_view key) {
    return R"({"message":"Argument \"if\" of non-null type \"Boolean!\" must not be null.",)"
           R"("locations":[{"line":1,"column":)" +
           std::to_string(column) + R"(}],"path":[")" + std::string(key) +
           R"(","payment"],"extensions":{"code":"BAD_USER_INPUT"}})";
  };
  const std::string head = "query ($b: Boolean = true) { a: order(id: ";
  const std::string tail = "\"b\") { ...F } } fragment F on Order { payment { amount @include(if: $b) } }";
  EXPECT_EQ(Run(head + "\"a\") { ...F } b: order(id: " + tail, R"({"b": null})"),
            R"({"errors":[)" + error(138, "a") + R"(],"data":{"a":{"payment":null},"b":{"payment":null}}})");
  // The plan was for that request only, and one of another text tells its own places.
  EXPECT_EQ(Run(head + "\"a\") { ...F } b: order(id: " + tail),
            R"({"data":{"a":{"payment":{"amount":"1"}},"b":{"payment":null}}})");
  EXPECT_EQ(Run(head + "\"abc\") { ...F } b: order(id: " + tail, R"({"b": null})"),
            R"({"errors":[)" + error(140, "a") + "," + error(140, "b") +
                R"(],"data":{"a":{"payment":null},"b":{"payment":null}}})");
}

TEST_F(ExecuteTest, DocumentsThatDifferInLiteralsShareAPlan) {
  database_.Rows("v_order", 1, {R"({"id":"a"})"});
  database_.Rows("v_order", 1, {R"({"id":"b"})"});
  database_.Rows("v_order", 1, {"{\"id\":\x03N\x03}"});
  EXPECT_EQ(Run(R"({ order(id: "a") { id } })"), R"({"data":{"order":{"id":"a"}}})");
  EXPECT_NE(cache_.FindText(R"({ order(id: "a") { id } })"), nullptr);
  EXPECT_EQ(Run(R"({ order(id: "bb") { id } })"), R"({"data":{"order":{"id":"b"}}})");
  EXPECT_EQ(cache_.FindText(R"({ order(id: "bb") { id } })"), nullptr);
  EXPECT_EQ(database_.requests[1].parameters[0].text, "bb");
  // Places are those of the document that was sent.
  EXPECT_NE(Run(R"({ order(id: "ccc") { id } })").find(R"("column":22)"), std::string::npos);
  // A literal of another kind, or one that does not fit, is another matter.
  EXPECT_NE(Run("{ orders(limit: 1) { id } }").find("no answer for"), std::string::npos);
  EXPECT_NE(Run("{ orders(limit: 99999999999) { id } }").find("non 32-bit signed integer"), std::string::npos);
}

TEST_F(ExecuteTest, CountsThatManyAskForAreInTheText) {
  const auto limit_of = [&](const std::string& count) {
    database_.requests.clear();
    database_.Rows("v_order", 1, {"[]"});
    EXPECT_EQ(Run("query ($n: Int) { orders(status: \"NEW\", limit: $n) { id } }", R"({"n": )" + count + "}"),
              R"({"data":{"orders":[]}})");
    std::string sql = database_.requests[0].sql;
    std::string parameters;
    for (const Parameter& parameter : database_.requests[0].parameters) parameters += " " + std::string(parameter.text);
    return sql.substr(sql.find("LIMIT "), sql.rfind(") AS s") - sql.find("LIMIT ")) + parameters;
  };
  EXPECT_EQ(limit_of("0"), "LIMIT 0::bigint NEW");
  EXPECT_EQ(limit_of("20"), "LIMIT 20::bigint NEW");
  EXPECT_EQ(limit_of("2500"), "LIMIT 2500::bigint NEW");
  EXPECT_EQ(limit_of("101"), "LIMIT $2::bigint NEW 101");
  EXPECT_EQ(limit_of("2147483647"), "LIMIT $2::bigint NEW 2147483647");
}

TEST_F(ExecuteTest, TheShapeOfVariablesChoosesThePlan) {
  const std::string_view query = "query ($s: String) { orders(status: $s) { id } }";
  database_.Rows("WHERE", 1, {"[]"});
  EXPECT_EQ(Run(query, R"({"s": "NEW"})"), R"({"data":{"orders":[]}})");
  database_.Rows("v_order", 1, {"[]"});
  EXPECT_EQ(Run(query, R"({"s": null})"), R"({"data":{"orders":[]}})");
  EXPECT_EQ(database_.requests[1].sql.find("WHERE"), std::string::npos);
  database_.Rows("WHERE", 1, {"[]"});
  EXPECT_EQ(Run(query, R"({"s": "PAID"})"), R"({"data":{"orders":[]}})");
  EXPECT_EQ(database_.requests[2].parameters[0].text, "PAID");
}

TEST_F(ExecuteTest, APlanForOneRouteIsNotUsedForAnother) {
  const std::string_view query = R"({ product(id: "a") { name } })";
  database_.Rows("\"public\".\"v_product\"", 1, {R"({"name":"Hat"})"});
  EXPECT_EQ(Run(query), R"({"data":{"product":{"name":"Hat"}}})");
  shop_.route = planner::Route::kForeignScan;
  database_.Rows("\"inventory\".\"v_product\"", 1, {R"({"name":"Hat"})"});
  EXPECT_EQ(Run(query), R"({"data":{"product":{"name":"Hat"}}})");
}

TEST_F(ExecuteTest, AnswersIntrospectionWithoutADatabase) {
  EXPECT_EQ(Run(R"({ __type(name: "OrderStatus") { name kind values: enumValues { name } fields { name } } })"),
            R"({"data":{"__type":{"name":"OrderStatus","kind":"ENUM",)"
            R"("values":[{"name":"NEW"},{"name":"PAID"}],"fields":null}}})");
  EXPECT_EQ(Run(R"({ __type(name: "No") { name } })"), R"({"data":{"__type":null}})");
  EXPECT_TRUE(database_.requests.empty());
}

}  // namespace
}  // namespace fraiseql::execution
