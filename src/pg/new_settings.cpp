#include "pg/new_settings.h"

#include <algorithm>

#include "pg/boundary.h"

extern "C" {
#include "utils/guc.h"
}

namespace fraiseql::pg {

bool HasPlaceholder(const char* name) {
  return CallPg([&] { return GetConfigOptionFlags(name, true) != 0; });
}

#if PG_VERSION_NUM < 160000

NewSettings::NewSettings() {
  static config_generic nameless;
  nameless.name = "";  // before all others
  config_generic** settings = get_guc_variables();
  others_.assign(settings, settings + GetNumConfigOptions());
  std::fill_n(settings, others_.size(), &nameless);
}

namespace {

// As guc_name_compare of guc.c.
bool ComesBefore(const config_generic* a, const config_generic* b) {
  const auto less = [](unsigned char x, unsigned char y) { return pg_ascii_tolower(x) < pg_ascii_tolower(y); };
  const std::string_view first(a->name);
  const std::string_view second(b->name);
  return std::lexicographical_compare(first.begin(), first.end(), second.begin(), second.end(), less);
}

}  // namespace

// The array has grown at its end, and may lie elsewhere.
NewSettings::~NewSettings() {
  config_generic** settings = get_guc_variables();
  config_generic** middle = std::copy(others_.begin(), others_.end(), settings);
  std::inplace_merge(settings, middle, settings + GetNumConfigOptions(), ComesBefore);
}

#endif

}  // namespace fraiseql::pg
