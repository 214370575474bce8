/* exercises.c - a sheet of exercises on paper: each with the picture it needs and room to answer; the key on a sheet
 * of its own at the end
 */
#include "figure/sheet.h"
#include "figure/text.h"

#include <glib/gi18n.h>
#include <math.h>

#define GUTTER        34.0        /* left of the texts: the numbers */
#define GAP            8.0
#define AFTER         26.0        /* between two exercises */
#define PICTURE_SCALE  0.74       /* of the view's own size */
#define PICTURE_SHARE  0.585      /* height of a picture, of its width */
#define TICK          11.0        /* a box to be ticked */
#define COLUMN_GAP    22.0
#define LINE_HEIGHT   27.0        /* of a line to write on */
#define LINE_WIDTH   260.0
#define LINE_OPACITY   0.6

/* Lists to be drawn. */
#define ROW_HEIGHT    21.0
#define BOX_WIDTH     74.0
#define BOX_HEIGHT    16.0
#define N_BOXES        5

typedef struct {
  const FigureWork *work;
  FigureSheets     *sheets;       /* owned */
  SceneRect         area;
  double            x, width;     /* of texts, right of the gutter */
} Paper;

static const Exercise *
exercise_at (const Paper *paper,
             unsigned     index)
{
  return &g_array_index (paper->work->job->exercises, Exercise, index);
}

static SceneRole
plain (void)
{
  return scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_NONE);
}

static double
text_height (const Paper *paper,
             SceneFont    font,
             const char  *text)
{
  return figure_add_text (paper->work, NULL, (ScenePoint) { 0, 0 }, paper->width, FIGURE_INK_PLAIN (font), text);
}

static void
add_number (const Paper *paper,
            ScenePicture *out,
            double        y,
            unsigned      index)
{
  g_autofree char *number = g_strdup_printf ("%u.", index + 1);

  scene_add_text (out, SCENE_NO_KEY, (SceneRect) { paper->area.x, y, GUTTER - GAP, paper->work->measure->line_height[SCENE_FONT_BOLD] },
                  SCENE_FONT_BOLD, SCENE_START, scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_STRONG), number);
}

static void
add_line (ScenePicture *out,
          double        x,
          double        y,
          double        width)
{
  scene_add_line (out, SCENE_NO_KEY, (ScenePoint) { x, y }, (ScenePoint) { x + width, y },
                  scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_RULE))->opacity = LINE_OPACITY;
}

/* --- choices ----------------------------------------------------------------------------------- */

static double
choice_width (const Paper *paper,
              const char  *choice)
{
  return TICK + GAP + paper->work->measure->advance (paper->work->measure, SCENE_FONT_BODY, choice) + 1;
}

/* Side by side as far as there is room. Answers how high they are; out may be NULL. */
static double
add_choices (const Paper       *paper,
             ScenePicture      *out,
             double             y,
             const char *const *choices)
{
  double height = paper->work->measure->line_height[SCENE_FONT_BODY] + GAP, x = paper->x, top = y;

  for (unsigned i = 0; choices[i] != NULL; i++)
    {
      double width = choice_width (paper, choices[i]);

      if (x > paper->x && x + width > paper->x + paper->width)
        {
          x = paper->x;
          y += height;
        }
      if (out != NULL)
        {
          double middle = y + (height - GAP) / 2;

          scene_add (out, &(SceneShape) { .form = SCENE_BOX, .rect = { x, middle - TICK / 2, TICK, TICK }, .opacity = 1,
                                          .marks = SCENE_MARK_SQUARE, .role = scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_OUTLINE) });
          scene_add_text (out, SCENE_NO_KEY, (SceneRect) { x + TICK + GAP, y, width - TICK - GAP, height - GAP },
                          SCENE_FONT_BODY, SCENE_START, plain (), choices[i]);
        }
      x += width + COLUMN_GAP;
    }
  return y + height - top;
}

/* --- lists ------------------------------------------------------------------------------------- */

static double
lists_height (const Exercise *exercise)
{
  return (exercise->last_order - exercise->first_order + 1) * ROW_HEIGHT + GAP;
}

