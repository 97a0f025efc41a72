#include "execution/waves.h"

#include <algorithm>
#include <map>
#include <memory>

#include "execution/global_ids.h"

namespace fraiseql::execution {

namespace {

using planner::kPrimary;
using planner::ParameterSource;
using planner::Statement;

// Keys of one slot, at most a batch of them.
struct Asked {
  uint32_t slot = 0;
  std::vector<std::string_view> keys;
};

struct WaveRequest {
  Request request;
  std::vector<Asked> asked;
};

class Wave {
 public:
  explicit Wave(ExecutionState* state) : state_(*state) {}

  // Collects what is wanted; false where nothing is.
  bool Collect() {
    for (uint32_t i = 0; i < state_.slots.size(); ++i) {
      if (!state_.slots[i].has_pending()) continue;
      std::string_view database = state_.plan->slots[i].statement.database;
      std::vector<std::string_view> keys = state_.slots[i].TakePending();
      size_t batch = state_.database->BatchSize(database);
      for (size_t from = 0; from < keys.size(); from += batch) {
        auto begin = keys.begin() + static_cast<ptrdiff_t>(from);
        auto end = keys.begin() + static_cast<ptrdiff_t>(std::min(keys.size(), from + batch));
        Add(&requests_[database], {i, {begin, end}});
      }
    }
    return !requests_.empty();
  }

  void Run() {
    state_.observation.BeginWave();
    std::vector<Request> federated;
    std::vector<const WaveRequest*> federated_requests;
    for (auto& [database, wave_request] : requests_) {
      if (wave_request.asked.empty() || database == kPrimary) continue;
      federated.push_back(wave_request.request);
      federated_requests.push_back(&wave_request);
    }
    // Below a mutation nothing runs beside a statement that may write.
    std::unique_ptr<BegunRequests> begun;
    if (!federated.empty() && ReadsOnly()) begun = state_.database->BeginFederated(federated);
    if (auto primary = requests_.find(kPrimary); primary != requests_.end() && !primary->second.asked.empty()) {
      state_.observation.WillRun();
      Take(state_.database->RunPrimary({&primary->second.request, 1}, ReadsOnly()), primary->second);
    }
    if (federated.empty()) return;
    state_.observation.WillRun();
    std::vector<Outcome> outcomes = begun != nullptr ? begun->Finish() : state_.database->RunFederated(federated);
    for (size_t i = 0; i < outcomes.size(); ++i) Take(std::move(outcomes[i]), *federated_requests[i]);
  }

 private:
  // Below a mutation a statement must see what the function before it has written.
  bool ReadsOnly() const { return state_.plan->operation != language::OperationType::kMutation; }

  void Add(WaveRequest* wave_request, Asked asked) {
    const Statement& statement = state_.plan->slots[asked.slot].statement;
    Request& request = wave_request->request;
    request.database = statement.database;
    if (!request.sql.empty()) request.sql += " UNION ALL ";
    AppendStatement(statement, state_.parameters, asked.keys, &request);
    wave_request->asked.push_back(std::move(asked));
  }

  // An argument that cannot be used. What a mutation has done cannot be done again, so there the places have the error.
  void Refuse(const ParameterSource& source, GraphQLError error, std::span<const Asked> asked) {
    const bool is_cursor = source.kind == ParameterSource::Kind::kCursor;
    if (is_cursor) error = CursorFault(source.path[0], false);
    const bool is_argument = is_cursor || source.kind == ParameterSource::Kind::kArgument;
    if (is_argument && state_.plan->operation != language::OperationType::kMutation) {
      state_.failed.emplace_back(state_.plan->sites[source.site].node, std::move(error));
    } else {
      Fail(std::move(error), asked);
    }
  }

  void Fail(GraphQLError error, std::span<const Asked> asked) {
    uint32_t number = static_cast<uint32_t>(state_.errors.size());
    state_.errors.push_back(std::move(error));
    for (const Asked& one : asked) state_.slots[one.slot].Fail(one.keys, number);
  }

  void Take(Outcome outcome, const WaveRequest& wave_request) {
    state_.observation.DidRunSlots(wave_request.asked, outcome);
    if (outcome.error) {
      TakeError(std::move(outcome), wave_request);
      return;
    }
    for (size_t row = 0; row < outcome.rows(); ++row) {
      std::optional<std::string_view> slot = outcome.Value(row, 0);
      std::optional<std::string_view> key = outcome.Value(row, 1);
      std::optional<std::string_view> value = outcome.Value(row, 2);
      if (!slot || !key || !value) continue;
      state_.slots[std::stoul(std::string(*slot))].Set(*key, *value);
      CollectOpenPlaces(*value, &state_.slots);
    }
    state_.outcomes.push_back(std::move(outcome));
  }

  // The ids of `nodes` come from the request: a key that its type does not take is a fault of the argument.
  bool RefuseIds(uint32_t slot) {
    for (const planner::RootField& root : state_.plan->roots) {
      for (const planner::NodeSlot& node : root.nodes) {
        if (node.slot != slot) continue;
        state_.failed.emplace_back(state_.plan->sites[root.site].node, GlobalIdFault("ids"));
        return true;
      }
    }
    return false;
  }

  void TakeError(Outcome outcome, const WaveRequest& wave_request) {
    const bool is_key = outcome.refused != nullptr && outcome.refused->kind == planner::ParameterSource::Kind::kKeys;
    if (is_key && wave_request.asked.size() == 1 && RefuseIds(wave_request.asked[0].slot)) return;
    if (outcome.refused != nullptr && !is_key) {
      Refuse(*outcome.refused, std::move(*outcome.error), wave_request.asked);
      return;
    }
    ErrorCode code = outcome.error->code;
    bool is_down = code == ErrorCode::kDatabaseUnavailable || code == ErrorCode::kTimeout;
    if (is_down || wave_request.asked.size() == 1) {
      Fail(std::move(*outcome.error), wave_request.asked);
      return;
    }
    // One of the fields fails: each for itself, so that the others have their rows.
    for (const Asked& asked : wave_request.asked) {
      WaveRequest alone;
      Add(&alone, asked);
      bool is_local = alone.request.database == kPrimary;
      state_.observation.WillRun();
      Take(is_local ? state_.database->RunPrimary({&alone.request, 1}, ReadsOnly())
                    : std::move(state_.database->RunFederated({&alone.request, 1})[0]),
           alone);
    }
  }

  ExecutionState& state_;
  std::map<std::string_view, WaveRequest> requests_;
};

}  // namespace

void FillSlots(ExecutionState* state) {
  while (state->failed.empty()) {
    Wave wave(state);
    if (!wave.Collect() || !state->failed.empty()) return;
    wave.Run();
  }
}

}  // namespace fraiseql::execution
