// " Did you mean ...?": the names near to one that is not known, as graphql-js chooses and words them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fraiseql {

// False: no name of the schema is suggested to anybody; both functions then return nothing. The server half sets it
// from fraiseql.suggestions.
inline bool suggestions_enabled = true;

// The options within reach of `input`, nearest first, equally near ones in natural order ("v2" before "v10"), each
// once. Distance counts insertions, deletions, substitutions and swaps of neighbours, a change of case alone as one;
// options further away than 40 % of the input's length plus one are left out.
std::vector<std::string_view> SuggestionList(std::string_view input, const std::vector<std::string_view>& options);

// ` Did you mean "A", "B", or "C"?` for at most five suggestions, empty for none; with `sub_message` its text stands
// before the first suggestion: ` Did you mean to use an inline fragment on "A"?`.
std::string DidYouMean(const std::vector<std::string_view>& suggestions, std::string_view sub_message = {});

// Whether `a` stands before `b` where runs of digits compare as numbers: "v2" before "v10".
bool NaturallyBefore(std::string_view a, std::string_view b);

}  // namespace fraiseql
