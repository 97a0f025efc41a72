#include "schema/authoring/type_names.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cctype>
#include <iterator>

#include "base/limits.h"
#include "language/string_value.h"
#include "schema/built_in.h"

namespace fraiseql::schema {

namespace {

// The scalars of the SDKs beside those of the specification and the engine's own; in order.
constexpr std::string_view kSdkScalars[] = {
    "APIKey",
    "AirportCode",
    "BitVector",
    "CIDR",
    "CUSIP",
    "Color",
    "ContainerNumber",
    "Coordinates",
    "CountryCode",
    "CurrencyCode",
    "DateRange",
    "DomainName",
    "Duration",
    "Email",
    "ExchangeCode",
    "ExchangeRate",
    "File",
    "FlightNumber",
    "HTML",
    "HalfVector",
    "HashSHA256",
    "Hostname",
    "IBAN",
    "IPAddress",
    "IPv4",
    "IPv6",
    "ISIN",
    "Image",
    "LEI",
    "LTree",
    "LanguageCode",
    "Latitude",
    "LicensePlate",
    "LocaleCode",
    "Longitude",
    "MACAddress",
    "MIC",
    "Markdown",
    "MimeType",
    "Money",
    "Percentage",
    "PhoneNumber",
    "Port",
    "PortCode",
    "PostalCode",
    "SEDOL",
    "SemanticVersion",
    "Slug",
    "SparseVector",
    "StockSymbol",
    "Timezone",
    "TrackingNumber",
    "URL",
    "VIN",
    "Vector",
};

// Other spellings than a change of case.
constexpr std::pair<std::string_view, std::string_view> kSpellings[] = {
    {"str", "String"}, {"integer", "Int"}, {"bool", "Boolean"}, {"jsonb", "JSON"}, {"timestamp", "DateTime"},
};

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
  });
}

std::string GraphqlSpelling(std::string_view name, const DeclaredTypes& declared) {
  if (declared.Find(name).has_value() || IsSdkScalar(name)) return std::string(name);
  for (std::string_view scalar : kSpecifiedScalarNames) {
    if (EqualIgnoringCase(name, scalar)) return std::string(scalar);
  }
  for (std::string_view scalar : kEngineScalarNames) {
    if (EqualIgnoringCase(name, scalar)) return std::string(scalar);
  }
  for (auto [spelling, scalar] : kSpellings) {
    if (EqualIgnoringCase(name, spelling)) return std::string(scalar);
  }
  return std::string(name);
}

}  // namespace

std::optional<WrittenType> ParseWrittenType(std::string_view text, const DeclaredTypes& declared) {
  WrittenType type;
  size_t lists = 0;
  while (lists < text.size() && text[lists] == '[') ++lists;
  if (lists > kHardDepth) return std::nullopt;
  size_t end = text.find_first_of("]!", lists);
  std::string_view name = text.substr(lists, end == std::string_view::npos ? end : end - lists);
  if (!IsName(name)) return std::nullopt;
  type.prefix = std::string(text.substr(0, lists));
  if (end != std::string_view::npos) type.suffix = std::string(text.substr(end));
  size_t closed = 0;
  char before = ' ';
  for (char c : type.suffix) {
    if (c != ']' && (c != '!' || before == '!')) return std::nullopt;
    closed += c == ']' ? 1 : 0;
    before = c;
  }
  if (closed != lists) return std::nullopt;
  type.name = GraphqlSpelling(name, declared);
  return type;
}

bool IsSdkScalar(std::string_view name) {
  return std::find(std::begin(kSdkScalars), std::end(kSdkScalars), name) != std::end(kSdkScalars);
}

bool IsName(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
}

std::string CamelCase(std::string_view name) {
  std::string result;
  for (size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '_' && i > 0 && name[i - 1] != '_' && i + 1 < name.size() && name[i + 1] != '_') {
      result.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(name[++i]))));
    } else {
      result.push_back(name[i]);
    }
  }
  return result;
}

std::string SdkSnakeCase(std::string_view name) {
  std::string result;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') {
      if (!result.empty()) result.push_back('_');
      result.push_back(static_cast<char>(c - 'A' + 'a'));
    } else {
      result.push_back(c);
    }
  }
  return result;
}

bool AppendLiteral(const rapidjson::Value& value, std::string_view type, const DeclaredTypes& declared, bool camel_case,
                   std::string* out, uint32_t depth) {
  if (depth > kHardDepth / 2) return false;
  std::optional<WrittenType> written = ParseWrittenType(type, declared);
  std::string name = written.has_value() ? written->name : std::string();
  std::optional<DeclaredTypes::Kind> kind = declared.Find(name);
  if (value.IsString()) {
    std::string_view text(value.GetString(), value.GetStringLength());
    if (kind == DeclaredTypes::Kind::kEnum) {
      std::string_view enum_value = declared.FindEnumValue(name, text);
      if (enum_value.empty()) return false;
      out->append(enum_value);
    } else {
      language::AppendString(text, out);
    }
    return true;
  }
  if (value.IsArray()) {
    out->push_back('[');
    const char* separator = "";
    for (const rapidjson::Value& item : value.GetArray()) {
      out->append(separator);
      separator = ", ";
      // Brackets of the type do not matter below: only its name decides how a leaf is written.
      if (!AppendLiteral(item, type, declared, camel_case, out, depth + 1)) return false;
    }
    out->push_back(']');
    return true;
  }
  if (value.IsObject()) {
    out->push_back('{');
    const char* separator = "";
    for (const auto& member : value.GetObject()) {
      std::string key(member.name.GetString(), member.name.GetStringLength());
      if (kind == DeclaredTypes::Kind::kInputObject && camel_case) key = CamelCase(key);
      if (!IsName(key)) return false;
      out->append(separator).append(key).append(": ");
      separator = ", ";
      std::string_view field_type = declared.FindInputField(name, key);
      if (!AppendLiteral(member.value, field_type, declared, camel_case, out, depth + 1)) return false;
    }
    out->push_back('}');
    return true;
  }
  // Numbers, true, false and null are the same in both languages.
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  if (!value.Accept(writer)) return false;
  out->append(buffer.GetString(), buffer.GetSize());
  return true;
}

}  // namespace fraiseql::schema
