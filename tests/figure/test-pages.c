/* test-pages.c - every sheet and strip of every lesson can be read: no word over another or over a picture, nothing
 * outside the paper, nothing cut off; in both languages
 */
#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "narration/language.h"
#include "views/sheet.h"

#define MOST_SHOWN 40           /* faults that are printed */
#define SLACK       0.5

typedef struct {
  const char *lesson, *what;
  const FigureJob *job;
  size_t      page;
  PaintFonts *fonts;
  gboolean    may_refuse;
  unsigned    n_faults, n_pages, n_words, n_parts;
} Place;

static void
say (const char *fault,
     void       *data)
{
  Place *place = data;

  if (place->n_faults++ < MOST_SHOWN)
    print_error ("%s, %s, %u a page, %s, %s, page %zu: %s\n", place->lesson, place->what, place->job->per_page,
                 paint_theme_id (place->job->style.theme), place->job->language, place->page + 1, fault);
}

static gboolean
meet (SceneRect a,
      SceneRect b)
{
  return a.x + a.width > b.x + SLACK && b.x + b.width > a.x + SLACK && a.y + a.height > b.y + SLACK
         && b.y + b.height > a.y + SLACK;
}

static gboolean
lies_in (SceneRect inner,
         SceneSize outer)
{
  return inner.x >= -SLACK && inner.y >= -SLACK && inner.x + inner.width <= outer.width + SLACK
         && inner.y + inner.height <= outer.height + SLACK;
}

/* Of a line that goes up or to the left, too. */
static SceneRect
upright (SceneRect rect)
{
  return (SceneRect) { MIN (rect.x, rect.x + rect.width), MIN (rect.y, rect.y + rect.height), ABS (rect.width),
                       ABS (rect.height) };
}

/* Pictures on a page have their place for themselves. */
static void
read_parts (Place              *place,
            const ScenePicture *picture)
{
  size_t n = scene_picture_n_shapes (picture);

  for (size_t i = 0; i < n; i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (!lies_in (upright (shape->rect), scene_picture_size (picture)))
        say ("something leaves the paper", place);
      for (size_t j = 0; shape->form == SCENE_PICTURE && j < n; j++)
        {
          const SceneShape *other = scene_picture_shape (picture, j);

          /* A frame goes around it. */
          if (j != i && other->form != SCENE_BOX && meet (shape->rect, upright (other->rect)))
            say (other->label != NULL ? other->label : "two pictures meet", place);
        }
    }
}

static void
read_page (Place              *place,
           const ScenePicture *picture)
{
  SheetReader reader = { place->fonts, export_palette (place->job->style.theme, place->job->style.paper), 0, false };
  size_t n = scene_picture_n_shapes (picture);
  unsigned n_words = 0;

  sheet_read (&reader, picture, &n_words, say, place);
  place->n_words += n_words;
  for (size_t i = 0; i < n; i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->form != SCENE_PICTURE)
        continue;
      place->n_parts++;
      read_page (place, shape->picture);
    }
  if (n > 1 && scene_picture_shape (picture, 0)->form != SCENE_GRID)
    read_parts (place, picture);
}

static void
read_job (Place           *place,
          Lesson          *lesson,
          const char      *what,
          const FigureJob *job)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FigurePages) pages = figure_pages_new (lesson, job, &error);

  place->what = what;
  place->job = job;
  if (pages == NULL)
    {
      if (!place->may_refuse || !g_error_matches (error, FIGURE_ERROR, FIGURE_ERROR_USAGE))
        say (error->message, place);
      return;
    }
  place->fonts = paint_fonts_new (language_tag (job->language), export_palette (job->style.theme, job->style.paper), 1);
  for (place->page = 0; place->page < figure_pages_n (pages); place->page++)
    {
      const ScenePicture *page = figure_pages_at (pages, place->page);

      /* Points around pixels. */
      if (scene_picture_n_shapes (page) == 1 && scene_picture_shape (page, 0)->form == SCENE_PICTURE)
        page = scene_picture_shape (page, 0)->picture;
      read_page (place, page);
      place->n_pages++;
    }
  g_clear_pointer (&place->fonts, paint_fonts_free);
}

