// Cancellation seen from the core. The core never calls PostgreSQL: the server half installs a hook that looks for
// a pending cancel or shutdown and throws Interrupted; pg::Raise then lets PostgreSQL report it.
#pragma once

namespace fraiseql {

// Thrown by the hook only. Nothing but the boundary in pg/ may catch it.
struct Interrupted {};

using InterruptHook = void (*)();

// Null (the default, used by unit tests) means: never interrupted.
extern InterruptHook interrupt_hook;

// To be called in every loop whose length an input decides.
inline void CheckForInterrupts() {
  if (interrupt_hook != nullptr) interrupt_hook();
}

}  // namespace fraiseql
