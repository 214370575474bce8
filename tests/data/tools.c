#include "tools.h"

#include <glib/gstdio.h>

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <sys/wait.h>

static char *
file_below (const char *variable,
            const char *first,
            va_list     rest)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  const char *root = g_getenv (variable);

  if (root == NULL)
    fail_msg ("%s is not set: run this by meson test", variable);

  g_ptr_array_add (parts, (gpointer) root);
  for (const char *part = first; part != NULL; part = va_arg (rest, const char *))
    g_ptr_array_add (parts, (gpointer) part);
  g_ptr_array_add (parts, NULL);

  return g_build_filenamev ((char **) parts->pdata);
}

char *
source_file (const char *first,
             ...)
{
  va_list rest;
  char *name;

  va_start (rest, first);
  name = file_below ("PAGESCAPE_SOURCE_ROOT", first, rest);
  va_end (rest);
  return name;
}

char *
build_file (const char *first,
            ...)
{
  va_list rest;
  char *name;

  va_start (rest, first);
  name = file_below ("PAGESCAPE_BUILD_ROOT", first, rest);
  va_end (rest);
  return name;
}

char *
read_text (const char *file_name)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (!g_file_get_contents (file_name, &text, NULL, &error))
    fail_msg ("%s", error->message);
  return text;
}

char *
new_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("pagescape-test-XXXXXX", &error);

  if (folder == NULL)
    fail_msg ("%s", error->message);
  return folder;
}

void
remove_folder (char *folder)
{
  const char *argv[] = { "rm", "-rf", "--", folder, NULL };

  g_free (run_well (argv, NULL, NULL));
  g_free (folder);
}

void
copy_file (const char *from,
           const char *to)
{
  g_autofree char *text = read_text (from);

  assert_true (g_file_set_contents (to, text, -1, NULL));
}

void
need_program (const char *name)
{
  g_autofree char *path = g_find_program_in_path (name);

  if (path == NULL)
    {
      print_message ("%s is not installed here\n", name);
      skip ();
    }
}

int
run (const char *const *argv,
     const char        *folder,
     const char *const *environment,
     char             **output,
     char             **errors)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) variables = g_get_environ ();
  int status = 0;

  for (size_t i = 0; environment != NULL && environment[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (environment[i], "=", 2);

      variables = g_environ_setenv (variables, parts[0], parts[1], TRUE);
    }

  if (!g_spawn_sync (folder, (char **) argv, variables, G_SPAWN_SEARCH_PATH, NULL, NULL, output, errors, &status, &error))
    fail_msg ("%s: %s", argv[0], error->message);

  return WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
}

char *
run_well (const char *const *argv,
          const char        *folder,
          const char *const *environment)
{
  g_autofree char *errors = NULL;
  char *output = NULL;
  int status = run (argv, folder, environment, &output, &errors);

  if (status != 0)
    {
      g_autofree char *line = g_strjoinv (" ", (char **) argv);

      fail_msg ("%s\nended with %d:\n%s%s", line, status, output, errors);
    }
  return output;
}
