// Random documents that use the whole grammar, for properties that hold for every document.
#pragma once

#include <random>
#include <string>

namespace fraiseql::language {

class DocumentGenerator {
 public:
  explicit DocumentGenerator(uint32_t seed) : random_(seed) {}

  std::string Document() {
    std::string text;
    for (int i = 0, count = 1 + Below(4); i < count; ++i) text += Definition() + Ignored();
    return text;
  }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint32_t>(n)); }
  bool Chance(int percent) { return Below(100) < percent; }
  std::string Maybe(int percent, const std::string& text) { return Chance(percent) ? text : ""; }

  std::string Ignored() {
    static const char* const kIgnored[] = {" ", "\n", "\r\n", "\r", ", ", "\t", " # \xC3\xA9 \" '\n", "\xEF\xBB\xBF "};
    return kIgnored[Below(8)];
  }
  std::string Name() {
    static const char* const kNames[] = {"a",        "b2",    "_c",   "query", "type",      "fragment",  "extend",
                                         "mutation", "input", "enum", "Order", "interface", "repeatable"};
    return Chance(3) ? std::string(static_cast<size_t>(1 + Below(150)), 'n') : kNames[Below(13)];
  }
  template <typename Make>
  std::string Some(int most, Make make) {
    std::string text;
    for (int i = 0, count = 1 + Below(most); i < count; ++i) text += make() + Ignored();
    return text;
  }

  std::string String() {
    static const char* const kParts[] = {"x",
                                         " ",
                                         "\\n",
                                         "\\\"",
                                         "\\\\",
                                         "\\u0000",
                                         "'",
                                         "\t",
                                         "\\u{1F600}",
                                         "\\uD83D\\uDE00",
                                         "\xC2\x85",
                                         "#",
                                         "\x7F",
                                         "\\/",
                                         "\xC3\xA9",
                                         "\\u00e9",
                                         "\xF0\x9F\x98\x80"};
    std::string text = "\"";
    for (int i = Below(8); i > 0; --i) text += kParts[Below(17)];
    return text + "\"";
  }
  std::string BlockString() {
    static const char* const kParts[] = {
        "x", " ",  "\n",   "\r\n", "\r",       "\\\"\"\"", "\"x", "\\n",
        "'", "\t", "\n  ", "\n\n", "\xC3\xA9", "\\x",      "  ",  "long words in a row "};
    std::string text = "\"\"\"";
    for (int i = Below(12); i > 0; --i) text += kParts[Below(16)];
    if (Chance(20)) text += "\\\"\"\"";
    return text + "\"\"\"";
  }
  std::string AnyString() { return Chance(50) ? String() : BlockString(); }
  std::string Description() { return Maybe(30, AnyString() + Ignored()); }

  std::string Value(int depth, bool constant) {
    switch (Below(depth > 0 ? 11 : 9)) {
      case 0:
        return std::to_string(Below(1000) - 500);
      case 1:
        return "-1.25e+10";
      case 2:
        return String();
      case 3:
        return BlockString();
      case 4:
        return Chance(50) ? "true" : "false";
      case 5:
        return "null";
      case 6:
        return "ENUM";
      case 7:
        return constant ? "[]" : "$" + Name();
      case 8:
        return "{}";
      case 9:
        return "[" + Some(3, [&] { return Value(depth - 1, constant); }) + "]";
      default:
        return "{" + Some(3, [&] { return Name() + ":" + Value(depth - 1, constant); }) + "}";
    }
  }
  std::string Arguments(bool constant) {
    if (Chance(60)) return "";
    return "(" + Some(4, [&] { return Name() + ":" + Ignored() + Value(2, constant); }) + ")";
  }
  std::string Directives(bool constant) {
    if (Chance(70)) return " ";
    return " " + Some(2, [&] { return "@" + Name() + Arguments(constant); });
  }
  std::string Type() {
    std::string type = Chance(30) ? "[" + Type() + "]" : Name();
    return type + Maybe(30, "!");
  }

  std::string SelectionSet(int depth) {
    return "{" + Some(4, [&] { return Selection(depth); }) + "}";
  }
  std::string Selection(int depth) {
    switch (Below(6)) {
      case 0:
        return "... " + Name() + Directives(false);
      case 1:
        if (depth > 0) return "..." + Maybe(50, " on " + Name()) + Directives(false) + SelectionSet(depth - 1);
        [[fallthrough]];
      default:
        return Maybe(30, Name() + " : ") + Name() + Arguments(false) + Directives(false) +
               (depth > 0 && Chance(30) ? SelectionSet(depth - 1) : "");
    }
  }
  std::string VariableDefinitions() {
    if (Chance(50)) return "";
    return "(" +
           Some(3,
                [&] {
                  return Description() + "$" + Name() + ":" + Type() + Maybe(40, "=" + Value(2, true)) +
                         Directives(true);
                }) +
           ")";
  }

  std::string InputValue() {
    return Description() + Name() + ":" + Type() + Maybe(40, "=" + Value(2, true)) + Directives(true);
  }
  std::string ArgumentsDefinition() {
    if (Chance(60)) return "";
    return "(" + Some(3, [&] { return InputValue(); }) + ")";
  }
  std::string Implements() { return Maybe(40, " implements " + Name() + Maybe(50, " & " + Name())); }
  std::string Fields() {
    return "{" +
           Some(4, [&] { return Description() + Name() + ArgumentsDefinition() + ":" + Type() + Directives(true); }) +
           "}";
  }
  std::string Definition() {
    bool extend = Chance(25);
    std::string prefix = extend ? "extend " : Description();
    switch (Below(11)) {
      case 0:
        return SelectionSet(3);
      case 1:
      case 2:
        return Description() + (Chance(50) ? "query " : "subscription ") + Maybe(60, Name()) + VariableDefinitions() +
               Directives(false) + SelectionSet(3);
      case 3:
        return Description() + "fragment " + Name() + " on " + Name() + Directives(false) + SelectionSet(3);
      case 4:
        return prefix + "schema" + Directives(true) + "{ query: " + Name() + " mutation: " + Name() + "}";
      case 5:
        return prefix + "scalar " + Name() + " @a" + Directives(true);
      case 6:
        return prefix + "type " + Name() + Implements() + Directives(true) + Fields();
      case 7:
        return prefix + "interface " + Name() + Implements() + Directives(true) + Fields();
      case 8:
        return prefix + "union " + Name() + Directives(true) + "= " + Maybe(50, "| ") + Name() +
               Maybe(50, " | " + Name());
      case 9:
        return prefix + "enum " + Name() + Directives(true) + "{" +
               Some(3, [&] { return Description() + Name() + Directives(true); }) + "}";
      default:
        if (Chance(50)) {
          return prefix + "input " + Name() + Directives(true) + "{" + Some(3, [&] { return InputValue(); }) + "}";
        }
        return Description() + "directive @" + Name() + ArgumentsDefinition() + Maybe(40, " repeatable") + " on " +
               Maybe(30, "| ") + "FIELD" + Maybe(50, " | ENUM_VALUE");
    }
  }

  std::mt19937 random_;
};

}  // namespace fraiseql::language
