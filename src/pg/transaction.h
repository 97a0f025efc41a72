// Top-level transactions of a background process, which has no client to start them.
#pragma once

#include <functional>

#include "pg/boundary.h"

namespace fraiseql::pg {

// Runs `work` in a transaction of its own, with an active snapshot. Null when it committed; the server's error when it
// was rolled back. The error lies in `error_context`, and so does what the transaction leaves there.
//
// Exceptions that are no server errors roll back and go on up; a FATAL error ends the process. To be called outside of
// any transaction.
ErrorData* InTransaction(MemoryContext error_context, const std::function<void()>& work);

}  // namespace fraiseql::pg
