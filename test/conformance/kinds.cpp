#include "vectors.h"

namespace fraiseql::conformance {

const std::vector<Kind> kKinds = {
    {"parse.jsonl", RunParse},
};

}  // namespace fraiseql::conformance
