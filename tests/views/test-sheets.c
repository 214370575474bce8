/* test-sheets.c - every picture of every lesson can be read: no word over another, none outside, none cut off,
 * in both languages, at every size of type. With --all: every step and moment at every size.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gi18n.h>

#include "narration/language.h"
#include "scenario/lesson.h"
#include "sheet.h"
#include "views/cells.h"
#include "views/parts.h"

#define MOST_SHOWN 60           /* faults that are printed */
#define LEAST_LINES 16          /* for a picture */

static const SceneSize sizes[] = { { 1280, 720 }, { 640, 720 }, { 960, 540 }, { 480, 640 }, { 1280, 480 } };
static const double scales[] = { 1, 1.25, 1.5, 2 };
static const PaintTheme themes[] = { PAINT_LIGHT, PAINT_PROJECTOR };
static const double moments[] = { 1, 0.25, 0.5, 0.75 };
static bool is_all;

typedef struct {
  const char *language, *lesson, *view;
  unsigned    step;
  SceneSize   size;
  double      scale, moment;
  PaintTheme  theme;
  unsigned    n_faults;
} Place;

static void
say (const char *fault,
     void       *data)
{
  Place *place = data;

  if (place->n_faults++ < MOST_SHOWN)
    print_error ("%s step %u at %g, %s, %g × %g, %s, text × %g, %s: %s\n", place->lesson, place->step, place->moment,
                 place->view, place->size.width, place->size.height, paint_theme_id (place->theme), place->scale,
                 place->language, fault);
}

/* --- pictures ----------------------------------------------------------------------------------- */

typedef struct {
  ScenePicture *before, *after, *between;
  ViewCells    *cells[2];
} Pictures;

static void
clear_cells (Pictures *pictures)
{
  g_clear_pointer (&pictures->cells[0], view_cells_free);
  g_clear_pointer (&pictures->cells[1], view_cells_free);
}

static void
lay_out (Lesson             *lesson,
         const Place        *place,
         JournalPosition     position,
         const SceneMeasure *measure,
         ViewCells         **cells,
         ScenePicture       *out)
{
  Timeline *timeline = lesson_timeline (lesson);
  JournalPosition first = timeline_step_first (timeline, place->step), end = timeline_step_end (timeline, place->step);
  g_autofree SimEvent *events = g_new0 (SimEvent, end - first + 1);
  size_t n_events = timeline_events (timeline, first, events, end - first);
  ViewSubject subject;

  assert_int_equal (timeline_seek (timeline, position), SIM_OK);
  *cells = view_cells_new (timeline_machine (timeline));
  view_subject_init (&subject, timeline_machine (timeline));
  lesson_look (lesson, position, &subject.look);
  subject.events = events;
  subject.n_events = position - first;
  subject.n_ahead = n_events - subject.n_events;
  subject.cells = *cells;
  view_layout (view_by_id (place->view), &subject, place->size, measure, out);
}

/* Between two events that show, as the window blends them. */
static const ScenePicture *
picture_at (Lesson           *lesson,
            const Place      *place,
            const PaintFonts *fonts,
            Pictures         *pictures)
{
  Timeline *timeline = lesson_timeline (lesson);
  const SceneMeasure *measure = paint_fonts_measure (fonts);
  double fraction = 0;
  JournalPosition position = timeline_at_moment (timeline, place->step, place->moment, &fraction), next = position;
  JournalPosition end = timeline_step_end (timeline, place->step);
  SimEvent event;

  lay_out (lesson, place, position, measure, &pictures->cells[0], pictures->before);
  if (!(fraction > 0))
    return pictures->before;

  while (next < end && timeline_event (timeline, next, &event) && (next++, !timeline_event_shows (&event)))
    ;
  lay_out (lesson, place, next, measure, &pictures->cells[1], pictures->after);
  scene_blend (pictures->before, pictures->after, fraction, pictures->between);
  return pictures->between;
}

/* --- reading ------------------------------------------------------------------------------------ */

