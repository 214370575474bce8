/* test-presentation.c - what a class sees, measured on the pixels of every step of every lesson
 *
 * The size of a text is held against the same words painted at the size that is asked for; see ink.h.
 *
 * Run once for each language: test-app-presentation [LANGUAGE]
 */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gi18n.h>
#include <pango/pangocairo.h>

#include "ink.h"

#include "app/presentation-sheet.h"
#include "app/words.h"
#include "paint/geometry.h"
#include "scenario/lesson.h"
#include "views/cells.h"
#include "views/view.h"

#define WIDTH  INK_PAGE_WIDTH
#define HEIGHT INK_PAGE_HEIGHT

#define LEAST_IN_PICTURE 18
#define LEAST_CONTRAST   7.0

/* Half a pixel at the upper edge of letters that are not on the pixel grid, and the bytes that colours are kept in. */
#define PIXELS_OFF   0.6
#define CONTRAST_OFF 0.15

static const char *language = "en";

/* --- sizes ----------------------------------------------------------------------------------- */

/* How far letters of a size reach above their line, painted on white. */
static double
ascent_of (const char *text,
           const char *families,
           bool        is_bold,
           double      size)
{
  PangoContext *context = paint_context_new (language);
  PangoFontDescription *description = pango_font_description_new ();
  PangoLayout *layout = pango_layout_new (context);
  PaintColor black = { 0, 0, 0 }, white = { 1, 1, 1 };
  ScenePoint at = { 20, 100 };
  double baseline;
  Pages pages;
  Ink ink;

  pango_font_description_set_family (description, families);
  pango_font_description_set_weight (description, is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  baseline = at.y + (double) pango_layout_get_baseline (layout) / PANGO_SCALE;

  pages = (Pages) { paint_layout (layout, at, white, black), paint_layout (layout, at, black, black),
                    paint_layout (layout, at, black, white) };
  ink = measure_ink (&pages, (SceneRect) { 0, 0, WIDTH, baseline });
  clear_pages (&pages);
  g_object_unref (layout);
  pango_font_description_free (description);
  g_object_unref (context);

  return ink.is_there ? baseline - ink.top : 0;
}

/* The same words stand in every step. */
static double
known_ascent (SceneFont   font,
              const char *text)
{
  static GHashTable *known;
  g_autofree char *key = g_strdup_printf ("%d %s", font, text);
  double *found;

  if (!known)
    known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  found = g_hash_table_lookup (known, key);
  if (!found)
    {
      found = g_new (double, 1);
      *found = ascent_of (text, paint_fonts_families (font, language), paint_font_is_bold (font), LEAST_IN_PICTURE);
      g_hash_table_insert (known, g_steal_pointer (&key), found);
    }

  return *found;
}

/* --- lessons ------------------------------------------------------------------------------- */

static Lesson *
run_lesson (const char *id)
{
  g_autoptr (Messages) messages = messages_new ();
  g_autoptr (Scenario) scenario = scenario_load (id, messages, NULL);
  Lesson *lesson;

  assert_non_null (scenario);
  lesson = lesson_new (scenario, NULL, messages);
  assert_non_null (lesson);
  assert_true (lesson_run (lesson, G_MAXUINT, messages));
  return lesson;
}

static PresentationSheet
sheet_of (Lesson       *lesson,
          PangoContext *context,
          SceneSize     size,
          double        desktop,
          double        zoom)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  PresentationContent content = { size, desktop, zoom, titles, sentences, 0 };
  LessonQuestion question;
  PresentationSheet sheet;

  for (unsigned number = 0; lesson_question (lesson, number, &question); number++)
    content.least_sentence = MAX (content.least_sentence, presentation_question_lines (question.text, question.choices));

  for (unsigned step = 0; step <= timeline_n_steps (lesson_timeline (lesson)); step++)
    {
      char *sentence = pagescape_words_sentence (lesson, step, UINT64_MAX);

      g_ptr_array_add (titles, (gpointer) pagescape_words_title (lesson, step));
      if (sentence)
        g_ptr_array_add (sentences, sentence);
    }
  presentation_sheet_make (&sheet, context, &content);
  return sheet;
}

