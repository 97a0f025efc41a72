// A database's URL taken apart into the options of a foreign server and of its user mapping.
#pragma once

#include <map>
#include <string>

namespace fraiseql::federation {

using Options = std::map<std::string, std::string>;

struct ConnectionOptions {
  Options server;   // host, port, dbname, ssl ...
  Options mapping;  // user, password and whatever else libpq treats as a secret
};

// Takes every form libpq takes: postgresql://... and postgres://... with several hosts, percent-encoding, a directory
// of Unix sockets and parameters, or "host=... dbname=...". Throws pg::SqlError, whose message holds nothing of the
// URL; `place` says where it stands.
ConnectionOptions ParseConnectionUrl(const std::string& url, const std::string& place);

}  // namespace fraiseql::federation
