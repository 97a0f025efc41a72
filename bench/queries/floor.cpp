// The practical floor: what a careful programmer gets from PostgreSQL with libpq. Statements are prepared and read
// columns, those of one database travel together (pipeline mode), databases work at the same time, keys are asked for
// once per list, and the answer is written straight into one string.
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

#include "contender.h"

namespace bench {

namespace {

// A connection in pipeline mode: Send as often as needed, Flush, then Take in the same order.
class Pipeline {
 public:
  Pipeline(const std::string& conninfo, std::initializer_list<const char*> statements)
      : connection_(Connect(conninfo)) {
    for (const char* statement : statements) names_.push_back(Prepare(connection_, statement));
    if (!PQenterPipelineMode(connection_.get())) Fail();
  }

  void Send(size_t number, const std::string& parameter) {
    const char* values[] = {parameter.c_str()};
    if (!PQsendQueryPrepared(connection_.get(), names_[number].c_str(), 1, values, nullptr, nullptr, 0)) Fail();
    ++sent_;
  }

  void Flush() {
    if (!PQpipelineSync(connection_.get())) Fail();  // flushes, too
  }

  Result Take() {
    Result rows = CheckRows(connection_, PQgetResult(connection_.get()));
    if (PQgetResult(connection_.get()) != nullptr) Fail();
    if (--sent_ == 0) {
      Result sync(PQgetResult(connection_.get()));
      if (PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) Fail();
    }
    return rows;
  }

 private:
  [[noreturn]] void Fail() { throw std::runtime_error(PQerrorMessage(connection_.get())); }

  Connection connection_;
  std::vector<std::string> names_;
  int sent_ = 0;  // and not taken since the last synchronisation
};

std::string_view Value(const Result& rows, int row, int column) {
  return {PQgetvalue(rows.get(), row, column), static_cast<size_t>(PQgetlength(rows.get(), row, column))};
}

bool IsNull(const Result& rows, int row, int column) { return PQgetisnull(rows.get(), row, column) != 0; }

// `,"key":"value"`, without the comma after an opening brace.
void AppendField(std::string_view key, std::string_view value, std::string* out) {
  if (out->back() != '{') *out += ',';
  AppendJsonString(key, out);
  *out += ':';
  AppendJsonString(value, out);
}

void AppendRawField(std::string_view key, std::string_view value, std::string* out) {
  if (out->back() != '{') *out += ',';
  AppendJsonString(key, out);
  *out += ':';
  *out += value;
}

// A PostgreSQL array of uuids, each once. Views what is added, which must live as long.
class KeyArray {
 public:
  void Add(std::string_view key) {
    if (!seen_.insert(key).second) return;
    text_ += text_.size() == 1 ? "" : ",";
    text_ += key;
  }
  std::string Text() const { return text_ + '}'; }

 private:
  std::string text_ = "{";
  std::unordered_set<std::string_view> seen_;
};

using RowOfKey = std::unordered_map<std::string_view, int>;

// Rows by their first column.
RowOfKey IndexRows(const Result& rows) {
  RowOfKey index;
  for (int row = 0; row < PQntuples(rows.get()); ++row) index.emplace(Value(rows, row, 0), row);
  return index;
}

class FloorClient : public Client {
 public:
  std::string Answer() const override { return answer_; }

 protected:
  std::string answer_;
};

class Order : public FloorClient {
 public:
  explicit Order(const Connection& primary)
      : primary_(primary),
        name_(Prepare(primary, "SELECT id, status, total FROM tb_order WHERE id = $1 AND deleted_at IS NULL")) {}

  void Ask(const std::string& key) override {
    const char* values[] = {key.c_str()};
    Result order = CheckRows(primary_, PQexecPrepared(primary_.get(), name_.c_str(), 1, values, nullptr, nullptr, 0));
    answer_ = "{\"data\":{\"order\":{";
    AppendField("id", Value(order, 0, 0), &answer_);
    AppendField("status", Value(order, 0, 1), &answer_);
    AppendField("total", Value(order, 0, 2), &answer_);
    answer_ += "}}}";
  }

 private:
  Connection primary_;
  std::string name_;
};

class Orders : public FloorClient {
 public:
  explicit Orders(const Databases& databases)
      : primary_(databases.primary,
                 {"SELECT o.pk_order, o.id, o.status, o.total, c.id, c.name, c.email"
                  "  FROM (SELECT * FROM tb_order WHERE deleted_at IS NULL ORDER BY id LIMIT $1::int) AS o"
                  "  JOIN tb_customer c ON c.pk_customer = o.fk_customer ORDER BY o.id",
                  "SELECT i.fk_order, i.id, i.quantity, i.unit_price"
                  "  FROM (SELECT * FROM tb_order WHERE deleted_at IS NULL ORDER BY id LIMIT $1::int) AS o"
                  "  JOIN tb_order_item i ON i.fk_order = o.pk_order ORDER BY o.id"}) {}

