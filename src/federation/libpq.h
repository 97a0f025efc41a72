// libpq, loaded when this session first speaks to another database.
#pragma once

#include <libpq-fe.h>

#include "pg/client_library.h"

namespace fraiseql::federation {

#define FRAISEQL_LIBPQ_FUNCTIONS(F) \
  F(PQclear)                        \
  F(PQconndefaults)                 \
  F(PQconnectPoll)                  \
  F(PQconnectStartParams)           \
  F(PQconnectionUsedPassword)       \
  F(PQconninfoFree)                 \
  F(PQconninfoParse)                \
  F(PQconsumeInput)                 \
  F(PQenterPipelineMode)            \
  F(PQerrorMessage)                 \
  F(PQexitPipelineMode)             \
  F(PQfinish)                       \
  F(PQflush)                        \
  F(PQfreemem)                      \
  F(PQgetResult)                    \
  F(PQgetisnull)                    \
  F(PQgetlength)                    \
  F(PQgetvalue)                     \
  F(PQisBusy)                       \
  F(PQnfields)                      \
  F(PQntuples)                      \
  F(PQpipelineSync)                 \
  F(PQresultErrorField)             \
  F(PQresultStatus)                 \
  F(PQsendPrepare)                  \
  F(PQsendQueryParams)              \
  F(PQsendQueryPrepared)            \
  F(PQserverVersion)                \
  F(PQsetNoticeReceiver)            \
  F(PQsetnonblocking)               \
  F(PQsocket)                       \
  F(PQstatus)

struct LibpqFunctions {
  FRAISEQL_LIBPQ_FUNCTIONS(FRAISEQL_CLIENT_FUNCTION)
};

namespace internal {
extern const LibpqFunctions* libpq;  // null until it is loaded
const LibpqFunctions& LoadLibpq();
}  // namespace internal

// Libpq().PQstatus(...). The first call in a session may throw; whoever holds something of libpq's is past it.
inline const LibpqFunctions& Libpq() { return internal::libpq != nullptr ? *internal::libpq : internal::LoadLibpq(); }

}  // namespace fraiseql::federation
