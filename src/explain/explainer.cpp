#include "explain/explainer.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include "explain/describe.h"

namespace fraiseql::explain {

namespace {

using execution::RequestPart;
using planner::FieldBinding;
using planner::kPrimary;
using planner::OutputField;
using planner::OutputSelection;
using planner::Plan;
using planner::RootField;
using PartKey = std::pair<RequestPart::Kind, uint32_t>;

// A statement of the plan, before those that share a request are put together.
struct Piece {
  PartKey part;
  uint32_t wave = 0;
  std::string_view database;
  bool alone = false;  // shares no request
  std::string path;
  PartKey from;  // kSlot: the piece whose rows it fills
  const FieldBinding* binding = nullptr;
};

// Reads a plan: the waves first, then statements, then the fields with the numbers of theirs.
class PlanReader {
 public:
  PlanReader(const Plan& plan, Surroundings* surroundings, const std::unordered_map<uint32_t, std::string>& failed,
             Explanation* explanation, std::map<PartKey, uint32_t>* statement_of)
      : plan_(plan),
        surroundings_(*surroundings),
        failed_(failed),
        explanation_(*explanation),
        statement_of_(*statement_of) {}

  void Read() {
    uint32_t wave = 0;
    for (uint32_t i = 0; i < plan_.key_queries.size(); ++i) {
      const planner::KeyQuery& query = plan_.key_queries[i];
      const schema::Field* field = plan_.sites[query.site].field;
      pieces_.push_back({{RequestPart::Kind::kKeyQuery, i},
                         ++wave,
                         query.statement.database,
                         true,
                         field == nullptr ? "" : std::string(field->name),
                         {},
                         nullptr});
    }
    const bool one_by_one = plan_.operation == language::OperationType::kMutation;
    for (uint32_t i = 0; i < plan_.roots.size(); ++i) {
      last_wave_ = std::max(last_wave_, wave);
      CollectRoot(i, (one_by_one ? last_wave_ : wave) + 1);
    }
    Number();
    for (uint32_t i = 0; i < plan_.roots.size(); ++i) {
      explanation_.fields.push_back(FieldOf(*plan_.roots[i].output, NumberOf({RequestPart::Kind::kRoot, i}), ""));
    }
  }

 private:
  // ── Waves ──────────────────────────────────────────────────────────────────────────────────────────────────────

  void CollectRoot(uint32_t index, uint32_t wave) {
    const RootField& root = plan_.roots[index];
    if (root.kind == RootField::Kind::kNodes) {
      CollectNodes(root, wave + 1);
      return;
    }
    if (root.kind != RootField::Kind::kSelect && root.kind != RootField::Kind::kFunction) return;
    const PartKey part{RequestPart::Kind::kRoot, index};
    const std::string path(root.output->response_key);
    pieces_.push_back(
        {part, wave, root.read.database, root.kind == RootField::Kind::kFunction, path, {}, root.output->binding});
    last_wave_ = std::max(last_wave_, wave);
    CollectSlots(root.output->selection, part, wave, path);
  }

  // The objects of each type are asked for by the ids in the request.
  void CollectNodes(const RootField& root, uint32_t wave) {
    const std::string path(root.output->response_key);
    last_wave_ = std::max(last_wave_, wave);
    for (uint32_t i = 0; i < root.nodes.size(); ++i) {
      const PartKey slot{RequestPart::Kind::kSlot, root.nodes[i].slot};
      pieces_.push_back({slot, wave, plan_.slots[root.nodes[i].slot].statement.database, false, path, {}, nullptr});
      const OutputSelection selection{{&root.output->selection->variants[i], 1}};
      CollectSlots(&selection, slot, wave, path);
    }
  }

  void CollectSlots(const OutputSelection* selection, PartKey part, uint32_t wave, const std::string& path) {
    if (selection == nullptr) return;
    for (const OutputSelection::Variant& variant : selection->variants) {
      for (const OutputField& field : variant.fields) {
        const std::string field_path = path + "." + std::string(field.response_key);
        if (field.slot < 0) {
          CollectSlots(field.selection, part, wave, field_path);
          continue;
        }
        const auto number = static_cast<uint32_t>(field.slot);
        const PartKey slot{RequestPart::Kind::kSlot, number};
        pieces_.push_back(
            {slot, wave + 1, plan_.slots[number].statement.database, false, field_path, part, field.binding});
        last_wave_ = std::max(last_wave_, wave + 1);
        CollectSlots(field.selection, slot, wave + 1, field_path);
      }
    }
  }

  // ── Statements ─────────────────────────────────────────────────────────────────────────────────────────────────

