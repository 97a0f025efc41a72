#include "validation/rules/values_of_correct_type.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(ValuesOfCorrectTypeTest, TakesRightLiterals) {
  ExpectValid<ValuesOfCorrectType>(R"(
  query ($v: Boolean!) {
    flags(a: true, b: $v, f: 1.5, i: -2147483648, s: "x", k: null)
    other: flags(b: true, f: 3, s: """block""")
    orders(filter: {status: PAID, ids: [1, "2"], total: {from: 1, to: null}, strict: true}, numbers: [1, null, 2], matrix: [[1], []]) { id }
    single: orders(numbers: 1, matrix: 2, filter: {ids: 3}) { id }
    product(id: "x", note: {any: [1, {b: $v}]}) { price(currency: EUR) }
  }
)");
}

TEST(ValuesOfCorrectTypeTest, ReportsWrongInts) {
  ExpectErrors<ValuesOfCorrectType>(
      R"(
  {
    a: flags(b: true, i: "1")
    b: flags(b: true, i: 1.0)
    c: flags(b: true, i: 2147483648)
    d: flags(b: true, i: true)
    e: flags(b: true, i: [1])
    f: flags(b: true, i: {a: 1})
    g: flags(b: true, i: ENUM)
  }
)",
      {
          {R"(Int cannot represent non-integer value: "1")", {{3, 26}}},
          {R"(Int cannot represent non-integer value: 1.0)", {{4, 26}}},
          {R"(Int cannot represent non 32-bit signed integer value: 2147483648)", {{5, 26}}},
          {R"(Int cannot represent non-integer value: true)", {{6, 26}}},
          {R"(Int cannot represent non-integer value: [1])", {{7, 26}}},
          {R"(Int cannot represent non-integer value: {a: 1})", {{8, 26}}},
          {R"(Int cannot represent non-integer value: ENUM)", {{9, 26}}},
      });
}

TEST(ValuesOfCorrectTypeTest, ReportsWrongFloats) {
  ExpectErrors<ValuesOfCorrectType>(
      R"({ a: flags(b: true, f: "1") b: flags(b: true, f: true) c: flags(b: true, f: X) })",
      {
          {R"(Float cannot represent non numeric value: "1")", {{1, 24}}},
          {R"(Float cannot represent non numeric value: true)", {{1, 50}}},
          {R"(Float cannot represent non numeric value: X)", {{1, 77}}},
      });
}

TEST(ValuesOfCorrectTypeTest, ReportsWrongStrings) {
  ExpectErrors<ValuesOfCorrectType>(R"(
  { a: flags(b: true, s: 1) b: flags(b: true, s: 1.5) c: flags(b: true, s: true) d: flags(b: true, s: X) }
)",
                                    {
                                        {R"(String cannot represent a non string value: 1)", {{2, 26}}},
                                        {R"(String cannot represent a non string value: 1.5)", {{2, 50}}},
                                        {R"(String cannot represent a non string value: true)", {{2, 76}}},
                                        {R"(String cannot represent a non string value: X)", {{2, 103}}},
                                    });
}

TEST(ValuesOfCorrectTypeTest, ReportsWrongBooleansAndNulls) {
  ExpectErrors<ValuesOfCorrectType>(R"(
  {
    a: flags(b: null, a: null)
    b: flags(b: 1)
    c: flags(b: "true")
    d: flags(b: TRUE)
    e: orders(matrix: [null, [null]]) { id }
  }
)",
                                    {
                                        {R"(Expected value of type "Boolean!", found null.)", {{3, 17}}},
                                        {R"(Boolean cannot represent a non boolean value: 1)", {{4, 17}}},
                                        {R"(Boolean cannot represent a non boolean value: "true")", {{5, 17}}},
                                        {R"(Boolean cannot represent a non boolean value: TRUE)", {{6, 17}}},
                                        {R"(Expected value of type "[Int!]!", found null.)", {{7, 24}}},
                                        {R"(Expected value of type "Int!", found null.)", {{7, 31}}},
                                    });
}

TEST(ValuesOfCorrectTypeTest, ReportsWrongIds) {
  ExpectErrors<ValuesOfCorrectType>(R"(
  {
    a: customer(id: 1.5) { id }
    b: customer(id: true) { id }
    c: customer(id: X) { id }
    d: orders(filter: {ids: [null, 1.5]}) { id }
  }
)",
                                    {
                                        {R"(ID cannot represent a non-string and non-integer value: 1.5)", {{3, 21}}},
                                        {R"(ID cannot represent a non-string and non-integer value: true)", {{4, 21}}},
                                        {R"(ID cannot represent a non-string and non-integer value: X)", {{5, 21}}},
                                        {R"(Expected value of type "ID!", found null.)", {{6, 30}}},
                                        {R"(ID cannot represent a non-string and non-integer value: 1.5)", {{6, 36}}},
                                    });
}

