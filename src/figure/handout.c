/* handout.c - a lesson on sheets of paper: its steps with their sentences, and room to write
 *
 * All pictures of a handout have one size, so that they can be compared; the step that has the most to say decides.
 */
#include "figure/question.h"
#include "figure/text.h"

#include <glib/gi18n.h>
#include <math.h>

#define COLUMN_GAP     24.0
#define ROW_GAP        26.0
#define GAP             8.0
#define NOTE_HEIGHT    25.0       /* of a line to write on: 6.6 mm */
#define NOTE_OPACITY    0.45
#define LEAST_NOTES     3         /* lines that a cell has where that leaves a picture */
#define PICTURE_SHARE   0.64      /* of a cell whose words stand beside the picture, */
#define LEAST_SHARE     0.44      /* and where they are many */
#define WIDE_CELL       1.35      /* from this shape on they do */

/* The picture on paper, and what a view needs to show something. */
#define LEAST_WIDTH   200.0
#define LEAST_HEIGHT  132.0

#define MOST_STEPS      6         /* a page */

typedef struct {
  const FigureWork *work;
  FigureSheets     *sheets;       /* borrowed, like the questions */
  GArray           *questions;    /* FigureQuestion */
  unsigned          columns, rows;
  SceneSize         cell;
  gboolean          is_beside;
  SceneFont         font;         /* of sentences */
  double            words_width;
  double            words_height; /* the highest, with their titles */
  double            titles_height;
  unsigned          longest;      /* the step with the highest words */
  SceneSize         picture;
} Handout;

/* --- words ---------------------------------------------------------------------------------------- */

static char *
dup_title (const Handout *handout,
           unsigned       step)
{
  const FigureQuestion *told = figure_question_told (handout->work, handout->questions, step);
  char *title;

  /* Titles tell what happens: "Give back the third: one merge". */
  if (told != NULL && step > 0)
    return g_strdup_printf (_("%u. After question %u"), step, told->number);

  title = figure_dup_step_title (handout->work, step);
  return title != NULL ? title : g_strdup (_("Before the first step"));
}

static double
add_paragraph (const Handout *handout,
               ScenePicture  *out,
               ScenePoint     at,
               FigureInk      ink,
               const char    *text)
{
  double height = figure_add_text (handout->work, out, at, handout->words_width, ink, text);

  return height > 0 ? height + GAP : 0;
}

static void
add_line (ScenePicture *out,
          ScenePoint    at,
          double        width)
{
  scene_add_line (out, SCENE_NO_KEY, at, (ScenePoint) { at.x + width, at.y },
                  scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_RULE))->opacity = NOTE_OPACITY;
}

/* The sentence; where it tells an answer it stands with the key, and here is room to write one's own. */
static double
add_sentence (const Handout *handout,
              ScenePicture  *out,
              ScenePoint     at,
              unsigned       step)
{
  const FigureWork *work = handout->work;
  const FigureQuestion *question = figure_question_told (work, handout->questions, step);
  const char *sentence = lesson_whole_sentence (work->lesson, step);
  double top = at.y, bottom;

  if (question == NULL || sentence == NULL)
    return add_paragraph (handout, out, at, FIGURE_INK_PLAIN (handout->font), sentence);

  bottom = top + add_paragraph (handout, NULL, at, FIGURE_INK_PLAIN (handout->font), sentence);
  if (!(work->job->style.parts & FIGURE_TITLE))
    {
      g_autofree char *hint = g_strdup_printf (_("After question %u"), question->number);

      at.y += figure_add_text (work, out, at, handout->words_width, FIGURE_INK_FAINT (handout->font), hint);
    }
  do
    {
      at.y += NOTE_HEIGHT;
      if (out != NULL)
        add_line (out, at, handout->words_width);
    }
  while (at.y + NOTE_HEIGHT <= bottom);
  return at.y + GAP - top;
}

