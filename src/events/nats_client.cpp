#include "events/nats_client.h"

#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "events/nats_library.h"
#include "pg/backend.h"

extern "C" {
#include "storage/latch.h"
}

namespace fraiseql::events {

namespace {

constexpr int64_t kRequestTimeout = 2000;  // milliseconds
constexpr int64_t kConnectTimeout = 2000;
constexpr int64_t kReconnectWait = 250;
constexpr int64_t kWriteDeadline = 2000;
constexpr int64_t kPingInterval = 2000;

bool library_open = false;

struct Deleter {
  void operator()(natsMsg* message) const { Nats().natsMsg_Destroy(message); }
  void operator()(natsOptions* options) const { Nats().natsOptions_Destroy(options); }
};
using MessagePointer = std::unique_ptr<natsMsg, Deleter>;
using OptionsPointer = std::unique_ptr<natsOptions, Deleter>;

std::string_view Data(const natsMsg* message) {
  const char* data = Nats().natsMsg_GetData(message);
  return data != nullptr ? std::string_view(data, Nats().natsMsg_GetDataLength(message)) : std::string_view();
}

const char* Header(natsMsg* message, const char* key) {
  const char* value = nullptr;
  return Nats().natsMsgHeader_Get(message, key, &value) == NATS_OK ? value : nullptr;
}

std::vector<std::string> SplitServers(const std::string& list) {
  std::vector<std::string> servers;
  for (size_t start = 0; start <= list.size();) {
    size_t end = list.find(',', start);
    if (end == std::string::npos) end = list.size();
    size_t first = list.find_first_not_of(" \t", start);
    size_t last = list.find_last_not_of(" \t,", end == 0 ? 0 : end - 1);
    if (first < end && last != std::string::npos && last >= first)
      servers.push_back(list.substr(first, last - first + 1));
    start = end + 1;
  }
  return servers;
}

}  // namespace

SignalsBlocked::SignalsBlocked() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &saved_);
}
SignalsBlocked::~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &saved_, nullptr); }

bool MessageQueue::Subscribe(natsConnection* connection, const std::string& subject) {
  SignalsBlocked blocked;
  if (Nats().natsConnection_Subscribe(&subscription_, connection, subject.c_str(), OnMessage, this) != NATS_OK)
    return false;
  Nats().natsSubscription_SetPendingLimits(subscription_, -1, -1);
  return true;
}

// Unsubscribing does not wait for a callback that runs; OnEnd is called after the last one.
MessageQueue::~MessageQueue() {
  if (subscription_ == nullptr) return;
  SignalsBlocked blocked;
  struct End {
    std::mutex mutex;
    std::condition_variable over;
    bool done = false;
  };
  auto* end = new End;
  Nats().natsSubscription_SetOnCompleteCB(
      subscription_,
      [](void* closure) {
        auto* e = static_cast<End*>(closure);
        std::lock_guard lock(e->mutex);
        e->done = true;
        e->over.notify_all();
      },
      end);
  Nats().natsSubscription_Unsubscribe(subscription_);
  Nats().natsSubscription_Destroy(subscription_);
  {
    std::unique_lock lock(end->mutex);
    if (!end->over.wait_for(lock, std::chrono::seconds(2), [&] { return end->done; })) return;
  }
  delete end;
}

void MessageQueue::OnMessage(natsConnection*, natsSubscription*, natsMsg* raw, void* closure) {
  auto* queue = static_cast<MessageQueue*>(closure);
  MessagePointer message(raw);
  Message copy;
  copy.subject = Nats().natsMsg_GetSubject(raw);
  if (const char* reply = Nats().natsMsg_GetReply(raw)) copy.reply = reply;
  copy.data = Data(raw);
  if (const char* id = Header(raw, "Nats-Msg-Id")) copy.message_id = id;
  if (copy.data.empty()) {
    if (const char* status = Header(raw, "Status")) copy.status = std::atoi(status);
    if (const char* last = Header(raw, "Nats-Last-Consumer")) copy.last_consumer = last;
  }
  bool first;
  {
    std::lock_guard lock(queue->mutex_);
    first = queue->messages_.empty();
    queue->messages_.push_back(std::move(copy));
  }
  if (first) SetLatch(queue->latch_);
}

