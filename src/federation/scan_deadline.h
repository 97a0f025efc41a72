// The deadline of a foreign scan: postgres_fdw waits for its answer as long as the transaction lives.
#pragma once

#include "pg/backend.h"

namespace fraiseql::federation {

// From construction to destruction a timer runs, whose end cancels what this session does as pg_cancel_backend would:
// an error with query_canceled leaves the scan, and postgres_fdw cancels the statement over there. A database that
// does not even take that (its machine is gone) holds postgres_fdw for 30 s more; hence the probe before each scan.
class ScanDeadline {
 public:
  explicit ScanDeadline(int milliseconds);
  ~ScanDeadline();
  ScanDeadline(const ScanDeadline&) = delete;
  ScanDeadline& operator=(const ScanDeadline&) = delete;

  // Whether the error is this deadline's doing, and no cancellation by somebody else.
  bool Caused(const ErrorData& error) const;
};

}  // namespace fraiseql::federation
