// Spec section "Values of Correct Type", with "Input Object Field Names" and "Input Object Required Fields".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/did_you_mean.h"
#include "language/printer.h"
#include "validation/context.h"
#include "values/scalars.h"

namespace fraiseql::validation {

class ValuesOfCorrectType {
 public:
  explicit ValuesOfCorrectType(ValidationContext& context) : context_(context) {}

  void Literal(const language::Value& value, const schema::Type* type) {
    if (type != nullptr) Check(value, *type);
  }

 private:
  using Kind = language::Value::Kind;

  void Check(const language::Value& value, const schema::Type& type) {
    switch (value.kind) {
      case Kind::kVariable:
        return;
      case Kind::kNull:
        if (schema::IsNonNull(&type)) ReportUnexpected(value, type);
        return;
      case Kind::kList:
        CheckList(value, type);
        return;
      case Kind::kObject:
        CheckObject(value, type);
        return;
      default:
        CheckLeaf(value, type);
    }
  }

  void CheckList(const language::Value& value, const schema::Type& type) {
    const schema::Type* nullable = schema::NullableType(&type);
    if (!schema::IsList(nullable)) {
      // What is expected is then an item of a list that there is not, so that null would do.
      CheckLeaf(value, *nullable);
      return;
    }
    for (const language::Value& item : value.items()) Check(item, *schema::OfType(nullable));
  }

  void CheckObject(const language::Value& value, const schema::Type& type) {
    const schema::NamedType* named = schema::GetNamedType(&type);
    if (named->kind != schema::TypeKind::kInputObject) {
      CheckLeaf(value, type);
      return;
    }
    const auto& object = *static_cast<const schema::InputObjectType*>(named);
    for (const schema::InputValue& field : object.fields()) {
      if (!field.IsRequired() || FindField(value, field.name) != nullptr) continue;
      context_.Report("Field \"" + std::string(object.name) + "." + std::string(field.name) + "\" of required type \"" +
                          schema::TypeName(field.type) + "\" was not provided.",
                      {value.location});
    }
    if (object.is_one_of) CheckOneOf(value, object);
    for (const language::ObjectField& field : value.fields()) {
      const schema::InputValue* definition = object.FindField(field.name.value());
      if (definition == nullptr) {
        ReportUnknownField(field, object);
      } else {
        Check(field.value, *definition->type);
      }
    }
  }

  static const language::ObjectField* FindField(const language::Value& object, std::string_view name) {
    for (const language::ObjectField& field : object.fields()) {
      if (field.name.value() == name) return &field;
    }
    return nullptr;
  }

  void CheckOneOf(const language::Value& value, const schema::InputObjectType& object) {
    std::string type(object.name);
    const language::ObjectField* only = value.fields().empty() ? nullptr : &value.fields().back();
    for (const language::ObjectField& field : value.fields()) {
      if (field.name.value() != only->name.value()) only = nullptr;
      if (only == nullptr) break;
    }
    if (only == nullptr) {
      context_.Report("OneOf Input Object \"" + type + "\" must specify exactly one key.", {value.location});
    } else if (only->value.kind == Kind::kNull) {
      context_.Report("Field \"" + type + "." + std::string(only->name.value()) + "\" must be non-null.",
                      {value.location});
    } else if (only->value.kind == Kind::kVariable && IsNullableVariable(only->value.text())) {
      context_.Report("Variable \"" + std::string(only->value.text()) +
                          "\" must be non-nullable to be used for OneOf Input Object \"" + type + "\".",
                      {value.location});
    }
  }

  // By the operation that was entered last: that of a fragment is not known here, and NoUndefinedVariables tells of
  // one that has no definition.
  bool IsNullableVariable(std::string_view name) {
    const language::OperationDefinition* operation = context_.place.operation;
    if (operation == nullptr) return false;
    bool nullable = false;
    for (const language::VariableDefinition& definition : operation->variable_definitions) {
      if (definition.variable.value() != name) continue;
      nullable = definition.type->kind != language::TypeReference::Kind::kNonNull;
    }
    return nullable;
  }

  void CheckLeaf(const language::Value& value, const schema::Type& type) {
    const schema::NamedType* named = schema::GetNamedType(&type);
    if (!schema::IsLeafKind(named->kind)) {
      ReportUnexpected(value, type);
      return;
    }
    std::optional<values::LeafFault> fault = values::CheckLeafLiteral(*named, value);
    if (!fault) return;
    if (fault->whole) {
      context_.Report(std::move(fault->message), {value.location});
    } else {
      ReportUnexpected(value, type, fault->message.empty() ? "." : "; " + fault->message);
    }
  }

  void ReportUnexpected(const language::Value& value, const schema::Type& type, const std::string& end = ".") {
    std::string message = "Expected value of type \"" + schema::TypeName(&type) + "\", found ";
    language::PrintValue(value, &message);
    context_.Report(message + end, {value.location});
  }

  void ReportUnknownField(const language::ObjectField& field, const schema::InputObjectType& object) {
    std::vector<std::string_view> names;
    for (const schema::InputValue& known : object.fields()) names.push_back(known.name);
    context_.Report("Field \"" + std::string(field.name.value()) + "\" is not defined by type \"" +
                        std::string(object.name) + "\"." + DidYouMean(SuggestionList(field.name.value(), names)),
                    {field.location()});
  }

  ValidationContext& context_;
};

}  // namespace fraiseql::validation