std::vector<Message> MessageQueue::Take() {
  std::vector<Message> taken;
  std::lock_guard lock(mutex_);
  taken.swap(messages_);
  return taken;
}

natsStatus NatsClient::Configure(const NatsOptions& options, natsOptions* opts) {
  const std::vector<std::string> servers = SplitServers(options.url);
  if (servers.empty()) return NATS_NO_SERVER;
  std::vector<const char*> names;
  for (const std::string& server : servers) names.push_back(server.c_str());
  natsStatus s = Nats().natsOptions_SetServers(opts, names.data(), static_cast<int>(names.size()));
  const auto then = [&](natsStatus next) {
    if (s == NATS_OK) s = next;
  };
  if (!options.user.empty()) then(Nats().natsOptions_SetUserInfo(opts, options.user.c_str(), options.password.c_str()));
  if (!options.token.empty()) then(Nats().natsOptions_SetToken(opts, options.token.c_str()));
  if (!options.credentials.empty()) {
    then(Nats().natsOptions_SetUserCredentialsFromFiles(opts, options.credentials.c_str(), nullptr));
  }
  if (options.tls || !options.ca.empty() || !options.cert.empty()) then(Nats().natsOptions_SetSecure(opts, true));
  if (!options.ca.empty()) then(Nats().natsOptions_LoadCATrustedCertificates(opts, options.ca.c_str()));
  if (!options.cert.empty()) {
    then(Nats().natsOptions_LoadCertificatesChain(opts, options.cert.c_str(), options.key.c_str()));
  }
  then(Nats().natsOptions_SetName(opts, options.client_name.c_str()));
  then(Nats().natsOptions_SetTimeout(opts, kConnectTimeout));
  then(Nats().natsOptions_SetRetryOnFailedConnect(opts, true, OnConnected, this));
  then(Nats().natsOptions_SetMaxReconnect(opts, -1));
  then(Nats().natsOptions_SetReconnectWait(opts, kReconnectWait));
  then(Nats().natsOptions_SetReconnectBufSize(opts, 0));
  then(Nats().natsOptions_SetWriteDeadline(opts, kWriteDeadline));
  then(Nats().natsOptions_SetPingInterval(opts, kPingInterval));
  then(Nats().natsOptions_SetMaxPingsOut(opts, 2));
  then(Nats().natsOptions_SetIOBufSize(opts, 256 * 1024));
  // A thread of the library sends, after a pause of a millisecond in which more can come. Sending at once would take
  // half a millisecond from the way of an event, and a fifth of the transactions/s where notifications are all there
  // is.
  then(Nats().natsOptions_SetReconnectedCB(opts, OnConnected, this));
  then(Nats().natsOptions_SetDisconnectedCB(opts, OnDisconnected, this));
  then(Nats().natsOptions_SetClosedCB(opts, OnDisconnected, this));
  then(Nats().natsOptions_SetErrorHandler(opts, OnError, this));
  return s;
}

