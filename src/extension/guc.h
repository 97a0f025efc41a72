// The fraiseql.* settings. One table in guc.cpp defines them all; this is where their values are read.
#pragma once

namespace fraiseql::extension {

enum class MutationAtomicity : int { kField, kRequest };
enum class Route : int { kAuto, kDirect, kForeignScan };

// The current values, kept up to date by PostgreSQL. docs/configuration.md says what each one means.
struct Settings {
  int max_tokens;
  int max_depth;
  int max_rows;
  bool introspection;
  int mutation_atomicity;  // MutationAtomicity
  int plan_cache_size;     // operations per session
  bool track_operations;
  int max_operations;  // of all sessions
  int route;           // Route
  int remote_timeout;  // milliseconds; 0: as configured for the database
  int batch_size;      // keys per request; 0: as configured

  // Events. A database's own [nats] table goes before nats_*.
  char* worker_databases;
  char* nats_url;
  char* nats_user;
  char* nats_password;     // shown and logged by nobody
  char* nats_token;        // the same
  char* nats_credentials;  // file
  bool nats_tls;
  char* nats_ca;
  char* nats_cert;
  char* nats_key;
  int event_retention;        // seconds
  int event_inbox_retention;  // seconds
};
extern Settings settings;

// Defines the settings and reserves their prefix. Called once, from _PG_init.
void DefineSettings();

}  // namespace fraiseql::extension
