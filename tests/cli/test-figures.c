/* test-figures.c - the same scenario gives the same figures, wherever and however it is drawn */
#include "program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define SIZE "--size", "640x360"

static void
assert_good (Outcome *outcome)
{
  if (outcome->status != 0 || *outcome->errors != 0)
    fail_msg ("status %d: %s", outcome->status, outcome->errors);
}

static void
assert_same (const Outcome *a,
             const Outcome *b)
{
  assert_int_equal (a->length, b->length);
  assert_memory_equal (a->output, b->output, a->length);
}

static void
assert_has (const Outcome *outcome,
            const char    *word)
{
  if (strstr (outcome->output, word) == NULL)
    fail_msg ("\"%s\" is not in the figure", word);
}

/* --- two machines ----------------------------------------------------------------------------- */

static void
two_machines_stand_side_by_side_under_their_names (void **state)
{
  Outcome both = RUN ("export", "47-slab-and-slub", "--view", "slab", "--step", "2", "--against", "slab=slab", "-o", "-", "--format", "svg");
  Outcome strip = RUN ("export", "47-slab-and-slub", "--view", "slab", "--strip", "--against", "slab=slab", "-o", "-", "--format", "svg");
  Outcome wrong = RUN ("export", "47-slab-and-slub", "--against", "slab=none", "-o", "-", "--format", "svg");

  assert_good (&both);
  assert_has (&both, "slab=slub");
  assert_has (&both, "cpu_slab");
  assert_has (&both, "slab=slab");
  assert_has (&both, "slabs_partial");
  assert_int_equal (strip.status, 2);
  assert_non_null (strstr (strip.errors, "--against"));
  assert_int_equal (wrong.status, 2);
  outcome_clear (&both);
  outcome_clear (&strip);
  outcome_clear (&wrong);
}

/* --- the same bytes --------------------------------------------------------------------------- */

static const char *const lands[][5] = {
  { "LC_ALL=C", "LANGUAGE=", "TZ=UTC", NULL },
  { "LC_ALL=C.UTF-8", "LANGUAGE=zh_CN", "TZ=Asia/Shanghai", NULL },
  { "LC_ALL=de_DE.UTF-8", "LANGUAGE=de", "TZ=America/New_York", NULL },
  { "LANG=zh_CN.UTF-8", "LC_ALL=", "LANGUAGE=", "TZ=Pacific/Kiritimati", NULL },
};

static void
assert_the_same_everywhere (const char *const *words)
{
  Outcome first = program_run_in (words, NULL, "/", lands[0]);

  assert_good (&first);
  assert_true (first.length > 0);
  for (unsigned i = 1; i < G_N_ELEMENTS (lands); i++)
    {
      Outcome other = program_run_in (words, NULL, i % 2 == 1 ? program_folder () : "/", lands[i]);

      assert_good (&other);
      assert_same (&first, &other);
      outcome_clear (&other);
    }
  outcome_clear (&first);
}

#define SAME_EVERYWHERE(...) assert_the_same_everywhere ((const char *const[]) { __VA_ARGS__, NULL })

static void
locale_time_zone_and_folder_change_nothing (void **state)
{
  SAME_EVERYWHERE ("run", "22-merge", "--print", "json,events,buddyinfo,pagetypeinfo");
  SAME_EVERYWHERE ("list", "scenarios");
  SAME_EVERYWHERE ("list", "calls", "--format", "json");
  SAME_EVERYWHERE ("export", "21-split", "--view", "buddy", "--output", "-", SIZE);
  SAME_EVERYWHERE ("export", "21-split", "--view", "map", "--format", "png", "--output", "-", SIZE);
  SAME_EVERYWHERE ("export", "21-split", "--view", "buddy", "--format", "pdf", "--step", "all", "--output", "-", SIZE);
  SAME_EVERYWHERE ("export", "21-split", "--view", "buddy", "--language", "zh_CN", "--output", "-", SIZE);
}

