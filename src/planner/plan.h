// The plan of one operation: which statements are run where, and how their texts become the response.
//
// A plan depends on the document, the operation, the schema version, the values that decide its shape (@skip,
// @include, which arguments are given), and on which route reaches each database; never on the other values, which
// are bound when it runs. Everything lives in one arena.
//
//   roots   one piece of JSON text per field of the root selection set
//   slots   places left open in those pieces (base/marks.h): rows of another statement, found by key. Slots are
//           filled wave by wave, with one request per database and wave.
//   output  the tree of response keys and types, for what only a walk over the finished text can say: paths, and the
//           propagation of nulls.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "language/ast.h"
#include "planner/layout.h"
#include "planner/relation.h"
#include "schema/schema.h"

namespace fraiseql::planner {

struct FieldBinding;
struct OutputSelection;

struct OutputField {
  std::string_view response_key;  // empty: an error mark that is the object's own; it has no nodes
  const schema::Field* field = nullptr;
  const schema::ObjectType* parent = nullptr;
  List<uint32_t> nodes;  // the fields of the document that are merged here, by number (DocumentIndex)
  const OutputSelection* selection = nullptr;  // null for a leaf
  // Where the value comes from, for people (fraiseql.explain): null for meta fields and for fields that fail.
  const FieldBinding* binding = nullptr;
  int32_t slot = -1;  // the number of the slot that holds its rows; -1: the statement around it does
};

// The selected fields of a composite type, per object type that a row can be of.
struct OutputSelection {
  struct Variant {
    const schema::ObjectType* type = nullptr;
    List<OutputField> fields;
  };
  List<Variant> variants;
};

// A field whose arguments statements use. Arguments are coerced once per request and site.
struct ArgumentSite {
  const schema::Field* field = nullptr;
  uint32_t node = 0;  // the first of its nodes, by number
};

// Where the value of a statement's parameter comes from when it runs.
struct ParameterSource {
  enum class Kind : uint8_t {
    kArgument,   // the value at `path` in the arguments of `site`
    kArguments,  // the arguments of `site` that `path` names, as one JSON object with snake_case keys
    kKeys,       // an array: component `key` of every key of a batch
    kRows,       // what the statement before this one returned (second step of a function)
    kKeyQuery,   // an array: what the plan's key query number `key` returned
    kMaxRows,    // fraiseql.max_rows
    kCursor,     // component `key` of the cursor at `path` in the arguments of `site`
  };
  Kind kind = Kind::kArgument;
  uint32_t site = 0;
  List<std::string_view> path;  // from the argument's name inwards: input fields
  uint32_t key = 0;
  uint32_t key_count = 0;
  TypeOid type = 0;  // of an element where is_array
  std::string_view type_name;
  bool is_array = false;
  bool is_count = false;  // limit, offset, first, last: a negative value is the user's fault
  bool is_offset = false;
  std::string_view ordering;  // kCursor: the ordering that the cursor must be of
};

// SQL text whose parameters are written as kParameterMark number kParameterMark (0-based), so that statements can be
// put together; Render gives them their numbers.
inline constexpr char kParameterMark = '\x01';

// A relation of another database that a statement reads, by its foreign table: the user needs SELECT on these columns.
struct ForeignRead {
  uint32_t relid = 0;
  List<int16_t> columns;  // pg_attribute.attnum; none: any column will do
};

struct Statement {
  std::string_view database = kPrimary;
  std::string_view text;
  List<ParameterSource> parameters;
  List<ForeignRead> reads;
};

// Appends the text; `references` stand in the places of its parameters, by number: "$1", or a constant.
void Render(const Statement& statement, const std::vector<std::string>& references, std::string* out);
// Appends the text with all its parameters numbered from `first` ($1 is first = 1).
void Render(const Statement& statement, uint32_t first, std::string* out);

// An open place. Its statement returns rows (slot number int4, key text, value json), for to-many slots one row per
// key that has rows. The components of a key are joined by kKeySeparator.
struct Slot {
  Statement statement;
  uint32_t key_count = 0;
  bool to_many = false;
  bool non_null = false;                       // of a to-one slot: no row is an error
  const schema::ObjectType* parent = nullptr;  // the open field, for people: fraiseql.explain
  const schema::Field* field = nullptr;
};

// A statement that runs before all others, for a filter over rows of another database: one text column, the keys of the
// rows there that fit. Later ones may use what earlier ones returned.
struct KeyQuery {
  Statement statement;
  uint32_t site = 0;  // the field whose filter it serves
};

// The slot that fills the places of one type's objects (RootField::Kind::kNodes).
struct NodeSlot {
  const schema::ObjectType* type = nullptr;
  uint32_t slot = 0;
};

struct RootField {
  enum class Kind : uint8_t {
    kConstant,       // `constant`
    kIntrospection,  // answered from the schema
    kSelect,         // `read` returns one json value, or null
    kNodes,          // an open place for each of the global ids in the argument of `site`, in a list
    kFunction,       // `call` runs a function and returns its rows as jsonb, `read` turns them into one json value
  };
  Kind kind = Kind::kConstant;
  const OutputField* output = nullptr;
  std::string_view constant;
  Statement call;  // a whole statement
  Statement read;  // a scalar subquery in parentheses
  bool to_many = false;
  bool non_null = false;
  // kSelect, kFunction of a leaf type: `read` returns {"v": value}, the field's value is in it.
  bool unwrap = false;
  uint32_t site = 0;     // kNodes
  List<NodeSlot> nodes;  // kNodes
  // kFunction of a mutation_response: `read` has a second column, {"message":, "status":} where the call failed.
  bool can_report_failure = false;
};

// How statements reach a federated database.
enum class Route : uint8_t {
  kForeignScan,  // over its foreign tables, in this server
  kDirect,       // as SQL text of its own, over our own connections
};

// A plan made for one route does not fit the other.
struct RouteUsed {
  std::string_view database;
  Route route = Route::kForeignScan;
};

struct Plan {
  language::OperationType operation = language::OperationType::kQuery;
  List<RootField> roots;
  List<Slot> slots;
  List<ArgumentSite> sites;
  List<KeyQuery> key_queries;
  List<RouteUsed> routes;
  const OutputSelection* output = nullptr;  // of the root type: one variant
  // Where it is set, arguments of type ID may be global ids (planner/node_type.h).
  const schema::InterfaceType* node = nullptr;
};

}  // namespace fraiseql::planner
