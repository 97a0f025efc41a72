// MemoryContexts as seen from C++: a std::pmr resource over one, and scopes that own or enter one.
#pragma once

#include <memory_resource>

#include "pg/boundary.h"

namespace fraiseql::pg {

// Allocates from a MemoryContext, which outlives the resource. Throws std::bad_alloc where PostgreSQL would ereport,
// and never longjmps.
//
// palloc aligns to MAXIMUM_ALIGNOF (8), the standard containers and std::pmr::monotonic_buffer_resource ask for
// alignof(std::max_align_t) (16): a larger alignment is made here by over-allocating.
class MemoryContextResource final : public std::pmr::memory_resource {
 public:
  explicit MemoryContextResource(MemoryContext context) : context_(context) {}
  MemoryContext context() const { return context_; }

 private:
  void* do_allocate(size_t size, size_t align) override;
  void do_deallocate(void* pointer, size_t size, size_t align) override;
  bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override { return this == &other; }

  MemoryContext context_;
};

// A memory context of its own, deleted with the scope. It does not become the current one.
class OwnedMemoryContext {
 public:
  // `name` must be a string constant. `parent` null: the current context.
  explicit OwnedMemoryContext(const char* name, MemoryContext parent = nullptr);
  ~OwnedMemoryContext() { MemoryContextDelete(context_); }
  OwnedMemoryContext(const OwnedMemoryContext&) = delete;
  OwnedMemoryContext& operator=(const OwnedMemoryContext&) = delete;
  MemoryContext get() const { return context_; }

 private:
  MemoryContext context_;
};

// Makes a context the current one for the scope.
class MemoryContextScope {
 public:
  explicit MemoryContextScope(MemoryContext context) : saved_(MemoryContextSwitchTo(context)) {}
  ~MemoryContextScope() { MemoryContextSwitchTo(saved_); }
  MemoryContextScope(const MemoryContextScope&) = delete;
  MemoryContextScope& operator=(const MemoryContextScope&) = delete;

 private:
  MemoryContext saved_;
};

}  // namespace fraiseql::pg
