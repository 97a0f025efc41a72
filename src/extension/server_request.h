// A GraphQL request as an SQL function gets it: what fraiseql.execute and fraiseql.explain have in common.
#pragma once

#include <string>

#include "base/arena.h"
#include "catalog/schema_cache.h"
#include "federation/server_database.h"
#include "graphql.h"
#include "pg/memory.h"

namespace fraiseql::extension {

// The arguments (query, variables, operation_name) of a call, and what answers them: lives as long as the call.
class ServerRequest {
 public:
  // `function` is the name for messages. Throws SqlError where the query is null or no schema is loaded.
  ServerRequest(FunctionCallInfo fcinfo, const char* function);

  federation::ServerDatabase& database() { return database_; }

  // The response. Both may be null.
  std::string Answer(execution::Observer* observer, OperationListener* listener);

 private:
  // Throws WholeSchemaNeeded.
  std::string AnswerWith(execution::Observer* observer, OperationListener* listener);

  GraphqlRequest request_;
  pg::OwnedMemoryContext memory_;
  pg::MemoryContextResource resource_;
  Arena arena_;
  std::shared_ptr<const catalog::LoadedSchema> schema_;
  federation::ServerDatabase database_;
};

}  // namespace fraiseql::extension
