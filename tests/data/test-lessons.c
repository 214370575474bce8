/* The shipped lessons: they run, they hold what they claim, and they keep to the form of the course. */
#include "tools.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

/* Names of data/scenarios/\*.scenario, ended by NULL. Owned by the caller. */
static GPtrArray *
lessons (void)
{
  g_autofree char *folder = source_file ("data", "scenarios", NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  assert_non_null (directory);
  while ((name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_suffix (name, ".scenario"))
      g_ptr_array_add (names, g_strdup (name));
  assert_true (names->len >= 5);
  return names;
}

static void
expect_good (const char *lesson,
             const char *language,
             const char *key)
{
  g_autofree char *program = build_file ("src", "pagescape", NULL);
  g_autofree char *file = source_file ("data", "scenarios", lesson, NULL);
  g_autofree char *words = g_strdup_printf ("LANGUAGE=%s", language);
  const char *argv[] = { program, "check", "--set", key, file, NULL };
  /* C.UTF-8 by a name under which glibc since 2.39 heeds LANGUAGE. */
  const char *environment[] = { words, "LC_ALL=C_CN.UTF-8", NULL };
  g_autofree char *output = run_well (argv, NULL, environment);

  assert_string_equal (output, "");
}

static void
every_lesson_holds_in_both_languages (void **state)
{
  g_autoptr (GPtrArray) names = lessons ();

  for (size_t i = 0; i < names->len; i++)
    {
      /* The one on nodes has no use for a kernel that knows none. */
      const char *key = g_str_has_prefix (names->pdata[i], "15-") ? "profile=6.1-x86_64" : "profile=6.1-i386";

      expect_good (names->pdata[i], "en", key);
      expect_good (names->pdata[i], "zh_CN", key);
    }
}

/* Lesson 13 says what differs; 10 is about what does not. */
static void
lessons_on_page_frames_and_zones_hold_in_the_kernel_of_the_books (void **state)
{
  expect_good ("10-page-frames.scenario", "en", "profile=2.6.11-i386");
  expect_good ("13-zones.scenario", "en", "profile=2.6.11-i386");
}

/* The same calls, side by side: every sentence names both. */
static void
the_lesson_on_slab_and_slub_holds_under_either (void **state)
{
  expect_good ("47-slab-and-slub.scenario", "en", "slab=slab");
  expect_good ("47-slab-and-slub.scenario", "en", "slab=slub");
}

static unsigned
count (const char *text,
       const char *word)
{
  unsigned n = 0;

  for (const char *place = strstr (text, word); place != NULL; place = strstr (place + 1, word))
    n++;
  return n;
}

static void
every_step_says_something_expects_it_and_looks_somewhere (void **state)
{
  g_autoptr (GPtrArray) names = lessons ();

  for (size_t i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];
      g_autofree char *file = source_file ("data", "scenarios", name, NULL);
      g_autofree char *text = read_text (file);
      g_auto (GStrv) steps = g_strsplit (text, "\nstep(", -1);
      unsigned n_steps = g_strv_length (steps) - 1;

      if (n_steps < 5 || n_steps > 15)
        fail_msg ("%s has %u steps, not 5 to 15", name, n_steps);
      for (unsigned step = 1; step <= n_steps; step++)
        if (count (steps[step], "say(_(\"") == 0 || count (steps[step], "expect(") == 0 || count (steps[step], "look(\"") != 1)
          fail_msg ("%s, step %u: a step says something, expects it, and looks somewhere once", name, step);
      if (count (text, "\nask(") == 0)
        fail_msg ("%s asks nothing", name);
      if (count (text, "speaker(") == 0)
        fail_msg ("%s has no note for the teacher", name);
    }
}

static void
every_lesson_is_in_the_library (void **state)
{
  g_autoptr (GPtrArray) names = lessons ();
  g_autofree char *program = build_file ("src", "pagescape", NULL);
  const char *argv[] = { program, "list", "scenarios", NULL };
  g_autofree char *listed = run_well (argv, NULL, NULL);

  for (size_t i = 0; i < names->len; i++)
    {
      g_autofree char *id = g_strndup (names->pdata[i], strlen (names->pdata[i]) - strlen (".scenario"));

      if (strstr (listed, id) == NULL)
        fail_msg ("%s is not in data/scenarios/scenarios.gresource.xml", id);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_step_says_something_expects_it_and_looks_somewhere),
    cmocka_unit_test (every_lesson_is_in_the_library),
    cmocka_unit_test (every_lesson_holds_in_both_languages),
    cmocka_unit_test (lessons_on_page_frames_and_zones_hold_in_the_kernel_of_the_books),
    cmocka_unit_test (the_lesson_on_slab_and_slub_holds_under_either),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
