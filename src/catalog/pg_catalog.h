// planner::Catalog over PostgreSQL's own catalogs.
//
// Looks at what there is, not at what the current user may do with it: a schema is bound the same for everybody, and
// every statement that is made from it is checked by PostgreSQL when it runs.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/arena.h"
#include "pg/backend.h"
#include "planner/relation.h"

namespace fraiseql::catalog {

struct RawColumn;

// A configured federated database, as far as names are looked up in it.
struct KnownDatabase {
  std::string name;
  Oid server = InvalidOid;
  Oid schema = InvalidOid;  // holds its foreign tables
};

// What an answer depended on. Invalidation callbacks look things up here, so this is plain data that does not throw.
struct Dependencies {
  std::unordered_set<Oid> relations;          // described, or looked through for the keys of their `data`
  std::unordered_set<uint32> relation_names;  // hash values in RELNAMENSP: names looked for, found or not
  std::unordered_set<uint32> types;           // hash values in TYPEOID: types that are not built in
  bool functions = false;                     // some function was looked for
};

class PgCatalog final : public planner::Catalog {
 public:
  // `search_path`: names of schemas, in order; those that do not exist are passed over. What is found lives in
  // `arena`.
  PgCatalog(Arena* arena, const std::vector<std::string>& search_path, std::vector<KnownDatabase> databases);

  List<const planner::Relation*> FindRelations(std::string_view name, std::string_view database) override;
  List<const planner::Function*> FindFunctions(std::string_view name) override;
  std::string_view SearchedPlaces(std::string_view database) override;
  bool HasDatabase(std::string_view name) override;

  const Dependencies& dependencies() const { return dependencies_; }

 private:
  struct Schema {
    std::string name;
    Oid oid;
  };
  Oid LookUp(const std::string& name, Oid schema);
  // Null where the relation has gone or holds no rows (an index, a sequence, ...).
  const planner::Relation* Describe(Oid relid);
  const planner::Function* DescribeFunction(Oid oid);
  List<planner::Column> CopyColumns(const RawColumn* raw, int count);
  void DependOnType(Oid type);
  const KnownDatabase* FindDatabase(std::string_view name) const;

  Arena* arena_;
  std::vector<Schema> search_path_;
  std::vector<KnownDatabase> databases_;
  std::unordered_map<Oid, const planner::Relation*> relations_;
  std::unordered_map<Oid, const planner::Function*> functions_;
  Dependencies dependencies_;
};

}  // namespace fraiseql::catalog
