// SPI behind three small classes: a connection scope, saved plans, results.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "pg/boundary.h"

extern "C" {
#include "executor/spi.h"
}

namespace fraiseql::pg {

// Connects to SPI for its lifetime; scopes nest. While it lives, the current memory context is SPI's own, and what is
// allocated there goes with the scope.
//
// When an exception leaves the scope, SPI is left to the rollback of the (sub)transaction it was opened in, as
// PostgreSQL does after an ereport: so no exception that passes a scope may be caught inside that subtransaction.
class SpiScope {
 public:
  SpiScope();
  ~SpiScope();
  SpiScope(const SpiScope&) = delete;
  SpiScope& operator=(const SpiScope&) = delete;

 private:
  int exceptions_;
};

// A statement prepared once and kept for the life of the backend, or of this object. Replanned by PostgreSQL itself
// when a relation it uses changes.
class SpiPlan {
 public:
  SpiPlan() = default;
  // Prepares `sql` with parameters $1 ... of the given types. Needs an SpiScope; `sql` is one statement.
  // `cursor_options`: CURSOR_OPT_* of nodes/parsenodes.h.
  SpiPlan(const std::string& sql, std::span<const Oid> parameter_types, int cursor_options = CURSOR_OPT_PARALLEL_OK);
  ~SpiPlan();
  SpiPlan(SpiPlan&& other) noexcept : plan_(other.plan_) { other.plan_ = nullptr; }
  SpiPlan& operator=(SpiPlan&& other) noexcept {
    std::swap(plan_, other.plan_);
    return *this;
  }

  explicit operator bool() const { return plan_ != nullptr; }
  SPIPlanPtr get() const { return plan_; }

 private:
  SPIPlanPtr plan_ = nullptr;
};

// The rows of one statement. Rows and columns count from 0. Must not outlive the SpiScope it was made in.
class SpiResult {
 public:
  SpiResult(SPITupleTable* table, uint64_t processed);
  ~SpiResult();
  SpiResult(SpiResult&& other) noexcept
      : table_(other.table_), processed_(other.processed_), exceptions_(other.exceptions_) {
    other.table_ = nullptr;
  }
  SpiResult& operator=(SpiResult&&) = delete;

  // Rows returned or, for a statement that returns none, rows affected.
  uint64_t processed() const { return processed_; }
  uint64_t size() const { return table_ != nullptr ? table_->numvals : 0; }
  bool empty() const { return size() == 0; }
  TupleDesc descriptor() const { return table_->tupdesc; }

  Datum Value(uint64_t row, int column, bool* is_null) const {
    return heap_getattr(table_->vals[row], column + 1, table_->tupdesc, is_null);
  }
  bool IsNull(uint64_t row, int column) const {
    bool is_null;
    Value(row, column, &is_null);
    return is_null;
  }
  // A value of a type stored as text (text, varchar, json, xml), detoasted into SPI's memory. Null for NULL.
  std::optional<std::string_view> Text(uint64_t row, int column) const;
  // A value of any type, as its output function writes it. Null for NULL.
  std::optional<std::string> Output(uint64_t row, int column) const;

 private:
  SPITupleTable* table_;
  uint64_t processed_;
  int exceptions_;
};

// Runs a plan. `read_only`: with the active snapshot (it does not see what a volatile function before it has written
// in the same statement); else with a new one, after a CommandCounterIncrement. `row_limit` 0: all rows.
SpiResult Execute(const SpiPlan& plan, std::span<const NullableDatum> parameters, bool read_only,
                  int64_t row_limit = 0);

struct SpiParameter {
  Oid type = InvalidOid;
  Datum value = 0;
  bool is_null = false;
};

// Runs a statement that is used once.
SpiResult ExecuteOnce(const std::string& sql, std::span<const SpiParameter> parameters = {}, bool read_only = false,
                      int64_t row_limit = 0);

// A parameter of type text, allocated in the current memory context.
SpiParameter TextParameter(std::string_view value);

}  // namespace fraiseql::pg
