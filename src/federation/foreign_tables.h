// The foreign tables of a configured database: one for each of its relations, with the columns these have now.
#pragma once

#include <string>

#include "federation/remote_catalog.h"

namespace fraiseql::federation {

// Makes the foreign tables in the schema `database`, of the server of the same name, what the catalog says: missing
// ones are created, those that differ altered in place (so that grants and what depends on them stay), those whose
// relation is gone dropped. Only tables listed in fraiseql.foreign_relation are altered or dropped, which fails where
// something else depends on them. Needs a connection to SPI; `place` is for messages.
void SyncForeignTables(const std::string& database, const RemoteCatalog& catalog, const std::string& place);

// Drops them all.
void DropForeignTables(const std::string& database);

}  // namespace fraiseql::federation