/* What the window shows at the end of a step. The picture borrows the cells. */
static void
lay_out (Lesson             *lesson,
         unsigned            step,
         SceneSize           size,
         const PaintFonts   *fonts,
         ScenePicture       *picture,
         ViewCells         **cells)
{
  Timeline *timeline = lesson_timeline (lesson);
  JournalPosition first = timeline_step_first (timeline, step), end = timeline_step_end (timeline, step);
  g_autofree SimEvent *events = g_new0 (SimEvent, end - first + 1);
  const char *looked_at;
  const View *view;
  ViewSubject subject;

  assert_int_equal (timeline_seek (timeline, end), SIM_OK);
  *cells = view_cells_new (timeline_machine (timeline));
  view_subject_init (&subject, timeline_machine (timeline));
  looked_at = lesson_look (lesson, end, &subject.look);
  view = looked_at ? view_by_id (looked_at) : NULL;
  subject.events = events;
  subject.n_events = timeline_events (timeline, first, events, end - first);
  subject.cells = *cells;
  subject.legend = true;
  scene_picture_reset (picture, size);
  view_layout (view ? view : view_at (0), &subject, size, paint_fonts_measure (fonts), picture);
}

/* --- claims -------------------------------------------------------------------------------- */

static unsigned n_faults;

static void
fault (const char *lesson,
       unsigned    step,
       const char *text,
       const char *what,
       double      is,
       double      least)
{
  if (n_faults++ < 12)
    print_error ("%s, step %u, “%s”: %s %.2f, not %.2f\n", lesson, step, text, what, is, least);
}

static unsigned
check_picture (const char         *id,
               unsigned            step,
               const ScenePicture *picture,
               const PaintPalette *palette,
               PaintFonts         *fonts,
               SceneRect           place)
{
  Pages pages = paint_pages (picture, palette, fonts, (ScenePoint) { place.x, place.y });
  unsigned n = 0;

  for (size_t i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);
      PaintLabel label;
      double least, is;
      Ink ink;

      if (shape->opacity < 1 || !paint_place_label (fonts, shape, palette, &label))
        continue;

      /* Above its line only: what changed is underlined. */
      ink = measure_ink (&pages, (SceneRect) { place.x + label.x, place.y + label.baseline - 1.3 * paint_fonts_measure (fonts)->size[shape->font],
                                               label.width, 1.3 * paint_fonts_measure (fonts)->size[shape->font] });
      least = known_ascent (shape->font, label.text);
      is = place.y + label.baseline - ink.top;
      if (ink.is_there && least > 0)
        {
          n++;
          if (is < least - PIXELS_OFF)
            fault (id, step, label.text, "height above the line", is, least);
          if (ink.contrast < LEAST_CONTRAST - CONTRAST_OFF)
            fault (id, step, label.text, "contrast", ink.contrast, LEAST_CONTRAST);
        }
      paint_clear_label (&label);
    }
  clear_pages (&pages);

  return n;
}

static void
check_text (const char              *id,
            unsigned                 step,
            const PresentationSheet *sheet,
            PangoContext            *context,
            PresentationText         which,
            const char              *text,
            const PaintPalette      *palette)
{
  PangoLayout *layout = presentation_sheet_layout (sheet, context, which, text);
  PaintColor black = { 0, 0, 0 }, white = { 1, 1, 1 };
  SceneRect place = sheet->places[which];
  ScenePoint at = { place.x, place.y };
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  g_autofree char *words = g_strndup (text + line->start_index, line->length);
  Pages pages = { paint_layout (layout, at, palette->paper, presentation_color (palette, which)),
                  paint_layout (layout, at, palette->paper, black), paint_layout (layout, at, palette->paper, white) };
  double baseline = place.y + (double) pango_layout_get_baseline (layout) / PANGO_SCALE;
  Ink ink = measure_ink (&pages, (SceneRect) { place.x - 2, place.y - 2, place.width + 4, baseline - place.y + 2 });
  double least = ascent_of (words, paint_fonts_families (SCENE_FONT_BODY, language), which == PRESENTATION_TITLE,
                            PRESENTATION_LEAST_SIZE);
  int width, height;

  assert_true (ink.is_there);
  pango_layout_get_size (layout, &width, &height);
  if (pango_layout_is_ellipsized (layout))
    fault (id, step, text, "shortened", 1, 0);
  if (height > place.height * PANGO_SCALE + PANGO_SCALE || width > place.width * PANGO_SCALE + PANGO_SCALE)
    fault (id, step, text, "leaves its place", (double) height / PANGO_SCALE, place.height);
  if (baseline - ink.top < least - PIXELS_OFF)
    fault (id, step, text, "height above the line", baseline - ink.top, least);
  if (ink.contrast < LEAST_CONTRAST - CONTRAST_OFF)
    fault (id, step, text, "contrast", ink.contrast, LEAST_CONTRAST);
  clear_pages (&pages);
  g_object_unref (layout);
}

