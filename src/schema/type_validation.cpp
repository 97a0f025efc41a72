// Type system validation: the "Type Validation" sub-sections of spec section 3, for a schema that could be built.
//
// What a Schema cannot hold (a root type that is no object type, a union member that is none, an interface that is
// none or is named twice) is looked up in the syntax of its definitions.
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/interrupt.h"
#include "schema/build.h"
#include "schema/error_list.h"
#include "schema/input_cycles.h"

namespace fraiseql::schema {

namespace {

using language::OperationType;
using Offsets = std::vector<uint32_t>;
using Names = std::unordered_set<std::string_view>;

std::string Quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

std::string FieldCoordinate(const NamedType& type, std::string_view field) {
  return std::string(type.name) + "." + std::string(field);
}

std::string ArgumentCoordinate(const std::string& parent, std::string_view argument) {
  return parent + "(" + std::string(argument) + ":)";
}

class TypeValidation {
 public:
  explicit TypeValidation(const Schema& schema) : schema_(schema) {}

  std::vector<GraphQLError> Run() {
    ValidateRootTypes();
    for (const Directive& directive : schema_.directives()) ValidateDirective(directive);
    for (const NamedType* type : schema_.types()) {
      CheckForInterrupts();
      if (!IsIntrospectionType(type)) ValidateType(*type);
    }
    for (InputCycle& cycle : FindInputCycles(schema_)) ReportCycle(cycle);
    return errors_.Take(schema_.document()->source);
  }

 private:
  // ── Places ───────────────────────────────────────────────────────────────────────────────────────────────────────

  template <typename Node>
  static void AddPlace(const Node* node, Offsets* offsets) {
    if (node != nullptr) offsets->push_back(node->location.start);
  }
  template <typename Definition>
  static Offsets PlaceOfType(const Definition* definition) {
    Offsets offsets;
    if (definition != nullptr) AddPlace(definition->type, &offsets);
    return offsets;
  }
  template <typename Node>
  static Offsets Place(const Node* node) {
    Offsets offsets;
    AddPlace(node, &offsets);
    return offsets;
  }
  // The definition of a type and its extensions.
  static void AddParts(const NamedType& type, Offsets* offsets) {
    AddPlace(type.definition, offsets);
    for (const language::TypeDefinition* extension : type.extension_definitions) AddPlace(extension, offsets);
  }
  static Offsets Parts(const NamedType& type) {
    Offsets offsets;
    AddParts(type, &offsets);
    return offsets;
  }

  template <typename Visit>
  static void ForEachPart(const NamedType& type, Visit visit) {
    if (type.definition != nullptr) visit(*type.definition);
    for (const language::TypeDefinition* extension : type.extension_definitions) visit(*extension);
  }

  // Where `type` says that it implements the interface of that name.
  static void AddImplements(const NamedType& type, std::string_view interface, Offsets* offsets) {
    ForEachPart(type, [&](const language::TypeDefinition& part) {
      for (const language::TypeReference& reference : part.interfaces) {
        if (reference.name == interface) AddPlace(&reference, offsets);
      }
    });
  }

  template <typename Definition>
  static void AddDeprecated(const Definition* definition, Offsets* offsets) {
    if (definition == nullptr) return;
    for (const language::Directive& directive : definition->directives) {
      if (directive.name.value() == "deprecated") return AddPlace(&directive, offsets);
    }
  }

  void Report(std::string message, Offsets offsets) { errors_.Report(std::move(message), std::move(offsets)); }

  // ── Spec 3.3.1 Root Operation Types ──────────────────────────────────────────────────────────────────────────────

  // Where the document names the root type; nothing where it does so by a default name.
  const language::TypeReference* FindRootReference(OperationType operation) const {
    auto find_in = [operation](const language::SchemaDefinition& schema) -> const language::TypeReference* {
      for (const language::RootOperationTypeDefinition& type : schema.operation_types) {
        if (type.operation == operation) return &type.type;
      }
      return nullptr;
    };
    const language::TypeReference* reference = nullptr;
    if (schema_.definition() != nullptr) reference = find_in(*schema_.definition());
    for (const language::SchemaDefinition* extension : schema_.extension_definitions()) {
      if (reference == nullptr) reference = find_in(*extension);
    }
    return reference;
  }

