// Plans documents over the shop. Planner tests compare SQL text.
#pragma once

#include <gtest/gtest.h>

#include "language/parser.h"
#include "planner/sql.h"
#include "shop.h"
#include "values/coerce_variables.h"

namespace fraiseql::planner {

class PlannerTest : public ::testing::Test {
 protected:
  const Plan& PlanOf(std::string_view query) {
    language::ParseResult parsed = language::Parse(query, &shop_.arena);
    EXPECT_FALSE(parsed.error) << parsed.error->message;
    PlannerInput input;
    FragmentMap fragments;
    for (const language::Definition* definition : parsed.document->definitions) {
      if (definition->kind == language::Definition::Kind::kOperation) {
        input.operation = static_cast<const language::OperationDefinition*>(definition);
      } else {
        const auto* fragment = static_cast<const language::FragmentDefinition*>(definition);
        fragments.emplace(fragment->name.value(), fragment);
      }
    }
    values::VariableValues variables;
    input.schema = shop_.schema.get();
    input.binding = &shop_.binding;
    input.document = parsed.document;
    DocumentIndex index = IndexDocument(*parsed.document);
    input.index = &index;
    input.fragments = &fragments;
    input.variables = &variables;
    input.routes = &shop_;
    PlannerResult result = BuildPlan(input, &shop_.arena);
    EXPECT_TRUE(result.request_errors.empty());
    EXPECT_TRUE(result.field_errors.empty());
    return *result.plan;
  }

  static std::string Text(const Statement& statement) {
    std::string text;
    Render(statement, 1, &text);
    return text;
  }

  Shop shop_;
};

}  // namespace fraiseql::planner
