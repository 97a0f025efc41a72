// The configured databases as this session sees them: what fraiseql.configure stored, resolved to OIDs and kept until
// it changes in any session.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pg/backend.h"

namespace fraiseql::federation {

enum class Backoff { kNone, kConstant, kLinear, kExponential };
inline constexpr std::string_view kBackoffNames[] = {"none", "constant", "linear", "exponential"};

// How requests to a database are bounded.
struct RemoteLimits {
  int timeout_ms = 5000;
  int batch_size = 100;  // keys per request
  int pool_size = 10;    // connections of all sessions together
  int pool_timeout_ms = 30000;
  int max_attempts = 2;  // 1: no retry
  Backoff backoff = Backoff::kExponential;
  int backoff_initial_ms = 20;
  int backoff_max_ms = 1000;
  bool breaker_enabled = true;
  int breaker_failure_threshold = 5;  // timeouts in a row that open it
  int breaker_recovery_ms = 10000;    // until a probe is let through
  int breaker_success_threshold = 1;  // probes that close it
};

struct Database {
  std::string name;            // of the block, of the foreign server and of the local schema
  Oid server = InvalidOid;     // InvalidOid: dropped behind configure's back
  Oid schema = InvalidOid;     // the local schema that holds its foreign tables
  bool has_extension = false;  // the same version of this extension is installed there
  RemoteLimits limits;

  // In milliseconds and keys; the settings of the session come first where they are set.
  int timeout_ms() const;
  int batch_size() const;
};

// Which list arguments, and whether an aggregate beside it, a list field gets without being asked ([query_defaults]).
struct QueryDefaults {
  bool where = true;
  bool order_by = true;
  bool limit = true;
  bool offset = true;
  bool aggregate = true;
};

struct Configuration {
  std::vector<Database> databases;  // without primary, in the order of their names
  // Read only where there are databases.
  bool federation_enabled = true;
  Oid signal_relid = InvalidOid;  // a relation whose invalidation tells sessions to give back idle connections

  const Database* Find(std::string_view name) const;
  const Database* FindServer(Oid server) const;
  const Database* FindSchema(Oid schema) const;
};

// The configuration of this database; without any, the defaults and no databases. Reads tables of the extension
// without regard to the rights of the current user. Valid as long as the pointer is held, whatever changes meanwhile.
std::shared_ptr<const Configuration> CurrentConfiguration();

// As of now. Read each time: few sessions load a schema.
QueryDefaults StoredQueryDefaults();

// Registers the callbacks that notice changes. Called once, from _PG_init.
void WatchConfiguration();

}  // namespace fraiseql::federation
