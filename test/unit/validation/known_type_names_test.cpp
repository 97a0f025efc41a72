#include "validation/rules/known_type_names.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(KnownTypeNamesTest, TakesKnownOnes) {
  ExpectValid<KnownTypeNames>(R"(
  query ($id: ID!, $f: [OrderFilter!]) { node(id: $id) { ... on Order { id } ...F } }
  fragment F on Named { name }
)");
}

TEST(KnownTypeNamesTest, ReportsUnknownOnesWithNearNames) {
  ExpectErrors<KnownTypeNames>(R"(
  query ($a: Strin, $b: [[Zebra!]]!) {
  node(id: $a) { ... on Ordr { id } ...F }
  }
  fragment F on Prodct { id }
)",
                               {
                                   {R"(Unknown type "Strin". Did you mean "String"?)", {{2, 14}}},
                                   {R"(Unknown type "Zebra".)", {{2, 27}}},
                                   {R"(Unknown type "Ordr". Did you mean "Order"?)", {{3, 25}}},
                                   {R"(Unknown type "Prodct". Did you mean "Product"?)", {{5, 17}}},
                               });
}

TEST(KnownTypeNamesTest, TakesTypesThatTheDocumentDefines) {
  ExpectErrors<KnownTypeNames>(R"(
  query ($a: Mine) { __typename ... on Other { id } }
  input Mine { x: Int }
  type Other { id: ID y: Unknwn @onField }
)",
                               {
                                   {R"(Unknown type "Unknwn".)", {{4, 26}}},
                               });
}

}  // namespace fraiseql::validation
