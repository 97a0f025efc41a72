// fraiseql.configure: makes the catalog what a configuration says, in the transaction of the caller.
#pragma once

#include "extension/configuration_file.h"

namespace fraiseql::extension {

// All of it or, by an error, nothing. Foreign servers, schemas and foreign tables that configure did not make are left
// alone. Needs a connection to SPI.
void Configure(const ConfigurationFile& file);

}  // namespace fraiseql::extension
