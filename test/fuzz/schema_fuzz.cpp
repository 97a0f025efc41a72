// Any bytes as a type system document: either errors in the form of response entries, or a schema that survives being
// printed and whose introspection can be walked.
#include <cstdint>
#include <string>

#include "fuzz.h"
#include "schema/build.h"
#include "schema/introspection.h"
#include "schema/print.h"

using namespace fraiseql;

namespace {

void Walk(const schema::Schema& schema, schema::IntrospectionObject object, int depth) {
  std::string out;
  const schema::ObjectType* type = schema::IntrospectionObjectType(schema, object);
  fuzz::Check(type != nullptr, "an introspection object has no type", "");
  for (const schema::Field& field : type->fields()) {
    schema::IntrospectionValue value = schema::ResolveIntrospection(schema, object, field.name, true, &out);
    if (depth == 0) continue;
    if (value.kind == schema::IntrospectionValue::Kind::kObject) Walk(schema, value.object, depth - 1);
    for (const schema::IntrospectionObject& item : value.list) Walk(schema, item, depth - 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string sdl(reinterpret_cast<const char*>(data), size);
  schema::BuildUnvalidatedSchema(sdl, {.engine_extras = false});
  schema::BuildResult built = schema::BuildSchema(sdl);
  for (const GraphQLError& error : built.errors) fuzz::CheckError(sdl, error);
  fuzz::Check((built.schema == nullptr) == !built.errors.empty(), "neither a schema nor errors, or both", sdl);
  if (built.schema == nullptr) return 0;

  Walk(*built.schema, schema::IntrospectSchema(*built.schema), 3);
  std::string printed = schema::PrintSchema(*built.schema);
  schema::BuildResult again = schema::BuildSchema(printed);
  fuzz::Check(again.schema != nullptr, "what was printed is no schema", printed);
  std::string printed_again = schema::PrintSchema(*again.schema);
  fuzz::Check(printed == printed_again, "what was printed is another schema", printed + "\n---\n" + printed_again);

  schema::BuildResult trusted = schema::BuildTrustedSchema(sdl);
  fuzz::Check(trusted.schema != nullptr, "no schema where there are no faults", sdl);
  for (const schema::NamedType* type : built.schema->types()) {
    std::string whole, completed;
    schema::PrintType(*type, &whole);
    schema::PrintType(*trusted.schema->FindType(type->name), &completed);
    fuzz::Check(whole == completed, "a type that was completed later is another", whole + "\n---\n" + completed);
  }
  return 0;
}
