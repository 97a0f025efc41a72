#include "planner/planner.h"

#include <algorithm>

#include "planner/functions.h"
#include "planner/plan_context.h"
#include "planner/selection.h"
#include "planner/sql_types.h"

namespace fraiseql::planner {

namespace {

class Planner {
 public:
  Planner(const PlannerInput& input, Arena* arena) : context_(input, arena) {}

  PlannerResult Run() {
    PlannerResult result;
    try {
      Plan* plan = context_.arena->New<Plan>();
      plan->operation = context_.input.operation->operation;
      plan->node = context_.input.node;
      const schema::ObjectType* root_type = context_.input.schema->RootType(plan->operation);
      const language::SelectionSet* selection_set = context_.input.operation->selection_set;
      List<CollectedField> fields =
          CollectFields(context_.collection, root_type, context_.arena->Copy(&selection_set, 1));
      context_.CountFields(fields.size());
      std::vector<OutputField> outputs;
      std::vector<RootField> roots;
      for (const CollectedField& field : fields) {
        OutputField output = context_.Output(root_type, field);
        try {
          roots.push_back(PlanRoot(field, &output));
        } catch (const DirectiveValueError& directive_error) {
          context_.field_errors.emplace_back(output.nodes[0], directive_error.error);
          roots.emplace_back();  // the plan is made again without it
        }
        outputs.push_back(output);
      }
      OutputSelection::Variant variant{root_type, context_.arena->Copy(outputs)};
      plan->output = context_.arena->New<OutputSelection>(OutputSelection{context_.arena->Copy(&variant, 1)});
      for (size_t i = 0; i < roots.size(); ++i) roots[i].output = &variant.fields[i];
      plan->roots = context_.arena->Copy(roots);
      plan->slots = context_.arena->Copy(context_.slots);
      plan->sites = context_.arena->Copy(context_.sites);
      plan->key_queries = context_.arena->Copy(context_.key_queries);
      plan->routes = context_.arena->Copy(context_.routes);
      result.plan = plan;
    } catch (const PlanningError& request_error) {
      result.request_errors.push_back(request_error.error);
    } catch (const DirectiveValueError& directive_error) {
      result.operation_error = directive_error.error;
    }
    result.field_errors = std::move(context_.field_errors);
    result.object_errors = std::move(context_.object_errors);
    return result;
  }

 private:
  // The selection of introspection fields: no relation behind it.
  const OutputSelection* PlainSelection(const schema::NamedType* type, const CollectedField& field) {
    List<const language::SelectionSet*> sets = MergedSelectionSets(field, context_.arena);
    std::vector<OutputSelection::Variant> variants;
    for (const schema::ObjectType* object_type : context_.input.schema->PossibleTypes(type)) {
      List<CollectedField> fields = CollectFields(context_.collection, object_type, sets);
      context_.CountFields(fields.size());
      std::vector<OutputField> outputs;
      for (const CollectedField& sub_field : fields) {
        OutputField output = context_.Output(object_type, sub_field);
        const schema::NamedType* named = schema::GetNamedType(output.field->type);
        if (schema::IsCompositeKind(named->kind)) output.selection = PlainSelection(named, sub_field);
        context_.AddSite(output);
        outputs.push_back(output);
      }
      variants.push_back({object_type, context_.arena->Copy(outputs)});
    }
    return context_.arena->New<OutputSelection>(OutputSelection{context_.arena->Copy(variants)});
  }

  // `node` or `nodes` with those of its members that its ids name.
  const FieldBinding& NodeBinding(const FieldBinding& binding, const OutputField& output) {
    std::vector<const FieldBinding*> members;
    if (context_.input.node_types != nullptr) {
      auto types = context_.input.node_types->find(output.nodes[0]);
      for (const FieldBinding* member : binding.members) {
        if (types == context_.input.node_types->end()) break;
        const auto named = std::find(types->second.begin(), types->second.end(), member->target->type);
        if (named != types->second.end()) members.push_back(member);
      }
    }
    FieldBinding* node = context_.arena->New<FieldBinding>(binding);
    node->members = context_.arena->Copy(members);
    return *node;
  }

  // ── Root fields ────────────────────────────────────────────────────────────────────────────────────────────────

  RootField PlanRoot(const CollectedField& field, OutputField* output) {
    RootField root;
    root.to_many = schema::IsList(schema::NullableType(output->field->type));
    root.non_null = schema::IsNonNull(output->field->type);
    if (std::optional<std::string_view> mark = context_.FailureMark(*output)) {
      root.constant = *mark;
      return root;
    }
    std::string_view name = output->field->name;
    if (name == "__typename") {
      root.constant = context_.TypeNameConstant(output->parent);
      return root;
    }
    Site site = context_.AddSite(*output);
    if (name == "__schema" || name == "__type") {
      root.kind = RootField::Kind::kIntrospection;
      output->selection = PlainSelection(schema::GetNamedType(output->field->type), field);
      return root;
    }
    const TypeBinding* parent = context_.input.binding->Find(output->parent);
    const FieldBinding* binding = parent == nullptr ? nullptr : parent->Find(output->field);
    if (binding == nullptr) {
      root.constant = "null";
      return root;
    }
    output->binding = binding;
    if (binding->kind == FieldBinding::Kind::kFunction) {
      PlanFunction(&context_, *binding, site, field, output, &root);
      return root;
    }
    if (binding->is_node) {
      binding = &NodeBinding(*binding, *output);
      if (root.to_many) {
        root.kind = RootField::Kind::kNodes;
        root.site = site.number;
        root.nodes = PlanNodes(&context_, *binding, site, field, output);
        return root;
      }
      if (binding->members.empty()) {
        root.constant = "null";
        return root;
      }
    }
    root.kind = RootField::Kind::kSelect;
    StatementBuilder statement;
    std::string sql = RowsSql(&context_, &statement, *binding, site, field, output);
    root.read = statement.Finish(DatabaseOf(*binding).value_or(kPrimary), sql, context_.arena);
    return root;
  }

  PlanContext context_;
};

}  // namespace

PlannerResult BuildPlan(const PlannerInput& input, Arena* arena) { return Planner(input, arena).Run(); }

}  // namespace fraiseql::planner
