#include "language/parser.h"

#include <utility>

#include "language/grammar.h"

namespace fraiseql::language {

// Document : Definition+
const Document* Grammar::ParseDocument() {
  lexer_.Advance();
  auto* document = arena_->New<Document>();
  document->source = source_;
  document->definitions = RestOfMany<const Definition*>(TokenKind::kEndOfFile, [this] { return ParseDefinition(); });
  document->location = {0, static_cast<uint32_t>(source_.size())};
  return document;
}

const Value* Grammar::ParseSingleValue(bool constant) {
  lexer_.Advance();
  Value value = ParseValue(constant);
  Expect(TokenKind::kEndOfFile);
  return arena_->New<Value>(value);
}

// Definition : ExecutableDefinition | TypeSystemDefinitionOrExtension
const Definition* Grammar::ParseDefinition() {
  uint32_t start = token().start;
  if (Peek(TokenKind::kBraceL)) return ParseOperationDefinition(start, nullptr);
  const Value* description = ParseDescription();
  if (Peek(TokenKind::kBraceL)) {
    lexer_.Fail("Unexpected description, descriptions are not supported on shorthand queries.", start);
  }
  if (Peek(TokenKind::kName)) {
    std::string_view keyword = lexer_.name();
    if (keyword == "query" || keyword == "mutation" || keyword == "subscription") {
      return ParseOperationDefinition(start, description);
    }
    if (keyword == "fragment") return ParseFragmentDefinition(start, description);
    if (keyword == "schema") return ParseSchemaDefinition(start, description);
    if (keyword == "scalar") return ParseTypeDefinition(Definition::Kind::kScalarType, start, description);
    if (keyword == "type") return ParseTypeDefinition(Definition::Kind::kObjectType, start, description);
    if (keyword == "interface") return ParseTypeDefinition(Definition::Kind::kInterfaceType, start, description);
    if (keyword == "union") return ParseTypeDefinition(Definition::Kind::kUnionType, start, description);
    if (keyword == "enum") return ParseTypeDefinition(Definition::Kind::kEnumType, start, description);
    if (keyword == "input") return ParseTypeDefinition(Definition::Kind::kInputObjectType, start, description);
    if (keyword == "directive") return ParseDirectiveDefinition(start, description);
    if (description != nullptr) {
      lexer_.Fail("Unexpected description, descriptions are supported only on type definitions.", start);
    }
    if (keyword == "extend") return ParseTypeSystemExtension();
  }
  FailUnexpected();
}

// OperationDefinition : Description? OperationType Name? VariablesDefinition? Directives? SelectionSet | SelectionSet
const Definition* Grammar::ParseOperationDefinition(uint32_t start, const Value* description) {
  OperationType operation = OperationType::kQuery;
  Name name;
  List<VariableDefinition> variable_definitions;
  List<Directive> directives;
  if (!Peek(TokenKind::kBraceL)) {
    operation = ParseOperationType();
    if (Peek(TokenKind::kName)) name = ParseName();
    variable_definitions = OptionalMany<VariableDefinition>(TokenKind::kParenL, TokenKind::kParenR,
                                                            [this] { return ParseVariableDefinition(); });
    directives = ParseDirectives(false);
  }
  const SelectionSet* selection_set = ParseSelectionSet();
  Definition definition{Definition::Kind::kOperation, LocationFrom(start), description, directives};
  return arena_->New<OperationDefinition>(definition, operation, name, variable_definitions, selection_set);
}

// OperationType : one of query mutation subscription
OperationType Grammar::ParseOperationType() {
  Token at = token();
  std::string_view keyword = ParseName().value();
  if (keyword == "query") return OperationType::kQuery;
  if (keyword == "mutation") return OperationType::kMutation;
  if (keyword == "subscription") return OperationType::kSubscription;
  FailUnexpected(at, keyword);
}

// VariableDefinition : Description? Variable : Type DefaultValue? Directives[Const]?
VariableDefinition Grammar::ParseVariableDefinition() {
  VariableDefinition definition;
  uint32_t start = token().start;
  definition.description = ParseDescription();
  definition.variable_location.start = token().start;
  Expect(TokenKind::kDollar);
  definition.variable = ParseName();
  definition.variable_location.end = definition.variable.location().end;
  Expect(TokenKind::kColon);
  definition.type = ParseTypeReference();
  if (ExpectOptional(TokenKind::kEquals)) definition.default_value = arena_->New<Value>(ParseValue(true));
  definition.directives = ParseDirectives(true);
  definition.location = LocationFrom(start);
  return definition;
}

// SelectionSet : { Selection+ }
const SelectionSet* Grammar::ParseSelectionSet() {
  uint32_t start = token().start;
  Enter();
  auto selections = Many<const Selection*>(TokenKind::kBraceL, TokenKind::kBraceR, [this] { return ParseSelection(); });
  Leave();
  return arena_->New<SelectionSet>(selections, LocationFrom(start));
}

// Selection : Field | FragmentSpread | InlineFragment
const Selection* Grammar::ParseSelection() { return Peek(TokenKind::kSpread) ? ParseFragment() : ParseField(); }

// Field : Alias? Name Arguments? Directives? SelectionSet?
const Selection* Grammar::ParseField() {
  uint32_t start = token().start;
  Name alias;
  Name name = ParseName();
  if (ExpectOptional(TokenKind::kColon)) {
    alias = name;
    name = ParseName();
  }
  List<Argument> arguments;
  List<Directive> directives;
  const SelectionSet* selection_set = nullptr;
  if (!Peek(TokenKind::kName)) {  // most fields are leaves with another field behind them
    arguments = ParseArguments(false);
    directives = ParseDirectives(false);
    if (Peek(TokenKind::kBraceL)) selection_set = ParseSelectionSet();
  }
  // A node is made with all its members at once: clearing it first would cost more than reading its tokens.
  return arena_->New<Field>(Selection{Selection::Kind::kField, LocationFrom(start), directives}, alias, name, arguments,
                            selection_set);
}

// Arguments : ( Argument+ )
List<Argument> Grammar::ParseArguments(bool constant) {
  return OptionalMany<Argument>(TokenKind::kParenL, TokenKind::kParenR, [&] { return ParseArgument(constant); });
}

// Argument : Name : Value
Argument Grammar::ParseArgument(bool constant) {
  Name name = ParseName();
  Expect(TokenKind::kColon);
  return {name, ParseValue(constant)};
}

// FragmentSpread : ... FragmentName Directives?
// InlineFragment : ... TypeCondition? Directives? SelectionSet
const Selection* Grammar::ParseFragment() {
  uint32_t start = token().start;
  Expect(TokenKind::kSpread);
  bool has_type_condition = ExpectOptionalKeyword("on");
  if (!has_type_condition && Peek(TokenKind::kName)) {
    Name name = ParseFragmentName();
    List<Directive> directives = ParseDirectives(false);
    return arena_->New<FragmentSpread>(Selection{Selection::Kind::kFragmentSpread, LocationFrom(start), directives},
                                       name);
  }
  const TypeReference* type_condition = has_type_condition ? arena_->New<TypeReference>(ParseNamedType()) : nullptr;
  List<Directive> directives = ParseDirectives(false);
  const SelectionSet* selection_set = ParseSelectionSet();
  return arena_->New<InlineFragment>(Selection{Selection::Kind::kInlineFragment, LocationFrom(start), directives},
                                     type_condition, selection_set);
}

// FragmentDefinition : Description? fragment FragmentName TypeCondition Directives? SelectionSet
const Definition* Grammar::ParseFragmentDefinition(uint32_t start, const Value* description) {
  auto* definition = arena_->New<FragmentDefinition>();
  definition->kind = Definition::Kind::kFragment;
  definition->description = description;
  ExpectKeyword("fragment");
  definition->name = ParseFragmentName();
  ExpectKeyword("on");
  definition->type_condition = arena_->New<TypeReference>(ParseNamedType());
  definition->directives = ParseDirectives(false);
  definition->selection_set = ParseSelectionSet();
  definition->location = LocationFrom(start);
  return definition;
}

// FragmentName : Name but not `on`
Name Grammar::ParseFragmentName() {
  if (lexer_.value() == "on") FailUnexpected();
  return ParseName();
}

// Value : Variable (unless constant) | IntValue | FloatValue | StringValue | BooleanValue | NullValue | EnumValue |
// ListValue | ObjectValue
Value Grammar::ParseValue(bool constant) {
  Value value;
  value.location = {token().start, token().end};
  switch (token().kind) {
    case TokenKind::kBracketL:
      value.kind = Value::Kind::kList;
      Enter();
      value.SetList(Any<Value>(TokenKind::kBracketL, TokenKind::kBracketR, [&] { return ParseValue(constant); }));
      Leave();
      value.location.end = lexer_.last_end();
      return value;
    case TokenKind::kBraceL:
      value.kind = Value::Kind::kObject;
      Enter();
      value.SetList(
          Any<ObjectField>(TokenKind::kBraceL, TokenKind::kBraceR, [&] { return ParseObjectField(constant); }));
      Leave();
      value.location.end = lexer_.last_end();
      return value;
    case TokenKind::kInt:
      value.kind = Value::Kind::kInt;
      value.SetText(lexer_.name());
      break;
    case TokenKind::kFloat:
      value.kind = Value::Kind::kFloat;
      value.SetText(lexer_.name());
      break;
    case TokenKind::kString:
    case TokenKind::kBlockString:
      return ParseStringValue();
    case TokenKind::kName:
      value.SetText(lexer_.name());
      value.boolean = PeekName("true");
      value.kind = value.boolean || PeekName("false") ? Value::Kind::kBoolean
                   : PeekName("null")                 ? Value::Kind::kNull
                                                      : Value::Kind::kEnum;
      break;
    case TokenKind::kDollar: {
      Token dollar = token();
      lexer_.Advance();
      if (constant) {
        if (!Peek(TokenKind::kName)) FailUnexpected(dollar, {});
        std::string message = "Unexpected variable \"$";
        message += lexer_.name();
        lexer_.Fail(message + "\" in constant value.", dollar.start);
      }
      value.kind = Value::Kind::kVariable;
      value.SetText(ParseName().value());
      value.location.end = lexer_.last_end();
      return value;
    }
    default:
      FailUnexpected();
  }
  lexer_.Advance();
  return value;
}

Value Grammar::ParseStringValue() {
  Value value;
  value.kind = Value::Kind::kString;
  value.block = Peek(TokenKind::kBlockString);
  value.SetText(lexer_.value());
  value.location = {token().start, token().end};
  lexer_.Advance();
  return value;
}

// ObjectField : Name : Value
ObjectField Grammar::ParseObjectField(bool constant) {
  Name name = ParseName();
  Expect(TokenKind::kColon);
  return {name, ParseValue(constant)};
}

// Directives : Directive+
List<Directive> Grammar::ParseDirectives(bool constant) {
  if (!Peek(TokenKind::kAt)) return {};
  CheckForInterrupts();
  size_t mark = stack_.size();
  while (Peek(TokenKind::kAt)) stack_.Push(ParseDirective(constant));
  return stack_.Take<Directive>(mark, arena_);
}

// Directive : @ Name Arguments?
Directive Grammar::ParseDirective(bool constant) {
  uint32_t start = token().start;
  Expect(TokenKind::kAt);
  Name name = ParseName();
  List<Argument> arguments = ParseArguments(constant);
  return {name, arguments, LocationFrom(start)};
}

// Type : NamedType | ListType | NonNullType
const TypeReference* Grammar::ParseTypeReference() {
  uint32_t start = token().start;
  auto* type = arena_->New<TypeReference>();
  if (Peek(TokenKind::kBracketL)) {
    Enter();
    lexer_.Advance();
    type->kind = TypeReference::Kind::kList;
    type->of_type = ParseTypeReference();
    Expect(TokenKind::kBracketR);
    Leave();
    type->location = LocationFrom(start);
  } else {
    *type = ParseNamedType();
  }
  if (!ExpectOptional(TokenKind::kBang)) return type;
  auto* non_null = arena_->New<TypeReference>();
  non_null->kind = TypeReference::Kind::kNonNull;
  non_null->of_type = type;
  non_null->location = LocationFrom(start);
  return non_null;
}

// NamedType : Name
TypeReference Grammar::ParseNamedType() {
  Name name = ParseName();
  TypeReference type;
  type.name = name.value();
  type.location = name.location();
  return type;
}

// Description : StringValue
const Value* Grammar::ParseDescription() {
  if (!PeekDescription()) return nullptr;
  return arena_->New<Value>(ParseStringValue());
}

void Grammar::ExpectKeyword(std::string_view keyword) {
  if (PeekName(keyword)) return lexer_.Advance();
  std::string message = "Expected \"";
  message += keyword;
  lexer_.Fail(message + "\", found " + lexer_.Describe() + ".", token().start);
}

void Grammar::FailExpected(TokenKind kind) const {
  std::string message = "Expected ";
  message += DescribeKind(kind);
  lexer_.Fail(message + ", found " + lexer_.Describe() + ".", token().start);
}

void Grammar::FailUnexpected(const Token& at, std::string_view value) const {
  lexer_.Fail("Unexpected " + Lexer::Describe(at.kind, value) + ".", at.start);
}

void Grammar::FailTooDeep() const {
  lexer_.Fail("Document is nested more than " + std::to_string(max_depth_) + " levels deep. Parsing aborted.",
              token().start);
}

namespace {

constexpr Limits kNoLimits{.max_tokens = 0, .max_depth = 0};

GraphQLError ToError(SyntaxError* error, std::string_view source) {
  GraphQLError result;
  result.message = "Syntax Error: " + std::move(error->message);
  result.locations = {LocationOf(source, error->offset)};
  result.code = ErrorCode::kGraphqlParseFailed;
  return result;
}

ParseResult ParseDocument(Grammar&& grammar, std::string_view source) {
  try {
    return {grammar.ParseDocument(), std::nullopt};
  } catch (SyntaxError& error) {
    return {nullptr, ToError(&error, source)};
  }
}

}  // namespace

ParseResult Parse(std::string_view source, Arena* arena, const Limits& limits) {
  return ParseDocument(Grammar(source, arena, limits), source);
}

ParseResult ParseOutline(std::string_view source, Arena* arena) {
  return ParseDocument(Grammar(source, arena, kNoLimits, true), source);
}

std::optional<GraphQLError> ReadBody(std::string_view source, Arena* arena, TypeDefinition* type) {
  try {
    Grammar(source, arena, kNoLimits).ReadBody(type);
    return std::nullopt;
  } catch (SyntaxError& error) {
    return ToError(&error, source);
  }
}

ParseValueResult ParseValue(std::string_view source, Arena* arena, bool constant) {
  try {
    return {Grammar(source, arena, kNoLimits).ParseSingleValue(constant), std::nullopt};
  } catch (SyntaxError& error) {
    return {nullptr, ToError(&error, source)};
  }
}

}  // namespace fraiseql::language