/* Sentence, questions and notes of the speaker, from a point on; answers how high they are. out may be NULL. */
static double
add_words (const Handout *handout,
           ScenePicture  *out,
           ScenePoint     at,
           unsigned       step)
{
  unsigned parts = handout->work->job->style.parts;
  Lesson *lesson = handout->work->lesson;
  double top = at.y;

  if (parts & FIGURE_SENTENCE)
    at.y += add_sentence (handout, out, at, step);
  if (parts & FIGURE_QUESTIONS)
    at.y += figure_add_questions (handout->work, out, at, handout->words_width, handout->font, handout->questions, step);
  if (parts & FIGURE_SPEAKER && lesson_speaker_note (lesson, step) != NULL)
    {
      g_autofree char *note = g_strdup_printf (_("For the speaker: %s"), lesson_speaker_note (lesson, step));

      at.y += add_paragraph (handout, out, at, FIGURE_INK_FAINT (SCENE_FONT_SMALL), note);
    }
  return at.y - top;
}

static void
add_notes (const Handout *handout,
           ScenePicture  *out,
           SceneRect      rect)
{
  unsigned n = (unsigned) floor (MAX (rect.height, 0) / NOTE_HEIGHT);
  double bottom = rect.y + rect.height;

  if (!(handout->work->job->style.parts & FIGURE_NOTES) || n < 2)
    return;
  /* From the bottom, so that those of cells side by side are level. */
  for (unsigned i = n; i-- > 0;)
    add_line (out, (ScenePoint) { rect.x, bottom - i * NOTE_HEIGHT }, rect.width);
}

/* --- sizes ---------------------------------------------------------------------------------------- */

static unsigned
cells_of (const Handout *handout)
{
  return handout->columns * handout->rows;
}

static void
set_rows (Handout  *handout,
          unsigned  rows)
{
  SceneRect area = figure_sheets_area (handout->sheets);

  handout->rows = rows;
  handout->cell = (SceneSize) { (area.width - (handout->columns - 1) * COLUMN_GAP) / handout->columns,
                                (area.height - (rows - 1) * ROW_GAP) / rows };
}

/* How much of the width of a cell the picture has; 1: all of it, and the words stand under it. */
static void
set_share (Handout *handout,
           double   share)
{
  handout->picture.width = floor (handout->cell.width * share);
  handout->words_width = share < 1 ? handout->cell.width - handout->picture.width - 2 * GAP : handout->cell.width;
}

static gboolean
choose_cells (Handout  *handout,
              GError  **error)
{
  SceneRect area = figure_sheets_area (handout->sheets);
  gboolean is_wide = area.width > area.height;
  unsigned n = handout->work->job->per_page;

  switch (n)
    {
    case 1:
      handout->columns = handout->rows = 1;
      break;
    case 2:
      handout->columns = 1;
      handout->rows = 2;
      break;
    case 4:
      handout->columns = handout->rows = 2;
      break;
    case 6:
      handout->columns = is_wide ? 3 : 2;
      handout->rows = is_wide ? 2 : 3;
      break;
    default:
      figure_speak_to_user (handout->work);
      g_set_error (error, FIGURE_ERROR, FIGURE_ERROR_USAGE, _("A handout has 1, 2, 4 or 6 steps a page, not %u."), n);
      return FALSE;
    }

  set_rows (handout, handout->rows);
  handout->is_beside = handout->cell.width > WIDE_CELL * handout->cell.height;
  handout->font = n > 2 ? SCENE_FONT_SMALL : SCENE_FONT_BODY;
  set_share (handout, handout->is_beside ? PICTURE_SHARE : 1);
  return TRUE;
}

/* With the distance to what follows; 0: no titles. */
static double
height_of_title (const Handout *handout,
                 unsigned       step)
{
  g_autofree char *title = dup_title (handout, step);

  if (!(handout->work->job->style.parts & FIGURE_TITLE))
    return 0;
  return figure_add_text (handout->work, NULL, (ScenePoint) { 0, 0 }, handout->cell.width,
                          FIGURE_INK_STRONG (SCENE_FONT_BOLD), title) + GAP / 2;
}

