// libnats, loaded by the worker that first opens a connection to NATS.
#pragma once

#include <nats/nats.h>

#include "pg/client_library.h"

namespace fraiseql::events {

#define FRAISEQL_NATS_FUNCTIONS(F)           \
  F(natsConnection_Close)                    \
  F(natsConnection_Connect)                  \
  F(natsConnection_Destroy)                  \
  F(natsConnection_GetConnectedUrl)          \
  F(natsConnection_GetLastError)             \
  F(natsConnection_GetMaxPayload)            \
  F(natsConnection_Publish)                  \
  F(natsConnection_PublishMsg)               \
  F(natsConnection_PublishString)            \
  F(natsConnection_RequestString)            \
  F(natsConnection_Status)                   \
  F(natsConnection_Subscribe)                \
  F(natsInbox_Create)                        \
  F(natsInbox_Destroy)                       \
  F(natsMsgHeader_Get)                       \
  F(natsMsgHeader_Set)                       \
  F(natsMsg_Create)                          \
  F(natsMsg_Destroy)                         \
  F(natsMsg_GetData)                         \
  F(natsMsg_GetDataLength)                   \
  F(natsMsg_GetReply)                        \
  F(natsMsg_GetSubject)                      \
  F(natsMsg_IsNoResponders)                  \
  F(natsOptions_Create)                      \
  F(natsOptions_Destroy)                     \
  F(natsOptions_LoadCATrustedCertificates)   \
  F(natsOptions_LoadCertificatesChain)       \
  F(natsOptions_SetClosedCB)                 \
  F(natsOptions_SetDisconnectedCB)           \
  F(natsOptions_SetErrorHandler)             \
  F(natsOptions_SetIOBufSize)                \
  F(natsOptions_SetMaxPingsOut)              \
  F(natsOptions_SetMaxReconnect)             \
  F(natsOptions_SetName)                     \
  F(natsOptions_SetPingInterval)             \
  F(natsOptions_SetReconnectBufSize)         \
  F(natsOptions_SetReconnectWait)            \
  F(natsOptions_SetReconnectedCB)            \
  F(natsOptions_SetRetryOnFailedConnect)     \
  F(natsOptions_SetSecure)                   \
  F(natsOptions_SetServers)                  \
  F(natsOptions_SetTimeout)                  \
  F(natsOptions_SetToken)                    \
  F(natsOptions_SetUserCredentialsFromFiles) \
  F(natsOptions_SetUserInfo)                 \
  F(natsOptions_SetWriteDeadline)            \
  F(natsStatus_GetText)                      \
  F(natsSubscription_Destroy)                \
  F(natsSubscription_SetOnCompleteCB)        \
  F(natsSubscription_SetPendingLimits)       \
  F(natsSubscription_Unsubscribe)            \
  F(nats_CloseAndWait)                       \
  F(nats_GetLastError)                       \
  F(nats_Open)

struct NatsFunctions {
  FRAISEQL_NATS_FUNCTIONS(FRAISEQL_CLIENT_FUNCTION)
};

namespace internal {
extern const NatsFunctions* nats;  // null until it is loaded
}

// The main thread only, before the first use of Nats(). Throws where the library cannot be loaded.
void LoadNats();

// Nats().nats_Open(...), from any thread.
inline const NatsFunctions& Nats() { return *internal::nats; }

}  // namespace fraiseql::events
