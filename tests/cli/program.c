/* program.c - the built program, run by a test as a user would */
#include "program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

static char *folder;

static const char *
program (void)
{
  const char *path = g_getenv ("PAGESCAPE");

  assert_non_null (path);
  return path;
}

static Outcome
run_argv (const char *const *argv,
          const char        *input,
          const char        *in_folder,
          const char *const *environment)
{
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (input != NULL ? input : "", input != NULL ? strlen (input) : 0);
  g_autoptr (GBytes) output = NULL, errors = NULL;
  Outcome outcome = { 0 };
  gsize length;
  const char *data;

  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  g_subprocess_launcher_setenv (launcher, "PAGESCAPE", program (), TRUE);
  for (; environment != NULL && *environment != NULL; environment++)
    {
      g_auto (GStrv) pair = g_strsplit (*environment, "=", 2);

      g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
    }
  if (in_folder != NULL)
    g_subprocess_launcher_set_cwd (launcher, in_folder);

  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  assert_null (error);
  g_subprocess_communicate (process, bytes, NULL, &output, &errors, NULL);
  g_subprocess_wait (process, NULL, NULL);

  outcome.status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  data = g_bytes_get_data (output, &outcome.length);
  outcome.output = g_malloc0 (outcome.length + 1);
  if (outcome.length > 0)
    memcpy (outcome.output, data, outcome.length);
  data = g_bytes_get_data (errors, &length);
  outcome.errors = g_strndup (data != NULL ? data : "", length);
  return outcome;
}

Outcome
program_run_in (const char *const *words,
                const char        *input,
                const char        *in_folder,
                const char *const *environment)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  g_ptr_array_add (argv, (char *) program ());
  for (; *words != NULL; words++)
    g_ptr_array_add (argv, (char *) *words);
  g_ptr_array_add (argv, NULL);
  return run_argv ((const char *const *) argv->pdata, input, in_folder, environment);
}

Outcome
program_run (const char *const *words)
{
  return program_run_in (words, NULL, NULL, NULL);
}

Outcome
program_shell (const char *line)
{
  const char *const argv[] = { "bash", "-c", line, NULL };

  return run_argv (argv, NULL, folder, NULL);
}

void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->output);
  g_free (outcome->errors);
}

/* --- files ---------------------------------------------------------------------------------- */

const char *
program_folder (void)
{
  return folder;
}

int
program_make_folder (void **state)
{
  folder = g_dir_make_tmp ("pagescape-XXXXXX", NULL);
  return folder == NULL;
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      remove_all (inner);
    }
  g_remove (path);
}

int
program_remove_folder (void **state)
{
  remove_all (folder);
  g_clear_pointer (&folder, g_free);
  return 0;
}

char *
program_path (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

char *
program_write (const char *name,
               const char *text)
{
  char *path = program_path (name);

  assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

char *
program_read (const char *path,
              size_t     *length)
{
  char *content = NULL;
  gsize size = 0;

  assert_true (g_file_get_contents (path, &content, &size, NULL));
  if (length != NULL)
    *length = size;
  return content;
}
