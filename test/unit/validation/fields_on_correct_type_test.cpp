#include "validation/rules/fields_on_correct_type.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(FieldsOnCorrectTypeTest, TakesFieldsOfObjectsInterfacesAndMetaFields) {
  ExpectValid<FieldsOnCorrectType>(R"(
  {
    __schema { types { name } }
    __type(name: "Order") { name }
    node(id: 1) { __typename id ... on Order { status } }
    buyer(key: {id: 1}) { __typename }
  }
)");
}

TEST(FieldsOnCorrectTypeTest, LeavesUnknownParentsToOthers) {
  ExpectValid<FieldsOnCorrectType>(R"(fragment F on Unknown { anything { deeper } })");
}

TEST(FieldsOnCorrectTypeTest, ReportsWithNearNames) {
  ExpectErrors<FieldsOnCorrectType>(
      R"({ ordrs { id statu total { x } } customer(id: 1) { emial name { first } } })",
      {
          {R"(Cannot query field "ordrs" on type "Query". Did you mean "orders"?)", {{1, 3}}},
          {R"(Cannot query field "emial" on type "Customer". Did you mean "email"?)", {{1, 52}}},
      });
}

TEST(FieldsOnCorrectTypeTest, ReportsBelowAKnownFieldOnly) {
  ExpectErrors<FieldsOnCorrectType>(R"({ nothing { nothingElse { x } } })",
                                    {
                                        {R"(Cannot query field "nothing" on type "Query".)", {{1, 3}}},
                                    });
}

TEST(FieldsOnCorrectTypeTest, SuggestsTypesThatHaveTheField) {
  ExpectErrors<FieldsOnCorrectType>(
      R"(
  {
    node(id: 1) { rank status name title }
    named(id: 1) { taxNumber }
    buyer(key: {id: 1}) { rank name id status }
    search(text: "") { id }
  }
)",
      {
          {R"(Cannot query field "rank" on type "Node". Did you mean to use an inline fragment on "Company" or "Customer"?)",
           {{3, 19}}},
          {R"(Cannot query field "status" on type "Node". Did you mean to use an inline fragment on "Order"?)",
           {{3, 24}}},
          {R"(Cannot query field "name" on type "Node". Did you mean to use an inline fragment on "Named", "Company", or "Customer"?)",
           {{3, 31}}},
          {R"(Cannot query field "title" on type "Node". Did you mean to use an inline fragment on "Product"?)",
           {{3, 36}}},
          {R"(Cannot query field "taxNumber" on type "Named". Did you mean to use an inline fragment on "Company"?)",
           {{4, 20}}},
          {R"(Cannot query field "rank" on type "Buyer". Did you mean to use an inline fragment on "Company" or "Customer"?)",
           {{5, 27}}},
          {R"(Cannot query field "name" on type "Buyer". Did you mean to use an inline fragment on "Named", "Company", or "Customer"?)",
           {{5, 32}}},
          {R"(Cannot query field "id" on type "Buyer". Did you mean to use an inline fragment on "Node", "Named", "Company", or "Customer"?)",
           {{5, 37}}},
          {R"(Cannot query field "status" on type "Buyer".)", {{5, 40}}},
          {R"(Cannot query field "id" on type "SearchResult". Did you mean to use an inline fragment on "Node", "Named", "Company", "Customer", or "Product"?)",
           {{6, 24}}},
      });
}

TEST(FieldsOnCorrectTypeTest, ReportsMetaFieldsOutOfPlace) {
  ExpectErrors<FieldsOnCorrectType>(R"(
  { customer(id: 1) { __schema { types { name } } __type(name: "x") { name } } }
  mutation { __schema { types { name } } }
)",
                                    {
                                        {R"(Cannot query field "__schema" on type "Customer".)", {{2, 23}}},
                                        {R"(Cannot query field "__type" on type "Customer".)", {{2, 51}}},
                                        {R"(Cannot query field "__schema" on type "Mutation".)", {{3, 14}}},
                                    });
}

TEST(FieldsOnCorrectTypeTest, ReportsInInlineFragments) {
  ExpectErrors<FieldsOnCorrectType>(
      R"({ node(id: 1) { ... on Order { name } ... { status } ... @include(if: true) { status } } })",
      {
          {R"(Cannot query field "name" on type "Order". Did you mean "note"?)", {{1, 32}}},
          {R"(Cannot query field "status" on type "Node". Did you mean to use an inline fragment on "Order"?)",
           {{1, 45}}},
          {R"(Cannot query field "status" on type "Node". Did you mean to use an inline fragment on "Order"?)",
           {{1, 79}}},
      });
}

}  // namespace fraiseql::validation
