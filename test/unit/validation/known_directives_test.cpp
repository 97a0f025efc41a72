#include "validation/rules/known_directives.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(KnownDirectivesTest, TakesKnownOnesInTheirPlaces) {
  ExpectValid<KnownDirectives>(R"(
  query ($a: Int @onVariableDefinition) @onQuery @mark(label: "x") {
    orders @onField { id @skip(if: true) ...F @onFragmentSpread ... @onInlineFragment { status } }
  }
  fragment F on Order @onFragmentDefinition { id }
  mutation @onMutation { __typename }
  subscription @onSubscription { priceChanged { id } }
)");
}

TEST(KnownDirectivesTest, ReportsUnknownOnes) {
  ExpectErrors<KnownDirectives>(R"(query ($a: Int @what) @huh { orders @unknown(x: 1) { id } })",
                                {
                                    {R"(Unknown directive "@what".)", {{1, 16}}},
                                    {R"(Unknown directive "@huh".)", {{1, 23}}},
                                    {R"(Unknown directive "@unknown".)", {{1, 37}}},
                                });
}

TEST(KnownDirectivesTest, ReportsOnesOutOfPlace) {
  ExpectErrors<KnownDirectives>(
      R"(
  query ($a: Int @onField) @onField { orders @onQuery { ...F @onField ... @onFragmentSpread { id } } }
  fragment F on Order @onInlineFragment { id }
  mutation @onQuery { __typename }
  subscription @onMutation { priceChanged { id } }
)",
      {
          {R"(Directive "@onField" may not be used on VARIABLE_DEFINITION.)", {{2, 18}}},
          {R"(Directive "@onField" may not be used on QUERY.)", {{2, 28}}},
          {R"(Directive "@onQuery" may not be used on FIELD.)", {{2, 46}}},
          {R"(Directive "@onField" may not be used on FRAGMENT_SPREAD.)", {{2, 62}}},
          {R"(Directive "@onFragmentSpread" may not be used on INLINE_FRAGMENT.)", {{2, 75}}},
          {R"(Directive "@onInlineFragment" may not be used on FRAGMENT_DEFINITION.)", {{3, 23}}},
          {R"(Directive "@onQuery" may not be used on MUTATION.)", {{4, 12}}},
          {R"(Directive "@onMutation" may not be used on SUBSCRIPTION.)", {{5, 16}}},
      });
}

TEST(KnownDirectivesTest, TakesOnesThatTheDocumentDefines) {
  ExpectErrors<KnownDirectives>(R"(
  { orders @mine { id } other: orders @theirs { id } }
  directive @mine on FIELD directive @theirs on QUERY
)",
                                {
                                    {R"(Directive "@theirs" may not be used on FIELD.)", {{2, 39}}},
                                });
}

}  // namespace fraiseql::validation
