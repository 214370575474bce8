/* test-jobs.c - what a job makes, what it leaves as it was, and what it refuses */
#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "figure/pace.h"
#include "narration/language.h"

static FigureJob
job_of (FigureKind  kind,
        const char *format,
        const char *view)
{
  FigureJob job;

  figure_job_init (&job, kind);
  job.exporter = export_by_id (format);
  job.style.views[0].view = view_by_id (view);
  return job;
}

static char *
dup_svg (Lesson          *lesson,
         const FigureJob *job)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = figure_make (lesson, job, &error);

  if (bytes == NULL)
    fail_msg ("%s", error->message);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
assert_refused (Lesson          *lesson,
                const FigureJob *job,
                const char      *file_name,
                FigureError      code,
                const char      *words)
{
  g_autoptr (GError) error = NULL;

  assert_false (figure_run (lesson, job, file_name, NULL, NULL, &error));
  assert_true (g_error_matches (error, FIGURE_ERROR, (int) code));
  if (strstr (error->message, words) == NULL)
    fail_msg ("“%s” is not in “%s”", words, error->message);
}

/* --- what stays as it was --------------------------------------------------------------------------- */

static void
the_lesson_stands_where_it_stood_and_the_language_is_what_it_was (void **state)
{
  static const FigureKind kinds[] = { FIGURE_STEP, FIGURE_EVERY_STEP, FIGURE_STRIP, FIGURE_HANDOUT };
  g_autoptr (Lesson) lesson = make_lesson ("22-merge");
  Timeline *timeline = lesson_timeline (lesson);
  JournalPosition position = timeline_step_first (timeline, 5) + 3;
  uint64_t hash;

  assert_int_equal (timeline_seek (timeline, position), SIM_OK);
  hash = sim_machine_hash (timeline_machine (timeline));
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      FigureJob job = job_of (kinds[i], "pdf", "map");
      g_autofree char *figure = NULL;

      job.language = "zh_CN";
      figure = dup_svg (lesson, &job);
      assert_int_equal (timeline_position (timeline), position);
      assert_true (sim_machine_hash (timeline_machine (timeline)) == hash);
      assert_string_equal (language_now (), "en");
      assert_string_equal (lesson_step_title (lesson, 1), "Three blocks in a row");
    }
}

static void
a_figure_has_its_own_language_whatever_that_of_the_program (void **state)
{
  g_autoptr (Lesson) lesson = make_lesson ("22-merge");
  FigureJob job = job_of (FIGURE_STEP, "svg", "buddy");
  g_autofree char *chinese = NULL, *english = NULL, *again = NULL;
  LanguageBefore *before;

  job.style.parts |= FIGURE_TITLE | FIGURE_SOURCE;
  job.language = "zh_CN";
  chinese = dup_svg (lesson, &job);
  job.language = "en";
  english = dup_svg (lesson, &job);
  before = language_switch ("zh_CN");
  again = dup_svg (lesson, &job);
  language_restore (before);

  assert_non_null (strstr (chinese, "伙伴的合并"));
  assert_non_null (strstr (english, "Buddies merge"));
  assert_null (strstr (english, "伙伴"));
  assert_string_equal (english, again);
}

static void
the_same_job_gives_the_same_bytes_after_any_other (void **state)
{
  static const char *const formats[] = { "svg", "pdf", "png" };
  g_autoptr (Lesson) lesson = make_lesson ("21-split"), other = parse_lesson (long_lesson, "x.scenario");

  for (unsigned i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      FigureJob job = job_of (FIGURE_HANDOUT, formats[i], "map"), between = job_of (FIGURE_STRIP, "pdf", "buddy");
      g_autoptr (GBytes) first = figure_make (lesson, &job, NULL), second = NULL, third = NULL;

      third = figure_make (other, &between, NULL);
      second = figure_make (lesson, &job, NULL);
      assert_non_null (first);
      assert_non_null (third);
      assert_true (g_bytes_equal (first, second));
    }
}

/* --- what is made ----------------------------------------------------------------------------------- */

