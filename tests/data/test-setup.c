/* setup, on a computer that lacks things: with stand-ins for apt-get, dpkg-query, id and sudo. */
#include "tools.h"

#include <glib/gstdio.h>

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

typedef struct {
  char *folder;
  char *path;                     /* PATH=… with the stand-ins first */
  char *asked;                    /* what apt-get was asked, one line a call */
} Computer;

static void
write_tool (const Computer *computer,
            const char     *name,
            const char     *script)
{
  g_autofree char *file = g_build_filename (computer->folder, "tools", name, NULL);
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n%s\n", script);

  assert_true (g_file_set_contents (file, text, -1, NULL));
  assert_int_equal (g_chmod (file, 0755), 0);
}

/* A copy of setup that does not put the real tools before the stand-ins. apt-get's answer is `apt_get`. */
static Computer
new_computer (const char *user_id,
              const char *apt_get)
{
  Computer computer = { .folder = new_folder () };
  g_autofree char *tools = g_build_filename (computer.folder, "tools", NULL);
  g_autofree char *original = source_file ("setup", NULL);
  g_autofree char *text = read_text (original);
  g_autofree char *copy = g_build_filename (computer.folder, "setup", NULL);
  g_autofree char *id = g_strdup_printf ("echo %s", user_id);
  g_autofree char *installer = NULL;
  g_autoptr (GRegex) path = g_regex_new ("^PATH=.*$", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *changed = g_regex_replace_literal (path, text, -1, 0, "", 0, NULL);

  g_mkdir (tools, 0700);
  assert_true (g_file_set_contents (copy, changed, -1, NULL));
  assert_int_equal (g_chmod (copy, 0755), 0);

  computer.path = g_strdup_printf ("PATH=%s:/usr/bin:/bin", tools);
  computer.asked = g_build_filename (computer.folder, "asked", NULL);
  installer = g_strdup_printf ("echo \"$*\" >>'%s'; %s", computer.asked, apt_get);

  write_tool (&computer, "id", id);
  write_tool (&computer, "apt-get", installer);
  write_tool (&computer, "sudo", "[ \"$1\" = -n ] && exit 1; exit 1");
  /* nothing is installed, and nothing can be found either */
  write_tool (&computer, "dpkg-query", "exit 1");
  write_tool (&computer, "pkg-config", "exit 1");
  return computer;
}

static void
free_computer (Computer computer)
{
  remove_folder (computer.folder);
  g_free (computer.path);
  g_free (computer.asked);
}

static int
set_up (const Computer *computer,
        const char     *command,
        char          **errors)
{
  const char *argv[] = { "./setup", command, NULL };
  const char *environment[] = { computer->path, "DISPLAY=", "WAYLAND_DISPLAY=", NULL };

  return run (argv, computer->folder, environment, NULL, errors);
}

static void
without_root_it_names_what_is_missing_in_one_line_and_changes_nothing (void **state)
{
  Computer computer = new_computer ("1000", "exit 0");
  g_autofree char *errors = NULL;

  assert_int_equal (set_up (&computer, "build", &errors), 1);
  assert_non_null (strstr (errors, "\n  sudo apt-get update && sudo apt-get install --no-install-recommends gcc "));
  assert_non_null (strstr (errors, " libgtk-4-dev "));
  assert_null (strstr (errors, "libcmocka-dev"));
  assert_false (g_file_test (computer.asked, G_FILE_TEST_EXISTS));
  free_computer (computer);
}

static void
root_has_exactly_the_missing_packages_installed_for_running (void **state)
{
  Computer computer = new_computer ("0", "exit 0");
  g_autofree char *errors = NULL;

  write_tool (&computer, "dpkg-query", "[ \"$4\" = libgtk-4-dev ] || printf installed");
  set_up (&computer, "build", &errors);

  g_autofree char *asked = read_text (computer.asked);

  assert_string_equal (asked, "update -q\ninstall -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 libgtk-4-dev\n");
  free_computer (computer);
}

static void
for_testing_it_installs_what_running_does_not_need (void **state)
{
  Computer computer = new_computer ("0", "exit 0");
  g_autofree char *errors = NULL;

  write_tool (&computer, "dpkg-query", "case $4 in xvfb | libcmocka-dev) ;; *) printf installed ;; esac");
  set_up (&computer, "test", &errors);

  g_autofree char *asked = read_text (computer.asked);

  assert_non_null (strstr (asked, "=300 libcmocka-dev xvfb\n"));
  free_computer (computer);
}

static void
a_fetch_that_fails_is_said_and_the_packages_are_named (void **state)
{
  Computer computer = new_computer ("0", "exit 100");
  g_autofree char *errors = NULL;

  assert_int_equal (set_up (&computer, "build", &errors), 1);
  assert_non_null (strstr (errors, "The lists of packages could not be fetched anew"));
  assert_non_null (strstr (errors, "\n  sudo apt-get update && "));
  free_computer (computer);
}

static void
nothing_is_fetched_where_nothing_is_missing (void **state)
{
  Computer computer = new_computer ("0", "exit 0");
  g_autofree char *errors = NULL;

  write_tool (&computer, "dpkg-query", "printf installed");
  set_up (&computer, "build", &errors);
  assert_false (g_file_test (computer.asked, G_FILE_TEST_EXISTS));
  free_computer (computer);
}

static void
help_says_what_both_do_and_other_words_are_refused (void **state)
{
  g_autofree char *script = source_file ("setup", NULL);
  const char *help[] = { script, "--help", NULL };
  const char *wrong[] = { script, "tset", NULL };
  g_autofree char *text = run_well (help, NULL, NULL);
  g_autofree char *errors = NULL;

  assert_non_null (strstr (text, "./setup run "));
  assert_non_null (strstr (text, "./setup test "));
  assert_int_equal (run (wrong, NULL, NULL, NULL, &errors), 2);
  assert_non_null (strstr (errors, "there is no \"tset\""));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (help_says_what_both_do_and_other_words_are_refused),
    cmocka_unit_test (without_root_it_names_what_is_missing_in_one_line_and_changes_nothing),
    cmocka_unit_test (root_has_exactly_the_missing_packages_installed_for_running),
    cmocka_unit_test (for_testing_it_installs_what_running_does_not_need),
    cmocka_unit_test (a_fetch_that_fails_is_said_and_the_packages_are_named),
    cmocka_unit_test (nothing_is_fetched_where_nothing_is_missing),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
