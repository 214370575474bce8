/* The manual pages: that they can be read, and that they tell what there is. */
#include "tools.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static const char *const pages[] = {
  "pagescape.1", "pagescape-scenario.5", "pagescape.zh_CN.1", "pagescape-scenario.zh_CN.5"
};

/* groff itself, because man is a stand-in that prints nothing on small installations. */
static void
the_pages_are_set_without_a_warning (void **state)
{
  need_program ("groff");

  for (size_t i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *file = build_file ("data", pages[i], NULL);
      /* Chinese has no spaces to break a line at, which groff would mention. */
      const gboolean is_chinese = strstr (pages[i], "zh_CN") != NULL;
      const char *argv[] = { "groff", is_chinese ? "-mzh" : "-man", "-man", "-Tutf8", "-Kutf8", "-ww",
                             is_chinese ? "-Wbreak" : "-ww", "-z", file, NULL };
      g_autofree char *errors = NULL;

      assert_int_equal (run (argv, NULL, NULL, NULL, &errors), 0);
      assert_string_equal (errors, "");
    }
}

/* The words of a page that match a pattern, dashes as a terminal shows them. Owned by the caller. */
static GHashTable *
words_of (const char *page,
          const char *pattern)
{
  g_autoptr (GRegex) word = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *file = build_file ("data", page, NULL);
  g_autofree char *text = read_text (file);
  g_auto (GStrv) parts = g_strsplit (text, "\\-", -1);
  g_autofree char *plain = g_strjoinv ("-", parts);
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (g_regex_match (word, plain, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    g_hash_table_add (words, g_match_info_fetch (match, 0));
  return words;
}

/* The translated page names the same options, words and values: what differs was forgotten. */
static void
the_chinese_pages_name_what_the_english_name (void **state)
{
  /* Options, keys, calls, sizes. */
  static const char pattern[] = "--[a-z][a-z-]*|\\.[a-z0-9_]{3,}\\b|\\b[a-z_]{3,}(?= ?\\()|\\bSZ_\\w+";

  for (size_t i = 0; i < 2; i++)
    {
      g_autoptr (GHashTable) english = words_of (pages[i], pattern);
      g_autoptr (GHashTable) chinese = words_of (pages[i + 2], pattern);
      GHashTableIter words;
      gpointer word;

      assert_true (g_hash_table_size (english) > 10);
      g_hash_table_iter_init (&words, english);
      while (g_hash_table_iter_next (&words, &word, NULL))
        if (!g_hash_table_contains (chinese, word))
          fail_msg ("%s does not name \"%s\"", pages[i + 2], (char *) word);
    }
}

/* Both directions: no option without its lines in the manual, none in the manual that is gone. */
static void
the_manual_names_the_options_of_the_program (void **state)
{
  static const char *const subcommands[] = { "run", "check", "export", "exercise", "replay", "list" };
  g_autofree char *program = build_file ("src", "pagescape", NULL);
  g_autoptr (GHashTable) manual = words_of ("pagescape.1", "--[a-z][a-z-]*");
  g_autoptr (GString) help = g_string_new (NULL);
  g_autoptr (GRegex) option = g_regex_new ("--[a-z][a-z-]*", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  const char *environment[] = { "LC_ALL=C.UTF-8", "LANGUAGE=en", NULL };

  if (!g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
    skip ();

  for (size_t i = 0; i < G_N_ELEMENTS (subcommands); i++)
    {
      const char *argv[] = { program, subcommands[i], "--help", NULL };
      g_autofree char *text = run_well (argv, NULL, environment);

      g_string_append (help, text);
    }

  for (g_regex_match (option, help->str, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *word = g_match_info_fetch (match, 0);

      if (!g_hash_table_contains (manual, word))
        fail_msg ("the manual does not name %s", word);
    }

  GHashTableIter words;
  gpointer word;

  g_hash_table_iter_init (&words, manual);
  while (g_hash_table_iter_next (&words, &word, NULL))
    if (strstr (help->str, word) == NULL && strcmp (word, "--version") != 0 && strcmp (word, "--help") != 0)
      fail_msg ("the program does not name %s", (char *) word);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_pages_are_set_without_a_warning),
    cmocka_unit_test (the_chinese_pages_name_what_the_english_name),
    cmocka_unit_test (the_manual_names_the_options_of_the_program),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
