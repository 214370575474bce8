/* meson install, into a folder of its own: everything lies where a desktop looks for it. */
#include "tools.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#define APPLICATION_ID "io.github.pagescape.Pagescape"

static void
everything_lies_where_a_desktop_looks_for_it (void **state)
{
  static const char *const expected[] = {
    "bin/pagescape",
    "share/applications/" APPLICATION_ID ".desktop",
    "share/bash-completion/completions/pagescape",
    "share/glib-2.0/schemas/" APPLICATION_ID ".gschema.xml",
    "share/icons/hicolor/scalable/apps/" APPLICATION_ID ".svg",
    "share/icons/hicolor/scalable/mimetypes/text-x-pagescape-scenario.svg",
    "share/icons/hicolor/symbolic/apps/" APPLICATION_ID "-symbolic.svg",
    "share/locale/zh_CN/LC_MESSAGES/pagescape.mo",
    "share/man/man1/pagescape.1",
    "share/man/man5/pagescape-scenario.5",
    "share/man/zh_CN/man1/pagescape.1",
    "share/man/zh_CN/man5/pagescape-scenario.5",
    "share/metainfo/" APPLICATION_ID ".metainfo.xml",
    "share/mime/packages/" APPLICATION_ID ".xml",
  };
  const char *prefix = g_getenv ("PAGESCAPE_PREFIX");
  char *folder = new_folder ();
  g_autofree char *build = build_file (".", NULL);
  const char *argv[] = { "meson", "install", "-C", build, "--no-rebuild", "--quiet", "--destdir", folder, NULL };

  g_free (run_well (argv, NULL, NULL));
  for (size_t i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *path = g_build_filename (folder, prefix, expected[i], NULL);

      if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
        fail_msg ("%s/%s is not installed", prefix, expected[i]);
    }
  remove_folder (folder);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (everything_lies_where_a_desktop_looks_for_it),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
