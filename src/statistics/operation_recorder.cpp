#include "statistics/operation_recorder.h"

#include <cstring>

#include "extension/guc.h"

namespace fraiseql::statistics {

namespace {

// Of two operations in one document each has an id of its own.
uint64_t QueryId(uint64_t document, std::string_view operation) {
  uint64_t id = document;
  for (char c : operation) id = (id ^ static_cast<unsigned char>(c)) * 1099511628211u;  // FNV-1a
  return id;
}

}  // namespace

OperationRecorder::OperationRecorder(const federation::ServerDatabase* database)
    : database_(database), enabled_(extension::settings.track_operations) {
  if (enabled_) INSTR_TIME_SET_CURRENT(started_);
}

void OperationRecorder::Identified(const std::shared_ptr<planner::PreparedDocument>& document,
                                   const language::OperationDefinition& operation) {
  const std::string_view name = operation.name.value();
  key_ = {MyDatabaseId, GetUserId(), QueryId(document->Id(), name)};
  identified_ = true;
  // A place now, so that a request which is ended by a time-out is counted, too.
  if (HasOperation(key_)) return;
  const bool is_mutation = operation.operation == language::OperationType::kMutation;
  EnterOperation(key_, is_mutation ? OperationType::kMutation : OperationType::kQuery, name,
                 document->NormalisedText());
}

void OperationRecorder::Answered(std::string_view response) {
  answered_ = true;
  if (!enabled_) return;
  call_.failed = response.starts_with("{\"errors\"");
  call_.rows = CountObjects(response);
}

OperationRecorder::~OperationRecorder() {
  if (!identified_) return;
  instr_time elapsed;
  INSTR_TIME_SET_CURRENT(elapsed);
  INSTR_TIME_SUBTRACT(elapsed, started_);
  call_.milliseconds = INSTR_TIME_GET_MILLISEC(elapsed);
  if (!answered_) call_.failed = true;
  size_t count = 0;
  for (const auto& [server, statements] : database_->statements()) {
    if (statements != 0 && count < kMostDatabases) call_.statements[count++] = {server, statements};
  }
  CountCall(key_, call_);
}

uint64_t CountObjects(std::string_view response) {
  size_t data = 0;
  if (response.starts_with("{\"errors\"")) {
    data = response.find("],\"data\":");
    if (data == std::string_view::npos) return 0;
    data += 2;
  }
  // Objects of an answer are written without white space and their keys are names, so that `{"a` begins one; in a
  // string a quote follows a backslash, or ends the string, and then no letter comes next. Objects within a value of
  // the scalar JSON count likewise.
  uint64_t objects = 0;
  const char* end = response.data() + response.size();
  for (const char* p = response.data() + data + 1; p < end; ++p) {
    p = static_cast<const char*>(std::memchr(p, '{', static_cast<size_t>(end - p)));
    if (p == nullptr || end - p < 3) break;
    const char key = p[2];
    if (p[1] == '"' && ((key >= 'a' && key <= 'z') || (key >= 'A' && key <= 'Z') || key == '_')) ++objects;
  }
  return objects == 0 ? 0 : objects - 1;  // the root is none of anybody's rows
}

}  // namespace fraiseql::statistics
