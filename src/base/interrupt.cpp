#include "base/interrupt.h"

namespace fraiseql {

InterruptHook interrupt_hook = nullptr;

}  // namespace fraiseql
