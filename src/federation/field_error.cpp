#include "federation/field_error.h"

#include <cstring>

#include "pg/boundary.h"

namespace fraiseql::federation {

namespace {

std::string NewId() {
  unsigned char bytes[8];
  if (!pg_strong_random(bytes, sizeof bytes)) std::memset(bytes, 0, sizeof bytes);
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string id;
  for (unsigned char byte : bytes) {
    id += kDigits[byte >> 4];
    id += kDigits[byte & 15];
  }
  return id;
}

// What a field error shows, whichever database it came from.
struct Report {
  std::string_view database;
  bool raised = false;  // by a function of the user
  std::string sqlstate;
  const char* message = nullptr;
  const char* detail = nullptr;
  const char* hint = nullptr;
  const char* context = nullptr;
};

// The log entry of a masked error.
void Log(const Report& report, const std::string& id) {
  std::string database(report.database);
  pg::CallPg([&] {
    ereport(LOG,
            (errmsg("fraiseql: error %s in database \"%s\": %s", id.c_str(), database.c_str(),
                    report.message ? report.message : "(none)"),
             report.detail ? errdetail_internal("%s (SQLSTATE %s)", report.detail, report.sqlstate.c_str())
                           : errdetail_internal("SQLSTATE %s", report.sqlstate.c_str()),
             report.hint ? errhint("%s", report.hint) : 0, report.context ? errcontext_msg("%s", report.context) : 0));
  });
}

GraphQLError Describe(const Report& report) {
  GraphQLError error;
  if (report.raised) {
    error.message = report.message != nullptr ? report.message : "";
    error.code = ErrorCode::kDatabaseError;
    error.extensions.emplace_back("sqlstate", report.sqlstate);
    if (report.detail != nullptr && *report.detail != '\0') error.extensions.emplace_back("detail", report.detail);
    if (report.hint != nullptr && *report.hint != '\0') error.extensions.emplace_back("hint", report.hint);
    return error;
  }
  // A pattern is text that its type takes: only the operator says that it is none.
  if (report.sqlstate == "2201B" || report.sqlstate == "22025") {  // invalid_regular_expression, ..._escape_sequence
    error.message = report.message != nullptr ? report.message : "";
    error.code = ErrorCode::kBadUserInput;
    return error;
  }
  std::string id = NewId();
  Log(report, id);
  bool forbidden = report.sqlstate == "42501";
  error.message = forbidden ? "Permission denied." : "Internal error.";
  error.code = forbidden ? ErrorCode::kForbidden : ErrorCode::kInternalServerError;
  error.extensions.emplace_back("id", id);
  return error;
}

// Whether PL/pgSQL's RAISE made the error: its reporting function is exec_stmt_raise of pl_exec.c. Of an error that it
// hands on postgres_fdw keeps the context, whose first line then is "PL/pgSQL function ... at RAISE".
bool IsRaised(const ErrorData& error) {
  if (error.funcname == nullptr) return false;
  if (std::strcmp(error.funcname, "exec_stmt_raise") == 0) return true;
  if (!IsOfForeignScan(error) || error.context == nullptr) return false;
  std::string_view line = error.context;
  line = line.substr(0, line.find('\n'));
  return line.starts_with("PL/pgSQL function ") && line.ends_with(" at RAISE");
}

}  // namespace

bool IsOfForeignScan(const ErrorData& error) {
  return error.funcname != nullptr && std::strcmp(error.funcname, "pgfdw_report_error") == 0;
}

GraphQLError FieldErrorOf(const ErrorData& error, std::string_view database) {
  Report report;
  report.database = database;
  report.raised = IsRaised(error);
  report.sqlstate = unpack_sql_state(error.sqlerrcode);
  report.message = error.message;
  report.detail = error.detail;
  report.hint = error.hint;
  report.context = error.context;
  return Describe(report);
}

GraphQLError FieldErrorOf(const RemoteError& error, std::string_view database) {
  if (error.kind == RemoteError::Kind::kSql) {
    Report report;
    report.database = database;
    report.raised = error.raised;
    report.sqlstate = error.sqlstate;
    report.message = error.message.c_str();
    report.detail = error.detail.empty() ? nullptr : error.detail.c_str();
    report.hint = error.hint.empty() ? nullptr : error.hint.c_str();
    return Describe(report);
  }
  // Why, for the log; a request that was not even sent (its breaker is open) is no news.
  if (!error.sqlstate.empty()) {
    pg::CallPg([&] {
      ereport(LOG, (errmsg("fraiseql: %s", error.message.c_str()), errdetail_internal("%s", error.detail.c_str())));
    });
  }
  GraphQLError field_error;
  field_error.message = error.message;
  field_error.code = error.kind == RemoteError::Kind::kTimeout ? ErrorCode::kTimeout : ErrorCode::kDatabaseUnavailable;
  field_error.extensions.emplace_back("database", std::string(database));
  return field_error;
}

}  // namespace fraiseql::federation
