/* question.c - what a lesson asks, on paper */
#include "figure/question.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "figure/text.h"

#define GAP             6.0
#define BOX            10.0       /* to be ticked */
#define ANSWER_HEIGHT  24.0       /* of a line to write an answer on */
#define LINE_OPACITY    0.45
#define MOST_LINE     640.0       /* of the answers */
#define MOST_PICTURE  480.0       /* width of one among them */

/* Does its step go on after the question? Then the picture of its end would tell the answer. */
static gboolean
goes_on (const FigureWork *work,
         const LessonAsk  *ask)
{
  JournalPosition end = timeline_step_end (work->timeline, ask->step);
  SimEvent event;

  for (JournalPosition at = ask->position; at < end && timeline_event (work->timeline, at, &event); at++)
    if (timeline_event_shows (&event) || event.kind == SIM_EVENT_SAID)
      return TRUE;
  return FALSE;
}

GArray *
figure_questions (const FigureWork *work)
{
  GArray *questions = g_array_new (FALSE, FALSE, sizeof (FigureQuestion));
  unsigned n = lesson_n_asks (work->lesson);

  for (unsigned i = 0; i < n; i++)
    {
      FigureQuestion question = { questions->len + 1, lesson_ask (work->lesson, i), 0 };
      gboolean is_amid = goes_on (work, &question.ask);

      question.told = question.ask.step + (is_amid ? 0 : 1);
      if (question.ask.step > work->first && is_amid)
        question.ask.step--;
      if (work->first <= 1)
        question.ask.step = MAX (question.ask.step, work->first);
      if (question.ask.step >= work->first && question.ask.step <= work->last)
        g_array_append_val (questions, question);
    }
  return questions;
}

const FigureQuestion *
figure_question_told (const FigureWork *work,
                      const GArray     *questions,
                      unsigned          step)
{
  unsigned both = FIGURE_QUESTIONS | FIGURE_ANSWERS;

  if ((work->job->style.parts & both) != both)
    return NULL;
  for (guint i = 0; i < questions->len; i++)
    {
      const FigureQuestion *question = &g_array_index (questions, FigureQuestion, i);

      if (question->told == step)
        return question;
    }
  return NULL;
}

/* --- questions ------------------------------------------------------------------------------------ */

#define INDENT  10.0            /* behind the bar that tells a question from what is said */

/* Boxes with their words behind each other, as many in a row as fit. */
static double
add_choices (const FigureWork  *work,
             ScenePicture      *out,
             ScenePoint         at,
             double             width,
             SceneFont          font,
             const char *const *choices)
{
  double line = work->measure->line_height[font], x = 0, y = at.y, indent = BOX + GAP;

  for (unsigned i = 0; choices[i] != NULL; i++)
    {
      double room = MIN (work->measure->advance (work->measure, font, choices[i]) + 1, width - indent);
      double height = figure_add_text (work, NULL, at, room, FIGURE_INK_PLAIN (font), choices[i]);

      if (x > 0 && (x + indent + room > width || height > line))
        {
          x = 0;
          y += line + GAP / 2;
        }
      if (out != NULL)
        scene_add (out, &(SceneShape) { .form = SCENE_BOX, .opacity = 1, .marks = SCENE_MARK_SQUARE,
                                        .rect = { at.x + x + 0.5, y + (line - BOX) / 2, BOX, BOX },
                                        .role = scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_OUTLINE) });
      figure_add_text (work, out, (ScenePoint) { at.x + x + indent, y }, room, FIGURE_INK_PLAIN (font), choices[i]);
      x += indent + room + 3 * GAP;
      if (height > line)
        {
          x = 0;
          y += height + GAP / 2;
        }
    }
  return y + (x > 0 ? line : 0) - at.y;
}

static double
add_question (const FigureWork     *work,
              ScenePicture         *out,
              ScenePoint            at,
              double                width,
              SceneFont             font,
              const FigureQuestion *asked)
{
  g_autofree char *text = NULL;
  LessonQuestion question;
  ScenePoint corner = at;

  if (!lesson_question (work->lesson, asked->ask.number, &question))
    return 0;

  at.x += INDENT;
  width -= INDENT;
  text = g_strdup_printf (_("Question %u: %s"), asked->number, question.text);
  at.y += figure_add_text (work, out, at, width, FIGURE_INK_STRONG (font), text) + GAP / 2;
  if (question.choices != NULL)
    at.y += add_choices (work, out, at, width, font, question.choices);
  else
    {
      at.y += ANSWER_HEIGHT;
      if (out != NULL)
        scene_add_line (out, SCENE_NO_KEY, at, (ScenePoint) { at.x + width, at.y },
                        scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_RULE))->opacity = LINE_OPACITY;
    }
  if (out != NULL)
    scene_add_line (out, SCENE_NO_KEY, corner, (ScenePoint) { corner.x, at.y },
                    scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_RULE));
  return at.y + 2 * GAP - corner.y;
}

double
figure_add_questions (const FigureWork *work,
                      ScenePicture     *out,
                      ScenePoint        at,
                      double            width,
                      SceneFont         font,
                      const GArray     *questions,
                      unsigned          step)
{
  double top = at.y;

  for (guint i = 0; i < questions->len; i++)
    {
      const FigureQuestion *question = &g_array_index (questions, FigureQuestion, i);

      if (question->ask.step == step)
        at.y += add_question (work, out, at, width, font, question);
    }
  return at.y - top;
}

/* --- answers -------------------------------------------------------------------------------------- */

