// Where events are raised: pg_notify, NOTIFY and fraiseql.emit.
//
// pg_notify is caught by a planner support function (pg_proc.prosupport of pg_notify), which replaces every planned
// call with one of fraiseql.capture_notify; what is never planned (the fastpath protocol, another extension's C code)
// is not caught. NOTIFY comes through utility.h, which needs the library to be loaded.
#pragma once

#include "pg/boundary.h"

extern "C" {
struct NotifyStmt;
}

namespace fraiseql::events {

// Makes the planner support function that of pg_notify, where it is not. Needs a transaction; returns whether it had
// to. Leaves the support function of another extension alone, with a WARNING.
bool InstallCapture();

// A NOTIFY statement. False where its channel is not observed: then it is to run as it is.
bool CaptureNotifyStatement(const NotifyStmt& statement);

// Installs the hook for DROP; once, at load.
void RegisterCapture();

}  // namespace fraiseql::events
