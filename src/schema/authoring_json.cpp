#include "schema/authoring_json.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "base/did_you_mean.h"
#include "language/string_value.h"
#include "schema/authoring/element.h"
#include "schema/authoring/keys.h"
#include "schema/authoring/type_names.h"
#include "schema/built_in.h"

namespace fraiseql::schema {

namespace {

using rapidjson::Value;

class Import {
 public:
  explicit Import(AuthoringImport* result) : result_(*result), faults_{&result->errors, &result->notices} {}

  void Run(const Value& root) {
    Element document(root, "document", keys::kDocument, faults_);
    std::string_view convention = document.Text("naming_convention");
    camel_case_ = convention == "camelCase";
    if (!convention.empty() && convention != "camelCase" && convention != "snake_case" && convention != "preserve") {
      document.Fault("the key \"naming_convention\" must be \"camelCase\", \"snake_case\" or \"preserve\"");
    }
    declared_.ReadFrom(document, camel_case_);
    for (const Value* value : document.Items("custom_scalars")) Scalar(*value);
    for (const Value* value : document.Items("enums")) Enum(*value);
    for (const Value* value : document.Items("input_types")) InputType(*value);
    for (const Value* value : document.Items("interfaces")) Interface(*value);
    FindRelayTypes(document);
    for (const Value* value : document.Items("types")) Type(*value);
    for (const Value* value : document.Items("unions")) Union(*value);
    Root(document, "Query", "queries", &Import::Query);
    Root(document, "Mutation", "mutations", &Import::Mutation);
    Root(document, "Subscription", "subscriptions", &Import::Subscription);
    for (const std::string& scalar : sdk_scalars_) Definition() += "scalar " + scalar + "\n";
  }

 private:
  // ── Parts of definitions ─────────────────────────────────────────────────────────────────────────────────────────

  // The document so far, with an empty line before the next definition.
  std::string& Definition() {
    if (!result_.sdl.empty()) result_.sdl += "\n";
    return result_.sdl;
  }

  std::string Recase(std::string_view name) const { return camel_case_ ? CamelCase(name) : std::string(name); }

  std::string MemberName(const Element& element) const {
    std::string name = Recase(element.Text("name"));
    if (!IsName(name)) element.Fault("the key \"name\" must be a GraphQL name");
    return name;
  }

  // Descriptions are often doc strings, indented like the code around them.
  static void Description(const Element& element, std::string_view indentation, std::string* out) {
    std::string_view written = element.Text("description");
    Arena arena;
    std::string_view text = language::BlockStringValue(written, &arena);
    if (text.empty()) return;
    std::string literal;
    if (language::IsPrintableAsBlockString(text)) {
      language::AppendBlockString(text, &literal);
    } else {
      language::AppendString(text, &literal);
    }
    out->append(indentation);
    for (char c : literal) {
      out->push_back(c);
      if (c == '\n') out->append(indentation);
    }
    out->push_back('\n');
  }

  static std::string Argument(std::string_view name, std::string_view text) {
    std::string argument = "(" + std::string(name) + ": ";
    language::AppendString(text, &argument);
    return argument + ")";
  }

  // `deprecated` and `deprecation` are a reason, an object with one, or true.
  static std::string Deprecated(const Element& element, const char* key) {
    const Value* value = element.Find(key);
    if (value == nullptr || value->IsFalse()) return {};
    if (value->IsTrue()) return " @deprecated";
    if (value->IsString()) return " @deprecated" + Argument("reason", value->GetString());
    Element deprecation(*value, element.name() + ", key " + QuotedName(key), keys::kDeprecation, element.faults());
    std::string_view reason = deprecation.Text("reason");
    return reason.empty() ? " @deprecated" : " @deprecated" + Argument("reason", reason);
  }

  // Reports a type that nobody declares.
  bool CheckType(const Element& element, std::string_view name) {
    auto is = [name](std::string_view other) { return other == name; };
    if (declared_.Find(name).has_value() ||
        std::any_of(std::begin(kSpecifiedScalarNames), std::end(kSpecifiedScalarNames), is) ||
        std::any_of(std::begin(kEngineScalarNames), std::end(kEngineScalarNames), is)) {
      return true;
    }
    if (IsSdkScalar(name)) {
      sdk_scalars_.emplace(name);
      return true;
    }
    element.Fault("unknown type " + QuotedName(name) + "." + DidYouMean(SuggestionList(name, declared_.Names())));
    return false;
  }

