/* The translations: complete, up to date with the sources, and they leave the kernel's words alone. */
#include "tools.h"

#include <libintl.h>
#include <locale.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* The files named in po/POTFILES. Owned by the caller. */
static char **
listed_files (void)
{
  g_autofree char *file = source_file ("po", "POTFILES", NULL);
  g_autofree char *text = read_text (file);

  return g_strsplit (g_strchomp (text), "\n", -1);
}

static void
the_list_of_files_is_sorted_and_names_only_what_is_there (void **state)
{
  g_auto (GStrv) files = listed_files ();

  for (size_t i = 0; files[i] != NULL; i++)
    {
      g_autofree char *path = source_file (files[i], NULL);

      if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
        fail_msg ("po/POTFILES names \"%s\", which is not there", files[i]);
      if (i > 0 && strcmp (files[i - 1], files[i]) >= 0)
        fail_msg ("po/POTFILES: \"%s\" does not belong behind \"%s\"", files[i], files[i - 1]);
    }
}

static void
expect_listed (const char *const *files,
               const char        *folder,
               GRegex            *marked)
{
  g_autofree char *path = source_file (folder, NULL);
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  if (directory == NULL)
    return;
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *file_path = source_file (file, NULL);

      if (g_file_test (file_path, G_FILE_TEST_IS_DIR))
        expect_listed (files, file, marked);
      else if (g_str_has_suffix (name, ".c") || g_str_has_suffix (name, ".def") || g_str_has_suffix (name, ".ui")
               || g_str_has_suffix (name, ".scenario"))
        {
          g_autofree char *text = read_text (file_path);

          if (g_regex_match (marked, text, 0, NULL) && !g_strv_contains (files, file))
            fail_msg ("%s has text to be translated, and is not in po/POTFILES", file);
        }
    }
}

static void
every_file_with_text_is_listed (void **state)
{
  g_autoptr (GRegex) marked = g_regex_new ("\\b(_|N_|C_|NC_|n?gettext) ?\\( ?\"|translatable=\"(yes|true)\"", 0, 0, NULL);
  g_auto (GStrv) files = listed_files ();

  expect_listed ((const char *const *) files, "src", marked);
  expect_listed ((const char *const *) files, "ui", marked);
  expect_listed ((const char *const *) files, "data", marked);
}

/* The catalogue as it would be after `ninja pagescape-update-po`. Owned by the caller. */
static char *
updated_catalogue (const char *folder)
{
  g_autofree char *source = source_file (".", NULL);
  g_autofree char *list = source_file ("po", "POTFILES", NULL);
  g_autofree char *catalogue = source_file ("po", "zh_CN.po", NULL);
  g_autofree char *template = g_build_filename (folder, "pagescape.pot", NULL);
  char *updated = g_build_filename (folder, "zh_CN.po", NULL);
  const char *extract[] = {
    "xgettext", "--from-code=UTF-8", "--files-from", list, "--directory", source, "--output", template,
    /* what meson's preset "glib" gives */
    "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
    "--keyword=g_dcgettext:2", "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3",
    NULL
  };
  const char *merge[] = { "msgmerge", "--quiet", "--output-file", updated, catalogue, template, NULL };

  g_free (run_well (extract, NULL, NULL));
  g_free (run_well (merge, NULL, NULL));
  return updated;
}

static void
the_chinese_catalogue_is_complete (void **state)
{
  char *folder = new_folder ();
  g_autofree char *catalogue = updated_catalogue (folder);
  const char *untranslated[] = { "msgattrib", "--untranslated", "--no-obsolete", "--no-location", catalogue, NULL };
  const char *fuzzy[] = { "msgattrib", "--only-fuzzy", "--no-obsolete", "--no-location", catalogue, NULL };
  g_autofree char *left = run_well (untranslated, NULL, NULL);
  g_autofree char *doubtful = run_well (fuzzy, NULL, NULL);

  remove_folder (folder);
  if (*left != '\0' || *doubtful != '\0')
    fail_msg ("zh_CN.po needs these:\n%s\n%s", left, doubtful);
}

/* Placeholders, header, plural forms. */
static void
the_chinese_catalogue_is_well_formed (void **state)
{
  g_autofree char *catalogue = source_file ("po", "zh_CN.po", NULL);
  const char *check[] = { "msgfmt", "--check", "--output-file=/dev/null", catalogue, NULL };

  g_free (run_well (check, NULL, NULL));
}

/* One entry of `msgcat --no-wrap`, from "msgid" on. Quotes stay escaped in both texts. */
static void
expect_kernel_words_kept (const char *entry,
                          GRegex     *kernel_word)
{
  const char *translation = strstr (entry, "\nmsgstr");
  g_autoptr (GMatchInfo) match = NULL;

  if (translation == NULL)
    return;

  g_autofree char *original = g_strndup (entry, translation - entry);

  for (g_regex_match (kernel_word, original, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *word = g_match_info_fetch (match, 0);

      if (strstr (translation, word) == NULL)
        fail_msg ("the translation has lost \"%s\":\n%s", word, entry);
    }
}

static void
kernel_words_and_numbers_are_not_translated (void **state)
{
  g_autoptr (GRegex) kernel_word = g_regex_new (
    "\\b(_*GFP_[A-Z_]+|ZONE_[A-Z0-9]+|PAGE_[A-Z]+|0x[0-9a-f]+|mem_map|struct page|[a-z]+_[a-z_]+\\(\\)|Unmovable|Movable)\\b",
    0, 0, NULL);
  g_autofree char *catalogue = source_file ("po", "zh_CN.po", NULL);
  const char *print[] = { "msgcat", "--no-wrap", "--no-location", catalogue, NULL };
  g_autofree char *text = run_well (print, NULL, NULL);
  g_auto (GStrv) entries = g_strsplit (text, "\nmsgid ", -1);

  assert_true (g_strv_length (entries) > 100);
  for (size_t i = 1; entries[i] != NULL; i++)
    expect_kernel_words_kept (entries[i], kernel_word);
}

static void
the_catalogue_speaks_in_the_build_folder (void **state)
{
  g_autofree char *folder = build_file ("po", NULL);

  g_setenv ("LANGUAGE", "zh_CN", TRUE);
  /* C.UTF-8 by a name under which glibc since 2.39 heeds LANGUAGE */
  if (setlocale (LC_ALL, "C_CN.UTF-8") == NULL)
    skip ();
  bindtextdomain ("pagescape", folder);
  bind_textdomain_codeset ("pagescape", "UTF-8");

  assert_string_equal (dgettext ("pagescape", "Zones"), "内存区");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_list_of_files_is_sorted_and_names_only_what_is_there),
    cmocka_unit_test (every_file_with_text_is_listed),
    cmocka_unit_test (the_chinese_catalogue_is_well_formed),
    cmocka_unit_test (the_chinese_catalogue_is_complete),
    cmocka_unit_test (kernel_words_and_numbers_are_not_translated),
    cmocka_unit_test (the_catalogue_speaks_in_the_build_folder),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
