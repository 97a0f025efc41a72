#include "federation/access.h"

#include "pg/boundary.h"
#include "pg/compat.h"

extern "C" {
#include "foreign/foreign.h"
#include "utils/lsyscache.h"
}

namespace fraiseql::federation {

namespace {

// C code. What is refused: null for nothing, else the kind of object; `name` gets its name.
const char* Refused(Oid relid, const AttrNumber* columns, size_t count, char** name) {
  const Oid user = GetUserId();
  ForeignServer* server = GetForeignServer(GetForeignTable(relid)->serverid);
  if (pg::compat::CheckForeignServerAccess(server->serverid, user, ACL_USAGE) != ACLCHECK_OK) {
    *name = server->servername;
    return "foreign server";
  }
  *name = get_rel_name(relid);
  if (pg_class_aclcheck(relid, user, ACL_SELECT) == ACLCHECK_OK) return nullptr;
  if (count == 0 && pg_attribute_aclcheck_all(relid, user, ACL_SELECT, ACLMASK_ANY) == ACLCHECK_OK) return nullptr;
  bool allowed = count > 0;
  for (size_t i = 0; i < count && allowed; i++) {
    allowed =
        (columns[i] == InvalidAttrNumber ? pg_attribute_aclcheck_all(relid, user, ACL_SELECT, ACLMASK_ALL)
                                         : pg_attribute_aclcheck(relid, columns[i], user, ACL_SELECT)) == ACLCHECK_OK;
  }
  return allowed ? nullptr : "foreign table";
}

}  // namespace

std::optional<RemoteError> CheckAccess(Oid foreign_table, std::span<const AttrNumber> columns) {
  char* name = nullptr;
  const char* refused = pg::CallPg([&] { return Refused(foreign_table, columns.data(), columns.size(), &name); });
  if (refused == nullptr) return std::nullopt;
  return RemoteError{RemoteError::Kind::kSql,
                     "42501",
                     std::string("permission denied for ") + refused + " " + (name != nullptr ? name : "?"),
                     {},
                     {}};
}

}  // namespace fraiseql::federation
