#include "federation/connection_options.h"

#include <cstring>
#include <memory>
#include <string_view>

#include "extension/errors.h"
#include "federation/libpq.h"
#include "pg/boundary.h"

namespace fraiseql::federation {

namespace {

struct ConninfoDeleter {
  void operator()(PQconninfoOption* options) const { Libpq().PQconninfoFree(options); }
};

// libpq quotes the part of the URL that it stumbles over, or all of it: that may be the password.
std::string WithoutQuotes(std::string_view message) {
  std::string out;
  bool quoted = false;
  for (char c : message) {
    if (c == '\n') continue;
    if (c == '"') {
      if (!quoted) out += "\"...\"";
      quoted = !quoted;
    } else if (!quoted) {
      out += c;
    }
  }
  return out;
}

[[noreturn]] void Fail(const std::string& place, const std::string& what) {
  throw pg::SqlError(extension::kErrcodeInvalidConfigurationValue, "invalid \"url\" in " + place + ": " + what, {},
                     "A URL looks like postgresql://user:password@host:5432/database, with special characters of the "
                     "password percent-encoded.");
}

}  // namespace

ConnectionOptions ParseConnectionUrl(const std::string& url, const std::string& place) {
  // libpq would take any other scheme for a list of keywords.
  const size_t scheme = url.find("://");
  if (scheme != std::string::npos && url.find_first_of("= ") > scheme && !url.starts_with("postgres://") &&
      !url.starts_with("postgresql://")) {
    Fail(place, "only PostgreSQL databases can be federated");
  }
  char* message = nullptr;
  std::unique_ptr<PQconninfoOption, ConninfoDeleter> parsed(Libpq().PQconninfoParse(url.c_str(), &message));
  if (parsed == nullptr) {
    std::string reason = message != nullptr ? WithoutQuotes(message) : "out of memory";
    Libpq().PQfreemem(message);
    Fail(place, reason);
  }
  ConnectionOptions options;
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; option++) {
    if (option->val == nullptr || *option->val == '\0') continue;
    const std::string_view keyword = option->keyword;
    if (keyword == "client_encoding" || keyword == "fallback_application_name" ||
        strchr(option->dispchar, 'D') != nullptr) {
      Fail(place, "\"" + std::string(keyword) + "\" cannot be set here");
    }
    // The rule by which postgres_fdw divides them.
    const bool secret = keyword == "user" || strchr(option->dispchar, '*') != nullptr;
    (secret ? options.mapping : options.server)[std::string(keyword)] = option->val;
  }
  if (!options.server.contains("dbname") && !options.server.contains("service")) Fail(place, "it names no database");
  return options;
}

}  // namespace fraiseql::federation
