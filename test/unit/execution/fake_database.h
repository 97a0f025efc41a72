// A database whose answers are written down in the test: by a piece of the statement's text.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "execution/database.h"

namespace fraiseql::execution {

class FakeDatabase : public Database {
 public:
  struct Answer {
    std::string piece;  // of the statement
    Outcome outcome;
    std::optional<size_t> refused = std::nullopt;  // the parameter that its type does not take, by number
  };

  // `values`: row by row; nullptr is NULL.
  void Rows(std::string piece, size_t columns, std::vector<const char*> values) {
    Outcome outcome;
    outcome.columns = columns;
    for (const char* value : values) {
      outcome.values.push_back(value == nullptr ? std::nullopt
                                                : std::optional<std::string_view>(texts_.emplace_back(value)));
    }
    answers_.push_back({std::move(piece), std::move(outcome)});
  }

  void Error(std::string piece, std::string message, std::optional<size_t> parameter = std::nullopt) {
    Outcome outcome;
    outcome.error.emplace();
    outcome.error->message = std::move(message);
    outcome.error->code = parameter ? ErrorCode::kBadUserInput : ErrorCode::kDatabaseUnavailable;
    answers_.push_back({std::move(piece), std::move(outcome), parameter});
  }

  void SqlError(std::string piece, std::string message) {
    Error(std::move(piece), std::move(message));
    answers_.back().outcome.error->code = ErrorCode::kInternalServerError;
  }

  Outcome RunPrimary(std::span<const Request> steps, bool) override {
    for (const Request& step : steps) Note(step);
    return Take(steps.back());
  }

  std::unique_ptr<BegunRequests> BeginFederated(std::span<const Request> federated) override {
    begun_after.push_back(requests.size());
    return std::make_unique<Begun>(this, federated);
  }

  size_t BatchSize(std::string_view) const override { return batch_size; }

  void Atomically(const std::function<bool()>& work) override { undone = !work(); }

  std::vector<Request> requests;
  size_t waves = 0;
  std::vector<size_t> begun_after;  // how many requests had run when those to federated databases began
  size_t batch_size = 100;
  bool undone = false;
  double milliseconds = 0;  // that every federated request says it took

 private:
  // Answers when it is finished.
  class Begun : public BegunRequests {
   public:
    Begun(FakeDatabase* database, std::span<const Request> requests) : database_(database), requests_(requests) {}
    std::vector<Outcome> Finish() override {
      ++database_->waves;
      std::vector<Outcome> outcomes;
      for (const Request& request : requests_) {
        database_->Note(request);
        outcomes.push_back(database_->Take(request));
        outcomes.back().milliseconds = database_->milliseconds;
      }
      return outcomes;
    }

   private:
    FakeDatabase* database_;
    std::span<const Request> requests_;
  };

  // The texts of a request do not outlive it.
  void Note(const Request& request) {
    requests.push_back(request);
    for (Parameter& parameter : requests.back().parameters) parameter.text = texts_.emplace_back(parameter.text);
  }

  Outcome Take(const Request& request) {
    for (auto answer = answers_.begin(); answer != answers_.end(); ++answer) {
      if (request.sql.find(answer->piece) == std::string::npos) continue;
      Outcome outcome = answer->outcome;
      if (answer->refused) outcome.refused = request.parameters[*answer->refused].source;
      answers_.erase(answer);
      return outcome;
    }
    Outcome outcome;
    outcome.error.emplace();
    outcome.error->message = "no answer for: " + request.sql;
    return outcome;
  }

  std::vector<Answer> answers_;
  std::deque<std::string> texts_;
};

}  // namespace fraiseql::execution
