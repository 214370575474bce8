/* test-sheets.c - every picture of every lesson can be read: no word over another, none outside, none cut off,
 * in both languages, at every size of type. With --all: every step and moment at every size. With a language: in this one.
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
#define LEAST_COLUMNS 16        /* of letters as high as they are wide: less is a column of 480 points with text of 36, twice the
                                 * projector's. What is promised is text × 2 in a window, of 640 points or more, and the
                                 * projector's on a screen, of 1280. */

static const SceneSize sizes[] = { { 1280, 720 }, { 640, 720 }, { 480, 640 }, { 960, 540 }, { 640, 400 }, { 1280, 480 } };
static const double scales[] = { 1, 1.25, 1.5, 2 };
static const PaintTheme themes[] = { PAINT_LIGHT, PAINT_PROJECTOR };
static const double moments[] = { 1, 0.25, 0.5, 0.75 };
static bool is_all;
static const char *only;          /* language; NULL: in every one */

typedef struct {
  const char *language, *lesson, *view;
  unsigned    step;
  SceneSize   size;
  double      scale, moment;
  double      contrast;         /* to be measured; 0: no */
  PaintTheme  theme;
  unsigned    n_faults;
  GHashTable *seen;             /* prints of the pictures that were read; NULL: all are read */
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

/* One end of what moves, the same for every view, size and theme. */
typedef struct {
  JournalPosition position;
  SimMachine     *machine;
  ViewCells      *cells;
  ScenePicture   *picture;              /* by the view, in the size and the type that are read now */
  bool            is_laid_out;
} Stop;

/* A moment of a step, between two events that show or at one: many moments move between the same two. */
typedef struct {
  Stop  *from, *to;
  double fraction;                      /* 0: at the first */
} Moment;

/* A step of a lesson, and pictures of it. */
typedef struct {
  Stop          stops[2 * G_N_ELEMENTS (moments)];
  Moment        moments[G_N_ELEMENTS (moments)];
  size_t        n_stops, n_moments;
  SimEvent     *events;                 /* of the step */
  size_t        n_events;
  ScenePicture *between;
} Pictures;

static void
clear_stops (Pictures *pictures)
{
  while (pictures->n_stops > 0)
    {
      Stop *stop = &pictures->stops[--pictures->n_stops];

      g_clear_pointer (&stop->picture, scene_picture_free);
      g_clear_pointer (&stop->cells, view_cells_free);
      g_clear_pointer (&stop->machine, sim_machine_free);
    }
}

static void
clear_pictures (Pictures *pictures)
{
  clear_stops (pictures);
  g_free (pictures->events);
  scene_picture_free (pictures->between);
}

static Stop *
stop_at (Timeline        *timeline,
         JournalPosition  position,
         Pictures        *pictures)
{
  Stop *stop = pictures->stops;

  for (size_t i = 0; i < pictures->n_stops; i++, stop++)
    if (stop->position == position)
      return stop;

  pictures->n_stops++;
  assert_int_equal (timeline_seek (timeline, position), SIM_OK);
  *stop = (Stop) { .position = position, .machine = sim_machine_copy (timeline_machine (timeline)), .picture = scene_picture_new () };
  assert_non_null (stop->machine);
  stop->cells = view_cells_new (stop->machine);
  return stop;
}

/* The first so many moments of a step. */
static void
begin_step (Lesson   *lesson,
            unsigned  step,
            size_t    n_moments,
            Pictures *pictures)
{
  Timeline *timeline = lesson_timeline (lesson);
  JournalPosition first = timeline_step_first (timeline, step), end = timeline_step_end (timeline, step);

  g_free (pictures->events);
  pictures->events = g_new0 (SimEvent, end - first + 1);
  pictures->n_events = timeline_events (timeline, first, pictures->events, end - first);
  end = first + pictures->n_events;

  clear_stops (pictures);
  pictures->n_moments = n_moments;
  for (size_t i = 0; i < n_moments; i++)
    {
      Moment *moment = &pictures->moments[i];
      JournalPosition next;

      moment->fraction = 0;
      next = timeline_at_moment (timeline, step, moments[i], &moment->fraction);
      moment->from = moment->to = stop_at (timeline, next, pictures);
      while (next < end && !timeline_event_shows (&pictures->events[next++ - first]))
        ;
      if (moment->fraction > 0)
        moment->to = stop_at (timeline, next, pictures);
    }
}

static const ScenePicture *
lay_out (Lesson             *lesson,
         const Place        *place,
         const Pictures     *pictures,
         Stop               *stop,
         const SceneMeasure *measure)
{
  ViewSubject subject;

  if (stop->is_laid_out)
    return stop->picture;

  view_subject_init (&subject, stop->machine);
  lesson_look (lesson, stop->position, &subject.look);
  subject.events = pictures->events;
  subject.n_events = stop->position - timeline_step_first (lesson_timeline (lesson), place->step);
  subject.n_ahead = pictures->n_events - subject.n_events;
  subject.cells = stop->cells;
  view_layout (view_by_id (place->view), &subject, place->size, measure, stop->picture);
  stop->is_laid_out = true;
  return stop->picture;
}

/* Between two events that show, as the window blends them. */
static const ScenePicture *
picture_of (Lesson           *lesson,
            const Place      *place,
            const PaintFonts *fonts,
            Pictures         *pictures,
            const Moment     *moment)
{
  const SceneMeasure *measure = paint_fonts_measure (fonts);
  const ScenePicture *before = lay_out (lesson, place, pictures, moment->from, measure);

  if (!(moment->fraction > 0))
    return before;

  scene_blend (before, lay_out (lesson, place, pictures, moment->to, measure), moment->fraction, pictures->between);
  return pictures->between;
}

/* --- reading ------------------------------------------------------------------------------------ */

static guint64
mixed (guint64 print,
       guint64 word)
{
  print = (print ^ word) * UINT64_C (0x9e3779b97f4a7c15);
  return print ^ print >> 31;
}

/* All that is read of a picture, in one number. */
static guint64
print_of (const ScenePicture *picture)
{
  guint64 print = scene_picture_n_shapes (picture);

  for (size_t i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);
      double numbers[] = { shape->rect.x, shape->rect.y, shape->rect.width, shape->rect.height, shape->far.y, shape->far.height,
                           shape->opacity };

      print = mixed (print, (guint64) shape->form << 32 | (guint64) shape->role << 24 | (guint64) shape->marks << 16
                            | (guint64) shape->font << 8 | shape->align);
      print = mixed (print, (guint64) shape->key.kind << 32 | shape->key.part);
      print = mixed (print, shape->key.id);
      for (size_t j = 0; j < G_N_ELEMENTS (numbers); j++)
        {
          guint64 word;

          memcpy (&word, &numbers[j], sizeof word);
          print = mixed (print, word);
        }
      for (const char *letter = shape->label; letter != NULL && *letter != 0; letter++)
        print = mixed (print, (guint8) *letter);
    }
  return print;
}