bool NatsClient::Open(const NatsOptions& options) {
  Close();
  {
    std::lock_guard lock(mutex_);
    error_.clear();  // of other options
    if (options.cert.empty() != options.key.empty()) {
      error_ = "a client certificate needs both cert and key";
      return false;
    }
    // The library looks into it when it connects, and says nothing.
    if (!options.credentials.empty() && access(options.credentials.c_str(), R_OK) != 0) {
      error_ = "credentials \"" + options.credentials + "\": " + strerror(errno);
      return false;
    }
  }
  LoadNats();
  SignalsBlocked blocked;
  if (!library_open) {
    natsStatus opened = Nats().nats_Open(-1);
    if (opened != NATS_OK) {
      error_ = Nats().natsStatus_GetText(opened);
      return false;
    }
    library_open = true;
  }
  natsOptions* raw = nullptr;
  natsStatus s = Nats().natsOptions_Create(&raw);
  OptionsPointer opts(raw);
  if (s == NATS_OK) s = Configure(options, raw);
  if (s == NATS_OK) s = Nats().natsConnection_Connect(&connection_, raw);
  if (s == NATS_NOT_YET_CONNECTED) s = NATS_OK;
  if (s == NATS_OK) {
    natsInbox* inbox = nullptr;
    s = Nats().natsInbox_Create(&inbox);
    if (s == NATS_OK) {
      reply_prefix_ = std::string(inbox) + ".";
      Nats().natsInbox_Destroy(inbox);
      s = Nats().natsConnection_Subscribe(&acknowledgements_subscription_, connection_, (reply_prefix_ + "*").c_str(),
                                          OnAcknowledgement, this);
    }
    if (s == NATS_OK) Nats().natsSubscription_SetPendingLimits(acknowledgements_subscription_, -1, -1);
  }
  if (s != NATS_OK) {
    {
      std::lock_guard lock(mutex_);
      const char* detail = Nats().nats_GetLastError(nullptr);
      error_ = Nats().natsStatus_GetText(s);
      if (detail != nullptr && *detail != '\0') error_ += std::string(": ") + detail;
    }
    Close();
    return false;
  }
  epoch_++;
  return true;
}

void NatsClient::Close() {
  if (connection_ == nullptr) return;
  SignalsBlocked blocked;
  Nats().natsSubscription_Destroy(acknowledgements_subscription_);
  acknowledgements_subscription_ = nullptr;
  Nats().natsConnection_Close(connection_);
  Nats().natsConnection_Destroy(connection_);
  connection_ = nullptr;
  epoch_++;
  std::lock_guard lock(mutex_);
  acknowledgements_.clear();
}

bool NatsClient::connected() const {
  return connection_ != nullptr && Nats().natsConnection_Status(connection_) == NATS_CONN_STATUS_CONNECTED;
}

bool NatsClient::closed() const {
  return connection_ != nullptr && Nats().natsConnection_Status(connection_) == NATS_CONN_STATUS_CLOSED;
}

std::string NatsClient::error() const {
  if (connection_ != nullptr) {
    const char* last = nullptr;
    Nats().natsConnection_GetLastError(connection_, &last);
    if (last != nullptr && *last != '\0') return last;
  }
  std::lock_guard lock(mutex_);
  return error_;
}

std::string NatsClient::server() const {
  char url[256];
  if (!connected() || Nats().natsConnection_GetConnectedUrl(connection_, url, sizeof(url)) != NATS_OK) return {};
  std::string text = url;
  const size_t scheme = text.find("://");
  const size_t start = scheme == std::string::npos ? 0 : scheme + 3;
  const size_t at = text.rfind('@');
  if (at != std::string::npos && at >= start) text.erase(start, at + 1 - start);
  return text;
}

int64_t NatsClient::max_payload() const {
  return connection_ != nullptr ? Nats().natsConnection_GetMaxPayload(connection_) : 0;
}

bool NatsClient::Publish(const std::string& subject, std::string_view payload, const std::string& message_id,
                         const std::string& expected_stream, uint64_t token) {
  natsMsg* raw = nullptr;
  const std::string reply = reply_prefix_ + std::to_string(token);
  natsStatus s =
      Nats().natsMsg_Create(&raw, subject.c_str(), reply.c_str(), payload.data(), static_cast<int>(payload.size()));
  MessagePointer message(raw);
  if (s == NATS_OK) s = Nats().natsMsgHeader_Set(raw, "Nats-Msg-Id", message_id.c_str());
  if (s == NATS_OK && !expected_stream.empty()) {
    s = Nats().natsMsgHeader_Set(raw, "Nats-Expected-Stream", expected_stream.c_str());
  }
  if (s == NATS_OK) s = Nats().natsConnection_PublishMsg(connection_, raw);
  return s == NATS_OK;
}

bool NatsClient::PublishPlain(const std::string& subject, std::string_view payload) {
  return connection_ != nullptr && Nats().natsConnection_Publish(connection_, subject.c_str(), payload.data(),
                                                                 static_cast<int>(payload.size())) == NATS_OK;
}