static void
title_legend_and_source_stand_there_or_not (void **state)
{
  static const struct { unsigned part; const char *words; } parts[] = {
    { FIGURE_TITLE, "5. Give back the third: one merge" },
    { FIGURE_SENTENCE, "Its buddy is free and of the same order." },
    { FIGURE_LEGEND, ">allocated<" },
    { FIGURE_SOURCE, "Pagescape, 6.1-i386, step 5 of “Buddies merge”" },
  };
  g_autoptr (Lesson) lesson = make_lesson ("22-merge");
  FigureJob job = job_of (FIGURE_STEP, "svg", "buddy");

  job.first_step = 5;
  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *with = NULL, *without = NULL;

      job.style.parts = parts[i].part;
      with = dup_svg (lesson, &job);
      job.style.parts = (FIGURE_TITLE | FIGURE_SENTENCE | FIGURE_LEGEND | FIGURE_SOURCE) & ~parts[i].part;
      without = dup_svg (lesson, &job);
      assert_non_null (strstr (with, parts[i].words));
      /* The step's title is also what a picture with words around it is called. */
      if (parts[i].part != FIGURE_TITLE)
        assert_null (strstr (without, parts[i].words));
    }
}

static void
pictures_in_one_picture_each_keep_their_own_grid (void **state)
{
  g_autoptr (Lesson) lesson = make_lesson ("22-merge");
  FigureJob job = job_of (FIGURE_STRIP, "svg", "map");
  g_autofree char *svg = NULL;

  job.last_step = 3;
  svg = dup_svg (lesson, &job);
  for (unsigned i = 1; i <= 4; i++)
    {
      g_autofree char *name = i == 1 ? g_strdup ("grid") : g_strdup_printf ("grid-%u", i);
      g_autofree char *made = g_strdup_printf ("<clipPath id=\"%s\">", name), *used = g_strdup_printf ("url(#%s)", name);

      assert_int_equal (strstr (svg, made) != NULL, i <= 3);
      assert_int_equal (strstr (svg, used) != NULL, i <= 3);
    }
}

static void
a_question_is_printed_where_its_answer_is_not_yet_to_be_seen (void **state)
{
  static const char text[] =
    "machine(.profile = \"6.1-i386\", .ram = SZ_64M, .boot = \"handover\");\nstep(\"One\");\nsay(\"Before.\");\n"
    "step(\"Two\");\nask(\"Which block?\", .answer = 1);\nalloc_pages(GFP_KERNEL, 4);\nsay(\"This one.\");\n";
  g_autoptr (Lesson) lesson = parse_lesson (text, "two.scenario");
  FigureJob job = job_of (FIGURE_HANDOUT, "svg", "buddy");
  g_autofree char *first = dup_svg (lesson, &job), *second = NULL;

  job.first_step = 2;
  job.style.parts &= ~(unsigned) FIGURE_QUESTIONS;
  second = dup_svg (lesson, &job);
  assert_non_null (strstr (first, "Question 1: Which block?"));
  assert_null (strstr (first, "This one."));
  assert_null (strstr (second, "Question 1"));
}

static void
a_lesson_without_a_title_has_its_files_name (void **state)
{
  FigureJob job = job_of (FIGURE_STRIP, "svg", "map");
  g_autoptr (Lesson) file = parse_lesson (long_lesson, "/tmp/my own.scenario"), input = parse_lesson (long_lesson, "-");
  g_autofree char *of_file = dup_svg (file, &job), *of_input = dup_svg (input, &job);

  assert_non_null (strstr (of_file, ">my own<"));
  assert_null (strstr (of_file, "/tmp"));
  assert_non_null (strstr (of_input, ">A lesson without a title<"));
}

static void
questions_stand_on_the_handout_and_their_answers_on_its_last_page (void **state)
{
  g_autoptr (Lesson) lesson = parse_lesson (long_lesson, "long.scenario");
  FigureJob job = job_of (FIGURE_HANDOUT, "pdf", NULL);
  g_autoptr (FigurePages) with = NULL, without = NULL;

  job.per_page = 2;
  with = figure_pages_new (lesson, &job, NULL);
  job.style.parts &= ~(unsigned) FIGURE_ANSWERS;
  without = figure_pages_new (lesson, &job, NULL);
  assert_int_equal (figure_pages_n (without), 4);
  assert_int_equal (figure_pages_n (with), 5);
  assert_string_equal (scene_picture_title (figure_pages_at (with, 4)), "Answers");
  assert_string_equal (scene_picture_title (figure_pages_at (with, 0)), "1. One");
}

static void
append_letters (GString    *letters,
                const char *text)
{
  for (; text != NULL && *text != '\0'; text++)
    if (!g_ascii_isspace (*text))
      g_string_append_c (letters, *text);
}

/* What stands on the sheet itself, without the views on it: lines of a paragraph follow each other. */
static void
append_page (GString            *letters,
             const ScenePicture *page)
{
  if (scene_picture_n_shapes (page) == 1 && scene_picture_shape (page, 0)->form == SCENE_PICTURE)
    page = scene_picture_shape (page, 0)->picture;
  for (size_t i = 0; i < scene_picture_n_shapes (page); i++)
    append_letters (letters, scene_picture_shape (page, i)->label);
}

