#include "planner/node_type.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "schema/build.h"

namespace fraiseql::planner {
namespace {

std::string Encoded(std::string_view plain) {
  std::string text(Base64Size(plain.size()), '\0');
  WriteBase64(plain, text.data());
  return text;
}

class NodeTypeTest : public testing::Test {
 protected:
  static constexpr std::string_view kTypes =
      "interface Node { id: ID! } type Order implements Node { id: ID! status: String } type Part { id: ID! } ";

  std::unique_ptr<const schema::Schema> schema_ =
      schema::BuildSchema(std::string(kTypes) + "type Query { node(id: ID!): Node part: Part }").schema;
  const schema::InterfaceType* node_ = FindNodeInterface(*schema_);
};

TEST_F(NodeTypeTest, TheRootFieldMakesIdsGlobal) {
  ASSERT_NE(node_, nullptr);
  const auto* order = static_cast<const schema::ObjectType*>(schema_->FindType("Order"));
  const auto* part = static_cast<const schema::ObjectType*>(schema_->FindType("Part"));
  EXPECT_TRUE(IsGlobalId(node_, order, *order->FindField("id")));
  EXPECT_FALSE(IsGlobalId(node_, order, *order->FindField("status")));
  EXPECT_FALSE(IsGlobalId(node_, part, *part->FindField("id")));
  EXPECT_FALSE(IsGlobalId(nullptr, order, *order->FindField("id")));
  for (std::string_view query :
       {"other(id: ID!): Node", "node(id: ID): Node", "node(id: ID!, at: Int): Node", "node(id: String!): Node",
        "node(id: ID!): Order", "node(id: ID!): [Node]", "node(id: ID!): Node!"}) {
    schema::BuildResult built = schema::BuildSchema(std::string(kTypes) + "type Query { " + std::string(query) + " }");
    ASSERT_TRUE(built.errors.empty());
    EXPECT_EQ(FindNodeInterface(*built.schema), nullptr) << query;
  }
}

TEST_F(NodeTypeTest, NodesTakesIdsBesideNode) {
  const auto finds = [](std::string_view fields) {
    schema::BuildResult built = schema::BuildSchema(std::string(kTypes) + "type Query { " + std::string(fields) + " }");
    EXPECT_TRUE(built.errors.empty()) << fields;
    return FindNodesField(*built.schema, FindNodeInterface(*built.schema)) != nullptr;
  };
  const std::string node = "node(id: ID!): Node ";
  for (std::string_view nodes :
       {"nodes(ids: [ID!]!): [Node]!", "nodes(ids: [ID!]!): [Node]", "nodes(ids: [ID!]!): [Node!]!"}) {
    EXPECT_TRUE(finds(node + std::string(nodes))) << nodes;
    EXPECT_FALSE(finds(nodes)) << nodes;
  }
  for (std::string_view other :
       {"nodes(ids: [ID!]): [Node]!", "nodes(ids: [ID]!): [Node]!", "nodes(ids: ID!): [Node]!",
        "nodes(id: [ID!]!): [Node]!", "nodes(ids: [ID!]!): Node", "nodes(ids: [ID!]!): [Order]!",
        "nodes(ids: [ID!]!): [[Node]]", "nodes(ids: [ID!]!, limit: Int): [Node]!", "many(ids: [ID!]!): [Node]!"}) {
    EXPECT_FALSE(finds(node + std::string(other))) << other;
  }
}

TEST_F(NodeTypeTest, IdsNameATypeAndAKey) {
  const auto key = [&](std::string_view plain) {
    std::optional<GlobalId> id = DecodeGlobalId(*schema_, node_, Encoded(plain));
    return id ? std::string(id->type->name) + "|" + id->key : "none";
  };
  EXPECT_EQ(key("Order:1"), "Order|1");
  EXPECT_EQ(key("Order:"), "Order|");
  EXPECT_EQ(key("Order:a:b"), "Order|a:b");
  EXPECT_EQ(key(R"(Order:C:\\users\"x\")"), R"(Order|C:\users"x")");
  for (std::string_view plain :
       {"", "Order", ":1", "Part:1", "Node:1", "Nobody:1", "Order:\n", "Order:\\", "Order:\\u0041"}) {
    EXPECT_EQ(key(plain), "none") << plain;
  }
  EXPECT_FALSE(DecodeGlobalId(*schema_, node_, "1"));
  EXPECT_FALSE(DecodeGlobalId(*schema_, node_, ""));
}

}  // namespace
}  // namespace fraiseql::planner
