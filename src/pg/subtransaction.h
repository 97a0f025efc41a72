// Work that may fail without failing the request: one internal subtransaction around it.
#pragma once

#include <functional>

#include "pg/boundary.h"

namespace fraiseql::pg {

// Runs `work` in a subtransaction. Null when it committed; the server's error when it was rolled back.
//
// The rollback always comes first, then the decision: an error that the driver or the server must see (cancel,
// shutdown, out of memory, serialization failure, deadlock, internal corruption) goes on up as PgError. Exceptions
// that are no server errors roll back and go on up. The resource owner and memory context are the caller's again in
// every case. `ends_work_only` names errors of the first kind that concern nothing but the work, such as its deadline.
ErrorData* InSubtransaction(const std::function<void()>& work,
                            const std::function<bool(const ErrorData&)>& ends_work_only = {});

// Whether an error must stay an SQL error of the whole request (see above).
bool MustPropagate(int sqlstate);

}  // namespace fraiseql::pg
