#include "validation/validate.h"

#include "validation/context.h"
#include "validation/rules/executable_definitions.h"
#include "validation/rules/fields_on_correct_type.h"
#include "validation/rules/fragments_on_composite_types.h"
#include "validation/rules/known_argument_names.h"
#include "validation/rules/known_directives.h"
#include "validation/rules/known_fragment_names.h"
#include "validation/rules/known_type_names.h"
#include "validation/rules/lone_anonymous_operation.h"
#include "validation/rules/max_introspection_depth.h"
#include "validation/rules/no_fragment_cycles.h"
#include "validation/rules/no_schema_introspection.h"
#include "validation/rules/no_undefined_variables.h"
#include "validation/rules/no_unused_fragments.h"
#include "validation/rules/no_unused_variables.h"
#include "validation/rules/overlapping_fields_can_be_merged.h"
#include "validation/rules/possible_fragment_spreads.h"
#include "validation/rules/provided_required_arguments.h"
#include "validation/rules/scalar_leafs.h"
#include "validation/rules/selection_limits.h"
#include "validation/rules/single_field_subscriptions.h"
#include "validation/rules/unique_argument_names.h"
#include "validation/rules/unique_directives_per_location.h"
#include "validation/rules/unique_fragment_names.h"
#include "validation/rules/unique_input_field_names.h"
#include "validation/rules/unique_operation_names.h"
#include "validation/rules/unique_variable_names.h"
#include "validation/rules/values_of_correct_type.h"
#include "validation/rules/variables_are_input_types.h"
#include "validation/rules/variables_in_allowed_position.h"
#include "validation/walk.h"

namespace fraiseql::validation {

namespace {

// In the order of the reference implementation.
using AllRules =
    Walk<ExecutableDefinitions, UniqueOperationNames, LoneAnonymousOperation, SingleFieldSubscriptions, KnownTypeNames,
         FragmentsOnCompositeTypes, VariablesAreInputTypes, ScalarLeafs, FieldsOnCorrectType, UniqueFragmentNames,
         KnownFragmentNames, NoUnusedFragments, PossibleFragmentSpreads, NoFragmentCycles, UniqueVariableNames,
         NoUndefinedVariables, NoUnusedVariables, KnownDirectives, UniqueDirectivesPerLocation, KnownArgumentNames,
         UniqueArgumentNames, ValuesOfCorrectType, ProvidedRequiredArguments, VariablesInAllowedPosition,
         OverlappingFieldsCanBeMerged, UniqueInputFieldNames, MaxIntrospectionDepth, NoSchemaIntrospection,
         SelectionLimits>;

}  // namespace

std::vector<GraphQLError> Validate(const schema::Schema& schema, const language::Document& document,
                                   const ValidationOptions& options) {
  ValidationContext context(schema, document, options);
  try {
    AllRules(&context).Run();
  } catch (const ErrorLimitReached&) {
    // The last error says so.
  }
  return context.TakeErrors();
}

}  // namespace fraiseql::validation
