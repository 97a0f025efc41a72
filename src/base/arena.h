// A bump allocator for everything that lives as long as one request or one schema.
//
// Objects are never freed one by one: only trivially destructible types may be put here, and the whole arena goes
// at once. Chunks come from a std::pmr::memory_resource, so the server can hand in a MemoryContext and unit tests
// the default resource.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace fraiseql {

// A read-only array in an arena. Unlike std::span it may name an incomplete element type, so that a node can hold
// a list of its own kind.
template <typename T>
struct List {
  const T* data = nullptr;
  uint32_t count = 0;

  const T* begin() const { return data; }
  const T* end() const { return data + count; }
  uint32_t size() const { return count; }
  bool empty() const { return count == 0; }
  const T& operator[](size_t i) const { return data[i]; }
  const T& front() const { return data[0]; }
  const T& back() const { return data[count - 1]; }
};

class Arena {
 public:
  explicit Arena(std::pmr::memory_resource* upstream = std::pmr::get_default_resource()) : upstream_(upstream) {}
  ~Arena() { Release(); }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Returns `size` bytes aligned to `align` (a power of two, at most 16). Throws what the upstream throws.
  void* Allocate(size_t size, size_t align) {
    uintptr_t start = (cursor_ + (align - 1)) & ~(static_cast<uintptr_t>(align) - 1);
    if (size > limit_ - start) return AllocateSlow(size, align);
    cursor_ = start + size;
    return reinterpret_cast<void*>(start);
  }

  template <typename T, typename... Args>
  T* New(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>, "an arena never runs destructors");
    return new (Allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  // Copies `count` elements into the arena.
  template <typename T>
  List<T> Copy(const T* data, size_t count) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    T* copy = static_cast<T*>(Allocate(sizeof(T) * count, alignof(T)));
    std::memcpy(static_cast<void*>(copy), data, sizeof(T) * count);
    return {copy, static_cast<uint32_t>(count)};
  }
  template <typename T>
  List<T> Copy(const std::vector<T>& items) {
    return Copy(items.data(), items.size());
  }

  std::string_view CopyString(std::string_view text) {
    if (text.empty()) return {};
    char* copy = static_cast<char*>(Allocate(text.size(), 1));
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
  }

  // Bytes taken from the upstream so far.
  size_t bytes_reserved() const { return reserved_; }

  // Frees everything at once; the arena can be used again.
  void Release();

 private:
  struct Chunk {
    Chunk* next;
    size_t size;
  };
  void* AllocateSlow(size_t size, size_t align);

  std::pmr::memory_resource* upstream_;
  Chunk* chunks_ = nullptr;
  // Of the current chunk; its end is aligned to 16, so that aligning the cursor never passes it.
  uintptr_t cursor_ = 0;
  uintptr_t limit_ = 0;
  size_t next_chunk_ = 4096;
  size_t reserved_ = 0;
};

}  // namespace fraiseql
