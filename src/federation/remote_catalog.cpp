#include "federation/remote_catalog.h"

#include <algorithm>

#include "extension/errors.h"
#include "federation/direct.h"
#include "pg/boundary.h"

extern "C" {
#include "catalog/pg_type.h"
}

namespace fraiseql::federation {

namespace {

constexpr const char* kDatabaseQuery =
    "SELECT (SELECT extversion FROM pg_extension WHERE extname = 'fraiseql'), "
    "(SELECT string_agg(quote_ident(s), ', ') FROM unnest($1) AS s "
    "WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = s))";

// The relations that IMPORT FOREIGN SCHEMA would import.
constexpr const char* kRelationsQuery =
    "SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), coalesce(e.typtype, t.typtype), "
    "a.attnotnull, cn.nspname, co.collname "
    "FROM pg_class AS c "
    "JOIN pg_namespace AS n ON n.oid = c.relnamespace "
    "LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
    "LEFT JOIN pg_type AS t ON t.oid = a.atttypid "
    "LEFT JOIN pg_type AS e ON e.oid = t.typelem AND t.typcategory = 'A' "
    "LEFT JOIN pg_collation AS co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation "
    "LEFT JOIN pg_namespace AS cn ON cn.oid = co.collnamespace "
    "WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT c.relispartition AND n.nspname = ANY ($1) "
    "ORDER BY n.nspname, c.relname, a.attnum";

std::string TextArray(const std::vector<std::string>& values) {
  std::string array = "{";
  for (const std::string& value : values) {
    if (array.size() > 1) array += ',';
    array += '"';
    for (char c : value) {
      if (c == '"' || c == '\\') array += '\\';
      array += c;
    }
    array += '"';
  }
  return array + "}";
}

[[noreturn]] void Fail(const std::string& database, const RemoteError& error) {
  if (error.kind == RemoteError::Kind::kSql) {
    throw pg::SqlError(
        error.sqlstate.size() == 5 ? MAKE_SQLSTATE(error.sqlstate[0], error.sqlstate[1], error.sqlstate[2],
                                                   error.sqlstate[3], error.sqlstate[4])
                                   : ERRCODE_FDW_ERROR,
        "database \"" + database + "\" refused to describe its relations: " + error.message, error.detail, error.hint);
  }
  const bool timeout = error.kind == RemoteError::Kind::kTimeout;
  throw pg::SqlError(
      timeout ? extension::kErrcodeRemoteDatabaseTimeout : extension::kErrcodeRemoteDatabaseUnavailable,
      timeout ? error.message : "could not connect to database \"" + database + "\"", error.detail,
      "Nothing was changed. Its relations are read when it is configured, so it must be reachable then.");
}

std::vector<RemoteResult> Ask(const std::vector<RemoteCatalogRequest>& requests, const char* sql) {
  std::vector<RemoteRequest> remote;
  int timeout_ms = 0;
  for (const RemoteCatalogRequest& request : requests) {
    remote.push_back({request.server, sql, {{TEXTARRAYOID, TextArray(request.schemas), false}}});
    timeout_ms = std::max(timeout_ms, request.timeout_ms);
  }
  std::vector<RemoteResult> results = RunDirect(remote, timeout_ms);
  for (size_t i = 0; i < results.size(); i++) {
    if (!results[i].ok()) Fail(requests[i].database, results[i].error());
  }
  return results;
}

}  // namespace

std::vector<RemoteCatalog> ReadRemoteCatalogs(const std::vector<RemoteCatalogRequest>& requests) {
  std::vector<RemoteCatalog> catalogs(requests.size());
  const std::vector<RemoteResult> databases = Ask(requests, kDatabaseQuery);
  for (size_t i = 0; i < requests.size(); i++) {
    if (!databases[i].IsNull(0, 1)) {
      throw pg::SqlError(ERRCODE_INVALID_SCHEMA_NAME, "database \"" + requests[i].database + "\" has no schema " +
                                                          std::string(databases[i].Value(0, 1)));
    }
    catalogs[i].extension_version = databases[i].Value(0, 0);
  }
  const std::vector<RemoteResult> relations = Ask(requests, kRelationsQuery);
  for (size_t i = 0; i < requests.size(); i++) {
    const RemoteResult& rows = relations[i];
    std::vector<RemoteRelation>& into = catalogs[i].relations;
    for (int row = 0; row < rows.size(); row++) {
      if (into.empty() || into.back().schema != rows.Value(row, 0) || into.back().name != rows.Value(row, 1)) {
        into.push_back({std::string(rows.Value(row, 0)), std::string(rows.Value(row, 1)), {}});
      }
      if (rows.IsNull(row, 2)) continue;  // a relation without columns
      into.back().columns.push_back({std::string(rows.Value(row, 2)), std::string(rows.Value(row, 3)),
                                     rows.Value(row, 4)[0], rows.Value(row, 5) == "t", std::string(rows.Value(row, 6)),
                                     std::string(rows.Value(row, 7))});
    }
  }
  return catalogs;
}

}  // namespace fraiseql::federation
