// Lines and columns, which are computed for errors alone: see LocationOf and LocationsOf in parser.h.
#include "base/utf8.h"
#include "language/parser.h"

namespace fraiseql::language {

namespace {

// A place that moves forward through a text and counts lines and columns on its way.
class Position {
 public:
  explicit Position(std::string_view source) : source_(source) {}

  SourceLocation MoveTo(uint32_t offset) {
    size_t segment = offset_;  // what belongs to the line and has not been counted
    size_t i = offset_;
    for (; i < offset && i < source_.size(); ++i) {
      if (source_[i] != '\n' && source_[i] != '\r') continue;
      if (source_[i] == '\r' && i + 1 < source_.size() && source_[i + 1] == '\n') ++i;
      ++location_.line;
      location_.column = 1;
      segment = i + 1;
    }
    offset_ = i;
    if (segment < i) location_.column += static_cast<uint32_t>(Utf16Length(source_.substr(segment, i - segment)));
    return location_;
  }

 private:
  std::string_view source_;
  size_t offset_ = 0;
  SourceLocation location_{1, 1};
};

}  // namespace

SourceLocation LocationOf(std::string_view source, uint32_t offset) { return Position(source).MoveTo(offset); }

std::vector<SourceLocation> LocationsOf(std::string_view source, const std::vector<uint32_t>& offsets) {
  Position position(source);
  std::vector<SourceLocation> locations;
  locations.reserve(offsets.size());
  for (uint32_t offset : offsets) locations.push_back(position.MoveTo(offset));
  return locations;
}

}  // namespace fraiseql::language
