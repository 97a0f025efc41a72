#include "pg/client_library.h"

#include <dlfcn.h>

#include "pg/boundary.h"

extern "C" {
#include "fmgr.h"
}

namespace fraiseql::pg {

namespace {

// Not "$libdir": an extension may be installed elsewhere.
std::string DirectoryOfThisModule() {
  static const char here = 0;
  Dl_info info;
  if (dladdr(&here, &info) == 0) return "$libdir";
  const std::string path = info.dli_fname;
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "$libdir" : path.substr(0, slash);
}

}  // namespace

// Its magic block is all that such a module has itself.
ClientLibrary::ClientLibrary(const char* module) : path_(DirectoryOfThisModule() + "/" + module) {
  CallPg([&] { (void)load_external_function(path_.c_str(), "Pg_magic_func", true, &handle_); });
}

void* ClientLibrary::Find(const char* function) const {
  void* found = CallPg([&] { return reinterpret_cast<void*>(lookup_external_function(handle_, function)); });
  if (found == nullptr) {
    throw SqlError(ERRCODE_UNDEFINED_FUNCTION,
                   "could not find function \"" + std::string(function) + "\" behind \"" + path_ + "\"", {},
                   "Build fraiseql with the version of the library that is installed.");
  }
  return found;
}

}  // namespace fraiseql::pg
