#include "federation/foreign_tables.h"

#include <map>
#include <set>

#include "extension/errors.h"
#include "federation/foreign_server.h"
#include "pg/compat.h"
#include "pg/spi.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace fraiseql::federation {

namespace {

// A column as it shall be here.
struct Column {
  std::string type;       // SQL text, as format_type of this database writes it
  std::string collation;  // SQL text; empty: the type's own
  bool not_null = false;
  bool operator==(const Column&) const = default;
};
using Columns = std::map<std::string, Column>;

struct LocalType {
  Oid oid = InvalidOid;
  int32 typmod = -1;
  char typtype = 0;
};

// C code. The type of that name here; InvalidOid where there is none, or one that is only a shell.
LocalType FindType(const char* text) {
  LocalType found;
  TypeName* name = pg::compat::ParseTypeName(text);
  Type tuple = LookupTypeName(nullptr, name, &found.typmod, true);
  if (tuple == nullptr) return found;
  auto* form = reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple));
  if (form->typisdefined) {
    found.oid = form->oid;
    Oid element = get_element_type(form->oid);
    found.typtype = get_typtype(OidIsValid(element) ? element : form->oid);
  }
  ReleaseSysCache(tuple);
  return found;
}

// A type is the same here when its name and its kind are; a composite type of the same name is as likely another one.
// Values of every other type come as text.
Column LocalColumn(const RemoteColumn& remote) {
  Column column;
  column.not_null = remote.not_null;
  LocalType type = pg::CallPg([&] { return FindType(remote.type.c_str()); });
  if (type.oid == InvalidOid || type.typtype != remote.typtype || remote.typtype == TYPTYPE_COMPOSITE) {
    type = {TEXTOID, -1, TYPTYPE_BASE};
  }
  column.type = pg::CallPg([&] {
    return format_type_extended(type.oid, type.typmod, FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_FORCE_QUALIFY);
  });
  if (!remote.collation.empty()) {
    // Without the collation postgres_fdw compares here what it would else have compared there.
    const bool known = pg::CallPg([&] {
      List* name = list_make2(makeString(pstrdup(remote.collation_schema.c_str())),
                              makeString(pstrdup(remote.collation.c_str())));
      return OidIsValid(get_collation_oid(name, true)) && type_is_collatable(type.oid);
    });
    if (known) column.collation = QuoteName(remote.collation_schema) + "." + QuoteName(remote.collation);
  }
  return column;
}

// A foreign table that exists here.
struct LocalTable {
  std::string server;
  std::string schema_name;  // options: where the relation is over there
  std::string table_name;
  Columns columns;
};

constexpr const char* kLocalTables =
    "SELECT c.relname, s.srvname, (SELECT option_value FROM pg_options_to_table(t.ftoptions) "
    "WHERE option_name = 'schema_name'), (SELECT option_value FROM pg_options_to_table(t.ftoptions) "
    "WHERE option_name = 'table_name') "
    "FROM pg_class AS c LEFT JOIN (pg_foreign_table AS t JOIN pg_foreign_server AS s ON s.oid = t.ftserver) "
    "ON t.ftrelid = c.oid WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) "
    "AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S', 'c')";

constexpr const char* kLocalColumns =
    "SELECT c.relname, a.attname, a.atttypid, a.atttypmod, a.attnotnull, CASE WHEN a.attcollation <> t.typcollation "
    "THEN quote_ident(n.nspname) || '.' || quote_ident(co.collname) END "
    "FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
    "JOIN pg_type AS t ON t.oid = a.atttypid "
    "LEFT JOIN (pg_collation AS co JOIN pg_namespace AS n ON n.oid = co.collnamespace) ON co.oid = a.attcollation "
    "WHERE c.relkind = 'f' AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)";

std::map<std::string, LocalTable> ReadLocalTables(const std::string& schema) {
  std::map<std::string, LocalTable> tables;
  const pg::SpiParameter parameter = pg::TextParameter(schema);
  {
    pg::SpiResult rows = pg::ExecuteOnce(kLocalTables, {&parameter, 1});
    for (uint64_t row = 0; row < rows.size(); row++) {
      tables[*rows.Output(row, 0)] = {
          rows.Output(row, 1).value_or(""), rows.Output(row, 2).value_or(""), rows.Output(row, 3).value_or(""), {}};
    }
  }
  pg::SpiResult rows = pg::ExecuteOnce(kLocalColumns, {&parameter, 1});
  for (uint64_t row = 0; row < rows.size(); row++) {
    bool is_null;
    const Oid type = DatumGetObjectId(rows.Value(row, 2, &is_null));
    const int32 typmod = DatumGetInt32(rows.Value(row, 3, &is_null));
    Column column;
    column.type = pg::CallPg(
        [&] { return format_type_extended(type, typmod, FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_FORCE_QUALIFY); });
    column.not_null = DatumGetBool(rows.Value(row, 4, &is_null));
    column.collation = rows.Output(row, 5).value_or("");
    tables[*rows.Output(row, 0)].columns[*rows.Output(row, 1)] = std::move(column);
  }
  return tables;
}

std::string Definition(const Column& column) {
  return column.type + (column.collation.empty() ? "" : " COLLATE " + column.collation);
}

