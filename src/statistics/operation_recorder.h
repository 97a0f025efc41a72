// Counts one request in fraiseql.stat_operations, whatever becomes of it.
#pragma once

#include <memory>
#include <string_view>

#include "federation/server_database.h"
#include "graphql.h"
#include "statistics/operation_table.h"

extern "C" {
#include "portability/instr_time.h"
}

namespace fraiseql::statistics {

// Lives as long as the request. Does nothing where fraiseql.track_operations is off. A request that is no valid
// document has no operation and is not counted.
class OperationRecorder final : public OperationListener {
 public:
  explicit OperationRecorder(const federation::ServerDatabase* database);
  // A request that has no response by now was ended by an SQL error: it is counted as failed.
  ~OperationRecorder() override;
  OperationRecorder(const OperationRecorder&) = delete;
  OperationRecorder& operator=(const OperationRecorder&) = delete;

  void Identified(const std::shared_ptr<planner::PreparedDocument>& document,
                  const language::OperationDefinition& operation) override;
  void FoundPlan() override { call_.plan_was_kept = true; }
  void Answered(std::string_view response);

  // What the context of a request takes.
  OperationListener* listener() { return enabled_ ? this : nullptr; }

 private:
  const federation::ServerDatabase* database_;
  const bool enabled_;
  bool identified_ = false;
  bool answered_ = false;
  OperationKey key_{};
  OperationCall call_;
  instr_time started_;
};

// How many objects the data of a response has.
uint64_t CountObjects(std::string_view response);

}  // namespace fraiseql::statistics
