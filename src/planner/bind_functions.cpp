// Mutations, functions as queries and computed fields (CONTRACT 4 and 13).
#include <algorithm>
#include <functional>

#include "base/did_you_mean.h"
#include "planner/binder.h"
#include "planner/names.h"

namespace fraiseql::planner::internal {

namespace {

std::string FunctionName(const Function& function) {
  return std::string(function.schema) + "." + std::string(function.name);
}

std::string Signature(const Function& function) {
  std::string text = FunctionName(function) + "(";
  for (uint32_t i = 0; i < function.parameters.size(); ++i) {
    const Function::Parameter& parameter = function.parameters[i];
    if (i > 0) text += ", ";
    if (!parameter.name.empty()) text += std::string(parameter.name) + " ";
    text += parameter.type_name;
  }
  return text + ")";
}

// The spellings of a parameter that an argument goes to, best first.
std::vector<std::string> ParameterSpellings(std::string_view argument) {
  std::vector<std::string> names;
  for (const std::string& spelling : SnakeCaseSpellings(argument)) {
    names.push_back("p_" + spelling);
    names.push_back(spelling);
  }
  names.emplace_back(argument);
  return names;
}

// The first one of these names.
const Function::Parameter* FindParameter(const Function& function, uint32_t first,
                                         const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    for (uint32_t i = first; i < function.parameters.size(); ++i) {
      if (!function.parameters[i].name.empty() && function.parameters[i].name == name) return &function.parameters[i];
    }
  }
  return nullptr;
}

}  // namespace

bool Binder::TakesArgument(const Function& function, std::string_view argument) {
  return FindParameter(function, 0, ParameterSpellings(argument)) != nullptr;
}

const FieldBinding* Binder::BindMutation(const TypeBinding& parent, const schema::Field& field) {
  for (std::string_view directive : {"function", "source"}) {
    if (AppliedDirective named = FindDirective(field, directive)) {
      return BindFunction(parent, field, named.Text(directive == "function" ? "name" : "relation"));
    }
  }
  std::vector<std::string> names;
  for (const std::string& spelling : SnakeCaseSpellings(field.name)) names.push_back("fn_" + spelling);
  for (const std::string& spelling : SnakeCaseSpellings(field.name)) names.push_back(spelling);
  std::string looked_for;
  for (const std::string& name : names) {
    List<const Function*> candidates = catalog_->FindFunctions(name);
    if (!candidates.empty()) return BindCandidates(parent, field, candidates);
    looked_for += (looked_for.empty() ? "\"" : " or \"") + name + "\"";
  }
  Fault(FieldPlace(*parent.type, field),
        "there is no function " + looked_for + " in " + std::string(catalog_->SearchedPlaces(kPrimary)),
        "A function of another name is said with @function(name: \"...\").");
  return nullptr;
}

const FieldBinding* Binder::BindFunction(const TypeBinding& parent, const schema::Field& field, std::string_view name) {
  List<const Function*> candidates = catalog_->FindFunctions(name);
  if (!candidates.empty()) return BindCandidates(parent, field, candidates);
  Fault(FieldPlace(*parent.type, field), "function \"" + std::string(name) + "\" does not exist: looked in " +
                                             std::string(catalog_->SearchedPlaces(kPrimary)));
  return nullptr;
}

const FieldBinding* Binder::BindCandidates(const TypeBinding& parent, const schema::Field& field,
                                           const List<const Function*>& candidates) {
  std::vector<Call> fitting;
  std::vector<BindingFault> faults;
  for (const Function* candidate : candidates) {
    Call call = TryCall(parent, field, *candidate);
    if (call.faults.empty()) {
      fitting.push_back(std::move(call));
    } else {
      faults.insert(faults.end(), call.faults.begin(), call.faults.end());
    }
  }
  if (fitting.empty() && candidates.size() == 1) {
    for (const BindingFault& fault : faults) Fault(fault);
    return nullptr;
  }
  const auto fewer_defaults = [](const Call& a, const Call& b) { return a.defaults_used < b.defaults_used; };
  std::stable_sort(fitting.begin(), fitting.end(), fewer_defaults);
  const bool one_fits_best = fitting.size() == 1 || (fitting.size() > 1 && fewer_defaults(fitting[0], fitting[1]));
  if (one_fits_best) return BindResult(parent, field, fitting.front());
  std::string message = fitting.empty() ? "no function of that name takes these arguments: "
                                        : "several functions of that name take these arguments: ";
  for (uint32_t i = 0; i < candidates.size(); ++i) message += (i > 0 ? ", " : "") + Signature(*candidates[i]);
  Fault(FieldPlace(*parent.type, field), message);
  return nullptr;
}