  void Ask(const std::string&) override {
    primary_.Send(0, "100");
    primary_.Send(1, "100");
    primary_.Flush();
    Result orders = primary_.Take();
    Result items = primary_.Take();
    answer_ = "{\"data\":{\"orders\":[";
    int item = 0;
    for (int row = 0; row < PQntuples(orders.get()); ++row) {
      answer_ += row == 0 ? "{" : ",{";
      AppendField("id", Value(orders, row, 1), &answer_);
      AppendField("status", Value(orders, row, 2), &answer_);
      AppendField("total", Value(orders, row, 3), &answer_);
      answer_ += ",\"customer\":{";
      AppendField("id", Value(orders, row, 4), &answer_);
      AppendField("name", Value(orders, row, 5), &answer_);
      AppendField("email", Value(orders, row, 6), &answer_);
      answer_ += "},\"items\":[";
      for (bool first = true; item < PQntuples(items.get()) && Value(items, item, 0) == Value(orders, row, 0);
           ++item, first = false) {
        answer_ += first ? "{" : ",{";
        AppendField("id", Value(items, item, 1), &answer_);
        AppendRawField("quantity", Value(items, item, 2), &answer_);
        AppendField("unitPrice", Value(items, item, 3), &answer_);
        answer_ += '}';
      }
      answer_ += "]}";
    }
    answer_ += "]}}";
  }

 private:
  Pipeline primary_;
};

class GetOrder : public FloorClient {
 public:
  explicit GetOrder(const Databases& databases)
      : primary_(databases.primary,
                 {"SELECT o.id, o.status, o.total, c.name, c.email, c.id FROM tb_order o"
                  "  JOIN tb_customer c ON c.pk_customer = o.fk_customer WHERE o.id = $1 AND o.deleted_at IS NULL",
                  "SELECT i.quantity, i.unit_price, i.product_id FROM tb_order_item i"
                  "  JOIN tb_order o ON o.pk_order = i.fk_order WHERE o.id = $1"}),
        inventory_(databases.inventory,
                   {"SELECT r.status, p.name FROM tb_reservation r JOIN tb_stock s ON s.pk_stock = r.fk_stock"
                    "  JOIN tb_product p ON p.pk_product = s.fk_product WHERE r.order_id = $1",
                    "SELECT id, sku, name, price FROM tb_product WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL"}),
        payments_(databases.payments,
                  {"SELECT amount, status, to_json(processed_at) FROM tb_transaction"
                   "  WHERE order_id = $1 AND status <> 'voided'",
                   "SELECT type, is_default FROM tb_payment_method WHERE customer_id = $1 AND deleted_at IS NULL"}) {}

  void Ask(const std::string& key) override {
    primary_.Send(0, key);
    primary_.Send(1, key);
    primary_.Flush();
    inventory_.Send(0, key);
    inventory_.Flush();
    payments_.Send(0, key);
    payments_.Flush();
    Result order = primary_.Take();
    Result items = primary_.Take();
    Result reservations = inventory_.Take();
    KeyArray keys;
    for (int row = 0; row < PQntuples(items.get()); ++row) keys.Add(Value(items, row, 2));
    inventory_.Send(1, keys.Text());
    inventory_.Flush();
    Result payment = payments_.Take();
    payments_.Send(1, std::string(Value(order, 0, 5)));
    payments_.Flush();
    Result products = inventory_.Take();
    Result methods = payments_.Take();
    Write(order, methods, items, products, reservations, payment);
  }

 private:
  void Write(const Result& order, const Result& methods, const Result& items, const Result& products,
             const Result& reservations, const Result& payment) {
    answer_ = "{\"data\":{\"order\":{";
    AppendField("id", Value(order, 0, 0), &answer_);
    AppendField("status", Value(order, 0, 1), &answer_);
    AppendField("total", Value(order, 0, 2), &answer_);
    answer_ += ",\"customer\":{";
    AppendField("name", Value(order, 0, 3), &answer_);
    AppendField("email", Value(order, 0, 4), &answer_);
    answer_ += ",\"paymentMethods\":[";
    for (int row = 0; row < PQntuples(methods.get()); ++row) {
      answer_ += row == 0 ? "{" : ",{";
      AppendField("type", Value(methods, row, 0), &answer_);
      AppendRawField("isDefault", Value(methods, row, 1) == "t" ? "true" : "false", &answer_);
      answer_ += '}';
    }
    answer_ += "]},\"items\":[";
    const RowOfKey product_rows = IndexRows(products);
    for (int row = 0; row < PQntuples(items.get()); ++row) {
      answer_ += row == 0 ? "{" : ",{";
      AppendRawField("quantity", Value(items, row, 0), &answer_);
      AppendField("unitPrice", Value(items, row, 1), &answer_);
      const auto product = product_rows.find(Value(items, row, 2));
      if (product == product_rows.end()) {
        AppendRawField("product", "null", &answer_);
      } else {
        answer_ += ",\"product\":{";
        AppendField("sku", Value(products, product->second, 1), &answer_);
        AppendField("name", Value(products, product->second, 2), &answer_);
        AppendField("price", Value(products, product->second, 3), &answer_);
        answer_ += '}';
      }
      answer_ += '}';
    }
    answer_ += "],\"reservations\":[";
    for (int row = 0; row < PQntuples(reservations.get()); ++row) {
      answer_ += row == 0 ? "{" : ",{";
      AppendField("status", Value(reservations, row, 0), &answer_);
      answer_ += ",\"product\":{";
      AppendField("name", Value(reservations, row, 1), &answer_);
      answer_ += "}}";
    }
    answer_ += "],\"payment\":";
    if (PQntuples(payment.get()) == 0) {
      answer_ += "null";
    } else {
      answer_ += '{';
      AppendField("amount", Value(payment, 0, 0), &answer_);
      AppendField("status", Value(payment, 0, 1), &answer_);
      AppendRawField("processedAt", IsNull(payment, 0, 2) ? "null" : Value(payment, 0, 2), &answer_);
      answer_ += '}';
    }
    answer_ += "}}}";
  }

