#include "base/large_memory.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <vector>

#include "base/arena.h"

namespace fraiseql {

TEST(LargeMemory, GivesBlocksOfAnySizeThatDoNotOverlap) {
  struct Block {
    unsigned char* start;
    size_t size;
  };
  std::vector<Block> blocks;
  for (size_t size : {size_t{1}, size_t{65535}, size_t{65536}, size_t{70001}, size_t{1} << 20, (size_t{2} << 20) + 1}) {
    auto* start = static_cast<unsigned char*>(LargeMemory()->allocate(size, 16));
    EXPECT_EQ(reinterpret_cast<uintptr_t>(start) % 16, 0u);
    std::memset(start, static_cast<int>(blocks.size()), size);
    blocks.push_back({start, size});
  }
  for (size_t i = 0; i < blocks.size(); ++i) {
    EXPECT_EQ(blocks[i].start[0], i);
    EXPECT_EQ(blocks[i].start[blocks[i].size - 1], i);
    LargeMemory()->deallocate(blocks[i].start, blocks[i].size, 16);
  }
  EXPECT_THROW(static_cast<void>(LargeMemory()->allocate(SIZE_MAX - 8, 16)), std::bad_alloc);
}

TEST(LargeMemory, ServesAnArena) {
  Arena arena(LargeMemory());
  std::vector<uint64_t*> values;
  for (uint64_t i = 0; i < 500000; ++i) values.push_back(arena.New<uint64_t>(i));
  for (uint64_t i = 0; i < values.size(); ++i) ASSERT_EQ(*values[i], i);
  arena.Release();
  EXPECT_EQ(arena.bytes_reserved(), 0u);
}

}  // namespace fraiseql
