#include "pg/subtransaction.h"

extern "C" {
#include "access/xact.h"
#include "utils/resowner.h"
}

namespace fraiseql::pg {

bool MustPropagate(int sqlstate) {
  switch (ERRCODE_TO_CATEGORY(sqlstate)) {
    case ERRCODE_OPERATOR_INTERVENTION:   // cancel, shutdown, idle timeouts
    case ERRCODE_INSUFFICIENT_RESOURCES:  // out of memory, disk full
    case ERRCODE_TRANSACTION_ROLLBACK:    // serialization failure, deadlock: the driver retries
    case ERRCODE_SYSTEM_ERROR:
    case ERRCODE_INVALID_TRANSACTION_STATE:
      return true;
    default:
      return sqlstate == ERRCODE_DATA_CORRUPTED || sqlstate == ERRCODE_INDEX_CORRUPTED;
  }
}

ErrorData* InSubtransaction(const std::function<void()>& work,
                            const std::function<bool(const ErrorData&)>& ends_work_only) {
  MemoryContext const context = CurrentMemoryContext;
  ResourceOwner const owner = CurrentResourceOwner;
  CallPg([&] {
    BeginInternalSubTransaction(nullptr);
    MemoryContextSwitchTo(context);
  });
  const auto rollback = [&] {
    CallPg([&] {
      MemoryContextSwitchTo(context);
      RollbackAndReleaseCurrentSubTransaction();
      MemoryContextSwitchTo(context);
      CurrentResourceOwner = owner;
    });
  };
  try {
    work();
    // Deferred work of the subtransaction can fail here as well; it then counts as failed work.
    CallPg([&] {
      ReleaseCurrentSubTransaction();
      MemoryContextSwitchTo(context);
      CurrentResourceOwner = owner;
    });
    return nullptr;
  } catch (const PgError& error) {
    rollback();
    if (MustPropagate(error.data()->sqlerrcode) && !(ends_work_only && ends_work_only(*error.data()))) throw;
    return error.data();
  } catch (...) {
    rollback();
    throw;
  }
}

}  // namespace fraiseql::pg
