#include "pg/spi.h"

#include <exception>
#include <vector>

#include "pg/text.h"

extern "C" {
#include "catalog/pg_type.h"
#include "utils/array.h"
}

namespace fraiseql::pg {

namespace {

// SPI reports misuse by return codes; everything that a user can cause comes as an ereport.
int Checked(const char* what, int code) {
  if (code < 0) throw std::runtime_error(std::string(what) + ": " + SPI_result_code_string(code));
  return code;
}

SpiResult Collect() {
  SPITupleTable* table = SPI_tuptable;
  SPI_tuptable = nullptr;
  return SpiResult(table, SPI_processed);
}

}  // namespace

SpiScope::SpiScope() : exceptions_(std::uncaught_exceptions()) {
  Checked("SPI_connect", CallPg([&] { return SPI_connect(); }));
}

SpiScope::~SpiScope() {
  if (std::uncaught_exceptions() == exceptions_) SPI_finish();
}

SpiPlan::SpiPlan(const std::string& sql, std::span<const Oid> parameter_types, int cursor_options) {
  plan_ = CallPg([&] {
    SPIPlanPtr plan = SPI_prepare_cursor(sql.c_str(), static_cast<int>(parameter_types.size()),
                                         const_cast<Oid*>(parameter_types.data()), cursor_options);
    if (plan != nullptr) SPI_keepplan(plan);
    return plan;
  });
  if (plan_ == nullptr) Checked("SPI_prepare", SPI_result);
}

SpiPlan::~SpiPlan() {
  if (plan_ != nullptr) SPI_freeplan(plan_);
}

SpiResult::SpiResult(SPITupleTable* table, uint64_t processed)
    : table_(table), processed_(processed), exceptions_(std::uncaught_exceptions()) {}

SpiResult::~SpiResult() {
  if (table_ != nullptr && std::uncaught_exceptions() == exceptions_) SPI_freetuptable(table_);
}

std::optional<std::string_view> SpiResult::Text(uint64_t row, int column) const {
  bool is_null;
  Datum value = Value(row, column, &is_null);
  if (is_null) return std::nullopt;
  text* packed = CallPg([&] { return DatumGetTextPP(value); });
  return std::string_view(VARDATA_ANY(packed), VARSIZE_ANY_EXHDR(packed));
}

std::optional<std::string> SpiResult::Output(uint64_t row, int column) const {
  char* value = CallPg([&] { return SPI_getvalue(table_->vals[row], table_->tupdesc, column + 1); });
  if (value == nullptr) return std::nullopt;
  std::string copy(value);
  pfree(value);
  return copy;
}

SpiResult Execute(const SpiPlan& plan, std::span<const NullableDatum> parameters, bool read_only, int64_t row_limit) {
  std::vector<Datum> values(parameters.size());
  std::string nulls(parameters.size(), ' ');
  for (size_t i = 0; i < parameters.size(); i++) {
    values[i] = parameters[i].value;
    if (parameters[i].isnull) nulls[i] = 'n';
  }
  Checked("SPI_execute_plan",
          CallPg([&] { return SPI_execute_plan(plan.get(), values.data(), nulls.c_str(), read_only, row_limit); }));
  return Collect();
}

SpiResult ExecuteOnce(const std::string& sql, std::span<const SpiParameter> parameters, bool read_only,
                      int64_t row_limit) {
  std::vector<Oid> types(parameters.size());
  std::vector<Datum> values(parameters.size());
  std::string nulls(parameters.size(), ' ');
  for (size_t i = 0; i < parameters.size(); i++) {
    types[i] = parameters[i].type;
    values[i] = parameters[i].value;
    if (parameters[i].is_null) nulls[i] = 'n';
  }
  Checked("SPI_execute", CallPg([&] {
            return SPI_execute_with_args(sql.c_str(), static_cast<int>(types.size()), types.data(), values.data(),
                                         nulls.c_str(), read_only, row_limit);
          }));
  return Collect();
}

SpiParameter TextParameter(std::string_view value) { return {TEXTOID, TextDatum(value), false}; }

}  // namespace fraiseql::pg
