// conformance DIR: runs the vector files of a directory through the core. For each file `<file>: N of M` and every
// miss; the last line is `N passed, N failed`. Exit status 0 only if nothing failed and something ran.
#include <cstdio>
#include <exception>
#include <fstream>
#include <string>

#include "vectors.h"

namespace fraiseql::conformance {
namespace {

struct Totals {
  int passed = 0;
  int failed = 0;
};

rapidjson::Document ParseJson(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseFullPrecisionFlag>(text);
  if (document.HasParseError()) throw std::runtime_error("not JSON: " + text.substr(0, 200));
  return document;
}

Schemas ReadSchemas(const std::string& directory) {
  Schemas schemas;
  std::ifstream file(directory + "/schemas.json");
  if (!file) return schemas;
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  rapidjson::Document document = ParseJson(text);
  for (const auto& schema : document.GetArray()) schemas.emplace_back(schema.GetString(), schema.GetStringLength());
  return schemas;
}

Verdict RunLine(const Kind& kind, const std::string& line, const Schemas& schemas) {
  try {
    return kind.run(ParseJson(line), schemas);
  } catch (const std::exception& error) {
    return {Outcome::kFailed, "no exception", error.what()};
  }
}

void RunFile(const Kind& kind, const std::string& directory, const Schemas& schemas, Totals* totals) {
  std::ifstream file(directory + "/" + kind.file);
  if (!file) return;
  Totals here;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty()) continue;
    Verdict verdict = RunLine(kind, line, schemas);
    if (verdict.outcome == Outcome::kPassed) ++here.passed;
    if (verdict.outcome != Outcome::kFailed) continue;
    ++here.failed;
    std::printf("%s:%d: %s\n-- expected\n%s\n-- actual\n%s\n\n", kind.file, number, line.c_str(),
                verdict.expected.c_str(), verdict.actual.c_str());
  }
  std::printf("%s: %d of %d\n", kind.file, here.passed, here.passed + here.failed);
  totals->passed += here.passed;
  totals->failed += here.failed;
}

}  // namespace
}  // namespace fraiseql::conformance

int main(int argc, char** argv) {
  using namespace fraiseql::conformance;
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s DIR\n", argv[0]);
    return 2;
  }
  Totals totals;
  Schemas schemas = ReadSchemas(argv[1]);
  for (const Kind& kind : kKinds) RunFile(kind, argv[1], schemas, &totals);
  std::printf("%d passed, %d failed\n", totals.passed, totals.failed);
  return totals.failed == 0 && totals.passed > 0 ? 0 : 1;
}
