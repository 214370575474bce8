/* page.c - one step of a lesson as a page: the picture, and what stands above and below it */
#include "figure/fit.h"
#include "figure/text.h"

#include <glib/gi18n.h>
#include <math.h>

#define MARGIN 24.0
#define GAP    12.0             /* between what stands above each other, and between two views */

/* A line of a sentence that is longer is hard to follow. */
#define MOST_LINE 960.0

/* Of each view: less than that shows nothing. */
#define NAME_GAP 12.0           /* above and below the name of a machine, together */
#define LEAST_WIDTH  160.0
#define LEAST_HEIGHT 96.0

FigurePage *
figure_page_new (void)
{
  FigurePage *page = g_new0 (FigurePage, 1);

  page->shots = g_ptr_array_new_with_free_func ((GDestroyNotify) figure_shot_free);
  page->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) scene_picture_free);
  return page;
}

void
figure_page_free (FigurePage *page)
{
  if (page == NULL)
    return;

  g_clear_pointer (&page->own, scene_picture_free);
  g_clear_pointer (&page->shots, g_ptr_array_unref);
  g_clear_pointer (&page->parts, g_ptr_array_unref);
  g_free (page);
}

FigureShot *
figure_page_shoot (FigurePage       *page,
                   const FigureWork *work,
                   const FigureAim  *aim,
                   GError          **error)
{
  FigureShot *shot = figure_shot_new (work, aim);

  if (shot == NULL)
    {
      figure_set_no_memory (error);
      return NULL;
    }
  g_ptr_array_add (page->shots, shot);
  return figure_check_shot (work, shot, error) ? shot : NULL;
}

/* What a view needs to show something in type of 13 points. */
#define VIEW_WIDTH  480.0
#define VIEW_HEIGHT 300.0

double
figure_page_scale (const FigureWork *work,
                   SceneSize         place)
{
  double type = work->measure->size[SCENE_FONT_BODY] / 13;

  return MIN (place.width / (VIEW_WIDTH * type), place.height / (VIEW_HEIGHT * type));
}

/* Paler than any line of the picture. */
#define FRAME_OPACITY 0.4

void
figure_page_frame (ScenePicture     *out,
                   SceneRect         rect,
                   const FigureShot *shot)
{
  const ScenePicture *picture = figure_shot_picture (shot);

  scene_add_picture (out, (ScenePoint) { rect.x, rect.y }, rect.width / scene_picture_size (picture).width, picture);
  scene_add (out, &(SceneShape) { .form = SCENE_BOX, .rect = rect, .opacity = FRAME_OPACITY, .marks = SCENE_MARK_SQUARE,
                                  .role = scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_OUTLINE) });
}

/* A view that has no room is made smaller, but not too small to be read. */
#define LEAST_SCALE 0.6

gboolean
figure_page_put (FigurePage       *page,
                 ScenePicture     *out,
                 const FigureWork *work,
                 SceneRect         rect,
                 unsigned          step,
                 GError          **error)
{
  double scale = CLAMP (figure_page_scale (work, (SceneSize) { rect.width, rect.height }), LEAST_SCALE, 1);
  FigureAim aim = { 0, step, 1, { floor (rect.width / scale), floor (rect.height / scale) },
                    work->job->style.parts & FIGURE_LEGEND };
  FigureShot *shot = figure_page_shoot (page, work, &aim, error);

  if (shot == NULL)
    return FALSE;
  figure_page_frame (out, rect, shot);
  return TRUE;
}

/* --- what stands beside the picture ----------------------------------------------------------------- */

typedef struct {
  char       *scenario, *step, *sentence, *source;      /* NULL: not wanted or none */
  double      head, foot;                               /* heights, with their distance to the picture */
} Words;

