#include "catalog/pg_catalog.h"

#include <algorithm>

#include "catalog/read_catalog.h"
#include "catalog/sql_name.h"
#include "pg/memory.h"

extern "C" {
#include "access/htup_details.h"
#include "access/transam.h"
#include "catalog/namespace.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "utils/catcache.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace fraiseql::catalog {

namespace {

planner::Function::Result ResultOf(RawFunction::Result result) {
  switch (result) {
    case RawFunction::Result::kRows:
      return planner::Function::Result::kRows;
    case RawFunction::Result::kJson:
      return planner::Function::Result::kJson;
    case RawFunction::Result::kVoid:
      return planner::Function::Result::kVoid;
    case RawFunction::Result::kScalar:
      break;
  }
  return planner::Function::Result::kScalar;
}

}  // namespace

PgCatalog::PgCatalog(Arena* arena, const std::vector<std::string>& search_path, std::vector<KnownDatabase> databases)
    : arena_(arena), databases_(std::move(databases)) {
  for (const std::string& name : search_path) {
    const Oid oid = pg::CallPg([&] { return get_namespace_oid(name.c_str(), true); });
    if (OidIsValid(oid)) search_path_.push_back({name, oid});
  }
}

const KnownDatabase* PgCatalog::FindDatabase(std::string_view name) const {
  for (const KnownDatabase& database : databases_) {
    if (database.name == name) return &database;
  }
  return nullptr;
}

bool PgCatalog::HasDatabase(std::string_view name) {
  return name == planner::kPrimary || FindDatabase(name) != nullptr;
}

Oid PgCatalog::LookUp(const std::string& name, Oid schema) {
  struct Answer {
    Oid relid;
    uint32 hash;
  };
  const Answer answer = pg::CallPg([&] {
    return Answer{get_relname_relid(name.c_str(), schema),
                  GetSysCacheHashValue2(RELNAMENSP, CStringGetDatum(name.c_str()), ObjectIdGetDatum(schema))};
  });
  dependencies_.relation_names.insert(answer.hash);
  return answer.relid;
}

List<const planner::Relation*> PgCatalog::FindRelations(std::string_view name, std::string_view database) {
  const SqlName parsed = ParseSqlName(name);
  // A longer name than PostgreSQL keeps is no relation's.
  if (parsed.name.empty() || parsed.name.size() >= NAMEDATALEN || parsed.schema.size() >= NAMEDATALEN) return {};
  std::vector<const planner::Relation*> found;
  const auto take = [&](Oid relid) {
    const planner::Relation* relation = OidIsValid(relid) ? Describe(relid) : nullptr;
    if (relation == nullptr || (!database.empty() && relation->database != database)) return false;
    if (std::find(found.begin(), found.end(), relation) == found.end()) found.push_back(relation);
    return true;
  };
  if (database.empty() || database == planner::kPrimary) {
    if (!parsed.schema.empty()) {
      const Oid schema = pg::CallPg([&] { return get_namespace_oid(parsed.schema.c_str(), true); });
      if (OidIsValid(schema)) take(LookUp(parsed.name, schema));
    } else {
      for (const Schema& schema : search_path_) {
        if (take(LookUp(parsed.name, schema.oid))) break;
      }
    }
  }
  // In a federated database a qualified name is the one that the relation has there.
  if (database != planner::kPrimary && (parsed.schema.empty() || found.empty())) {
    for (const KnownDatabase& known : databases_) {
      if ((!database.empty() && known.name != database) || !OidIsValid(known.schema)) continue;
      const Oid relid = LookUp(parsed.name, known.schema);
      const planner::Relation* relation = OidIsValid(relid) ? Describe(relid) : nullptr;
      if (relation == nullptr) continue;
      if (parsed.schema.empty() || relation->remote_schema == parsed.schema) take(relid);
    }
  }
  return arena_->Copy(found);
}

void PgCatalog::DependOnType(Oid type) {
  if (type < FirstNormalObjectId) return;
  dependencies_.types.insert(pg::CallPg([&] { return GetSysCacheHashValue1(TYPEOID, ObjectIdGetDatum(type)); }));
}

List<planner::Column> PgCatalog::CopyColumns(const RawColumn* raw, int count) {
  std::vector<planner::Column> columns;
  for (int i = 0; i < count; ++i) {
    planner::Column column;
    column.name = arena_->CopyString(raw[i].name);
    column.remote_name = raw[i].remote_name == raw[i].name ? column.name : arena_->CopyString(raw[i].remote_name);
    column.number = raw[i].number;
    column.type = raw[i].type;
    column.type_name = arena_->CopyString(raw[i].type_name);
    column.is_json = raw[i].is_json;
    column.is_composite = raw[i].is_composite;
    DependOnType(raw[i].type);
    columns.push_back(column);
  }
  return arena_->Copy(columns);
}

const planner::Relation* PgCatalog::Describe(Oid relid) {
  if (auto known = relations_.find(relid); known != relations_.end()) return known->second;
  pg::OwnedMemoryContext context("fraiseql catalog");
  pg::MemoryContextScope scope(context.get());
  const RawRelation raw = pg::CallPg([&] { return read_relation(relid); });
  dependencies_.relations.insert(relid);
  for (int i = 0; i < raw.keys.looked_through_count; ++i) dependencies_.relations.insert(raw.keys.looked_through[i]);
  planner::Relation* relation = nullptr;
  if (raw.found) {
    relation = arena_->New<planner::Relation>();
    relation->schema = arena_->CopyString(raw.schema);
    relation->name = arena_->CopyString(raw.name);
    relation->remote_schema = relation->schema;
    relation->remote_name = relation->name;
    for (const KnownDatabase& database : databases_) {
      if (!OidIsValid(raw.server) || database.server != raw.server) continue;
      relation->database = arena_->CopyString(database.name);
      if (raw.remote_schema != nullptr) relation->remote_schema = arena_->CopyString(raw.remote_schema);
      if (raw.remote_name != nullptr) relation->remote_name = arena_->CopyString(raw.remote_name);
    }
    relation->relid = relid;
    relation->row_type = raw.row_type;
    relation->columns = CopyColumns(raw.columns, raw.column_count);
    relation->known_keys = raw.keys.known;
    std::vector<planner::Relation::DataKey> keys;
    for (int i = 0; i < raw.keys.count; ++i) {
      const DataKeys::Key& key = raw.keys.keys[i];
      planner::Relation::DataKey data_key{arena_->CopyString(key.name), key.is_json};
      if (OidIsValid(key.type)) {
        data_key.type = key.type;
        data_key.type_name = arena_->CopyString(key.type_name);
      }
      keys.push_back(data_key);
    }
    relation->data_keys = arena_->Copy(keys);
  }
  relations_[relid] = relation;
  return relation;
}

List<const planner::Function*> PgCatalog::FindFunctions(std::string_view name) {
  dependencies_.functions = true;
  const SqlName parsed = ParseSqlName(name);
  if (parsed.name.empty() || parsed.name.size() >= NAMEDATALEN || parsed.schema.size() >= NAMEDATALEN) return {};
  std::vector<Schema> schemas = search_path_;
  if (!parsed.schema.empty()) {
    const Oid schema = pg::CallPg([&] { return get_namespace_oid(parsed.schema.c_str(), true); });
    schemas = {{parsed.schema, schema}};
  }
  pg::OwnedMemoryContext context("fraiseql catalog");
  pg::MemoryContextScope scope(context.get());
  struct Candidate {
    Oid oid;
    Oid schema;
  };
  struct Candidates {
    Candidate* items;
    int count;
  };
  const Candidates all = pg::CallPg([&] {
    CatCList* list = SearchSysCacheList1(PROCNAMEARGSNSP, CStringGetDatum(parsed.name.c_str()));
    Candidates candidates{static_cast<Candidate*>(palloc(sizeof(Candidate) * (list->n_members + 1))), 0};
    for (int i = 0; i < list->n_members; i++) {
      Form_pg_proc function = reinterpret_cast<Form_pg_proc>(GETSTRUCT(&list->members[i]->tuple));
      candidates.items[candidates.count++] = {function->oid, function->pronamespace};
    }
    ReleaseCatCacheList(list);
    return candidates;
  });
  std::vector<const planner::Function*> found;
  for (const Schema& schema : schemas) {
    for (int i = 0; i < all.count; ++i) {
      if (all.items[i].schema != schema.oid) continue;
      const planner::Function* function = DescribeFunction(all.items[i].oid);
      if (function == nullptr) continue;
      // An earlier schema of the search path hides functions of the same parameters.
      const bool hidden = std::any_of(found.begin(), found.end(), [&](const planner::Function* other) {
        return std::equal(other->parameters.begin(), other->parameters.end(), function->parameters.begin(),
                          function->parameters.end(), [](const auto& a, const auto& b) { return a.type == b.type; });
      });
      if (!hidden) found.push_back(function);
    }
  }
  return arena_->Copy(found);
}

const planner::Function* PgCatalog::DescribeFunction(Oid oid) {
  if (auto known = functions_.find(oid); known != functions_.end()) return known->second;
  const RawFunction raw = pg::CallPg([&] { return read_function(oid); });
  planner::Function* function = nullptr;
  if (raw.found) {
    function = arena_->New<planner::Function>();
    function->oid = oid;
    function->schema = arena_->CopyString(raw.schema);
    function->name = arena_->CopyString(raw.name);
    function->result = ResultOf(raw.result);
    function->returns_set = raw.returns_set;
    function->is_volatile = raw.is_volatile;
    function->is_inlined = raw.is_inlined;
    function->result_type = raw.result_type;
    function->result_type_name = arena_->CopyString(raw.result_type_name);
    std::vector<planner::Function::Parameter> parameters;
    for (int i = 0; i < raw.parameter_count; ++i) {
      DependOnType(raw.parameter_types[i]);
      parameters.push_back({arena_->CopyString(raw.parameter_names[i]), raw.parameter_types[i],
                            arena_->CopyString(raw.parameter_type_names[i]), raw.has_default[i],
                            raw.parameter_types[i] == JSONOID || raw.parameter_types[i] == JSONBOID});
    }
    function->parameters = arena_->Copy(parameters);
    if (raw.result == RawFunction::Result::kRows) {
      if (OidIsValid(raw.result_relid)) function->rows = Describe(raw.result_relid);
      if (function->rows == nullptr) {
        planner::Relation* rows = arena_->New<planner::Relation>();
        rows->schema = rows->remote_schema = function->schema;
        rows->name = rows->remote_name = function->name;
        rows->columns = CopyColumns(raw.columns, raw.column_count);
        function->rows = rows;
      }
    }
  }
  functions_[oid] = function;
  return function;
}

std::string_view PgCatalog::SearchedPlaces(std::string_view database) {
  std::string places;
  const auto add = [&](const std::string& place) { places += (places.empty() ? "" : ", ") + place; };
  if (database.empty() || database == planner::kPrimary) {
    for (const Schema& schema : search_path_) add("schema \"" + schema.name + "\"");
  }
  for (const KnownDatabase& known : databases_) {
    if (database.empty() || known.name == database) {
      add("database \"" + known.name + "\" (schema \"" + known.name + "\")");
    }
  }
  return places.empty() ? "an empty search path" : arena_->CopyString(places);
}

}  // namespace fraiseql::catalog
