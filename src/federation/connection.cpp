#include "federation/connection.h"

#include <poll.h>

#include <algorithm>
#include <cstring>

#include "pg/boundary.h"

extern "C" {
#include "access/htup_details.h"
#include "access/reloptions.h"
#include "access/xact.h"
#include "catalog/pg_user_mapping.h"
#include "commands/defrem.h"
#include "foreign/foreign.h"
#include "storage/fd.h"
#include "utils/inval.h"
#include "utils/syscache.h"
}

namespace fraiseql::federation {

namespace {

// Never freed: the session's end closes the sockets.
struct State {
  std::vector<std::unique_ptr<Connection>> idle;
  uint64_t generation = 0;  // of the catalogs' options; a connection of an older one is closed
  Oid signal_relid = InvalidOid;
};
State& GetState() {
  static State* state = new State;
  return *state;
}

struct OptionList {
  List* server = nullptr;
  List* mapping = nullptr;
  char* server_name = nullptr;
  char* wrapper = nullptr;
  bool has_mapping = false;
  bool superuser = false;
};

// C code: everything it finds is palloc'd in the current context.
OptionList ReadOptions(Oid server, Oid user) {
  OptionList found;
  ForeignServer* entry = GetForeignServerExtended(server, FSV_MISSING_OK);
  if (entry == nullptr) return found;
  found.server_name = entry->servername;
  found.server = entry->options;
  ForeignDataWrapper* wrapper = GetForeignDataWrapperExtended(entry->fdwid, FDW_MISSING_OK);
  found.wrapper = wrapper != nullptr ? wrapper->fdwname : nullptr;
  HeapTuple tuple = SearchSysCache2(USERMAPPINGUSERSERVER, ObjectIdGetDatum(user), ObjectIdGetDatum(server));
  if (!HeapTupleIsValid(tuple)) {
    tuple = SearchSysCache2(USERMAPPINGUSERSERVER, ObjectIdGetDatum(InvalidOid), ObjectIdGetDatum(server));
  }
  if (HeapTupleIsValid(tuple)) {
    found.has_mapping = true;
    bool is_null;
    Datum options = SysCacheGetAttr(USERMAPPINGUSERSERVER, tuple, Anum_pg_user_mapping_umoptions, &is_null);
    if (!is_null) found.mapping = untransformRelOptions(options);
    ReleaseSysCache(tuple);
  }
  found.superuser = superuser_arg(user);
  return found;
}

extern "C" {

static void connection_syscache_callback(Datum, int, uint32) { GetState().generation++; }

static void connection_relcache_callback(Datum, Oid relid) {
  if (OidIsValid(relid) && relid == GetState().signal_relid) ConnectionCache::CloseUnwanted();
}

// Runs at the end of every transaction, so it looks at the idle connections only when there are some.
static void connection_xact_callback(XactEvent event, void*) {
  if (GetState().idle.empty()) return;
  if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_ABORT || event == XACT_EVENT_PREPARE) {
    ConnectionCache::CloseUnwanted();
  }
}
}

// Whether an idle connection still stands: nothing to read, or something harmless such as a changed parameter.
bool IsAlive(Connection* connection) {
  // A server that went away leaves a message and then the end of the stream: two looks see both.
  for (int look = 0; look < 2; look++) {
    pollfd descriptor{Libpq().PQsocket(connection->handle()), POLLIN, 0};
    if (poll(&descriptor, 1, 0) <= 0) return true;
    if (Libpq().PQconsumeInput(connection->handle()) == 0 || connection->Bad()) return false;
  }
  return true;
}

}  // namespace

bool IsConnectionOption(const char* name) {
  static const std::vector<std::string>* keywords = [] {
    auto* list = new std::vector<std::string>;
    if (PQconninfoOption* options = Libpq().PQconndefaults()) {
      for (PQconninfoOption* o = options; o->keyword != nullptr; o++) {
        const std::string_view keyword = o->keyword;
        if (strchr(o->dispchar, 'D') != nullptr || keyword == "fallback_application_name" ||
            keyword == "client_encoding") {
          continue;
        }
        list->emplace_back(keyword);
      }
      Libpq().PQconninfoFree(options);
    }
    return list;
  }();
  return std::find(keywords->begin(), keywords->end(), name) != keywords->end();
}

