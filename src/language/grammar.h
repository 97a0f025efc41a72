// The recursive descent behind Parse and ParseValue: one method per production of the specification's grammar, with
// graphql-js' decisions about which token an error names.
//
// Errors are thrown as SyntaxError. Lists are collected on a scratch stack and copied into the arena once, when their
// length is known.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/arena.h"
#include "base/interrupt.h"
#include "base/limits.h"
#include "language/ast.h"
#include "language/lexer.h"

namespace fraiseql::language {

// A stack of nodes of mixed types. The list on top is the only one that grows; lists within it have been taken off
// before its next element comes.
class NodeStack {
 public:
  size_t size() const { return size_; }

  template <typename T>
  void Push(const T& node) {
    static_assert(std::is_trivially_copyable_v<T> && sizeof(T) % alignof(void*) == 0 && alignof(T) <= alignof(void*));
    if (size_ + sizeof(T) > capacity_) Grow();
    std::memcpy(data_ + size_, static_cast<const void*>(&node), sizeof(T));
    size_ += sizeof(T);
  }

  // Takes off everything above `mark`, an earlier size().
  template <typename T>
  List<T> Take(size_t mark, Arena* arena) {
    size_t bytes = size_ - mark;
    size_ = mark;
    if (bytes == 0) return {};
    char* copy = static_cast<char*>(arena->Allocate(bytes, alignof(T)));
    // Most lists are short: a call of memcpy would cost more than what it copies.
    for (size_t i = 0; i < bytes; i += sizeof(T)) std::memcpy(copy + i, data_ + mark + i, sizeof(T));
    return {reinterpret_cast<const T*>(copy), static_cast<uint32_t>(bytes / sizeof(T))};
  }

 private:
  void Grow() {
    std::vector<char> larger(capacity_ * 2);
    std::memcpy(larger.data(), data_, size_);
    heap_ = std::move(larger);
    data_ = heap_.data();
    capacity_ = heap_.size();
  }

  static constexpr size_t kInline = 4096;  // enough for most documents: no allocation
  alignas(void*) char inline_[kInline];
  std::vector<char> heap_;
  char* data_ = inline_;
  size_t size_ = 0;
  size_t capacity_ = kInline;
};

class Grammar {
 public:
  // `outline`: as ParseOutline says.
  Grammar(std::string_view source, Arena* arena, const Limits& limits, bool outline = false)
      : lexer_(source, arena, limits.max_tokens), arena_(arena), source_(source), outline_(outline) {
    max_depth_ = limits.max_depth == 0 || limits.max_depth > kHardDepth ? kHardDepth : limits.max_depth;
  }

  const Document* ParseDocument();
  // A value that is all of the source.
  const Value* ParseSingleValue(bool constant);
  // What stands at type->body.
  void ReadBody(TypeDefinition* type);

 private:
  // Executable documents (parser.cpp).
  const Definition* ParseDefinition();
  const Definition* ParseOperationDefinition(uint32_t start, const Value* description);
  OperationType ParseOperationType();
  VariableDefinition ParseVariableDefinition();
  const SelectionSet* ParseSelectionSet();
  const Selection* ParseSelection();
  const Selection* ParseField();
  const Selection* ParseFragment();
  Name ParseFragmentName();
  const Definition* ParseFragmentDefinition(uint32_t start, const Value* description);
  List<Argument> ParseArguments(bool constant);
  Argument ParseArgument(bool constant);
  Value ParseValue(bool constant);
  Value ParseStringValue();
  ObjectField ParseObjectField(bool constant);
  List<Directive> ParseDirectives(bool constant);
  Directive ParseDirective(bool constant);
  const TypeReference* ParseTypeReference();
  TypeReference ParseNamedType();
  const Value* ParseDescription();

