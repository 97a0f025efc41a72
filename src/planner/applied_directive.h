// The engine's own directives (schema/built_in.h) where a document applies them.
#pragma once

#include <string_view>
#include <vector>

#include "language/ast.h"
#include "schema/schema.h"

namespace fraiseql::planner {

// One of the engine's directives where it is applied; views into the schema's document.
struct AppliedDirective {
  const language::Directive* directive = nullptr;
  explicit operator bool() const { return directive != nullptr; }
  // The value of a String argument, "" where it is not given or null.
  std::string_view Text(std::string_view argument) const;
  // The values of a [String!] argument; one string stands for a list of one.
  std::vector<std::string_view> Texts(std::string_view argument) const;
  // Whether a Boolean argument is given as false.
  bool IsFalse(std::string_view argument) const;
};

AppliedDirective FindDirective(const List<language::Directive>& directives, std::string_view name);
AppliedDirective FindDirective(const schema::NamedType& type, std::string_view name);
AppliedDirective FindDirective(const schema::Field& field, std::string_view name);
AppliedDirective FindDirective(const schema::InputValue& argument, std::string_view name);

}  // namespace fraiseql::planner