  // The type in SDL: `type_key` names it, `nullable` and, for root fields, `returns_list` wrap it.
  std::string TypeOf(const Element& element, const char* type_key, bool nullable_by_default) {
    std::string_view text = element.Text(type_key);
    std::optional<WrittenType> type = ParseWrittenType(text, declared_);
    if (!type.has_value()) {
      element.Fault("the key " + QuotedName(type_key) + " must be a type, found " + QuotedName(text));
      return "String";
    }
    CheckType(element, type->name);
    std::string sdl = type->Sdl();
    if (element.Flag("returns_list", false) && !type->is_list()) {
      if (sdl.back() != '!') sdl += "!";
      sdl = "[" + sdl + "]";
    }
    if (!element.Flag("nullable", nullable_by_default) && sdl.back() != '!') sdl += "!";
    return sdl;
  }

  std::string InputValue(const Element& element) {
    std::string sdl = MemberName(element) + ": ";
    sdl += TypeOf(element, "type", true);
    if (const Value* value = element.FindOrNull("default")) {
      std::string literal;
      if (AppendLiteral(*value, element.Text("type"), declared_, camel_case_, &literal)) {
        sdl += " = " + literal;
      } else {
        element.Fault("the default is no value of the type " + QuotedName(element.Text("type")));
      }
    }
    return sdl + Deprecated(element, "deprecated");
  }

  std::string Arguments(const Element& field) {
    std::string sdl;
    for (const Value* value : field.Items("arguments")) {
      Element argument(*value, field.Inner("argument", NameOf(*value)), keys::kInputValue, faults_);
      sdl += sdl.empty() ? "(\n" : "";
      Description(argument, "    ", &sdl);
      sdl += "    " + InputValue(argument) + "\n";
    }
    return sdl.empty() ? sdl : sdl + "  )";
  }

  void Fields(const Element& type, std::string* out) {
    *out += " {\n";
    for (const Value* value : type.Items("fields")) {
      Element field(*value, type.Inner("field", NameOf(*value)), keys::kField, faults_);
      Description(field, "  ", out);
      *out += "  " + MemberName(field) + ": ";
      *out += TypeOf(field, "type", true);
      *out += Deprecated(field, "deprecated") + "\n";
    }
    *out += "}\n";
  }

  static void Implements(const Element& type, std::string* out) {
    const char* separator = " implements ";
    bool is_node = false;
    for (std::string_view interface : type.Texts("implements")) {
      out->append(separator).append(interface);
      separator = " & ";
      is_node = is_node || interface == "Node";
    }
    const Value* relay = type.Find("relay");
    if (!is_node && relay != nullptr && relay->IsTrue()) out->append(separator).append("Node");
  }

  static void CheckJsonColumn(const Element& element) {
    std::string_view column = element.Text("jsonb_column");
    if (!column.empty() && column != "data") {
      element.Fault("the key \"jsonb_column\" must be \"data\": objects are read from the column of that name");
    }
  }

  // ── Types ────────────────────────────────────────────────────────────────────────────────────────────────────────

  // Types with global ids: they implement Node, `node` and `nodes` find them.
  void FindRelayTypes(const Element& document) {
    const Value* types = document.Find("types");
    for (rapidjson::SizeType i = 0; types != nullptr && types->IsArray() && i < types->Size(); ++i) {
      const Value& type = (*types)[i];
      auto relay = type.IsObject() ? type.FindMember("relay") : Value::ConstMemberIterator();
      has_nodes_ = has_nodes_ || (type.IsObject() && relay != type.MemberEnd() && relay->value.IsTrue());
    }
    if (has_nodes_ && !declared_.Find("Node").has_value()) Definition() += "interface Node {\n  id: ID!\n}\n";
  }

