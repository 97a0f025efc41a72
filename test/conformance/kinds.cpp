#include "vectors.h"

namespace fraiseql::conformance {

const std::vector<Kind> kKinds = {
    {"parse.jsonl", RunParse},
    {"validateSDL.jsonl", RunValidateSdl},
    {"schema.jsonl", RunValidateSchema},
    {"print.jsonl", RunPrintSchema},
};

}  // namespace fraiseql::conformance
