#include <stdexcept>

#include "contender.h"

namespace bench {

namespace {

void Replace(std::string_view what, const std::string& value, std::string* text) {
  const size_t place = text->find(what);
  if (place != std::string::npos) text->replace(place, what.size(), value);
}

class StatementClient : public Client {
 public:
  StatementClient(Statement statement, Connection connection)
      : statement_(std::move(statement)), connection_(std::move(connection)) {
    if (!Reconnects()) name_ = Prepare(connection_, statement_.text.c_str());
  }

  void Ask(const std::string& key) override {
    if (Reconnects()) connection_ = Connect(statement_.reconnects_to);
    std::vector<std::string> filled = statement_.turns[asked_ % statement_.turns.size()];
    const std::string number = std::to_string(asked_++);
    std::vector<const char*> values;
    for (std::string& parameter : filled) {
      Replace("{key}", key, &parameter);
      Replace("{n}", number, &parameter);
      values.push_back(parameter.c_str());
    }
    const int count = static_cast<int>(values.size());
    PGconn* connection = connection_.get();
    result_ = CheckRows(connection_, Reconnects() ? PQexecParams(connection, statement_.text.c_str(), count, nullptr,
                                                                 values.data(), nullptr, nullptr, 0)
                                                  : PQexecPrepared(connection, name_.c_str(), count, values.data(),
                                                                   nullptr, nullptr, 0));
    if (PQntuples(result_.get()) == 0) throw std::runtime_error("no rows for " + key);
    if (Reconnects()) connection_.reset();
  }

  std::string Answer() const override {
    std::string json = "[";
    for (int row = 0; row < PQntuples(result_.get()); ++row) {
      json += row == 0 ? "[" : ",[";
      for (int column = 0; column < PQnfields(result_.get()); ++column) {
        if (column > 0) json += ',';
        if (PQgetisnull(result_.get(), row, column)) {
          json += "null";
        } else {
          AppendJsonString(PQgetvalue(result_.get(), row, column), &json);
        }
      }
      json += ']';
    }
    return json + ']';
  }

  int BackendPid() const override { return PQbackendPID(connection_.get()); }

 private:
  bool Reconnects() const { return !statement_.reconnects_to.empty(); }

  Statement statement_;
  Connection connection_;
  std::string name_;
  size_t asked_ = 0;
  Result result_;
};

}  // namespace

Connection Connect(const std::string& conninfo) {
  Connection connection(PQconnectdb(conninfo.c_str()), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  return connection;
}

std::string Prepare(const Connection& connection, const char* statement) {
  static int prepared = 0;
  std::string name = "s" + std::to_string(prepared++);
  Result result(PQprepare(connection.get(), name.c_str(), statement, 0, nullptr));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  return name;
}

Result CheckRows(const Connection& connection, PGresult* result) {
  Result owned(result);
  if (PQresultStatus(result) != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  return owned;
}

ClientFactory StatementFactory(Statement statement) {
  return [statement = std::move(statement)](const Connection& primary) {
    return std::make_unique<StatementClient>(statement, primary);
  };
}

void AppendJsonString(std::string_view value, std::string* out) {
  *out += '"';
  for (char c : value) {
    if (c == '"' || c == '\\') {
      *out += '\\';
      *out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      constexpr char kDigits[] = "0123456789abcdef";
      *out += "\\u00";
      *out += kDigits[c >> 4];
      *out += kDigits[c & 15];
    } else {
      *out += c;
    }
  }
  *out += '"';
}

}  // namespace bench
