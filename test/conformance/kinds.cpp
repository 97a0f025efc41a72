#include "vectors.h"

namespace fraiseql::conformance {

const std::vector<Kind> kKinds = {
    {"parse.jsonl", RunParse},       {"validateSDL.jsonl", RunValidateSdl}, {"schema.jsonl", RunValidateSchema},
    {"print.jsonl", RunPrintSchema}, {"validate.jsonl", RunValidate},       {"variables.jsonl", RunVariables},
};

}  // namespace fraiseql::conformance
