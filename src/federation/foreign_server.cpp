#include "federation/foreign_server.h"

#include "extension/errors.h"
#include "federation/connection.h"
#include "pg/spi.h"

extern "C" {
#include "access/htup_details.h"
#include "access/reloptions.h"
#include "catalog/namespace.h"
#include "catalog/pg_user_mapping.h"
#include "commands/defrem.h"
#include "foreign/foreign.h"
#include "nodes/makefuncs.h"
#include "tcop/utility.h"
#include "utils/syscache.h"
}

namespace fraiseql::federation {

namespace {

constexpr const char* kExtensions = "extensions";

// Options of a catalog entry, libpq's only or all.
Options FromList(const List* list, bool connection_only) {
  Options options;
  for (int i = 0; i < list_length(list); i++) {
    auto* option = static_cast<DefElem*>(list_nth(list, i));
    if (connection_only && !IsConnectionOption(option->defname)) continue;
    options[option->defname] = pg::CallPg([&] { return defGetString(option); });
  }
  return options;
}

// What leads from the options that are to those that shall be.
struct Change {
  DefElemAction action;
  std::string name;
  std::string value;
};
std::vector<Change> Difference(const Options& current, const Options& wanted) {
  std::vector<Change> changes;
  for (const auto& [name, value] : wanted) {
    auto found = current.find(name);
    if (found == current.end()) {
      changes.push_back({DEFELEM_ADD, name, value});
    } else if (found->second != value) {
      changes.push_back({DEFELEM_SET, name, value});
    }
  }
  for (const auto& [name, value] : current) {
    if (!wanted.contains(name)) changes.push_back({DEFELEM_DROP, name, {}});
  }
  return changes;
}

std::string OptionsClause(const std::vector<Change>& changes) {
  std::string clause;
  for (const Change& change : changes) {
    clause += clause.empty() ? "" : ", ";
    clause += change.action == DEFELEM_DROP ? "DROP " : change.action == DEFELEM_SET ? "SET " : "ADD ";
    clause += QuoteName(change.name);
    if (change.action != DEFELEM_DROP) clause += " " + QuoteValue(change.value);
  }
  return "OPTIONS (" + clause + ")";
}

// A utility statement from its parse tree: hooks and event triggers see it, a text with its options does not exist.
void RunUtility(Node* statement, const char* description) {
  PlannedStmt* planned = makeNode(PlannedStmt);
  planned->commandType = CMD_UTILITY;
  planned->canSetTag = false;
  planned->utilityStmt = statement;
  planned->stmt_location = 0;
  planned->stmt_len = 0;
  ProcessUtility(planned, description, false, PROCESS_UTILITY_SUBCOMMAND, nullptr, nullptr, None_Receiver, nullptr);
  CommandCounterIncrement();
}

RoleSpec* PublicRole() {
  RoleSpec* role = makeNode(RoleSpec);
  role->roletype = ROLESPEC_PUBLIC;
  role->location = -1;
  return role;
}

// The options of the mapping for PUBLIC; nothing where there is none.
std::optional<Options> PublicMappingOptions(const std::string& name) {
  struct Found {
    bool exists;
    List* options;
  };
  const Found found = pg::CallPg([&]() -> Found {
    ForeignServer* server = GetForeignServerByName(name.c_str(), false);
    HeapTuple tuple =
        SearchSysCache2(USERMAPPINGUSERSERVER, ObjectIdGetDatum(InvalidOid), ObjectIdGetDatum(server->serverid));
    if (!HeapTupleIsValid(tuple)) return {false, nullptr};
    bool is_null;
    Datum options = SysCacheGetAttr(USERMAPPINGUSERSERVER, tuple, Anum_pg_user_mapping_umoptions, &is_null);
    List* list = is_null ? NIL : untransformRelOptions(options);
    ReleaseSysCache(tuple);
    return {true, list};
  });
  if (!found.exists) return std::nullopt;
  return FromList(found.options, true);
}

}  // namespace

std::string QuoteName(std::string_view name) {
  const std::string text(name);
  return pg::CallPg([&] { return quote_identifier(text.c_str()); });
}

std::string QuoteValue(std::string_view value) {
  const std::string text(value);
  return pg::CallPg([&] { return quote_literal_cstr(text.c_str()); });
}

void RunDdl(const std::string& sql) { pg::ExecuteOnce(sql); }

std::optional<Options> ServerOptions(const std::string& name) {
  ForeignServer* server = pg::CallPg([&] { return GetForeignServerByName(name.c_str(), true); });
  if (server == nullptr) return std::nullopt;
  return FromList(server->options, true);
}

void CreateServer(const std::string& name, const Options& options, const std::string& place) {
  const bool schema_exists = pg::CallPg([&] { return OidIsValid(get_namespace_oid(name.c_str(), true)); });
  const bool server_exists = pg::CallPg([&] { return GetForeignServerByName(name.c_str(), true) != nullptr; });
  if (schema_exists || server_exists) {
    throw pg::SqlError(extension::kErrcodeConfigurationConflict,
                       std::string(server_exists ? "foreign server" : "schema") + " \"" + name +
                           "\" exists already and was not made by fraiseql.configure",
                       place + " needs a foreign server and a schema of that name.",
                       "Rename the database in the configuration, or rename or drop what is there.");
  }
  RunDdl("CREATE SERVER " + QuoteName(name) + " FOREIGN DATA WRAPPER postgres_fdw " +
         "OPTIONS (async_capable 'true', fetch_size '1000')");
  AlterServer(name, options);
  RunDdl("CREATE SCHEMA " + QuoteName(name));
}

void AlterServer(const std::string& name, const Options& options) {
  const std::vector<Change> changes = Difference(ServerOptions(name).value_or(Options{}), options);
  if (!changes.empty()) RunDdl("ALTER SERVER " + QuoteName(name) + " " + OptionsClause(changes));
}

void SetShippable(const std::string& name, bool shippable) {
  ForeignServer* server = pg::CallPg([&] { return GetForeignServerByName(name.c_str(), false); });
  const Options all = FromList(server->options, false);
  const auto found = all.find(kExtensions);
  // The value is a list of names; others in it stay.
  std::vector<std::string> names;
  bool listed = false;
  std::string_view rest = found != all.end() ? std::string_view(found->second) : std::string_view();
  while (!rest.empty()) {
    const size_t comma = rest.find(',');
    std::string_view one = rest.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one == "fraiseql") {
      listed = true;
    } else if (!one.empty()) {
      names.emplace_back(one);
    }
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  if (listed == shippable) return;
  if (shippable) names.emplace_back("fraiseql");
  std::string value;
  for (const std::string& one : names) value += (value.empty() ? "" : ", ") + one;
  const DefElemAction action = found == all.end() ? DEFELEM_ADD : value.empty() ? DEFELEM_DROP : DEFELEM_SET;
  RunDdl("ALTER SERVER " + QuoteName(name) + " " + OptionsClause({{action, kExtensions, value}}));
}

void SetPublicMapping(const std::string& name, const Options& options) {
  const std::optional<Options> current = PublicMappingOptions(name);
  const std::vector<Change> changes = Difference(current.value_or(Options{}), options);
  if (current && changes.empty()) return;
  pg::CallPg([&] {
    List* list = NIL;
    for (const Change& change : changes) {
      Node* value =
          change.action == DEFELEM_DROP ? nullptr : reinterpret_cast<Node*>(makeString(pstrdup(change.value.c_str())));
      // A new mapping takes options without a verb.
      list = lappend(list, makeDefElemExtended(nullptr, pstrdup(change.name.c_str()), value,
                                               current ? change.action : DEFELEM_UNSPEC, -1));
    }
    if (current) {
      AlterUserMappingStmt* alter = makeNode(AlterUserMappingStmt);
      alter->user = PublicRole();
      alter->servername = pstrdup(name.c_str());
      alter->options = list;
      RunUtility(reinterpret_cast<Node*>(alter), "ALTER USER MAPPING of fraiseql.configure");
    } else {
      CreateUserMappingStmt* create = makeNode(CreateUserMappingStmt);
      create->user = PublicRole();
      create->servername = pstrdup(name.c_str());
      create->options = list;
      RunUtility(reinterpret_cast<Node*>(create), "CREATE USER MAPPING of fraiseql.configure");
    }
  });
}

void DropServer(const std::string& name) {
  if (ServerOptions(name)) {
    RunDdl("DROP USER MAPPING IF EXISTS FOR PUBLIC SERVER " + QuoteName(name));
    RunDdl("DROP SERVER " + QuoteName(name));
  }
  if (pg::CallPg([&] { return OidIsValid(get_namespace_oid(name.c_str(), true)); })) {
    RunDdl("DROP SCHEMA " + QuoteName(name));
  }
}

void RenameServer(const std::string& from, const std::string& to) {
  RunDdl("ALTER SERVER " + QuoteName(from) + " RENAME TO " + QuoteName(to));
  RunDdl("ALTER SCHEMA " + QuoteName(from) + " RENAME TO " + QuoteName(to));
}

}  // namespace fraiseql::federation
