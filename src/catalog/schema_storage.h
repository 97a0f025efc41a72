// The table fraiseql.schema_document: at most one row, the schema of this database.
//
// Read and written below the executor, without regard to privileges: who may load a schema is decided by EXECUTE on
// fraiseql.load_schema, and every session must read what it serves.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/backend.h"

namespace fraiseql::catalog {

using SchemaVersion = std::array<unsigned char, 16>;  // uuid

struct StoredSchema {
  SchemaVersion version{};
  std::string_view definition;           // SDL
  std::vector<std::string> search_path;  // names of schemas
};

// pg_class OID of the table; InvalidOid where the extension has gone.
Oid SchemaStorageRelid();

// The schema as of now, this transaction's own changes included. Nothing where none is loaded.
// `whole`: with the definitions that few requests use. The definition lies in `memory`.
std::optional<StoredSchema> ReadStoredSchema(bool whole, MemoryContext memory);

// Keeps other loads out until the end of the transaction; sessions go on reading. An error where nothing may be
// written.
void LockSchemaStorage();

// Stores a schema in place of the one before, with a new version (`common`: the definition without what few requests
// use, equal to it where there is nothing of that kind), and tells all sessions when the transaction commits.
void WriteStoredSchema(std::string_view document, const std::string& definition, const std::string& common,
                       const std::vector<std::string>& search_path);

// The schemas of the session's search path that exist, in order; without pg_catalog and temporary ones.
std::vector<std::string> SessionSearchPath();

}  // namespace fraiseql::catalog
