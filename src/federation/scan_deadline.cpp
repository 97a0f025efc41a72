#include "federation/scan_deadline.h"

#include "pg/boundary.h"

extern "C" {
#include "utils/timeout.h"
}

namespace fraiseql::federation {

namespace {

TimeoutId timeout_id = MAX_TIMEOUTS;
volatile sig_atomic_t passed = 0;

// In the handler of SIGALRM, which sets the latch.
void end_scan() {
  if (QueryCancelPending) return;  // somebody else's cancellation goes before
  passed = 1;
  QueryCancelPending = 1;
  InterruptPending = 1;
}

}  // namespace

ScanDeadline::ScanDeadline(int milliseconds) {
  passed = 0;
  pg::CallPg([&] {
    // Here and not when the library is loaded: each session starts with an empty list of timers.
    if (timeout_id == MAX_TIMEOUTS) timeout_id = RegisterTimeout(USER_TIMEOUT, end_scan);
    enable_timeout_after(timeout_id, milliseconds);
  });
}

ScanDeadline::~ScanDeadline() {
  disable_timeout(timeout_id, false);
  // It passed when the scan was over and nothing had looked: nobody else shall be canceled for it.
  if (passed) QueryCancelPending = 0;
}

bool ScanDeadline::Caused(const ErrorData& error) const { return passed && error.sqlerrcode == ERRCODE_QUERY_CANCELED; }

}  // namespace fraiseql::federation
