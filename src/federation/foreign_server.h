// The foreign server, user mapping and local schema of a configured database. Errors are the server's own (PgError).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/connection_options.h"
#include "pg/backend.h"

namespace fraiseql::federation {

// A name as SQL text, quoted where it needs to be; a value as a string literal.
std::string QuoteName(std::string_view name);
std::string QuoteValue(std::string_view value);

// Runs a statement without parameters through SPI; needs a connection to SPI.
void RunDdl(const std::string& sql);

// The connection options (those of libpq) of an existing server; nothing when there is no such server.
std::optional<Options> ServerOptions(const std::string& name);

// Makes the server and its schema. Throws pg::SqlError where one of that name exists already: it is somebody else's.
void CreateServer(const std::string& name, const Options& options, const std::string& place);

// Makes the connection options of an existing server what `options` says. Options that only postgres_fdw reads stay
// as somebody may have set them.
void AlterServer(const std::string& name, const Options& options);

// Lists this extension among the server's shippable ones, or not.
void SetShippable(const std::string& name, bool shippable);

// Makes the mapping for PUBLIC what `options` says: whoever has USAGE on the server. Mappings of single roles are not
// touched. The options never appear in a statement's text.
void SetPublicMapping(const std::string& name, const Options& options);

// Drops the mapping, the server and the schema. Fails where something else depends on them.
void DropServer(const std::string& name);
void RenameServer(const std::string& from, const std::string& to);

}  // namespace fraiseql::federation
