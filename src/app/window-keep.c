/* window-keep.c - what the window has open is kept on disk as it changes */

#include "window-private.h"

#include <glib/gi18n.h>

/* Milliseconds: what moves all the time is kept as often as this. */
#define KEEP_AFTER 500

/* --- the look ------------------------------------------------------------------------------ */

static void
read_look (PagescapeWindow *self,
           RecoveryLook    *look)
{
  PagescapeViewPane *panes[] = { self->first_pane, self->second_pane };

  *look = (RecoveryLook) { .is_side_by_side = self->is_side_by_side, .is_row_major = (self->style & VIEW_IN_ROWS) != 0 };
  for (unsigned i = 0; i < G_N_ELEMENTS (panes); i++)
    {
      const View *view = pagescape_view_pane_get_view (panes[i]);

      look->panes[i].view = g_strdup (view ? view->id : NULL);
      look->panes[i].camera = pagescape_canvas_get_frame (pagescape_view_pane_get_canvas (panes[i])).camera;
    }
}

static void
take_look (PagescapeWindow    *self,
           const RecoveryLook *look)
{
  PagescapeViewPane *panes[] = { self->first_pane, self->second_pane };

  g_object_set (self, "side-by-side", look->is_side_by_side, "row-major", look->is_row_major, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (panes); i++)
    {
      const View *view = look->panes[i].view ? view_by_id (look->panes[i].view) : NULL;

      if (!view)
        continue;
      pagescape_view_pane_set_view (panes[i], view);
      pagescape_canvas_set_camera (pagescape_view_pane_get_canvas (panes[i]), look->panes[i].camera);
    }
}

/* --- keeping ------------------------------------------------------------------------------- */

const char *
window_why_not_kept (PagescapeWindow *self)
{
  return self->not_kept ? self->not_kept->message : "";
}

gboolean
window_keep (PagescapeWindow *self,
             gboolean         is_closed)
{
  g_autoptr (GPtrArray) lessons = NULL;
  RecoveryLook look;
  gboolean was_kept = self->not_kept == NULL, is_kept;

  g_clear_handle_id (&self->keep_later, g_source_remove);
  if (!pagescape_session_get_lesson (self->session) || self->is_coming_back)
    return TRUE;

  g_clear_error (&self->not_kept);
  if (!self->recovery)
    self->recovery = recovery_new (&self->not_kept);
  if (!self->recovery)
    return FALSE;

  lessons = pagescape_session_list_kept (self->session);
  read_look (self, &look);
  is_kept = recovery_keep (self->recovery, lessons, &look, is_closed, &self->not_kept);
  recovery_look_clear (&look);

  /* Said once, while there is still time to save. */
  if (!is_kept && was_kept && !is_closed)
    window_tell (self, self->not_kept->message);
  return is_kept;
}

static gboolean
keep_cb (gpointer data)
{
  PagescapeWindow *self = data;

  self->keep_later = 0;
  window_keep (self, FALSE);
  return G_SOURCE_REMOVE;
}

void
window_keep_soon (PagescapeWindow *self)
{
  if (self->keep_later == 0 && pagescape_session_get_lesson (self->session))
    self->keep_later = g_timeout_add (KEEP_AFTER, keep_cb, self);
}

static void
keep_now_cb (PagescapeWindow *self)
{
  window_keep (self, FALSE);
}

/* Steps and lines at once, also while the picture is still on its way there: no accident costs more than one. */
void
window_follow_to_keep (PagescapeWindow *self)
{
  PagescapeViewPane *panes[] = { self->first_pane, self->second_pane };

  g_signal_connect_swapped (self->session, "opened", G_CALLBACK (keep_now_cb), self);
  g_signal_connect_swapped (self->session, "grew", G_CALLBACK (keep_now_cb), self);
  g_signal_connect_swapped (self->session, "stepped", G_CALLBACK (keep_now_cb), self);
  g_signal_connect_swapped (self->session, "playing", G_CALLBACK (keep_now_cb), self);
  g_signal_connect_swapped (self->session, "answered", G_CALLBACK (keep_now_cb), self);
  g_signal_connect_swapped (self->session, "moved", G_CALLBACK (window_keep_soon), self);
  g_signal_connect_swapped (self->session, "selected", G_CALLBACK (window_keep_soon), self);
  g_signal_connect_swapped (self, "notify::side-by-side", G_CALLBACK (window_keep_soon), self);
  g_signal_connect_swapped (self, "notify::row-major", G_CALLBACK (window_keep_soon), self);
  for (unsigned i = 0; i < G_N_ELEMENTS (panes); i++)
    {
      g_signal_connect_swapped (panes[i], "activated", G_CALLBACK (window_keep_soon), self);
      g_signal_connect_swapped (pagescape_view_pane_get_canvas (panes[i]), "camera-moved",
                                G_CALLBACK (window_keep_soon), self);
    }
}

