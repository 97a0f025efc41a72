#include "validation/context.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>

#include "base/interrupt.h"
#include "language/parser.h"

namespace fraiseql::validation {

namespace {

// Messages quote the document. However often they do it, the text they make up stays in bounds.
constexpr size_t kMaxErrorBytes = 1 << 20;

}  // namespace

uint64_t HashSeed() {
  static const uint64_t seed = [] {
    auto now = static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    return HashName({reinterpret_cast<const char*>(&now), sizeof(now)}, reinterpret_cast<uintptr_t>(&now));
  }();
  return seed;
}

ValidationContext::ValidationContext(const schema::Schema& schema, const language::Document& document,
                                     const ValidationOptions& options)
    : schema_(schema), document_(document), options_(options) {
  using Kind = language::Definition::Kind;
  for (const language::Definition* definition : document.definitions) {
    if (definition->kind == Kind::kOperation) {
      operations_.push_back({static_cast<const language::OperationDefinition*>(definition)});
    } else if (definition->kind == Kind::kFragment) {
      const auto* fragment = static_cast<const language::FragmentDefinition*>(definition);
      bool is_new;
      uint32_t number = static_cast<uint32_t>(fragments_.size());
      fragments_by_name_.Insert(fragment->name.value(), number, &is_new) = number;
      if (!is_new) may_have_cycle_ = true;
      fragments_.push_back({fragment, schema.FindType(fragment->type_condition->name)});
    } else if (definition->kind == Kind::kDirective) {
      DefineDirective(*static_cast<const language::DirectiveDefinition*>(definition));
    }
  }
  reached_.resize(fragments_.size());
}

void ValidationContext::Report(std::string message, const language::Location* nodes, size_t count) {
  error_bytes_ += message.size() + count * sizeof(SourceLocation);
  if (errors_.size() >= options_.max_errors || (!errors_.empty() && error_bytes_ > kMaxErrorBytes)) {
    errors_.push_back({"Too many validation errors, error limit reached. Validation aborted.", 0, 0});
    throw ErrorLimitReached{};
  }
  errors_.push_back({std::move(message), static_cast<uint32_t>(places_.size()), static_cast<uint32_t>(count)});
  for (size_t i = 0; i < count; ++i) places_.push_back(nodes[i].start);
}

std::vector<GraphQLError> ValidationContext::TakeErrors() {
  // Lines are counted once, from place to place, however many errors there are.
  std::vector<uint32_t> order(places_.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [this](uint32_t a, uint32_t b) { return places_[a] < places_[b]; });
  std::vector<uint32_t> ascending;
  for (uint32_t i : order) ascending.push_back(places_[i]);
  std::vector<SourceLocation> in_order = language::LocationsOf(document_.source, ascending);
  std::vector<SourceLocation> locations(places_.size());
  for (size_t i = 0; i < order.size(); ++i) locations[order[i]] = in_order[i];
  std::stable_sort(errors_.begin(), errors_.end(), [this](const PendingError& a, const PendingError& b) {
    auto first_place = [this](const PendingError& error) {
      return error.place_count == 0 ? UINT32_MAX : places_[error.first_place];
    };
    return first_place(a) < first_place(b);
  });
  std::vector<GraphQLError> errors;
  for (PendingError& error : errors_) {
    const SourceLocation* first = locations.data() + error.first_place;
    errors.push_back({.message = std::move(error.message), .locations = {first, first + error.place_count}});
  }
  return errors;
}

const std::vector<uint32_t>& ValidationContext::ReachableFragments(const DefinitionFacts& facts) {
  reachable_.clear();
  ++search_;
  const DefinitionFacts* current = &facts;
  for (size_t next = 0;; ++next) {
    for (uint32_t i = current->first_spread; i < current->end_spread; ++i) {
      uint32_t fragment = spreads_[i];
      if (fragment == kNoFragment || reached_[fragment] == search_) continue;
      reached_[fragment] = search_;
      reachable_.push_back(fragment);
    }
    if (next == reachable_.size()) return reachable_;
    CheckForInterrupts();
    current = &fragments_[reachable_[next]].facts;
  }
}

const std::vector<uint32_t>& ValidationContext::FragmentsInnermostFirst() {
  OrderFragments();
  return innermost_first_;
}

bool ValidationContext::MayHaveFragmentCycle() {
  OrderFragments();
  return may_have_cycle_;
}

// A search in depth that keeps its own stack: fragments may form long chains.
void ValidationContext::OrderFragments() {
  if (is_ordered_) return;
  is_ordered_ = true;
  enum class State : uint8_t { kNew, kOpen, kDone };
  struct Position {
    uint32_t fragment;
    uint32_t next_spread;
  };
  std::vector<State> states(fragments_.size(), State::kNew);
  std::vector<Position> stack;
  for (uint32_t start = 0; start < fragments_.size(); ++start) {
    if (states[start] != State::kNew) continue;
    states[start] = State::kOpen;
    stack.push_back({start, fragments_[start].facts.first_spread});
    while (!stack.empty()) {
      Position& position = stack.back();
      if (position.next_spread == fragments_[position.fragment].facts.end_spread) {
        states[position.fragment] = State::kDone;
        innermost_first_.push_back(position.fragment);
        stack.pop_back();
        continue;
      }
      uint32_t fragment = spreads_[position.next_spread++];
      if (fragment == kNoFragment) continue;
      if (states[fragment] == State::kOpen) may_have_cycle_ = true;
      if (states[fragment] != State::kNew) continue;
      states[fragment] = State::kOpen;
      stack.push_back({fragment, fragments_[fragment].facts.first_spread});
    }
  }
}

const schema::Type* ValidationContext::TypeOf(const language::TypeReference& reference) {
  using Kind = language::TypeReference::Kind;
  if (reference.kind == Kind::kNamed) return schema_.FindType(reference.name);
  const schema::Type* inner = TypeOf(*reference.of_type);
  if (inner == nullptr) return nullptr;
  auto* type = arena_.New<schema::WrappingType>();
  type->kind = reference.kind == Kind::kList ? schema::TypeKind::kList : schema::TypeKind::kNonNull;
  type->of_type = inner;
  return type;
}

const schema::Directive* ValidationContext::FindSchemaDirective(std::string_view name) const {
  const schema::Directive* directive = schema_.FindDirective(name);
  return directive == nullptr || directive->hidden ? nullptr : directive;
}

const schema::Directive* ValidationContext::FindDirective(std::string_view name) const {
  for (auto i = document_directives_.rbegin(); i != document_directives_.rend(); ++i) {
    if ((*i)->name == name) return *i;
  }
  return FindSchemaDirective(name);
}

// A definition inside of an executable document is an error of its own; what it says is taken for true nevertheless.
void ValidationContext::DefineDirective(const language::DirectiveDefinition& definition) {
  auto* directive = arena_.New<schema::Directive>();
  directive->name = definition.name.value();
  directive->is_repeatable = definition.repeatable;
  directive->definition = &definition;
  std::vector<schema::DirectiveLocation> locations;
  for (const language::Name& name : definition.locations) {
    if (auto location = schema::FindDirectiveLocation(name.value())) locations.push_back(*location);
  }
  directive->locations = arena_.Copy(locations);
  std::vector<schema::InputValue> arguments;
  for (const language::InputValueDefinition& argument : definition.arguments) {
    schema::InputValue& value = arguments.emplace_back();
    value.name = argument.name.value();
    value.type = DeclaredType(*argument.type);
    value.default_value = argument.default_value;
    value.definition = &argument;
  }
  directive->arguments = arena_.Copy(arguments);
  document_directives_.push_back(directive);
}

// As TypeOf, but a name that is not known stands for a scalar of that name.
const schema::Type* ValidationContext::DeclaredType(const language::TypeReference& reference) {
  if (const schema::Type* type = TypeOf(reference)) return type;
  using Kind = language::TypeReference::Kind;
  if (reference.kind == Kind::kNamed) {
    auto* scalar = arena_.New<schema::ScalarType>();
    scalar->kind = schema::TypeKind::kScalar;
    scalar->name = reference.name;
    return scalar;
  }
  auto* type = arena_.New<schema::WrappingType>();
  type->kind = reference.kind == Kind::kList ? schema::TypeKind::kList : schema::TypeKind::kNonNull;
  type->of_type = DeclaredType(*reference.of_type);
  return type;
}

}  // namespace fraiseql::validation