// Matches arguments with parameters by name. A computed field gives the row to the first parameter.
Binder::Call Binder::TryCall(const TypeBinding& parent, const schema::Field& field, const Function& function) {
  Call call;
  call.function = &function;
  const std::string place = FieldPlace(*parent.type, field);
  const uint32_t first = IsRoot(parent.type) ? 0 : 1;
  if (first == 1) {
    const bool takes_row = !function.parameters.empty() && parent.relation != nullptr &&
                           parent.relation->row_type != 0 && function.parameters[0].type == parent.relation->row_type;
    if (!takes_row) {
      const std::string row = parent.relation != nullptr ? RelationName(*parent.relation)
                                                         : "an object inside JSON, which no function takes";
      call.faults.push_back(
          {place, Signature(function) + " cannot compute it: its first parameter must take a row of " + row, {}});
      return call;
    }
  }
  // One jsonb gets all arguments; one that is called `input` comes unwrapped, which a parameter of its name cannot see.
  const bool one_json = function.parameters.size() == first + 1 && function.parameters[first].is_json;
  // The list arguments of a function that returns rows work on these rows.
  const bool is_list =
      (LeadsToMany(field.type) && parent.type != schema_.mutation_type()) || FindDirective(field, "aggregate");
  const bool takes_rows = function.result == Function::Result::kRows && (is_list || !one_json);
  std::vector<const Function::Parameter*> taken;
  std::vector<const schema::InputValue*> left_over;
  for (const schema::InputValue& argument : field.arguments) {
    AppliedDirective column = FindDirective(argument, "column");
    std::vector<std::string> names =
        column ? std::vector<std::string>{std::string(column.Text("name"))} : ParameterSpellings(argument.name);
    ArgumentBinding binding{&argument, ArgumentBinding::Role::kFunction, {}, FindParameter(function, first, names)};
    std::optional<ArgumentBinding::Role> role = ListRole(field, argument);
    if (binding.parameter == nullptr && role && takes_rows) binding.role = *role;
    if (binding.parameter == nullptr && binding.role == ArgumentBinding::Role::kFunction) {
      left_over.push_back(&argument);
      continue;
    }
    if (binding.parameter != nullptr) taken.push_back(binding.parameter);
    call.arguments.push_back(binding);
  }
  const auto is_of_rows = [](const ArgumentBinding& b) { return b.role != ArgumentBinding::Role::kFunction; };
  const auto of_rows = std::count_if(call.arguments.begin(), call.arguments.end(), is_of_rows);
  const bool only_input = field.arguments.size() - of_rows == 1 && field.FindArgument("input") != nullptr;
  if (one_json && (only_input || !left_over.empty())) {
    call.takes_json = true;
    std::erase_if(call.arguments, std::not_fn(is_of_rows));
    for (const schema::InputValue& argument : field.arguments) {
      const bool bound = std::any_of(call.arguments.begin(), call.arguments.end(),
                                     [&](const ArgumentBinding& b) { return b.argument == &argument; });
      if (!bound) call.arguments.push_back({&argument, ArgumentBinding::Role::kFunction, {}, nullptr});
    }
    return call;
  }
  for (const schema::InputValue* argument : left_over) {
    std::vector<std::string> names = ParameterSpellings(argument->name);
    std::string message =
        Signature(function) + " has no parameter for it: looked for \"" + names[0] + "\" or \"" + names[1] + "\"";
    std::vector<std::string_view> parameters;
    for (const Function::Parameter& parameter : function.parameters) parameters.push_back(parameter.name);
    std::string hint = DidYouMean(SuggestionList(names[0], parameters));
    call.faults.push_back(
        {ArgumentPlace(*parent.type, field, *argument), message, hint.empty() ? hint : hint.substr(1)});
  }
  for (uint32_t i = first; i < function.parameters.size(); ++i) {
    const Function::Parameter& parameter = function.parameters[i];
    if (std::find(taken.begin(), taken.end(), &parameter) != taken.end()) continue;
    if (parameter.has_default) {
      ++call.defaults_used;
      continue;
    }
    call.faults.push_back(
        {place,
         Signature(function) + " needs a value for its parameter " +
             (parameter.name.empty() ? std::to_string(i + 1) : "\"" + std::string(parameter.name) + "\"") +
             ", and no argument goes there",
         "Add the argument, or give the parameter a default."});
  }
  return call;
}