static void
the_language_asked_for_is_that_of_the_words (void **state)
{
  Outcome english = RUN ("export", "21-split", "--view", "buddy", "--output", "-", SIZE);
  Outcome chinese = RUN ("export", "21-split", "--view", "buddy", "--language", "zh-CN", "--output", "-", SIZE);

  assert_good (&english);
  assert_good (&chinese);
  assert_null (strstr (english.output, "分裂"));
  assert_non_null (strstr (english.output, "lang=\"en\""));
  assert_non_null (strstr (chinese.output, "分裂"));
  assert_non_null (strstr (chinese.output, "lang=\"zh"));
  outcome_clear (&english);
  outcome_clear (&chinese);
}

/* --- files ------------------------------------------------------------------------------------ */

static void
without_a_view_named_it_is_what_the_step_looks_at (void **state)
{
  Outcome unnamed = RUN ("export", "33-watermarks", "--step", "5", "--output", "-", SIZE);
  Outcome zones = RUN ("export", "33-watermarks", "--step", "5", "--view", "zones", "--output", "-", SIZE);

  assert_good (&unnamed);
  assert_good (&zones);
  assert_same (&unnamed, &zones);
  outcome_clear (&unnamed);
  outcome_clear (&zones);
}

static void
the_ending_of_the_name_says_the_format (void **state)
{
  static const struct { const char *name, *magic; } files[] = {
    { "x.svg", "<?xml" }, { "x.pdf", "%PDF" }, { "x.png", "\x89PNG" }
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = program_path (files[i].name);
      Outcome outcome = RUN ("export", "21-split", "--view", "map", "--output", path, SIZE);
      g_autofree char *content = NULL;

      assert_good (&outcome);
      assert_int_equal (outcome.length, 0);
      content = program_read (path, NULL);
      assert_true (g_str_has_prefix (content, files[i].magic));
      outcome_clear (&outcome);
    }
}

static void
all_steps_are_numbered_files_or_pages_of_one (void **state)
{
  g_autofree char *svg = program_path ("steps.svg"), *pdf = program_path ("steps.pdf");
  g_autofree char *first = program_path ("steps-01.svg"), *zeroth = program_path ("steps-00.svg");
  g_autofree char *first_text = NULL, *pdf_text = NULL;
  Outcome alone, files = RUN ("export", "21-split", "--view", "buddy", "--step", "all", "-o", svg, SIZE);
  Outcome pages = RUN ("export", "21-split", "--view", "buddy", "--step", "all", "-o", pdf, SIZE);

  assert_good (&files);
  assert_good (&pages);
  assert_false (g_file_test (svg, G_FILE_TEST_EXISTS));
  assert_false (g_file_test (zeroth, G_FILE_TEST_EXISTS));
  first_text = program_read (first, NULL);
  alone = RUN ("export", "21-split", "--view", "buddy", "--step", "1", "-o", "-", SIZE);
  assert_string_equal (alone.output, first_text);

  pdf_text = program_read (pdf, NULL);
  assert_true (g_str_has_prefix (pdf_text, "%PDF"));
  outcome_clear (&alone);
  outcome_clear (&files);
  outcome_clear (&pages);
}

static void
a_handout_is_one_document_or_numbered_sheets (void **state)
{
  g_autofree char *pdf = program_path ("handout.pdf"), *svg = program_path ("handout.svg"), *text = NULL;
  g_autofree char *third = program_path ("handout-03.svg"), *key = NULL;
  g_autofree char *last = program_path ("handout-04.svg"), *none = program_path ("handout-05.svg"), *answers = NULL;
  Outcome document = RUN ("export", "22-merge", "--handout", "4", "-o", pdf);
  Outcome sheets = RUN ("export", "22-merge", "--handout", "4", "-o", svg);

  assert_good (&document);
  assert_good (&sheets);
  text = program_read (pdf, NULL);
  assert_true (g_str_has_prefix (text, "%PDF"));
  key = program_read (third, NULL);
  answers = program_read (last, NULL);
  assert_non_null (strstr (key, ">Answers<"));
  assert_non_null (strstr (answers, ">Page 4 of 4<"));
  assert_false (g_file_test (none, G_FILE_TEST_EXISTS));
  outcome_clear (&document);
  outcome_clear (&sheets);
}

