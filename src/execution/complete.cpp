#include "execution/complete.h"

#include <stdexcept>

#include "base/interrupt.h"
#include "base/marks.h"
#include "language/parser.h"

namespace fraiseql::execution {

namespace {

using planner::OutputField;
using planner::OutputSelection;

class Completer {
 public:
  Completer(std::string_view text, const schema::Schema& schema, const RequestDocument& document,
            const std::vector<GraphQLError>& request_errors, std::string* out, std::vector<GraphQLError>* errors)
      : text_(text),
        schema_(schema),
        document_(document),
        request_errors_(request_errors),
        out_(out),
        errors_(errors) {}

  void Run(const OutputSelection& selection) {
    if (!Object(selection)) *out_ += "null";
  }

 private:
  // The methods read one value at position_ and append it. False: it is null where its type says non-null, nothing
  // was appended, and the error is noted.

  bool Object(const OutputSelection& selection) {
    CheckForInterrupts();
    size_t start = out_->size();
    Expect('{');
    *out_ += '{';
    const OutputSelection::Variant* variant = &selection.variants[0];
    if (Peek() == kTypeMark) {
      std::string_view name = TakeMark();
      for (const OutputSelection::Variant& candidate : selection.variants) {
        if (candidate.type->name == name) variant = &candidate;
      }
    }
    for (const OutputField& field : variant->fields) {
      if (Peek() == ',') {
        ++position_;
        *out_ += ',';
      }
      size_t key = position_;
      SkipString();
      Expect(':');
      out_->append(text_, key, position_ - key);
      const bool is_object = field.response_key.empty();
      if (!is_object) path_.emplace_back(std::string(field.response_key));
      bool ok = Value(field, field.field->type);
      if (!is_object) path_.pop_back();
      if (!ok) {
        out_->resize(start);
        SkipRest();
        return false;
      }
    }
    Expect('}');
    *out_ += '}';
    return true;
  }

  bool Value(const OutputField& field, const schema::Type* type) {
    bool non_null = schema::IsNonNull(type);
    const schema::Type* nullable = schema::NullableType(type);
    bool ok = true;
    if (Peek() == kErrorMark) {
      AddError(field, TakeMark());
      ok = false;
    } else if (Peek() == 'n') {  // null
      SkipValue();
      if (!non_null) {
        *out_ += "null";
        return true;
      }
      AddError(field, std::string_view("N"));
      return false;
    } else if (schema::IsList(nullable)) {
      ok = ListValue(field, schema::OfType(nullable));
    } else if (field.selection != nullptr) {
      ok = Object(*field.selection);
    } else {
      size_t start = position_;
      SkipValue();
      out_->append(text_, start, position_ - start);
    }
    if (!ok && !non_null) {
      *out_ += "null";
      return true;
    }
    return ok;
  }

  bool ListValue(const OutputField& field, const schema::Type* item_type) {
    size_t start = out_->size();
    Expect('[');
    *out_ += '[';
    for (uint32_t i = 0; Peek() != ']'; ++i) {
      if (i > 0) {
        Expect(',');
        *out_ += ',';
      }
      path_.emplace_back(i);
      bool ok = Value(field, item_type);
      path_.pop_back();
      if (!ok) {
        out_->resize(start);
        SkipRest();
        return false;
      }
    }
    Expect(']');
    *out_ += ']';
    return true;
  }

  // ── Errors ─────────────────────────────────────────────────────────────────────────────────────────────────────

  // `mark` is the kind and the payload.
  void AddError(const OutputField& field, std::string_view mark) {
    GraphQLError error;
    error.code = ErrorCode::kInternalServerError;
    std::string payload = UnescapeMarkText(mark.substr(1));
    switch (static_cast<ErrorMark>(mark[0])) {
      case ErrorMark::kNull:
        error.message = "Cannot return null for non-nullable field " + FieldName(field) + ".";
        break;
      case ErrorMark::kValue:
        error.message = ValueMessage(schema::GetNamedType(field.field->type), payload);
        break;
      case ErrorMark::kTypeName:
        error.message = TypeNameMessage(field, payload);
        break;
      case ErrorMark::kNotAList:
        error.message = "Expected Iterable, but did not find one for field \"" + FieldName(field) + "\".";
        break;
      case ErrorMark::kRequest:
        error = request_errors_[std::stoul(payload)];
        break;
    }
    // An error that knows its place, an argument for instance, keeps it (locatedError of graphql-js).
    const bool is_located = !error.locations.empty();
    for (uint32_t node : field.nodes) {
      if (is_located) break;
      error.locations.push_back(language::LocationOf(document_.source, (*document_.fields)[node]->location.start));
    }
    error.path = path_;
    errors_->push_back(std::move(error));
  }

