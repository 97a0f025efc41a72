#include "validation/rules/overlapping_fields_can_be_merged.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(OverlappingFieldsCanBeMergedTest, TakesEqualFields) {
  ExpectValid<OverlappingFieldsCanBeMerged>(R"(
  {
    orders { id id a: status a: status customer { id } customer { email } }
    product { price(currency: EUR) price(currency: EUR) }
    x: orders(filter: {ids: [1], text: "a"}) { id }
    x: orders(filter: {text: "a", ids: [1]}) { status }
  }
)");
}

TEST(OverlappingFieldsCanBeMergedTest, TakesDifferentFieldsOfTypesThatNeverMeet) {
  ExpectValid<OverlappingFieldsCanBeMerged>(R"(
  {
    buyer(key: {id: 1}) { ... on Customer { x: email name(short: true) } ... on Company { x: taxOffice name } }
  }
)");
}

TEST(OverlappingFieldsCanBeMergedTest, ReportsAliasesOfDifferentFields) {
  ExpectErrors<OverlappingFieldsCanBeMerged>(
      R"({ orders { x: id x: status } })",
      {
          {R"(Fields "x" conflict because "id" and "status" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{1, 12}, {1, 18}}},
      });
}

TEST(OverlappingFieldsCanBeMergedTest, ReportsDifferentArguments) {
  ExpectErrors<OverlappingFieldsCanBeMerged>(
      R"(
  {
    product { price(currency: EUR) price(currency: USD) weight weight(unit: GRAM) }
    a: orders(numbers: [1, 2]) { id }
    a: orders(numbers: [2, 1]) { id }
  }
)",
      {
          {R"(Fields "price" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.)",
           {{3, 15}, {3, 36}}},
          {R"(Fields "weight" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.)",
           {{3, 57}, {3, 64}}},
          {R"(Fields "a" conflict because they have differing arguments. Use different aliases on the fields to fetch both if this was intentional.)",
           {{4, 5}, {5, 5}}},
      });
}