TEST(ValuesOfCorrectTypeTest, ReportsWrongEnums) {
  ExpectErrors<ValuesOfCorrectType>(
      R"(
  {
    a: product(id: 1) { price(currency: "EUR") }
    b: product { price(currency: EURO) }
    c: product { price(currency: 1) }
    d: product { price(currency: eur) }
    e: product { price(currency: {a: EUR}) }
  }
)",
      {
          {R"(Enum "Currency" cannot represent non-enum value: "EUR". Did you mean the enum value "EUR"?)", {{3, 41}}},
          {R"(Value "EURO" does not exist in "Currency" enum. Did you mean the enum value "EUR"?)", {{4, 34}}},
          {R"(Enum "Currency" cannot represent non-enum value: 1.)", {{5, 34}}},
          {R"(Value "eur" does not exist in "Currency" enum. Did you mean the enum value "EUR"?)", {{6, 34}}},
          {R"(Enum "Currency" cannot represent non-enum value: {a: EUR}.)", {{7, 34}}},
      });
}

TEST(ValuesOfCorrectTypeTest, ReportsWrongObjects) {
  ExpectErrors<ValuesOfCorrectType>(
      R"(
  {
    a: orders(filter: 1) { id }
    b: orders(filter: {total: {to: 1}}) { id }
    c: orders(filter: {statuss: NEW, total: {from: "x", form: 1}}) { id }
    d: orders(filter: [1]) { id }
    e: orders(filter: {strict: null, nested: {nested: {ids: {}}}}) { id }
  }
)",
      {
          {R"(Expected value of type "OrderFilter", found 1.)", {{3, 23}}},
          {R"(Field "Range.from" of required type "Int!" was not provided.)", {{4, 31}}},
          {R"(Field "statuss" is not defined by type "OrderFilter". Did you mean "status"?)", {{5, 24}}},
          {R"(Int cannot represent non-integer value: "x")", {{5, 52}}},
          {R"(Field "form" is not defined by type "Range". Did you mean "from"?)", {{5, 57}}},
          {R"(Expected value of type "OrderFilter", found [1].)", {{6, 23}}},
          {R"(Expected value of type "Boolean!", found null.)", {{7, 32}}},
          {R"(ID cannot represent a non-string and non-integer value: {})", {{7, 61}}},
      });
}

TEST(ValuesOfCorrectTypeTest, ReportsWrongListItems) {
  ExpectErrors<ValuesOfCorrectType>(
      R"({ orders(numbers: [1, "2", 3.5, [4]]) { id } other: orders(matrix: [1, ["x"], [[2]]]) { id } })",
      {
          {R"(Int cannot represent non-integer value: "2")", {{1, 23}}},
          {R"(Int cannot represent non-integer value: 3.5)", {{1, 28}}},
          {R"(Int cannot represent non-integer value: [4])", {{1, 33}}},
          {R"(Int cannot represent non-integer value: "x")", {{1, 73}}},
          {R"(Int cannot represent non-integer value: [2])", {{1, 80}}},
      });
}

TEST(ValuesOfCorrectTypeTest, ReportsWrongDefaultsOfVariables) {
  ExpectErrors<ValuesOfCorrectType>(R"(
  query ($a: Int = "x", $b: OrderFilter = {total: {}}, $c: Int! = null, $d: [OrderStatus] = [NEW, OLD], $e: Unknown = 1) {
    __typename
  }
)",
                                    {
                                        {R"(Int cannot represent non-integer value: "x")", {{2, 20}}},
                                        {R"(Field "Range.from" of required type "Int!" was not provided.)", {{2, 51}}},
                                        {R"(Expected value of type "Int!", found null.)", {{2, 67}}},
                                        {R"(Value "OLD" does not exist in "OrderStatus" enum.)", {{2, 99}}},
                                    });
}

TEST(ValuesOfCorrectTypeTest, ReportsWrongOneOfs) {
  ExpectErrors<ValuesOfCorrectType>(
      R"(
  query ($n: ID, $s: ID!) {
    a: buyer(key: {}) { __typename }
    b: buyer(key: {id: 1, email: "x"}) { __typename }
    c: buyer(key: {id: null}) { __typename }
    d: buyer(key: {id: $n}) { __typename }
    e: buyer(key: {id: $s}) { __typename }
    f: buyer(key: {email: 1}) { __typename }
  }
)",
      {
          {R"(OneOf Input Object "Key" must specify exactly one key.)", {{3, 19}}},
          {R"(OneOf Input Object "Key" must specify exactly one key.)", {{4, 19}}},
          {R"(Field "Key.id" must be non-null.)", {{5, 19}}},
          {R"(Variable "n" must be non-nullable to be used for OneOf Input Object "Key".)", {{6, 19}}},
          {R"(String cannot represent a non string value: 1)", {{8, 27}}},
      });
}

TEST(ValuesOfCorrectTypeTest, ChecksArgumentsOfDirectives) {
  ExpectErrors<ValuesOfCorrectType>(R"(
  { orders @skip(if: "x") @mark(label: 1, level: "high") { id } customer(id: 1) @unknown(id: 1.5) { id } }
)",
                                    {
                                        {R"(Boolean cannot represent a non boolean value: "x")", {{2, 22}}},
                                        {R"(String cannot represent a non string value: 1)", {{2, 40}}},
                                        {R"(Int cannot represent non-integer value: "high")", {{2, 50}}},
                                        {R"(ID cannot represent a non-string and non-integer value: 1.5)", {{2, 94}}},
                                    });
}

TEST(ValuesOfCorrectTypeTest, LeavesUnknownArgumentsToOthers) {
  ExpectValid<ValuesOfCorrectType>(R"({ orders(unknown: {a: 1, b: [X]}) { id } nothing(a: 1) })");
}

}  // namespace fraiseql::validation
