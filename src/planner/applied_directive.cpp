#include "planner/applied_directive.h"

namespace fraiseql::planner {

std::string_view AppliedDirective::Text(std::string_view argument) const {
  for (const language::Argument& a : directive->arguments) {
    if (a.name.value() == argument && a.value.kind == language::Value::Kind::kString) return a.value.text();
  }
  return {};
}

std::vector<std::string_view> AppliedDirective::Texts(std::string_view argument) const {
  std::vector<std::string_view> texts;
  for (const language::Argument& a : directive->arguments) {
    if (a.name.value() != argument) continue;
    if (a.value.kind == language::Value::Kind::kString) texts.push_back(a.value.text());
    for (const language::Value& item : a.value.items()) texts.push_back(item.text());
  }
  return texts;
}

bool AppliedDirective::IsFalse(std::string_view argument) const {
  for (const language::Argument& a : directive->arguments) {
    if (a.name.value() == argument) return a.value.kind == language::Value::Kind::kBoolean && !a.value.boolean;
  }
  return false;
}

AppliedDirective FindDirective(const List<language::Directive>& directives, std::string_view name) {
  for (const language::Directive& directive : directives) {
    if (directive.name.value() == name) return {&directive};
  }
  return {};
}

AppliedDirective FindDirective(const schema::NamedType& type, std::string_view name) {
  if (type.definition == nullptr) return {};
  AppliedDirective found = FindDirective(type.definition->directives, name);
  for (const language::TypeDefinition* extension : type.extension_definitions) {
    if (!found) found = FindDirective(extension->directives, name);
  }
  return found;
}

AppliedDirective FindDirective(const schema::Field& field, std::string_view name) {
  return field.definition == nullptr ? AppliedDirective{} : FindDirective(field.definition->directives, name);
}

AppliedDirective FindDirective(const schema::InputValue& argument, std::string_view name) {
  return argument.definition == nullptr ? AppliedDirective{} : FindDirective(argument.definition->directives, name);
}

}  // namespace fraiseql::planner
