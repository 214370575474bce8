/* session-questions.c - where a session waits for an answer, and what it hides until then
 *
 * A lesson's questions hold it where they were asked; what was typed into the lesson hides nothing.
 */

#include "session-private.h"

#include <math.h>

/* --- holding ------------------------------------------------------------------------------- */

static gboolean
find_unanswered (PagescapeSession *self,
                 LessonAsk        *ask)
{
  for (unsigned i = 0; self->holds && self->lesson && i < lesson_n_asks (self->lesson); i++)
    {
      *ask = lesson_ask (self->lesson, i);
      if (!pagescape_session_is_answered (self, ask->number))
        return TRUE;
    }

  return FALSE;
}

void
session_find_hidden (PagescapeSession *self)
{
  LessonAsk ask;

  self->first_hidden = UINT64_MAX;
  self->player.limit = INFINITY;
  if (!find_unanswered (self, &ask) || ask.position >= lesson_typed_from (self->lesson))
    return;

  self->first_hidden = ask.position;
  self->player.limit = axis_of_position (self->timeline, ask.position);
}

JournalPosition
session_hold (PagescapeSession *self,
              JournalPosition   position)
{
  if (position <= self->first_hidden)
    return position;

  session_emit (self, SESSION_HELD);
  return self->first_hidden;
}

void
session_pass_questions (PagescapeSession *self,
                        JournalPosition   position)
{
  JournalPosition typed_from = lesson_typed_from (self->lesson);

  for (unsigned i = 0; self->holds && i < lesson_n_asks (self->lesson); i++)
    {
      LessonAsk ask = lesson_ask (self->lesson, i);

      if (ask.position < MIN (position, typed_from))
        g_hash_table_add (self->answered, GUINT_TO_POINTER (ask.number));
    }
}

/* The answers, or what they are for, changed. */
static void
answers_changed (PagescapeSession *self)
{
  if (!self->lesson)
    return;

  session_find_hidden (self);
  self->serial++;
  if (self->moment.position > self->first_hidden)
    pagescape_session_go_to (self, self->first_hidden);
  session_emit (self, SESSION_ANSWERED);
}

void
pagescape_session_set_holds (PagescapeSession *self,
                             gboolean          holds)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  if (self->holds == holds)
    return;

  self->holds = holds;
  if (self->lesson)
    session_pass_questions (self, self->moment.position);
  answers_changed (self);
}

gboolean
pagescape_session_get_holds (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  return self->holds;
}

JournalPosition
pagescape_session_get_first_hidden (PagescapeSession *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), UINT64_MAX);

  return self->first_hidden;
}

gboolean
pagescape_session_is_hidden (PagescapeSession *self,
                             JournalPosition   position)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  return position > self->first_hidden;
}

/* On a branch of what was typed nothing holds, but the scenario's text still has the answer in it. */
gboolean
pagescape_session_get_hidden_lines (PagescapeSession *self,
                                    unsigned         *first,
                                    unsigned         *end)
{
  const char *source;
  LessonAsk ask;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  if (!find_unanswered (self, &ask) || ask.line == 0)
    return FALSE;

  *first = ask.line;
  *end = 1;
  source = scenario_source (lesson_scenario (self->lesson));
  for (const char *at = source; *at; at++)
    if (*at == '\n' || at[1] == '\0')
      ++*end;

  return *first < *end;
}

/* --- what is asked ------------------------------------------------------------------------- */

/* The event that asked the moment's question. */
static gboolean
find_asked (PagescapeSession *self,
            JournalPosition  *position,
            unsigned         *number)
{
  gboolean has_one = FALSE;

  for (guint i = 0; i < self->events->len; i++)
    {
      const SimEvent *event = &g_array_index (self->events, SimEvent, i);
      gboolean is_ahead = self->events_first + i >= self->moment.position;

      if (event->kind != SIM_EVENT_ASKED)
        continue;
      if (is_ahead && (has_one || self->holds))
        break;
      *number = (unsigned) event->arg[0];
      *position = self->events_first + i + 1;
      has_one = TRUE;
    }

  return has_one;
}

gboolean
pagescape_session_get_question (PagescapeSession *self,
                                LessonQuestion   *question,
                                unsigned         *number)
{
  JournalPosition position;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  return self->lesson && find_asked (self, &position, number) && lesson_question (self->lesson, *number, question);
}

char *
pagescape_session_dup_why (PagescapeSession *self,
                           unsigned          number)
{
  LessonQuestion question;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), NULL);

  for (unsigned i = 0; self->lesson && i < lesson_n_asks (self->lesson); i++)
    {
      LessonAsk ask = lesson_ask (self->lesson, i);

      if (ask.number == number)
        return lesson_dup_why (self->lesson, &ask);
    }

  return self->lesson && lesson_question (self->lesson, number, &question) ? g_strdup (question.why) : NULL;
}

/* --- answers ------------------------------------------------------------------------------- */

/* What was held may be seen now: the picture moves on to it. */
void
pagescape_session_take_answer (PagescapeSession *self,
                               unsigned          number)
{
  JournalPosition held;

  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  held = self->first_hidden;
  pagescape_session_add_answered (self, number);
  if (self->timeline && self->moment.position == held && held < timeline_end (self->timeline))
    pagescape_session_stride (self, TIMELINE_STEP, 1);
}

void
pagescape_session_activate (PagescapeSession *self)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  if (self->selection.kind != SIM_REF_NONE)
    session_emit (self, SESSION_ACTIVATED);
}

/* --- what was answered --------------------------------------------------------------------- */

gboolean
pagescape_session_is_answered (PagescapeSession *self,
                               unsigned          number)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  return g_hash_table_contains (self->answered, GUINT_TO_POINTER (number));
}

void
pagescape_session_add_answered (PagescapeSession *self,
                                unsigned          number)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  if (g_hash_table_add (self->answered, GUINT_TO_POINTER (number)))
    answers_changed (self);
}

void
pagescape_session_set_answered (PagescapeSession *self,
                                const unsigned   *numbers,
                                size_t            n)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  g_hash_table_remove_all (self->answered);
  for (size_t i = 0; i < n; i++)
    g_hash_table_add (self->answered, GUINT_TO_POINTER (numbers[i]));
  answers_changed (self);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  unsigned first = *(const unsigned *) a, second = *(const unsigned *) b;

  return first < second ? -1 : first > second;
}

GArray *
pagescape_session_list_answered (PagescapeSession *self)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (unsigned));
  GHashTableIter iter;
  gpointer number;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), numbers);

  g_hash_table_iter_init (&iter, self->answered);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    {
      unsigned value = GPOINTER_TO_UINT (number);

      g_array_append_val (numbers, value);
    }
  g_array_sort (numbers, compare_cb);

  return numbers;
}
