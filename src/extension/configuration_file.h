// A fraiseql.toml, read and checked; no catalog is touched here. docs/configuration.md describes every key.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "federation/databases.h"

namespace fraiseql::extension {

struct DatabaseBlock {
  std::string name;
  std::string url;  // a secret: it may hold a password
  std::vector<std::string> schemas = {"public"};
  federation::RemoteLimits limits;
  std::string place;  // for messages: [databases.inventory] (line 3)
};

struct ConfigurationFile {
  std::vector<DatabaseBlock> databases;  // "primary" too, if the file has it
  bool federation_enabled = true;
  bool default_where = true;
  bool default_order_by = true;
  bool default_limit = true;
  bool default_offset = true;
  bool default_aggregate = true;
  // The events' part, as JSON text: two arrays and an object.
  std::string observers = "[]";
  std::string subscribers = "[]";
  std::string nats = "{}";
  // Sections and keys that other FraiseQL runtimes read and this one does not.
  std::vector<std::string> not_applicable;
};

// Values for ${NAME}.
using Environment = std::map<std::string, std::string, std::less<>>;

// Throws pg::SqlError with a code of errors.h; messages never hold values of the file or of the environment.
ConfigurationFile ReadConfigurationFile(std::string_view toml, const Environment& environment);

}  // namespace fraiseql::extension
