/* strip.c - several steps in one picture, each with its number and title beneath */
#include "figure/text.h"

#include <glib/gi18n.h>
#include <math.h>

#define MARGIN        24.0
#define COLUMN_GAP    20.0
#define ROW_GAP       22.0
#define GAP            6.0
#define SHAPE          0.7        /* height of a picture, of its width, where nothing else says it */
#define MOST_SHAPE     0.85
#define MOST_COLUMNS   3          /* where the height follows */

/* What a view needs to show something, and how small it may become. */
#define VIEW_WIDTH   480.0
#define VIEW_HEIGHT  300.0
#define LEAST_SCALE    0.5
#define GOOD_SCALE     0.8        /* where the height follows */

typedef struct {
  const FigureWork *work;
  unsigned          n, columns, rows;
  double            head, foot;
  SceneSize         picture;
  double            words;        /* beneath each picture */
} Strip;

/* --- words ---------------------------------------------------------------------------------------- */

static double
add_caption (const Strip  *strip,
             ScenePicture *out,
             ScenePoint    at,
             unsigned      step)
{
  g_autofree char *title = figure_dup_step_title (strip->work, step);
  double top = at.y;

  at.y += GAP + figure_add_text (strip->work, out, (ScenePoint) { at.x, at.y + GAP }, strip->picture.width,
                                 FIGURE_INK_STRONG (SCENE_FONT_BOLD), title != NULL ? title : _("Before the first step"));
  if (strip->work->job->style.parts & FIGURE_SENTENCE)
    at.y += figure_add_text (strip->work, out, at, strip->picture.width, FIGURE_INK_PLAIN (SCENE_FONT_SMALL),
                             lesson_whole_sentence (strip->work->lesson, step));
  return at.y - top;
}

static double
add_head (const FigureWork *work,
          ScenePicture     *out)
{
  g_autofree char *title = figure_dup_title (work);

  if (!(work->job->style.parts & FIGURE_TITLE))
    return 0;
  return figure_add_text (work, out, (ScenePoint) { MARGIN, MARGIN }, work->job->style.size.width - 2 * MARGIN,
                          FIGURE_INK_STRONG (SCENE_FONT_TITLE), title) + 2 * GAP;
}

static double
add_foot (const FigureWork *work,
          ScenePicture     *out,
          double            y)
{
  g_autofree char *source = figure_dup_source (work, G_MAXUINT);

  if (!(work->job->style.parts & FIGURE_SOURCE))
    return 0;
  return figure_add_text (work, out, (ScenePoint) { MARGIN, y + 2 * GAP }, work->job->style.size.width - 2 * MARGIN,
                          FIGURE_INK_FAINT (SCENE_FONT_SMALL), source) + 2 * GAP;
}

/* --- sizes ---------------------------------------------------------------------------------------- */

static void
measure_captions (Strip *strip)
{
  strip->words = 0;
  for (unsigned step = strip->work->first; step <= strip->work->last; step++)
    strip->words = MAX (strip->words, add_caption (strip, NULL, (ScenePoint) { 0, 0 }, step));
}

/* Answers how much of a view's least size the pictures then have. */
static double
choose_columns (Strip    *strip,
                unsigned  columns)
{
  SceneSize size = strip->work->job->style.size;

  strip->columns = columns;
  strip->rows = (strip->n + columns - 1) / columns;
  strip->picture.width = floor ((size.width - 2 * MARGIN - (columns - 1) * COLUMN_GAP) / columns);
  measure_captions (strip);
  strip->picture.height = floor (strip->picture.width * SHAPE);
  if (size.height > 0)
    {
      double room = size.height - 2 * MARGIN - strip->head - strip->foot - (strip->rows - 1) * ROW_GAP;

      strip->picture.height = floor (MIN (room / strip->rows - strip->words, strip->picture.width * MOST_SHAPE));
    }
  return figure_page_scale (strip->work, strip->picture);
}

