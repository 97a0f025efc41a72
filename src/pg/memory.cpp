#include "pg/memory.h"

#include <new>

namespace fraiseql::pg {

// With a larger alignment than palloc's, the word before the returned pointer holds what palloc returned.
void* MemoryContextResource::do_allocate(size_t size, size_t align) {
  const bool shifted = align > MAXIMUM_ALIGNOF;
  const size_t total = shifted ? size + align : size;
  if (total < size || !AllocHugeSizeIsValid(total)) throw std::bad_alloc();
  void* raw = MemoryContextAllocExtended(context_, total, MCXT_ALLOC_NO_OOM | MCXT_ALLOC_HUGE);
  if (raw == nullptr) throw std::bad_alloc();
  if (!shifted) return raw;
  // raw is a multiple of 8 and align at least 16, so the next boundary after raw + 8 is within the extra bytes.
  uintptr_t start = (reinterpret_cast<uintptr_t>(raw) + sizeof(void*) + align - 1) & ~(uintptr_t{align} - 1);
  reinterpret_cast<void**>(start)[-1] = raw;
  return reinterpret_cast<void*>(start);
}

void MemoryContextResource::do_deallocate(void* pointer, size_t, size_t align) {
  pfree(align > MAXIMUM_ALIGNOF ? static_cast<void**>(pointer)[-1] : pointer);
}

OwnedMemoryContext::OwnedMemoryContext(const char* name, MemoryContext parent)
    : context_(CallPg([&] {
        return AllocSetContextCreateInternal(parent != nullptr ? parent : CurrentMemoryContext, name,
                                             ALLOCSET_DEFAULT_SIZES);
      })) {}

}  // namespace fraiseql::pg
