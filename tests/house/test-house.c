/* test-house.c - the law of the house: layers, private headers, sizes, lists
 *
 * Reads the sources as text; every break of the law is printed with its file before the test fails.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "source-tree.h"

static SourceTree tree;

/* Who may include whom; its own layer each. "*": all. */
static const struct {
  const char *layer;
  const char *may_include;
  bool        has_glib;
  bool        has_gtk;
} layers[] = {
  { "sim",       "",                                    false, false },
  { "journal",   "sim",                                 false, false },
  { "scene",     "",                                    false, false },
  { "narration", "sim journal",                         true,  false },
  { "import",    "sim journal narration",               true,  false },
  { "scenario",  "sim journal narration import",        true,  false },
  { "views",     "sim journal scene",                   true,  false },
  { "paint",     "scene",                               true,  false },
  { "export",    "scene paint",                         true,  false },
  { "figure",    "sim journal scene narration import scenario views paint export", true, false },
  { "cli",       "sim journal scene narration import scenario views paint export figure", true, false },
  { "app",       "sim journal scene narration import scenario views paint export figure cli", true, true },
};
#define N_LAYERS (sizeof layers / sizeof layers[0])

/* Files of more than 600 lines, each with the reason why it is one thing. */
static const struct {
  const char *path;
  const char *reason;
} long_files[] = {
  { NULL, NULL }
};
#define MOST_LINES 600

static bool
is_c (const SourceFile *file)
{
  return source_has_suffix (file->path, ".c") || source_has_suffix (file->path, ".h")
      || source_has_suffix (file->path, ".def");
}

/* N_LAYERS: of no layer. */
static size_t
layer_of (const char *path)
{
  for (size_t i = 0; i < N_LAYERS; i++)
    {
      char folder[64];
      snprintf (folder, sizeof folder, "src/%s/", layers[i].layer);
      if (source_is_under (path, folder))
        return i;
    }

  return N_LAYERS;
}

/* Is it one of the items of a text, whole, between separators? */
static bool
has_item (const char *items,
          const char *item,
          char        separator)
{
  size_t length = strlen (item);

  for (const char *found = strstr (items, item); found; found = strstr (found + 1, item))
    if ((found == items || found[-1] == separator) && (found[length] == separator || found[length] == '\0'))
      return true;

  return false;
}

/* Where a quoted include leads: beside the file, from src/, or from the layer's own folder. */
static const SourceFile *
find_included (const SourceFile *file,
               const char       *target)
{
  char path[2048];
  const char *slash = strrchr (file->path, '/');
  size_t layer = layer_of (file->path);
  const SourceFile *found;

  snprintf (path, sizeof path, "%.*s/%s", (int) (slash - file->path), file->path, target);
  source_normalise (path);
  found = source_tree_file (&tree, path);
  if (found)
    return found;

  snprintf (path, sizeof path, "src/%s", target);
  source_normalise (path);
  found = source_tree_file (&tree, path);
  if (found || layer == N_LAYERS)
    return found;

  snprintf (path, sizeof path, "src/%s/%s", layers[layer].layer, target);
  source_normalise (path);
  return source_tree_file (&tree, path);
}

static void
layers_include_downwards_only (void **state)
{
  unsigned n_breaks = 0, n_seen = 0;

  for (size_t i = 0; i < tree.n_files; i++)
    {
      const SourceFile *file = &tree.files[i];
      size_t layer = layer_of (file->path);
      const char *cursor = file->text;
      char target[512];

      if (layer == N_LAYERS || !is_c (file))
        continue;

      while (source_next_include (&cursor, target, sizeof target))
        {
          const SourceFile *included = target[0] == '"' ? find_included (file, target + 1) : NULL;
          size_t other = included ? layer_of (included->path) : N_LAYERS;

          n_seen += other != N_LAYERS;
          if (other == N_LAYERS || other == layer || has_item (layers[layer].may_include, layers[other].layer, ' '))
            continue;

          print_error ("%s includes \"%s\": %s may not know %s\n",
                       file->path, target + 1, layers[layer].layer, layers[other].layer);
          n_breaks++;
        }
    }

  assert_int_not_equal (n_seen, 0);
  assert_int_equal (n_breaks, 0);
}

