/* What the desktop is told about the program, each part held against the tool that reads it. */
#include "tools.h"

#include <glib/gstdio.h>

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#define APPLICATION_ID "io.github.pagescape.Pagescape"

static void
the_desktop_file_is_valid (void **state)
{
  g_autofree char *file = build_file ("data", APPLICATION_ID ".desktop", NULL);
  const char *argv[] = { "desktop-file-validate", "--warn-kde", file, NULL };

  need_program (argv[0]);
  g_autofree char *output = run_well (argv, NULL, NULL);
  assert_string_equal (output, "");
}

static void
the_desktop_file_speaks_chinese (void **state)
{
  g_autofree char *file = build_file ("data", APPLICATION_ID ".desktop", NULL);
  g_autofree char *text = read_text (file);

  assert_non_null (strstr (text, "\nComment[zh_CN]="));
  assert_non_null (strstr (text, "\nKeywords[zh_CN]="));
}

static void
the_metainfo_is_valid (void **state)
{
  g_autofree char *file = build_file ("data", APPLICATION_ID ".metainfo.xml", NULL);
  const char *argv[] = { "appstreamcli", "validate", "--no-net", "--no-color", file, NULL };

  need_program (argv[0]);
  g_free (run_well (argv, NULL, NULL));
}

static void
the_settings_are_valid (void **state)
{
  g_autofree char *folder = source_file ("data", NULL);
  const char *argv[] = { "glib-compile-schemas", "--dry-run", folder, NULL };

  need_program (argv[0]);
  g_free (run_well (argv, NULL, NULL));
}

/* "text/x-pagescape-scenario", or whatever else a file looks like where our type is installed. */
static char *
content_type (const char *folder,
              const char *file)
{
  g_autofree char *data_home = g_strdup_printf ("XDG_DATA_HOME=%s", folder);
  const char *environment[] = { data_home, "LC_ALL=C.UTF-8", NULL };
  const char *argv[] = { "gio", "info", "--attributes=standard::content-type", file, NULL };
  g_autofree char *output = run_well (argv, NULL, environment);
  const char *type = strstr (output, "standard::content-type: ");

  assert_non_null (type);
  return g_strndup (strchr (type, ' ') + 1, strcspn (strchr (type, ' ') + 1, "\n"));
}

static void
a_scenario_is_known_by_its_name_and_by_its_text (void **state)
{
  need_program ("update-mime-database");
  need_program ("gio");

  char *folder = new_folder ();
  g_autofree char *packages = g_build_filename (folder, "mime", "packages", NULL);
  g_autofree char *mime = g_build_filename (folder, "mime", NULL);
  g_autofree char *type_file = build_file ("data", APPLICATION_ID ".xml", NULL);
  g_autofree char *installed = g_build_filename (packages, APPLICATION_ID ".xml", NULL);
  g_autofree char *lesson = source_file ("data", "scenarios", "21-split.scenario", NULL);
  g_autofree char *named = g_build_filename (folder, "empty.scenario", NULL);
  g_autofree char *unnamed = g_build_filename (folder, "lesson", NULL);
  const char *argv[] = { "update-mime-database", mime, NULL };

  g_mkdir_with_parents (packages, 0700);
  copy_file (type_file, installed);
  g_free (run_well (argv, NULL, NULL));

  assert_true (g_file_set_contents (named, "// empty\n", -1, NULL));
  copy_file (lesson, unnamed);

  g_autofree char *type_of_named = content_type (folder, named);
  g_autofree char *type_of_unnamed = content_type (folder, unnamed);

  assert_string_equal (type_of_named, "text/x-pagescape-scenario");
  assert_string_equal (type_of_unnamed, "text/x-pagescape-scenario");
  remove_folder (folder);
}

static void
the_icons_can_be_drawn (void **state)
{
  static const char *const icons[] = {
    APPLICATION_ID ".svg", APPLICATION_ID "-symbolic.svg", "text-x-pagescape-scenario.svg"
  };

  need_program ("rsvg-convert");
  need_program ("xmllint");

  char *folder = new_folder ();
  g_autofree char *picture = g_build_filename (folder, "icon.png", NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (icons); i++)
    {
      g_autofree char *file = source_file ("data", "icons", icons[i], NULL);
      const char *check[] = { "xmllint", "--noout", file, NULL };
      const char *draw[] = { "rsvg-convert", "--width=64", "--output", picture, file, NULL };

      g_free (run_well (check, NULL, NULL));
      g_free (run_well (draw, NULL, NULL));
    }
  remove_folder (folder);
}

/* The desktop paints it in the colour of the text: a second colour would be lost. */
static void
the_symbolic_icon_has_one_colour (void **state)
{
  g_autofree char *file = source_file ("data", "icons", APPLICATION_ID "-symbolic.svg", NULL);
  g_autofree char *text = read_text (file);
  const char *colour = strstr (text, "\"#");

  assert_non_null (colour);
  for (const char *other = colour; other != NULL; other = strstr (other + 1, "\"#"))
    assert_memory_equal (other, colour, strlen ("\"#222222\""));
  assert_non_null (strstr (text, "viewBox=\"0 0 16 16\""));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_desktop_file_is_valid),
    cmocka_unit_test (the_desktop_file_speaks_chinese),
    cmocka_unit_test (the_metainfo_is_valid),
    cmocka_unit_test (the_settings_are_valid),
    cmocka_unit_test (a_scenario_is_known_by_its_name_and_by_its_text),
    cmocka_unit_test (the_icons_can_be_drawn),
    cmocka_unit_test (the_symbolic_icon_has_one_colour),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
