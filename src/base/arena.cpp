#include "base/arena.h"

#include <algorithm>

namespace fraiseql {

namespace {
constexpr size_t kLargestChunk = size_t{2} << 20;  // a huge page, where memory comes in such
constexpr size_t kHeader = 16;                     // keeps the payload aligned to 16
}  // namespace

void* Arena::AllocateSlow(size_t size, size_t align) {
  size_t payload = size + align;
  if (payload < size) throw std::bad_alloc();
  // A large object gets a chunk of its own and leaves the current one in use.
  bool own_chunk = payload > next_chunk_ / 2;
  size_t bytes = own_chunk ? kHeader + payload : next_chunk_;
  auto* chunk = static_cast<Chunk*>(upstream_->allocate(bytes, 16));
  chunk->next = chunks_;
  chunk->size = bytes;
  chunks_ = chunk;
  reserved_ += bytes;
  uintptr_t first = reinterpret_cast<uintptr_t>(chunk) + kHeader;
  uintptr_t start = (first + (align - 1)) & ~(static_cast<uintptr_t>(align) - 1);
  if (own_chunk) return reinterpret_cast<void*>(start);
  cursor_ = start + size;
  limit_ = reinterpret_cast<uintptr_t>(chunk) + bytes;
  next_chunk_ = std::min(next_chunk_ * 2, kLargestChunk);
  return reinterpret_cast<void*>(start);
}

void Arena::Release() {
  while (chunks_ != nullptr) {
    Chunk* next = chunks_->next;
    upstream_->deallocate(chunks_, chunks_->size, 16);
    chunks_ = next;
  }
  cursor_ = limit_ = 0;
  next_chunk_ = 4096;
  reserved_ = 0;
}

}  // namespace fraiseql
