#include "validation/rules/possible_fragment_spreads.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(PossibleFragmentSpreadsTest, TakesTypesThatOverlap) {
  ExpectValid<PossibleFragmentSpreads>(R"(
  {
    node(id: 1) { ... on Order { id } ... on Named { id } ... on Buyer { __typename } ...F ... { id } }
    buyer(key: {id: 1}) { ... on Node { id } ... on SearchResult { ... on Company { id } } }
  }
  fragment F on Customer { ... on Named { id } ... on Buyer { __typename } }
)");
}

TEST(PossibleFragmentSpreadsTest, ReportsObjectsThatAreNotEachOther) {
  ExpectErrors<PossibleFragmentSpreads>(
      R"(
  { customer(id: 1) { ... on Order { id } ...F } }
  fragment F on Company { ... on Customer { id } }
)",
      {
          {R"(Fragment cannot be spread here as objects of type "Customer" can never be of type "Order".)", {{2, 23}}},
          {R"(Fragment "F" cannot be spread here as objects of type "Customer" can never be of type "Company".)",
           {{2, 43}}},
          {R"(Fragment cannot be spread here as objects of type "Company" can never be of type "Customer".)",
           {{3, 27}}},
      });
}

TEST(PossibleFragmentSpreadsTest, ReportsAbstractTypesWithoutCommonObjects) {
  ExpectErrors<PossibleFragmentSpreads>(
      R"(
  {
    orders { ... on Named { id } ...B ... on Buyer { __typename } }
    buyer(key: {id: 1}) { ... on Order { id } }
    named(id: 1) { ...P }
  }
  fragment B on Buyer { __typename }
  fragment P on Product { id }
)",
      {
          {R"(Fragment cannot be spread here as objects of type "Order" can never be of type "Named".)", {{3, 14}}},
          {R"(Fragment "B" cannot be spread here as objects of type "Order" can never be of type "Buyer".)", {{3, 34}}},
          {R"(Fragment cannot be spread here as objects of type "Order" can never be of type "Buyer".)", {{3, 39}}},
          {R"(Fragment cannot be spread here as objects of type "Buyer" can never be of type "Order".)", {{4, 27}}},
          {R"(Fragment "P" cannot be spread here as objects of type "Named" can never be of type "Product".)",
           {{5, 20}}},
      });
}

TEST(PossibleFragmentSpreadsTest, LeavesUnknownTypesToOthers) {
  ExpectValid<PossibleFragmentSpreads>(
      R"({ customer(id: 1) { ... on Nothing { id } ...Unknown ...F } } fragment F on Int { x })");
}

}  // namespace fraiseql::validation
