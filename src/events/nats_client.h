// The connection to NATS, for one thread of a server process.
//
// libnats runs threads of its own. All signals are blocked while a call may start one, so that PostgreSQL's handlers
// run in the main thread only; callbacks touch mutex-protected C++ data and SetLatch and nothing else. Nothing here may
// be called before the process was forked.
#pragma once

#include <nats/nats.h>
#include <rapidjson/document.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct Latch;

namespace fraiseql::events {

// Blocks every signal in this thread for its lifetime.
class SignalsBlocked {
 public:
  SignalsBlocked();
  ~SignalsBlocked();

 private:
  sigset_t saved_;
};

struct NatsOptions {
  std::string url;  // several: separated by commas
  std::string user, password, token;
  std::string credentials, ca, cert, key;  // files
  bool tls = false;
  std::string client_name;
  // Whether there is JetStream; unset: found out. One of the connection's options, because what has been found out
  // about JetStream ends with the connection, and other options make a new one.
  std::optional<bool> jetstream;

  bool operator==(const NatsOptions&) const = default;
};

// What came back for a published event: the token it was sent with, and an empty error or the reason it was refused.
struct Acknowledgement {
  uint64_t token;
  bool stored;
  bool no_responders;  // no stream took the subject, or JetStream does not answer
  std::string error;   // the JSON of the answer
};

struct Message {
  std::string subject, reply, data;
  std::string message_id;  // Nats-Msg-Id, empty where there is none
  int status = 0;          // of a message without data that NATS itself sends: 100 heartbeat, 409, ...
  std::string last_consumer;
};

// A subscription whose messages wait in a queue for the main thread.
class MessageQueue {
 public:
  explicit MessageQueue(Latch* latch) : latch_(latch) {}
  ~MessageQueue();
  bool Subscribe(natsConnection* connection, const std::string& subject);
  std::vector<Message> Take();

 private:
  static void OnMessage(natsConnection*, natsSubscription*, natsMsg* message, void* queue);
  Latch* latch_;
  std::mutex mutex_;
  std::vector<Message> messages_;
  natsSubscription* subscription_ = nullptr;
};

class NatsClient {
 public:
  explicit NatsClient(Latch* latch) : latch_(latch) {}
  ~NatsClient() { Close(); }
  NatsClient(const NatsClient&) = delete;
  NatsClient& operator=(const NatsClient&) = delete;

  // Opens the connection, or goes on trying in the background. False when the options are unusable; error() says why.
  bool Open(const NatsOptions& options);
  void Close();
  bool is_open() const { return connection_ != nullptr; }
  bool connected() const;
  // Counts up whenever the connection is made or lost: what was under way across a change is uncertain.
  uint64_t epoch() const { return epoch_.load(); }
  // The library has given the connection up; Close and Open again.
  bool closed() const;
  std::string error() const;
  std::string server() const;  // address without credentials, empty while there is none
  int64_t max_payload() const;
  natsConnection* connection() const { return connection_; }

  // Publishes with a token that comes back in an Acknowledgement. False when it was not even sent.
  bool Publish(const std::string& subject, std::string_view payload, const std::string& message_id,
               const std::string& expected_stream, uint64_t token);
  // Publishes without any acknowledgement.
  bool PublishPlain(const std::string& subject, std::string_view payload);
  std::vector<Acknowledgement> TakeAcknowledgements();
  // Acknowledgements wait until they are taken; from now until then the next one sets the latch. False, and nothing
  // is changed, when some are there already.
  bool WakeWhenAcknowledged();

  // A request to the JetStream API: waits for its answer, two seconds at most.
  struct Answer {
    enum class Kind { kOk, kError, kNoResponders, kTimeout, kDisconnected } kind = Kind::kDisconnected;
    int code = 0;  // err_code of JetStream
    std::string description;
    rapidjson::Document document;
    bool ok() const { return kind == Kind::kOk; }
  };
  Answer Request(const std::string& api, const std::string& body);

 private:
  static void OnAcknowledgement(natsConnection*, natsSubscription*, natsMsg* message, void* client);
  static void OnConnected(natsConnection*, void* client);
  static void OnDisconnected(natsConnection*, void* client);
  static void OnError(natsConnection*, natsSubscription*, natsStatus status, void* client);
  natsStatus Configure(const NatsOptions& options, natsOptions* opts);

  Latch* latch_;
  natsConnection* connection_ = nullptr;
  natsSubscription* acknowledgements_subscription_ = nullptr;
  std::string reply_prefix_;
  std::atomic<uint64_t> epoch_{0};
  mutable std::mutex mutex_;
  std::vector<Acknowledgement> acknowledgements_;
  bool wake_when_acknowledged_ = false;
  std::string error_;
};

// Ends the library in this process; after the last NatsClient is closed.
void EndNats();

}  // namespace fraiseql::events