  void Scalar(const Value& value) {
    Element scalar(value, "scalar " + QuotedName(NameOf(value)), keys::kScalar, faults_);
    std::string& out = Definition();
    Description(scalar, "", &out);
    out += "scalar " + std::string(NameOf(value));
    std::string_view url = scalar.Text("specified_by_url");
    if (!url.empty()) out += " @specifiedBy" + Argument("url", url);
    out += "\n";
  }

  void Enum(const Value& value) {
    Element type(value, "enum " + QuotedName(NameOf(value)), keys::kEnum, faults_);
    std::string& out = Definition();
    Description(type, "", &out);
    out += "enum " + std::string(NameOf(value)) + " {\n";
    for (const Value* item : type.Items("values")) {
      Element member(*item, type.Inner("value", NameOf(*item)), keys::kEnumValue, faults_);
      std::string_view name = member.Text("name");
      if (!IsName(name)) member.Fault("the key \"name\" must be a GraphQL name");
      const std::string_view stored = member.Find("value") != nullptr ? member.Text("value") : name;
      Description(member, "  ", &out);
      out += "  " + std::string(name) + Deprecated(member, "deprecated");
      if (stored != name) out += " @stored" + Argument("as", stored);
      out += "\n";
    }
    out += "}\n";
  }

  void InputType(const Value& value) {
    Element type(value, "input type " + QuotedName(NameOf(value)), keys::kInputType, faults_);
    std::string& out = Definition();
    Description(type, "", &out);
    out += "input " + std::string(NameOf(value)) + " {\n";
    for (const Value* item : type.Items("fields")) {
      Element field(*item, type.Inner("field", NameOf(*item)), keys::kInputValue, faults_);
      Description(field, "  ", &out);
      out += "  " + InputValue(field) + "\n";
    }
    out += "}\n";
  }

  void Interface(const Value& value) {
    Element type(value, "interface " + QuotedName(NameOf(value)), keys::kInterface, faults_);
    std::string& out = Definition();
    Description(type, "", &out);
    out += "interface " + std::string(NameOf(value));
    Implements(type, &out);
    AppendSource(type.Text("sql_source"), &out);
    Fields(type, &out);
  }

  void Type(const Value& value) {
    std::string_view name = NameOf(value);
    Element type(value, "type " + QuotedName(name), keys::kType, faults_);
    CheckJsonColumn(type);
    std::string_view source = type.Text("sql_source");
    if (type.Flag("embedded", false) && !source.empty()) {
      type.Fault("an embedded type has no \"sql_source\"");
    }
    std::string& out = Definition();
    Description(type, "", &out);
    out += "type " + std::string(name);
    Implements(type, &out);
    // SDKs write the view's name also where it is the one that the convention finds, and for types without a view.
    if (source != "v_" + SdkSnakeCase(name) || HasAcronym(name)) AppendSource(source, &out);
    Fields(type, &out);
  }

  // Whether snake case of the SDKs ("i_s_b_n") is not that of the engine ("isbn").
  static bool HasAcronym(std::string_view name) {
    auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    for (size_t i = 1; i < name.size(); ++i) {
      if (is_capital(name[i - 1]) && is_capital(name[i])) return true;
    }
    return false;
  }

  static void AppendSource(std::string_view source, std::string* out) {
    if (!source.empty()) *out += " @source" + Argument("relation", source);
  }

  void Union(const Value& value) {
    Element type(value, "union " + QuotedName(NameOf(value)), keys::kUnion, faults_);
    std::string& out = Definition();
    Description(type, "", &out);
    out += "union " + std::string(NameOf(value));
    AppendSource(type.Text("sql_source"), &out);
    const char* separator = " = ";
    for (std::string_view member : type.Texts("member_types")) {
      CheckType(type, member);
      out.append(separator).append(member);
      separator = " | ";
    }
    out += "\n";
  }

  // ── Root fields ──────────────────────────────────────────────────────────────────────────────────────────────────

