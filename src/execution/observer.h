// Who wants to know what is run while a request is answered: fraiseql.explain.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "execution/database.h"
#include "planner/plan.h"

namespace fraiseql::execution {

// What a request to a database was for.
struct RequestPart {
  enum class Kind : uint8_t { kKeyQuery, kRoot, kSlot };
  Kind kind = Kind::kRoot;
  uint32_t index = 0;  // among those of its kind in the plan
  size_t keys = 0;     // kSlot: of this batch
};

struct PlannedOperation {
  const planner::Plan* plan = nullptr;
  std::string_view name;  // empty for an anonymous operation
  // Fields that are known to fail and have no part in the plan: the number of their node, and an index into `errors`.
  std::span<const std::pair<uint32_t, uint32_t>> failed;
  const std::vector<GraphQLError>* errors = nullptr;
};

class Observer {
 public:
  virtual ~Observer() = default;

  // A plan that is about to run. False: it shall not be run.
  virtual bool Planned(const PlannedOperation& operation) = 0;
  // Requests follow that have nothing to wait for in each other.
  virtual void BeginWave() = 0;
  // One request, or several that run side by side, are sent now.
  virtual void WillRun() = 0;
  // What became of each of them.
  virtual void DidRun(std::span<const RequestPart> parts, const Outcome& outcome) = 0;
};

// An observer, or nobody.
class Observation {
 public:
  explicit Observation(Observer* observer = nullptr) : observer_(observer) {}

  void BeginWave() const {
    if (observer_ != nullptr) observer_->BeginWave();
  }
  void WillRun() const {
    if (observer_ != nullptr) observer_->WillRun();
  }
  void DidRun(RequestPart part, const Outcome& outcome) const {
    if (observer_ != nullptr) observer_->DidRun({&part, 1}, outcome);
  }
  // `indexes` of root fields that share a request.
  void DidRunRoots(const std::vector<size_t>& indexes, const Outcome& outcome) const {
    if (observer_ == nullptr) return;
    std::vector<RequestPart> parts;
    for (size_t index : indexes) parts.push_back({RequestPart::Kind::kRoot, static_cast<uint32_t>(index)});
    observer_->DidRun(parts, outcome);
  }
  // `asked`: batches of slots that share a request, each with `slot` and `keys`.
  template <typename Batches>
  void DidRunSlots(const Batches& asked, const Outcome& outcome) const {
    if (observer_ == nullptr) return;
    std::vector<RequestPart> parts;
    for (const auto& batch : asked) parts.push_back({RequestPart::Kind::kSlot, batch.slot, batch.keys.size()});
    observer_->DidRun(parts, outcome);
  }

 private:
  Observer* observer_;
};

}  // namespace fraiseql::execution
