/* test-save.c - a file is replaced whole or stays as it was, and nothing else is left behind */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "export/export.h"

typedef struct {
  char *folder, *file;
} Fixture;

static int
set_up (void **state)
{
  Fixture *fixture = g_new (Fixture, 1);

  fixture->folder = g_dir_make_tmp ("pagescape-save-XXXXXX", NULL);
  fixture->file = g_build_filename (fixture->folder, "figure.svg", NULL);
  *state = fixture;
  return 0;
}

static void
remove_all (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_all (path);
      g_remove (path);
      g_free (path);
    }
  if (dir)
    g_dir_close (dir);
}

static int
tear_down (void **state)
{
  Fixture *fixture = *state;

  remove_all (fixture->folder);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->file);
  g_free (fixture);
  return 0;
}

static bool
save (const char *file,
      const char *text,
      GError    **error)
{
  GBytes *bytes = g_bytes_new (text, strlen (text));
  bool is_good = export_save (file, bytes, error);

  g_bytes_unref (bytes);
  return is_good;
}

static void
assert_content (const char *file,
                const char *expected)
{
  char *text = NULL;

  assert_true (g_file_get_contents (file, &text, NULL, NULL));
  assert_string_equal (text, expected);
  g_free (text);
}

static int
n_files (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  int n = 0;

  while (g_dir_read_name (dir))
    n++;
  g_dir_close (dir);
  return n;
}

static void
assert_says (GError     *error,
             const char *name,
             const char *reason)
{
  assert_non_null (error);
  assert_non_null (strstr (error->message, name));
  assert_non_null (strstr (error->message, reason));
  assert_true (g_str_has_suffix (error->message, "."));
  g_error_free (error);
}

static void
a_new_file_has_the_usual_permissions_and_is_alone (void **state)
{
  Fixture *fixture = *state;
  mode_t mask = umask (027);
  struct stat found;

  assert_true (save (fixture->file, "new", NULL));
  umask (mask);
  assert_content (fixture->file, "new");
  assert_int_equal (stat (fixture->file, &found), 0);
  assert_int_equal (found.st_mode & 07777, 0640);
  assert_int_equal (n_files (fixture->folder), 1);
}

static void
a_replaced_file_keeps_its_permissions (void **state)
{
  Fixture *fixture = *state;
  struct stat found;

  assert_true (save (fixture->file, "old", NULL));
  assert_int_equal (chmod (fixture->file, 0604), 0);
  assert_true (save (fixture->file, "new", NULL));
  assert_content (fixture->file, "new");
  assert_int_equal (stat (fixture->file, &found), 0);
  assert_int_equal (found.st_mode & 07777, 0604);
  assert_int_equal (n_files (fixture->folder), 1);
}

/*   link → deep/other → figure.svg: the file changes, the links stay   */
static void
symbolic_links_are_followed (void **state)
{
  Fixture *fixture = *state;
  char *folder = g_build_filename (fixture->folder, "deep", NULL);
  char *other = g_build_filename (folder, "other", NULL), *link = g_build_filename (fixture->folder, "link", NULL);

  assert_int_equal (g_mkdir (folder, 0700), 0);
  assert_int_equal (symlink ("../figure.svg", other), 0);
  assert_int_equal (symlink ("deep/other", link), 0);

  assert_true (save (link, "made through a link to nothing", NULL));
  assert_content (fixture->file, "made through a link to nothing");
  assert_true (save (link, "new", NULL));
  assert_content (fixture->file, "new");
  assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  assert_true (g_file_test (other, G_FILE_TEST_IS_SYMLINK));
  assert_int_equal (n_files (folder), 1);
  g_free (folder);
  g_free (other);
  g_free (link);
}

static void
links_that_go_in_circles_are_refused (void **state)
{
  Fixture *fixture = *state;
  GError *error = NULL;

  assert_int_equal (symlink ("figure.svg", fixture->file), 0);
  assert_false (save (fixture->file, "new", &error));
  assert_says (error, "figure.svg", g_strerror (ELOOP));
}