/* Do the sheets keep a step back that this question is the first to be answered by? */
static gboolean
is_kept_back (const FigureWork     *work,
              const GArray         *questions,
              const FigureQuestion *asked)
{
  return asked->told >= work->first && asked->told <= work->last
         && figure_question_told (work, questions, asked->told) == asked;
}

/* Why, and what the sheets keep back: often the one is the other. */
static char *
dup_told (const FigureWork     *work,
          const GArray         *questions,
          const FigureQuestion *asked,
          char                **why)
{
  unsigned step = asked->told;
  const char *sentence;

  if (!(work->job->style.parts & FIGURE_SENTENCE) || !is_kept_back (work, questions, asked))
    return NULL;

  sentence = lesson_whole_sentence (work->lesson, step);
  if (sentence == NULL)
    return NULL;
  if (*why != NULL && strstr (*why, sentence) != NULL)
    {
      g_autofree char *whole = g_steal_pointer (why);

      return g_strdup_printf (_("Step %u: %s"), step, whole);
    }
  return g_strdup_printf (_("Step %u: %s"), step, sentence);
}

/* out may be NULL: only measured. */
static double
add_answer (const FigureWork     *work,
            ScenePicture         *out,
            ScenePoint            at,
            double                width,
            const GArray         *questions,
            const FigureQuestion *asked,
            const LessonQuestion *question)
{
  g_autofree char *head = g_strdup_printf (_("Question %u, in step %u"), asked->number, asked->ask.step);
  g_autofree char *answer = lesson_dup_answer (work->lesson, question), *why = lesson_dup_why (work->lesson, &asked->ask);
  g_autofree char *told = dup_told (work, questions, asked, &why);
  double top = at.y;

  at.y += figure_add_text (work, out, at, width, FIGURE_INK_FAINT (SCENE_FONT_SMALL), head);
  at.y += figure_add_text (work, out, at, width, FIGURE_INK_PLAIN (SCENE_FONT_BODY), question->text) + GAP / 2;
  at.y += figure_add_text (work, out, at, width, FIGURE_INK_STRONG (SCENE_FONT_BOLD), answer);
  at.y += figure_add_text (work, out, at, width, FIGURE_INK_PLAIN (SCENE_FONT_BODY), why);
  if (told != NULL)
    at.y += GAP / 2 + figure_add_text (work, out, (ScenePoint) { at.x, at.y + GAP / 2 }, width,
                                       FIGURE_INK_PLAIN (SCENE_FONT_BODY), told);
  return at.y + 3 * GAP - top;
}

/* The step as it would have stood in its place. */
static gboolean
add_kept_back (FigureSheets         *sheets,
               const FigureWork     *work,
               ScenePoint            at,
               SceneSize             picture,
               const FigureQuestion *asked,
               GError              **error)
{
  g_autofree char *title = figure_dup_step_title (work, asked->told);
  ScenePicture *out = figure_sheets_picture (sheets);

  if (work->job->style.parts & FIGURE_TITLE)
    at.y += figure_add_text (work, out, at, picture.width, FIGURE_INK_STRONG (SCENE_FONT_BODY), title) + GAP / 2;
  return figure_page_put (figure_sheets_page (sheets), out, work, (SceneRect) { at.x, at.y, picture.width, picture.height },
                          asked->told, error);
}

static double
height_of_kept_back (const FigureWork     *work,
                     SceneSize             picture,
                     const FigureQuestion *asked)
{
  g_autofree char *title = figure_dup_step_title (work, asked->told);
  double height = picture.height + 3 * GAP;

  if (work->job->style.parts & FIGURE_TITLE)
    height += figure_add_text (work, NULL, (ScenePoint) { 0, 0 }, picture.width, FIGURE_INK_STRONG (SCENE_FONT_BODY), title) + GAP / 2;
  return height;
}

gboolean
figure_sheets_add_answers (FigureSheets     *sheets,
                           const FigureWork *work,
                           const GArray     *questions,
                           SceneSize         picture,
                           GError          **error)
{
  SceneRect area = figure_sheets_area (sheets);
  double width = MIN (area.width, MOST_LINE), y, smaller = MIN (1, MOST_PICTURE / picture.width);

  if (questions->len == 0)
    return TRUE;
  picture = (SceneSize) { floor (picture.width * smaller), floor (picture.height * smaller) };
  if (!figure_sheets_begin (sheets, error)
      || !figure_sheets_take (sheets, work->measure->line_height[SCENE_FONT_HEADING] + 2 * GAP, &y, error))
    return FALSE;
  figure_sheets_describe (sheets, _("Answers"));
  figure_add_text (work, figure_sheets_picture (sheets), (ScenePoint) { area.x, y }, area.width,
                   FIGURE_INK_STRONG (SCENE_FONT_HEADING), _("Answers"));

  for (guint i = 0; i < questions->len; i++)
    {
      const FigureQuestion *asked = &g_array_index (questions, FigureQuestion, i);
      LessonQuestion question;
      gboolean is_kept;
      double text, kept;

      if (!lesson_question (work->lesson, asked->ask.number, &question))
        continue;
      text = add_answer (work, NULL, (ScenePoint) { 0, 0 }, width, questions, asked, &question);
      is_kept = is_kept_back (work, questions, asked);
      kept = is_kept ? height_of_kept_back (work, picture, asked) : 0;
      if (!figure_sheets_take (sheets, text + kept, &y, error))
        return FALSE;
      add_answer (work, figure_sheets_picture (sheets), (ScenePoint) { area.x, y }, width, questions, asked, &question);
      if (is_kept && !add_kept_back (sheets, work, (ScenePoint) { area.x, y + text - 2 * GAP }, picture, asked, error))
        return FALSE;
    }
  return TRUE;
}