  // What is asked of a database in a wave is one statement, this one's before the others'.
  void Number() {
    using Key = std::tuple<uint32_t, bool, std::string_view, uint32_t>;
    std::map<Key, std::vector<const Piece*>> groups;
    for (const Piece& piece : pieces_) {
      const uint32_t own = piece.alone ? piece.part.second + 1 : 0;
      groups[{piece.wave, piece.database != kPrimary, piece.database, own}].push_back(&piece);
    }
    for (const auto& [key, group] : groups) {
      explanation_.statements.emplace_back();
      for (const Piece* piece : group)
        statement_of_[piece->part] = static_cast<uint32_t>(explanation_.statements.size());
    }
    uint32_t number = 0;
    for (const auto& [key, group] : groups) Write(group, &explanation_.statements[number++]);
  }

  void Write(const std::vector<const Piece*>& group, Statement* statement) {
    statement->wave = group[0]->wave;
    statement->database = group[0]->database;
    statement->route = RouteTo(group[0]->database);
    if (group[0]->database != kPrimary) statement->reason = surroundings_.RouteReason(group[0]->database);
    std::set<uint32_t> after;
    statement->steps.emplace_back();
    for (const Piece* piece : group) {
      statement->fields.push_back(piece->path);
      const uint32_t index = piece->part.second;
      switch (piece->part.first) {
        case RequestPart::Kind::kKeyQuery:
          statement->role = Statement::Role::kFilter;
          Add(plan_.key_queries[index].statement, "", *piece, statement, &after);
          break;
        case RequestPart::Kind::kSlot:
          statement->role = Statement::Role::kKeys;
          statement->batch_size = surroundings_.BatchSize(piece->database);
          statement->keys.push_back(piece->binding == nullptr ? "global id" : LocalKeys(*piece->binding));
          if (const uint32_t from = NumberOf(piece->from)) after.insert(from);
          Add(plan_.slots[index].statement, statement->steps[0].sql.empty() ? "" : " UNION ALL ", *piece, statement,
              &after);
          break;
        case RequestPart::Kind::kRoot: {
          const RootField& root = plan_.roots[index];
          if (root.kind == RootField::Kind::kFunction) {
            statement->role = Statement::Role::kCall;
            Add(root.call, "", *piece, statement, &after);
            statement->steps.emplace_back();
          }
          Add(root.read, statement->steps.back().sql.empty() ? "SELECT " : ", ", *piece, statement, &after);
          break;
        }
      }
    }
    statement->after.assign(after.begin(), after.end());
  }

  void Add(const planner::Statement& text, std::string_view before, const Piece& piece, Statement* statement,
           std::set<uint32_t>* after) {
    AddStatement(plan_, text, before, piece.path, &statement->steps.back());
    for (const planner::ParameterSource& source : text.parameters) {
      if (source.kind == planner::ParameterSource::Kind::kKeyQuery) {
        after->insert(NumberOf({RequestPart::Kind::kKeyQuery, source.key}));
      }
    }
  }

  uint32_t NumberOf(PartKey part) const {
    auto found = statement_of_.find(part);
    return found == statement_of_.end() ? 0 : found->second;
  }

  bool IsDirect(std::string_view database) const {
    return std::any_of(plan_.routes.begin(), plan_.routes.end(), [&](const planner::RouteUsed& used) {
      return used.database == database && used.route == planner::Route::kDirect;
    });
  }

  std::string RouteTo(std::string_view database) const {
    if (database == kPrimary) return "here";
    return IsDirect(database) ? "direct" : "foreign scan";
  }

  // ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────

  // `within`: the field whose rows this one is of, or is made from.
  Field FieldOf(const OutputField& output, uint32_t statement, std::string_view type_condition,
                const FieldBinding* within = nullptr) {
    Field field;
    field.response_key = output.response_key;
    field.name = output.field->name;
    field.type = schema::TypeName(output.field->type);
    field.type_condition = type_condition;
    if (output.slot >= 0) statement = NumberOf({RequestPart::Kind::kSlot, static_cast<uint32_t>(output.slot)});
    field.statement = statement;
    if (auto found = failed_.find(output.nodes[0]); found != failed_.end()) {
      field.source = "error: " + found->second;
      field.statement = 0;
    } else if (output.binding != nullptr) {
      field.source = SourceText(*output.binding, statement != 0 && IsDirect(DatabaseOf(statement)));
      NoteRelations(*output.binding, statement);
    } else {
      field.source = within != nullptr && within->is_aggregate ? "the aggregate" : "the page";
      if (field.name.starts_with("__")) field.source = "constant";
      if (field.name == "__schema" || field.name == "__type") field.source = "the schema";
    }
    if (output.binding != nullptr) within = output.binding;
    if (output.selection == nullptr || field.source == "the schema") return field;
    const bool several = output.selection->variants.size() > 1;
    for (const OutputSelection::Variant& variant : output.selection->variants) {
      for (const OutputField& below : variant.fields) {
        if (below.response_key.empty()) continue;  // the error of its object
        field.fields.push_back(FieldOf(below, statement, several ? variant.type->name : "", within));
      }
    }
    return field;
  }

  std::string_view DatabaseOf(uint32_t statement) const { return explanation_.statements[statement - 1].database; }