/* Views that a lesson is not about show the same from step to step: the same picture in the same type has the same faults. */
static bool
is_new (const Place        *place,
        const ScenePicture *picture)
{
  guint64 print = print_of (picture);

  print = mixed (print, (guint64) place->theme << 32 | (guint64) (place->scale * 100));
  print = mixed (print, (guint64) place->size.width << 32 | (guint64) place->size.height);
  print = mixed (print, place->moment < 1);
  return g_hash_table_add (place->seen, g_memdup2 (&print, sizeof print));
}

static void
read_picture (Place              *place,
              const PaintFonts   *fonts,
              const ScenePicture *picture)
{
  SheetReader reader = { fonts, paint_palette (place->theme), place->theme == PAINT_PROJECTOR ? 18 * place->scale : 0,
                         place->moment < 1, place->contrast };
  unsigned n_words;

  if (place->seen != NULL && !is_new (place, picture))
    return;
  sheet_read (&reader, picture, &n_words, say, place);
  /* A sentence instead of a picture is for a sheet on which not even the rows of orders fit. */
  if (scene_picture_find (picture, scene_key (0, VIEW_PART_HEADING, 100))
      && place->size.height >= LEAST_LINES * paint_fonts_measure (fonts)->size[SCENE_FONT_SMALL]
      && place->size.width >= LEAST_COLUMNS * paint_fonts_measure (fonts)->size[SCENE_FONT_SMALL])
    say ("the picture says that it is too small", place);
  if (n_words < 1)
    say ("there is not a word", place);
}

/* A view in a size, at each moment of the step. */
static void
read_moments (Lesson           *lesson,
              Place            *place,
              const PaintFonts *fonts,
              Pictures         *pictures)
{
  for (size_t i = 0; i < pictures->n_stops; i++)
    pictures->stops[i].is_laid_out = false;
  for (size_t i = 0; i < pictures->n_moments; i++)
    {
      place->moment = moments[i];
      read_picture (place, fonts, picture_of (lesson, place, fonts, pictures, &pictures->moments[i]));
    }
}

/* By every view, in every size. */
static void
read_step (Lesson           *lesson,
           Place            *place,
           const PaintFonts *fonts,
           Pictures         *pictures)
{
  for (size_t size = 0; size < G_N_ELEMENTS (sizes); size += is_all ? 1 : 2)
    for (size_t view = 0; view < view_n (); view++)
      {
        place->size = sizes[size];
        place->view = view_at (view)->id;
        read_moments (lesson, place, fonts, pictures);
      }
}

/* The type of a theme at a scale. */
typedef struct {
  PaintTheme  theme;
  double      scale;
  PaintFonts *fonts;
} Type;