void
window_stop_keeping (PagescapeWindow *self)
{
  g_clear_handle_id (&self->keep_later, g_source_remove);
  g_clear_pointer (&self->recovery, recovery_free);
  g_clear_error (&self->not_kept);
}

/* --- being there again --------------------------------------------------------------------- */

static void
tell_what_is_back (PagescapeWindow     *self,
                   const RecoveryState *state,
                   guint                n_run)
{
  guint n_lines = recovery_state_n_lines (state);
  g_autofree char *text = NULL;

  if (n_run == n_lines)
    return;

  text = g_strdup_printf (_("Only %u of %u lines could be run again; the others are in the history of the scratchpad."),
                          n_run, n_lines);
  window_tell (self, text);
  for (guint i = 0; i < state->lessons->len; i++)
    {
      const PagescapeKept *kept = g_ptr_array_index (state->lessons, i);

      for (guint j = 0; j < kept->lines->len; j++)
        pagescape_scratchpad_remember (pagescape_lesson_panel_get_scratchpad (self->lesson_panel),
                                       ((PagescapeLine *) g_ptr_array_index (kept->lines, j))->text);
    }
}

static gboolean
run_again (PagescapeWindow     *self,
           const RecoveryState *state)
{
  guint n_run = 0;
  gboolean is_open = FALSE;

  /* The open one last: it is then on top of the others. */
  self->is_coming_back = TRUE;
  for (guint i = state->lessons->len; i-- > 0;)
    n_run += pagescape_session_restore (self->session, g_ptr_array_index (state->lessons, i), &is_open);
  self->is_coming_back = FALSE;

  if (is_open)
    {
      take_look (self, &state->look);
      tell_what_is_back (self, state, n_run);
    }
  return is_open;
}

static gboolean
has_lines (PagescapeWindow *self)
{
  g_autoptr (GPtrArray) lessons = pagescape_session_list_kept (self->session);

  for (guint i = 0; i < lessons->len; i++)
    if (((PagescapeKept *) g_ptr_array_index (lessons, i))->lines->len > 0)
      return TRUE;

  return FALSE;
}

static gboolean
bring_back_here (PagescapeWindow     *self,
                 const RecoveryState *state,
                 Recovery            *recovery)
{
  Recovery *before = self->recovery;

  self->recovery = recovery;
  if (run_again (self, state))
    {
      if (before)
        recovery_forget (before);
      recovery_free (before);
      window_keep (self, FALSE);
      return TRUE;
    }

  /* It stays as it was left, for another version of the program. */
  self->recovery = before;
  recovery_free (recovery);
  window_tell (self, _("This cannot be opened any more."));
  return FALSE;
}

gboolean
window_bring_back (PagescapeWindow *self,
                   const char      *id)
{
  g_autoptr (GPtrArray) list = recovery_list (NULL);
  const RecoveryState *state = recovery_find (list, id);
  Recovery *recovery = state ? recovery_take (id, NULL) : NULL;
  PagescapeWindow *window = self;

  if (!recovery)
    {
      window_tell (self, _("This is open in another window."));
      return FALSE;
    }

  /* What was typed here is not mixed with it. */
  if (has_lines (self))
    {
      window = pagescape_window_new (gtk_window_get_application (GTK_WINDOW (self)));
      gtk_window_present (GTK_WINDOW (window));
    }

  return bring_back_here (window, state, recovery);
}
