#include "schema/error_list.h"

#include <algorithm>

namespace fraiseql::schema {

namespace {

// Lines end with \n, \r or \r\n; columns count UTF-16 code units (see language::LocationOf).
std::vector<std::pair<uint32_t, SourceLocation>> LocationsOf(std::string_view source, std::vector<uint32_t> offsets) {
  std::sort(offsets.begin(), offsets.end());
  offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
  std::vector<std::pair<uint32_t, SourceLocation>> locations;
  SourceLocation here{1, 1};
  size_t at = 0;
  for (uint32_t offset : offsets) {
    for (; at < offset && at < source.size(); ++at) {
      unsigned char byte = static_cast<unsigned char>(source[at]);
      if (byte == '\n' || (byte == '\r' && (at + 1 == source.size() || source[at + 1] != '\n'))) {
        ++here.line;
        here.column = 1;
      } else if (byte < 0x80 || byte >= 0xC0) {
        here.column += byte >= 0xF0 ? 2 : 1;
      }
    }
    locations.emplace_back(offset, here);
  }
  return locations;
}

}  // namespace

std::vector<GraphQLError> ErrorList::Take(std::string_view source) {
  auto place = [](const Fault& fault) {
    return fault.offsets.empty() ? int64_t{-1} : static_cast<int64_t>(fault.offsets.front());
  };
  std::stable_sort(faults_.begin(), faults_.end(),
                   [&place](const Fault& a, const Fault& b) { return place(a) < place(b); });
  std::vector<uint32_t> offsets;
  for (const Fault& fault : faults_) offsets.insert(offsets.end(), fault.offsets.begin(), fault.offsets.end());
  const auto locations = LocationsOf(source, std::move(offsets));

  std::vector<GraphQLError> errors;
  errors.reserve(faults_.size());
  for (Fault& fault : faults_) {
    GraphQLError error;
    error.message = std::move(fault.message);
    for (uint32_t offset : fault.offsets) {
      auto found = std::lower_bound(locations.begin(), locations.end(), offset,
                                    [](const auto& entry, uint32_t value) { return entry.first < value; });
      error.locations.push_back(found->second);
    }
    errors.push_back(std::move(error));
  }
  faults_.clear();
  return errors;
}

}  // namespace fraiseql::schema
