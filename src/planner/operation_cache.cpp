#include "planner/operation_cache.h"

#include "planner/normalised_text.h"

namespace fraiseql::planner {

namespace {

// Shapes of one document that are kept; more of them would be those of a client that never repeats itself.
constexpr size_t kMostPlans = 32;

// With its length, so that no other shape reads the same.
void AppendText(char kind, std::string_view text, std::string* out) {
  *out += kind;
  *out += std::to_string(text.size());
  *out += ':';
  *out += text;
}

void AppendShape(const values::InputValue& value, std::string* out) {
  using Kind = values::InputValue::Kind;
  switch (value.kind) {
    case Kind::kNull:
      *out += 'n';
      break;
    case Kind::kBoolean:
      *out += value.boolean ? 't' : 'f';
      break;
    case Kind::kInt:
    case Kind::kFloat:
    case Kind::kString:
      *out += 'v';
      break;
    case Kind::kEnum:
      AppendText('e', value.text, out);
      break;
    case Kind::kList:
      // Lists of scalars are one parameter, however long; a null in them is part of its value.
      *out += '[';
      for (const values::InputValue& item : value.items) {
        if (item.kind == Kind::kObject || item.kind == Kind::kEnum || item.kind == Kind::kList) AppendShape(item, out);
      }
      *out += ']';
      break;
    case Kind::kObject:
      *out += '{';
      for (const values::InputObjectField& field : value.fields) {
        *out += field.name;
        *out += ':';
        AppendShape(field.value, out);
      }
      *out += '}';
      break;
  }
}

}  // namespace

std::string ShapeOf(const language::OperationDefinition& operation, const DocumentIndex& index,
                    const values::VariableValues& variables, bool has_max_rows) {
  std::string shape(operation.name.value());
  shape += has_max_rows ? '!' : '?';
  for (const language::VariableDefinition& definition : operation.variable_definitions) {
    const values::InputValue* value = variables.Find(definition.variable.value());
    if (value == nullptr) {
      shape += 'a';
    } else {
      AppendShape(*value, &shape);
    }
  }
  for (std::string_view name : index.path_variables) {
    const values::InputValue* value = variables.Find(name);
    if (value == nullptr || value->kind != values::InputValue::Kind::kString) continue;
    AppendText('p', value->text, &shape);
  }
  return shape;
}

std::shared_ptr<const Plan> PreparedDocument::FindPlan(std::string_view shape, const Routes& routes) const {
  for (const Entry& entry : plans_) {
    if (entry.shape != shape) continue;
    bool fits = true;
    for (const RouteUsed& used : entry.plan->routes) fits = fits && routes.RouteTo(used.database) == used.route;
    if (fits) return entry.plan;
  }
  return nullptr;
}

void PreparedDocument::AddPlan(std::string shape, std::shared_ptr<const Plan> plan) {
  if (plans_.size() == kMostPlans) plans_.erase(plans_.begin());
  plans_.push_back({std::move(shape), std::move(plan)});
}

std::string PreparedDocument::NormalisedText() const { return planner::NormalisedText(index.form); }

uint64_t PreparedDocument::Id() {
  if (id_ != 0) return id_;
  id_ = 14695981039346656037u;  // FNV-1a, 64 bits
  for (char c : NormalisedText()) id_ = (id_ ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return id_;
}

std::shared_ptr<PreparedDocument> OperationCache::Find(const Index& index, std::string_view key) {
  auto found = index.find(key);
  if (found == index.end()) return nullptr;
  by_use_.splice(by_use_.begin(), by_use_, found->second);
  return *found->second;
}

std::shared_ptr<PreparedDocument> OperationCache::FindText(std::string_view query) { return Find(by_text_, query); }
std::shared_ptr<PreparedDocument> OperationCache::FindForm(std::string_view form) { return Find(by_form_, form); }

void OperationCache::Insert(std::shared_ptr<PreparedDocument> document, size_t capacity) {
  if (capacity == 0) return;
  by_use_.push_front(std::move(document));
  const PreparedDocument& added = *by_use_.front();
  by_text_[added.source] = by_use_.begin();
  by_form_[added.index.form] = by_use_.begin();
  while (by_use_.size() > capacity) {
    const PreparedDocument& oldest = *by_use_.back();
    by_text_.erase(oldest.source);
    by_form_.erase(oldest.index.form);
    by_use_.pop_back();
  }
}

void OperationCache::Clear() {
  by_text_.clear();
  by_form_.clear();
  by_use_.clear();
}

}  // namespace fraiseql::planner
