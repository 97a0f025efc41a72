// Rows in SQL text: how an attribute of a row is spelled, and how a layout collects the expressions it needs.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "planner/binding.h"
#include "planner/layout.h"

namespace fraiseql::planner {

// One entry of a FROM list, as the expressions over it see it.
struct Row {
  std::string alias;
  std::string_view database = kPrimary;
  bool remote_names = false;  // the text is for the remote database itself: its own column names
  bool data_only = false;     // the row is one jsonb `data`, whatever the binding says of columns
  // data_only: the row is an object inside a value. Empty: `data` is the row.
  std::string document;         // the value, where it is another one than `data`
  List<std::string_view> path;  // where it stands in there
  // Of a foreign table: which of its columns are read, for the check of privileges.
  std::set<int16_t>* columns_read = nullptr;
  int16_t data_number = 0;  // the column `data`

  void Read(int16_t column) const {
    if (columns_read != nullptr) columns_read->insert(column);
  }

  // Whether subqueries over relations of the same database may stand inside an expression over this row. Not over
  // foreign tables: each would be a round trip per row.
  bool can_nest = false;
};

// `t0."status"`, cast to `type_name` where that is given and another; a key of `data` is read as `type_name`, else as
// text: `fraiseql.read(t0."data", '["status"]'::jsonb, NULL::text)`.
std::string AttributeSql(const Row& row, const Attribute& attribute, std::string_view type_name = {});

// The text that a field of type String shows of it, which does not depend on DateStyle and the like.
std::string TextSql(const Row& row, const Attribute& attribute);

// The value of an attribute that holds objects, as jsonb.
std::string ObjectsSql(const Row& row, const Attribute& attribute);

// One of the objects that a list inside a value of `row` holds, as `data` of a row of its own.
Row ItemRow(const Row& row, std::string alias);

// The object that an attribute holds, as a row of its own.
Row ObjectRow(const Row& row, const Attribute& attribute, Arena* arena);

// The SQL type of an attribute as AttributeSql without a cast gives it.
std::string_view AttributeType(const Row& row, const Attribute& attribute);

// A place in a FROM clause that rows of a composite type come from.
struct Source {
  std::string from;
  Row row;
  const TypeBinding* binding = nullptr;
  const FieldBinding* field = nullptr;         // the join and the arguments that lead to these rows
  const schema::ObjectType* member = nullptr;  // a member of an abstract type read from its own relation
  bool has_order = false;                      // what a function returns: first things first, as it sees them
};

// Builds one call of fraiseql.project: its layout and the extra arguments its places refer to.
class ProjectBuilder {
 public:
  ProjectBuilder(const Row& row, Arena* arena) : row_(row), arena_(arena) {}

  const Row& row() const { return row_; }

  // The place of an attribute: an extra argument for a column, else a path into `data`. `path` leads on into its value.
  Place PlaceOf(const Attribute& attribute, List<std::string_view> path = {});
  // An extra argument; equal expressions share one.
  Place AddArgument(std::string expression);

  // `fraiseql.project(t0."data", '{...}'::jsonb, ...)`.
  std::string CallSql(const Layout& layout) const;

 private:
  const Row& row_;
  Arena* arena_;
  std::vector<std::string> arguments_;
  bool uses_data_ = false;
};

}  // namespace fraiseql::planner
