#include "pg/transaction.h"

extern "C" {
#include "access/xact.h"
#include "utils/snapmgr.h"
}

namespace fraiseql::pg {

ErrorData* InTransaction(MemoryContext error_context, const std::function<void()>& work) {
  MemoryContextSwitchTo(error_context);
  internal::HomeContext home;
  const auto roll_back = [&] {
    CallPg([] { AbortCurrentTransaction(); });
    MemoryContextSwitchTo(error_context);
  };
  try {
    CallPg([] {
      SetCurrentStatementStartTimestamp();
      StartTransactionCommand();
      PushActiveSnapshot(GetTransactionSnapshot());
    });
    work();
    CallPg([] {
      if (ActiveSnapshotSet()) PopActiveSnapshot();
      CommitTransactionCommand();
    });
    MemoryContextSwitchTo(error_context);
    return nullptr;
  } catch (const PgError& error) {
    roll_back();
    return error.data();
  } catch (...) {
    roll_back();
    throw;
  }
}

}  // namespace fraiseql::pg