/* Is the sentence of a step printed on the sheets before the key, and with the key? */
static void
find_sentence (Lesson          *lesson,
               const FigureJob *job,
               unsigned         step,
               gboolean        *is_before,
               gboolean        *is_with_key)
{
  g_autoptr (FigurePages) sheets = figure_pages_new (lesson, job, NULL);
  GString *sentence = g_string_new (NULL), *letters = g_string_new (NULL);
  gboolean is_key = FALSE;

  append_letters (sentence, lesson_sentence (lesson, step, timeline_step_end (lesson_timeline (lesson), step)));
  assert_true (sentence->len > 20);
  for (size_t i = 0; i < figure_pages_n (sheets); i++)
    {
      if (!is_key && strcmp (scene_picture_title (figure_pages_at (sheets, i)), "Answers") == 0)
        {
          *is_before = strstr (letters->str, sentence->str) != NULL;
          g_string_truncate (letters, 0);
          is_key = TRUE;
        }
      append_page (letters, figure_pages_at (sheets, i));
    }
  if (!is_key)
    *is_before = strstr (letters->str, sentence->str) != NULL;
  *is_with_key = is_key && strstr (letters->str, sentence->str) != NULL;
  g_string_free (letters, TRUE);
  g_string_free (sentence, TRUE);
}

static void
no_sentence_that_answers_a_question_stands_before_the_key (void **state)
{
  static const unsigned per_page[] = { 1, 2, 4, 6 }, behind[] = { 2, 5 };
  g_autoptr (Lesson) lesson = make_lesson ("22-merge");

  for (unsigned i = 0; i < G_N_ELEMENTS (per_page) * G_N_ELEMENTS (behind); i++)
    {
      FigureJob job = job_of (FIGURE_HANDOUT, "pdf", NULL);
      unsigned step = behind[i % G_N_ELEMENTS (behind)];
      gboolean is_before, is_with_key;

      job.per_page = per_page[i / G_N_ELEMENTS (behind)];
      find_sentence (lesson, &job, step, &is_before, &is_with_key);
      assert_true (!is_before && is_with_key);
      find_sentence (lesson, &job, 3, &is_before, &is_with_key);
      assert_true (is_before && !is_with_key);

      /* Without the one or the other there is nothing to keep back. */
      job.style.parts &= ~(unsigned) FIGURE_ANSWERS;
      find_sentence (lesson, &job, step, &is_before, &is_with_key);
      assert_true (is_before && !is_with_key);
      job.style.parts = (job.style.parts | FIGURE_ANSWERS) & ~(unsigned) FIGURE_QUESTIONS;
      find_sentence (lesson, &job, step, &is_before, &is_with_key);
      assert_true (is_before);
    }
}

/* On what stands on a page: its words go on the letters. */
static unsigned
count_pictures (const ScenePicture *page,
                GString            *letters)
{
  unsigned n = 0;

  append_page (letters, page);
  if (scene_picture_n_shapes (page) == 1 && scene_picture_shape (page, 0)->form == SCENE_PICTURE)
    page = scene_picture_shape (page, 0)->picture;
  for (size_t i = 0; i < scene_picture_n_shapes (page); i++)
    n += scene_picture_shape (page, i)->form == SCENE_PICTURE;
  return n;
}

/* Lesson 22 asks at the ends of steps 1, 4 and 6; whoever has the sheets in hand sees none of what follows each. */
static void
no_picture_and_no_title_that_answers_a_question_stands_before_the_key (void **state)
{
  static const char *const told[] = { "0x1080", "Buddiesdifferinonebit", "Givebackthethird", "Givebackthefirst" };
  static const unsigned per_page[] = { 1, 2, 4, 6 };
  g_autoptr (Lesson) lesson = make_lesson ("22-merge");

  for (unsigned i = 0; i < G_N_ELEMENTS (per_page); i++)
    {
      FigureJob job = job_of (FIGURE_HANDOUT, "pdf", NULL);
      g_autoptr (FigurePages) sheets = NULL;
      GString *letters[2] = { g_string_new (NULL), g_string_new (NULL) };
      unsigned n_pictures[2] = { 0 };
      gboolean is_key = FALSE;

      job.per_page = per_page[i];
      sheets = figure_pages_new (lesson, &job, NULL);
      for (size_t page = 0; page < figure_pages_n (sheets); page++)
        {
          is_key = is_key || strcmp (scene_picture_title (figure_pages_at (sheets, page)), "Answers") == 0;
          append_letters (letters[is_key], scene_picture_title (figure_pages_at (sheets, page)));
          n_pictures[is_key] += count_pictures (figure_pages_at (sheets, page), letters[is_key]);
        }

      assert_int_equal (n_pictures[0], 8 - 3);
      assert_int_equal (n_pictures[1], 3);
      for (unsigned j = 0; j < G_N_ELEMENTS (told); j++)
        {
          assert_null (strstr (letters[0]->str, told[j]));
          assert_non_null (strstr (letters[1]->str, told[j]));
        }
      g_string_free (letters[0], TRUE);
      g_string_free (letters[1], TRUE);
    }
}