static unsigned
check_lesson (const char *id,
              gboolean    is_dark)
{
  const PaintPalette *palette = paint_palette_on (PAINT_PROJECTOR, is_dark);
  g_autoptr (Lesson) lesson = run_lesson (id);
  PangoContext *context = paint_context_new (language);
  PresentationSheet sheet = sheet_of (lesson, context, (SceneSize) { WIDTH, HEIGHT }, 1, 1);
  PaintFonts *fonts = paint_fonts_new (language, palette, sheet.picture_scale);
  ScenePicture *picture = scene_picture_new ();
  unsigned n = 0;

  for (unsigned step = 0; step <= timeline_n_steps (lesson_timeline (lesson)); step++)
    {
      g_autofree char *sentence = pagescape_words_sentence (lesson, step, UINT64_MAX);
      ViewCells *cells;

      check_text (id, step, &sheet, context, PRESENTATION_TITLE, pagescape_words_title (lesson, step), palette);
      if (sentence)
        check_text (id, step, &sheet, context, PRESENTATION_SENTENCE, sentence, palette);

      lay_out (lesson, step, (SceneSize) { sheet.picture.width, sheet.picture.height }, fonts, picture, &cells);
      n += check_picture (id, step, picture, palette, fonts, sheet.picture);
      view_cells_free (cells);
    }

  scene_picture_free (picture);
  paint_fonts_free (fonts);
  g_object_unref (context);
  return n;
}

static void
the_last_row_can_read_every_step_of_every_lesson (void **state)
{
  unsigned n = 0;

  n_faults = 0;
  for (size_t i = 0; i < scenario_library_n (); i++)
    n += check_lesson (scenario_library_at (i).id, FALSE);

  print_message ("%u texts in pictures measured, %u faults\n", n, n_faults);
  assert_true (n > 200);
  assert_int_equal (n_faults, 0);
}

static void
on_dark_paper_it_can_as_well (void **state)
{
  n_faults = 0;
  assert_true (check_lesson ("21-split", TRUE) > 50);
  assert_true (check_lesson ("13-zones", TRUE) > 50);
  assert_int_equal (n_faults, 0);
}

/* The measure itself: what is smaller or paler is found. */
static void
smaller_and_paler_type_is_found (void **state)
{
  PangoContext *context = paint_context_new (language);
  const PaintPalette *palette = paint_palette (PAINT_PROJECTOR);
  g_autoptr (Lesson) lesson = run_lesson ("21-split");
  PresentationSheet sheet = sheet_of (lesson, context, (SceneSize) { WIDTH, HEIGHT }, 1, 1);
  PaintFonts *fonts = paint_fonts_new (language, palette, 17.0 / 18);
  PaintPalette *pale = g_memdup2 (palette, sizeof *palette);
  ScenePicture *picture = scene_picture_new ();
  ViewCells *cells;

  n_faults = 0;
  lay_out (lesson, 3, (SceneSize) { sheet.picture.width, sheet.picture.height }, fonts, picture, &cells);
  check_picture ("smaller", 3, picture, palette, fonts, sheet.picture);
  view_cells_free (cells);
  assert_true (n_faults > 10);

  n_faults = 0;
  paint_fonts_free (fonts);
  fonts = paint_fonts_new (language, palette, 1);
  for (int role = 0; role < 256; role++)
    pale->styles[role].text = (PaintColor) { 0.45, 0.45, 0.45 };
  lay_out (lesson, 3, (SceneSize) { sheet.picture.width, sheet.picture.height }, fonts, picture, &cells);
  check_picture ("paler", 3, picture, pale, fonts, sheet.picture);
  view_cells_free (cells);
  assert_true (n_faults > 10);

  n_faults = 0;
  sheet.sizes[PRESENTATION_SENTENCE] = 26;
  check_text ("smaller", 3, &sheet, context, PRESENTATION_SENTENCE, lesson_whole_sentence (lesson, 3), palette);
  assert_true (n_faults > 0);

  scene_picture_free (picture);
  paint_fonts_free (fonts);
  g_free (pale);
  g_object_unref (context);
}