TEST(OverlappingFieldsCanBeMergedTest, ReportsEveryPair) {
  ExpectErrors<OverlappingFieldsCanBeMerged>(
      R"({ orders { x: id x: status x: total } })",
      {
          {R"(Fields "x" conflict because "id" and "status" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{1, 12}, {1, 18}}},
          {R"(Fields "x" conflict because "id" and "total" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{1, 12}, {1, 28}}},
          {R"(Fields "x" conflict because "status" and "total" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{1, 18}, {1, 28}}},
      });
}

TEST(OverlappingFieldsCanBeMergedTest, ReportsDeepConflictsOnce) {
  ExpectErrors<OverlappingFieldsCanBeMerged>(
      R"(
  { orders { customer { x: id y: email } customer { x: rank y: email } } orders { customer { y: name } } }
)",
      {
          {R"(Fields "orders" conflict because subfields "customer" conflict because subfields "y" conflict because "email" and "name" are different fields and subfields "customer" conflict because subfields "y" conflict because "email" and "name" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{2, 5}, {2, 14}, {2, 31}, {2, 42}, {2, 61}, {2, 74}, {2, 83}, {2, 94}, {2, 83}, {2, 94}}},
          {R"(Fields "customer" conflict because subfields "x" conflict because "id" and "rank" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{2, 14}, {2, 25}, {2, 42}, {2, 53}}},
      });
}

TEST(OverlappingFieldsCanBeMergedTest, ReportsConflictsBetweenFragments) {
  ExpectErrors<OverlappingFieldsCanBeMerged>(
      R"(
  { orders { ...A ...B } }
  fragment A on Order { x: id ...C }
  fragment B on Order { x: status }
  fragment C on Order { x: total }
)",
      {
          {R"(Fields "x" conflict because "id" and "status" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{3, 25}, {4, 25}}},
          {R"(Fields "x" conflict because "id" and "total" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{3, 25}, {5, 25}}},
          {R"(Fields "x" conflict because "total" and "status" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{5, 25}, {4, 25}}},
      });
}

TEST(OverlappingFieldsCanBeMergedTest, ReportsTypesThatConflict) {
  ExpectErrors<OverlappingFieldsCanBeMerged>(
      R"(
  {
    buyer(key: {id: 1}) { ... on Customer { r: rank c: orders { id } } ... on Company { r: rank c: name } }
    search(text: "") { ... on Product { n: price(currency: EUR) } ... on Customer { n: email } }
  }
)",
      {
          {R"(Fields "r" conflict because they return conflicting types "Int" and "Int!". Use different aliases on the fields to fetch both if this was intentional.)",
           {{3, 45}, {3, 89}}},
          {R"(Fields "c" conflict because they return conflicting types "[Order!]!" and "String". Use different aliases on the fields to fetch both if this was intentional.)",
           {{3, 53}, {3, 97}}},
          {R"(Fields "n" conflict because they return conflicting types "Float" and "String". Use different aliases on the fields to fetch both if this was intentional.)",
           {{4, 41}, {4, 85}}},
      });
}

TEST(OverlappingFieldsCanBeMergedTest, ReportsShapesBelowTypesThatNeverMeet) {
  ExpectErrors<OverlappingFieldsCanBeMerged>(
      R"(
  {
    node(id: 1) { ... on Order { x: customer { y: id } } ... on Item { x: product { y: title } } ... on Customer { x: orders { y: id } } }
  }
)",
      {
          {R"(Fields "x" conflict because they return conflicting types "Customer" and "Product!". Use different aliases on the fields to fetch both if this was intentional.)",
           {{3, 34}, {3, 72}}},
          {R"(Fields "x" conflict because they return conflicting types "Customer" and "[Order!]!". Use different aliases on the fields to fetch both if this was intentional.)",
           {{3, 34}, {3, 116}}},
          {R"(Fields "x" conflict because they return conflicting types "Product!" and "[Order!]!". Use different aliases on the fields to fetch both if this was intentional.)",
           {{3, 72}, {3, 116}}},
      });
}

TEST(OverlappingFieldsCanBeMergedTest, ComparesWithFieldsOfAbstractTypes) {
  ExpectErrors<OverlappingFieldsCanBeMerged>(
      R"({ node(id: 1) { x: id ... on Order { x: status } ... on Product { x: title } } })",
      {
          {R"(Fields "x" conflict because "id" and "status" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{1, 17}, {1, 38}}},
          {R"(Fields "x" conflict because "id" and "title" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{1, 17}, {1, 67}}},
          {R"(Fields "x" conflict because they return conflicting types "OrderStatus" and "String". Use different aliases on the fields to fetch both if this was intentional.)",
           {{1, 38}, {1, 67}}},
      });
}

TEST(OverlappingFieldsCanBeMergedTest, EndsWithCyclesOfFragments) {
  ExpectErrors<OverlappingFieldsCanBeMerged>(
      R"(
  { orders { ...A } }
  fragment A on Order { x: id customer { orders { ...A } } ...B }
  fragment B on Order { x: status ...A }
)",
      {
          {R"(Fields "x" conflict because "id" and "status" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{3, 25}, {4, 25}}},
          {R"(Fields "x" conflict because "status" and "id" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{4, 25}, {3, 25}}},
      });
}

TEST(OverlappingFieldsCanBeMergedTest, ReadsFragmentsThatNothingUses) {
  ExpectErrors<OverlappingFieldsCanBeMerged>(
      R"(fragment A on Order { x: id ... { x: status } })",
      {
          {R"(Fields "x" conflict because "id" and "status" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{1, 23}, {1, 35}}},
      });
}

TEST(OverlappingFieldsCanBeMergedTest, LooksAtUnknownTypesByName) {
  ExpectErrors<OverlappingFieldsCanBeMerged>(
      R"({ nothing { x: a x: b } ... on Unknown { y: c y: d } })",
      {
          {R"(Fields "x" conflict because "a" and "b" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{1, 13}, {1, 18}}},
          {R"(Fields "y" conflict because "c" and "d" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{1, 42}, {1, 47}}},
          {R"(Fields "y" conflict because "c" and "d" are different fields. Use different aliases on the fields to fetch both if this was intentional.)",
           {{1, 42}, {1, 47}}},
      });
}

}  // namespace fraiseql::validation