std::vector<Acknowledgement> NatsClient::TakeAcknowledgements() {
  std::vector<Acknowledgement> taken;
  std::lock_guard lock(mutex_);
  taken.swap(acknowledgements_);
  wake_when_acknowledged_ = false;
  return taken;
}

bool NatsClient::WakeWhenAcknowledged() {
  std::lock_guard lock(mutex_);
  if (!acknowledgements_.empty()) return false;
  wake_when_acknowledged_ = true;
  return true;
}

// In a thread of libnats. An acknowledgement is {"stream":"...","seq":1}, with "duplicate":true for one that was there.
void NatsClient::OnAcknowledgement(natsConnection*, natsSubscription*, natsMsg* raw, void* closure) {
  auto* client = static_cast<NatsClient*>(closure);
  MessagePointer message(raw);
  const std::string_view subject = Nats().natsMsg_GetSubject(raw);
  if (subject.size() <= client->reply_prefix_.size()) return;
  Acknowledgement acknowledgement{};
  std::from_chars(subject.data() + client->reply_prefix_.size(), subject.data() + subject.size(),
                  acknowledgement.token);
  const std::string_view data = Data(raw);
  acknowledgement.no_responders = Nats().natsMsg_IsNoResponders(raw);
  acknowledgement.stored = !acknowledgement.no_responders && data.find("\"error\"") == std::string_view::npos &&
                           data.find("\"stream\"") != std::string_view::npos;
  if (!acknowledgement.stored) acknowledgement.error = data;
  bool wake;
  {
    std::lock_guard lock(client->mutex_);
    client->acknowledgements_.push_back(std::move(acknowledgement));
    wake = std::exchange(client->wake_when_acknowledged_, false);
  }
  if (wake) SetLatch(client->latch_);
}

void NatsClient::OnConnected(natsConnection*, void* closure) {
  auto* client = static_cast<NatsClient*>(closure);
  client->epoch_++;
  SetLatch(client->latch_);
}

void NatsClient::OnDisconnected(natsConnection*, void* closure) { OnConnected(nullptr, closure); }

void NatsClient::OnError(natsConnection*, natsSubscription*, natsStatus status, void* closure) {
  auto* client = static_cast<NatsClient*>(closure);
  std::lock_guard lock(client->mutex_);
  client->error_ = Nats().natsStatus_GetText(status);
}

NatsClient::Answer NatsClient::Request(const std::string& api, const std::string& body) {
  Answer answer;
  if (!connected()) return answer;
  natsMsg* raw = nullptr;
  natsStatus s;
  {
    SignalsBlocked blocked;  // the first request starts the library's own subscription
    s = Nats().natsConnection_RequestString(&raw, connection_, ("$JS.API." + api).c_str(), body.c_str(),
                                            kRequestTimeout);
  }
  MessagePointer message(raw);
  if (s == NATS_NO_RESPONDERS) {
    answer.kind = Answer::Kind::kNoResponders;
    answer.description = "JetStream does not answer";
  } else if (s == NATS_TIMEOUT) {
    answer.kind = Answer::Kind::kTimeout;
    answer.description = "JetStream did not answer in time";
  } else if (s != NATS_OK) {
    answer.description = Nats().natsStatus_GetText(s);
  } else {
    const std::string_view data = Data(raw);
    answer.document.Parse(data.data(), data.size());
    if (answer.document.HasParseError() || !answer.document.IsObject()) {
      answer.kind = Answer::Kind::kError;
      answer.description = "the answer of JetStream is no JSON object";
    } else if (answer.document.HasMember("error") && answer.document["error"].IsObject()) {
      const auto& error = answer.document["error"];
      answer.kind = Answer::Kind::kError;
      if (error.HasMember("err_code") && error["err_code"].IsInt()) answer.code = error["err_code"].GetInt();
      if (error.HasMember("description") && error["description"].IsString()) {
        answer.description = error["description"].GetString();
      }
    } else {
      answer.kind = Answer::Kind::kOk;
    }
  }
  return answer;
}

void EndNats() {
  if (!library_open) return;
  SignalsBlocked blocked;
  Nats().nats_CloseAndWait(2000);
  library_open = false;
}

}  // namespace fraiseql::events
