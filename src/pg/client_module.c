/* A module that consists of the library it is linked with; see client_library.h. */
#include "postgres.h"

#include "fmgr.h"

PG_MODULE_MAGIC;
