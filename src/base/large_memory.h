// Memory for what is built once and stays: a schema of a thousand types takes ten megabytes, and nearly all the time
// that a new session needs to build it would go into page faults, one for every 4 kB.
#pragma once

#include <memory_resource>

namespace fraiseql {

// Large blocks come with their pages present, the largest as huge pages where the system has them; small ones are those
// of new and delete.
std::pmr::memory_resource* LargeMemory();

}  // namespace fraiseql
