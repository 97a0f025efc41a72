#include "extension/guc.h"

#include <algorithm>
#include <climits>
#include <cstring>
#include <iterator>
#include <variant>
#include <vector>

#include "base/did_you_mean.h"
#include "base/limits.h"
#include "pg/boundary.h"
#include "pg/compat.h"
#include "pg/new_settings.h"

extern "C" {
#include "utils/guc.h"
}

namespace fraiseql::extension {

Settings settings;

namespace {

constexpr config_enum_entry kMutationAtomicity[] = {
    {"field", static_cast<int>(MutationAtomicity::kField), false},
    {"request", static_cast<int>(MutationAtomicity::kRequest), false},
    {nullptr, 0, false},
};

constexpr config_enum_entry kRoute[] = {
    {"auto", static_cast<int>(Route::kAuto), false},
    {"direct", static_cast<int>(Route::kDirect), false},
    {"foreign_scan", static_cast<int>(Route::kForeignScan), false},
    {nullptr, 0, false},
};

// A value of each kind: where it is kept, its default and what it may be.
struct Bool {
  bool* value;
  bool boot;
};
struct Int {
  int* value;
  int boot, min, max;
};
struct String {
  char** value;
  const char* boot;
};
// A string that nothing shows. PostgreSQL logs what a reload has changed, with the value that the file gives, where the
// variable is another one afterwards: so the variable itself stays empty, and the secret lies beside it.
struct Secret {
  char** value;
  char** variable;
  GucStringCheckHook check;
  GucStringAssignHook assign;
  GucShowHook show;
};
struct Enum {
  int* value;
  int boot;
  const config_enum_entry* options;
};

struct Setting {
  const char* name;
  const char* description;
  std::variant<Bool, Int, String, Secret, Enum> kind;
  GucContext context = PGC_USERSET;
  int flags = 0;
};

constexpr char kHidden[] = "********";

// In C: guc.c calls it, and frees `*value` and `*extra`.
extern "C" bool fraiseql_check_secret(char** value, void** extra, GucSource) {
  const char* secret = *value != nullptr ? *value : "";
  auto* copy = static_cast<char*>(fraiseql::pg::compat::AllocateExtra(strlen(secret) + 1));
  if (copy == nullptr) return false;
  strcpy(copy, secret);
  if (*value != nullptr) **value = '\0';
  *extra = copy;
  return true;
}

extern "C" void fraiseql_assign_nats_password(const char*, void* extra) {
  settings.nats_password = static_cast<char*>(extra);
}
extern "C" const char* fraiseql_show_nats_password(void) { return *settings.nats_password != '\0' ? kHidden : ""; }
extern "C" void fraiseql_assign_nats_token(const char*, void* extra) {
  settings.nats_token = static_cast<char*>(extra);
}
extern "C" const char* fraiseql_show_nats_token(void) { return *settings.nats_token != '\0' ? kHidden : ""; }

char* nats_password_variable = nullptr;
char* nats_token_variable = nullptr;

// What only a superuser may see or change is PGC_SUSET or PGC_SIGHUP with GUC_SUPERUSER_ONLY.
const Setting kSettings[] = {
    // Limits of a request.
    {"fraiseql.max_tokens", "Lexical tokens that a GraphQL document may have; 0 for no limit.",
     Int{&settings.max_tokens, 15000, 0, INT_MAX}},
    {"fraiseql.max_depth", "Nesting that a GraphQL document may have.",
     Int{&settings.max_depth, 50, 1, static_cast<int>(kHardDepth)}},
    {"fraiseql.max_rows", "Rows that a list field returns at most; 0 for no cap.",
     Int{&settings.max_rows, 0, 0, INT_MAX}},

    // Behaviour of a request.
    {"fraiseql.introspection", "Whether clients may ask for the schema (__schema, __type).",
     Bool{&settings.introspection, true}, PGC_SUSET},
    {"fraiseql.mutation_atomicity", "What a failing mutation field undoes: its own work, or that of the whole request.",
     Enum{&settings.mutation_atomicity, static_cast<int>(MutationAtomicity::kField), kMutationAtomicity}},
    {"fraiseql.suggestions", "Whether validation errors suggest names that exist (\"Did you mean ...\").",
     Bool{&suggestions_enabled, true}},
    {"fraiseql.plan_cache_size", "Operations whose plan a session keeps; 0 keeps none.",
     Int{&settings.plan_cache_size, 256, 0, 65536}},

    // Statistics.
    {"fraiseql.track_operations", "Whether calls of operations are counted in fraiseql.stat_operations.",
     Bool{&settings.track_operations, true}, PGC_SUSET},
    {"fraiseql.max_operations", "Operations that fraiseql.stat_operations keeps for the whole server.",
     Int{&settings.max_operations, 1000, 10, 1000000}, PGC_SIGHUP},

    // Federated databases.
    {"fraiseql.route", "How rows of other databases are fetched.",
     Enum{&settings.route, static_cast<int>(Route::kAuto), kRoute}},
    {"fraiseql.remote_timeout", "Time that other databases have for their part of a request; 0 as configured.",
     Int{&settings.remote_timeout, 0, 0, INT_MAX}, PGC_USERSET, GUC_UNIT_MS},
    {"fraiseql.batch_size", "Keys that one request to another database carries at most; 0 as configured.",
     Int{&settings.batch_size, 0, 0, 1000000}},

    // Events: the worker's settings, of the server as a whole.
    {"fraiseql.worker_databases", "Databases that get a worker; * for every database that has the extension.",
     String{&settings.worker_databases, "*"}, PGC_SIGHUP, GUC_LIST_INPUT | GUC_SUPERUSER_ONLY},
    {"fraiseql.nats_url", "Servers of NATS, separated by commas.", String{&settings.nats_url, "nats://127.0.0.1:4222"},
     PGC_SIGHUP, GUC_SUPERUSER_ONLY},
    {"fraiseql.nats_user", "User name at NATS.", String{&settings.nats_user, ""}, PGC_SIGHUP, GUC_SUPERUSER_ONLY},
    {"fraiseql.nats_password", "Password at NATS.",
     Secret{&settings.nats_password, &nats_password_variable, fraiseql_check_secret, fraiseql_assign_nats_password,
            fraiseql_show_nats_password},
     PGC_SIGHUP, GUC_SUPERUSER_ONLY},
    {"fraiseql.nats_token", "Token at NATS.",
     Secret{&settings.nats_token, &nats_token_variable, fraiseql_check_secret, fraiseql_assign_nats_token,
            fraiseql_show_nats_token},
     PGC_SIGHUP, GUC_SUPERUSER_ONLY},
    {"fraiseql.nats_credentials", "Credentials file for NATS.", String{&settings.nats_credentials, ""}, PGC_SIGHUP,
     GUC_SUPERUSER_ONLY},
    {"fraiseql.nats_tls", "Whether connections to NATS must use TLS.", Bool{&settings.nats_tls, false}, PGC_SIGHUP,
     GUC_SUPERUSER_ONLY},
    {"fraiseql.nats_ca", "File of the certificate authorities that NATS servers are checked against.",
     String{&settings.nats_ca, ""}, PGC_SIGHUP, GUC_SUPERUSER_ONLY},
    {"fraiseql.nats_cert", "File of the client certificate for NATS.", String{&settings.nats_cert, ""}, PGC_SIGHUP,
     GUC_SUPERUSER_ONLY},
    {"fraiseql.nats_key", "File of the client certificate's key.", String{&settings.nats_key, ""}, PGC_SIGHUP,
     GUC_SUPERUSER_ONLY},
    {"fraiseql.event_retention", "Time that published events stay in the outbox, for replay.",
     Int{&settings.event_retention, 3600, 1, INT_MAX}, PGC_SIGHUP, GUC_UNIT_S},
    {"fraiseql.event_inbox_retention", "Time that the ids of handled messages are remembered.",
     Int{&settings.event_inbox_retention, 7 * 24 * 3600, 60, INT_MAX}, PGC_SIGHUP, GUC_UNIT_S},
};

// C code.
void define(const Setting& setting) {
  const char* name = setting.name;
  const char* text = setting.description;
  if (const auto* b = std::get_if<Bool>(&setting.kind)) {
    DefineCustomBoolVariable(name, text, nullptr, b->value, b->boot, setting.context, setting.flags, nullptr, nullptr,
                             nullptr);
  } else if (const auto* i = std::get_if<Int>(&setting.kind)) {
    DefineCustomIntVariable(name, text, nullptr, i->value, i->boot, i->min, i->max, setting.context, setting.flags,
                            nullptr, nullptr, nullptr);
  } else if (const auto* s = std::get_if<String>(&setting.kind)) {
    DefineCustomStringVariable(name, text, nullptr, s->value, s->boot, setting.context, setting.flags, nullptr, nullptr,
                               nullptr);
  } else if (const auto* secret = std::get_if<Secret>(&setting.kind)) {
    DefineCustomStringVariable(name, text, nullptr, secret->variable, "", setting.context, setting.flags, secret->check,
                               secret->assign, secret->show);
  } else if (const auto* e = std::get_if<Enum>(&setting.kind)) {
    DefineCustomEnumVariable(name, text, nullptr, e->value, e->boot, e->options, setting.context, setting.flags,
                             nullptr, nullptr, nullptr);
  }
}

}  // namespace

void DefineSettings() {
  std::vector<const Setting*> absent;
  for (const Setting& setting : kSettings) {
    if (pg::HasPlaceholder(setting.name)) {
      pg::CallPg([&] { define(setting); });
    } else {
      absent.push_back(&setting);
    }
  }
  std::sort(absent.begin(), absent.end(),
            [](const Setting* a, const Setting* b) { return strcmp(a->name, b->name) < 0; });
  {
    [[maybe_unused]] pg::NewSettings together;  // which is empty from 16 on
    for (const Setting* setting : absent) pg::CallPg([&] { define(*setting); });
  }
  pg::CallPg([] { MarkGUCPrefixReserved("fraiseql"); });
}

}  // namespace fraiseql::extension