static void
libraries_are_known_only_where_the_table_says (void **state)
{
  static const char *const of_glib[] = { "<glib", "<gio/", "<gobject", "<gmodule", "<json-glib", "<pango", "<cairo" };
  static const char *const of_gtk[] = { "<gtk/", "<gdk/", "<gsk/", "<adwaita", "<gtksourceview" };
  unsigned n_breaks = 0;

  for (size_t i = 0; i < tree.n_files; i++)
    {
      const SourceFile *file = &tree.files[i];
      size_t layer = layer_of (file->path);
      const char *cursor = file->text;
      char target[512];

      if (layer == N_LAYERS || !is_c (file))
        continue;

      while (source_next_include (&cursor, target, sizeof target))
        {
          bool breaks = false;

          for (size_t k = 0; k < sizeof of_glib / sizeof of_glib[0]; k++)
            breaks |= !layers[layer].has_glib && source_is_under (target, of_glib[k]);
          for (size_t k = 0; k < sizeof of_gtk / sizeof of_gtk[0]; k++)
            breaks |= !layers[layer].has_gtk && source_is_under (target, of_gtk[k]);

          if (breaks)
            print_error ("%s includes %s>: not in %s\n", file->path, target, layers[layer].layer);
          n_breaks += breaks;
        }
    }

  assert_int_equal (n_breaks, 0);
}

/* A rule can no more write the machine than a view can. */
static void
the_tables_are_open_to_the_state_only (void **state)
{
  unsigned n_breaks = 0;

  for (size_t i = 0; i < tree.n_files; i++)
    {
      const SourceFile *file = &tree.files[i];
      const char *cursor = file->text;
      char target[512];

      if (!is_c (file) || layer_of (file->path) == N_LAYERS || source_is_under (file->path, "src/sim/state/"))
        continue;

      while (source_next_include (&cursor, target, sizeof target))
        {
          const SourceFile *included = target[0] == '"' ? find_included (file, target + 1) : NULL;

          if (!included || strcmp (included->path, "src/sim/state/tables.h") != 0)
            continue;
          print_error ("%s includes the private header of the tables\n", file->path);
          n_breaks++;
        }
    }

  assert_int_equal (n_breaks, 0);
}

static void
no_file_is_longer_than_600_lines_without_a_reason (void **state)
{
  unsigned n_breaks = 0;

  for (size_t i = 0; i < tree.n_files; i++)
    {
      const SourceFile *file = &tree.files[i];
      bool is_listed = false;

      if (!is_c (file) || !(source_is_under (file->path, "src/") || source_is_under (file->path, "tests/")))
        continue;

      for (size_t k = 0; long_files[k].path; k++)
        is_listed |= strcmp (long_files[k].path, file->path) == 0 && long_files[k].reason;

      if (source_n_lines (file->text) <= MOST_LINES || is_listed)
        continue;
      print_error ("%s has %u lines: which second responsibility has moved in?\n",
                   file->path, source_n_lines (file->text));
      n_breaks++;
    }

  assert_int_equal (n_breaks, 0);
}

