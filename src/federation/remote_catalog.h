// What a remote database has: its relations with their columns, asked over the direct route.
#pragma once

#include <string>
#include <vector>

#include "pg/backend.h"

namespace fraiseql::federation {

struct RemoteColumn {
  std::string name;
  std::string type;    // as format_type writes it, with schema unless it is a built-in one
  char typtype = 'b';  // of the type, or of the elements of an array: base, enum, composite, domain, range ...
  bool not_null = false;
  std::string collation_schema;  // empty: the type's own collation
  std::string collation;
};

struct RemoteRelation {
  std::string schema;
  std::string name;
  std::vector<RemoteColumn> columns;  // in their order
};

struct RemoteCatalog {
  std::string extension_version;  // of this extension over there; empty: it is not installed
  std::vector<RemoteRelation> relations;
};

struct RemoteCatalogRequest {
  std::string database;
  Oid server = InvalidOid;
  std::vector<std::string> schemas;
  int timeout_ms = 0;
};

// Asks all databases at once for the tables, views, materialized views and foreign tables of their schemas, partitions
// left out. Throws pg::SqlError where one cannot be reached, does not answer in time or has no such schema.
std::vector<RemoteCatalog> ReadRemoteCatalogs(const std::vector<RemoteCatalogRequest>& requests);

}  // namespace fraiseql::federation
