// Keeps published events, and the ids of handled messages, for their time and no longer.
//
// Rows are never deleted: they go into partitions in turn, and the partition that is next in turn, which by then holds
// the oldest rows, is truncated. TRUNCATE waits for nobody; what is in its way is tried again later.
#pragma once

#include <functional>

#include "events/progress.h"
#include "events/worker_report.h"

namespace fraiseql::events {

class Retention {
 public:
  Retention(WorkerReport* report, MemoryContext memory) : report_(report), memory_(memory) {}

  // Looks every few seconds whether a partition has had its turn. `progress`: as saved.
  void Turn(const Progress& progress);

 private:
  void Run(const std::function<void()>& step);

  WorkerReport* report_;
  MemoryContext memory_;
  TimestampTz next_ = 0;
};

}  // namespace fraiseql::events
