// What the tests of coercion share: a schema with every kind of input type, and values written as JSON or literals.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "language/ast.h"
#include "language/parser.h"
#include "schema/build.h"
#include "schema/schema.h"
#include "values/input_value.h"
#include "values/json.h"
#include "values/variable_values.h"

namespace fraiseql::values {

inline const schema::Schema& TestSchema() {
  static const auto& built = *new schema::BuildResult(schema::BuildSchema(R"(
    enum Status { NEW PAID SHIPPED }
    enum Stage { DRAFT @stored(as: "in draft") LIVE draft @stored(as: "DRAFT") }
    input Move { to: Stage! from: [Stage] = [DRAFT, LIVE] }
    scalar Any
    input Range { from: Int! to: Int = 10 }
    input Filter {
      status: Status = NEW
      range: Range
      ids: [ID!]
      matrix: [[Int]]
      text: String! = "none"
      nested: Filter
      note: Any
    }
    input Key @oneOf { id: ID email: String range: Range }
    input Engine {
      big: BigInt
      decimal: Decimal
      at: DateTime
      day: Date
      time: Time
      uuid: UUID
      json: JSON
    }
    type Query {
      field(
        i: Int, f: Float, s: String, b: Boolean, id: ID, status: Status, any: Any, filter: Filter, key: Key,
        engine: Engine, list: [Int!], move: Move, required: Int!, defaulted: Int! = 5, nullable: Int = 7
      ): Int
    }
  )"));
  for (const GraphQLError& error : built.errors) ADD_FAILURE() << error.message;
  return *built.schema;
}

// The type of an argument of Query.field.
inline const schema::Type* TypeOfArgument(std::string_view name) {
  return TestSchema().query_type()->FindField("field")->FindArgument(name)->type;
}

// The variables of a request, taken as they are: `{"x": 1}`.
inline VariableValues Variables(std::string_view json, Arena* arena) {
  ParsedJson parsed = ParseJson(json, arena);
  EXPECT_NE(parsed.value, nullptr) << parsed.error;
  return parsed.value == nullptr ? VariableValues() : VariableValues(parsed.value->fields, arena);
}

inline std::string ToJson(const InputValue& value) {
  std::string json;
  AppendJson(value, &json);
  return json;
}

inline std::string ToJson(const InputValues& values) {
  return ToJson(InputValue{.kind = InputValue::Kind::kObject, .fields = values});
}

}  // namespace fraiseql::values
