// Values of type text.
#pragma once

#include <string_view>

#include "pg/boundary.h"

extern "C" {
#include "fmgr.h"
#include "utils/builtins.h"
}

namespace fraiseql::pg {

// A copy in the current memory context.
inline Datum TextDatum(std::string_view value) {
  return CallPg(
      [&] { return PointerGetDatum(cstring_to_text_with_len(value.data(), static_cast<int>(value.size()))); });
}

// An argument of type text that is not null, detoasted in the current memory context.
inline std::string_view TextArgument(FunctionCallInfo fcinfo, int number) {
  text* packed = CallPg([&] { return PG_GETARG_TEXT_PP(number); });
  return {VARDATA_ANY(packed), static_cast<size_t>(VARSIZE_ANY_EXHDR(packed))};
}

}  // namespace fraiseql::pg