static bool
is_name_char (char c)
{
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Is there `macro ("` outside of comments that begin the line? */
static bool
marks_text (const char *text,
            const char *macro)
{
  size_t length = strlen (macro);

  for (const char *found = strstr (text, macro); found; found = strstr (found + 1, macro))
    {
      const char *after = found + length;

      if (found > text && is_name_char (found[-1]))
        continue;
      after += strspn (after, " \t");
      if (*after != '(')
        continue;
      after += 1 + strspn (after + 1, " \t\n");
      if (*after == '"')
        return true;
    }

  return false;
}

static bool
has_text_for_people (const SourceFile *file)
{
  static const char *const macros[] = { "_", "N_", "C_", "NC_", "Q_", "ngettext", "g_dngettext", "g_dpgettext2" };

  if (source_is_under (file->path, "src/") && source_has_suffix (file->path, ".ui"))
    return strstr (file->text, "translatable=\"yes\"");
  if (source_is_under (file->path, "ui/") && source_has_suffix (file->path, ".ui"))
    return strstr (file->text, "translatable=\"yes\"");

  if (!(source_is_under (file->path, "src/") && is_c (file))
      && !(source_is_under (file->path, "data/") && source_has_suffix (file->path, ".scenario")))
    return false;

  for (size_t i = 0; i < sizeof macros / sizeof macros[0]; i++)
    if (marks_text (file->text, macros[i]))
      return true;

  return false;
}

static void
whatever_has_text_for_people_is_listed_for_translation (void **state)
{
  const SourceFile *list = source_tree_file (&tree, "po/POTFILES");
  unsigned n_breaks = 0;

  if (!list)
    {
      print_message ("there is no po/POTFILES to compare with\n");
      skip ();
    }

  for (size_t i = 0; i < tree.n_files; i++)
    {
      const SourceFile *file = &tree.files[i];

      if (!has_text_for_people (file) || has_item (list->text, file->path, '\n'))
        continue;
      print_error ("%s has text for people and is not in po/POTFILES\n", file->path);
      n_breaks++;
    }

  for (const char *line = list->text; *line; line += strcspn (line, "\n"), line += *line == '\n')
    {
      char path[512];

      snprintf (path, sizeof path, "%.*s", (int) strcspn (line, "\n"), line);
      if (path[0] == '\0' || path[0] == '#' || source_tree_file (&tree, path))
        continue;
      print_error ("po/POTFILES names %s, which is not there\n", path);
      n_breaks++;
    }

  assert_int_equal (n_breaks, 0);
}

static bool
has_ignoring_case (const char *text,
                   const char *wanted)
{
  return strcasestr (text, wanted) != NULL;
}

/* The words are cut in two here, so that this file does not hold them itself. */
static void
the_project_names_no_place_or_tool_it_was_made_with (void **state)
{
  static const char *const places[] = {
    "/wo" "rk/", "/tmp/" "brief", "cla" "ude", "anthro" "pic", "chat" "gpt", "open" "ai", "co" "pilot",
  };
  unsigned n_breaks = 0;

  for (size_t i = 0; i < tree.n_files; i++)
    for (size_t k = 0; k < sizeof places / sizeof places[0]; k++)
      if (has_ignoring_case (tree.files[i].text, places[k]))
        {
          print_error ("%s names \"%s\"\n", tree.files[i].path, places[k]);
          n_breaks++;
        }

  assert_int_equal (n_breaks, 0);
}

/* The reader of includes is what the other tests stand on. */
static void
an_include_is_seen_however_it_is_spaced (void **state)
{
  const char *cursor = "/* #include \"no/no.h\" */\n#include \"sim/sim.h\"\n#  include <glib.h>\nint x;\n";
  char target[64];

  assert_true (source_next_include (&cursor, target, sizeof target));
  assert_string_equal (target, "\"sim/sim.h");
  assert_true (source_next_include (&cursor, target, sizeof target));
  assert_string_equal (target, "<glib.h");
  assert_false (source_next_include (&cursor, target, sizeof target));

  char path[] = "src/sim/rules/physical/../../state/tables.h";
  source_normalise (path);
  assert_string_equal (path, "src/sim/state/tables.h");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_include_is_seen_however_it_is_spaced),
    cmocka_unit_test (layers_include_downwards_only),
    cmocka_unit_test (libraries_are_known_only_where_the_table_says),
    cmocka_unit_test (the_tables_are_open_to_the_state_only),
    cmocka_unit_test (no_file_is_longer_than_600_lines_without_a_reason),
    cmocka_unit_test (whatever_has_text_for_people_is_listed_for_translation),
    cmocka_unit_test (the_project_names_no_place_or_tool_it_was_made_with),
  };

  source_tree_read (&tree, SOURCE_ROOT);
  int result = cmocka_run_group_tests (tests, NULL, NULL);
  source_tree_clear (&tree);
  return result;
}