static void
check_sheet (const char *id,
             Lesson     *lesson,
             SceneSize   size,
             double      desktop,
             double      zoom)
{
  PangoContext *context = paint_context_new (language);
  PresentationSheet sheet = sheet_of (lesson, context, size, desktop, zoom);
  const SceneRect *title = &sheet.places[PRESENTATION_TITLE], *place = &sheet.places[PRESENTATION_PLACE];
  const SceneRect *sentence = &sheet.places[PRESENTATION_SENTENCE];

  assert_true (sheet.sizes[PRESENTATION_TITLE] >= PRESENTATION_LEAST_SIZE * sheet.screen * MIN (1, zoom));
  assert_true (sheet.sizes[PRESENTATION_SENTENCE] >= PRESENTATION_LEAST_SIZE * sheet.screen * MIN (1, zoom));
  assert_true (title->x + title->width <= place->x && place->x + place->width <= size.width);
  assert_true (title->y + title->height <= sheet.picture.y);
  assert_true (sheet.picture.y + sheet.picture.height <= sentence->y);
  assert_true (sentence->y + sentence->height <= size.height);
  assert_true (sentence->x + sentence->width <= size.width);
  assert_true (sheet.picture.height >= 0.3 * size.height);

  for (unsigned step = 0; step <= timeline_n_steps (lesson_timeline (lesson)); step++)
    {
      PangoLayout *layout = presentation_sheet_layout (&sheet, context, PRESENTATION_TITLE, pagescape_words_title (lesson, step));
      g_autofree char *said = pagescape_words_sentence (lesson, step, UINT64_MAX);

      if (pango_layout_is_ellipsized (layout))
        fault (id, step, pagescape_words_title (lesson, step), "shortened", size.width, size.height);
      g_object_unref (layout);
      layout = presentation_sheet_layout (&sheet, context, PRESENTATION_SENTENCE, said);
      if (pango_layout_is_ellipsized (layout))
        fault (id, step, said, "shortened", size.width, size.height);
      g_object_unref (layout);
    }
  g_object_unref (context);
}

static void
every_projector_has_room_for_every_sentence (void **state)
{
  static const SceneSize sizes[] = { { 1024, 768 }, { 1280, 720 }, { 1280, 800 }, { 1366, 768 }, { 1600, 1200 }, { 1920, 1080 },
                                     { 3840, 2160 } };

  n_faults = 0;
  for (size_t i = 0; i < scenario_library_n (); i++)
    {
      const char *id = scenario_library_at (i).id;
      g_autoptr (Lesson) lesson = run_lesson (id);

      for (unsigned size = 0; size < G_N_ELEMENTS (sizes); size++)
        {
          check_sheet (id, lesson, sizes[size], 1, 1);
          check_sheet (id, lesson, sizes[size], 2, 1);
          check_sheet (id, lesson, sizes[size], 1, 1.5);
          check_sheet (id, lesson, sizes[size], 1, 0.8);
        }
    }
  assert_int_equal (n_faults, 0);
}

