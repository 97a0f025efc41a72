#include "values/coerce_variables.h"

#include <utility>
#include <vector>

#include "values/harness.h"

namespace fraiseql::values {
namespace {

// Coerces JSON variables for `query (<definitions>) { __typename }`.
CoercedVariables Coerce(std::string_view definitions, std::string_view json, std::string* source, Arena* arena,
                        const CoerceVariablesOptions& options = {}) {
  *source = "query (" + std::string(definitions) + ") { __typename }";
  const language::Document* document = language::Parse(*source, arena).document;
  EXPECT_NE(document, nullptr) << *source;
  ParsedJson raw = ParseJson(json, arena);
  EXPECT_NE(raw.value, nullptr) << raw.error;
  const auto& operation = *static_cast<const language::OperationDefinition*>(document->definitions[0]);
  return CoerceVariableValues(TestSchema(), *document, operation, *raw.value, arena, options);
}

void ExpectCoerced(std::string_view definitions, std::string_view json, std::string_view expected) {
  Arena arena;
  std::string source;
  CoercedVariables coerced = Coerce(definitions, json, &source, &arena);
  EXPECT_TRUE(coerced.errors.empty()) << coerced.errors[0].message;
  EXPECT_EQ(ToJson(coerced.values.values()), expected);
}

// Column and message of each error.
void ExpectErrors(std::string_view definitions, std::string_view json,
                  const std::vector<std::pair<uint32_t, std::string>>& expected) {
  Arena arena;
  std::string source;
  CoercedVariables coerced = Coerce(definitions, json, &source, &arena);
  EXPECT_TRUE(coerced.values.values().empty());
  std::vector<std::pair<uint32_t, std::string>> actual;
  for (const GraphQLError& error : coerced.errors) {
    EXPECT_EQ(error.code, ErrorCode::kBadUserInput);
    actual.emplace_back(error.locations.at(0).column, error.message);
  }
  EXPECT_EQ(actual, expected);
}

TEST(CoerceVariablesTest, TakesValuesOfEveryType) {
  ExpectCoerced("$i: Int, $f: Float, $s: String, $b: Boolean, $id: ID, $st: Status, $any: Any",
                R"({"i":1,"f":1.5,"s":"x","b":false,"id":5,"st":"PAID","any":{"a":[null]}})",
                R"({"i":1,"f":1.5,"s":"x","b":false,"id":"5","st":"PAID","any":{"a":[null]}})");
  ExpectCoerced("$i: Int, $f: Float, $id: ID", R"({"i":1.0,"f":3,"id":"x"})", R"({"i":1,"f":3,"id":"x"})");
  ExpectCoerced("$i: Int", R"({"i":1e3})", R"({"i":1000})");
}

TEST(CoerceVariablesTest, TellsNullFromAbsent) {
  ExpectCoerced("$a: Int, $b: Int, $c: Int = 5, $d: Int = 5, $e: [Int] = 1", R"({"a":null,"c":null})",
                R"({"a":null,"c":null,"d":5,"e":[1]})");
  ExpectCoerced("$a: Int! = 5, $b: Int! = 6", R"({"a":7})", R"({"a":7,"b":6})");
}

TEST(CoerceVariablesTest, IgnoresWhatIsNotDeclared) { ExpectCoerced("$a: Int", R"({"a":1,"b":"x"})", R"({"a":1})"); }

TEST(CoerceVariablesTest, SaysWhatIsMissing) {
  ExpectErrors("$a: Int!", R"({})", {{8, R"(Variable "$a" of required type "Int!" was not provided.)"}});
  ExpectErrors("$a: [Int!]!, $b: Filter!", R"({"a":null})",
               {{8, R"(Variable "$a" of non-null type "[Int!]!" must not be null.)"},
                {21, R"(Variable "$b" of required type "Filter!" was not provided.)"}});
  ExpectErrors("$a: Int! = 5", R"({"a":null})", {{8, R"(Variable "$a" of non-null type "Int!" must not be null.)"}});
}

TEST(CoerceVariablesTest, RefusesOutputTypes) {
  ExpectErrors("$a: Query, $b: [Nothing!]!, $c: Int", R"({"a":1,"c":1})",
               {{12, R"(Variable "$a" expected value of type "Query" which cannot be used as an input type.)"},
                {23, R"(Variable "$b" expected value of type "[Nothing!]!" which cannot be used as an input type.)"}});
}

TEST(CoerceVariablesTest, SaysWhatAScalarIsNot) {
  ExpectErrors("$a: Int", R"({"a":"1"})",
               {{8, R"(Variable "$a" got invalid value "1"; Int cannot represent non-integer value: "1")"}});
  ExpectErrors("$a: Int", R"({"a":1.5})",
               {{8, R"(Variable "$a" got invalid value 1.5; Int cannot represent non-integer value: 1.5)"}});
  ExpectErrors(
      "$a: Int", R"({"a":2147483648})",
      {{8,
        R"(Variable "$a" got invalid value 2147483648; Int cannot represent non 32-bit signed integer value: 2147483648)"}});
  ExpectErrors(
      "$a: Int", R"({"a":-2147483649})",
      {{8,
        R"(Variable "$a" got invalid value -2147483649; Int cannot represent non 32-bit signed integer value: -2147483649)"}});
  ExpectErrors("$a: Int", R"({"a":1e400})",
               {{8, R"(Variable "$a" got invalid value Infinity; Int cannot represent non-integer value: Infinity)"}});
  ExpectErrors("$a: Int", R"({"a":true})",
               {{8, R"(Variable "$a" got invalid value true; Int cannot represent non-integer value: true)"}});
  ExpectErrors("$a: Float", R"({"a":"1"})",
               {{8, R"(Variable "$a" got invalid value "1"; Float cannot represent non numeric value: "1")"}});
  ExpectErrors(
      "$a: Float", R"({"a":1e400})",
      {{8, R"(Variable "$a" got invalid value Infinity; Float cannot represent non numeric value: Infinity)"}});
  ExpectErrors("$a: String", R"({"a":1})",
               {{8, R"(Variable "$a" got invalid value 1; String cannot represent a non string value: 1)"}});
  ExpectErrors(
      "$a: String", R"({"a":{"b":[1]}})",
      {{8, R"(Variable "$a" got invalid value { b: [1] }; String cannot represent a non string value: { b: [1] })"}});
  ExpectErrors(
      "$a: Boolean", R"({"a":"true"})",
      {{8, R"(Variable "$a" got invalid value "true"; Boolean cannot represent a non boolean value: "true")"}});
  ExpectErrors("$a: Boolean", R"({"a":0})",
               {{8, R"(Variable "$a" got invalid value 0; Boolean cannot represent a non boolean value: 0)"}});
  ExpectErrors("$a: ID", R"({"a":1.5})",
               {{8, R"(Variable "$a" got invalid value 1.5; ID cannot represent value: 1.5)"}});
  ExpectErrors("$a: ID", R"({"a":[]})", {{8, R"(Variable "$a" got invalid value []; ID cannot represent value: [])"}});
}

TEST(CoerceVariablesTest, SaysWhatAnEnumIsNot) {
  ExpectErrors(
      "$a: Status", R"({"a":"paid"})",
      {{8,
        R"(Variable "$a" got invalid value "paid"; Value "paid" does not exist in "Status" enum. Did you mean the enum value "PAID"?)"}});
  ExpectErrors("$a: Status", R"({"a":"NOTHING"})",
               {{8, R"(Variable "$a" got invalid value "NOTHING"; Value "NOTHING" does not exist in "Status" enum.)"}});
  ExpectErrors("$a: Status", R"({"a":1})",
               {{8, R"(Variable "$a" got invalid value 1; Enum "Status" cannot represent non-string value: 1.)"}});
  ExpectErrors(
      "$a: Status", R"({"a":["PAID"]})",
      {{8,
        R"(Variable "$a" got invalid value ["PAID"]; Enum "Status" cannot represent non-string value: ["PAID"]. Did you mean the enum value "PAID"?)"}});
}

TEST(CoerceVariablesTest, GivesEnumValuesTheirStoredTexts) {
  ExpectCoerced(
      "$a: Stage, $b: [Stage!], $c: Move, $d: Stage = DRAFT",
      R"({"a":"DRAFT","b":["draft","LIVE"],"c":{"to":"DRAFT"}})",
      R"({"a":"in draft","b":["DRAFT","LIVE"],"c":{"to":"in draft","from":["in draft","LIVE"]},"d":"in draft"})");
  ExpectErrors(
      "$a: Stage", R"({"a":"in draft"})",
      {{8,
        R"(Variable "$a" got invalid value "in draft"; Value "in draft" does not exist in "Stage" enum. Did you mean the enum value "DRAFT" or "draft"?)"}});
}

TEST(CoerceVariablesTest, MakesListsOfSingleValues) {
  ExpectCoerced("$a: [Int], $b: [[Int]], $c: [Filter]", R"({"a":1,"b":[1,[2],null],"c":{"text":"a"}})",
                R"({"a":[1],"b":[[1],[2],null],"c":[{"status":"NEW","text":"a"}]})");
}

TEST(CoerceVariablesTest, ReportsEveryItem) {
  ExpectErrors(
      "$a: [Int!]", R"({"a":[1,"x",null,2.5]})",
      {{8, R"(Variable "$a" got invalid value "x" at "a[1]"; Int cannot represent non-integer value: "x")"},
       {8, R"(Variable "$a" got invalid value null at "a[2]"; Expected non-nullable type "Int!" not to be null.)"},
       {8, R"(Variable "$a" got invalid value 2.5 at "a[3]"; Int cannot represent non-integer value: 2.5)"}});
  ExpectErrors("$a: [[Int]]", R"({"a":[[1],["x",{}]]})",
               {{8, R"(Variable "$a" got invalid value "x" at "a[1][0]"; Int cannot represent non-integer value: "x")"},
                {8, R"(Variable "$a" got invalid value {} at "a[1][1]"; Int cannot represent non-integer value: {})"}});
  ExpectErrors("$a: [Int]", R"({"a":"x"})",
               {{8, R"(Variable "$a" got invalid value "x"; Int cannot represent non-integer value: "x")"}});
}

TEST(CoerceVariablesTest, OrdersFieldsAndAddsDefaults) {
  ExpectCoerced("$a: Filter", R"({"a":{"text":"x","range":{"from":1},"status":"PAID","ids":1}})",
                R"({"a":{"status":"PAID","range":{"from":1,"to":10},"ids":["1"],"text":"x"}})");
  ExpectCoerced("$a: Filter", R"({"a":{}})", R"({"a":{"status":"NEW","text":"none"}})");
  ExpectCoerced("$a: Filter = {range: {from: 3}}", R"({})",
                R"({"a":{"status":"NEW","range":{"from":3,"to":10},"text":"none"}})");
}

TEST(CoerceVariablesTest, ReportsFieldsByTheirPaths) {
  ExpectErrors(
      "$a: Filter",
      R"({"a":{"range":{"from":"x"},"nested":{"ids":["a",null],"nested":{"text":null,"matrix":[[1],[true]]}}}})",
      {{8, R"(Variable "$a" got invalid value "x" at "a.range.from"; Int cannot represent non-integer value: "x")"},
       {8,
        R"(Variable "$a" got invalid value null at "a.nested.ids[1]"; Expected non-nullable type "ID!" not to be null.)"},
       {8,
        R"(Variable "$a" got invalid value true at "a.nested.nested.matrix[1][0]"; Int cannot represent non-integer value: true)"},
       {8,
        R"(Variable "$a" got invalid value null at "a.nested.nested.text"; Expected non-nullable type "String!" not to be null.)"}});
  ExpectErrors(
      "$a: Filter", R"({"a":{"range":{}}})",
      {{8,
        R"(Variable "$a" got invalid value {} at "a.range"; Field "from" of required type "Int!" was not provided.)"}});
  ExpectErrors(
      "$a: Filter", R"({"a":{"txt":1,"zzzzzzz":2}})",
      {{8,
        R"(Variable "$a" got invalid value { txt: 1, zzzzzzz: 2 }; Field "txt" is not defined by type "Filter". Did you mean "text"?)"},
       {8,
        R"(Variable "$a" got invalid value { txt: 1, zzzzzzz: 2 }; Field "zzzzzzz" is not defined by type "Filter".)"}});
  ExpectErrors("$a: Filter", R"({"a":"x"})",
               {{8, R"(Variable "$a" got invalid value "x"; Expected type "Filter" to be an object.)"}});
  ExpectErrors("$a: Filter", R"({"a":[1]})",
               {{8, R"(Variable "$a" got invalid value [1]; Expected type "Filter" to be an object.)"}});
}

TEST(CoerceVariablesTest, HoldsToOneOf) {
  ExpectCoerced("$a: Key, $b: Key", R"({"a":{"id":1},"b":{"range":{"from":1}}})",
                R"({"a":{"id":"1"},"b":{"range":{"from":1,"to":10}}})");
  ExpectErrors("$a: Key", R"({"a":{}})",
               {{8, R"(Variable "$a" got invalid value {}; Exactly one key must be specified for OneOf type "Key".)"}});
  ExpectErrors(
      "$a: Key", R"({"a":{"id":1,"email":"x"}})",
      {{8,
        R"(Variable "$a" got invalid value { id: 1, email: "x" }; Exactly one key must be specified for OneOf type "Key".)"}});
  ExpectErrors("$a: Key", R"({"a":{"id":null}})",
               {{8, R"(Variable "$a" got invalid value null at "a.id"; Field "id" must be non-null.)"}});
  ExpectErrors(
      "$a: Key", R"({"a":{"id":null,"email":"x"}})",
      {{8,
        R"(Variable "$a" got invalid value { id: null, email: "x" }; Exactly one key must be specified for OneOf type "Key".)"},
       {8, R"(Variable "$a" got invalid value null at "a.id"; Field "id" must be non-null.)"}});
  ExpectErrors(
      "$a: Key", R"({"a":{"idd":1}})",
      {{8,
        R"(Variable "$a" got invalid value { idd: 1 }; Field "idd" is not defined by type "Key". Did you mean "id"?)"},
       {8, R"(Variable "$a" got invalid value { idd: 1 }; Exactly one key must be specified for OneOf type "Key".)"}});
  ExpectErrors("$a: Key", R"({"a":{"id":1.5}})",
               {{8, R"(Variable "$a" got invalid value 1.5 at "a.id"; ID cannot represent value: 1.5)"}});
}

TEST(CoerceVariablesTest, ShowsTwoLevelsOfAValue) {
  ExpectErrors(
      "$a: Filter", R"({"a":{"nested":{"range":{"from":1,"too":2}},"unknown":[1,2,3,4,5,6,7,8,9,10,11,12]}})",
      {{8,
        R"(Variable "$a" got invalid value { from: 1, too: 2 } at "a.nested.range"; Field "too" is not defined by type "Range". Did you mean "to"?)"},
       {8,
        R"(Variable "$a" got invalid value { nested: { range: [Object] }, unknown: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ... 2 more items] }; Field "unknown" is not defined by type "Filter".)"}});
}

TEST(CoerceVariablesTest, KeepsDigits) {
  ExpectCoerced("$a: ID, $b: Any, $c: Float", R"({"a":9007199254740993,"b":[1.10,9007199254740993],"c":1.10})",
                R"({"a":"9007199254740993","b":[1.10,9007199254740993],"c":1.10})");
}

TEST(CoerceVariablesTest, EngineScalarsTakeTheirForms) {
  ExpectCoerced(
      "$e: Engine",
      R"({"e":{"big":"9223372036854775808","decimal":1.10,"at":"2024-02-29T10:00:00Z","json":{"a":[1.0]}}})",
      R"({"e":{"big":9223372036854775808,"decimal":1.10,"at":"2024-02-29T10:00:00+00:00","json":{"a":[1.0]}}})");
}

TEST(CoerceVariablesTest, SaysWhatAnEngineScalarIsNot) {
  ExpectErrors("$d: Date", R"({"d":"2023-02-30"})",
               {{8, R"(Variable "$d" got invalid value "2023-02-30"; Expected type "Date". )"
                    R"(A Date is an existing day in the form "2006-01-02".)"}});
  ExpectErrors("$e: Engine", R"({"e":{"big":1.5,"uuid":7}})",
               {{8, R"(Variable "$e" got invalid value 1.5 at "e.big"; Expected type "BigInt". )"
                    R"(A BigInt is an integer, as a number or a string.)"},
                {8, R"(Variable "$e" got invalid value 7 at "e.uuid"; Expected type "UUID". )"
                    R"(A UUID is a string in the form "123e4567-e89b-12d3-a456-426614174000".)"}});
}

TEST(CoerceVariablesTest, TakesAnObjectOrNothing) {
  ExpectCoerced("$a: Int = 1", "null", R"({"a":1})");
  Arena arena;
  std::string source;
  CoercedVariables coerced = Coerce("$a: Int", "[1]", &source, &arena);
  ASSERT_EQ(coerced.errors.size(), 1u);
  EXPECT_EQ(
      coerced.errors[0].message,
      "Variables must be provided as an Object where each property is a variable value. Perhaps look to see if an "
      "unparsed JSON string was provided.");
}

TEST(CoerceVariablesTest, EndsAfterTooManyErrors) {
  Arena arena;
  std::string source;
  std::string items;
  for (int i = 0; i < 100; ++i) items += "\"x\",";
  CoercedVariables coerced = Coerce("$a: [Int]", "{\"a\":[" + items + "1]}", &source, &arena);
  ASSERT_EQ(coerced.errors.size(), 51u);
  EXPECT_EQ(coerced.errors.back().message,
            "Too many errors processing variables, error limit reached. Execution aborted.");
  EXPECT_EQ(Coerce("$a: [Int]", "{\"a\":[" + items + "1]}", &source, &arena, {.max_errors = 1}).errors.size(), 2u);
}

TEST(CoerceVariablesTest, BoundsWhatMessagesQuote) {
  Arena arena;
  std::string source;
  std::string json = "{\"a\":{\"text\":\"" + std::string(300'000, 'x') + "\"";
  for (int i = 0; i < 40; ++i) json += ",\"unknown" + std::to_string(i) + "\":1";
  CoercedVariables coerced = Coerce("$a: Filter", json + "}}", &source, &arena);
  EXPECT_EQ(coerced.errors.size(), 4u);
  EXPECT_EQ(coerced.errors.back().message,
            "Too many errors processing variables, error limit reached. Execution aborted.");
}

TEST(CoerceVariablesTest, FollowsDeepValues) {
  Arena arena;
  std::string source;
  std::string json = "{\"a\":";
  for (int i = 0; i < 900; ++i) json += "{\"nested\":";
  json += "{\"text\":1}" + std::string(900, '}') + "}";
  CoercedVariables coerced = Coerce("$a: Filter", json, &source, &arena);
  ASSERT_EQ(coerced.errors.size(), 1u);
  EXPECT_EQ(coerced.errors[0].message.substr(0, 51), "Variable \"$a\" got invalid value 1 at \"a.nested.nest");
}

}  // namespace
}  // namespace fraiseql::values
