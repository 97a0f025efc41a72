// The SQLSTATEs of the extension's own conditions, all of them; docs/errors.md explains each. Where PostgreSQL has a
// condition that says it (insufficient_privilege, query_canceled, ...) that one is used instead.
//
// Class QL lies in the range that the SQL standard leaves to implementations (classes that begin with I to Z).
#pragma once

#include "pg/backend.h"

namespace fraiseql::extension {

// configure
inline constexpr int kErrcodeConfigurationSyntaxError = MAKE_SQLSTATE('Q', 'L', '0', '0', '1');
inline constexpr int kErrcodeUndefinedConfigurationKey = MAKE_SQLSTATE('Q', 'L', '0', '0', '2');
inline constexpr int kErrcodeInvalidConfigurationValue = MAKE_SQLSTATE('Q', 'L', '0', '0', '3');
inline constexpr int kErrcodeUndefinedEnvironmentVariable = MAKE_SQLSTATE('Q', 'L', '0', '0', '4');
inline constexpr int kErrcodeConfigurationConflict = MAKE_SQLSTATE('Q', 'L', '0', '0', '5');

// load_schema, and requests before it
inline constexpr int kErrcodeInvalidSchemaDocument = MAKE_SQLSTATE('Q', 'L', '1', '0', '1');
inline constexpr int kErrcodeNoSchemaLoaded = MAKE_SQLSTATE('Q', 'L', '1', '0', '2');

// Another database
inline constexpr int kErrcodeRemoteDatabaseUnavailable = MAKE_SQLSTATE('Q', 'L', '2', '0', '1');
inline constexpr int kErrcodeRemoteDatabaseTimeout = MAKE_SQLSTATE('Q', 'L', '2', '0', '2');

}  // namespace fraiseql::extension
