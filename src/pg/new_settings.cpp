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

// The array has grown at its end, and may lie elsewhere.
NewSettings::~NewSettings() { std::copy(others_.begin(), others_.end(), get_guc_variables()); }

#endif

}  // namespace fraiseql::pg
