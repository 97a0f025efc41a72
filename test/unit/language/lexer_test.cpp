#include "language/lexer.h"

#include "harness.h"

namespace fraiseql::language {
namespace {

// All tokens of a text as `Kind"value"@start-end`, parted by spaces.
std::string Lex(std::string_view source) {
  Arena arena;
  Lexer lexer(source, &arena, 0);
  std::string text;
  do {
    lexer.Advance();
    if (!text.empty()) text += ' ';
    text += lexer.Describe() + "@" + std::to_string(lexer.token().start) + "-" + std::to_string(lexer.token().end);
  } while (lexer.token().kind != TokenKind::kEndOfFile);
  return text;
}

// The value of the only token of a text.
std::string StringValue(std::string_view source) {
  Arena arena;
  ParseValueResult result = ParseValue(source, &arena);
  if (!result.error.has_value()) return std::string(result.value->text());
  ADD_FAILURE() << result.error->message;
  return "";
}

TEST(Lexer, ReadsEveryPunctuator) {
  EXPECT_EQ(Lex("! $ & ( ) ... : = @ [ ] { | }"),
            "\"!\"@0-1 \"$\"@2-3 \"&\"@4-5 \"(\"@6-7 \")\"@8-9 \"...\"@10-13 \":\"@14-15 \"=\"@16-17 \"@\"@18-19 "
            "\"[\"@20-21 \"]\"@22-23 \"{\"@24-25 \"|\"@26-27 \"}\"@28-29 <EOF>@29-29");
  EXPECT_EQ(Lex("{a:b}"), "\"{\"@0-1 Name \"a\"@1-2 \":\"@2-3 Name \"b\"@3-4 \"}\"@4-5 <EOF>@5-5");
}

TEST(Lexer, SkipsWhatIsIgnored) {
  EXPECT_EQ(Lex(""), "<EOF>@0-0");
  EXPECT_EQ(Lex(" \t,\r\n"), "<EOF>@5-5");
  EXPECT_EQ(Lex("\xEF\xBB\xBF foo"), "Name \"foo\"@4-7 <EOF>@7-7");
  EXPECT_EQ(Lex("a\xEF\xBB\xBF"
                "b"),
            "Name \"a\"@0-1 Name \"b\"@4-5 <EOF>@5-5");
  EXPECT_EQ(Lex("#one\nfoo#\xC3\xA9 \" two"), "Name \"foo\"@5-8 <EOF>@17-17");
  EXPECT_EQ(Lex("#one\rfoo"), "Name \"foo\"@5-8 <EOF>@8-8");
}

TEST(Lexer, ReadsNamesOfAnyLengthAtAnyPlace) {
  for (size_t before : {0, 1, 60, 63, 64, 65, 127, 128}) {
    for (size_t length : {1, 2, 62, 63, 64, 65, 128, 200}) {
      std::string name = "_" + std::string(length - 1, 'x');
      std::string source = std::string(before, ' ') + name + "(" + name;
      std::string expected = "Name \"" + name + "\"@" + std::to_string(before) + "-" + std::to_string(before + length) +
                             " \"(\"@" + std::to_string(before + length) + "-" + std::to_string(before + length + 1) +
                             " Name \"" + name + "\"@" + std::to_string(before + length + 1) + "-" +
                             std::to_string(source.size()) + " <EOF>@" + std::to_string(source.size()) + "-" +
                             std::to_string(source.size());
      EXPECT_EQ(Lex(source), expected);
    }
  }
}

TEST(Lexer, ReadsNumbers) {
  for (std::string number : {"0", "4", "-4", "9", "-0", "123456789012345678901234567890"}) {
    EXPECT_EQ(Lex(number), "Int \"" + number + "\"@0-" + std::to_string(number.size()) + " <EOF>@" +
                               std::to_string(number.size()) + "-" + std::to_string(number.size()));
  }
  for (std::string number : {"4.123", "-4.123", "0.123", "123e4", "123E4", "123e-4", "123e+4", "-1.123e4567", "0e0"}) {
    EXPECT_EQ(Lex(number), "Float \"" + number + "\"@0-" + std::to_string(number.size()) + " <EOF>@" +
                               std::to_string(number.size()) + "-" + std::to_string(number.size()));
  }
  EXPECT_EQ(Lex("1,2"), "Int \"1\"@0-1 Int \"2\"@2-3 <EOF>@3-3");
}

TEST(Lexer, ReadsNumbersOfAnyLengthAtAnyPlace) {
  for (size_t length : {1, 40, 63, 64, 65, 127, 128, 129, 1000}) {
    for (size_t place = 0; place < 130; ++place) {
      for (std::string prefix : {"", "-", "1.", "1e"}) {
        std::string number = prefix + std::string(length, '9');
        std::string kind = prefix.size() == 2 ? "Float" : "Int";
        size_t end = place + number.size();
        EXPECT_EQ(Lex(std::string(place, ' ') + number), kind + " \"" + number + "\"@" + std::to_string(place) + "-" +
                                                             std::to_string(end) + " <EOF>@" + std::to_string(end) +
                                                             "-" + std::to_string(end));
      }
    }
  }
}

TEST(Lexer, SaysWhatIsWrongWithANumber) {
  ExpectSyntaxError("00", "Invalid number, unexpected digit after 0: \"0\".", 1, 2);
  ExpectSyntaxError("-01", "Invalid number, unexpected digit after 0: \"1\".", 1, 3);
  ExpectSyntaxError("+1", "Unexpected character: \"+\".", 1, 1);
  ExpectSyntaxError("1.", "Invalid number, expected digit but got: <EOF>.", 1, 3);
  ExpectSyntaxError("1e", "Invalid number, expected digit but got: <EOF>.", 1, 3);
  ExpectSyntaxError("1.e1", "Invalid number, expected digit but got: \"e\".", 1, 3);
  ExpectSyntaxError(".123", "Unexpected character: \".\".", 1, 1);
  ExpectSyntaxError("1.A", "Invalid number, expected digit but got: \"A\".", 1, 3);
  ExpectSyntaxError("-A", "Invalid number, expected digit but got: \"A\".", 1, 2);
  ExpectSyntaxError("1.0eA", "Invalid number, expected digit but got: \"A\".", 1, 5);
  ExpectSyntaxError("1.2e3e", "Invalid number, expected digit but got: \"e\".", 1, 6);
  ExpectSyntaxError("1.2e3.4", "Invalid number, expected digit but got: \".\".", 1, 6);
  ExpectSyntaxError("0xF1", "Invalid number, expected digit but got: \"x\".", 1, 2);
  ExpectSyntaxError("123a", "Invalid number, expected digit but got: \"a\".", 1, 4);
  ExpectSyntaxError("-\"", "Invalid number, expected digit but got: '\"'.", 1, 2);
}

TEST(Lexer, ReadsStrings) {
  EXPECT_EQ(StringValue(R"("")"), "");
  EXPECT_EQ(StringValue(R"("simple")"), "simple");
  EXPECT_EQ(StringValue(R"(" white space ")"), " white space ");
  EXPECT_EQ(StringValue(R"("quote \"")"), "quote \"");
  EXPECT_EQ(StringValue(R"("escaped \n\r\b\t\f\\\/")"), "escaped \n\r\b\t\f\\/");
  EXPECT_EQ(StringValue(R"("unicode \u1234\u5678\u90AB\uCDEF")"), "unicode \u1234\u5678\u90AB\uCDEF");
  EXPECT_EQ(StringValue(R"("\u{0}\u{41}\u{000041}\u{1F600}\u{10FFFF}")"),
            std::string("\0AA\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF", 11));
  EXPECT_EQ(StringValue(R"("\uD83D\uDE00")"), "\xF0\x9F\x98\x80");
  EXPECT_EQ(StringValue("\"\x07 \xC3\xA9 \xF0\x9F\x98\x80\""), "\x07 \xC3\xA9 \xF0\x9F\x98\x80");
  EXPECT_EQ(StringValue("\"" + std::string(100, 'x') + "\\n" + std::string(100, 'y') + "\""),
            std::string(100, 'x') + "\n" + std::string(100, 'y'));
}

TEST(Lexer, SaysWhatIsWrongWithAString) {
  ExpectSyntaxError("\"", "Unterminated string.", 1, 2);
  ExpectSyntaxError("\"\"\"", "Unterminated string.", 1, 4);
  ExpectSyntaxError("\"no end quote", "Unterminated string.", 1, 14);
  ExpectSyntaxError("\"multi\nline\"", "Unterminated string.", 1, 7);
  ExpectSyntaxError("\"multi\rline\"", "Unterminated string.", 1, 7);
  ExpectSyntaxError("'single quotes'",
                    "Unexpected single quote character ('), did you mean to use a double quote (\")?", 1, 1);
  ExpectSyntaxError(R"("bad \z esc")", R"(Invalid character escape sequence: "\z".)", 1, 6);
  ExpectSyntaxError(R"("bad \x esc")", R"(Invalid character escape sequence: "\x".)", 1, 6);
  ExpectSyntaxError("\"bad \\", "Invalid character escape sequence: \"\\\".", 1, 6);
  ExpectSyntaxError(R"("bad \u1 esc")", R"(Invalid Unicode escape sequence: "\u1 es".)", 1, 6);
  ExpectSyntaxError(R"("bad \u0XX1 esc")", R"(Invalid Unicode escape sequence: "\u0XX1".)", 1, 6);
  ExpectSyntaxError(R"("bad \uXXXF esc")", R"(Invalid Unicode escape sequence: "\uXXXF".)", 1, 6);
  ExpectSyntaxError(R"("bad \u{} esc")", R"(Invalid Unicode escape sequence: "\u{}".)", 1, 6);
  ExpectSyntaxError(R"("bad \u{FXXX} esc")", R"(Invalid Unicode escape sequence: "\u{FX".)", 1, 6);
  ExpectSyntaxError(R"("bad \u{FFFF esc")", R"(Invalid Unicode escape sequence: "\u{FFFF ".)", 1, 6);
  ExpectSyntaxError(R"("bad \u{110000} esc")", R"(Invalid Unicode escape sequence: "\u{110000}".)", 1, 6);
  ExpectSyntaxError(R"("bad \u{FFFFFFFFF}")", R"(Invalid Unicode escape sequence: "\u{FFFFFFFF".)", 1, 6);
  ExpectSyntaxError(R"("bad \u{000000000}")", R"(Invalid Unicode escape sequence: "\u{000000000".)", 1, 6);
}

TEST(Lexer, RejectsSurrogates) {
  ExpectSyntaxError(R"("\uD83D")", R"(Invalid Unicode escape sequence: "\uD83D".)", 1, 2);
  ExpectSyntaxError(R"("\uDE00")", R"(Invalid Unicode escape sequence: "\uDE00".)", 1, 2);
  ExpectSyntaxError(R"("\uD83D\uD83D")", R"(Invalid Unicode escape sequence: "\uD83D".)", 1, 2);
  ExpectSyntaxError(R"("\uD83Dx")", R"(Invalid Unicode escape sequence: "\uD83D".)", 1, 2);
  ExpectSyntaxError(R"("\u{D800}")", R"(Invalid Unicode escape sequence: "\u{D800}".)", 1, 2);
  ExpectSyntaxError("\"\xED\xA0\xBD\"", "Invalid character within String: U+D83D.", 1, 2);
  ExpectSyntaxError("{ \xED\xB8\x80", "Invalid character: U+DE00.", 1, 3);
}

TEST(Lexer, RejectsWhatIsNoUtf8) {
  ExpectSyntaxError("\"\xFF\"", "Invalid character within String: U+FFFD.", 1, 2);
  ExpectSyntaxError("\"\xC3", "Invalid character within String: U+FFFD.", 1, 2);
  ExpectSyntaxError("\"\xC0\x80\"", "Invalid character within String: U+FFFD.", 1, 2);
  ExpectSyntaxError("\"\"\"a\n\xF8\"\"\"", "Invalid character within String: U+FFFD.", 2, 1);
  ExpectSyntaxError("{ # \xFE\n a }", "Invalid character: U+FFFD.", 1, 5);
  ExpectSyntaxError("{ \xEF\xBB", "Invalid character: U+FFFD.", 1, 3);
  ExpectSyntaxError("\"\\\xFF\"", "Invalid character escape sequence: \"\\\xEF\xBF\xBD\".", 1, 2);
}

TEST(Lexer, SaysWhichCharacterIsUnexpected) {
  ExpectSyntaxError("..", "Unexpected character: \".\".", 1, 1);
  ExpectSyntaxError("?", "Unexpected character: \"?\".", 1, 1);
  ExpectSyntaxError(std::string_view("\0", 1), "Unexpected character: U+0000.", 1, 1);
  ExpectSyntaxError("{ \x08", "Unexpected character: U+0008.", 1, 3);
  ExpectSyntaxError("\x7F", "Unexpected character: U+007F.", 1, 1);
  ExpectSyntaxError("\n\n  \xC2\xAA", "Unexpected character: U+00AA.", 3, 3);
  ExpectSyntaxError("\xE2\x80\x8B", "Unexpected character: U+200B.", 1, 1);
  ExpectSyntaxError("\xF0\x9F\x98\x80", "Unexpected character: U+1F600.", 1, 1);
}

// Spec section 2.9.4, BlockStringValue.
TEST(Lexer, ReadsBlockStrings) {
  EXPECT_EQ(StringValue(R"("""""")"), "");
  EXPECT_EQ(StringValue(R"("""simple""")"), "simple");
  EXPECT_EQ(StringValue(R"(""" white space """)"), " white space ");
  EXPECT_EQ(StringValue(R"("""   """)"), "");
  EXPECT_EQ(StringValue(R"("""contains " quote""")"), "contains \" quote");
  EXPECT_EQ(StringValue(R"("""contains \""" triple quote""")"), "contains \"\"\" triple quote");
  EXPECT_EQ(StringValue("\"\"\"multi\rline\r\nnormalized\n\"\"\""), "multi\nline\nnormalized");
  EXPECT_EQ(StringValue(R"("""unescaped \n\r\b\t\f\u1234""")"), R"(unescaped \n\r\b\t\f\u1234)");
  EXPECT_EQ(StringValue(R"("""slashes \\ \/""")"), R"(slashes \\ \/)");
  EXPECT_EQ(StringValue("\"\"\"\n\n        spans\n          multiple\n            lines\n\n        \"\"\""),
            "spans\n  multiple\n    lines");
  EXPECT_EQ(StringValue("\"\"\"  first\n    second\n   third\"\"\""), "  first\n second\nthird");
  EXPECT_EQ(StringValue("\"\"\"a\n\n  b\n \n\"\"\""), "a\n\nb");
  EXPECT_EQ(StringValue("\"\"\"\n  a\n    \n  b\n\"\"\""), "a\n  \nb");
  EXPECT_EQ(StringValue("\"\"\"\n\ta\n\t\\\"\"\"b\n\"\"\""), "a\n\"\"\"b");
  ExpectSyntaxError("\"\"\"a\n\nb", "Unterminated string.", 3, 2);
}

TEST(Lexer, CountsLinesAndColumns) {
  ExpectSyntaxError("\n\r\n\r ?", "Unexpected character: \"?\".", 4, 2);
  ExpectSyntaxError("\"\"\"\na\r\nb\"\"\" ?", "Unexpected character: \"?\".", 3, 6);
  // A character above U+FFFF takes two columns, a byte order mark one.
  ExpectSyntaxError("\"\xF0\x9F\x98\x80\" ?", "Unexpected character: \"?\".", 1, 6);
  ExpectSyntaxError("\xEF\xBB\xBF?", "Unexpected character: \"?\".", 1, 2);
}

}  // namespace
}  // namespace fraiseql::language