static void
frames_of_a_film_are_numbered_files (void **state)
{
  g_autofree char *png = program_path ("frame.png"), *first = program_path ("frame-01.png");
  Outcome frames = RUN ("export", "22-merge", "--film", "--step", "5", "--rate", "4", "--size", "320x240", "--view", "map", "-o", png);

  assert_good (&frames);
  assert_true (g_file_test (first, G_FILE_TEST_EXISTS));
  assert_false (g_file_test (png, G_FILE_TEST_EXISTS));
  outcome_clear (&frames);
}

static Outcome
draw_at (const char *moment)
{
  static const char scenario[] =
    "scenario(\"x\");\nmachine(.profile = \"6.1-i386\", .ram = SZ_64M, .boot = \"handover\");\nstep(\"one\");\n"
    "alloc_pages(GFP_KERNEL, 4);\n";
  const char *words[] = { "export", "-", "--view", "buddy", "-o", "-", SIZE, "--step", "1", "--at", moment, NULL };
  Outcome outcome;

  if (moment == NULL)
    words[10] = NULL;
  outcome = program_run_in (words, scenario, NULL, NULL);
  assert_good (&outcome);
  return outcome;
}

static void
a_moment_inside_a_step_lies_between_its_ends (void **state)
{
  Outcome before = draw_at ("0"), inside = draw_at ("0.87"), after = draw_at ("1"), by_default = draw_at (NULL);

  assert_string_not_equal (before.output, inside.output);
  assert_string_not_equal (inside.output, after.output);
  assert_string_equal (after.output, by_default.output);
  outcome_clear (&before);
  outcome_clear (&inside);
  outcome_clear (&after);
  outcome_clear (&by_default);
}

static void
all_lessons_go_into_a_folder_with_a_page_that_shows_them (void **state)
{
  g_autofree char *folder = program_path ("lessons/deep"), *page = g_build_filename (folder, "index.html", NULL);
  g_autofree char *figure = g_build_filename (folder, "21-split-01.svg", NULL), *text = NULL;
  Outcome outcome = RUN ("export", "--all-lessons", folder, "--language", "zh_CN", SIZE);

  assert_good (&outcome);
  assert_true (g_file_test (figure, G_FILE_TEST_EXISTS));
  text = program_read (page, NULL);
  assert_non_null (strstr (text, "<html lang=\"zh-cn\">"));
  assert_non_null (strstr (text, "src=\"21-split-01.svg\""));
  assert_non_null (strstr (text, "src=\"10-page-frames-01.svg\""));
  outcome_clear (&outcome);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (locale_time_zone_and_folder_change_nothing),
    cmocka_unit_test (the_language_asked_for_is_that_of_the_words),
    cmocka_unit_test (without_a_view_named_it_is_what_the_step_looks_at),
    cmocka_unit_test (the_ending_of_the_name_says_the_format),
    cmocka_unit_test (all_steps_are_numbered_files_or_pages_of_one),
    cmocka_unit_test (a_handout_is_one_document_or_numbered_sheets),
    cmocka_unit_test (frames_of_a_film_are_numbered_files),
    cmocka_unit_test (a_moment_inside_a_step_lies_between_its_ends),
    cmocka_unit_test (all_lessons_go_into_a_folder_with_a_page_that_shows_them),
    cmocka_unit_test (two_machines_stand_side_by_side_under_their_names),
  };

  return cmocka_run_group_tests (tests, program_make_folder, program_remove_folder);
}