// `status` (or `succeeded`) and `entity` make a mutation_response: what became of the call, and the object it was
// about.
const Column* Binder::EntityOf(const Relation& rows) {
  const Column* entity = rows.relid == 0 ? rows.FindColumn("entity") : nullptr;
  if (entity == nullptr || !entity->is_json) return nullptr;
  return rows.FindColumn("status") != nullptr || rows.FindColumn("succeeded") != nullptr ? entity : nullptr;
}

bool Binder::CheckPages(const TypeBinding& parent, const schema::Field& field, const Function& function) {
  if (!ConnectionOf(field) && !FindDirective(field, "connection")) return true;
  const std::string place = FieldPlace(*parent.type, field);
  if (parent.type == schema_.mutation_type()) {
    Fault(place, "a mutation answers with what it has done, not with the pages of a connection",
          "Pages are those of a field of Query, or of an object that the mutation returns.");
    return false;
  }
  if (function.result != Function::Result::kRows) {
    Fault(place,
          "the pages of a connection are made of rows, and " + Signature(function) + " returns " +
              (function.result == Function::Result::kVoid ? "nothing (void)" : std::string(function.result_type_name)),
          "A function for it returns SETOF a view, a table or a composite type, or a TABLE.");
    return false;
  }
  for (std::string_view argument : {"first", "after", "last", "before"}) {
    const Function::Parameter* parameter = FindParameter(function, 0, ParameterSpellings(argument));
    if (parameter == nullptr) continue;
    Fault(place,
          "the argument \"" + std::string(argument) + "\" of a connection says which page it is, and " +
              Signature(function) + " takes it for its parameter \"" + std::string(parameter->name) + "\"",
          "Give the parameter another name; the connection makes the pages of what the function returns.");
    return false;
  }
  return true;
}

const FieldBinding* Binder::BindResult(const TypeBinding& parent, const schema::Field& field, const Call& call) {
  const Function& function = *call.function;
  const std::string place = FieldPlace(*parent.type, field);
  if (!CheckPages(parent, field, function)) return nullptr;
  const schema::NamedType* type = RowTypeOf(field.type);
  const bool is_leaf = schema::IsLeafKind(type->kind);
  FieldBinding* binding = NewField(field, FieldBinding::Kind::kFunction);
  binding->function = &function;
  binding->takes_json = call.takes_json;
  binding->arguments = arena_->Copy(call.arguments);
  const auto refuse = [&](const std::string& what) {
    Fault(place,
          Signature(function) + " returns " + what + ", the field is of type \"" + schema::TypeName(field.type) + "\"");
    return nullptr;
  };
  if (function.result == Function::Result::kVoid) {
    if (schema::IsNonNull(field.type)) return refuse("nothing (void)");
    if (!is_leaf) binding->target = FindEmbedded(type);
    return binding;
  }
  if (is_leaf) return function.result == Function::Result::kRows ? refuse("rows") : binding;
  if (function.result == Function::Result::kScalar) return refuse(std::string(function.result_type_name));
  if (function.result == Function::Result::kJson) {
    binding->target = FindEmbedded(type);
    return binding;
  }
  const Relation& rows = *function.rows;
  const Column* entity = ConnectionOf(field) ? nullptr : EntityOf(rows);
  if (entity != nullptr && type->kind == schema::TypeKind::kObject) {
    // A type of which the response itself has every leaf is a payload; any other is the entity.
    bool is_payload = true;
    for (const schema::Field& member : static_cast<const schema::ObjectType*>(type)->fields()) {
      if (!schema::IsLeafKind(schema::GetNamedType(member.type)->kind) || FindDirective(member, "function")) continue;
      is_payload = is_payload && FindAttribute(rows, WantedFor(member.name), false).has_value();
    }
    if (!is_payload) {
      binding->has_entity = true;
      binding->attribute = Attribute{entity, {}};
      binding->target = FindEmbedded(type);
      return binding;
    }
  }
  binding->relation = &rows;
  binding->target = FindType(type, &rows);
  return CheckConnection(*parent.type, field, *binding->target) ? binding : nullptr;
}

}  // namespace fraiseql::planner::internal
