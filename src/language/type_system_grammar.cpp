// Type system definitions and extensions (spec section 3).
#include <algorithm>
#include <array>

#include "language/directive_locations.h"
#include "language/grammar.h"

namespace fraiseql::language {

using Kind = Definition::Kind;

namespace {

// What EndOfBody looks at.
constexpr auto kBodyStops = [] {
  std::array<bool, 256> stops{};
  for (unsigned char character : {'{', '}', '#', '"'}) stops[character] = true;
  return stops;
}();

// One past the quotes that close the string at `at`; the end of a source without them.
size_t EndOfString(std::string_view source, size_t at) {
  const bool is_block = source.substr(at, 3) == "\"\"\"";
  const std::string_view quotes = source.substr(at, is_block ? 3 : 1);
  for (at += quotes.size(); at < source.size(); ++at) {
    if (source[at] == '\\') {
      // In a block string a backslash means something before three quotes only.
      at += !is_block ? 1 : source.substr(at + 1, 3) == quotes ? 3 : 0;
    } else if (source.substr(at, quotes.size()) == quotes) {
      return at + quotes.size();
    }
  }
  return source.size();
}

}  // namespace

// SchemaDefinition : Description? schema Directives[Const]? { RootOperationTypeDefinition+ }
const Definition* Grammar::ParseSchemaDefinition(uint32_t start, const Value* description) {
  auto* definition = arena_->New<SchemaDefinition>();
  definition->kind = Kind::kSchema;
  definition->description = description;
  ExpectKeyword("schema");
  definition->directives = ParseDirectives(true);
  definition->operation_types = Many<RootOperationTypeDefinition>(
      TokenKind::kBraceL, TokenKind::kBraceR, [this] { return ParseRootOperationTypeDefinition(); });
  definition->location = LocationFrom(start);
  return definition;
}

// RootOperationTypeDefinition : OperationType : NamedType
RootOperationTypeDefinition Grammar::ParseRootOperationTypeDefinition() {
  uint32_t start = token().start;
  OperationType operation = ParseOperationType();
  Expect(TokenKind::kColon);
  TypeReference type = ParseNamedType();
  return {operation, type, LocationFrom(start)};
}

// ScalarTypeDefinition, ObjectTypeDefinition, InterfaceTypeDefinition, UnionTypeDefinition, EnumTypeDefinition,
// InputObjectTypeDefinition : Description? keyword Name, then what the kind has
const Definition* Grammar::ParseTypeDefinition(Kind kind, uint32_t start, const Value* description) {
  auto* type = arena_->New<TypeDefinition>();
  type->kind = kind;
  type->description = description;
  lexer_.Advance();
  type->name = ParseName();
  ParseTypeBody(kind, type);
  type->location = LocationFrom(start);
  return type;
}

void Grammar::ParseTypeBody(Kind kind, TypeDefinition* type) {
  bool has_fields = kind == Kind::kObjectType || kind == Kind::kInterfaceType;
  if (has_fields) type->interfaces = ParseImplementsInterfaces();
  type->directives = ParseDirectives(true);
  if (outline_ && Peek(TokenKind::kBraceL) && (has_fields || kind == Kind::kInputObjectType)) {
    type->body = token().start;
    return lexer_.SkipTo(EndOfBody(type->body));
  }
  if (has_fields) type->fields = ParseFieldsDefinition();
  if (kind == Kind::kUnionType) type->types = ParseUnionMemberTypes();
  if (kind == Kind::kEnumType) type->values = ParseEnumValuesDefinition();
  if (kind == Kind::kInputObjectType) type->input_fields = ParseInputFieldsDefinition();
}

void Grammar::ReadBody(TypeDefinition* type) {
  lexer_.SkipTo(type->body);
  if (type->kind == Kind::kInputObjectType || type->kind == Kind::kInputObjectTypeExtension) {
    type->input_fields = ParseInputFieldsDefinition();
  } else {
    type->fields = ParseFieldsDefinition();
  }
  type->body = 0;
}

// One past the brace that closes the one at `open`; the end of a source without it.
uint32_t Grammar::EndOfBody(uint32_t open) const {
  const size_t end = source_.size();
  uint32_t depth = 0;
  for (size_t at = open; at < end; ++at) {
    while (at < end && !kBodyStops[static_cast<unsigned char>(source_[at])]) ++at;
    if (at == end) break;
    switch (source_[at]) {
      case '{':
        ++depth;
        break;
      case '}':
        if (--depth == 0) return static_cast<uint32_t>(at + 1);
        break;
      case '#':
        at = std::min(source_.find_first_of("\n\r", at), end);
        break;
      case '"':
        at = EndOfString(source_, at) - 1;
        break;
      default:
        break;
    }
  }
  return static_cast<uint32_t>(end);
}

// ImplementsInterfaces : implements `&`? NamedType (`&` NamedType)*
List<TypeReference> Grammar::ParseImplementsInterfaces() {
  if (!ExpectOptionalKeyword("implements")) return {};
  return DelimitedMany<TypeReference>(TokenKind::kAmp, [this] { return ParseNamedType(); });
}

// UnionMemberTypes : = `|`? NamedType (`|` NamedType)*
List<TypeReference> Grammar::ParseUnionMemberTypes() {
  if (!ExpectOptional(TokenKind::kEquals)) return {};
  return DelimitedMany<TypeReference>(TokenKind::kPipe, [this] { return ParseNamedType(); });
}

// FieldsDefinition : { FieldDefinition+ }
List<FieldDefinition> Grammar::ParseFieldsDefinition() {
  return OptionalMany<FieldDefinition>(TokenKind::kBraceL, TokenKind::kBraceR,
                                       [this] { return ParseFieldDefinition(); });
}

// FieldDefinition : Description? Name ArgumentsDefinition? : Type Directives[Const]?
FieldDefinition Grammar::ParseFieldDefinition() {
  FieldDefinition field;
  uint32_t start = token().start;
  field.description = ParseDescription();
  field.name = ParseName();
  field.arguments = ParseArgumentsDefinition();
  Expect(TokenKind::kColon);
  field.type = ParseTypeReference();
  field.directives = ParseDirectives(true);
  field.location = LocationFrom(start);
  return field;
}

// ArgumentsDefinition : ( InputValueDefinition+ )
List<InputValueDefinition> Grammar::ParseArgumentsDefinition() {
  return OptionalMany<InputValueDefinition>(TokenKind::kParenL, TokenKind::kParenR,
                                            [this] { return ParseInputValueDefinition(); });
}

// InputFieldsDefinition : { InputValueDefinition+ }
List<InputValueDefinition> Grammar::ParseInputFieldsDefinition() {
  return OptionalMany<InputValueDefinition>(TokenKind::kBraceL, TokenKind::kBraceR,
                                            [this] { return ParseInputValueDefinition(); });
}

// InputValueDefinition : Description? Name : Type DefaultValue? Directives[Const]?
InputValueDefinition Grammar::ParseInputValueDefinition() {
  InputValueDefinition value;
  uint32_t start = token().start;
  value.description = ParseDescription();
  value.name = ParseName();
  Expect(TokenKind::kColon);
  value.type = ParseTypeReference();
  if (ExpectOptional(TokenKind::kEquals)) value.default_value = arena_->New<Value>(ParseValue(true));
  value.directives = ParseDirectives(true);
  value.location = LocationFrom(start);
  return value;
}

// EnumValuesDefinition : { EnumValueDefinition+ }
List<EnumValueDefinition> Grammar::ParseEnumValuesDefinition() {
  return OptionalMany<EnumValueDefinition>(TokenKind::kBraceL, TokenKind::kBraceR,
                                           [this] { return ParseEnumValueDefinition(); });
}

// EnumValueDefinition : Description? EnumValue Directives[Const]?
EnumValueDefinition Grammar::ParseEnumValueDefinition() {
  EnumValueDefinition value;
  uint32_t start = token().start;
  value.description = ParseDescription();
  std::string_view name = lexer_.value();
  if (name == "true" || name == "false" || name == "null") {
    lexer_.Fail(lexer_.Describe() + " is reserved and cannot be used for an enum value.", token().start);
  }
  value.name = ParseName();
  value.directives = ParseDirectives(true);
  value.location = LocationFrom(start);
  return value;
}

// DirectiveDefinition : Description? directive @ Name ArgumentsDefinition? repeatable? on DirectiveLocations
const Definition* Grammar::ParseDirectiveDefinition(uint32_t start, const Value* description) {
  auto* definition = arena_->New<DirectiveDefinition>();
  definition->kind = Kind::kDirective;
  definition->description = description;
  ExpectKeyword("directive");
  Expect(TokenKind::kAt);
  definition->name = ParseName();
  definition->arguments = ParseArgumentsDefinition();
  definition->repeatable = ExpectOptionalKeyword("repeatable");
  ExpectKeyword("on");
  definition->locations = DelimitedMany<Name>(TokenKind::kPipe, [this] { return ParseDirectiveLocation(); });
  definition->location = LocationFrom(start);
  return definition;
}

// DirectiveLocation : ExecutableDirectiveLocation | TypeSystemDirectiveLocation
Name Grammar::ParseDirectiveLocation() {
  Token at = token();
  Name name = ParseName();
  if (std::find(std::begin(kDirectiveLocationNames), std::end(kDirectiveLocationNames), name.value()) ==
      std::end(kDirectiveLocationNames)) {
    FailUnexpected(at, name.value());
  }
  return name;
}

// TypeSystemExtension : SchemaExtension | TypeExtension. An extension must add something.
const Definition* Grammar::ParseTypeSystemExtension() {
  struct Extension {
    std::string_view keyword;
    Kind kind;
    Kind extended;
  };
  constexpr Extension kTypes[] = {
      {"scalar", Kind::kScalarTypeExtension, Kind::kScalarType},
      {"type", Kind::kObjectTypeExtension, Kind::kObjectType},
      {"interface", Kind::kInterfaceTypeExtension, Kind::kInterfaceType},
      {"union", Kind::kUnionTypeExtension, Kind::kUnionType},
      {"enum", Kind::kEnumTypeExtension, Kind::kEnumType},
      {"input", Kind::kInputObjectTypeExtension, Kind::kInputObjectType},
  };
  uint32_t start = token().start;
  ExpectKeyword("extend");
  if (ExpectOptionalKeyword("schema")) {
    auto* schema = arena_->New<SchemaDefinition>();
    schema->kind = Kind::kSchemaExtension;
    schema->directives = ParseDirectives(true);
    schema->operation_types = OptionalMany<RootOperationTypeDefinition>(
        TokenKind::kBraceL, TokenKind::kBraceR, [this] { return ParseRootOperationTypeDefinition(); });
    if (schema->directives.empty() && schema->operation_types.empty()) FailUnexpected();
    schema->location = LocationFrom(start);
    return schema;
  }
  for (const Extension& extension : kTypes) {
    if (!ExpectOptionalKeyword(extension.keyword)) continue;
    auto* type = arena_->New<TypeDefinition>();
    type->kind = extension.kind;
    type->name = ParseName();
    ParseTypeBody(extension.extended, type);
    if (type->interfaces.empty() && type->directives.empty() && type->fields.empty() && type->types.empty() &&
        type->values.empty() && type->input_fields.empty() && type->body == 0) {
      FailUnexpected();
    }
    type->location = LocationFrom(start);
    return type;
  }
  FailUnexpected();
}

}  // namespace fraiseql::language
