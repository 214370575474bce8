/* session-typing.c - lines that are run, and the branches they make */

#include "session-private.h"

/* The timeline stands at its new end, or at a fork; the viewer still stands where they were, and may be
 * taken on from there. */
static void
move_on_from (PagescapeSession *self,
              JournalPosition   from,
              gboolean          to_end)
{
  JournalPosition end = timeline_end (self->timeline);

  from = MIN (from, end);
  session_timeline_changed (self);
  timeline_seek (self->timeline, from);

  player_jump (&self->player, axis_of_position (self->timeline, from));
  self->goal = from;
  self->has_goal = TRUE;
  session_follow_player (self);
  session_emit (self, SESSION_GREW);
  if (to_end)
    pagescape_session_go_to (self, end);
}

gboolean
pagescape_session_type (PagescapeSession  *self,
                        const char        *line,
                        char             **value_text,
                        Messages          *messages)
{
  JournalPosition from, end;
  PagescapeLine typed;
  gboolean is_good;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);
  g_return_val_if_fail (line && value_text && messages, FALSE);

  *value_text = NULL;
  if (!self->lesson)
    return FALSE;

  pagescape_session_pause (self);
  from = self->moment.position;
  end = timeline_end (self->timeline);
  typed = (PagescapeLine) { (char *) line, timeline_branch (self->timeline), from };
  is_good = lesson_type (self->lesson, line, value_text, messages);

  if (timeline_position (self->timeline) != from || timeline_end (self->timeline) != end)
    {
      if (is_good)
        {
          g_ptr_array_add (self->typed, pagescape_line_copy (&typed));
          g_ptr_array_set_size (self->undone, 0);
        }
      move_on_from (self, from, TRUE);
    }

  return is_good;
}

gboolean
pagescape_session_has_branch (PagescapeSession *self,
                              unsigned          branch)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  return self->timeline && branch < timeline_n_branches (self->timeline);
}

void
pagescape_session_switch_branch (PagescapeSession *self,
                                 unsigned          branch)
{
  JournalPosition from, fork;

  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  if (!self->timeline || branch >= timeline_n_branches (self->timeline)
      || branch == timeline_branch (self->timeline))
    return;

  pagescape_session_pause (self);
  from = timeline_position (self->timeline);
  fork = timeline_branch_fork (self->timeline, branch);
  if (timeline_switch_branch (self->timeline, branch) != SIM_OK)
    return;

  /* What lies between is of a branch that is left: look at everything again. */
  if (from != fork)
    view_cells_update (self->cells, timeline_machine (self->timeline), 0,
                       sim_n_frames (timeline_machine (self->timeline)));
  /* A branch is left to see what was typed there; the lesson goes on where it was left. */
  move_on_from (self, timeline_position (self->timeline), lesson_typed_from (self->lesson) != UINT64_MAX);
}

/* --- names of the script ------------------------------------------------------------------- */

gboolean
pagescape_session_is_variable (PagescapeSession *self,
                               const char       *name)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  value = self->lesson ? lesson_value (self->lesson, name) : NULL;
  return value != NULL;
}

char *
pagescape_session_dup_fresh_name (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), NULL);

  for (unsigned i = 0; i < 26; i++)
    {
      char name[] = { "abcdefghijklmnopqrstuvwxyz"[i], '\0' };

      if (!pagescape_session_is_variable (self, name))
        return g_strdup (name);
    }

  for (unsigned i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("p%u", i);

      if (!pagescape_session_is_variable (self, name))
        return g_steal_pointer (&name);
    }
}