  void NoteRelations(const FieldBinding& binding, uint32_t statement) {
    if (binding.kind != FieldBinding::Kind::kJoin && binding.kind != FieldBinding::Kind::kRelation) return;
    if (statement == 0) return;
    if (binding.relation != nullptr) NoteRelation(*binding.relation, statement);
    for (const FieldBinding* member : binding.members) NoteRelation(*member->relation, statement);
  }

  void NoteRelation(const planner::Relation& relation, uint32_t statement) {
    std::vector<RelationRead>& relations = explanation_.statements[statement - 1].relations;
    RelationRead read;
    read.name = RelationName(relation, IsDirect(relation.database));
    if (std::any_of(relations.begin(), relations.end(), [&](const RelationRead& r) { return r.name == read.name; })) {
      return;
    }
    if (relation.data() != nullptr) {
      read.look_through = relation.is_local() ? surroundings_.LookThrough(relation) : "left to the database";
    }
    read.refusal = surroundings_.Refusal(relation);
    relations.push_back(std::move(read));
  }

  const Plan& plan_;
  Surroundings& surroundings_;
  const std::unordered_map<uint32_t, std::string>& failed_;
  Explanation& explanation_;
  std::map<PartKey, uint32_t>& statement_of_;
  std::vector<Piece> pieces_;
  uint32_t last_wave_ = 0;
};

// `message (path, CODE)` for each error of a response.
std::vector<std::string> ErrorsOf(std::string_view response) {
  std::vector<std::string> errors;
  if (!response.starts_with("{\"errors\"")) return errors;
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(response.data(), response.size());
  if (document.HasParseError()) return errors;
  for (const auto& error : document["errors"].GetArray()) {
    std::string text = error["message"].GetString();
    std::string path;
    if (error.HasMember("path")) {
      for (const auto& step : error["path"].GetArray()) {
        path += path.empty() ? "" : ".";
        path += step.IsString() ? step.GetString() : std::to_string(step.GetUint());
      }
      path += ", ";
    }
    errors.push_back(text + " (" + path + error["extensions"]["code"].GetString() + ")");
  }
  return errors;
}

double Milliseconds(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace

Explainer::Explainer(Surroundings* surroundings, bool analyze) : surroundings_(surroundings), analyze_(analyze) {}

bool Explainer::Planned(const execution::PlannedOperation& operation) {
  has_plan_ = true;
  planned_at_ = Clock::now();
  explanation_ = {};
  statement_of_.clear();
  explanation_.name = operation.name;
  explanation_.operation = operation.plan->operation == language::OperationType::kMutation ? "mutation" : "query";
  std::unordered_map<uint32_t, std::string> messages;
  for (auto [node, error] : operation.failed) messages.emplace(node, (*operation.errors)[error].message);
  PlanReader(*operation.plan, surroundings_, messages, &explanation_, &statement_of_).Read();
  explanation_.planning_milliseconds = Milliseconds(planned_at_ - started_at_);
  planned_at_ = Clock::now();  // what explaining costs is no part of the operation
  return analyze_;
}

void Explainer::DidRun(std::span<const RequestPart> parts, const execution::Outcome& outcome) {
  const double milliseconds = outcome.milliseconds > 0 ? outcome.milliseconds : Milliseconds(Clock::now() - sent_at_);
  auto found = statement_of_.find({parts[0].kind, parts[0].index});
  if (found == statement_of_.end()) return;
  Run& run = explanation_.statements[found->second - 1].run;
  ++run.requests;
  run.milliseconds += milliseconds;
  if (outcome.error) run.errors.push_back(outcome.error->message);
  if (parts[0].kind == RequestPart::Kind::kKeyQuery) {
    run.rows += outcome.rows();
  } else if (parts[0].kind == RequestPart::Kind::kSlot) {
    for (const RequestPart& part : parts) run.keys += part.keys;
    run.batches += parts.size();
    for (size_t row = 0; row < outcome.rows(); ++row) run.rows += CountRows(outcome.Value(row, 2).value_or(""));
  } else if (outcome.rows() > 0) {
    for (size_t column = 0; column < parts.size(); ++column) {
      run.rows += CountRows(outcome.Value(0, column).value_or(""));
    }
  }
}

Explanation Explainer::Finish(std::string_view response, bool undone) {
  explanation_.analyzed = analyze_;
  if (analyze_) {
    explanation_.milliseconds = Milliseconds(Clock::now() - planned_at_);
    explanation_.undone = undone && explanation_.operation == "mutation";
    explanation_.response_bytes = response.size();
    explanation_.errors = ErrorsOf(response);
    std::set<uint32_t> waves;
    for (const Statement& statement : explanation_.statements) {
      if (statement.run.requests > 0) waves.insert(statement.wave);
    }
    explanation_.waves = static_cast<uint32_t>(waves.size());
  }
  return std::move(explanation_);
}

}  // namespace fraiseql::explain