static void
read_lesson (Lesson     *lesson,
             Place      *place,
             const Type *types,
             size_t      n_types)
{
  unsigned n_steps = timeline_n_steps (lesson_timeline (lesson));
  Pictures pictures = { .between = scene_picture_new () };

  for (place->step = 1; place->step <= n_steps; place->step++)
    {
      begin_step (lesson, place->step, is_all ? G_N_ELEMENTS (moments) : 1, &pictures);
      for (size_t type = 0; type < n_types; type++)
        {
          place->theme = types[type].theme;
          place->scale = types[type].scale;
          read_step (lesson, place, types[type].fonts, &pictures);
        }
    }
  clear_pictures (&pictures);
}

static void
read_all_lessons (Place      *place,
                  const Type *types,
                  size_t      n_types)
{
  Messages *messages = messages_new ();
  size_t i;

  /* The last one is not a lesson: memory is short in it. */
  for (i = 0; i <= scenario_library_n (); i++)
    {
      g_autofree char *pressure = g_build_filename (g_getenv ("PAGESCAPE_SAMPLES"), "pressure.scenario", NULL);
      const char *name = i < scenario_library_n () ? scenario_library_at (i).id : pressure;
      g_autoptr (Scenario) scenario = scenario_load (name, messages, NULL);
      g_autoptr (Lesson) lesson = scenario ? lesson_new (scenario, NULL, messages) : NULL;

      assert_non_null (lesson);
      assert_true (lesson_run (lesson, G_MAXUINT, messages));
      place->lesson = name;
      read_lesson (lesson, place, types, n_types);
    }
  messages_free (messages);
}

static unsigned
read_in (const char *language)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Place place = { .language = language, .seen = seen };
  Type types[G_N_ELEMENTS (themes) * G_N_ELEMENTS (scales)];
  size_t n_types = 0, theme, scale;

  language_set (language);
  for (scale = 0; scale < G_N_ELEMENTS (scales); scale++)
    for (theme = 0; theme < G_N_ELEMENTS (themes); theme++)
      if (is_all || (scale == 0 || (scale == 3 && themes[theme] == PAINT_LIGHT)))
        types[n_types++] = (Type) { themes[theme], scales[scale],
                                    paint_fonts_new (language_tag (language), paint_palette (themes[theme]), scales[scale]) };
  read_all_lessons (&place, types, n_types);
  while (n_types > 0)
    paint_fonts_free (types[--n_types].fonts);
  return place.n_faults;
}

static void
every_word_of_every_lesson_can_be_read_in_english (void **state)
{
  if (only && strcmp (only, "en") != 0)
    skip ();
  assert_int_equal (read_in ("en"), 0);
}

static void
every_word_of_every_lesson_can_be_read_in_chinese (void **state)
{
  if (only && strcmp (only, "zh_CN") != 0)
    skip ();
  language_set ("zh_CN");
  assert_string_equal (_("Zones"), "内存区");
  assert_int_equal (read_in ("zh_CN"), 0);
}

/* --- the reader itself -------------------------------------------------------------------------- */

static void
note (const char *fault,
      void       *data)
{
  g_string_append_printf (data, "%s\n", fault);
}

static void
expect_fault (ScenePicture *picture,
              const char   *part)
{
  PaintFonts *fonts = paint_fonts_new ("en", paint_palette (PAINT_LIGHT), 1);
  SheetReader reader = { fonts, paint_palette (PAINT_LIGHT), 10.5, false, 4.5 };
  g_autoptr (GString) faults = g_string_new (NULL);
  unsigned n = sheet_read (&reader, picture, NULL, note, faults);

  if (part == NULL ? n != 0 : n != 1 || strstr (faults->str, part) == NULL)
    fail_msg ("expected \"%s\", found %u: %s", part ? part : "nothing", n, faults->str);
  paint_fonts_free (fonts);
  scene_picture_reset (picture, (SceneSize) { 200, 100 });
}

static SceneShape *
add_word (ScenePicture *picture,
          double        x,
          double        width,
          const char   *text)
{
  return scene_add_text (picture, SCENE_NO_KEY, (SceneRect) { x, 40, width, 20 }, SCENE_FONT_BODY, SCENE_START,
                         scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_NONE), text);
}

static SceneShape *
add_box (ScenePicture *picture,
         double        x,
         double        y,
         const char   *text)
{
  return scene_add_box (picture, SCENE_NO_KEY, (SceneRect) { x, y, 30, 18 },
                        scene_role (SCENE_HUE_NORMAL, SCENE_FILL_FREE), text);
}

