// Settings changed for a while, as the SET clause of a function does it.
#pragma once

#include "pg/boundary.h"

extern "C" {
#include "utils/guc.h"
}

namespace fraiseql::pg {

// Restore gives the settings their values back; when an exception passes instead, the rollback of the (sub)transaction
// does. Costs nothing until Set is called.
class SettingScope {
 public:
  SettingScope() = default;
  SettingScope(const SettingScope&) = delete;
  SettingScope& operator=(const SettingScope&) = delete;

  void Set(const char* name, const char* value) {
    CallPg([&] {
      if (level_ == 0) level_ = NewGUCNestLevel();
      set_config_option(name, value, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
    });
  }
  void Restore() {
    if (level_ == 0) return;
    CallPg([&] { AtEOXact_GUC(true, level_); });
    level_ = 0;
  }

 private:
  int level_ = 0;
};

}  // namespace fraiseql::pg
