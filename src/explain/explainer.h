// Makes an Explanation out of a plan and, while it runs, of what is run.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "execution/observer.h"
#include "explain/explanation.h"
#include "planner/binding.h"
#include "planner/plan.h"

namespace fraiseql::explain {

// What is known where the plan is run, besides the plan.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  // Why a federated database is reached by the route that it is.
  virtual std::string RouteReason(std::string_view database) = 0;
  // Whether `data` of a relation of this database is looked through (catalog/look_through.h): `yes`, or `no` and why.
  virtual std::string LookThrough(const planner::Relation& relation) = 0;
  // Why the caller may not read the relation; empty where nothing forbids it.
  virtual std::string Refusal(const planner::Relation& relation) = 0;
  virtual uint64_t BatchSize(std::string_view database) = 0;
};

class Explainer final : public execution::Observer {
 public:
  // Both must outlive it.
  Explainer(Surroundings* surroundings, bool analyze);

  bool Planned(const execution::PlannedOperation& operation) override;
  void BeginWave() override {}
  void WillRun() override { sent_at_ = Clock::now(); }
  void DidRun(std::span<const execution::RequestPart> parts, const execution::Outcome& outcome) override;

  // Whether there was anything to explain: not where the request itself has errors.
  bool has_plan() const { return has_plan_; }

  // After the operation has run, where it has; `response` is its answer. `undone`: what it wrote is.
  Explanation Finish(std::string_view response, bool undone);

 private:
  using Clock = std::chrono::steady_clock;
  using PartKey = std::pair<execution::RequestPart::Kind, uint32_t>;

  Surroundings* surroundings_;
  bool analyze_;
  bool has_plan_ = false;
  Clock::time_point started_at_ = Clock::now();
  Clock::time_point planned_at_;
  Clock::time_point sent_at_;
  Explanation explanation_;
  std::map<PartKey, uint32_t> statement_of_;  // numbers
};

}  // namespace fraiseql::explain