/* The same for the steps whose cells stand side by side with that of this step, so that their pictures are level. */
static double
height_of_titles (const Handout *handout,
                  unsigned       step)
{
  const FigureWork *work = handout->work;
  unsigned first = step - (step - work->first) % cells_of (handout) % handout->columns;
  double height = 0;

  for (unsigned i = first; i < first + handout->columns && i <= work->last; i++)
    height = MAX (height, height_of_title (handout, i));
  return height;
}

static void
measure_words (Handout *handout)
{
  const FigureWork *work = handout->work;

  handout->longest = work->first;
  handout->words_height = handout->titles_height = 0;
  for (unsigned step = work->first; step <= work->last; step++)
    {
      double titles = height_of_titles (handout, step);
      double height = titles + add_words (handout, NULL, (ScenePoint) { 0, 0 }, step);

      handout->titles_height = MAX (handout->titles_height, titles);
      if (height > handout->words_height)
        {
          handout->words_height = height;
          handout->longest = step;
        }
    }
}

static void
set_too_small (const Handout *handout,
               GError       **error)
{
  unsigned step = handout->longest;
  const char *text = lesson_whole_sentence (handout->work->lesson, step);
  g_autofree char *title = dup_title (handout, step);

  figure_speak_to_user (handout->work);
  g_set_error (error, FIGURE_ERROR, FIGURE_ERROR_USAGE,
               ngettext ("With %u step a page the sheet is too small for the text of step %u. Choose a larger sheet: “%s”",
                         "With %u steps a page the sheet is too small for the text of step %u. Choose fewer steps a page, "
                         "or a larger sheet: “%s”", handout->work->job->per_page),
               handout->work->job->per_page, step, text != NULL ? text : title);
}

static gboolean
fill_cells (Handout *handout)
{
  double notes = handout->work->job->style.parts & FIGURE_NOTES ? LEAST_NOTES * NOTE_HEIGHT : 0;
  double room = handout->cell.height;

  measure_words (handout);
  for (double share = PICTURE_SHARE; handout->is_beside && handout->words_height > room && share >= LEAST_SHARE; share -= 0.04)
    {
      set_share (handout, share);
      measure_words (handout);
    }
  if (handout->is_beside)
    handout->picture.height = MIN (room - handout->titles_height, handout->picture.width);
  else
    {
      double under = room - GAP - handout->words_height;

      if (under - notes >= handout->picture.width * 0.6)
        under -= notes;
      handout->picture.height = MIN (under, handout->picture.width * 0.75);
    }
  handout->picture.height = floor (handout->picture.height);

  return handout->picture.height >= LEAST_HEIGHT && handout->picture.width >= LEAST_WIDTH
         && (!handout->is_beside || handout->words_height <= room);
}

/* Of six steps a page, where words are many, as many as there is room for: one row less. */
static gboolean
choose_sizes (Handout  *handout,
              GError  **error)
{
  if (fill_cells (handout))
    return TRUE;
  if (handout->work->job->per_page == MOST_STEPS)
    {
      set_rows (handout, handout->rows - 1);
      if (fill_cells (handout))
        return TRUE;
    }
  set_too_small (handout, error);
  return FALSE;
}

/* --- sheets --------------------------------------------------------------------------------------- */

static gboolean
add_picture (const Handout *handout,
             ScenePoint     at,
             unsigned       step,
             GError       **error)
{
  SceneRect rect = { at.x, at.y, handout->picture.width, handout->picture.height };
  GError *problem = NULL;

  if (figure_page_put (figure_sheets_page (handout->sheets), figure_sheets_picture (handout->sheets), handout->work, rect,
                       step, &problem))
    return TRUE;

  /* A view says how large it must be, but here that is for the sheet to give. */
  if (g_error_matches (problem, FIGURE_ERROR, FIGURE_ERROR_USAGE))
    {
      g_clear_error (&problem);
      set_too_small (handout, error);
      return FALSE;
    }
  g_propagate_error (error, problem);
  return FALSE;
}

