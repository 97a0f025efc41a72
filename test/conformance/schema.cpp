// Vectors about type system documents: SDL rules, type system validation, and schemas back to text.
#include "schema/build.h"

#include "language/parser.h"
#include "schema/print.h"
#include "vectors.h"

namespace fraiseql::conformance {

namespace {

constexpr schema::BuildOptions kReference = {.engine_extras = false};

}  // namespace

// `document`, `schema` (null, or the schema that the document extends), `errors`.
Verdict RunValidateSdl(const rapidjson::Value& vector, const Schemas& schemas) {
  std::unique_ptr<const schema::Schema> existing;
  if (!vector["schema"].IsNull()) {
    // A schema without a definition of its own prints as nothing, which is no document: repeat a type it has anyway.
    std::string_view sdl = SchemaOf(vector, schemas);
    existing = schema::BuildUnvalidatedSchema(sdl.empty() ? "scalar String" : sdl, kReference).schema;
  }
  Arena arena;
  language::ParseResult parsed = language::Parse(Text(vector, "document"), &arena, kReference.limits);
  if (parsed.error.has_value()) return CompareErrors(vector["errors"], {*parsed.error});
  return CompareErrors(vector["errors"], schema::ValidateSdl(*parsed.document, existing.get(), kReference));
}

// `document`, `errors`: of type system validation alone, the document is taken as it stands.
Verdict RunValidateSchema(const rapidjson::Value& vector, const Schemas&) {
  schema::BuildResult built = schema::BuildUnvalidatedSchema(Text(vector, "document"), kReference);
  if (built.schema == nullptr) return CompareErrors(vector["errors"], built.errors);
  return CompareErrors(vector["errors"], schema::ValidateSchema(*built.schema));
}

// `document`, `printed`.
Verdict RunPrintSchema(const rapidjson::Value& vector, const Schemas&) {
  schema::BuildResult built = schema::BuildUnvalidatedSchema(Text(vector, "document"), kReference);
  if (built.schema == nullptr) return CompareTexts(Text(vector, "printed"), Describe(built.errors));
  return CompareTexts(Text(vector, "printed"), schema::PrintSchema(*built.schema));
}

}  // namespace fraiseql::conformance
