// Memory for what may be large and is built at once: a schema of a thousand types takes ten megabytes, a document of
// a million spreads sixty, and nearly all the time to build them would go into page faults, one for every 4 kB.
#pragma once

#include <memory_resource>

namespace fraiseql {

// Large blocks come with their pages present, the largest as huge pages where the system has them; small ones are those
// of new and delete.
std::pmr::memory_resource* LargeMemory();

}  // namespace fraiseql
