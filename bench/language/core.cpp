// The core's side of the benchmark: answers `OPERATION FILE MILLISECONDS` on standard input with the nanoseconds one
// operation took, `-` where it failed. The argument is the schema that `validate` checks parsed documents against. The
// other side, reference.mjs, speaks the same.
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

#include "language/parser.h"
#include "schema/build.h"
#include "validation/validate.h"

namespace {

using namespace fraiseql;

constexpr Limits kUnlimited{.max_tokens = 0, .max_depth = 0};

bool Parse(const std::string& text) {
  Arena arena;
  return language::Parse(text, &arena, kUnlimited).document != nullptr;
}

// Nanoseconds per call over at least `milliseconds`, negative when a call failed.
template <typename Operation>
double Measure(Operation operation, int milliseconds) {
  using Clock = std::chrono::steady_clock;
  auto start = Clock::now();
  auto end = start + std::chrono::milliseconds(milliseconds);
  int64_t calls = 0;
  int64_t batch = 1;
  while (Clock::now() < end) {
    for (int64_t i = 0; i < batch; ++i) {
      if (!operation()) return -1;
    }
    calls += batch;
    if (batch < 1024) batch *= 2;
  }
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count() / static_cast<double>(calls);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  schema::BuildResult built = schema::BuildSchema(ReadFile(argv[1]));
  if (built.schema == nullptr) return 2;
  std::map<std::string, std::string> texts;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    std::string operation, path;
    int milliseconds = 0;
    words >> operation >> path >> milliseconds;
    auto [text, fresh] = texts.try_emplace(path);
    if (fresh) text->second = ReadFile(path);
    double nanoseconds = -1;
    if (operation == "parse") nanoseconds = Measure([&] { return Parse(text->second); }, milliseconds);
    if (operation == "validate") {
      Arena arena;
      const language::Document& document = *language::Parse(text->second, &arena, kUnlimited).document;
      nanoseconds = Measure([&] { return validation::Validate(*built.schema, document).empty(); }, milliseconds);
    }
    if (nanoseconds < 0) {
      std::cout << "-" << std::endl;
    } else {
      std::cout << nanoseconds << std::endl;
    }
  }
}
