#include "pg/type_input.h"

#include "pg/boundary.h"

extern "C" {
#include "utils/lsyscache.h"
}

namespace fraiseql::pg {

Datum InputDatum(Oid type, std::string_view text) {
  return CallPg([&] {
    Oid input;
    Oid argument;
    getTypeInputInfo(type, &input, &argument);
    char* copy = pnstrdup(text.data(), text.size());
    return OidInputFunctionCall(input, copy, argument, -1);
  });
}

Oid ArrayTypeOf(Oid element) {
  Oid array = CallPg([&] { return get_array_type(element); });
  if (array == InvalidOid) {
    std::string name = CallPg([&] { return format_type_be(element); });
    throw SqlError(ERRCODE_UNDEFINED_OBJECT, "type " + name + " has no array type",
                   "A relation that other fields are joined with has a key of this type.");
  }
  return array;
}

}  // namespace fraiseql::pg
