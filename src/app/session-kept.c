/* session-kept.c - lessons that were left, with what was typed into them */

#include "session-private.h"

void
session_kept_free (KeptLesson *kept)
{
  g_clear_pointer (&kept->lesson, lesson_free);
  g_clear_pointer (&kept->messages, messages_free);
  g_clear_pointer (&kept->typed, g_ptr_array_unref);
  g_clear_pointer (&kept->answered, g_hash_table_unref);
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
      /* What was wrong with it was shown; what is wrong with the next one is in the session already. */
      kept->messages = messages_new ();
      kept->position = self->moment.position;
      g_hash_table_replace (self->kept, g_steal_pointer (&self->opened_name), kept);
    }

  self->timeline = NULL;
  g_clear_pointer (&self->lesson, lesson_free);
  g_clear_pointer (&self->typed, g_ptr_array_unref);
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

static void
add_typed (GPtrArray *list,
           Lesson    *lesson,
           GPtrArray *lines)
{
  PagescapeTyped *typed;

  if (!lesson || lines->len == 0)
    return;

  typed = g_new0 (PagescapeTyped, 1);
  typed->title = scenario_title (lesson_scenario (lesson));
  typed->lines = (const char *const *) lines->pdata;
  typed->n_lines = lines->len;
  g_ptr_array_add (list, typed);
}

GPtrArray *
pagescape_session_list_typed (PagescapeSession *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  KeptLesson *kept;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), list);

  add_typed (list, self->lesson, self->typed);
  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &kept))
    add_typed (list, kept->lesson, kept->typed);

  return list;
}

gboolean
pagescape_session_has_typed (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  return self->lesson && self->typed->len > 0;
}