static void
words_clear (Words *words)
{
  g_free (words->scenario);
  g_free (words->step);
  g_free (words->sentence);
  g_free (words->source);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static double
width_of_text (const FigureWork *work)
{
  return MIN (work->job->style.size.width - 2 * MARGIN, MOST_LINE * work->measure->size[SCENE_FONT_BODY] / 13);
}

static double
height_of (const FigureWork *work,
           SceneFont         font,
           const char       *text)
{
  return figure_add_text (work, NULL, (ScenePoint) { 0, 0 }, width_of_text (work), FIGURE_INK_PLAIN (font), text);
}

/* The room for title and sentence is that of the longest, so that the picture keeps its place from step to step. */
void
figure_step_page_prepare (FigureWork *work)
{
  for (unsigned step = work->first; step <= work->last; step++)
    {
      JournalPosition end = timeline_step_end (work->timeline, step);
      g_autofree char *title = figure_dup_step_title (work, step);

      work->title_room = MAX (work->title_room, height_of (work, SCENE_FONT_TITLE, title));
      work->sentence_room = MAX (work->sentence_room,
                                 height_of (work, SCENE_FONT_BODY, lesson_sentence (work->lesson, step, end)));
    }
}

static void
find_words (Words            *words,
            const FigureWork *work,
            unsigned          step,
            double            moment)
{
  unsigned parts = work->job->style.parts;

  if (parts & FIGURE_TITLE)
    {
      words->scenario = figure_dup_title (work);
      words->step = figure_dup_step_title (work, step);
      words->head = height_of (work, SCENE_FONT_SMALL, words->scenario) + work->title_room + GAP;
    }
  if (parts & FIGURE_SENTENCE)
    {
      double fraction;
      JournalPosition position = timeline_at_moment (work->timeline, step, moment, &fraction);

      words->sentence = g_strdup (lesson_sentence (work->lesson, step, position));
      words->foot += work->sentence_room > 0 ? work->sentence_room + GAP : 0;
    }
  if (parts & FIGURE_SOURCE)
    {
      words->source = figure_dup_source (work, step);
      words->foot += height_of (work, SCENE_FONT_SMALL, words->source) + GAP;
    }
}

static void
add_words (const FigureWork *work,
           const Words      *words,
           ScenePicture     *out)
{
  SceneSize size = work->job->style.size;
  double width = width_of_text (work), y = MARGIN;

  y += figure_add_text (work, out, (ScenePoint) { MARGIN, y }, width, FIGURE_INK_FAINT (SCENE_FONT_SMALL), words->scenario);
  figure_add_text (work, out, (ScenePoint) { MARGIN, y }, width, FIGURE_INK_STRONG (SCENE_FONT_TITLE), words->step);

  y = size.height - MARGIN - words->foot + GAP;
  figure_add_text (work, out, (ScenePoint) { MARGIN, y },
                   figure_balanced (work, SCENE_FONT_BODY, words->sentence, width), FIGURE_INK_PLAIN (SCENE_FONT_BODY),
                   words->sentence);
  y = size.height - MARGIN - height_of (work, SCENE_FONT_SMALL, words->source);
  figure_add_text (work, out, (ScenePoint) { MARGIN, y }, width, FIGURE_INK_FAINT (SCENE_FONT_SMALL), words->source);
}

/* --- the page ------------------------------------------------------------------------------------- */

/* The smallest size in which everything has room, in steps that one would choose. */
static void
set_too_small (const FigureWork *work,
               const Words      *words,
               unsigned          n_views,
               GError          **error)
{
  SceneSize size = work->job->style.size;
  const char *text = words->sentence != NULL && words->foot > words->head ? words->sentence : words->step;
  double width = MAX (size.width, n_views * LEAST_WIDTH + (n_views - 1) * GAP + 2 * MARGIN);
  double height = words->head + words->foot + LEAST_HEIGHT + 2 * MARGIN;

  if (text == NULL)
    text = words->source;
  figure_speak_to_user (work);
  g_set_error (error, FIGURE_ERROR, FIGURE_ERROR_USAGE,
               _("A picture of %.0f × %.0f points is too small for its text, it must be at least %.0f × %.0f: “%s”"),
               size.width, size.height, width, MAX (size.height, height), text != NULL ? text : "");
}

static gboolean
has_room (const FigureWork *work,
          const Words      *words,
          unsigned          n_views,
          SceneRect        *views,
          GError          **error)
{
  SceneSize size = work->job->style.size;
  double width = (views->width - (n_views - 1) * GAP) / n_views;

  if (work->job->style.parts & (FIGURE_TITLE | FIGURE_SENTENCE | FIGURE_SOURCE))
    {
      *views = (SceneRect) { MARGIN, MARGIN + words->head, size.width - 2 * MARGIN,
                             size.height - 2 * MARGIN - words->head - words->foot };
      width = (views->width - (n_views - 1) * GAP) / n_views;
      if (views->height < LEAST_HEIGHT || width < LEAST_WIDTH)
        {
          set_too_small (work, words, n_views, error);
          return FALSE;
        }
    }
  return TRUE;
}

/* A shot that is there already moves on. */
static gboolean
shoot (FigurePage       *page,
       const FigureWork *work,
       FigureAim         aim,
       SceneRect         rect,
       unsigned          n_views,
       GError          **error)
{
  aim.size = (SceneSize) { floor ((rect.width - (n_views - 1) * GAP) / n_views), floor (rect.height) };

  for (aim.view = 0; aim.view < n_views; aim.view++)
    if (aim.view >= page->shots->len)
      {
        if (figure_page_shoot (page, work, &aim, error) == NULL)
          return FALSE;
      }
    else
      {
        FigureShot *shot = g_ptr_array_index (page->shots, aim.view);

        if (!figure_shot_move (shot, work, aim.step, aim.moment))
          {
            figure_set_no_memory (error);
            return FALSE;
          }
        if (!figure_check_shot (work, shot, error))
          return FALSE;
      }
  return TRUE;
}

/* Of the names of two machines above their pictures. */
static double
names_height (const FigureWork *work)
{
  return work->job->against != NULL ? work->measure->line_height[SCENE_FONT_BOLD] + NAME_GAP : 0;
}

/* Where the words of a view begin: see views/page.c. */
static double
inset_of (const ScenePicture *picture)
{
  return scene_picture_size (picture).width < 700 ? 10 : 20;
}

static void
compose (FigurePage       *page,
         const FigureWork *work,
         const Words      *words,
         SceneRect         rect)
{
  const ScenePicture *first = figure_shot_picture (g_ptr_array_index (page->shots, 0));
  SceneRole rule = scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_RULE);

  scene_picture_reset (page->own, work->job->style.size);
  add_words (work, words, page->own);
  for (guint i = 0; i < page->shots->len; i++)
    {
      const ScenePicture *picture = figure_shot_picture (g_ptr_array_index (page->shots, i));
      double x = rect.x + i * (scene_picture_size (picture).width + GAP);

      scene_add_picture (page->own, (ScenePoint) { x, rect.y }, 1, picture);
      if (work->job->against != NULL && work->job->names[i] != NULL)
        figure_add_text (work, page->own, (ScenePoint) { x + inset_of (picture), rect.y - names_height (work) + NAME_GAP / 2 },
                         scene_picture_size (picture).width - 2 * inset_of (picture), FIGURE_INK_STRONG (SCENE_FONT_BOLD), work->job->names[i]);
      if (i > 0)
        scene_add_line (page->own, SCENE_NO_KEY, (ScenePoint) { x - GAP / 2, rect.y },
                        (ScenePoint) { x - GAP / 2, rect.y + rect.height }, rule);
    }
  scene_picture_describe (page->own, words->step != NULL ? words->step : scene_picture_title (first),
                          scene_picture_description (first));
}

