#include "reference_types.h"

#include <optional>
#include <string>
#include <vector>

#include "values/inspect.h"
#include "values/scalars.h"

namespace fraiseql::conformance {

namespace {

// CustomScalar has a parser that returns nothing in one schema only; elsewhere it takes every value.
bool custom_scalar_has_no_value = false;

std::optional<values::LeafFault> ParseReferenceScalar(const schema::ScalarType& type, const values::InputValue& value,
                                                      values::InputValue* result) {
  if (type.name == "Invalid") {
    values::LeafFault fault{.message = "Invalid scalar is always invalid: ", .whole = false};
    values::Inspect(value, &fault.message);
    return fault;
  }
  if (type.name == "FaultyScalar") return values::LeafFault{.message = "FaultyScalarErrorMessage"};
  if (type.name == "CustomScalar" && custom_scalar_has_no_value)
    return values::LeafFault{.message = "", .whole = false};
  *result = value;
  if (type.name == "ComplexScalar") result->text = "DeserializedValue";
  return std::nullopt;
}

bool HasPosition(std::string_view enum_value, const schema::Schema& schema, std::string_view position) {
  for (const schema::NamedType* type : schema.types()) {
    if (type->kind != schema::TypeKind::kEnum) continue;
    const List<schema::EnumValue>& values = static_cast<const schema::EnumType*>(type)->values;
    for (size_t i = 0; i < values.size(); ++i) {
      if (values[i].name == enum_value && std::to_string(i) == position) return true;
    }
  }
  return false;
}

}  // namespace

ReferenceScalars::ReferenceScalars(std::string_view sdl) {
  custom_scalar_has_no_value = sdl.find("invalidArg(arg: CustomScalar)") != std::string_view::npos;
  values::custom_scalar_parser = ParseReferenceScalar;
}

ReferenceScalars::~ReferenceScalars() { values::custom_scalar_parser = nullptr; }

values::InputValue WithReferenceEnums(const values::InputValue& value, const values::InputValue& expected,
                                      const schema::Schema& schema, Arena* arena) {
  using Kind = values::InputValue::Kind;
  values::InputValue result = value;
  if (value.kind == Kind::kEnum && expected.kind == Kind::kInt && HasPosition(value.text, schema, expected.text)) {
    return expected;
  }
  if (value.kind == Kind::kList && value.items.size() == expected.items.size()) {
    std::vector<values::InputValue> items;
    for (size_t i = 0; i < value.items.size(); ++i) {
      items.push_back(WithReferenceEnums(value.items[i], expected.items[i], schema, arena));
    }
    result.items = arena->Copy(items);
  }
  if (value.kind == Kind::kObject) {
    std::vector<values::InputObjectField> fields;
    for (const values::InputObjectField& field : value.fields) {
      const values::InputValue* counterpart = expected.Find(field.name);
      fields.push_back(
          counterpart == nullptr
              ? field
              : values::InputObjectField{field.name, WithReferenceEnums(field.value, *counterpart, schema, arena)});
    }
    result.fields = arena->Copy(fields);
  }
  return result;
}

}  // namespace fraiseql::conformance
