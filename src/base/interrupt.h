// Cancellation seen from the core. The core never calls PostgreSQL: the server half installs a hook that looks for
// pending interrupts, lets the server act on them, and throws where that ends the statement (pg::PgError).
#pragma once

namespace fraiseql {

using InterruptHook = void (*)();

// Null (the default, used by unit tests) means: never interrupted.
extern InterruptHook interrupt_hook;

// To be called in every loop whose length an input decides.
inline void CheckForInterrupts() {
  if (interrupt_hook != nullptr) interrupt_hook();
}

}  // namespace fraiseql