static gboolean
choose_sizes (Strip   *strip,
              GError **error)
{
  SceneSize size = strip->work->job->style.size;
  unsigned most = size.height > 0 ? strip->n : MIN (strip->n, MOST_COLUMNS), best = strip->n == 4 && size.height <= 0 ? 2 : most;
  double best_share = -G_MAXDOUBLE;

  for (unsigned columns = 1; size.height > 0 && columns <= most; columns++)
    {
      double share = choose_columns (strip, columns);

      if (share > best_share + 1e-6)
        {
          best_share = share;
          best = columns;
        }
    }

  best_share = choose_columns (strip, best);
  while (size.height <= 0 && best > 1 && best_share < GOOD_SCALE)
    best_share = choose_columns (strip, --best);
  if (best_share >= LEAST_SCALE)
    return TRUE;

  {
    g_autofree char *title = figure_dup_step_title (strip->work, strip->work->first);
    double width = best * VIEW_WIDTH * LEAST_SCALE + (best - 1) * COLUMN_GAP + 2 * MARGIN;
    double height = strip->rows * (VIEW_HEIGHT * LEAST_SCALE + strip->words) + (strip->rows - 1) * ROW_GAP + 2 * MARGIN
                    + strip->head + strip->foot;

    figure_speak_to_user (strip->work);
    g_set_error (error, FIGURE_ERROR, FIGURE_ERROR_USAGE,
                 _("A picture of %.0f × %.0f points is too small for its text, it must be at least %.0f × %.0f: “%s”"),
                 size.width, size.height, MAX (ceil (width), size.width), MAX (ceil (height), size.height),
                 title != NULL ? title : "");
  }
  return FALSE;
}

/* --- the strip ------------------------------------------------------------------------------------ */

static gboolean
add_step (const Strip  *strip,
          FigurePage   *page,
          unsigned      step,
          GError      **error)
{
  unsigned slot = step - strip->work->first;
  SceneSize size = strip->picture;
  ScenePoint at = { MARGIN + slot % strip->columns * (size.width + COLUMN_GAP),
                    MARGIN + strip->head + slot / strip->columns * (size.height + strip->words + ROW_GAP) };
  double scale = CLAMP (figure_page_scale (strip->work, size), LEAST_SCALE, 1);
  unsigned parts = strip->work->job->style.parts;
  FigureAim aim = { 0, step, 1, { floor (size.width / scale), floor (size.height / scale) }, parts & FIGURE_LEGEND };
  FigureShot *shot = figure_page_shoot (page, strip->work, &aim, error);

  if (shot == NULL)
    return FALSE;
  figure_page_frame (page->own, (SceneRect) { at.x, at.y, size.width, size.height }, shot);
  add_caption (strip, page->own, (ScenePoint) { at.x, at.y + size.height }, step);
  return TRUE;
}

GPtrArray *
figure_strip_pages (const FigureWork *work,
                    GError          **error)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) figure_page_free);
  Strip strip = { .work = work, .n = work->last - work->first + 1 };
  g_autofree char *title = figure_dup_title (work), *source = figure_dup_source (work, G_MAXUINT);
  FigurePage *page = figure_page_new ();
  double bottom;

  g_ptr_array_add (pages, page);
  page->picture = page->own = scene_picture_new ();
  if (page->own == NULL)
    {
      figure_set_no_memory (error);
      return NULL;
    }
  strip.head = add_head (work, NULL);
  strip.foot = add_foot (work, NULL, 0);
  if (!choose_sizes (&strip, error))
    return NULL;

  bottom = MARGIN + strip.head + strip.rows * (strip.picture.height + strip.words) + (strip.rows - 1) * ROW_GAP;
  scene_picture_reset (page->own, (SceneSize) { work->job->style.size.width,
                                                work->job->style.size.height > 0 ? work->job->style.size.height
                                                                                 : bottom + strip.foot + MARGIN });
  scene_picture_describe (page->own, title, source);
  add_head (work, page->own);
  add_foot (work, page->own, bottom);
  for (unsigned step = work->first; step <= work->last; step++)
    if (!add_step (&strip, page, step, error))
      return NULL;
  if (!scene_picture_failed (page->own))
    return g_steal_pointer (&pages);
  figure_set_no_memory (error);
  return NULL;
}