/* --- films -------------------------------------------------------------------------------------------- */

static GArray *shown;           /* SheetCaption */
static unsigned n_different;

static bool
write_captions (const Sheet    *sheet,
                GOutputStream  *stream,
                GError        **error)
{
  const ScenePicture *last = NULL;

  (void) stream;
  (void) error;
  g_array_set_size (shown, 0);
  n_different = 0;
  for (size_t i = 0; i < sheet->n_pages; i++)
    {
      const ScenePicture *page = sheet->page (i, sheet->page_data);

      assert_non_null (page);
      n_different += page != last;
      last = page;
      g_array_append_val (shown, sheet->captions[i]);
    }
  return true;
}

static const Exporter film = {
  .id = "film", .extension = "film", .mime_type = "image/film", .has_pages = true, .is_film = true, .write = write_captions
};
static const Exporter pages = {
  .id = "pages", .extension = "pages", .mime_type = "application/pages", .has_pages = true, .write = write_captions
};

static double
sum_of_seconds (void)
{
  double milliseconds = 0;

  for (guint i = 0; i < shown->len; i++)
    milliseconds += g_array_index (shown, SheetCaption, i).milliseconds;
  return milliseconds / 1000;
}

static double
seconds_of (Lesson   *lesson,
            unsigned  step)
{
  const Timeline *timeline = lesson_timeline (lesson);
  unsigned n = 0;
  SimEvent event;

  for (JournalPosition at = timeline_step_first (timeline, step); at < timeline_step_end (timeline, step); at++)
    n += timeline_event (timeline, at, &event) && timeline_event_shows (&event);
  return pace_step_seconds (n) + PACE_HOLD;
}

static void
a_film_passes_as_the_lesson_does_in_the_window (void **state)
{
  g_autoptr (Lesson) lesson = make_lesson ("22-merge");
  FigureJob job = job_of (FIGURE_FILM, "png", "buddy");
  unsigned n_steps = timeline_n_steps (lesson_timeline (lesson));
  double expected = PACE_HOLD;
  g_autoptr (GBytes) bytes = NULL;

  for (unsigned step = 1; step <= n_steps; step++)
    expected += seconds_of (lesson, step);
  shown = g_array_new (FALSE, FALSE, sizeof (SheetCaption));
  job.exporter = &film;
  job.rate = 10;
  bytes = figure_make (lesson, &job, NULL);
  assert_true (ABS (sum_of_seconds () - expected) < 0.1);
  for (guint i = 1; i < shown->len; i++)
    {
      SheetCaption before = g_array_index (shown, SheetCaption, i - 1), now = g_array_index (shown, SheetCaption, i);

      assert_true (now.number == before.number || now.number == before.number + 1);
      if (now.number != before.number)
        assert_int_equal (before.milliseconds, PACE_HOLD * 1000);
    }
  assert_int_equal (g_array_index (shown, SheetCaption, shown->len - 1).number, n_steps);
  assert_string_equal (g_array_index (shown, SheetCaption, shown->len - 1).title, lesson_step_title (lesson, n_steps));
  g_array_unref (shown);
}

static void
elsewhere_all_frames_stand_for_the_same_time (void **state)
{
  g_autoptr (Lesson) lesson = make_lesson ("22-merge");
  FigureJob job = job_of (FIGURE_FILM, "png", "map");
  g_autoptr (GBytes) bytes = NULL;

  shown = g_array_new (FALSE, FALSE, sizeof (SheetCaption));
  job.exporter = &pages;
  job.rate = 8;
  job.first_step = job.last_step = 5;
  bytes = figure_make (lesson, &job, NULL);
  assert_true (ABS (shown->len / 8.0 - seconds_of (lesson, 5) - PACE_HOLD) < 0.3);
  g_array_unref (shown);
}

/* --- what is refused ---------------------------------------------------------------------------------- */

