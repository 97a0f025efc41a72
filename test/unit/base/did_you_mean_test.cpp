#include "base/did_you_mean.h"

#include <gtest/gtest.h>

namespace fraiseql {
namespace {

using Names = std::vector<std::string_view>;

TEST(SuggestionList, ReturnsNothingWhereNothingIsNear) {
  EXPECT_EQ(SuggestionList("input", {}), Names{});
  EXPECT_EQ(SuggestionList("", {"option"}), Names{});
  EXPECT_EQ(SuggestionList("verylongname", {"x", "short"}), Names{});
}

TEST(SuggestionList, CountsEachKindOfEdit) {
  EXPECT_EQ(SuggestionList("greenish", {"green"}), Names{"green"});
  EXPECT_EQ(SuggestionList("green", {"greenish"}), Names{"greenish"});
  EXPECT_EQ(SuggestionList("verylongstring", {"VERYLONGSTRING"}), Names{"VERYLONGSTRING"});
  EXPECT_EQ(SuggestionList("abdc", {"abcd", "axcd"}), (Names{"abcd", "axcd"}));
  EXPECT_EQ(SuggestionList("ab", {"ca"}), Names{});
  EXPECT_EQ(SuggestionList("ab", {"ba"}), Names{"ba"});
}

TEST(SuggestionList, SortsByDistanceThenNaturally) {
  EXPECT_EQ(SuggestionList("abc", {"a", "ab", "abc"}), (Names{"abc", "ab", "a"}));
  EXPECT_EQ(SuggestionList("v", {"v10", "v2", "v1", "v1"}), (Names{"v1", "v2"}));
  EXPECT_EQ(SuggestionList("field", {"field10", "field2", "field1"}), (Names{"field1", "field2", "field10"}));
}

TEST(DidYouMean, WordsUpToFiveSuggestions) {
  EXPECT_EQ(DidYouMean({}), "");
  EXPECT_EQ(DidYouMean({"A"}), " Did you mean \"A\"?");
  EXPECT_EQ(DidYouMean({"A", "B"}), " Did you mean \"A\" or \"B\"?");
  EXPECT_EQ(DidYouMean({"A", "B", "C"}), " Did you mean \"A\", \"B\", or \"C\"?");
  EXPECT_EQ(DidYouMean({"A", "B", "C", "D", "E", "F"}), " Did you mean \"A\", \"B\", \"C\", \"D\", or \"E\"?");
  EXPECT_EQ(DidYouMean({"A"}, "the enum value"), " Did you mean the enum value \"A\"?");
}

TEST(DidYouMean, SaysNothingWhenSwitchedOff) {
  suggestions_enabled = false;
  EXPECT_EQ(SuggestionList("ab", {"ba"}), Names{});
  EXPECT_EQ(DidYouMean({"A"}), "");
  suggestions_enabled = true;
}

}  // namespace
}  // namespace fraiseql
