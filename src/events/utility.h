// Statements that the events machinery must know of before they run: NOTIFY, and those that need a database without
// connections.
#pragma once

namespace fraiseql::events {

// Installs the hook; once, at load.
void RegisterUtilityHook();

}  // namespace fraiseql::events
