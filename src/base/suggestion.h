// "Did you mean ...": the names that resemble a misspelt one, chosen and ordered as graphql-js 16 does
// (jsutils/suggestionList, jsutils/didYouMean), so that messages agree word for word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fraiseql {

// False: no suggestions at all, for servers that do not tell strangers the names of their schema. The server half
// sets it from fraiseql.suggestions.
inline bool suggestions_enabled = true;

// The options within two fifths of the length of `input` in edits (insertion, deletion, substitution, swap of
// neighbours; a change of case alone is one edit), nearest first, then in natural order. The views are those of
// `options`. Empty while suggestions are switched off.
std::vector<std::string_view> SuggestionList(std::string_view input, const std::vector<std::string_view>& options);

// " Did you mean "a", "b", or "c"?" with a leading space and at most five names; empty without suggestions. With
// `sub_message`: " Did you mean the enum value "a"?".
std::string DidYouMean(const std::vector<std::string_view>& suggestions);
std::string DidYouMean(std::string_view sub_message, const std::vector<std::string_view>& suggestions);

// Negative, zero or positive as `a` stands before, beside or behind `b` where runs of digits compare as numbers.
int NaturalCompare(std::string_view a, std::string_view b);

}  // namespace fraiseql