static void
the_reader_finds_every_kind_of_fault (void **state)
{
  ScenePicture *picture = scene_picture_new ();

  scene_picture_reset (picture, (SceneSize) { 200, 100 });
  add_word (picture, 10, 60, "one");
  add_word (picture, 80, 60, "two");
  expect_fault (picture, NULL);
  add_word (picture, 10, 60, "one");
  add_word (picture, 20, 60, "two");
  expect_fault (picture, "lies over");
  add_word (picture, 180, 80, "beyond");
  expect_fault (picture, "leaves the sheet");
  add_word (picture, 10, 30, "0x12345678");
  expect_fault (picture, "which has a number, is shortened");
  add_word (picture, 10, 30, "a long word");
  expect_fault (picture, "no hint says it whole");
  add_word (picture, 10, 30, "a long word");
  scene_set_hint (picture, "a long word");
  expect_fault (picture, NULL);
  add_word (picture, 10, 60, "small")->font = SCENE_FONT_MONO_SMALL;
  expect_fault (picture, "is written in 10 points");
  add_word (picture, 10, 60, "pale")->opacity = 0.5;
  expect_fault (picture, "is painted with a contrast of");
  add_word (picture, 41, 60, "near");
  add_box (picture, 10, 40, NULL)->marks = SCENE_MARK_CHANGED;
  expect_fault (picture, "goes through \"near\"");
  add_box (picture, 10, 40, NULL)->marks = SCENE_MARK_CHANGED;
  add_box (picture, 46, 40, NULL)->marks = SCENE_MARK_CHANGED;
  expect_fault (picture, "touch");
  scene_picture_free (picture);
}

/* With --all each theme at the end of each lesson, and the projector's at every step. */
static void
read_ink_in (const char *language)
{
  static const double contrasts[PAINT_N_THEMES] = {
    [PAINT_LIGHT] = 4.5, [PAINT_DARK] = 4.5, [PAINT_PRINT] = 4.5, [PAINT_PROJECTOR] = 7, [PAINT_HIGH_CONTRAST] = 7,
  };
  Place place = { .language = language, .scale = 1, .size = sizes[0] };
  Pictures pictures = { .between = scene_picture_new () };
  g_autoptr (Messages) messages = messages_new ();
  PaintFonts *fonts[PAINT_N_THEMES];
  size_t i, view;
  int theme;

  language_set (language);
  for (theme = 0; theme < PAINT_N_THEMES; theme++)
    fonts[theme] = paint_fonts_new (language_tag (language), paint_palette ((PaintTheme) theme), 1);
  for (i = 0; i < scenario_library_n (); i++)
    {
      g_autoptr (Scenario) scenario = scenario_load (scenario_library_at (i).id, messages, NULL);
      g_autoptr (Lesson) lesson = lesson_new (scenario, NULL, messages);
      unsigned n_steps;

      assert_true (lesson_run (lesson, G_MAXUINT, messages));
      n_steps = timeline_n_steps (lesson_timeline (lesson));
      place.lesson = scenario_library_at (i).id;
      for (place.step = is_all ? 1 : n_steps; place.step <= n_steps; place.step++)
        {
          begin_step (lesson, place.step, 1, &pictures);
          for (theme = 0; theme < PAINT_N_THEMES; theme++)
            for (view = 0; view < view_n (); view++)
              {
                if (theme != PAINT_PROJECTOR && (!is_all || place.step < n_steps))
                  continue;
                place.theme = (PaintTheme) theme;
                place.contrast = contrasts[theme];
                place.view = view_at (view)->id;
                read_moments (lesson, &place, fonts[theme], &pictures);
              }
        }
    }
  for (theme = 0; theme < PAINT_N_THEMES; theme++)
    paint_fonts_free (fonts[theme]);
  clear_pictures (&pictures);
  assert_int_equal (place.n_faults, 0);
}

static void
every_word_is_painted_with_the_contrast_of_its_theme (void **state)
{
  if (!only || strcmp (only, "en") == 0)
    read_ink_in ("en");
  if (!only || strcmp (only, "zh_CN") == 0)
    read_ink_in ("zh_CN");
}

int
main (int    argc,
      char **argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_reader_finds_every_kind_of_fault),
    cmocka_unit_test (every_word_of_every_lesson_can_be_read_in_english),
    cmocka_unit_test (every_word_of_every_lesson_can_be_read_in_chinese),
    cmocka_unit_test (every_word_is_painted_with_the_contrast_of_its_theme),
  };
  g_autofree char *folder = g_build_filename (g_getenv ("PAGESCAPE_BUILD_ROOT"), "po", NULL);

  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--all") == 0)
      is_all = true;
    else if (strcmp (argv[i], "en") == 0 || strcmp (argv[i], "zh_CN") == 0)
      only = argv[i];
    else
      return 2;
  bindtextdomain ("pagescape", folder);
  bind_textdomain_codeset ("pagescape", "UTF-8");
  textdomain ("pagescape");

  return cmocka_run_group_tests (tests, NULL, NULL);
}