  Pipeline primary_;
  Pipeline inventory_;
  Pipeline payments_;
};

class PaidOrders : public FloorClient {
 public:
  explicit PaidOrders(const Databases& databases)
      : primary_(databases.primary,
                 {"SELECT pk_order, id, status, total FROM tb_order WHERE deleted_at IS NULL ORDER BY id LIMIT $1::int",
                  "SELECT i.fk_order, i.quantity, i.product_id"
                  "  FROM (SELECT * FROM tb_order WHERE deleted_at IS NULL ORDER BY id LIMIT $1::int) AS o"
                  "  JOIN tb_order_item i ON i.fk_order = o.pk_order ORDER BY o.id"}),
        inventory_(databases.inventory,
                   {"SELECT id, name FROM tb_product WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL"}),
        payments_(
            databases.payments,
            {"SELECT order_id, status FROM tb_transaction WHERE order_id = ANY ($1::uuid[]) AND status <> 'voided'"}) {}

  void Ask(const std::string&) override {
    primary_.Send(0, "100");
    primary_.Send(1, "100");
    primary_.Flush();
    Result orders = primary_.Take();
    KeyArray order_keys;
    for (int row = 0; row < PQntuples(orders.get()); ++row) order_keys.Add(Value(orders, row, 1));
    payments_.Send(0, order_keys.Text());
    payments_.Flush();
    Result items = primary_.Take();
    KeyArray product_keys;
    for (int row = 0; row < PQntuples(items.get()); ++row) product_keys.Add(Value(items, row, 2));
    inventory_.Send(0, product_keys.Text());
    inventory_.Flush();
    Result payments = payments_.Take();
    Result products = inventory_.Take();
    Write(orders, items, products, payments);
  }

 private:
  void Write(const Result& orders, const Result& items, const Result& products, const Result& payments) {
    const RowOfKey payment_rows = IndexRows(payments);
    const RowOfKey product_rows = IndexRows(products);
    answer_ = "{\"data\":{\"orders\":[";
    int item = 0;
    for (int row = 0; row < PQntuples(orders.get()); ++row) {
      answer_ += row == 0 ? "{" : ",{";
      AppendField("id", Value(orders, row, 1), &answer_);
      AppendField("status", Value(orders, row, 2), &answer_);
      AppendField("total", Value(orders, row, 3), &answer_);
      answer_ += ",\"items\":[";
      for (bool first = true; item < PQntuples(items.get()) && Value(items, item, 0) == Value(orders, row, 0);
           ++item, first = false) {
        answer_ += first ? "{" : ",{";
        AppendRawField("quantity", Value(items, item, 1), &answer_);
        AppendName("product", "name", products, product_rows, Value(items, item, 2));
        answer_ += '}';
      }
      answer_ += ']';
      AppendName("payment", "status", payments, payment_rows, Value(orders, row, 1));
      answer_ += '}';
    }
    answer_ += "]}}";
  }

  // The object of one field that the second column of the key's row holds.
  void AppendName(std::string_view object, std::string_view field, const Result& rows, const RowOfKey& index,
                  std::string_view key) {
    const auto found = index.find(key);
    if (found == index.end()) return AppendRawField(object, "null", &answer_);
    AppendRawField(object, "{", &answer_);
    AppendField(field, Value(rows, found->second, 1), &answer_);
    answer_ += '}';
  }

  Pipeline primary_;
  Pipeline inventory_;
  Pipeline payments_;
};

template <typename Floor>
ClientFactory Factory(Databases databases) {
  return [databases = std::move(databases)](const Connection&) { return std::make_unique<Floor>(databases); };
}

}  // namespace

ClientFactory FloorFactory(std::string_view document, Databases databases) {
  if (document == "order") {
    return [](const Connection& primary) { return std::make_unique<Order>(primary); };
  }
  if (document == "orders") return Factory<Orders>(std::move(databases));
  if (document == "get_order") return Factory<GetOrder>(std::move(databases));
  if (document == "paid_orders") return Factory<PaidOrders>(std::move(databases));
  return nullptr;
}

}  // namespace bench