/* Whoever has the sheet in hand would read the answer off the picture: it stands with the key, and here is room to draw. */
static void
add_blank (const Handout *handout,
           ScenePoint     at)
{
  ScenePicture *out = figure_sheets_picture (handout->sheets);
  SceneSize size = handout->picture;

  scene_add (out, &(SceneShape) { .form = SCENE_BOX, .rect = { at.x, at.y, size.width, size.height }, .opacity = NOTE_OPACITY,
                                  .marks = SCENE_MARK_SQUARE, .role = scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_GHOST) });
  figure_add_text (handout->work, out, (ScenePoint) { at.x + GAP, at.y + GAP }, size.width - 2 * GAP,
                   FIGURE_INK_FAINT (SCENE_FONT_SMALL), _("Draw what you expect. The picture stands with the answers."));
}

static gboolean
add_cell (const Handout *handout,
          SceneRect      cell,
          unsigned       step,
          GError       **error)
{
  ScenePicture *out = figure_sheets_picture (handout->sheets);
  SceneSize picture = handout->picture;
  ScenePoint at = { cell.x, cell.y };
  double end = cell.y + cell.height, titles = height_of_titles (handout, step), x, y;

  if (titles > 0)
    {
      g_autofree char *title = dup_title (handout, step);

      figure_add_text (handout->work, out, at, cell.width, FIGURE_INK_STRONG (SCENE_FONT_BOLD), title);
    }
  at.y += titles;
  if (figure_question_told (handout->work, handout->questions, step) != NULL)
    add_blank (handout, at);
  else if (!add_picture (handout, at, step, error))
    return FALSE;

  x = handout->is_beside ? at.x + picture.width + 2 * GAP : at.x;
  y = handout->is_beside ? at.y : at.y + picture.height + GAP;
  y += add_words (handout, out, (ScenePoint) { x, y }, step);
  add_notes (handout, out, (SceneRect) { x, y, handout->words_width, (handout->is_beside ? at.y + picture.height : end) - y });
  return TRUE;
}

static gboolean
add_steps (Handout  *handout,
           GError  **error)
{
  const FigureWork *work = handout->work;
  SceneRect area = figure_sheets_area (handout->sheets);

  for (unsigned step = work->first; step <= work->last; step++)
    {
      unsigned slot = (step - work->first) % cells_of (handout);
      SceneRect cell = { area.x + slot % handout->columns * (handout->cell.width + COLUMN_GAP),
                         area.y + slot / handout->columns * (handout->cell.height + ROW_GAP),
                         handout->cell.width, handout->cell.height };

      if (slot == 0)
        {
          g_autofree char *title = dup_title (handout, step);

          if (!figure_sheets_begin (handout->sheets, error))
            return FALSE;
          figure_sheets_describe (handout->sheets, title);
        }
      if (!add_cell (handout, cell, step, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
figure_handout_pages (const FigureWork *work,
                      GError          **error)
{
  unsigned parts = work->job->style.parts;
  g_autofree char *title = parts & FIGURE_TITLE ? figure_dup_title (work) : NULL;
  g_autofree char *source = parts & FIGURE_SOURCE ? figure_dup_source (work, G_MAXUINT) : NULL;
  g_autoptr (FigureSheets) sheets = figure_sheets_new (work, work->job->sheet, title, source);
  g_autoptr (GArray) questions = figure_questions (work);
  Handout handout = { .work = work, .sheets = sheets, .questions = questions };

  if (!choose_cells (&handout, error) || !choose_sizes (&handout, error) || !add_steps (&handout, error))
    return NULL;
  if (parts & FIGURE_ANSWERS && !figure_sheets_add_answers (sheets, work, questions, handout.picture, error))
    return NULL;
  return figure_sheets_finish (sheets, error);
}
