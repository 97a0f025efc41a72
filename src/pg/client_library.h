// Client libraries that few sessions need: libpq and libnats. Loading them takes as long as a first query, so that this
// module is linked with neither. A module of its own stands beside it for each (client_module.c), linked with the
// library and otherwise empty: the server loads it when the first function of the library is wanted.
#pragma once

#include <string>

namespace fraiseql::pg {

class ClientLibrary {
 public:
  // Loads the module of that name from the directory of this one. Throws PgError where it is not there.
  explicit ClientLibrary(const char* module);
  // A function of the library. Throws SqlError where this version of it has none of that name.
  void* Find(const char* function) const;

 private:
  std::string path_;
  void* handle_ = nullptr;
};

}  // namespace fraiseql::pg

// For a list of functions F(PQclear) F(PQstatus) ...: the member that points to one of them, under its own name, and
// what sets that member of `functions`.
// NOLINTNEXTLINE(bugprone-macro-parentheses): a name, not an expression
#define FRAISEQL_CLIENT_FUNCTION(name) decltype(&::name) name;
#define FRAISEQL_FIND_CLIENT_FUNCTION(name) functions.name = reinterpret_cast<decltype(&::name)>(library.Find(#name));
