/* main.c - words first, then the window or a subcommand */
#include <glib.h>
#include <glib/gi18n.h>
#include <locale.h>

#include "app/app.h"
#include "cli/cli.h"

#define CATALOGUE "zh_CN/LC_MESSAGES/" GETTEXT_PACKAGE ".mo"

static gboolean
has_catalogue (const char *folder)
{
  g_autofree char *file = g_build_filename (folder, CATALOGUE, NULL);

  return g_file_test (file, G_FILE_TEST_EXISTS);
}

/* Beside the program where it was built, else where it is installed. Owned by the caller. */
static char *
dup_catalogue_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup (".");
  g_autofree char *beside = g_build_filename (folder, "po", NULL);
  g_autofree char *above = g_build_filename (folder, "..", "po", NULL);

  if (has_catalogue (beside))
    return g_steal_pointer (&beside);
  if (has_catalogue (above))
    return g_steal_pointer (&above);
  return g_strdup (PAGESCAPE_LOCALEDIR);
}

static void
find_words (void)
{
  g_autofree char *folder = dup_catalogue_folder ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int    argc,
      char **argv)
{
  find_words ();
  return cli_wants (argc, argv) ? cli_main (argc, argv) : app_main (argc, argv);
}
