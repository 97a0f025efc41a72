// The databases as the executor sees them: the seam between the core and the server, and between the core and the
// fakes of unit tests.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "planner/plan.h"

namespace fraiseql::execution {

// The value of a parameter, as the input function of its type reads it.
struct Parameter {
  const planner::ParameterSource* source = nullptr;
  planner::TypeOid type = 0;  // of an element where is_array
  bool is_array = false;
  bool is_null = false;
  bool from_previous_step = false;  // the first column of the row that the step before returned
  std::string_view text;
};

struct Request {
  std::string_view database;
  std::string sql;  // with $1, $2, ...
  std::vector<Parameter> parameters;
  std::vector<planner::ForeignRead> reads;  // in a database that the direct route reads
};

// What came back: rows of text columns (a null column has no value), or an error.
struct Outcome {
  size_t columns = 0;
  std::vector<std::optional<std::string_view>> values;  // row by row
  std::optional<GraphQLError> error;                    // without path and locations
  // The error is a parameter that its type does not take (BAD_USER_INPUT): that one.
  const planner::ParameterSource* refused = nullptr;
  std::shared_ptr<const void> owner;  // keeps the values
  double milliseconds = 0;            // that a federated database took, of several at once; 0: not measured

  size_t rows() const { return columns == 0 ? 0 : values.size() / columns; }
  std::optional<std::string_view> Value(size_t row, size_t column) const { return values[row * columns + column]; }
};

// Requests that have begun. Those whose answers nobody takes are given up.
class BegunRequests {
 public:
  virtual ~BegunRequests() = default;
  // In the order of the requests. To be called once.
  virtual std::vector<Outcome> Finish() = 0;
};

class Database {
 public:
  virtual ~Database() = default;

  // Runs statements of the primary one after the other, all or nothing, each seeing what those before it wrote. The
  // outcome is that of the last one.
  virtual Outcome RunPrimary(std::span<const Request> steps, bool read_only) = 0;

  // Runs requests to federated databases, at most one per database, all at once where the route allows it. A database
  // that fails has an error in its own outcome, in the order of the requests.
  std::vector<Outcome> RunFederated(std::span<const Request> requests) { return BeginFederated(requests)->Finish(); }

  // The same in two steps, so that a statement of the primary can run while the databases work. What the first can send
  // without waiting it sends, the second does the rest. `requests` must outlive what it returns.
  virtual std::unique_ptr<BegunRequests> BeginFederated(std::span<const Request> requests) = 0;

  // At most this many keys are asked for in one array.
  virtual size_t BatchSize(std::string_view database) const = 0;

  // Runs `work` so that everything it wrote to the primary is undone when it returns false.
  virtual void Atomically(const std::function<bool()>& work) = 0;
};

}  // namespace fraiseql::execution
