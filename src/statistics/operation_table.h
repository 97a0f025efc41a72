// What the server's sessions have counted of each operation: the table behind fraiseql.stat_operations.
//
// It lives in dynamic shared memory, which the first session that counts something creates; an anchor of a few bytes in
// the server's main shared memory leads to it. So it needs no shared_preload_libraries, and it goes with the server.
//
// Bounded: fraiseql.max_operations entries, of each text the first kMostText bytes. When the table is full, the least
// used entries make room. Nothing here runs foreign code or may fail while a lock is held.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "pg/backend.h"

extern "C" {
#include "datatype/timestamp.h"
}

namespace fraiseql::statistics {

inline constexpr size_t kMostText = 10000;
inline constexpr size_t kMostDatabases = 8;

// Statements sent to one database: the OID of its foreign server, InvalidOid for this database.
struct StatementCount {
  Oid server;
  uint64_t count;
};

struct OperationKey {
  Oid database;
  Oid role;
  uint64_t query_id;
};

enum class OperationType : char { kQuery = 'q', kMutation = 'm' };

// One call of an operation.
struct OperationCall {
  double milliseconds = 0;
  bool failed = false;
  bool plan_was_kept = false;
  uint64_t rows = 0;
  std::array<StatementCount, kMostDatabases> statements = {};  // up to the first with count 0
};

// The sum of all calls.
struct OperationCounters {
  uint64_t calls;
  uint64_t errors;
  uint64_t rows;
  uint64_t plans_kept;
  double total_time;  // in milliseconds
  double min_time;
  double max_time;
  StatementCount statements[kMostDatabases];  // databases beyond these are not counted
  double usage;                               // calls, those of long ago for less
};

struct OperationRow {
  OperationKey key;
  OperationType type;
  std::string name;  // empty for an anonymous operation
  std::string text;
  TimestampTz since;
  OperationCounters counters;
};

// Whether the operation has a place in the table.
bool HasOperation(const OperationKey& key);

// Makes sure that it has one. A failure (no shared memory) is logged once, this session then
// counts nothing.
void EnterOperation(const OperationKey& key, OperationType type, std::string_view name, std::string_view text);

// Adds a call to an operation; nothing where it has no place any more. Cannot fail.
void CountCall(const OperationKey& key, const OperationCall& call) noexcept;

// Forgets the operations of this database, and gives the table the size that fraiseql.max_operations asks for.
void ForgetOperations();

namespace internal {
// The operation in a place, false where there is none. Places count from 0 to PlaceCount() - 1.
uint32_t PlaceCount();
bool CopyPlace(uint32_t place, OperationRow* row);
}  // namespace internal

// Calls `take` for a copy of each operation of this database.
template <typename F>
void ForEachOperation(F take) {
  const uint32_t count = internal::PlaceCount();
  for (uint32_t place = 0; place < count; ++place) {
    OperationRow row;
    if (internal::CopyPlace(place, &row) && row.key.database == MyDatabaseId) take(row);
  }
}

}  // namespace fraiseql::statistics
