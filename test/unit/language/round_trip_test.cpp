// For every document: what the printer writes parses to the same tree, and is printed the same again.

#include "document_generator.h"
#include "harness.h"
#include "language/printer.h"
#include "tree_text.h"

namespace fraiseql::language {
namespace {

// Empty, or what is wrong.
std::string RoundTrip(const std::string& source) {
  Arena arena;
  ParseResult first = Parse(source, &arena, kUnlimited);
  if (first.document == nullptr) return "does not parse: " + first.error->message;
  std::string printed = Print(*first.document);
  ParseResult second = Parse(printed, &arena, kUnlimited);
  if (second.document == nullptr) return "does not parse once printed: " + second.error->message + "\n" + printed;
  if (TreeText::Of(*first.document) != TreeText::Of(*second.document))
    return "is another tree once printed:\n" + printed;
  if (Print(*second.document) != printed) return "is not printed the same again:\n" + printed;
  return "";
}

TEST(RoundTrip, HoldsForGeneratedDocuments) {
  for (uint32_t seed = 0; seed < 5000; ++seed) {
    std::string source = DocumentGenerator(seed).Document();
    std::string fault = RoundTrip(source);
    ASSERT_EQ(fault, "") << "seed " << seed << "\n" << source;
  }
}

TEST(RoundTrip, ComparesTreesAndNotTexts) {
  Parsed a("{ a }");
  Parsed b("query { a, }");
  Parsed c("{ a: a }");
  EXPECT_EQ(TreeText::Of(a.document()), TreeText::Of(b.document()));
  EXPECT_NE(TreeText::Of(a.document()), TreeText::Of(c.document()));
}

// The places of nodes lie within the source, and the text there parses to the node again.
TEST(RoundTrip, PlacesHoldTheTextOfTheirNodes) {
  for (uint32_t seed = 0; seed < 1000; ++seed) {
    Parsed whole(DocumentGenerator(seed).Document());
    for (const Definition* definition : whole.document().definitions) {
      Parsed alone{std::string(whole.TextOf(definition->location))};
      ASSERT_EQ(alone.document().definitions.size(), 1u) << seed;
      EXPECT_EQ(Print(*alone.document().definitions[0]), Print(*definition)) << seed;
    }
  }
}

}  // namespace
}  // namespace fraiseql::language
