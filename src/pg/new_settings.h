// Defining many settings at once.
//
// Until PostgreSQL 16, guc.c keeps pointers to all settings in an array in the order of their names, and sorts it
// again for each setting that is added: two dozen of ours cost twice as much as a first query. A sort that finds
// everything in order is one pass, so while a NewSettings lives the others are out of the way, and those that are
// defined come in the order of their names. At its end both are merged.
// From 16 on settings are in a hash table, and this does nothing.
#pragma once

#include <string_view>

#include "pg/backend.h"

#if PG_VERSION_NUM < 160000
#include <vector>

extern "C" {
#include "utils/guc.h"
#include "utils/guc_tables.h"
}
#endif

namespace fraiseql::pg {

// Whether the configuration or the session has given a value to a setting that is not defined yet. Such a one is
// defined outside of a NewSettings: its place is there already.
bool HasPlaceholder(const char* name);

class NewSettings {
 public:
#if PG_VERSION_NUM < 160000
  NewSettings();
  ~NewSettings();

 private:
  std::vector<config_generic*> others_;
#endif
};

}  // namespace fraiseql::pg
