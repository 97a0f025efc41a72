#include "pg/boundary.h"

#include <csetjmp>
#include <cstring>
#include <new>

namespace fraiseql::pg {

namespace internal {

namespace {

MemoryContext home_context = nullptr;

// Text for an ereport that comes later. Without memory the message is lost, never the error.
char* KeepText(const char* text) noexcept {
  if (text == nullptr || *text == '\0') return nullptr;
  size_t size = std::strlen(text) + 1;
  void* copy = MemoryContextAllocExtended(home_context != nullptr ? home_context : ErrorContext, size,
                                          MCXT_ALLOC_NO_OOM | MCXT_ALLOC_HUGE);
  if (copy == nullptr) return nullptr;
  std::memcpy(copy, text, size);
  return static_cast<char*>(copy);
}

// Copies the current error out of the server's error stack. The copy itself can run out of memory, hence the second
// landing place; what is left then is a static description.
ErrorData* CaptureError(MemoryContext target) noexcept {
  static ErrorData out_of_memory;
  sigjmp_buf* const saved_stack = PG_exception_stack;
  ErrorContextCallback* const saved_context = error_context_stack;
  sigjmp_buf landing;
  ErrorData* volatile copy = nullptr;
  if (sigsetjmp(landing, 0) == 0) {
    PG_exception_stack = &landing;
    MemoryContextSwitchTo(target);
    copy = CopyErrorData();
  }
  PG_exception_stack = saved_stack;
  error_context_stack = saved_context;
  FlushErrorState();
  if (copy != nullptr) return copy;
  out_of_memory = ErrorData{};
  out_of_memory.elevel = ERROR;
  out_of_memory.output_to_server = true;
  out_of_memory.output_to_client = true;
  out_of_memory.sqlerrcode = ERRCODE_OUT_OF_MEMORY;
  out_of_memory.message = const_cast<char*>("out of memory");
  out_of_memory.assoc_context = ErrorContext;
  return &out_of_memory;
}

}  // namespace

HomeContext::HomeContext() : saved_(home_context) { home_context = CurrentMemoryContext; }
HomeContext::~HomeContext() { home_context = saved_; }

ErrorData* TryCall(void (*call)(void*), void* argument) {
  sigjmp_buf* const saved_stack = PG_exception_stack;
  ErrorContextCallback* const saved_context = error_context_stack;
  MemoryContext const caller_context = CurrentMemoryContext;
  sigjmp_buf landing;
  if (sigsetjmp(landing, 0) == 0) {
    PG_exception_stack = &landing;
    call(argument);
    PG_exception_stack = saved_stack;
    error_context_stack = saved_context;
    return nullptr;
  }
  PG_exception_stack = saved_stack;
  error_context_stack = saved_context;
  ErrorData* error = CaptureError(home_context != nullptr ? home_context : caller_context);
  MemoryContextSwitchTo(caller_context);
  return error;
}

void Describe(PendingError* pending) noexcept {
  try {
    throw;
  } catch (const PgError& error) {
    pending->kind = PendingError::Kind::kServer;
    pending->data = error.data();
  } catch (const SqlError& error) {
    pending->kind = PendingError::Kind::kSql;
    pending->sqlstate = error.sqlstate();
    pending->message = KeepText(error.what());
    pending->detail = KeepText(error.detail().c_str());
    pending->hint = KeepText(error.hint().c_str());
  } catch (const std::bad_alloc&) {
    pending->kind = PendingError::Kind::kOutOfMemory;
  } catch (const std::exception& error) {
    pending->kind = PendingError::Kind::kInternal;
    pending->message = KeepText(error.what());
  } catch (...) {
    pending->kind = PendingError::Kind::kInternal;
  }
}

void Raise(const PendingError& pending) {
  switch (pending.kind) {
    case PendingError::Kind::kServer:
      ReThrowError(pending.data);
    case PendingError::Kind::kSql:
      ereport(ERROR, (errcode(pending.sqlstate), errmsg_internal("%s", pending.message ? pending.message : "error"),
                      pending.detail ? errdetail_internal("%s", pending.detail) : 0,
                      pending.hint ? errhint("%s", pending.hint) : 0));
      break;
    case PendingError::Kind::kOutOfMemory:
      ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
      break;
    case PendingError::Kind::kNone:
    case PendingError::Kind::kInternal:
      break;
  }
  ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR),
                  errmsg_internal("fraiseql: %s", pending.message ? pending.message : "unexpected exception")));
  pg_unreachable();
}

}  // namespace internal

// Most interrupts are none of ours (a barrier, a request to log memory): the server serves them and goes on.
void ThrowIfInterrupted() {
  if (INTERRUPTS_PENDING_CONDITION()) CallPg([] { CHECK_FOR_INTERRUPTS(); });
}

}  // namespace fraiseql::pg
