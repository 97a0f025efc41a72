// Answers introspection queries through the core's whole pipeline, for test/introspection/run.
//
// stdin: one JSON object a line, {"sdl", "query"}. stdout: one a line: {"errors": [message, ...]} where the SDL is no
// schema, else {"printed": the schema as SDL, "response": the response}.
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <iostream>
#include <string>
#include <string_view>

#include "execution/database.h"
#include "graphql.h"
#include "schema/build.h"
#include "schema/print.h"

namespace fraiseql {
namespace {

class PrimaryOnly : public planner::Routes {
 public:
  planner::Route RouteTo(std::string_view) const override { return planner::Route::kForeignScan; }
};

std::string Answer(const rapidjson::Document& line) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartObject();
  schema::BuildResult built = schema::BuildSchema(line["sdl"].GetString());
  if (built.schema == nullptr) {
    writer.Key("errors");
    writer.StartArray();
    for (const GraphQLError& error : built.errors) writer.String(error.message);
    writer.EndArray();
  } else {
    Arena arena;
    planner::Binding binding;
    PrimaryOnly routes;
    GraphqlContext context;
    context.schema = built.schema.get();
    context.binding = &binding;
    context.routes = &routes;
    context.arena = &arena;
    std::string response = Graphql({.query = line["query"].GetString()}, context);
    writer.Key("printed");
    writer.String(schema::PrintSchema(*built.schema));
    writer.Key("response");
    writer.RawValue(response.data(), response.size(), rapidjson::kObjectType);
  }
  writer.EndObject();
  return buffer.GetString();
}

}  // namespace
}  // namespace fraiseql

int main() {
  std::string text;
  while (std::getline(std::cin, text)) {
    rapidjson::Document line;
    line.Parse(text);
    if (line.HasParseError()) return 1;
    std::cout << fraiseql::Answer(line) << std::endl;
  }
  return 0;
}
