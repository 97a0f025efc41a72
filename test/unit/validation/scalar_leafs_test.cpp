#include "validation/rules/scalar_leafs.h"

#include "validation/harness.h"

namespace fraiseql::validation {

TEST(ScalarLeafsTest, TakesSelectionsOfObjectsOnly) {
  ExpectValid<ScalarLeafs>(R"({ customer(id: 1) { id orders { status items { quantity } } } __typename })");
}

TEST(ScalarLeafsTest, ReportsLeavesWithSelections) {
  ExpectErrors<ScalarLeafs>(
      R"({ customer(id: 1) { id { x } orders { status @skip(if: true) { x } note { y } } } })",
      {
          {R"(Field "id" must not have a selection since type "ID!" has no subfields.)", {{1, 24}}},
          {R"(Field "status" must not have a selection since type "OrderStatus" has no subfields.)", {{1, 62}}},
          {R"(Field "note" must not have a selection since type "Note" has no subfields.)", {{1, 73}}},
      });
}

TEST(ScalarLeafsTest, ReportsObjectsWithoutSelections) {
  ExpectErrors<ScalarLeafs>(
      R"({ customer(id: 1) orders node(id: 1) { id } search(text: "") })",
      {
          {R"(Field "customer" of type "Customer" must have a selection of subfields. Did you mean "customer { ... }"?)",
           {{1, 3}}},
          {R"(Field "orders" of type "[Order!]!" must have a selection of subfields. Did you mean "orders { ... }"?)",
           {{1, 19}}},
          {R"(Field "search" of type "[SearchResult!]!" must have a selection of subfields. Did you mean "search { ... }"?)",
           {{1, 45}}},
      });
}

TEST(ScalarLeafsTest, LeavesUnknownFieldsToOthers) { ExpectValid<ScalarLeafs>(R"({ nothing nothingElse { x } })"); }

}  // namespace fraiseql::validation
