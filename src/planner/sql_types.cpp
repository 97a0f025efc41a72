#include "planner/sql_types.h"

namespace fraiseql::planner {

SqlType SqlTypeOf(const schema::Type* type) {
  const schema::NamedType* named = schema::GetNamedType(type);
  if (named->kind != schema::TypeKind::kScalar) return {kTextOid, "text"};
  switch (static_cast<const schema::ScalarType*>(named)->scalar) {
    case schema::ScalarKind::kInt:
    case schema::ScalarKind::kBigInt:
    case schema::ScalarKind::kDecimal:
      return {kNumericOid, "numeric"};
    case schema::ScalarKind::kFloat:
      return {kFloat8Oid, "float8"};
    case schema::ScalarKind::kBoolean:
      return {kBoolOid, "boolean"};
    case schema::ScalarKind::kDateTime:
      return {kTimestamptzOid, "timestamptz"};
    case schema::ScalarKind::kDate:
      return {kDateOid, "date"};
    case schema::ScalarKind::kTime:
      return {kTimeOid, "time"};
    case schema::ScalarKind::kUuid:
      return {kUuidOid, "uuid"};
    case schema::ScalarKind::kJson:
      return {kJsonbOid, "jsonb"};
    case schema::ScalarKind::kString:
    case schema::ScalarKind::kId:
    case schema::ScalarKind::kCustom:
      break;
  }
  return {kTextOid, "text"};
}

Codec CodecOf(const schema::NamedType* type) {
  if (type->kind == schema::TypeKind::kEnum) return Codec::kEnum;
  switch (static_cast<const schema::ScalarType*>(type)->scalar) {
    case schema::ScalarKind::kInt:
      return Codec::kInt;
    case schema::ScalarKind::kFloat:
      return Codec::kFloat;
    case schema::ScalarKind::kString:
      return Codec::kString;
    case schema::ScalarKind::kBoolean:
      return Codec::kBoolean;
    case schema::ScalarKind::kId:
      return Codec::kId;
    case schema::ScalarKind::kBigInt:
      return Codec::kBigInt;
    case schema::ScalarKind::kDecimal:
      return Codec::kDecimal;
    case schema::ScalarKind::kDateTime:
      return Codec::kDateTime;
    case schema::ScalarKind::kDate:
      return Codec::kDate;
    case schema::ScalarKind::kTime:
      return Codec::kTime;
    case schema::ScalarKind::kUuid:
      return Codec::kUuid;
    case schema::ScalarKind::kJson:
      return Codec::kJson;
    case schema::ScalarKind::kCustom:
      break;
  }
  return Codec::kCustom;
}

std::string WrappingOf(const schema::Type* type) {
  std::string wrapping;
  while (schema::IsWrapping(type)) {
    wrapping += schema::IsNonNull(type) ? '!' : '[';
    type = schema::OfType(type);
  }
  return wrapping;
}

}  // namespace fraiseql::planner
