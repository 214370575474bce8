/* window-questions.c - whether questions hold the lesson, and new questions: exercises */

#include "window-private.h"

#include "settings.h"

#define KEY "hold-questions"

/* Few digits: the seed stands in the title, to be written down and named again. */
#define LARGEST_SEED 9999

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

static void
exercises_cb (GSimpleAction   *action,
              GVariant        *parameter,
              PagescapeWindow *self)
{
  g_autofree char *name = g_strdup_printf ("exercise-%d", g_random_int_range (1, LARGEST_SEED + 1));

  pagescape_window_open (self, name);
}

void
window_add_questions (PagescapeWindow *self)
{
  gboolean holds = pagescape_settings_get_boolean (self->settings, KEY, TRUE);
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (KEY, NULL, g_variant_new_boolean (holds));
  g_autoptr (GSimpleAction) exercises = g_simple_action_new ("exercises", NULL);

  g_signal_connect (action, "change-state", G_CALLBACK (hold_changed_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect (exercises, "activate", G_CALLBACK (exercises_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (exercises));
  pagescape_session_set_holds (self->session, holds);
}
