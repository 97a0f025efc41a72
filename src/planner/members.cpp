#include "planner/members.h"

#include <algorithm>
#include <array>

#include "planner/selection_planner.h"

namespace fraiseql::planner {

namespace {

template <size_t N>
bool IsOneOf(std::string_view type, const std::array<std::string_view, N>& types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

// A type that values of both can be compared as.
SqlType CommonType(const SqlType& a, const SqlType& b) {
  static constexpr std::array<std::string_view, 2> kFloats{"real", "double precision"};
  static constexpr std::array<std::string_view, 4> kNumbers{"smallint", "integer", "bigint", "numeric"};
  static constexpr std::array<std::string_view, 3> kTimes{"timestamp without time zone", "timestamp with time zone",
                                                          "date"};
  if (a.name == b.name) return a;
  const auto both = [&](const auto& types) { return IsOneOf(a.name, types) && IsOneOf(b.name, types); };
  if (both(kNumbers)) return {kNumericOid, "numeric"};
  const auto is_number = [&](std::string_view name) { return IsOneOf(name, kNumbers) || IsOneOf(name, kFloats); };
  if (is_number(a.name) && is_number(b.name)) return {kFloat8Oid, "double precision"};
  if (both(kTimes)) return {kTimestamptzOid, "timestamp with time zone"};
  return {kTextOid, "text"};
}

SortKey TypeNameKey(const MemberRows& member) {
  SortKey key;
  key.sql = QuoteLiteral(member.source.member->name) + "::text";
  key.place = "__typename";
  key.type = kTextOid;
  key.type_name = "text";
  key.nullable = false;
  return key;
}

SortKey KeyOf(const MemberRows& member) {
  const Source& source = member.source;
  SortKey key;
  key.place = "id";
  if (source.binding->key.empty()) {
    key.sql = "NULL::text";
    key.type = kTextOid;
    key.type_name = "text";
    return key;
  }
  const Attribute& attribute = source.binding->key[0];
  key.sql = AttributeSql(source.row, attribute);
  key.type = attribute.column != nullptr ? attribute.column->type : attribute.key_type;
  key.type_name = AttributeType(source.row, attribute);
  key.nullable = false;
  return key;
}

std::string ColumnName(size_t i, size_t count) {
  if (i + 2 == count) return "tn";
  return i + 1 == count ? "k" : "s" + std::to_string(i);
}

}  // namespace

RowsWanted ApplyToMembers(PlanContext* context, const Site& site, StatementBuilder* statement,
                          std::vector<MemberRows>* members) {
  const size_t errors = context->field_errors.size();
  for (MemberRows& member : *members) ApplyArguments(context, site, member.source, statement, &member.wanted);
  if (context->field_errors.size() > errors) {  // each says the same, and there is no order
    context->field_errors.resize(errors + 1);
    for (MemberRows& member : *members) member.wanted.order.clear();
  }
  return members->front().wanted;
}

std::vector<SortKey> OrderMembers(std::vector<MemberRows>* members) {
  for (MemberRows& member : *members) {
    member.keys = member.wanted.order;
    member.keys.push_back(TypeNameKey(member));
    member.keys.push_back(KeyOf(member));
  }
  std::vector<SortKey> keys = members->front().keys;
  for (size_t i = 0; i < keys.size(); ++i) {
    SortKey& key = keys[i];
    SqlType type{key.type, key.type_name};
    for (const MemberRows& member : *members) {
      type = CommonType(type, {member.keys[i].type, member.keys[i].type_name});
      key.nullable = key.nullable || member.keys[i].nullable;
    }
    key.type = type.oid;
    key.type_name = type.name;
    for (MemberRows& member : *members) {
      SortKey& own = member.keys[i];
      if (own.type_name != type.name) own.sql = "(" + own.sql + ")::" + std::string(type.name);
      own.type = type.oid;
      own.type_name = type.name;
      own.nullable = key.nullable;
    }
    key.sql = std::string(kUnion) + "." + ColumnName(i, keys.size());
  }
  return keys;
}

std::string KeyColumns(const MemberRows& member) {
  std::string sql;
  for (size_t i = 0; i < member.keys.size(); ++i) {
    sql += (i > 0 ? ", " : "") + member.keys[i].sql + " AS " + ColumnName(i, member.keys.size());
  }
  return sql;
}

std::string FirstRows(const MemberRows& member, const std::string& select, const std::vector<std::string>& conditions,
                      const std::string& limit, bool from_back) {
  std::string sql = "(SELECT " + select + " FROM " + member.source.from + Where(conditions);
  if (!limit.empty()) {
    std::vector<SortKey> keys = from_back ? Reversed(member.keys) : member.keys;
    keys.erase(keys.end() - 2);  // they are all of one type
    sql += OrderByClause(keys) + " LIMIT " + limit;
  }
  return sql + ")";
}

std::string SelectionPlanner::MembersSql(StatementBuilder* statement, const std::vector<Source>& sources,
                                         const Row* parent, const Site& site, const CollectedField& field,
                                         OutputField* output) {
  std::vector<MemberRows> members;
  for (const Source& source : sources) {
    members.push_back({source});
    if (parent != nullptr) members.back().wanted.conditions = JoinConditions(*source.field, *parent, source.row);
  }
  RowsWanted wanted = ApplyToMembers(&context_, site, statement, &members);
  const bool to_many = sources[0].field->to_many();
  if (to_many) CapRows(context_, statement, &wanted);
  if (!to_many) wanted.limit = "1";
  const bool is_ordered = wanted.IsOrdered();
  const std::vector<SortKey> keys = is_ordered ? OrderMembers(&members) : std::vector<SortKey>();
  const bool has_both = !wanted.limit.empty() && !wanted.offset.empty();
  const std::string limit = has_both ? wanted.limit + " + " + wanted.offset : wanted.limit;
  Variants variants;
  std::string rows;
  for (const MemberRows& member : members) {
    std::string select = ProjectSql(statement, member.source, schema::GetNamedType(output->field->type),
                                    MergedSelectionSets(field, context_.arena), &variants) +
                         " AS j";
    if (is_ordered) select += ", " + KeyColumns(member);
    rows += (rows.empty() ? "" : " UNION ALL ") + FirstRows(member, select, member.wanted.conditions, limit, false);
  }
  output->selection = SelectionOf(variants);
  rows = "SELECT u.j FROM (" + rows + ") AS u" + OrderByClause(keys) + Window(wanted);
  return to_many ? "(SELECT fraiseql.list(s.j) FROM (" + rows + ") AS s)" : "(" + rows + ")";
}

std::string SelectionPlanner::MembersBranch(uint32_t number, const std::vector<Source>& sources, const Site& site,
                                            const CollectedField& field, OutputField* output,
                                            StatementBuilder* statement) {
  std::vector<MemberRows> members;
  std::vector<std::string> key_texts;
  for (const Source& source : sources) {
    members.push_back({source});
    std::string text;
    for (uint32_t i = 0; i < source.field->join.remote.size(); ++i) {
      const std::string key = AttributeSql(source.row, source.field->join.remote[i]);
      members.back().wanted.conditions.push_back(key + " = ANY(" + statement->AddParameter(KeysParameter(source, i)) +
                                                 ")");
      text += (text.empty() ? "" : " || E'\\x02' || ") + key + "::text";
    }
    key_texts.push_back(text);
  }
  RowsWanted wanted = ApplyToMembers(&context_, site, statement, &members);
  CapRows(context_, statement, &wanted);
  const bool is_ordered = wanted.IsOrdered();
  const std::vector<SortKey> keys = is_ordered ? OrderMembers(&members) : std::vector<SortKey>();
  Variants variants;
  std::string rows;
  for (size_t i = 0; i < members.size(); ++i) {
    std::string select = key_texts[i] + " AS k0, " +
                         ProjectSql(statement, members[i].source, schema::GetNamedType(output->field->type),
                                    MergedSelectionSets(field, context_.arena), &variants) +
                         " AS j";
    if (is_ordered) select += ", " + KeyColumns(members[i]);
    rows += (i > 0 ? " UNION ALL " : "") + FirstRows(members[i], select, members[i].wanted.conditions, "", false);
  }
  output->selection = SelectionOf(variants);
  const std::string head = "(SELECT " + std::to_string(number) + "::int4, ";
  if (!is_ordered) return head + "u.k0, fraiseql.list(u.j) FROM (" + rows + ") AS u GROUP BY u.k0)";
  return head +
         "s.k0, fraiseql.list(s.j ORDER BY s.n) FROM (SELECT u.k0, u.j, pg_catalog.row_number() OVER (PARTITION "
         "BY u.k0" +
         OrderByClause(keys) + ") AS n FROM (" + rows + ") AS u) AS s" + NumberedWindow(wanted) + " GROUP BY s.k0)";
}

List<NodeSlot> SelectionPlanner::NodeSlots(const FieldBinding& nodes, const Site& site, const CollectedField& field,
                                           OutputField* output) {
  Variants variants;
  std::vector<NodeSlot> slots;
  for (const FieldBinding* member : nodes.members) {
    const auto number = static_cast<uint32_t>(context_.slots.size());
    context_.slots.emplace_back();
    Slot slot;
    slot.key_count = 1;
    slot.non_null = schema::IsNonNull(schema::OfType(schema::NullableType(output->field->type)));
    slot.parent = output->parent;
    slot.field = output->field;
    StatementBuilder statement;
    Source source = RelationSource(&context_, member, &statement);
    source.member = static_cast<const schema::ObjectType*>(member->target->type);
    const std::string text = SlotBranch(number, source, site, field, output, &statement, &variants);
    slot.statement = statement.Finish(source.row.database, text, context_.arena);
    context_.slots[number] = slot;
    slots.push_back({source.member, number});
  }
  output->selection = SelectionOf(variants);
  return context_.arena->Copy(slots);
}

List<NodeSlot> PlanNodes(PlanContext* context, const FieldBinding& nodes, const Site& site, const CollectedField& field,
                         OutputField* output) {
  return SelectionPlanner(context).NodeSlots(nodes, site, field, output);
}

}  // namespace fraiseql::planner