  void ValidateRootTypes() {
    // A type that is named but not known is KnownTypeNames' to report.
    if (schema_.DeclaredRootType(OperationType::kQuery) == nullptr &&
        FindRootReference(OperationType::kQuery) == nullptr) {
      Report("Query root type must be provided.", Place(schema_.definition()));
    }
    CheckRoot(OperationType::kQuery, "Query root type must be Object type, it cannot be ");
    CheckRoot(OperationType::kMutation, "Mutation root type must be Object type if provided, it cannot be ");
    CheckRoot(OperationType::kSubscription, "Subscription root type must be Object type if provided, it cannot be ");
  }

  void CheckRoot(OperationType operation, const char* message) {
    const NamedType* type = schema_.DeclaredRootType(operation);
    if (type == nullptr || type->kind == TypeKind::kObject) return;
    const language::TypeReference* reference = FindRootReference(operation);
    Report(message + std::string(type->name) + ".", reference != nullptr ? Place(reference) : Place(type->definition));
  }

  // ── Spec 3.13 Directives ─────────────────────────────────────────────────────────────────────────────────────────

  void ValidateDirective(const Directive& directive) {
    if (directive.definition == nullptr) return;
    ValidateName(directive.name, directive.definition);
    std::string coordinate = "@" + std::string(directive.name);
    for (const InputValue& argument : directive.arguments) {
      // The reference implementation places this one at the argument, that of a field's argument at its type.
      ValidateArgument(argument, coordinate, Place(argument.definition));
    }
  }

  template <typename Definition>
  void ValidateName(std::string_view name, const Definition* definition) {
    if (name.substr(0, 2) != "__") return;
    Report("Name " + Quoted(name) + " must not begin with \"__\", which is reserved by GraphQL introspection.",
           Place(definition));
  }

  void ValidateArgument(const InputValue& argument, const std::string& parent, Offsets type_place) {
    ValidateName(argument.name, argument.definition);
    if (!IsInputType(argument.type)) {
      Report("The type of " + ArgumentCoordinate(parent, argument.name) +
                 " must be Input Type but got: " + TypeName(argument.type) + ".",
             std::move(type_place));
    }
    if (argument.IsRequired() && argument.deprecation_reason.has_value()) {
      ReportDeprecated("Required argument " + ArgumentCoordinate(parent, argument.name), argument);
    }
  }

  void ReportDeprecated(const std::string& what, const InputValue& value) {
    Offsets offsets;
    AddDeprecated(value.definition, &offsets);
    if (value.definition != nullptr) AddPlace(value.definition->type, &offsets);
    Report(what + " cannot be deprecated.", std::move(offsets));
  }

  // ── Types ────────────────────────────────────────────────────────────────────────────────────────────────────────

  void ValidateType(const NamedType& type) {
    ValidateName(type.name, type.definition);
    switch (type.kind) {
      case TypeKind::kObject:
      case TypeKind::kInterface:
        ValidateFields(static_cast<const CompositeType&>(type));
        ValidateInterfaces(static_cast<const CompositeType&>(type));
        break;
      case TypeKind::kUnion:
        ValidateUnionMembers(static_cast<const UnionType&>(type));
        break;
      case TypeKind::kEnum:
        ValidateEnumValues(static_cast<const EnumType&>(type));
        break;
      case TypeKind::kInputObject:
        ValidateInputFields(static_cast<const InputObjectType&>(type));
        break;
      default:
        break;
    }
  }

  // Spec 3.6 Objects, 3.7 Interfaces: fields and their arguments
  void ValidateFields(const CompositeType& type) {
    if (type.fields().empty()) {
      Report("Type " + std::string(type.name) + " must define one or more fields.", Parts(type));
    }
    for (const Field& field : type.fields()) {
      ValidateName(field.name, field.definition);
      if (!IsOutputType(field.type)) {
        Report("The type of " + FieldCoordinate(type, field.name) +
                   " must be Output Type but got: " + TypeName(field.type) + ".",
               PlaceOfType(field.definition));
      }
      if (field.arguments.empty()) continue;
      std::string coordinate = FieldCoordinate(type, field.name);
      for (const InputValue& argument : field.arguments) {
        ValidateArgument(argument, coordinate, PlaceOfType(argument.definition));
      }
    }
  }

  // Spec 3.6 Objects, 3.7 Interfaces: what a type must do to implement an interface
  void ValidateInterfaces(const CompositeType& type) {
    Names declared;
    ForEachPart(type, [&](const language::TypeDefinition& part) {
      for (const language::TypeReference& reference : part.interfaces) declared.insert(reference.name);
    });
    Names seen;
    ForEachPart(type, [&](const language::TypeDefinition& part) {
      for (const language::TypeReference& reference : part.interfaces) {
        ValidateInterface(type, reference, declared, &seen);
      }
    });
  }

