/* session-replay.c - what was typed is run again: to take a line back, and to be where one was
 *
 * The same input gives the same events, so a scenario and its typed lines, each with the place where it was
 * typed, are a whole session. A line is taken back by running all but that one.
 */

#include "session-private.h"

/* False: no line could be run here. */
static gboolean
run_line (Lesson              *lesson,
          const PagescapeLine *line)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *value = NULL;
  Timeline *timeline = lesson_timeline (lesson);

  if (line->branch >= timeline_n_branches (timeline))
    return FALSE;
  if (line->branch != timeline_branch (timeline) && timeline_switch_branch (timeline, line->branch) != SIM_OK)
    return FALSE;
  if (line->position > timeline_end (timeline) || timeline_seek (timeline, line->position) != SIM_OK)
    return FALSE;

  return lesson_type (lesson, line->text, &value, messages);
}

/* NULL: the machine cannot be made. */
static Lesson *
replay (Scenario  *scenario,
        GPtrArray *lines,
        guint      n_lines,
        guint     *n_run,
        Messages  *messages)
{
  Lesson *lesson = lesson_new (scenario, NULL, messages);

  *n_run = 0;
  if (!lesson)
    return NULL;

  lesson_run (lesson, G_MAXUINT, messages);
  while (*n_run < n_lines && run_line (lesson, g_ptr_array_index (lines, *n_run)))
    ++*n_run;

  return lesson;
}

static JournalPosition
stand_on_branch (Lesson         *lesson,
                 unsigned        branch,
                 JournalPosition position)
{
  Timeline *timeline = lesson_timeline (lesson);

  if (branch < timeline_n_branches (timeline) && branch != timeline_branch (timeline))
    timeline_switch_branch (timeline, branch);

  return MIN (position, timeline_end (timeline));
}

/* --- taking back --------------------------------------------------------------------------- */

static void
put_in_place (PagescapeSession *self,
              Lesson           *lesson,
              JournalPosition   position)
{
  g_clear_pointer (&self->cells, view_cells_free);
  lesson_free (self->lesson);
  self->lesson = lesson;
  self->timeline = lesson_timeline (lesson);

  session_begin_at (self, position);
  session_emit (self, SESSION_GREW);
  session_emit (self, SESSION_MOVED);
  session_emit (self, SESSION_STEPPED);
  session_emit (self, SESSION_PLAYING);
}

gboolean
pagescape_session_can_undo (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  return self->lesson && self->typed->len > 0;
}

gboolean
pagescape_session_can_redo (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  return self->lesson && self->undone->len > 0;
}

void
pagescape_session_undo (PagescapeSession *self)
{
  g_autoptr (Messages) messages = messages_new ();
  JournalPosition position;
  PagescapeLine *line;
  Lesson *lesson;
  guint n_run;

  if (!pagescape_session_can_undo (self))
    return;

  pagescape_session_pause (self);
  line = g_ptr_array_index (self->typed, self->typed->len - 1);
  lesson = replay (lesson_scenario (self->lesson), self->typed, self->typed->len - 1, &n_run, messages);
  if (!lesson)
    return;

  position = stand_on_branch (lesson, line->branch, line->position);
  g_ptr_array_add (self->undone, pagescape_line_copy (line));
  g_ptr_array_set_size (self->typed, n_run);
  put_in_place (self, lesson, position);
}

void
pagescape_session_redo (PagescapeSession *self)
{
  g_autoptr (GPtrArray) rest = NULL;
  g_autoptr (Messages) messages = messages_new ();
  g_autofree char *value = NULL;
  PagescapeLine *line;

  if (!pagescape_session_can_redo (self))
    return;

  line = g_ptr_array_steal_index (self->undone, self->undone->len - 1);
  /* Typing forgets them, for then they are of another past. */
  rest = g_steal_pointer (&self->undone);
  self->undone = session_new_lines ();

  if (line->branch != timeline_branch (self->timeline))
    pagescape_session_switch_branch (self, line->branch);
  session_begin_at (self, MIN (line->position, timeline_end (self->timeline)));
  session_emit (self, SESSION_MOVED);
  session_emit (self, SESSION_STEPPED);
  if (pagescape_session_type (self, line->text, &value, messages))
    {
      g_ptr_array_unref (self->undone);
      self->undone = g_steal_pointer (&rest);
      session_emit (self, SESSION_GREW);
    }
  pagescape_line_free (line);
}

/* --- being there again --------------------------------------------------------------------- */

guint
pagescape_session_restore (PagescapeSession    *self,
                           const PagescapeKept *kept,
                           gboolean            *is_open)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = NULL;
  g_autoptr (GPtrArray) lines = session_new_lines ();
  GHashTable *answered;
  gboolean is_without_file;
  Lesson *lesson;
  guint n_run;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), 0);

  *is_open = FALSE;
  scenario = scenario_load (kept->name, messages, NULL);
  is_without_file = scenario == NULL;
  if (!scenario || strcmp (scenario_source (scenario), kept->text) != 0)
    {
      g_clear_pointer (&scenario, scenario_unref);
      scenario = scenario_parse (kept->text, strlen (kept->text), kept->name, messages);
    }
  if (!scenario)
    return 0;

  lesson = replay (scenario, kept->lines, kept->lines->len, &n_run, messages);
  if (!lesson)
    return 0;

  for (guint i = 0; i < n_run; i++)
    g_ptr_array_add (lines, pagescape_line_copy (g_ptr_array_index (kept->lines, i)));
  if (is_without_file && !g_path_is_absolute (kept->name))
    g_hash_table_replace (self->texts, g_strdup (kept->name), g_strdup (kept->text));

  g_free (self->name);
  self->name = g_strdup (kept->name);
  answered = g_hash_table_new (NULL, NULL);
  for (guint i = 0; kept->answered && i < kept->answered->len; i++)
    g_hash_table_add (answered, GUINT_TO_POINTER (g_array_index (kept->answered, unsigned, i)));
  session_take_lesson (self, lesson, g_steal_pointer (&lines), answered,
                       stand_on_branch (lesson, kept->branch, kept->position));
  self->saved = g_strdup (kept->saved);
  self->on_disk = g_strdup (kept->on_disk);
  self->has_failed = FALSE;
  *is_open = TRUE;
  session_emit (self, SESSION_OPENED);
  if (kept->selection.kind != SIM_REF_NONE)
    pagescape_session_select (self, kept->selection);

  return n_run;
}
