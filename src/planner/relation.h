// What the planner knows of PostgreSQL's catalogs: relations, their columns and functions, as plain data.
//
// The server half fills these from the syscache (catalog/), unit tests by hand. Everything lives in the arena of the
// schema version it was looked up for.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"

namespace fraiseql::planner {

// The name of the database the extension runs in.
inline constexpr std::string_view kPrimary = "primary";

// A type's OID, a number that the core only carries.
using TypeOid = uint32_t;

// Well-known types (pg_type.dat); their OIDs are the same in every PostgreSQL.
inline constexpr TypeOid kBoolOid = 16;
inline constexpr TypeOid kTextOid = 25;
inline constexpr TypeOid kFloat8Oid = 701;
inline constexpr TypeOid kDateOid = 1082;
inline constexpr TypeOid kTimeOid = 1083;
inline constexpr TypeOid kTimestamptzOid = 1184;
inline constexpr TypeOid kNumericOid = 1700;
inline constexpr TypeOid kUuidOid = 2950;
inline constexpr TypeOid kJsonOid = 114;
inline constexpr TypeOid kJsonbOid = 3802;
inline constexpr TypeOid kInt8Oid = 20;

struct Column {
  int16_t number = 0;            // pg_attribute.attnum
  std::string_view name;         // pg_attribute.attname
  std::string_view remote_name;  // in its own database; equal to name for local relations
  TypeOid type = 0;
  std::string_view type_name;  // as SQL spells it in a cast, without modifiers: "uuid", "numeric", "text[]"
  bool is_json = false;        // json or jsonb
  bool is_composite = false;   // a composite type or an array of one
};

struct Relation {
  std::string_view database = kPrimary;
  std::string_view schema;         // pg_namespace.nspname of the local relation
  std::string_view name;           // pg_class.relname
  std::string_view remote_schema;  // of the relation behind a foreign table; equal to schema for local relations
  std::string_view remote_name;
  uint32_t relid = 0;    // 0: rows that no relation of the catalog holds, such as those of a function
  TypeOid row_type = 0;  // pg_class.reltype
  List<Column> columns;
  // The top-level keys of `data` where the definition of the view shows them (jsonb_build_object with constant keys);
  // known_keys is false where it does not, and any key may be there.
  bool known_keys = false;
  struct DataKey {
    std::string_view name;
    bool is_json = false;  // the value is itself json or jsonb: an embedded object or list
    // What the view computes the value from, where reading it with this type gives that back; else text.
    TypeOid type = kTextOid;
    std::string_view type_name = "text";
  };
  List<DataKey> data_keys;

  bool is_local() const { return database == kPrimary; }

  const Column* FindColumn(std::string_view column) const {
    for (const Column& c : columns) {
      if (c.name == column) return &c;
    }
    return nullptr;
  }
  // The jsonb column `data`, null where there is none.
  const Column* data() const {
    const Column* column = FindColumn("data");
    return column != nullptr && column->is_json ? column : nullptr;
  }
  const DataKey* FindDataKey(std::string_view key) const {
    for (const DataKey& k : data_keys) {
      if (k.name == key) return &k;
    }
    return nullptr;
  }
};

struct Function {
  enum class Result : uint8_t {
    kRows,    // (a set of) rows of a composite type: `rows` has its attributes
    kJson,    // (a set of) json or jsonb
    kScalar,  // (a set of) any other type
    kVoid,
  };
  struct Parameter {
    std::string_view name;  // may be empty
    TypeOid type = 0;
    std::string_view type_name;
    bool has_default = false;
    bool is_json = false;
  };
  uint32_t oid = 0;
  std::string_view schema;
  std::string_view name;
  List<Parameter> parameters;  // of the input modes, in order
  Result result = Result::kScalar;
  bool returns_set = false;
  bool is_volatile = true;
  // PostgreSQL can put the query that it is in the place of its call.
  bool is_inlined = false;
  TypeOid result_type = 0;
  std::string_view result_type_name;
  // kRows: the relation whose row type it is; a composite type or the columns of RETURNS TABLE as a relation with the
  // function's name.
  const Relation* rows = nullptr;
};

// Look-ups at load time, with the search path of the session that loads the schema.
class Catalog {
 public:
  virtual ~Catalog() = default;

  // Every relation that `name` ("v_order" or "sales.v_order") can mean: the first hit in the search path and those in
  // the schemas of the configured databases; with `database` given, there only. Each once. Views, tables,
  // materialized views, foreign and partitioned tables.
  virtual List<const Relation*> FindRelations(std::string_view name, std::string_view database) = 0;

  // Every function (no procedures, no aggregates) of that name, schema-qualified or in the search path. pg_catalog is
  // not searched: no convention may hit a function of PostgreSQL's own by chance.
  virtual List<const Function*> FindFunctions(std::string_view name) = 0;

  // Where FindRelations looked, for messages: `schema "public", database "inventory" (schema "inventory")`.
  virtual std::string_view SearchedPlaces(std::string_view database) = 0;

  // Whether a federated database of that name is configured (`primary` always is).
  virtual bool HasDatabase(std::string_view name) = 0;
};

}  // namespace fraiseql::planner