  void Root(const Element& document, const char* type, const char* key, void (Import::*field)(const Value&)) {
    std::vector<const Value*> items = document.Items(key);
    if (items.empty()) return;
    Definition() += "type " + std::string(type) + " {\n";
    std::set<std::string> names;
    for (const Value* item : items) {
      if (!names.insert(Recase(NameOf(*item))).second) {
        result_.errors.push_back(std::string(key) + ": there are two named " + QuotedName(NameOf(*item)));
      }
      (this->*field)(*item);
    }
    const bool is_query = type == std::string_view("Query");
    if (is_query && has_nodes_ && names.count("node") == 0) {
      result_.sdl += "  node(id: ID!): Node\n";
      if (names.count("nodes") == 0) result_.sdl += "  nodes(ids: [ID!]!): [Node]!\n";
    }
    result_.sdl += "}\n";
  }

  void RootField(const Element& field, const std::string& type, const std::string& directives) {
    Description(field, "  ", &result_.sdl);
    result_.sdl += "  " + MemberName(field);
    result_.sdl += Arguments(field) + ": " + type + directives + "\n";
  }

  void Query(const Value& value) {
    Element query(value, "query " + QuotedName(NameOf(value)), keys::kQuery, faults_);
    CheckJsonColumn(query);
    std::string directives;
    std::string_view source = query.Text("sql_source");
    std::optional<WrittenType> type = ParseWrittenType(query.Text("return_type"), declared_);
    if (!type.has_value() || declared_.FindSource(type->name) != source) AppendSource(source, &directives);
    directives += ListDirective(query);
    if (query.Flag("relay", false)) {
      if (!query.Flag("returns_list", false) && !(type && type->is_list())) {
        query.Fault("the key \"relay\" makes pages of a list: it needs \"returns_list\": true");
      }
      directives += " @connection";
    }
    directives += Deprecated(query, "deprecation");
    directives += Deprecated(query, "deprecated");
    RootField(query, TypeOf(query, "return_type", false), directives);
  }

  // `auto_params` names the list arguments that the SDK's own engine would add. All are there unless none is wanted.
  static std::string ListDirective(const Element& query) {
    const Value* value = query.Find("auto_params");
    if (value == nullptr || value->IsBool()) return value != nullptr && value->IsFalse() ? kNoArguments : "";
    Element parameters(*value, query.name() + ", key \"auto_params\"", keys::kAutoParams, query.faults());
    int wanted = 0;
    int refused = 0;
    for (const KeyRule& rule : keys::kAutoParams) {
      std::string key(rule.key);
      if (parameters.Find(key.c_str()) != nullptr) ++(parameters.Flag(key.c_str(), false) ? wanted : refused);
    }
    if (wanted == 0 && refused > 0) return kNoArguments;
    if (refused > 0) query.faults().notices->push_back(parameters.name() + ": list arguments come all or none");
    return {};
  }

  void Mutation(const Value& value) {
    Element mutation(value, "mutation " + QuotedName(NameOf(value)), keys::kMutation, faults_);
    std::string_view function = mutation.Text("sql_source");
    std::string directives;
    if (!function.empty()) directives += " @function" + Argument("name", function);
    directives += Deprecated(mutation, "deprecation");
    directives += Deprecated(mutation, "deprecated");
    RootField(mutation, TypeOf(mutation, "return_type", false), directives);
  }

  void Subscription(const Value& value) {
    Element subscription(value, "subscription " + QuotedName(NameOf(value)), keys::kSubscription, faults_);
    std::string type = TypeOf(subscription, "return_type", false);
    RootField(subscription, type, Deprecated(subscription, "deprecated"));
  }

  static constexpr const char* kNoArguments = " @list(arguments: false)";

  AuthoringImport& result_;
  AuthoringFaults faults_;
  bool camel_case_ = false;
  bool has_nodes_ = false;  // there are types with global ids
  DeclaredTypes declared_;
  std::set<std::string> sdk_scalars_;  // those that are used
};

}  // namespace

AuthoringImport ImportAuthoringJson(std::string_view json) {
  AuthoringImport result;
  rapidjson::Document document;
  // Iterative: the depth of a document does not reach the stack.
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(json.data(), json.size());
  if (document.HasParseError()) {
    result.errors.push_back("not JSON, at byte " + std::to_string(document.GetErrorOffset()) + ": " +
                            rapidjson::GetParseError_En(document.GetParseError()));
    return result;
  }
  Import(&result).Run(document);
  return result;
}

}  // namespace fraiseql::schema