  void ValidateInterface(const CompositeType& type, const language::TypeReference& reference, const Names& declared,
                         Names* seen) {
    const NamedType* named = schema_.FindType(reference.name);
    if (named == nullptr) return;  // KnownTypeNames
    std::string message;
    if (named->kind != TypeKind::kInterface) {
      message = " must only implement Interface types, it cannot implement " + std::string(named->name) + ".";
    } else if (named == &type) {
      message = " cannot implement itself because it would create a circular reference.";
    } else if (!seen->insert(named->name).second) {
      message = " can only implement " + std::string(named->name) + " once.";
    } else {
      const auto& interface = static_cast<const InterfaceType&>(*named);
      ValidateAncestors(type, interface, declared);
      ValidateImplementation(type, interface);
      return;
    }
    Offsets offsets;
    AddImplements(type, named->name, &offsets);
    Report("Type " + std::string(type.name) + message, std::move(offsets));
  }

  void ValidateAncestors(const CompositeType& type, const InterfaceType& interface, const Names& declared) {
    ForEachPart(interface, [&](const language::TypeDefinition& part) {
      for (const language::TypeReference& ancestor : part.interfaces) {
        if (declared.count(ancestor.name) != 0 || schema_.FindType(ancestor.name) == nullptr) continue;
        Offsets offsets;
        AddImplements(interface, ancestor.name, &offsets);
        AddImplements(type, interface.name, &offsets);
        std::string name(type.name);
        if (ancestor.name == type.name) {
          Report("Type " + name + " cannot implement " + std::string(interface.name) +
                     " because it would create a circular reference.",
                 std::move(offsets));
        } else {
          Report("Type " + name + " must implement " + std::string(ancestor.name) + " because it is implemented by " +
                     std::string(interface.name) + ".",
                 std::move(offsets));
        }
      }
    });
  }

  void ValidateImplementation(const CompositeType& type, const InterfaceType& interface) {
    for (const Field& expected : interface.fields()) {
      std::string expected_name = FieldCoordinate(interface, expected.name);
      const Field* field = type.FindField(expected.name);
      if (field == nullptr) {
        Offsets offsets = Place(expected.definition);
        AddParts(type, &offsets);
        Report("Interface field " + expected_name + " expected but " + std::string(type.name) + " does not provide it.",
               std::move(offsets));
        continue;
      }
      std::string name = FieldCoordinate(type, field->name);
      if (!IsTypeSubTypeOf(schema_, field->type, expected.type)) {
        Offsets offsets = PlaceOfType(expected.definition);
        if (field->definition != nullptr) AddPlace(field->definition->type, &offsets);
        Report("Interface field " + expected_name + " expects type " + TypeName(expected.type) + " but " + name +
                   " is type " + TypeName(field->type) + ".",
               std::move(offsets));
      }
      ValidateArguments(*field, name, expected, expected_name);
      if (field->deprecation_reason.has_value() && !expected.deprecation_reason.has_value()) {
        Offsets offsets;
        AddDeprecated(field->definition, &offsets);
        if (field->definition != nullptr) AddPlace(field->definition->type, &offsets);
        Report("Interface field " + expected_name + " is not deprecated, so implementation field " + name +
                   " must not be deprecated.",
               std::move(offsets));
      }
    }
  }

  void ValidateArguments(const Field& field, const std::string& name, const Field& expected,
                         const std::string& expected_name) {
    for (const InputValue& expected_argument : expected.arguments) {
      const InputValue* argument = field.FindArgument(expected_argument.name);
      std::string coordinate = ArgumentCoordinate(expected_name, expected_argument.name);
      if (argument == nullptr) {
        Offsets offsets = Place(expected_argument.definition);
        AddPlace(field.definition, &offsets);
        Report("Interface field argument " + coordinate + " expected but " + name + " does not provide it.",
               std::move(offsets));
      } else if (!IsEqualType(expected_argument.type, argument->type)) {
        Offsets offsets = PlaceOfType(expected_argument.definition);
        if (argument->definition != nullptr) AddPlace(argument->definition->type, &offsets);
        Report("Interface field argument " + coordinate + " expects type " + TypeName(expected_argument.type) +
                   " but " + ArgumentCoordinate(name, argument->name) + " is type " + TypeName(argument->type) + ".",
               std::move(offsets));
      }
    }
    for (const InputValue& argument : field.arguments) {
      if (!argument.IsRequired() || expected.FindArgument(argument.name) != nullptr) continue;
      Offsets offsets = Place(argument.definition);
      AddPlace(expected.definition, &offsets);
      Report("Object field " + name + " includes required argument " + std::string(argument.name) +
                 " that is missing from the Interface field " + expected_name + ".",
             std::move(offsets));
    }
  }

