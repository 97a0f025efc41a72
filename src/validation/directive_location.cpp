#include "validation/directive_location.h"

namespace fraiseql::validation {

using schema::DirectiveLocation;

DirectiveLocation DirectiveLocationOf(language::OperationType operation) {
  switch (operation) {
    case language::OperationType::kQuery:
      return DirectiveLocation::kQuery;
    case language::OperationType::kMutation:
      return DirectiveLocation::kMutation;
    case language::OperationType::kSubscription:
      return DirectiveLocation::kSubscription;
  }
  return DirectiveLocation::kQuery;
}

DirectiveLocation DirectiveLocationOf(language::Definition::Kind kind) {
  using Kind = language::Definition::Kind;
  switch (kind) {
    case Kind::kScalarType:
    case Kind::kScalarTypeExtension:
      return DirectiveLocation::kScalar;
    case Kind::kObjectType:
    case Kind::kObjectTypeExtension:
      return DirectiveLocation::kObject;
    case Kind::kInterfaceType:
    case Kind::kInterfaceTypeExtension:
      return DirectiveLocation::kInterface;
    case Kind::kUnionType:
    case Kind::kUnionTypeExtension:
      return DirectiveLocation::kUnion;
    case Kind::kEnumType:
    case Kind::kEnumTypeExtension:
      return DirectiveLocation::kEnum;
    case Kind::kInputObjectType:
    case Kind::kInputObjectTypeExtension:
      return DirectiveLocation::kInputObject;
    default:
      return DirectiveLocation::kSchema;
  }
}

}  // namespace fraiseql::validation
