#include "events/events.h"

#include "events/capture.h"
#include "events/event_catalog.h"
#include "events/launcher.h"
#include "events/outbox.h"
#include "events/shared_state.h"
#include "events/utility.h"

namespace fraiseql::events {

void Initialize() {
  RegisterEventCatalog();
  RegisterOutbox();
  RegisterCapture();
  RegisterUtilityHook();
  if (!process_shared_preload_libraries_in_progress) return;
  RequestSharedState();
  RegisterLauncher();
}

}  // namespace fraiseql::events