  // Spec 3.8 Unions
  void ValidateUnionMembers(const UnionType& type) {
    std::string name(type.name);
    std::unordered_map<std::string_view, Offsets> places;
    std::vector<std::string_view> members;  // each mention of one
    ForEachPart(type, [&](const language::TypeDefinition& part) {
      for (const language::TypeReference& reference : part.types) {
        AddPlace(&reference, &places[reference.name]);
        members.push_back(reference.name);
      }
    });
    if (members.empty()) Report("Union type " + name + " must define one or more member types.", Parts(type));
    Names included;
    for (std::string_view member : members) {
      const NamedType* member_type = schema_.FindType(member);
      if (member_type == nullptr) continue;  // KnownTypeNames
      if (!included.insert(member).second) {
        Report("Union type " + name + " can only include type " + std::string(member) + " once.", places[member]);
      } else if (member_type->kind != TypeKind::kObject) {
        Report("Union type " + name + " can only include Object types, it cannot include " + std::string(member) + ".",
               places[member]);
      }
    }
  }

  // Spec 3.9 Enums
  void ValidateEnumValues(const EnumType& type) {
    if (type.values.empty()) {
      Report("Enum type " + std::string(type.name) + " must define one or more values.", Parts(type));
    }
    std::unordered_map<std::string_view, const EnumValue*> by_stored_text;
    for (const EnumValue& value : type.values) {
      ValidateName(value.name, value.definition);
      if (value.stored.find('\0') != std::string_view::npos) {
        Report(
            "Enum value " + FieldCoordinate(type, value.name) + " must not be stored as a text with a NUL character.",
            Place(value.definition));
      }
      const auto [other, is_new] = by_stored_text.emplace(value.stored, &value);
      if (is_new) continue;
      Offsets offsets = Place(other->second->definition);
      AddPlace(value.definition, &offsets);
      Report("Enum values " + FieldCoordinate(type, other->second->name) + " and " + FieldCoordinate(type, value.name) +
                 " must not be stored as the same text, " + Quoted(value.stored) + ".",
             std::move(offsets));
    }
  }

  // Spec 3.10 Input Objects
  void ValidateInputFields(const InputObjectType& type) {
    if (type.fields().empty()) {
      Report("Input Object type " + std::string(type.name) + " must define one or more fields.", Parts(type));
    }
    for (const InputValue& field : type.fields()) {
      std::string coordinate = FieldCoordinate(type, field.name);
      ValidateName(field.name, field.definition);
      if (!IsInputType(field.type)) {
        Report("The type of " + coordinate + " must be Input Type but got: " + TypeName(field.type) + ".",
               PlaceOfType(field.definition));
      }
      if (field.IsRequired() && field.deprecation_reason.has_value()) {
        ReportDeprecated("Required input field " + coordinate, field);
      }
      if (!type.is_one_of) continue;
      if (IsNonNull(field.type)) {
        Report("OneOf input field " + coordinate + " must be nullable.", PlaceOfType(field.definition));
      }
      if (field.default_value != nullptr) {
        Report("OneOf input field " + coordinate + " cannot have a default value.", Place(field.definition));
      }
    }
  }

  void ReportCycle(const InputCycle& cycle) {
    std::string path;
    Offsets offsets;
    for (const InputValue* field : cycle.fields) {
      if (!path.empty()) path.push_back('.');
      path.append(field->name);
      AddPlace(field->definition, &offsets);
    }
    Report("Cannot reference Input Object " + Quoted(cycle.type->name) +
               " within itself through a series of non-null fields: " + Quoted(path) + ".",
           std::move(offsets));
  }

  const Schema& schema_;
  ErrorList errors_;
};

}  // namespace

std::vector<GraphQLError> ValidateSchema(const Schema& schema) { return TypeValidation(schema).Run(); }

}  // namespace fraiseql::schema
