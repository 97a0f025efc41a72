// One line for all documents of the same meaning, as far as tokens and literals tell.

#include "planner/normalised_text.h"

#include <gtest/gtest.h>

#include "language/parser.h"
#include "planner/operation_cache.h"

namespace fraiseql::planner {
namespace {

std::string Normalised(std::string_view query) {
  Arena arena;
  language::ParseResult parsed = language::Parse(query, &arena);
  EXPECT_FALSE(parsed.error) << parsed.error->message;
  return NormalisedText(IndexDocument(*parsed.document).form);
}

TEST(NormalisedTextTest, LeavesOutWhatDoesNotCount) {
  EXPECT_EQ(
      Normalised("\xEF\xBB\xBF# a comment with \"quotes\"\nquery  A ( $id : ID! ,, ) {\r\n a(x:$id)  { b , c } }"),
      "query A($id:ID!){a(x:$id){b c}}");
}

TEST(NormalisedTextTest, KeepsWordsApart) {
  EXPECT_EQ(Normalised("{ a ... on B @skip(if: true) { c } ...F d } fragment F on B { e }"),
            "{a ...on B@skip(if:true){c}...F d}fragment F on B{e}");
}

TEST(NormalisedTextTest, LiteralsOfArgumentsBecomeQuestionMarks) {
  EXPECT_EQ(Normalised(R"({ a(x: [1, -2.5e3, "s # \" ", """b "" \""" """], y: {z: "", e: RED}) })"),
            "{a(x:[? ? ? ?]y:{z:? e:RED})}");
}

TEST(NormalisedTextTest, OtherLiteralsStay) {
  EXPECT_EQ(Normalised(R"(query ($a: Int = -1.5E+3, $b: String = "x  , # \" y", $c: [Int] = [1 2]) { a })"),
            R"(query($a:Int=-1.5E+3$b:String="x  , # \" y"$c:[Int]=[1 2]){a})");
  EXPECT_EQ(Normalised(R"(query ($b: String = """ a "b"  \""" """) { a })"),
            R"(query($b:String=""" a "b"  \""" """){a})");
}

TEST(NormalisedTextTest, TheIdIsThatOfTheText) {
  const auto id_of = [](std::string_view query) {
    PreparedDocument document(query);
    document.index = IndexDocument(*language::Parse(document.source, &document.arena).document);
    return document.Id();
  };
  EXPECT_EQ(id_of("{ a(x: 1) }"), id_of("{a (x: 2) # other\n}"));
  EXPECT_NE(id_of("{ a(x: 1) }"), id_of("{ a(y: 1) }"));
  EXPECT_EQ(id_of("{a}"), 14373755090808246356u);
}

}  // namespace
}  // namespace fraiseql::planner
