/* test-exercise.c - a seed gives the same sheet everywhere, and its text is a scenario that holds */
#include "program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const char *const lands[][4] = {
  { "LC_ALL=C", "LANGUAGE=", "TZ=UTC", NULL },
  { "LC_ALL=C.UTF-8", "LANGUAGE=zh_CN", "TZ=Asia/Shanghai", NULL },
  { "LC_ALL=de_DE.UTF-8", "LANGUAGE=de", "TZ=America/New_York", NULL },
};

static void
assert_the_same_everywhere (const char *const *words)
{
  Outcome first = program_run_in (words, NULL, "/", lands[0]);

  if (first.status != 0 || *first.errors != 0)
    fail_msg ("status %d: %s", first.status, first.errors);
  assert_true (first.length > 0);
  for (unsigned i = 1; i < G_N_ELEMENTS (lands); i++)
    {
      Outcome other = program_run_in (words, NULL, program_folder (), lands[i]);

      assert_int_equal (first.length, other.length);
      assert_memory_equal (first.output, other.output, first.length);
      outcome_clear (&other);
    }
  outcome_clear (&first);
}

#define SAME_EVERYWHERE(...) assert_the_same_everywhere ((const char *const[]) { "exercise", __VA_ARGS__, NULL })

static void
the_same_seed_gives_the_same_bytes (void **state)
{
  SAME_EVERYWHERE ("--seed", "42", "--count", "6", "--output", "-");
  SAME_EVERYWHERE ("--seed", "42", "--count", "6", "--format", "scenario", "--output", "-");
  SAME_EVERYWHERE ("--seed", "42", "--count", "3", "--language", "zh_CN", "--format", "pdf", "--output", "-");
}

static void
assert_says (Outcome     outcome,
             int         status,
             const char *part)
{
  if (outcome.status != status || strstr (outcome.errors, part) == NULL)
    fail_msg ("status %d: %s", outcome.status, outcome.errors);
  outcome_clear (&outcome);
}

static void
assert_good (Outcome outcome)
{
  assert_says (outcome, 0, "");
}

static void
the_text_is_a_scenario_that_holds (void **state)
{
  static const char *const languages[] = { "en", "zh_CN" };
  static const char *const profiles[] = { "6.1-i386", "2.6.11-i386" };

  for (unsigned i = 0; i < 4; i++)
    {
      g_autofree char *path = program_path ("sheet.scenario");
      g_autofree char *text = NULL;
      size_t length;

      assert_good (RUN ("exercise", "--seed", "18446744073709551615", "--count", "12", "--language", languages[i % 2],
                        "--profile", profiles[i / 2], "--output", path));
      text = program_read (path, &length);
      assert_non_null (strstr (text, profiles[i / 2]));
      assert_good (RUN ("check", path));
    }
}

/* What can be read in a vector file. */
static void
the_key_is_on_the_last_page_only (void **state)
{
  g_autofree char *path = program_path ("paper.svg");
  gboolean is_last = FALSE;

  assert_good (RUN ("exercise", "--seed", "3", "--count", "4", "--output", path));
  for (unsigned page = 1; !is_last; page++)
    {
      g_autofree char *name = g_strdup_printf ("paper-%02u.svg", page);
      g_autofree char *next = g_strdup_printf ("paper-%02u.svg", page + 1);
      g_autofree char *page_path = program_path (name);
      g_autofree char *next_path = program_path (next);
      size_t length;
      g_autofree char *text = program_read (page_path, &length);

      is_last = !g_file_test (next_path, G_FILE_TEST_EXISTS);
      assert_non_null (strstr (text, "seed 3"));
      assert_int_equal (strstr (text, ">1.<") != NULL, page == 1 || is_last);
      assert_int_equal (strstr (text, ">Answers<") != NULL, is_last);
      assert_int_equal (strstr (text, ">Name:<") != NULL, page == 1);
    }
}

static void
what_cannot_be_is_said (void **state)
{
  assert_says (RUN ("exercise", "--seed", "x", "--output", "-"), 2, "--seed x");
  assert_says (RUN ("exercise", "--count", "0", "--output", "-"), 2, "from 1 to 100");
  assert_says (RUN ("exercise", "--count", "101", "--output", "-"), 2, "from 1 to 100");
  assert_says (RUN ("exercise", "--profile", "6.1-i368", "--output", "-"), 2, "6.1-i386");
  assert_says (RUN ("exercise", "--language", "xx", "--output", "-"), 2, "xx");
  assert_says (RUN ("exercise", "--output", "sheet.doc"), 2, "scenario");
  assert_says (RUN ("exercise", "--output", "sheet"), 2, "pdf");
  assert_says (RUN ("exercise"), 2, "--output");
  assert_says (RUN ("exercise", "21-split", "--output", "-"), 2, "21-split");
  assert_says (RUN ("exercise", "--count", "1", "--output", "/nowhere/at/all.pdf"), 4, "/nowhere/at/all.pdf");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_same_seed_gives_the_same_bytes),
    cmocka_unit_test (the_text_is_a_scenario_that_holds),
    cmocka_unit_test (the_key_is_on_the_last_page_only),
    cmocka_unit_test (what_cannot_be_is_said),
  };

  return cmocka_run_group_tests (tests, program_make_folder, program_remove_folder);
}