/* A row for each order, with boxes for its blocks; in the key those there are, at the timeline's position. */
static void
add_lists (const Paper    *paper,
           ScenePicture   *out,
           double          y,
           const Exercise *exercise,
           gboolean        is_key)
{
  const SimMachine *machine = timeline_machine (paper->work->timeline);
  double label = 62, x = paper->x + label;
  unsigned n_boxes = MIN (N_BOXES, (unsigned) floor ((paper->width - label) / (BOX_WIDTH + GAP)));

  for (unsigned order = exercise->last_order + 1u; order-- > exercise->first_order; y += ROW_HEIGHT)
    {
      SimPfn pfn = is_key ? sim_list_first (machine, exercise->zone, (SimOrder) order, exercise->type) : SIM_NO_PFN;
      unsigned n_rest = is_key ? sim_list_length (machine, exercise->zone, (SimOrder) order, exercise->type) : 0;
      g_autofree char *name = g_strdup_printf (_("order %u"), order);

      scene_add_text (out, SCENE_NO_KEY, (SceneRect) { paper->x, y, label - GAP, ROW_HEIGHT }, SCENE_FONT_SMALL, SCENE_END, plain (), name);
      for (unsigned i = 0; i < n_boxes; i++)
        {
          g_autofree char *label_text = pfn != SIM_NO_PFN ? g_strdup_printf ("0x%x", pfn) : NULL;
          SceneShape *box;

          if (is_key && pfn == SIM_NO_PFN)
            break;
          if (i == n_boxes - 1 && n_rest > 1)
            {
              g_free (label_text);
              label_text = g_strdup_printf ("+ %u", n_rest);
            }
          box = scene_add (out, &(SceneShape) { .form = SCENE_BOX, .opacity = is_key ? 1 : LINE_OPACITY, .font = SCENE_FONT_MONO_SMALL, .align = SCENE_MIDDLE,
                                                .rect = { x + i * (BOX_WIDTH + GAP), y + (ROW_HEIGHT - BOX_HEIGHT) / 2, BOX_WIDTH, BOX_HEIGHT },
                                                .role = scene_role (SCENE_HUE_NEUTRAL, is_key ? SCENE_FILL_OUTLINE : SCENE_FILL_GHOST) });
          box->marks = SCENE_MARK_SQUARE;
          scene_set_label (out, label_text);
          pfn = pfn != SIM_NO_PFN ? sim_list_next (machine, pfn) : SIM_NO_PFN;
          n_rest -= n_rest > 0;
        }
    }
}

/* --- exercises --------------------------------------------------------------------------------- */

static SceneSize
picture_size (const Paper *paper)
{
  return (SceneSize) { paper->width, floor (paper->width * PICTURE_SHARE) };
}

static gboolean
add_picture (const Paper    *paper,
             double          y,
             const Exercise *exercise,
             GError        **error)
{
  SceneSize size = picture_size (paper);
  FigureAim aim = { 0, exercise->step, 1, { floor (size.width / PICTURE_SCALE), floor (size.height / PICTURE_SCALE) }, TRUE };
  FigureShot *shot = figure_page_shoot (figure_sheets_page (paper->sheets), paper->work, &aim, error);

  if (shot == NULL)
    return FALSE;
  figure_page_frame (figure_sheets_picture (paper->sheets), (SceneRect) { paper->x, y, size.width, size.height }, shot);
  return TRUE;
}

static double
answer_height (const Paper          *paper,
               const Exercise       *exercise,
               const LessonQuestion *question)
{
  if (question->choices != NULL)
    return add_choices (paper, NULL, 0, question->choices);
  return LINE_HEIGHT + (exercise->kind == EXERCISE_DRAW ? lists_height (exercise) : 0);
}

static void
add_answer (const Paper          *paper,
            double                y,
            const Exercise       *exercise,
            const LessonQuestion *question)
{
  ScenePicture *out = figure_sheets_picture (paper->sheets);
  const SceneMeasure *measure = paper->work->measure;
  const char *words = question->kind == LESSON_ASKS_NUMBER ? _("Answer:") : _("Mark it in the picture, or write it down:");
  double width = measure->advance (measure, SCENE_FONT_SMALL, words) + 1;

  if (question->choices != NULL)
    {
      add_choices (paper, out, y, question->choices);
      return;
    }
  if (exercise->kind == EXERCISE_DRAW)
    {
      add_lists (paper, out, y, exercise, FALSE);
      y += lists_height (exercise);
    }
  scene_add_text (out, SCENE_NO_KEY, (SceneRect) { paper->x, y + LINE_HEIGHT - measure->line_height[SCENE_FONT_SMALL], width, measure->line_height[SCENE_FONT_SMALL] },
                  SCENE_FONT_SMALL, SCENE_START, plain (), words);
  add_line (out, paper->x + width + GAP, y + LINE_HEIGHT - 2, MIN (LINE_WIDTH, paper->width - width - GAP));
}

static gboolean
add_exercise (Paper     *paper,
              unsigned   index,
              GError   **error)
{
  const Exercise *exercise = exercise_at (paper, index);
  double height, text, y;
  LessonQuestion question;

  if (!lesson_question (paper->work->lesson, lesson_ask (paper->work->lesson, index).number, &question))
    return TRUE;

  text = text_height (paper, SCENE_FONT_BODY, question.text) + GAP;
  height = text + answer_height (paper, exercise, &question);
  if (exercise->has_picture)
    height += picture_size (paper).height + GAP;
  if (!figure_sheets_take (paper->sheets, height + AFTER, &y, error))
    return FALSE;

  add_number (paper, figure_sheets_picture (paper->sheets), y, index);
  figure_add_text (paper->work, figure_sheets_picture (paper->sheets), (ScenePoint) { paper->x, y }, paper->width,
                   FIGURE_INK_PLAIN (SCENE_FONT_BODY), question.text);
  y += text;
  if (exercise->has_picture)
    {
      if (!add_picture (paper, y, exercise, error))
        return FALSE;
      y += picture_size (paper).height + GAP;
    }
  add_answer (paper, y, exercise, &question);
  return TRUE;
}

