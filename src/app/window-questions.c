/* window-questions.c - whether questions hold the lesson */

#include "window-private.h"

#include "settings.h"

#define KEY "hold-questions"

static void
hold_changed_cb (GSimpleAction   *action,
                 GVariant        *state,
                 PagescapeWindow *self)
{
  gboolean holds = g_variant_get_boolean (state);

  g_simple_action_set_state (action, state);
  pagescape_session_set_holds (self->session, holds);
  pagescape_settings_set_boolean (self->settings, KEY, holds);
}

void
window_add_questions (PagescapeWindow *self)
{
  gboolean holds = pagescape_settings_get_boolean (self->settings, KEY, TRUE);
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (KEY, NULL, g_variant_new_boolean (holds));

  g_signal_connect (action, "change-state", G_CALLBACK (hold_changed_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  pagescape_session_set_holds (self->session, holds);
}