static void
read_handouts (Place      *place,
               Lesson     *lesson,
               const char *language,
               unsigned    more_parts)
{
  static const struct { unsigned per_page; SceneSize sheet; PaintTheme theme; } handouts[] = {
    { 1, { 0, 0 }, PAINT_PRINT }, { 2, { 0, 0 }, PAINT_PRINT }, { 4, { 0, 0 }, PAINT_PRINT }, { 6, { 0, 0 }, PAINT_PRINT },
    { 1, { 842, 595 }, PAINT_PRINT }, { 2, { 842, 595 }, PAINT_LIGHT }, { 4, { 842, 595 }, PAINT_PRINT },
    { 6, { 842, 595 }, PAINT_PRINT }, { 4, { 612, 792 }, PAINT_HIGH_CONTRAST }, { 1, { 0, 0 }, PAINT_PROJECTOR },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (handouts); i++)
    {
      FigureJob job;

      figure_job_init (&job, FIGURE_HANDOUT);
      job.per_page = handouts[i].per_page;
      job.sheet = handouts[i].sheet;
      job.style.theme = handouts[i].theme;
      job.style.parts |= more_parts;
      job.language = language;
      read_job (place, lesson, job.sheet.width > job.sheet.height ? "landscape handout" : "handout", &job);
    }
}

static void
read_strips_and_steps (Place      *place,
                       Lesson     *lesson,
                       const char *language)
{
  static const SceneSize sizes[] = { { 1280, 0 }, { 1600, 1200 }, { 960, 0 } };
  FigureJob job;

  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      figure_job_init (&job, FIGURE_STRIP);
      job.style.size = sizes[i];
      job.style.parts |= FIGURE_SOURCE | (i == 0 ? FIGURE_SENTENCE : 0);
      job.language = language;
      read_job (place, lesson, "strip", &job);
    }
  figure_job_init (&job, FIGURE_EVERY_STEP);
  job.style.views[0].view = view_by_id ("buddy");
  job.style.views[1].view = view_by_id ("map");
  job.style.is_side_by_side = TRUE;
  job.style.parts |= FIGURE_TITLE | FIGURE_SENTENCE | FIGURE_SOURCE;
  job.language = language;
  read_job (place, lesson, "steps", &job);
}

static void
every_page_of_every_lesson_can_be_read (void **state)
{
  Place place = { 0 };

  for (size_t i = 0; i < scenario_library_n (); i++)
    {
      g_autoptr (Lesson) lesson = make_lesson (scenario_library_at (i).id);

      place.lesson = scenario_library_at (i).id;
      for (size_t j = 0; j < language_n (); j++)
        {
          read_handouts (&place, lesson, language_at (j), 0);
          read_strips_and_steps (&place, lesson, language_at (j));
        }
    }
  assert_int_equal (place.n_faults, 0);
  assert_true (place.n_pages > 300 && place.n_parts > 700 && place.n_words > 20000);
}

static void
long_titles_sentences_questions_and_notes_have_room_or_are_refused (void **state)
{
  g_autoptr (Lesson) lesson = parse_lesson (long_lesson, "a file whose name is as long as names of files may well become, and longer.scenario");
  Place place = { .lesson = "long", .may_refuse = TRUE };

  read_handouts (&place, lesson, "en", FIGURE_SPEAKER);
  read_strips_and_steps (&place, lesson, "en");
  assert_int_equal (place.n_faults, 0);
  assert_true (place.n_pages > 40);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_page_of_every_lesson_can_be_read),
    cmocka_unit_test (long_titles_sentences_questions_and_notes_have_room_or_are_refused),
  };
  g_autofree char *catalogues = g_build_filename (g_getenv ("PAGESCAPE_BUILD_ROOT"), "po", NULL);

  find_words (catalogues);
  int n_failed = cmocka_run_group_tests (tests, NULL, NULL);

  wait_for_threads ();
  return n_failed;
}
