// What the benchmark measures: something that answers a request, over connections of its own.
#ifndef BENCH_QUERIES_CONTENDER_H_
#define BENCH_QUERIES_CONTENDER_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

namespace bench {

// One of the clients that ask at the same time.
class Client {
 public:
  virtual ~Client() = default;
  // Asks about the order with this id and waits for the answer; throws std::runtime_error where there is none.
  virtual void Ask(const std::string& key) = 0;
  // The answer to the last question: JSON text.
  virtual std::string Answer() const = 0;
  // The process that serves it, 0 where there are several.
  virtual int BackendPid() const { return 0; }
};

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::shared_ptr<PGconn>;
using Result = std::unique_ptr<PGresult, ResultDeleter>;

// Makes a client of a connection to the primary, which it may share with clients of other contenders.
using ClientFactory = std::function<std::unique_ptr<Client>(const Connection& primary)>;

// All three throw std::runtime_error with libpq's message.
Connection Connect(const std::string& conninfo);
// Returns the name of the statement, which no other statement has.
std::string Prepare(const Connection& connection, const char* statement);
Result CheckRows(const Connection& connection, PGresult* result);

// A prepared statement and the lists of its parameters, which take turns. Parameters are templates: {key} stands for
// the id that is asked about, {n} for the number of the question. The answer is an array of rows, each an array of
// strings and nulls. Where `reconnects_to` is a connection string, each question has a connection of its own and an
// unprepared statement.
struct Statement {
  std::string text;
  std::vector<std::vector<std::string>> turns;
  std::string reconnects_to = {};
};
ClientFactory StatementFactory(Statement statement);

// The practical floor of a document: SQL over columns in the fewest round trips, databases at once, the answer put
// together here. Null for a name that is none of the documents.
struct Databases {
  std::string primary, inventory, payments;
};
ClientFactory FloorFactory(std::string_view document, Databases databases);

void AppendJsonString(std::string_view value, std::string* out);

}  // namespace bench

#endif  // BENCH_QUERIES_CONTENDER_H_
