/* session-open.c - a lesson comes into the session: from a file, the course, a text, or back from where it was kept */

#include "session-private.h"

void
session_take_lesson (PagescapeSession *self,
                     Lesson           *lesson,
                     GPtrArray        *typed,
                     GHashTable       *answered,
                     JournalPosition   position)
{
  g_clear_pointer (&self->cells, view_cells_free);
  session_keep (self);

  self->lesson = lesson;
  self->timeline = lesson_timeline (lesson);
  self->typed = typed ? typed : session_new_lines ();
  self->undone = session_new_lines ();
  self->opened_name = g_strdup (self->name);
  g_hash_table_unref (self->answered);
  self->answered = answered ? answered : g_hash_table_new (NULL, NULL);
  self->selection = sim_ref (SIM_REF_NONE, 0);
  self->has_goal = FALSE;
  session_begin_at (self, position);
}

static gboolean
load (PagescapeSession  *self,
      const char        *name,
      GError           **error)
{
  g_autoptr (Scenario) scenario = NULL;
  GError *unreadable = NULL;
  const char *text;
  Lesson *lesson = NULL;

  messages_free (self->messages);
  self->messages = messages_new ();
  text = g_hash_table_lookup (self->texts, name);
  if (text)
    scenario = scenario_parse (text, strlen (text), name, self->messages);
  else
    scenario = scenario_load (name, self->messages, &unreadable);
  if (unreadable)
    {
      self->has_failed = TRUE;
      g_propagate_error (error, unreadable);
      session_emit (self, SESSION_OPENED);
      return FALSE;
    }

  if (scenario)
    lesson = lesson_new (scenario, NULL, self->messages);

  self->has_failed = lesson == NULL;
  if (lesson)
    {
      /* A mistake at run time ends the lesson there; what happened before it can be looked at. */
      lesson_run (lesson, G_MAXUINT, self->messages);
      session_take_lesson (self, lesson, NULL, NULL, 0);
      session_document_opened (self);
    }

  session_emit (self, SESSION_OPENED);
  return TRUE;
}

static void
come_back_to (PagescapeSession *self,
              KeptLesson       *kept)
{
  session_take_lesson (self, g_steal_pointer (&kept->lesson), g_steal_pointer (&kept->typed),
                       g_steal_pointer (&kept->answered), kept->position);
  g_ptr_array_unref (self->undone);
  self->undone = g_steal_pointer (&kept->undone);
  self->saved = g_steal_pointer (&kept->saved);
  self->on_disk = g_steal_pointer (&kept->on_disk);
  messages_free (self->messages);
  self->messages = g_steal_pointer (&kept->messages);
  session_kept_free (kept);

  self->has_failed = FALSE;
  session_emit (self, SESSION_OPENED);
}

gboolean
pagescape_session_open (PagescapeSession  *self,
                        const char        *name,
                        GError           **error)
{
  KeptLesson *kept;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);
  g_return_val_if_fail (name, FALSE);

  if (name != self->name)
    {
      g_free (self->name);
      self->name = g_strdup (name);
    }

  /* Chosen again: it stays, with what was typed into it. */
  if (self->lesson && self->typed->len > 0 && g_strcmp0 (name, self->opened_name) == 0)
    {
      self->has_failed = FALSE;
      session_emit (self, SESSION_OPENED);
      return TRUE;
    }

  kept = session_take_kept (self, name);
  if (kept)
    {
      come_back_to (self, kept);
      return TRUE;
    }

  return load (self, self->name, error);
}

gboolean
pagescape_session_open_text (PagescapeSession *self,
                             const char       *name,
                             const char       *text)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);
  g_return_val_if_fail (name && text, FALSE);

  g_hash_table_replace (self->texts, g_strdup (name), g_strdup (text));
  return pagescape_session_open (self, name, NULL);
}

gboolean
pagescape_session_reload (PagescapeSession  *self,
                          GError           **error)
{
  GPtrArray *typed;
  Lesson *old;
  gboolean is_readable;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  if (!self->name)
    return TRUE;
  if (!self->lesson || g_strcmp0 (self->name, self->opened_name) != 0)
    return load (self, self->name, error);

  /* What was typed is given up only for something better. */
  typed = self->typed;
  old = self->lesson;
  self->typed = session_new_lines ();
  is_readable = load (self, self->name, error);
  if (self->lesson == old)
    {
      g_ptr_array_unref (self->typed);
      self->typed = typed;
    }
  else
    {
      g_ptr_array_unref (typed);
    }

  return is_readable;
}