  // Type system documents (type_system_grammar.cpp).
  const Definition* ParseSchemaDefinition(uint32_t start, const Value* description);
  RootOperationTypeDefinition ParseRootOperationTypeDefinition();
  const Definition* ParseTypeDefinition(Definition::Kind kind, uint32_t start, const Value* description);
  // Everything behind the name of a type definition or extension of this kind.
  void ParseTypeBody(Definition::Kind kind, TypeDefinition* type);
  List<TypeReference> ParseImplementsInterfaces();
  List<TypeReference> ParseUnionMemberTypes();
  FieldDefinition ParseFieldDefinition();
  List<FieldDefinition> ParseFieldsDefinition();
  List<InputValueDefinition> ParseArgumentsDefinition();
  InputValueDefinition ParseInputValueDefinition();
  List<InputValueDefinition> ParseInputFieldsDefinition();
  uint32_t EndOfBody(uint32_t open) const;
  EnumValueDefinition ParseEnumValueDefinition();
  List<EnumValueDefinition> ParseEnumValuesDefinition();
  const Definition* ParseDirectiveDefinition(uint32_t start, const Value* description);
  Name ParseDirectiveLocation();
  const Definition* ParseTypeSystemExtension();

  // Tokens.
  const Token& token() const { return lexer_.token(); }
  bool Peek(TokenKind kind) const { return token().kind == kind; }
  bool PeekName(std::string_view name) const { return Peek(TokenKind::kName) && lexer_.name() == name; }
  bool PeekDescription() const { return Peek(TokenKind::kString) || Peek(TokenKind::kBlockString); }
  void Expect(TokenKind kind) {
    if (!Peek(kind)) FailExpected(kind);
    lexer_.Advance();
  }
  bool ExpectOptional(TokenKind kind) {
    if (!Peek(kind)) return false;
    lexer_.Advance();
    return true;
  }
  void ExpectKeyword(std::string_view keyword);
  bool ExpectOptionalKeyword(std::string_view keyword) {
    if (!PeekName(keyword)) return false;
    lexer_.Advance();
    return true;
  }
  Name ParseName() {
    if (!Peek(TokenKind::kName)) FailExpected(TokenKind::kName);
    std::string_view text = lexer_.name();
    Name name{text.data(), static_cast<uint32_t>(text.size()), token().start};
    lexer_.Advance();
    return name;
  }
  // Of a node whose first token started at `start`, once its last token has been read.
  Location LocationFrom(uint32_t start) const { return {start, lexer_.last_end()}; }

  [[noreturn]] void FailExpected(TokenKind kind) const;
  [[noreturn]] void FailUnexpected() const { FailUnexpected(token(), lexer_.value()); }
  [[noreturn]] void FailUnexpected(const Token& at, std::string_view value) const;

  // One level of nesting more, up to the closing token of the current one.
  void Enter() {
    if (++depth_ > max_depth_) FailTooDeep();
  }
  void Leave() { --depth_; }
  [[noreturn]] void FailTooDeep() const;

  // Lists. `parse` returns one element.
  // The elements up to `close`, at least one; the opening token has been read.
  template <typename T, typename Parse>
  List<T> RestOfMany(TokenKind close, Parse parse) {
    CheckForInterrupts();
    size_t mark = stack_.size();
    do stack_.Push<T>(parse());
    while (!ExpectOptional(close));
    return stack_.Take<T>(mark, arena_);
  }
  template <typename T, typename Parse>
  List<T> Many(TokenKind open, TokenKind close, Parse parse) {
    Expect(open);
    return RestOfMany<T>(close, parse);
  }
  template <typename T, typename Parse>
  List<T> OptionalMany(TokenKind open, TokenKind close, Parse parse) {
    if (!ExpectOptional(open)) return {};
    return RestOfMany<T>(close, parse);
  }
  // Perhaps no element at all.
  template <typename T, typename Parse>
  List<T> Any(TokenKind open, TokenKind close, Parse parse) {
    Expect(open);
    if (ExpectOptional(close)) return {};
    return RestOfMany<T>(close, parse);
  }
  // At least one element, a delimiter between two and perhaps before the first.
  template <typename T, typename Parse>
  List<T> DelimitedMany(TokenKind delimiter, Parse parse) {
    CheckForInterrupts();
    ExpectOptional(delimiter);
    size_t mark = stack_.size();
    do stack_.Push<T>(parse());
    while (ExpectOptional(delimiter));
    return stack_.Take<T>(mark, arena_);
  }

  Lexer lexer_;
  Arena* arena_;
  std::string_view source_;
  bool outline_;
  uint32_t max_depth_;
  uint32_t depth_ = 0;
  NodeStack stack_;
};

}  // namespace fraiseql::language
