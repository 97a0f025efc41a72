// Whether `data` of a relation is looked through (look_through.h), for fraiseql.explain.
#pragma once

#include <string>

#include "planner/relation.h"

namespace fraiseql::catalog {

// `yes`, or `no: ` and why. Asks PostgreSQL's planner; nothing is run, privileges are not looked at. The relation is
// one of this database, with a column `data`.
std::string LookThroughReport(const planner::Relation& relation);

}  // namespace fraiseql::catalog
