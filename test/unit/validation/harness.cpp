#include "validation/harness.h"

#include <algorithm>
#include <memory>

#include "language/parser.h"
#include "schema/build.h"

namespace fraiseql::validation {

namespace {

constexpr std::string_view kShop = R"(
directive @onQuery on QUERY
directive @onMutation on MUTATION
directive @onSubscription on SUBSCRIPTION
directive @onField on FIELD
directive @onFragmentDefinition on FRAGMENT_DEFINITION
directive @onFragmentSpread on FRAGMENT_SPREAD
directive @onInlineFragment on INLINE_FRAGMENT
directive @onVariableDefinition on VARIABLE_DEFINITION
directive @mark(label: String!, level: Int = 1) repeatable on FIELD | QUERY

interface Node { id: ID! }
interface Named implements Node { id: ID!  name(short: Boolean): String }
type Customer implements Named & Node { id: ID!  name(short: Boolean): String  email: String  orders(status: [OrderStatus!], first: Int = 10): [Order!]!  rank: Int }
type Company implements Named & Node { id: ID!  name(short: Boolean): String  taxNumber: String!  rank: Int! }
type Product implements Node { id: ID!  title: String  price(currency: Currency!): Float  weight(unit: Unit = KILOGRAM): Float }
type Order implements Node { id: ID!  status: OrderStatus  total: Float  customer: Customer  items: [Item!]!  note: Note }
type Item { product: Product!  quantity: Int! }
union Buyer = Customer | Company
union SearchResult = Customer | Company | Product
enum OrderStatus { NEW PAID SHIPPED }
enum Currency { EUR USD }
enum Unit { GRAM KILOGRAM }
scalar Note
input Range { from: Int!  to: Int }
input OrderFilter { status: OrderStatus  ids: [ID!]  total: Range  text: String = ""  nested: OrderFilter  strict: Boolean! = false }
input Key @oneOf { id: ID  email: String  range: Range }
type Query {
  node(id: ID!): Node
  named(id: ID): Named
  customer(id: ID!): Customer
  buyer(key: Key!): Buyer
  search(text: String!, limit: Int! = 10): [SearchResult!]!
  orders(filter: OrderFilter, numbers: [Int], matrix: [[Int!]!]): [Order!]!
  product(id: ID, note: Note): Product
  flags(a: Boolean, b: Boolean!, f: Float, i: Int, s: String, k: Key): Boolean
}
type Mutation { ship(id: ID!): Order }
type Subscription { orderShipped(id: ID): Order  priceChanged: Product }
)";

std::vector<std::string> Sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  return lines;
}

// `3:17 1:2 message`
std::string Line(std::string_view message, const std::vector<SourceLocation>& locations) {
  std::string line;
  for (const SourceLocation& location : locations) {
    line += std::to_string(location.line) + ":" + std::to_string(location.column) + " ";
  }
  return line.append(message);
}

}  // namespace

std::unique_ptr<const schema::Schema> BuildTestSchema(std::string_view sdl) {
  schema::BuildResult result = schema::BuildSchema(sdl);
  for (const GraphQLError& error : result.errors) ADD_FAILURE() << error.message;
  return std::move(result.schema);
}

const schema::Schema& TestSchema() {
  static const auto& schema = *new std::unique_ptr<const schema::Schema>(BuildTestSchema(kShop));
  return *schema;
}

ParsedDocument::ParsedDocument(std::string_view source) : source_(source) {
  language::ParseResult result = language::Parse(source_, &arena_, {.max_tokens = 0, .max_depth = 0});
  if (result.error.has_value()) {
    ADD_FAILURE() << result.error->message;
    result = language::Parse("{ __typename }", &arena_);
  }
  document_ = result.document;
}

void CompareErrors(const std::vector<GraphQLError>& actual, const std::vector<ExpectedError>& expected) {
  std::vector<std::string> actual_lines;
  for (const GraphQLError& error : actual) {
    EXPECT_EQ(error.code, ErrorCode::kGraphqlValidationFailed);
    actual_lines.push_back(Line(error.message, error.locations));
  }
  std::vector<std::string> expected_lines;
  for (const ExpectedError& error : expected) expected_lines.push_back(Line(error.message, error.locations));
  EXPECT_EQ(Sorted(std::move(actual_lines)), Sorted(std::move(expected_lines)));
}

}  // namespace fraiseql::validation
