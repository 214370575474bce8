/* session-kept.c - lessons that were left, with what was typed into them, and questions */

#include "session-private.h"

void
session_kept_free (KeptLesson *kept)
{
  g_clear_pointer (&kept->lesson, lesson_free);
  g_clear_pointer (&kept->messages, messages_free);
  g_clear_pointer (&kept->typed, g_ptr_array_unref);
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

/* --- questions ----------------------------------------------------------------------------- */

gboolean
pagescape_session_get_question (PagescapeSession *self,
                                LessonQuestion   *question,
                                unsigned         *number)
{
  gboolean has_one = FALSE;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  if (!self->lesson)
    return FALSE;

  for (guint i = 0; i < self->events->len; i++)
    {
      const SimEvent *event = &g_array_index (self->events, SimEvent, i);

      if (event->kind != SIM_EVENT_ASKED)
        continue;
      if (has_one && self->events_first + i >= self->moment.position)
        break;
      *number = (unsigned) event->arg[0];
      has_one = TRUE;
    }

  return has_one && lesson_question (self->lesson, *number, question);
}

/* A page may be chosen by any frame of its block. */
gboolean
pagescape_session_is_answer (PagescapeSession     *self,
                             const LessonQuestion *question,
                             SimRef                object)
{
  const SimMachine *machine = pagescape_session_get_machine (self);
  SimRef answer = question->answer;
  SimBlock of_answer, of_object;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  if (!machine || answer.kind == SIM_REF_NONE)
    return FALSE;
  if (answer.kind == object.kind && answer.id == object.id)
    return TRUE;
  if ((answer.kind != SIM_REF_FRAME && answer.kind != SIM_REF_BLOCK)
      || (object.kind != SIM_REF_FRAME && object.kind != SIM_REF_BLOCK)
      || (SimPfn) answer.id >= sim_n_frames (machine) || (SimPfn) object.id >= sim_n_frames (machine))
    return FALSE;

  of_answer = sim_block_at (machine, (SimPfn) answer.id);
  of_object = sim_block_at (machine, (SimPfn) object.id);
  return of_answer.first == of_object.first;
}
