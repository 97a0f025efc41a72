#include "validation/rules/provided_required_arguments.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(ProvidedRequiredArgumentsTest, TakesGivenOnesAndDefaults) {
  ExpectValid<ProvidedRequiredArguments>(R"(
  {
    customer(id: 1) { name }
    search(text: "") { __typename }
    flags(b: true)
    orders @skip(if: true) { id }
    unknown @unknown
  }
)");
}

TEST(ProvidedRequiredArgumentsTest, ReportsMissingOnesOfFields) {
  ExpectErrors<ProvidedRequiredArguments>(
      R"({ customer { name } search { __typename } product(id: 1) { price } flags })",
      {
          {R"(Field "customer" argument "id" of type "ID!" is required, but it was not provided.)", {{1, 3}}},
          {R"(Field "search" argument "text" of type "String!" is required, but it was not provided.)", {{1, 21}}},
          {R"(Field "price" argument "currency" of type "Currency!" is required, but it was not provided.)", {{1, 60}}},
          {R"(Field "flags" argument "b" of type "Boolean!" is required, but it was not provided.)", {{1, 68}}},
      });
}

TEST(ProvidedRequiredArgumentsTest, ReportsMissingOnesOfDirectives) {
  ExpectErrors<ProvidedRequiredArguments>(
      R"({ orders @skip @include { id @mark(level: 2) } })",
      {
          {R"(Directive "@skip" argument "if" of type "Boolean!" is required, but it was not provided.)", {{1, 10}}},
          {R"(Directive "@include" argument "if" of type "Boolean!" is required, but it was not provided.)", {{1, 16}}},
          {R"(Directive "@mark" argument "label" of type "String!" is required, but it was not provided.)", {{1, 30}}},
      });
}

TEST(ProvidedRequiredArgumentsTest, KnowsDirectivesOfTheDocument) {
  ExpectErrors<ProvidedRequiredArguments>(
      R"({ orders @mine { id } } directive @mine(a: Int!, b: [Strange!]!, c: Int! = 1) on FIELD)",
      {
          {R"(Directive "@mine" argument "a" of type "Int!" is required, but it was not provided.)", {{1, 10}}},
          {R"(Directive "@mine" argument "b" of type "[Strange!]!" is required, but it was not provided.)", {{1, 10}}},
      });
}

}  // namespace fraiseql::validation
