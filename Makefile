EXTENSION  = fraiseql
EXTVERSION = 0.1.0
MODULE_big = fraiseql
# Beside it, for the libraries that it loads when they are first needed: see src/pg/client_library.h.
MODULES    = fraiseql_libpq fraiseql_nats

PG_CONFIG ?= pg_config

SOURCES = $(sort $(wildcard src/*.cpp src/*/*.cpp src/*/*/*.cpp))
OBJS    = $(SOURCES:.cpp=.o)

# The install script is the concatenation of the areas' parts, in the order of their numbers.
SQL_PARTS = $(sort $(wildcard sql/[0-9][0-9]_*.sql))
DATA_built = sql/fraiseql--$(EXTVERSION).sql

REGRESS = $(sort $(patsubst test/regress/sql/%.sql,%,$(wildcard test/regress/sql/*.sql)))
REGRESS_OPTS = --inputdir=test/regress --load-extension=postgres_fdw --load-extension=fraiseql

# PostgreSQL 15 gives PGDLLEXPORT no meaning outside Windows, so that hidden visibility would hide everything.
PG_CPPFLAGS = -Isrc -DPGDLLEXPORT='__attribute__((visibility("default")))' \
              -DRAPIDJSON_HAS_STDSTRING=1 -I$(shell $(PG_CONFIG) --includedir)
PG_CXXFLAGS = -std=c++20 -Wall -Wextra -Wshadow -Werror -fvisibility=hidden -MMD -MP \
              -Wno-unused-parameter -Wno-missing-field-initializers -Wno-register
# The C++ library is taken in where there is an archive of it: each symbol of a shared one is looked for in forty libraries
# that the server has loaded before it, in every session. -u: only vtables refer to it, which takes no member in.
CXX_LIBRARY = $(or $(wildcard $(shell $(CXX) -print-file-name=libstdc++.a)),-lstdc++)
SHLIB_LINK  = -Wl,-u,__cxa_pure_virtual $(CXX_LIBRARY) -Wl,--version-script=src/extension/exports.map

EXTRA_CLEAN = $(OBJS:.o=.d) sql/fraiseql--$(EXTVERSION).sql

# Bitcode for the JIT would compile everything twice and has nothing to inline here.
override with_llvm = no

# The commands of the README; what they do is in scripts/. They run where PostgreSQL is not installed yet.
COMMANDS = demo demo-stop test conformance bench bench-quick soak
.PHONY: $(COMMANDS)

ifeq (,$(filter $(COMMANDS),$(MAKECMDGOALS)))
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

sql/fraiseql--$(EXTVERSION).sql: $(SQL_PARTS)
	cat $^ > $@

$(MODULES:=.o): src/pg/client_module.c
	$(COMPILE.c) -o $@ $<

fraiseql_libpq.so: LDFLAGS_SL += -Wl,--no-as-needed -lpq
fraiseql_nats.so: LDFLAGS_SL += -Wl,--no-as-needed -lnats

-include $(OBJS:.o=.d)
endif

demo:
	@scripts/demo.sh

demo-stop:
	@scripts/demo.sh stop

test:
	@scripts/install-deps.sh
	@scripts/run_tests.py

# make conformance DIR=...: the vectors of a directory through the core, without a server.
DIR ?= ../shared/conformance
conformance:
	cmake -S . -B build >/dev/null
	cmake --build build --target conformance --parallel 2 >/dev/null
	build/conformance $(DIR)

bench:
	@scripts/with-install.sh bench/run

bench-quick:
	@scripts/with-install.sh bench/run --quick

# make soak DURATION=600 SEED=1: faults at random moments while events flow.
DURATION ?= 600
SEED ?= 1
soak:
	@scripts/with-install.sh test/cluster/soak.sh $(DURATION) $(SEED)
