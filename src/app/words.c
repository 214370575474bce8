/* words.c - what a step is called and what it says */

#include "words.h"

#include <glib/gi18n.h>

#include "narration/narration.h"

const char *
pagescape_words_title (Lesson   *lesson,
                       unsigned  step)
{
  const char *title = step > 0 ? lesson_step_title (lesson, step) : NULL;

  return title ? title : scenario_title (lesson_scenario (lesson));
}

/* The view that a lesson begins with: see the window's follow_look (). */
static const View *
first_view (Lesson *lesson)
{
  const Timeline *timeline = lesson_timeline (lesson);
  SimRef object;
  const char *id = lesson_look (lesson, timeline_step_end (timeline, MIN (1, timeline_n_steps (timeline))), &object);
  const View *view = id ? view_by_id (id) : NULL;

  return view ? view : view_at (0);
}

char *
pagescape_words_sentence (Lesson          *lesson,
                          unsigned         step,
                          JournalPosition  position)
{
  const char *sentence = lesson_sentence (lesson, step, position);
  g_autofree char *machine = NULL;
  const View *view;

  if (sentence || step > 0)
    return g_strdup (sentence);

  machine = narrate_machine_sentence (timeline_machine (lesson_timeline (lesson)));
  view = first_view (lesson);
  if (!view || !view->shows)
    return g_steal_pointer (&machine);

  return g_strdup_printf (C_("sentences", "%s %s"), machine, _(view->shows));
}

char *
pagescape_words_said (PagescapeSession *session)
{
  Lesson *lesson = pagescape_session_get_lesson (session);
  unsigned step = pagescape_session_get_moment (session).step;

  if (!lesson)
    return NULL;

  return pagescape_words_sentence (lesson, step, MIN (timeline_step_end (lesson_timeline (lesson), step),
                                                      pagescape_session_get_first_hidden (session)));
}

unsigned
pagescape_words_n_steps (Lesson *lesson)
{
  return MAX (timeline_n_steps (lesson_timeline (lesson)), lesson_n_steps (lesson));
}

char *
pagescape_words_place (PagescapeSession *session)
{
  Lesson *lesson = pagescape_session_get_lesson (session);
  AxisMoment moment = pagescape_session_get_moment (session);

  if (!lesson)
    return g_strdup ("");
  if (moment.position > lesson_typed_from (lesson))
    return g_strdup_printf (_("step %u / %u + own lines"), moment.step, pagescape_words_n_steps (lesson));

  return g_strdup_printf (_("step %u / %u"), moment.step, pagescape_words_n_steps (lesson));
}