  // ResolveAbstractType: what a row says its type is, "" where it says nothing.
  std::string TypeNameMessage(const OutputField& field, const std::string& name) const {
    const std::string type(schema::GetNamedType(field.field->type)->name);
    if (name.empty()) {
      return "Abstract type \"" + type + "\" must resolve to an Object type at runtime for field \"" +
             FieldName(field) + "\". Either the \"" + type +
             "\" type should provide a \"resolveType\" function or each possible type should provide an \"isTypeOf\" "
             "function.";
    }
    const schema::NamedType* named = schema_.FindType(name);
    if (named == nullptr) {
      return "Abstract type \"" + type + "\" was resolved to a type \"" + name +
             "\" that does not exist inside the schema.";
    }
    if (named->kind != schema::TypeKind::kObject) {
      return "Abstract type \"" + type + "\" was resolved to a non-object type \"" + name + "\".";
    }
    return "Runtime Object type \"" + name + "\" is not a possible type for \"" + type + "\".";
  }

  static std::string FieldName(const OutputField& field) {
    return std::string(field.parent->name) + "." + std::string(field.field->name);
  }

  // graphql-js' words of serialize(); `value` is inspect()ed.
  static std::string ValueMessage(const schema::NamedType* type, const std::string& value) {
    std::string name(type->name);
    if (type->kind == schema::TypeKind::kEnum) return "Enum \"" + name + "\" cannot represent value: " + value;
    if (type->kind != schema::TypeKind::kScalar) return name + " cannot represent value: " + value;
    switch (static_cast<const schema::ScalarType*>(type)->scalar) {
      case schema::ScalarKind::kInt: {
        bool whole = !value.empty() && value.find_first_not_of("-0123456789") == std::string::npos;
        return whole ? "Int cannot represent non 32-bit signed integer value: " + value
                     : "Int cannot represent non-integer value: " + value;
      }
      case schema::ScalarKind::kFloat:
        return "Float cannot represent non numeric value: " + value;
      case schema::ScalarKind::kBoolean:
        return "Boolean cannot represent a non boolean value: " + value;
      case schema::ScalarKind::kString:
        return "String cannot represent value: " + value;
      default:
        return name + " cannot represent value: " + value;
    }
  }

  // ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────

  char Peek() const { return position_ < text_.size() ? text_[position_] : '\0'; }

  // The text was written by the JSON writer for this very selection; anything else is a fault of ours.
  void Expect(char c) {
    if (Peek() != c) throw std::logic_error("the answer of a statement does not have the shape of its plan");
    ++position_;
  }

  // The content of the mark at position_.
  std::string_view TakeMark() {
    size_t end = text_.find(text_[position_], position_ + 1);
    std::string_view content = text_.substr(position_ + 1, end - position_ - 1);
    position_ = end + 1;
    return content;
  }

  void SkipString() {
    Expect('"');
    while (Peek() != '"') position_ += Peek() == '\\' ? 2 : 1;
    ++position_;
  }

  // Moves behind one value, whatever it is.
  void SkipValue() {
    if (Peek() == kErrorMark) {
      TakeMark();
      return;
    }
    if (Peek() == '{' || Peek() == '[') {
      ++position_;
      SkipRest();
      return;
    }
    if (Peek() == '"') {
      SkipString();
      return;
    }
    while (position_ < text_.size() && text_[position_] != ',' && text_[position_] != '}' && text_[position_] != ']') {
      ++position_;
    }
  }

  // Moves behind the bracket that closes the object or list that position_ is in.
  void SkipRest() {
    size_t depth = 1;
    while (depth > 0) {
      char c = Peek();
      if (c == '"') {
        SkipString();
      } else if (c == kErrorMark || c == kTypeMark) {
        TakeMark();
      } else {
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        if (c == '\0') throw std::logic_error("the answer of a statement ends too early");
        ++position_;
      }
    }
  }

  std::string_view text_;
  const schema::Schema& schema_;
  const RequestDocument& document_;
  const std::vector<GraphQLError>& request_errors_;
  std::string* out_;
  std::vector<GraphQLError>* errors_;
  size_t position_ = 0;
  std::vector<PathSegment> path_;
};

}  // namespace

void Complete(std::string_view text, const schema::Schema& schema, const planner::OutputSelection& selection,
              const RequestDocument& document, const std::vector<GraphQLError>& request_errors, std::string* out,
              std::vector<GraphQLError>* errors) {
  Completer(text, schema, document, request_errors, out, errors).Run(selection);
}

}  // namespace fraiseql::execution