/* --- the key ----------------------------------------------------------------------------------- */

static gboolean
add_key_entry (Paper     *paper,
               unsigned   index,
               GError   **error)
{
  Lesson *lesson = paper->work->lesson;
  const Exercise *exercise = exercise_at (paper, index);
  gboolean has_lists = exercise->kind == EXERCISE_DRAW;
  LessonAsk ask = lesson_ask (lesson, index);
  JournalPosition after = timeline_step_end (paper->work->timeline, exercise->step + 1);
  LessonQuestion question;
  ScenePicture *out;
  double height, y;

  if (!lesson_question (lesson, ask.number, &question))
    return TRUE;

  g_autofree char *answer = lesson_dup_answer (lesson, &question);
  g_autofree char *why = lesson_dup_why (lesson, &ask);
  double head = text_height (paper, SCENE_FONT_BOLD, answer), below = text_height (paper, SCENE_FONT_SMALL, why);

  height = head + below + (has_lists ? lists_height (exercise) : 0) + GAP * 1.5;
  if (!figure_sheets_take (paper->sheets, height, &y, error))
    return FALSE;

  out = figure_sheets_picture (paper->sheets);
  add_number (paper, out, y, index);
  figure_add_text (paper->work, out, (ScenePoint) { paper->x, y }, paper->width, FIGURE_INK_STRONG (SCENE_FONT_BOLD), answer);
  y += head;
  if (has_lists)
    {
      if (timeline_seek (paper->work->timeline, after) != SIM_OK)
        {
          figure_set_no_memory (error);
          return FALSE;
        }
      add_lists (paper, out, y, exercise, TRUE);
      y += lists_height (exercise);
    }
  figure_add_text (paper->work, out, (ScenePoint) { paper->x, y }, paper->width, FIGURE_INK_PLAIN (SCENE_FONT_SMALL), why);
  return TRUE;
}

static gboolean
add_key (Paper    *paper,
         GError  **error)
{
  double y, height = paper->work->measure->line_height[SCENE_FONT_HEADING] + 2 * GAP;

  if (!figure_sheets_begin (paper->sheets, error) || !figure_sheets_take (paper->sheets, height, &y, error))
    return FALSE;

  figure_sheets_describe (paper->sheets, _("Answers"));
  scene_add_text (figure_sheets_picture (paper->sheets), SCENE_NO_KEY, (SceneRect) { paper->area.x, y, paper->area.width, height - 2 * GAP },
                  SCENE_FONT_HEADING, SCENE_START, scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_STRONG), _("Answers"));
  for (unsigned i = 0; i < lesson_n_asks (paper->work->lesson); i++)
    if (!add_key_entry (paper, i, error))
      return FALSE;
  return TRUE;
}

/* --- sheets ------------------------------------------------------------------------------------ */

/* A line for the name, as on every paper that is handed in. */
static gboolean
add_name (Paper    *paper,
          GError  **error)
{
  const SceneMeasure *measure = paper->work->measure;
  double width = measure->advance (measure, SCENE_FONT_SMALL, _("Name:")) + 1, y;

  if (!figure_sheets_take (paper->sheets, LINE_HEIGHT + AFTER / 2, &y, error))
    return FALSE;

  scene_add_text (figure_sheets_picture (paper->sheets), SCENE_NO_KEY,
                  (SceneRect) { paper->area.x, y, width, measure->line_height[SCENE_FONT_SMALL] }, SCENE_FONT_SMALL, SCENE_START,
                  plain (), _("Name:"));
  add_line (figure_sheets_picture (paper->sheets), paper->area.x + width + GAP, y + measure->line_height[SCENE_FONT_SMALL], LINE_WIDTH);
  return TRUE;
}

GPtrArray *
figure_exercise_pages (const FigureWork *work,
                       GError          **error)
{
  g_autofree char *title = figure_dup_title (work);
  g_autofree char *source = figure_dup_source (work, G_MAXUINT);
  g_autoptr (FigureSheets) sheets = figure_sheets_new (work, work->job->sheet, title, source);
  Paper paper = { .work = work, .sheets = sheets, .area = figure_sheets_area (sheets) };

  paper.x = paper.area.x + GUTTER;
  paper.width = paper.area.width - GUTTER;
  if (!figure_sheets_begin (sheets, error) || !add_name (&paper, error))
    return NULL;
  figure_sheets_describe (sheets, title);
  for (unsigned i = 0; i < lesson_n_asks (work->lesson); i++)
    if (!add_exercise (&paper, i, error))
      return NULL;
  if (!add_key (&paper, error))
    return NULL;
  return figure_sheets_finish (sheets, error);
}