gboolean
figure_step_page_fill (FigurePage       *page,
                       const FigureWork *work,
                       unsigned          step,
                       double            moment,
                       GError          **error)
{
  const FigureStyle *style = &work->job->style;
  unsigned n_views = style->is_side_by_side ? 2 : 1;
  SceneRect rect = { 0, 0, style->size.width, style->size.height };
  FigureAim aim = { 0, step, moment, style->size, style->parts & FIGURE_LEGEND };
  g_auto (Words) words = { 0 };

  find_words (&words, work, step, moment);
  if (!has_room (work, &words, n_views, &rect, error))
    return FALSE;
  rect.y += names_height (work);
  rect.height -= names_height (work);
  if (!shoot (page, work, aim, rect, n_views, error))
    return FALSE;

  /* A view alone is the picture itself. */
  if (n_views == 1 && rect.height == style->size.height)
    {
      page->picture = figure_shot_picture (g_ptr_array_index (page->shots, 0));
      return TRUE;
    }

  if (page->own == NULL)
    page->own = scene_picture_new ();
  if (page->own != NULL)
    compose (page, work, &words, rect);
  if (page->own == NULL || scene_picture_failed (page->own))
    {
      figure_set_no_memory (error);
      return FALSE;
    }
  page->picture = page->own;
  return TRUE;
}