static void
a_folder_of_that_name_is_not_replaced (void **state)
{
  Fixture *fixture = *state;
  GError *error = NULL;

  assert_int_equal (g_mkdir (fixture->file, 0700), 0);
  assert_false (save (fixture->file, "new", &error));
  assert_says (error, "figure.svg", g_strerror (EISDIR));
  assert_true (g_file_test (fixture->file, G_FILE_TEST_IS_DIR));
  assert_int_equal (n_files (fixture->folder), 1);
}

static void
a_missing_folder_is_said (void **state)
{
  Fixture *fixture = *state;
  char *file = g_build_filename (fixture->folder, "none", "figure.svg", NULL);
  GError *error = NULL;

  assert_false (save (file, "new", &error));
  assert_says (error, "none/figure.svg", g_strerror (ENOENT));
  assert_int_equal (n_files (fixture->folder), 0);
  g_free (file);
}

/* /proc lets nobody make a file, not even root. */
static void
a_folder_that_takes_no_files_is_said (void **state)
{
  GError *error = NULL;

  assert_false (save ("/proc/figure.svg", "new", &error));
  assert_non_null (error);
  assert_non_null (strstr (error->message, "/proc/figure.svg"));
  g_error_free (error);
}

/* In a child, as somebody who is not root if we are. */
static int
run_in_child (void (*func) (Fixture *fixture),
              Fixture *fixture)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      func (fixture);
      _exit (99);
    }
  assert_int_equal (waitpid (child, &status, 0), child);
  return WIFEXITED (status) ? WEXITSTATUS (status) : 128;
}

static void
save_as_nobody (Fixture *fixture)
{
  GError *error = NULL;
  bool is_good;

  if (geteuid () == 0 && (setgid (65534) < 0 || setuid (65534) < 0))
    _exit (77);
  is_good = save (fixture->file, "new", &error);
  _exit (!is_good && strstr (error->message, g_strerror (EACCES)) ? 0 : 1);
}

static void
a_read_only_folder_keeps_the_older_file (void **state)
{
  Fixture *fixture = *state;
  int result;

  assert_true (save (fixture->file, "old", NULL));
  assert_int_equal (chmod (fixture->file, 0666), 0);
  assert_int_equal (chmod (fixture->folder, 0555), 0);
  result = run_in_child (save_as_nobody, fixture);
  assert_int_equal (chmod (fixture->folder, 0755), 0);
  if (result == 77)
    skip ();
  assert_int_equal (result, 0);
  assert_content (fixture->file, "old");
  assert_int_equal (n_files (fixture->folder), 1);
}

static void
a_file_that_may_not_be_written_is_not_replaced (void **state)
{
  Fixture *fixture = *state;
  int result;

  assert_true (save (fixture->file, "old", NULL));
  assert_int_equal (chmod (fixture->file, 0444), 0);
  assert_int_equal (chmod (fixture->folder, 0777), 0);
  result = run_in_child (save_as_nobody, fixture);
  if (result == 77)
    skip ();
  assert_int_equal (result, 0);
  assert_content (fixture->file, "old");
  assert_int_equal (n_files (fixture->folder), 1);
}

/* A limit on the size of files stands for a full disk: write () fails in the middle. */
static void
save_beyond_the_limit (Fixture *fixture)
{
  struct rlimit limit = { 4096, 4096 };
  char *text = g_strnfill (100000, 'x');
  GError *error = NULL;
  bool is_good;

  if (setrlimit (RLIMIT_FSIZE, &limit) < 0)
    _exit (77);
  is_good = save (fixture->file, text, &error);
  g_free (text);
  _exit (!is_good && strstr (error->message, g_strerror (EFBIG)) ? 0 : 1);
}