static void
read_picture (Lesson           *lesson,
              Place            *place,
              const PaintFonts *fonts,
              Pictures         *pictures)
{
  const ScenePicture *picture = picture_at (lesson, place, fonts, pictures);
  SheetReader reader = { fonts, paint_palette (place->theme), 0, place->moment < 1 };
  unsigned n_words;

  sheet_read (&reader, picture, &n_words, say, place);
  /* A sentence instead of a picture is for a sheet on which not even the rows of orders fit. */
  if (scene_picture_find (picture, scene_key (0, VIEW_PART_HEADING, 100))
      && place->size.height >= LEAST_LINES * paint_fonts_measure (fonts)->size[SCENE_FONT_SMALL])
    say ("the picture says that it is too small", place);
  if (n_words < 1)
    say ("there is not a word", place);
  clear_cells (pictures);
}

static void
read_lesson (Lesson           *lesson,
             Place            *place,
             const PaintFonts *fonts)
{
  unsigned n_steps = timeline_n_steps (lesson_timeline (lesson));
  Pictures pictures = { scene_picture_new (), scene_picture_new (), scene_picture_new (), { NULL, NULL } };
  size_t view, moment;

  for (view = 0; view < view_n (); view++)
    for (place->step = 1; place->step <= n_steps; place->step++)
      for (moment = 0; moment < (is_all ? G_N_ELEMENTS (moments) : 1); moment++)
        {
          place->view = view_at (view)->id;
          place->moment = moments[moment];
          read_picture (lesson, place, fonts, &pictures);
        }
  scene_picture_free (pictures.before);
  scene_picture_free (pictures.after);
  scene_picture_free (pictures.between);
}

static void
read_all_lessons (Place            *place,
                  const PaintFonts *fonts)
{
  Messages *messages = messages_new ();
  size_t i, j;

  for (i = 0; i < scenario_library_n (); i++)
    {
      g_autoptr (Scenario) scenario = scenario_load (scenario_library_at (i).id, messages, NULL);
      g_autoptr (Lesson) lesson = scenario ? lesson_new (scenario, NULL, messages) : NULL;

      assert_non_null (lesson);
      assert_true (lesson_run (lesson, G_MAXUINT, messages));
      place->lesson = scenario_library_at (i).id;
      for (j = 0; j < G_N_ELEMENTS (sizes); j++)
        {
          place->size = sizes[j];
          read_lesson (lesson, place, fonts);
        }
    }
  messages_free (messages);
}

static unsigned
read_in (const char *language)
{
  Place place = { .language = language };
  size_t theme, scale;

  language_set (language);
  for (theme = 0; theme < G_N_ELEMENTS (themes); theme++)
    for (scale = 0; scale < G_N_ELEMENTS (scales); scale++)
      {
        PaintFonts *fonts = paint_fonts_new (language_tag (language), paint_palette (themes[theme]), scales[scale]);

        place.theme = themes[theme];
        place.scale = scales[scale];
        if (is_all || (scale + theme) % 3 == 0)
          read_all_lessons (&place, fonts);
        paint_fonts_free (fonts);
      }
  return place.n_faults;
}

static void
every_word_of_every_lesson_can_be_read_in_english (void **state)
{
  assert_int_equal (read_in ("en"), 0);
}

static void
every_word_of_every_lesson_can_be_read_in_chinese (void **state)
{
  language_set ("zh_CN");
  assert_string_equal (_("Zones"), "内存区");
  assert_int_equal (read_in ("zh_CN"), 0);
}

int
main (int    argc,
      char **argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_word_of_every_lesson_can_be_read_in_english),
    cmocka_unit_test (every_word_of_every_lesson_can_be_read_in_chinese),
  };
  g_autofree char *folder = g_build_filename (g_getenv ("PAGESCAPE_BUILD_ROOT"), "po", NULL);

  is_all = argc > 1 && strcmp (argv[1], "--all") == 0;
  bindtextdomain ("pagescape", folder);
  bind_textdomain_codeset ("pagescape", "UTF-8");
  textdomain ("pagescape");

  return cmocka_run_group_tests (tests, NULL, NULL);
}
