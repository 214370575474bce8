/* session-kept.c - lessons that were left, with what was typed into them */

#include "session-private.h"

void
session_kept_free (KeptLesson *kept)
{
  g_clear_pointer (&kept->lesson, lesson_free);
  g_clear_pointer (&kept->messages, messages_free);
  g_clear_pointer (&kept->typed, g_ptr_array_unref);
  g_clear_pointer (&kept->answered, g_hash_table_unref);
  g_clear_pointer (&kept->undone, g_ptr_array_unref);
  g_free (kept->saved);
  g_free (kept->on_disk);
  g_free (kept);
}

void
session_keep (PagescapeSession *self)
{
  KeptLesson *kept;

  if (self->lesson && self->typed->len > 0)
    {
      kept = g_new0 (KeptLesson, 1);
      kept->lesson = g_steal_pointer (&self->lesson);
      kept->typed = g_steal_pointer (&self->typed);
      kept->answered = g_hash_table_ref (self->answered);
      kept->undone = g_steal_pointer (&self->undone);
      kept->saved = g_steal_pointer (&self->saved);
      kept->on_disk = g_steal_pointer (&self->on_disk);
      /* What was wrong with it was shown; what is wrong with the next one is in the session already. */
      kept->messages = messages_new ();
      kept->position = self->moment.position;
      g_hash_table_replace (self->kept, g_steal_pointer (&self->opened_name), kept);
    }

  self->timeline = NULL;
  g_clear_pointer (&self->lesson, lesson_free);
  g_clear_pointer (&self->typed, g_ptr_array_unref);
  g_clear_pointer (&self->undone, g_ptr_array_unref);
  g_clear_pointer (&self->saved, g_free);
  g_clear_pointer (&self->on_disk, g_free);
  g_clear_pointer (&self->opened_name, g_free);
}

KeptLesson *
session_take_kept (PagescapeSession *self,
                   const char       *name)
{
  g_autofree char *key = NULL;
  KeptLesson *kept = NULL;

  g_hash_table_steal_extended (self->kept, name, (gpointer *) &key, (gpointer *) &kept);
  return kept;
}

static PagescapeKept *
kept_new (PagescapeSession *self,
          const char       *name,
          Lesson           *lesson,
          GPtrArray        *typed,
          GHashTable       *answered,
          JournalPosition   position)
{
  PagescapeKept *kept = g_new0 (PagescapeKept, 1);
  GHashTableIter iter;
  gpointer number;

  kept->name = g_strdup (name);
  kept->title = g_strdup (scenario_title (lesson_scenario (lesson)));
  kept->text = g_strdup (scenario_source (lesson_scenario (lesson)));
  kept->lines = session_new_lines ();
  for (guint i = 0; i < typed->len; i++)
    g_ptr_array_add (kept->lines, pagescape_line_copy (g_ptr_array_index (typed, i)));
  kept->answered = g_array_new (FALSE, FALSE, sizeof (unsigned));
  g_hash_table_iter_init (&iter, answered);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    {
      unsigned value = GPOINTER_TO_UINT (number);

      g_array_append_val (kept->answered, value);
    }
  kept->branch = timeline_branch (lesson_timeline (lesson));
  kept->position = position;
  kept->step = timeline_step_at (lesson_timeline (lesson), position);

  return kept;
}

GPtrArray *
pagescape_session_list_kept (PagescapeSession *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) pagescape_kept_free);
  GHashTableIter iter;
  const char *name;
  KeptLesson *kept;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), list);

  if (self->lesson)
    {
      /* Where the viewer is being taken to. */
      PagescapeKept *open = kept_new (self, self->opened_name, self->lesson, self->typed, self->answered,
                                      self->has_goal ? self->goal : self->moment.position);

      open->selection = self->selection;
      open->saved = g_strdup (self->saved);
      open->on_disk = g_strdup (self->on_disk);
      open->is_in_file = session_is_in_file (self->lesson, self->typed, self->saved);
      g_ptr_array_add (list, open);
    }

  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &kept))
    {
      PagescapeKept *left = kept_new (self, name, kept->lesson, kept->typed, kept->answered, kept->position);

      left->saved = g_strdup (kept->saved);
      left->on_disk = g_strdup (kept->on_disk);
      left->is_in_file = session_is_in_file (kept->lesson, kept->typed, kept->saved);
      g_ptr_array_add (list, left);
    }

  return list;
}

void
pagescape_line_free (PagescapeLine *line)
{
  g_free (line->text);
  g_free (line);
}

PagescapeLine *
pagescape_line_copy (const PagescapeLine *line)
{
  PagescapeLine *copy = g_new (PagescapeLine, 1);

  *copy = *line;
  copy->text = g_strdup (line->text);
  return copy;
}

void
pagescape_kept_free (PagescapeKept *kept)
{
  g_free (kept->name);
  g_free (kept->title);
  g_free (kept->text);
  g_free (kept->saved);
  g_free (kept->on_disk);
  g_clear_pointer (&kept->lines, g_ptr_array_unref);
  g_clear_pointer (&kept->answered, g_array_unref);
  g_free (kept);
}

GPtrArray *
session_new_lines (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) pagescape_line_free);
}

guint
pagescape_session_get_n_typed (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), 0);

  return self->lesson ? self->typed->len : 0;
}

gboolean
pagescape_session_has_typed (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  return self->lesson && self->typed->len > 0;
}
