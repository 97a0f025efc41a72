#include "planner/document_index.h"

#include "base/interrupt.h"
#include "planner/json_path.h"

namespace fraiseql::planner {

namespace {

class Indexer {
 public:
  explicit Indexer(std::string_view source) : source_(source) {}

  void Selections(const language::SelectionSet* selection_set) {
    if (selection_set == nullptr) return;
    CheckForInterrupts();
    for (const language::Selection* selection : selection_set->selections) {
      switch (selection->kind) {
        case language::Selection::Kind::kField: {
          const auto* field = static_cast<const language::Field*>(selection);
          index_.fields.push_back(field);
          for (const language::Argument& argument : field->arguments) {
            // A leaf's: the literal stays in the form.
            const bool is_path = field->selection_set == nullptr && argument.name.value() == kPathArgument;
            if (!is_path) {
              Literals(argument.value);
            } else if (argument.value.kind == language::Value::Kind::kVariable) {
              index_.path_variables.push_back(argument.value.text());
            }
          }
          Selections(field->selection_set);
          break;
        }
        case language::Selection::Kind::kInlineFragment:
          Selections(static_cast<const language::InlineFragment*>(selection)->selection_set);
          break;
        case language::Selection::Kind::kFragmentSpread:
          break;
      }
    }
  }

  DocumentIndex Finish() {
    index_.form.append(source_, copied_);
    return std::move(index_);
  }

 private:
  void Literals(const language::Value& value) {
    switch (value.kind) {
      case language::Value::Kind::kInt:
        Leave('i', value);
        break;
      case language::Value::Kind::kFloat:
        Leave('f', value);
        break;
      case language::Value::Kind::kString:
        // The only literal that validation passes and coercion refuses: PostgreSQL's text has no NUL.
        if (value.text().find('\0') == std::string_view::npos) Leave('s', value);
        break;
      case language::Value::Kind::kList:
        for (const language::Value& item : value.items()) Literals(item);
        break;
      case language::Value::Kind::kObject:
        for (const language::ObjectField& field : value.fields()) Literals(field.value);
        break;
      default:
        break;
    }
  }

  void Leave(char kind, const language::Value& value) {
    index_.form.append(source_, copied_, value.location.start - copied_);
    index_.form += kLiteral;
    index_.form += kind;
    copied_ = value.location.end;
  }

  std::string_view source_;
  size_t copied_ = 0;
  DocumentIndex index_;
};

}  // namespace

DocumentIndex IndexDocument(const language::Document& document) {
  Indexer indexer(document.source);
  for (const language::Definition* definition : document.definitions) {
    if (definition->kind == language::Definition::Kind::kOperation) {
      indexer.Selections(static_cast<const language::OperationDefinition*>(definition)->selection_set);
    } else if (definition->kind == language::Definition::Kind::kFragment) {
      indexer.Selections(static_cast<const language::FragmentDefinition*>(definition)->selection_set);
    }
  }
  return indexer.Finish();
}

}  // namespace fraiseql::planner
