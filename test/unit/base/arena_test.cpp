#include "base/arena.h"

#include <gtest/gtest.h>

namespace fraiseql {
namespace {

TEST(Arena, AlignsWhatItGives) {
  Arena arena;
  for (size_t size : {1, 3, 7, 8, 100, 5000, 1 << 20, 17}) {
    for (size_t align : {1, 2, 4, 8, 16}) {
      void* memory = arena.Allocate(size, align);
      EXPECT_EQ(reinterpret_cast<uintptr_t>(memory) % align, 0u);
      std::memset(memory, 0xAA, size);
    }
  }
}

TEST(Arena, KeepsWhatItCopied) {
  Arena arena;
  std::string text = "text";
  std::string_view copy = arena.CopyString(text);
  List<int> numbers = arena.Copy(std::vector<int>{1, 2, 3});
  text = "gone";
  for (int i = 0; i < 1000; ++i) arena.Allocate(100, 8);
  EXPECT_EQ(copy, "text");
  ASSERT_EQ(numbers.size(), 3u);
  EXPECT_EQ(numbers.back(), 3);
  EXPECT_TRUE(arena.Copy(std::vector<int>{}).empty());
  EXPECT_TRUE(arena.CopyString("").empty());
}

TEST(Arena, GivesEverythingBack) {
  class Counting : public std::pmr::memory_resource {
   public:
    size_t outstanding = 0;

   private:
    void* do_allocate(size_t bytes, size_t align) override {
      outstanding += bytes;
      return std::pmr::new_delete_resource()->allocate(bytes, align);
    }
    void do_deallocate(void* memory, size_t bytes, size_t align) override {
      outstanding -= bytes;
      std::pmr::new_delete_resource()->deallocate(memory, bytes, align);
    }
    bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
  } upstream;
  {
    Arena arena(&upstream);
    for (int i = 0; i < 100; ++i) arena.Allocate(static_cast<size_t>(i) * 100, 8);
    EXPECT_EQ(arena.bytes_reserved(), upstream.outstanding);
    EXPECT_GE(upstream.outstanding, 100u * 99 / 2 * 100);
    arena.Release();
    EXPECT_EQ(upstream.outstanding, 0u);
    arena.Allocate(1, 1);
    EXPECT_GT(upstream.outstanding, 0u);
  }
  EXPECT_EQ(upstream.outstanding, 0u);
}

}  // namespace
}  // namespace fraiseql
