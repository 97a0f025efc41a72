// Where C++ exceptions and ereport meet, and the only place.
//
// PostgreSQL reports errors with longjmp, which skips destructors; C++ throws, which PostgreSQL cannot see. So:
//
//   in    Enter<Body> is the body of every SQL-callable function: Body may throw anything, and whatever leaves it is
//         raised with ereport after its last C++ object is gone. EnterCallback does the same for callbacks.
//   out   CallPg([&] { ... }) is the only way to call a function of the server that may ereport: the lambda holds
//         C code and trivially destructible objects only; an error comes back as a PgError.
//
// A function in lower_case is extern "C" and may longjmp; a CamelCase function throws. (PostgreSQL manual,
// "Using C++ for Extensibility".)
#pragma once

#include <exception>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "pg/backend.h"

namespace fraiseql::pg {

// An error of the server on its way through C++. The ErrorData belongs to the memory context that the outermost
// Enter was called in, which outlives every request context below it. Catch it in Enter and InSubtransaction only.
class PgError : public std::exception {
 public:
  explicit PgError(ErrorData* data) : data_(data) {}
  ErrorData* data() const { return data_; }
  const char* what() const noexcept override { return data_->message != nullptr ? data_->message : "error"; }

 private:
  ErrorData* data_;
};

// An error that this extension reports to the SQL caller: misuse, configuration, limits. Errors of a GraphQL
// request are data and never take this way.
class SqlError : public std::runtime_error {
 public:
  SqlError(int sqlstate, const std::string& message, std::string detail = {}, std::string hint = {})
      : std::runtime_error(message), sqlstate_(sqlstate), detail_(std::move(detail)), hint_(std::move(hint)) {}
  int sqlstate() const { return sqlstate_; }
  const std::string& detail() const { return detail_; }
  const std::string& hint() const { return hint_; }

 private:
  int sqlstate_;
  std::string detail_;
  std::string hint_;
};

namespace internal {

// What Describe keeps of an exception until every C++ object is gone. Plain, so that longjmp may pass it.
struct PendingError {
  enum class Kind { kNone, kServer, kSql, kOutOfMemory, kInternal } kind = Kind::kNone;
  ErrorData* data = nullptr;
  int sqlstate = 0;
  char* message = nullptr;
  char* detail = nullptr;
  char* hint = nullptr;
};

// The context that errors are copied to; set by the outermost Enter.
class HomeContext {
 public:
  HomeContext();
  ~HomeContext();

 private:
  MemoryContext saved_;
};

void Describe(PendingError* pending) noexcept;  // inside a catch block
[[noreturn]] void Raise(const PendingError& pending);

// Runs call(argument); null when it returned, else the server's error, copied and flushed. Never throws.
ErrorData* TryCall(void (*call)(void*), void* argument);

}  // namespace internal

// The body of an SQL-callable function: PG_FUNCTION_INFO_V1(f); Datum f(PG_FUNCTION_ARGS) { return Enter<F>(fcinfo); }
template <Datum (*Body)(FunctionCallInfo)>
Datum Enter(FunctionCallInfo fcinfo) {
  internal::PendingError pending;
  try {
    internal::HomeContext home;
    return Body(fcinfo);
  } catch (...) {
    internal::Describe(&pending);
  }
  internal::Raise(pending);
}

// The same for callbacks of the server (transaction, cache and GUC hooks, worker main functions): body() may throw,
// the caller sees an ereport. Body is a trivially destructible callable that returns void or a trivial value.
template <typename F>
auto EnterCallback(F body) -> decltype(body()) {
  static_assert(std::is_trivially_destructible_v<F>);
  internal::PendingError pending;
  try {
    internal::HomeContext home;
    return body();
  } catch (...) {
    internal::Describe(&pending);
  }
  internal::Raise(pending);
}

// Calls into the server. Throws PgError where the lambda ereports.
template <typename F>
auto CallPg(F&& body) -> decltype(body()) {
  using Result = decltype(body());
  using Body = std::remove_reference_t<F>;
  static_assert(std::is_trivially_destructible_v<Body>, "capture by reference: longjmp skips destructors");
  if constexpr (std::is_void_v<Result>) {
    ErrorData* error = internal::TryCall([](void* argument) { (*static_cast<Body*>(argument))(); },
                                         const_cast<void*>(static_cast<const void*>(&body)));
    if (error != nullptr) throw PgError(error);
  } else {
    static_assert(std::is_trivially_destructible_v<Result>);
    struct Frame {
      Body* body;
      Result result;
    } frame{&body, Result{}};
    ErrorData* error = internal::TryCall(
        [](void* argument) {
          auto* f = static_cast<Frame*>(argument);
          f->result = (*f->body)();
        },
        &frame);
    if (error != nullptr) throw PgError(error);
    return frame.result;
  }
}

// Lets PostgreSQL act on a pending cancel or shutdown: what fraiseql::interrupt_hook points to in the server.
void ThrowIfInterrupted();

}  // namespace fraiseql::pg