/* On an old one the words shrink, but the lesson has its picture. */
static void
a_small_projector_has_a_picture (void **state)
{
  static const double zooms[] = { 0.8, 1, 1.5 };
  PangoContext *context = paint_context_new (language);
  const PaintPalette *palette = paint_palette (PAINT_PROJECTOR);
  ScenePicture *picture = scene_picture_new ();

  for (size_t i = 0; i < scenario_library_n () * G_N_ELEMENTS (zooms); i++)
    {
      g_autoptr (Lesson) lesson = run_lesson (scenario_library_at (i / G_N_ELEMENTS (zooms)).id);
      PresentationSheet sheet = sheet_of (lesson, context, (SceneSize) { 800, 600 }, 1, zooms[i % G_N_ELEMENTS (zooms)]);
      PaintFonts *fonts = paint_fonts_new (language, palette, sheet.least_picture_scale);
      ViewCells *cells;

      lay_out (lesson, 1, (SceneSize) { sheet.picture.width, sheet.picture.height }, fonts, picture, &cells);
      if (view_is_too_small (picture))
        fail_msg ("%s has no picture of %.0f x %.0f", scenario_library_at (i / G_N_ELEMENTS (zooms)).id, sheet.picture.width,
                  sheet.picture.height);
      view_cells_free (cells);
      paint_fonts_free (fonts);
    }
  scene_picture_free (picture);
  g_object_unref (context);
}

/* A megabyte of it, in words and without: it ends with an ellipsis, in type that can be read. */
static void
a_sentence_without_end_leaves_room_for_the_picture (void **state)
{
  PangoContext *context = paint_context_new (language);
  g_autofree char *words = g_strnfill (1 << 20, 'w');
  g_autofree char *letters = g_strnfill (1 << 20, 'w');

  for (size_t i = 7; i < 1 << 20; i += 8)
    words[i] = ' ';
  for (unsigned i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) texts = g_ptr_array_new ();
      PresentationContent content = { { WIDTH, HEIGHT }, 2, 1, texts, texts, 0 };
      PresentationSheet sheet;
      PangoLayout *layout;
      int height;

      g_ptr_array_add (texts, i == 0 ? words : letters);
      presentation_sheet_make (&sheet, context, &content);
      assert_true (sheet.sizes[PRESENTATION_TITLE] >= PRESENTATION_LEAST_SIZE);
      assert_true (sheet.sizes[PRESENTATION_SENTENCE] >= PRESENTATION_LEAST_SIZE);
      assert_true (sheet.picture.height > 0.25 * HEIGHT);
      layout = presentation_sheet_layout (&sheet, context, PRESENTATION_SENTENCE, i == 0 ? words : letters);
      pango_layout_get_size (layout, NULL, &height);
      assert_true (pango_layout_is_ellipsized (layout));
      assert_true (height <= (sheet.places[PRESENTATION_SENTENCE].height + 1) * PANGO_SCALE);
      g_object_unref (layout);
    }
  g_object_unref (context);
}

static void
it_speaks_the_language_that_is_asked_for (void **state)
{
  g_autoptr (Lesson) lesson = run_lesson ("21-split");
  gboolean is_chinese = g_str_has_prefix (language, "zh");

  assert_true (is_chinese == (lesson_step_title (lesson, 1)[0] & 0x80 ? TRUE : FALSE));
}

int
main (int    argc,
      char **argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (it_speaks_the_language_that_is_asked_for),
    cmocka_unit_test (the_last_row_can_read_every_step_of_every_lesson),
    cmocka_unit_test (on_dark_paper_it_can_as_well),
    cmocka_unit_test (smaller_and_paler_type_is_found),
    cmocka_unit_test (every_projector_has_room_for_every_sentence),
    cmocka_unit_test (a_small_projector_has_a_picture),
    cmocka_unit_test (a_sentence_without_end_leaves_room_for_the_picture),
  };

  if (argc > 1)
    {
      g_autofree char *folder = g_build_filename (g_getenv ("PAGESCAPE_BUILD_ROOT"), "po", NULL);

      language = "zh-cn";
      g_setenv ("LANGUAGE", argv[1], TRUE);
      /* C.UTF-8 by a name under which glibc since 2.39 heeds LANGUAGE */
      if (!setlocale (LC_ALL, "C_CN.UTF-8"))
        return 77;
      bindtextdomain ("pagescape", folder);
      bind_textdomain_codeset ("pagescape", "UTF-8");
      textdomain ("pagescape");
    }

  return cmocka_run_group_tests (tests, NULL, NULL);
}