std::optional<TargetFault> LookUpTarget(Oid server, Oid user, ConnectionTarget* target) {
  const OptionList found = pg::CallPg([&] { return ReadOptions(server, user); });
  if (found.server_name == nullptr) return TargetFault{"42704", "the foreign server does not exist", {}};
  const std::string name = found.server_name;
  if (found.wrapper == nullptr || strcmp(found.wrapper, "postgres_fdw") != 0) {
    return TargetFault{"HV000", "foreign server \"" + name + "\" is not one of postgres_fdw", {}};
  }
  if (!found.has_mapping) {
    return TargetFault{"42704", "there is no user mapping for foreign server \"" + name + "\"", {}};
  }
  target->server = server;
  target->user = user;
  bool password_required = true;
  bool has_password = false;
  bool has_application_name = false;
  for (const List* list : {found.server, found.mapping}) {
    if (list == nullptr) continue;
    for (int i = 0; i < list_length(list); i++) {
      auto* option = static_cast<DefElem*>(list_nth(list, i));
      if (list == found.mapping && strcmp(option->defname, "password_required") == 0) {
        password_required = pg::CallPg([&] { return defGetBoolean(option); });
      }
      if (!IsConnectionOption(option->defname)) continue;
      const char* value = pg::CallPg([&] { return defGetString(option); });
      has_password |= strcmp(option->defname, "password") == 0 && *value != '\0';
      has_application_name |= strcmp(option->defname, "application_name") == 0;
      target->options.emplace_back(option->defname, value);
    }
  }
  if (!has_application_name) target->options.emplace_back("application_name", "fraiseql");
  target->options.emplace_back("client_encoding", "UTF8");
  // The rule of postgres_fdw: nobody but a superuser uses what the server's own account may do without a password.
  target->must_use_password = !found.superuser && password_required;
  if (target->must_use_password && !has_password) {
    return TargetFault{"2F003", "password is required",
                       "Roles that are no superusers need a password in the user mapping."};
  }
  return std::nullopt;
}

Connection::Connection(const ConnectionTarget& target, PoolSlot pool_slot)
    : server(target.server),
      user(target.user),
      must_use_password(target.must_use_password),
      slot(std::move(pool_slot)),
      generation_(GetState().generation) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, value] : target.options) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  counted_ = AcquireExternalFD();
  if (counted_) handle_ = Libpq().PQconnectStartParams(keywords.data(), values.data(), 0);
  // By default libpq writes notices to standard error, which is the log of this server.
  if (handle_ != nullptr)
    Libpq().PQsetNoticeReceiver(
        handle_, [](void*, const PGresult*) {}, nullptr);
}

Connection::~Connection() {
  if (handle_ != nullptr) Libpq().PQfinish(handle_);
  if (counted_) ReleaseExternalFD();
}

std::string Connection::ErrorText() const {
  if (handle_ == nullptr) return counted_ ? "out of memory" : "too many open files";
  std::string text;
  for (const char* c = Libpq().PQerrorMessage(handle_); *c != '\0'; c++) {
    const bool space = *c == ' ' || *c == '\n' || *c == '\t';
    if (!space) {
      text += *c;
    } else if (!text.empty() && text.back() != ' ') {
      text += ' ';
    }
  }
  if (text.ends_with(' ')) text.pop_back();
  return text.empty() ? "connection lost" : text;
}

std::unique_ptr<Connection> ConnectionCache::Take(Oid server, Oid user) {
  CloseUnwanted();
  State& state = GetState();
  // The last one used first: the others may have been closed by the far side in the meantime.
  for (size_t i = state.idle.size(); i-- > 0;) {
    if (state.idle[i]->server != server || state.idle[i]->user != user) continue;
    std::unique_ptr<Connection> connection = std::move(state.idle[i]);
    state.idle.erase(state.idle.begin() + static_cast<ptrdiff_t>(i));
    if (!IsAlive(connection.get())) continue;
    connection->reused = true;
    connection->slot.SetIdle(false);
    return connection;
  }
  return nullptr;
}

void ConnectionCache::CloseUnwanted() {
  State& state = GetState();
  std::erase_if(state.idle, [&](const auto& c) { return c->generation_ != state.generation || c->slot.Wanted(); });
}

void ConnectionCache::Keep(std::unique_ptr<Connection> connection, Oid signal_relid) {
  State& state = GetState();
  if (connection->Bad() || connection->generation_ != state.generation || connection->slot.Wanted()) return;
  state.signal_relid = signal_relid;
  connection->slot.SetIdle(true);
  state.idle.push_back(std::move(connection));
}

bool ConnectionCache::CloseIdle(Oid server, Oid user) {
  return std::erase_if(GetState().idle, [&](const auto& c) {
           return c->server == server && (user == InvalidOid || c->user == user);
         }) > 0;
}

void WatchConnections() {
  CacheRegisterSyscacheCallback(FOREIGNSERVEROID, connection_syscache_callback, 0);
  CacheRegisterSyscacheCallback(USERMAPPINGOID, connection_syscache_callback, 0);
  CacheRegisterSyscacheCallback(AUTHOID, connection_syscache_callback, 0);
  CacheRegisterRelcacheCallback(connection_relcache_callback, 0);
  RegisterXactCallback(connection_xact_callback, nullptr);
}

}  // namespace fraiseql::federation
