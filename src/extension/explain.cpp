// fraiseql.explain: how an operation is answered, and with analyze what that came to.

#include <array>
#include <optional>
#include <utility>

#include "catalog/look_through_report.h"
#include "explain/explainer.h"
#include "extension/server_request.h"
#include "federation/access.h"
#include "pg/boundary.h"
#include "pg/text.h"

extern "C" {
#include "utils/acl.h"
#include "utils/lsyscache.h"
}

namespace fraiseql::extension {

namespace {

constexpr std::array<std::pair<std::string_view, explain::Format>, 3> kFormats = {{
    {"text", explain::Format::kText},
    {"json", explain::Format::kJson},
    {"mermaid", explain::Format::kMermaid},
}};

explain::Format FormatNamed(std::string_view name) {
  for (const auto& [known, format] : kFormats) {
    if (known == name) return format;
  }
  throw pg::SqlError(ERRCODE_INVALID_PARAMETER_VALUE, "unknown format \"" + std::string(name) + "\"", {},
                     "Formats are text, json and mermaid.");
}

class ServerSurroundings final : public explain::Surroundings {
 public:
  explicit ServerSurroundings(const federation::ServerDatabase* database) : database_(*database) {}

  std::string RouteReason(std::string_view database) override { return database_.RouteReason(database); }
  std::string LookThrough(const planner::Relation& relation) override { return catalog::LookThroughReport(relation); }
  uint64_t BatchSize(std::string_view database) override { return database_.BatchSize(database); }

  std::string Refusal(const planner::Relation& relation) override {
    if (relation.relid == InvalidOid) return {};
    if (!relation.is_local()) {
      std::optional<federation::RemoteError> refused = federation::CheckAccess(relation.relid, {});
      return refused ? refused->message : std::string();
    }
    const bool allowed = pg::CallPg([&] {
      return pg_class_aclcheck(relation.relid, GetUserId(), ACL_SELECT) == ACLCHECK_OK ||
             pg_attribute_aclcheck_all(relation.relid, GetUserId(), ACL_SELECT, ACLMASK_ANY) == ACLCHECK_OK;
    });
    return allowed ? std::string() : "permission denied for relation " + std::string(relation.name);
  }

 private:
  const federation::ServerDatabase& database_;
};

std::string Render(const explain::Explanation& explanation, explain::Format format) {
  switch (format) {
    case explain::Format::kJson:
      return explain::ToJson(explanation);
    case explain::Format::kMermaid:
      return explain::ToMermaid(explanation);
    case explain::Format::kText:
      break;
  }
  return explain::ToText(explanation);
}

Datum Explain(FunctionCallInfo fcinfo) {
  const bool analyze = !PG_ARGISNULL(3) && PG_GETARG_BOOL(3);
  const explain::Format format = PG_ARGISNULL(4) ? explain::Format::kText : FormatNamed(pg::TextArgument(fcinfo, 4));
  ServerRequest request(fcinfo, "explain");
  ServerSurroundings surroundings(&request.database());
  explain::Explainer explainer(&surroundings, analyze);
  std::string response;
  if (analyze) {
    request.database().Atomically([&] {
      response = request.Answer(&explainer, nullptr);
      return false;
    });
  } else {
    response = request.Answer(&explainer, nullptr);
  }
  if (!explainer.has_plan()) return pg::TextDatum(response);
  return pg::TextDatum(Render(explainer.Finish(response, analyze), format));
}

}  // namespace

}  // namespace fraiseql::extension

extern "C" {

PG_FUNCTION_INFO_V1(fraiseql_explain);
PGDLLEXPORT Datum fraiseql_explain(PG_FUNCTION_ARGS);

Datum fraiseql_explain(PG_FUNCTION_ARGS) { return fraiseql::pg::Enter<fraiseql::extension::Explain>(fcinfo); }

}  // extern "C"