void CreateTable(const std::string& database, const RemoteRelation& relation) {
  std::string sql = "CREATE FOREIGN TABLE " + QuoteName(database) + "." + QuoteName(relation.name) + " (";
  for (const RemoteColumn& remote : relation.columns) {
    const Column column = LocalColumn(remote);
    if (&remote != &relation.columns.front()) sql += ", ";
    sql += QuoteName(remote.name) + " " + column.type + " OPTIONS (column_name " + QuoteValue(remote.name) + ")";
    if (!column.collation.empty()) sql += " COLLATE " + column.collation;
    if (column.not_null) sql += " NOT NULL";
  }
  RunDdl(sql + ") SERVER " + QuoteName(database) + " OPTIONS (schema_name " + QuoteValue(relation.schema) +
         ", table_name " + QuoteValue(relation.name) + ")");
}

void AlterTable(const std::string& database, const RemoteRelation& relation, const LocalTable& table) {
  std::string actions;
  const auto act = [&](const std::string& action) { actions += (actions.empty() ? "" : ", ") + action; };
  std::set<std::string> wanted;
  for (const RemoteColumn& remote : relation.columns) {
    wanted.insert(remote.name);
    const Column column = LocalColumn(remote);
    const std::string name = QuoteName(remote.name);
    auto found = table.columns.find(remote.name);
    if (found == table.columns.end()) {
      act("ADD COLUMN " + name + " " + column.type + " OPTIONS (column_name " + QuoteValue(remote.name) + ")" +
          (column.collation.empty() ? "" : " COLLATE " + column.collation) + (column.not_null ? " NOT NULL" : ""));
      continue;
    }
    if (Definition(found->second) != Definition(column)) act("ALTER COLUMN " + name + " TYPE " + Definition(column));
    if (found->second.not_null != column.not_null) {
      act("ALTER COLUMN " + name + (column.not_null ? " SET NOT NULL" : " DROP NOT NULL"));
    }
  }
  for (const auto& [name, column] : table.columns) {
    if (!wanted.contains(name)) act("DROP COLUMN " + QuoteName(name));
  }
  if (table.schema_name != relation.schema) act("OPTIONS (SET schema_name " + QuoteValue(relation.schema) + ")");
  if (actions.empty()) return;
  RunDdl("ALTER FOREIGN TABLE " + QuoteName(database) + "." + QuoteName(relation.name) + " " + actions);
}

std::set<std::string> OwnTables(const std::string& database) {
  std::set<std::string> names;
  const pg::SpiParameter parameter = pg::TextParameter(database);
  pg::SpiResult rows =
      pg::ExecuteOnce("SELECT name FROM fraiseql.foreign_relation WHERE database = $1", {&parameter, 1});
  for (uint64_t row = 0; row < rows.size(); row++) names.insert(*rows.Output(row, 0));
  return names;
}

// Of the given names those that are still foreign tables of the server: one that somebody has replaced is theirs.
void Drop(const std::string& database, const std::set<std::string>& names,
          const std::map<std::string, LocalTable>& tables) {
  std::string list;
  for (const std::string& name : names) {
    auto found = tables.find(name);
    if (found == tables.end() || found->second.server != database) continue;
    list += (list.empty() ? "" : ", ") + QuoteName(database) + "." + QuoteName(name);
  }
  if (!list.empty()) RunDdl("DROP FOREIGN TABLE " + list);
}

}  // namespace

void SyncForeignTables(const std::string& database, const RemoteCatalog& catalog, const std::string& place) {
  const std::map<std::string, LocalTable> tables = ReadLocalTables(database);
  std::set<std::string> gone = OwnTables(database);
  std::map<std::string, const RemoteRelation*> seen;
  std::string names;
  for (const RemoteRelation& relation : catalog.relations) {
    auto [twin, is_new] = seen.emplace(relation.name, &relation);
    if (!is_new) {
      throw pg::SqlError(extension::kErrcodeConfigurationConflict,
                         "relation \"" + relation.name + "\" of database \"" + database + "\" is there in schema \"" +
                             twin->second->schema + "\" and in schema \"" + relation.schema + "\"",
                         {}, "Name schemas whose relations have different names in \"schemas\" of " + place + ".");
    }
    const bool own = gone.erase(relation.name) > 0;
    auto table = tables.find(relation.name);
    if (table == tables.end()) {
      CreateTable(database, relation);
    } else if (own && table->second.server == database) {
      AlterTable(database, relation, table->second);
    } else {
      throw pg::SqlError(
          extension::kErrcodeConfigurationConflict,
          "relation \"" + database + "." + relation.name + "\" exists already and was not made by fraiseql.configure",
          {},
          "Rename or drop it: the foreign table for " + relation.schema + "." + relation.name + " of database \"" +
              database + "\" has that name.");
    }
    names +=
        (names.empty() ? "" : ", ") + std::string("(") + QuoteValue(database) + ", " + QuoteValue(relation.name) + ")";
  }
  Drop(database, gone, tables);
  pg::SpiParameter parameter = pg::TextParameter(database);
  pg::ExecuteOnce("DELETE FROM fraiseql.foreign_relation WHERE database = $1", {&parameter, 1});
  if (!names.empty()) RunDdl("INSERT INTO fraiseql.foreign_relation (database, name) VALUES " + names);
}

void DropForeignTables(const std::string& database) {
  Drop(database, OwnTables(database), ReadLocalTables(database));
  pg::SpiParameter parameter = pg::TextParameter(database);
  pg::ExecuteOnce("DELETE FROM fraiseql.foreign_relation WHERE database = $1", {&parameter, 1});
}

}  // namespace fraiseql::federation
