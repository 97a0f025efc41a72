// What fraiseql.explain tells: an operation's fields, the statements that answer them, and what became of each.
//
// Plain text and numbers, of no request and no arena: it outlives the plan that it was made from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fraiseql::explain {

struct Parameter {
  std::string type;     // as SQL spells it: `uuid`, `uuid[]`
  std::string meaning;  // `argument "id" of Query.order`
};

// One SQL text with its parameters $1, $2, ...
struct Step {
  std::string sql;
  std::vector<Parameter> parameters;
};

// A relation whose rows a statement reads for a field.
struct RelationRead {
  std::string name;          // as the statement names it
  std::string look_through;  // `yes`, `no: ...`; empty: it has no `data`
  std::string refusal;       // why the caller may not read it; empty: nothing is known to be in the way
};

// What running a statement came to. A statement is sent several times where its fields are asked for one by one after
// an error.
struct Run {
  uint32_t requests = 0;
  uint64_t keys = 0;     // asked for
  uint64_t batches = 0;  // of keys
  uint64_t rows = 0;     // objects and values that came back, those in lists counted singly
  double milliseconds = 0;
  std::vector<std::string> errors;
};

struct Statement {
  enum class Role : uint8_t {
    kRows,    // answers root fields
    kCall,    // calls a function, then reads what it returned
    kKeys,    // fills fields of rows that came before, by key
    kFilter,  // returns the keys that a filter over another database needs
  };
  Role role = Role::kRows;
  uint32_t wave = 0;  // from 1; those of one wave wait for nothing in each other
  std::string database;
  std::string route;                // `here`, `direct`, `foreign scan`
  std::string reason;               // why this route
  std::vector<std::string> fields;  // paths in the response: `order.items.product`
  std::vector<std::string> keys;    // kKeys: for each field, the attributes it is joined by
  std::vector<uint32_t> after;      // numbers of the statements whose rows it needs
  uint64_t batch_size = 0;          // kKeys: keys that an array holds at most
  std::vector<Step> steps;
  std::vector<RelationRead> relations;
  Run run;
};

struct Field {
  std::string response_key;
  std::string name;            // of the field in the schema
  std::string type;            // `[OrderItem!]!`
  std::string type_condition;  // `Dog`, where the parent can be objects of several types
  std::string source;          // `column status`
  uint32_t statement = 0;      // 0: none
  std::vector<Field> fields;
};

struct Explanation {
  std::string operation;  // query, mutation
  std::string name;       // empty for an anonymous one
  std::vector<Field> fields;
  std::vector<Statement> statements;  // statement n stands at n - 1

  // With analyze:
  bool analyzed = false;
  bool undone = false;  // what the operation wrote was rolled back
  double planning_milliseconds = 0;
  double milliseconds = 0;
  uint32_t waves = 0;
  uint64_t response_bytes = 0;
  std::vector<std::string> errors;  // of the response: `message (path, CODE)`
};

enum class Format : uint8_t { kText, kJson, kMermaid };

std::string ToText(const Explanation& explanation);
// Indented, with a newline at the end.
std::string ToJson(const Explanation& explanation);
// A flowchart: statements by wave, edges with the fields that lead from one to the next.
std::string ToMermaid(const Explanation& explanation);

// `Order by id` words that two of the formats use: `order.items.product by product_id`.
std::string FieldWithKeys(const Statement& statement, size_t field);
// `12 rows, 3 keys, 0.412 ms`; with the batches where there are several.
std::string RunText(const Statement& statement);

}  // namespace fraiseql::explain
