#include "execution/introspect.h"

#include "base/interrupt.h"
#include "base/json.h"
#include "schema/introspection.h"

namespace fraiseql::execution {

namespace {

using planner::OutputField;
using schema::IntrospectionObject;
using schema::IntrospectionValue;
using values::InputValue;

class Introspector {
 public:
  Introspector(const schema::Schema& schema, const ParameterContext& context, std::string* out)
      : schema_(schema), context_(context), out_(out) {}

  void Object(IntrospectionObject object, const planner::OutputSelection& selection) {
    CheckForInterrupts();
    const schema::ObjectType* type = schema::IntrospectionObjectType(schema_, object);
    *out_ += '{';
    bool first = true;
    for (const planner::OutputSelection::Variant& variant : selection.variants) {
      if (variant.type != type) continue;
      for (const OutputField& field : variant.fields) {
        if (!first) *out_ += ',';
        first = false;
        AppendJsonString(field.response_key, out_);
        *out_ += ':';
        Field(object, field);
      }
    }
    *out_ += '}';
  }

  const InputValue* Argument(const OutputField& field, std::string_view name) const {
    for (size_t i = 0; i < context_.plan->sites.size(); ++i) {
      const planner::ArgumentSite& site = context_.plan->sites[i];
      if (site.node != field.nodes[0] || site.field != field.field) continue;
      for (const values::InputObjectField& argument : context_.arguments[i]) {
        if (argument.name == name) return &argument.value;
      }
    }
    return nullptr;
  }

 private:
  void Field(IntrospectionObject object, const OutputField& field) {
    const InputValue* deprecated = field.field->arguments.empty() ? nullptr : Argument(field, "includeDeprecated");
    bool include = deprecated != nullptr && deprecated->kind == InputValue::Kind::kBoolean && deprecated->boolean;
    IntrospectionValue value = schema::ResolveIntrospection(schema_, object, field.field->name, include, out_);
    switch (value.kind) {
      case IntrospectionValue::Kind::kNull:
        *out_ += "null";
        break;
      case IntrospectionValue::Kind::kLeaf:
        break;
      case IntrospectionValue::Kind::kObject:
        Object(value.object, *field.selection);
        break;
      case IntrospectionValue::Kind::kList:
        *out_ += '[';
        for (size_t i = 0; i < value.list.size(); ++i) {
          if (i > 0) *out_ += ',';
          Object(value.list[i], *field.selection);
        }
        *out_ += ']';
        break;
    }
  }

  const schema::Schema& schema_;
  const ParameterContext& context_;
  std::string* out_;
};

}  // namespace

void Introspect(const schema::Schema& schema, const OutputField& field, const ParameterContext& context,
                std::string* out) {
  Introspector introspector(schema, context, out);
  if (field.field->name == "__schema") {
    introspector.Object(schema::IntrospectSchema(schema), *field.selection);
    return;
  }
  const InputValue* name = introspector.Argument(field, "name");
  std::optional<IntrospectionObject> type;
  if (name != nullptr) type = schema::IntrospectType(schema, name->text);
  if (type) {
    introspector.Object(*type, *field.selection);
  } else {
    *out += "null";
  }
}

}  // namespace fraiseql::execution