static void
a_write_that_fails_in_the_middle_keeps_the_older_file (void **state)
{
  Fixture *fixture = *state;
  int result;

  assert_true (save (fixture->file, "old", NULL));
  result = run_in_child (save_beyond_the_limit, fixture);
  if (result == 77)
    skip ();
  assert_int_equal (result, 0);
  assert_content (fixture->file, "old");
  assert_int_equal (n_files (fixture->folder), 1);

  g_remove (fixture->file);
  assert_int_equal (run_in_child (save_beyond_the_limit, fixture), 0);
  assert_int_equal (n_files (fixture->folder), 0);
}

static void
a_full_device_is_said (void **state)
{
  GError *error = NULL;

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    skip ();
  assert_false (save ("/dev/full", "new", &error));
  assert_says (error, "/dev/full", g_strerror (ENOSPC));
  assert_true (save ("/dev/null", "new", NULL));
  assert_false (g_file_test ("/dev/full", G_FILE_TEST_IS_REGULAR));
}

static void
save_to_output (Fixture *fixture)
{
  GError *error = NULL;
  int ends[2];
  bool is_good;

  if (pipe (ends) < 0)
    _exit (77);
  close (ends[0]);
  dup2 (ends[1], STDOUT_FILENO);
  signal (SIGPIPE, SIG_DFL);
  is_good = save ("-", "new", &error);
  _exit (!is_good && strstr (error->message, g_strerror (EPIPE)) ? 0 : 1);
}

static void
a_closed_pipe_is_an_error_and_no_signal (void **state)
{
  assert_int_equal (run_in_child (save_to_output, *state), 0);
}

static void
save_to_full_output (Fixture *fixture)
{
  GError *error = NULL;
  int fd = open ("/dev/full", O_WRONLY);

  dup2 (fd, STDOUT_FILENO);
  _exit (!save ("-", "new", &error) && strstr (error->message, g_strerror (ENOSPC)) ? 0 : 1);
}

static void
a_full_standard_output_is_an_error (void **state)
{
  assert_int_equal (run_in_child (save_to_full_output, *state), 0);
}

static void
standard_output_gets_every_byte (void **state)
{
  Fixture *fixture = *state;
  int saved = dup (STDOUT_FILENO), fd = open (fixture->file, O_CREAT | O_WRONLY, 0600);

  fflush (stdout);
  dup2 (fd, STDOUT_FILENO);
  assert_true (save ("-", "bytes", NULL));
  dup2 (saved, STDOUT_FILENO);
  close (saved);
  close (fd);
  assert_content (fixture->file, "bytes");
}

static void
signals_are_as_they_were (void **state)
{
  Fixture *fixture = *state;
  struct sigaction found;

  assert_true (save (fixture->file, "new", NULL));
  sigaction (SIGPIPE, NULL, &found);
  assert_true (found.sa_handler == SIG_DFL);
}

int
main (void)
{
#define SAVE_TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    SAVE_TEST (a_new_file_has_the_usual_permissions_and_is_alone),
    SAVE_TEST (a_replaced_file_keeps_its_permissions),
    SAVE_TEST (symbolic_links_are_followed),
    SAVE_TEST (links_that_go_in_circles_are_refused),
    SAVE_TEST (a_folder_of_that_name_is_not_replaced),
    SAVE_TEST (a_missing_folder_is_said),
    SAVE_TEST (a_folder_that_takes_no_files_is_said),
    SAVE_TEST (a_read_only_folder_keeps_the_older_file),
    SAVE_TEST (a_file_that_may_not_be_written_is_not_replaced),
    SAVE_TEST (a_write_that_fails_in_the_middle_keeps_the_older_file),
    SAVE_TEST (a_full_device_is_said),
    SAVE_TEST (a_closed_pipe_is_an_error_and_no_signal),
    SAVE_TEST (a_full_standard_output_is_an_error),
    SAVE_TEST (standard_output_gets_every_byte),
    SAVE_TEST (signals_are_as_they_were),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
