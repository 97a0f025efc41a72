#include "validation/rules/single_field_subscriptions.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(SingleFieldSubscriptionsTest, TakesOneField) {
  ExpectValid<SingleFieldSubscriptions>(R"(subscription S { orderShipped { id status } })");
}

TEST(SingleFieldSubscriptionsTest, TakesOneFieldByWayOfFragments) {
  ExpectValid<SingleFieldSubscriptions>(R"(
  subscription { ...F }
  fragment F on Subscription { ... { orderShipped { id } } ...G }
  fragment G on Subscription { orderShipped { status } }
)");
}

// September 2025: the one field must not depend on a condition.
TEST(SingleFieldSubscriptionsTest, ReportsConditions) {
  ExpectErrors<SingleFieldSubscriptions>(
      R"(
  subscription S($v: Boolean!) {
  orderShipped @include(if: $v) { id }
  priceChanged @skip(if: true) { id }
  priceChanged @include(if: true) @skip(if: false) { id }
  ... @include(if: true) { orderShipped { id } }
  ...F
  }
  subscription {
  ...F @skip(if: false)
  }
  fragment F on Subscription { orderShipped @include(if: true) { id status @skip(if: true) } }
)",
      {
          {"Subscription \"S\" must not use `@skip` or `@include` directives in the top level selection.",
           {{3, 16}, {4, 16}, {5, 35}, {6, 7}, {12, 45}}},
          {"Anonymous Subscription must not use `@skip` or `@include` directives in the top level selection.",
           {{10, 8}}},
      });
}

TEST(SingleFieldSubscriptionsTest, TakesConditionsBelowItsField) {
  ExpectValid<SingleFieldSubscriptions>(R"(subscription S { orderShipped { id @skip(if: true) status } })");
}

TEST(SingleFieldSubscriptionsTest, ReportsFurtherFields) {
  ExpectErrors<SingleFieldSubscriptions>(
      R"(
  subscription S {
  orderShipped { id }
  priceChanged { id }
  other: orderShipped { id }
  }
)",
      {
          {R"(Subscription "S" must select only one top level field.)", {{4, 3}, {5, 3}}},
      });
}

TEST(SingleFieldSubscriptionsTest, ReportsFieldsOfFragments) {
  ExpectErrors<SingleFieldSubscriptions>(
      R"(
  subscription {
  orderShipped { id }
  ...F
  }
  fragment F on Subscription { priceChanged { id } again: priceChanged { id } ...F }
)",
      {
          {R"(Anonymous Subscription must select only one top level field.)", {{6, 32}, {6, 52}}},
      });
}

TEST(SingleFieldSubscriptionsTest, ReportsIntrospection) {
  ExpectErrors<SingleFieldSubscriptions>(
      R"(
  subscription S { __typename }
  subscription { t: __typename }
)",
      {
          {R"(Subscription "S" must not select an introspection top level field.)", {{2, 20}}},
          {R"(Anonymous Subscription must not select an introspection top level field.)", {{3, 18}}},
      });
}

}  // namespace fraiseql::validation
