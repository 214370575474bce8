/* bash's Tab, as a user at the prompt would press it. */
#include "tools.h"

#include <glib/gstdio.h>

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

/* A stand-in for the program: what it says there is. */
static const char stand_in[] =
  "#!/bin/sh\n"
  "case \"$*\" in\n"
  "'list views') printf 'map   Map\\nbuddy Buddy\\n' ;;\n"
  "'list scenarios') printf '21-split A block is split\\n22-merge Buddies merge\\n' ;;\n"
  "'list profiles') printf '6.1-i386 Linux 6.1\\n2.6.11-i386 Linux 2.6.11\\n' ;;\n"
  "esac\n";

/* What is offered at the end of a line, each word followed by a space. Owned by the caller. */
static char *
offered (const char *words)
{
  char *folder = new_folder ();
  g_autofree char *program = g_build_filename (folder, "pagescape", NULL);
  g_autofree char *lesson = g_build_filename (folder, "mine.scenario", NULL);
  g_autofree char *completion = source_file ("data", "completion", "pagescape", NULL);
  g_autofree char *script = g_strdup_printf (
    "source '%s'\n"
    "COMP_WORDS=(%s)\n"
    "COMP_WORDS[0]=./pagescape\n"
    "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
    "_pagescape 2>/dev/null\n"
    "printf '%%s ' \"${COMPREPLY[@]}\"\n",
    completion, words);
  const char *argv[] = { "bash", "--norc", "-c", script, NULL };

  assert_true (g_file_set_contents (program, stand_in, -1, NULL));
  assert_int_equal (g_chmod (program, 0755), 0);
  assert_true (g_file_set_contents (lesson, "", -1, NULL));

  char *output = run_well (argv, folder, NULL);

  remove_folder (folder);
  return output;
}

static void
expect_offered (const char *words,
                const char *expected)
{
  g_autofree char *output = offered (words);

  assert_string_equal (output, expected);
}

static void
a_subcommand_is_completed (void **state)
{
  need_program ("bash");
  expect_offered ("pagescape exp", "export ");
  expect_offered ("pagescape exe", "exercise ");
  expect_offered ("pagescape ch", "check ");
}

static void
lessons_and_scenario_files_are_offered_alike (void **state)
{
  need_program ("bash");
  expect_offered ("pagescape check 21", "21-split ");
  expect_offered ("pagescape check mi", "mine.scenario ");
}

static void
views_and_profiles_come_from_the_program (void **state)
{
  need_program ("bash");
  expect_offered ("pagescape export 21-split --view ''", "map buddy ");
  expect_offered ("pagescape run --set profile = 2", "2.6.11-i386 ");
}

static void
an_option_is_offered_where_it_belongs (void **state)
{
  need_program ("bash");
  expect_offered ("pagescape run --pa", "--paranoid ");
  expect_offered ("pagescape export --pa", "--paper ");
  expect_offered ("pagescape list --pa", " ");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_subcommand_is_completed),
    cmocka_unit_test (lessons_and_scenario_files_are_offered_alike),
    cmocka_unit_test (views_and_profiles_come_from_the_program),
    cmocka_unit_test (an_option_is_offered_where_it_belongs),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