static void
steps_that_do_not_exist_are_refused (void **state)
{
  g_autoptr (Lesson) lesson = make_lesson ("22-merge");
  FigureJob job = job_of (FIGURE_STEP, "svg", "map");

  job.first_step = 9;
  assert_refused (lesson, &job, "/nowhere/x.svg", FIGURE_ERROR_USAGE, "There is no step 9: the scenario has 8 steps.");
  job = job_of (FIGURE_STRIP, "svg", "map");
  job.first_step = 5;
  job.last_step = 4;
  assert_refused (lesson, &job, "/nowhere/x.svg", FIGURE_ERROR_USAGE, "from 5 to 4");
  job = job_of (FIGURE_HANDOUT, "pdf", "map");
  job.per_page = 5;
  assert_refused (lesson, &job, "/nowhere/x.pdf", FIGURE_ERROR_USAGE, "1, 2, 4 or 6 steps a page, not 5");
}

static void
a_scenario_without_steps_has_its_beginning (void **state)
{
  static const FigureKind kinds[] = { FIGURE_STEP, FIGURE_EVERY_STEP, FIGURE_STRIP, FIGURE_HANDOUT, FIGURE_FILM };
  g_autoptr (Lesson) lesson = parse_lesson ("machine(.profile = \"6.1-i386\", .ram = SZ_64M, .boot = \"handover\");\n", "-");

  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      FigureJob job = job_of (kinds[i], "pdf", "buddy");
      g_autofree char *figure = NULL;

      if (kinds[i] == FIGURE_STEP)
        job.first_step = G_MAXUINT;
      job.rate = 2;
      figure = dup_svg (lesson, &job);
      assert_true (g_str_has_prefix (figure, "%PDF"));
    }
}

static void
what_cannot_be_written_leaves_nothing_behind (void **state)
{
  g_autoptr (Lesson) lesson = make_lesson ("22-merge");
  FigureJob job = job_of (FIGURE_HANDOUT, "pdf", NULL), too_small = job_of (FIGURE_EVERY_STEP, "svg", "buddy");
  g_autofree char *folder = g_dir_make_tmp ("pagescape-XXXXXX", NULL), *name = g_build_filename (folder, "x.svg", NULL);
  g_autofree char *first = g_build_filename (folder, "x-01.svg", NULL);

  assert_refused (lesson, &job, "/nowhere/x.pdf", FIGURE_ERROR_UNWRITABLE, "/nowhere/x.pdf");
  too_small.style.size = (SceneSize) { 100, 100 };
  assert_refused (lesson, &too_small, name, FIGURE_ERROR_USAGE, "The picture of step 1");
  assert_false (g_file_test (first, G_FILE_TEST_EXISTS));
  assert_int_equal (g_rmdir (folder), 0);
}

static void
mistakes_are_told_in_the_users_language (void **state)
{
  g_autoptr (Lesson) lesson = make_lesson ("22-merge");
  FigureJob job = job_of (FIGURE_STEP, "svg", "buddy");

  job.language = "zh_CN";
  job.style.size = (SceneSize) { 100, 100 };
  assert_refused (lesson, &job, "/nowhere/x.svg", FIGURE_ERROR_USAGE, "the view “Buddy” needs at least");
  assert_string_equal (language_now (), "en");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_lesson_stands_where_it_stood_and_the_language_is_what_it_was),
    cmocka_unit_test (a_figure_has_its_own_language_whatever_that_of_the_program),
    cmocka_unit_test (the_same_job_gives_the_same_bytes_after_any_other),
    cmocka_unit_test (title_legend_and_source_stand_there_or_not),
    cmocka_unit_test (pictures_in_one_picture_each_keep_their_own_grid),
    cmocka_unit_test (a_question_is_printed_where_its_answer_is_not_yet_to_be_seen),
    cmocka_unit_test (a_lesson_without_a_title_has_its_files_name),
    cmocka_unit_test (questions_stand_on_the_handout_and_their_answers_on_its_last_page),
    cmocka_unit_test (no_sentence_that_answers_a_question_stands_before_the_key),
    cmocka_unit_test (no_picture_and_no_title_that_answers_a_question_stands_before_the_key),
    cmocka_unit_test (a_film_passes_as_the_lesson_does_in_the_window),
    cmocka_unit_test (elsewhere_all_frames_stand_for_the_same_time),
    cmocka_unit_test (steps_that_do_not_exist_are_refused),
    cmocka_unit_test (a_scenario_without_steps_has_its_beginning),
    cmocka_unit_test (what_cannot_be_written_leaves_nothing_behind),
    cmocka_unit_test (mistakes_are_told_in_the_users_language),
  };
  g_autofree char *catalogues = g_build_filename (g_getenv ("PAGESCAPE_BUILD_ROOT"), "po", NULL);

  find_words (catalogues);
  return cmocka_run_group_tests (tests, NULL, NULL);
}
