#include "schema/built_in.h"

#include <algorithm>
#include <iterator>

namespace fraiseql::schema {

const std::string_view kSpecifiedDirectives = R"(
"Takes the field or fragment into the answer only where the argument is true."
directive @include("Whether to take it in." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT

"Leaves the field or fragment out of the answer where the argument is true."
directive @skip("Whether to leave it out." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT

"Marks an element of the schema that clients should no longer use."
directive @deprecated(
  "Why, and what to use instead. Markdown, as in CommonMark."
  reason: String = "No longer supported"
) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE

"Names the document that specifies the format of a scalar's values."
directive @specifiedBy("Where the document is." url: String!) on SCALAR

"Demands that exactly one field of the input object is given, and that it is not null."
directive @oneOf on INPUT_OBJECT
)";

const std::string_view kIntrospectionTypes = R"(
"What this service can do: its types, its directives and the root types of its operations."
type __Schema {
  description: String
  "All types of the schema, those of the introspection system included."
  types: [__Type!]!
  "The type on which queries start."
  queryType: __Type!
  "The type on which mutations start, null where there are none."
  mutationType: __Type
  "The type on which subscriptions start, null where there are none."
  subscriptionType: __Type
  "All directives that documents may use."
  directives: [__Directive!]!
}

"A type of the schema. Which of the fields have a value depends on `kind`."
type __Type {
  kind: __TypeKind!
  name: String
  description: String
  specifiedByURL: String
  fields(includeDeprecated: Boolean = false): [__Field!]
  interfaces: [__Type!]
  possibleTypes: [__Type!]
  enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
  inputFields(includeDeprecated: Boolean = false): [__InputValue!]
  ofType: __Type
  isOneOf: Boolean
}

"The kinds of types."
enum __TypeKind {
  "A leaf value of a format of its own."
  SCALAR
  "Has `fields` and `interfaces`."
  OBJECT
  "Has `fields`, `interfaces` and `possibleTypes`."
  INTERFACE
  "Has `possibleTypes`."
  UNION
  "Has `enumValues`."
  ENUM
  "Has `inputFields`."
  INPUT_OBJECT
  "A list of what `ofType` says."
  LIST
  "What `ofType` says, and never null."
  NON_NULL
}

"A field of an object or interface type."
type __Field {
  name: String!
  description: String
  args(includeDeprecated: Boolean = false): [__InputValue!]!
  type: __Type!
  isDeprecated: Boolean!
  deprecationReason: String
}

"An argument of a field or directive, or a field of an input object."
type __InputValue {
  name: String!
  description: String
  type: __Type!
  "The value that holds where none is given, as GraphQL writes it; null where there is none."
  defaultValue: String
  isDeprecated: Boolean!
  deprecationReason: String
}

"A value of an enum type. Answers spell it as a string."
type __EnumValue {
  name: String!
  description: String
  isDeprecated: Boolean!
  deprecationReason: String
}

"A directive: says that a part of a document is executed or checked in another way."
type __Directive {
  name: String!
  description: String
  isRepeatable: Boolean!
  locations: [__DirectiveLocation!]!
  args(includeDeprecated: Boolean = false): [__InputValue!]!
}

"The places of a document where a directive can stand."
enum __DirectiveLocation {
  "Beside a query operation."
  QUERY
  "Beside a mutation operation."
  MUTATION
  "Beside a subscription operation."
  SUBSCRIPTION
  "Beside a field."
  FIELD
  "Beside a fragment definition."
  FRAGMENT_DEFINITION
  "Beside a fragment spread."
  FRAGMENT_SPREAD
  "Beside an inline fragment."
  INLINE_FRAGMENT
  "Beside the definition of a variable."
  VARIABLE_DEFINITION
  "Beside a schema definition."
  SCHEMA
  "Beside the definition of a scalar type."
  SCALAR
  "Beside the definition of an object type."
  OBJECT
  "Beside the definition of a field."
  FIELD_DEFINITION
  "Beside the definition of an argument."
  ARGUMENT_DEFINITION
  "Beside the definition of an interface type."
  INTERFACE
  "Beside the definition of a union type."
  UNION
  "Beside the definition of an enum type."
  ENUM
  "Beside the definition of an enum value."
  ENUM_VALUE
  "Beside the definition of an input object type."
  INPUT_OBJECT
  "Beside the definition of a field of an input object."
  INPUT_FIELD_DEFINITION
}
)";

const std::string_view kMetaFields = R"(
type __MetaFields {
  "The name of the object's type."
  __typename: String!
  "What this service can do."
  __schema: __Schema!
  "The type of that name."
  __type(name: String!): __Type
}
)";

const std::string_view kEngineDirectives = R"(
"The relation whose rows the type or field reads, in the database of that name; the local one is `primary`."
directive @source(relation: String!, database: String) on OBJECT | INTERFACE | UNION | FIELD_DEFINITION

"The columns of the parent's relation and those of the field's relation that must be equal, pair by pair."
directive @join(local: [String!]!, remote: [String!]!) on FIELD_DEFINITION

"The column, else the key of `data`, that the name stands for."
directive @column(name: String!) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION

"The SQL function that the field calls."
directive @function(name: String!) on FIELD_DEFINITION

"Whether lists get the arguments where, orderBy, limit and offset."
directive @list(arguments: Boolean! = true) on FIELD_DEFINITION | OBJECT | SCHEMA

"Makes a list of objects a Relay connection: pages with cursors."
directive @connection on FIELD_DEFINITION

"Makes the field count and sum the rows of a list of the same type."
directive @aggregate(of: String!) on FIELD_DEFINITION

"The text that rows and functions have for the enum value, where that is not its name."
directive @stored(as: String!) on ENUM_VALUE
)";

namespace {

template <size_t N>
bool Contains(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

constexpr std::string_view kEngineDirectiveNames[] = {"source", "join",       "column",    "function",
                                                      "list",   "connection", "aggregate", "stored"};

}  // namespace

bool IsSpecifiedScalarName(std::string_view name) { return Contains(kSpecifiedScalarNames, name); }
bool IsEngineScalarName(std::string_view name) { return Contains(kEngineScalarNames, name); }
bool IsIntrospectionTypeName(std::string_view name) { return Contains(kIntrospectionTypeNames, name); }
bool IsEngineDirectiveName(std::string_view name) { return Contains(kEngineDirectiveNames, name); }

}  // namespace fraiseql::schema
