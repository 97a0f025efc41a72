// The schema that this session serves, built from the stored document when it is first asked for and again when the
// document, or something of the catalogs that it was bound to, has changed in any session.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/arena.h"
#include "catalog/pg_catalog.h"
#include "planner/binding.h"
#include "schema/schema.h"

namespace fraiseql::catalog {

struct LoadedSchema {
  // Another number for everything that plans may depend on: document, relations, functions, databases. A plan made for
  // this generation may be used as long as CurrentSchema returns it.
  uint64_t generation = 0;
  std::shared_ptr<const schema::Schema> schema;
  bool is_partial = false;  // see SchemaExtent
  // What is bound here is bound on demand: a request can meet a relation that is no longer there, which is reported as
  // an SqlError.
  planner::Binding binding;

  LoadedSchema(const std::vector<std::string>& search_path, std::vector<KnownDatabase> databases)
      : catalog(&arena, search_path, std::move(databases)) {}
  Arena arena;
  PgCatalog catalog;
};

// How much of the schema is wanted. Aggregates are half of its definition and few requests use them, nor do most
// sessions see all types: kCommon has no aggregates and completes types on demand. A session builds the whole when it
// first meets a request that needs it (WholeSchemaNeeded), and has it from then on. A document that is valid without
// means the same with it.
enum class SchemaExtent : uint8_t { kCommon, kWhole };

// The schema of this database as of now, or more of it. Costs next to nothing while nothing has changed. Throws
// SqlError where no schema is loaded. What it returns stays as it is while the pointer is held.
std::shared_ptr<const LoadedSchema> CurrentSchema(SchemaExtent extent);

// The configured databases, as PgCatalog takes them.
std::vector<KnownDatabase> KnownDatabases();

// Registers the callbacks that notice changes. Called once, from _PG_init.
void WatchSchema();

}  // namespace fraiseql::catalog
