#include "base/large_memory.h"

#include <sys/mman.h>

#include <cstdint>
#include <new>

namespace fraiseql {

namespace {

constexpr size_t kPage = 4096;
constexpr size_t kSmallestLarge = 64 * 1024;
constexpr size_t kHugePage = size_t{2} << 20;

// What is at least half a huge page is worth one.
bool IsHuge(size_t bytes) { return bytes >= kHugePage / 2; }

size_t RoundUp(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }

void* Map(size_t bytes, int flags) {
  void* start = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
  if (start == MAP_FAILED) throw std::bad_alloc();
  return start;
}

void* MapHuge(size_t bytes) {
  auto start = reinterpret_cast<uintptr_t>(Map(bytes + kHugePage, 0));
  const uintptr_t aligned = RoundUp(start, kHugePage);
  if (aligned > start) munmap(reinterpret_cast<void*>(start), aligned - start);
  if (start + kHugePage > aligned) munmap(reinterpret_cast<void*>(aligned + bytes), start + kHugePage - aligned);
#ifdef MADV_HUGEPAGE
  madvise(reinterpret_cast<void*>(aligned), bytes, MADV_HUGEPAGE);  // without it they are pages of the usual size
#endif
  return reinterpret_cast<void*>(aligned);
}

#ifdef MAP_POPULATE
constexpr int kPresent = MAP_POPULATE;
#else
constexpr int kPresent = 0;
#endif

class LargeMemoryResource : public std::pmr::memory_resource {
  void* do_allocate(size_t bytes, size_t align) override {
    if (bytes > SIZE_MAX / 2) throw std::bad_alloc();
    if (bytes < kSmallestLarge) return std::pmr::new_delete_resource()->allocate(bytes, align);
    return IsHuge(bytes) ? MapHuge(RoundUp(bytes, kHugePage)) : Map(RoundUp(bytes, kPage), kPresent);
  }

  void do_deallocate(void* start, size_t bytes, size_t align) override {
    if (bytes < kSmallestLarge) return std::pmr::new_delete_resource()->deallocate(start, bytes, align);
    munmap(start, RoundUp(bytes, IsHuge(bytes) ? kHugePage : kPage));
  }

  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

}  // namespace

std::pmr::memory_resource* LargeMemory() {
  static auto* resource = new LargeMemoryResource();  // never destroyed
  return resource;
}

}  // namespace fraiseql
