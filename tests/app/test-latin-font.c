/* test-latin-font.c - a number among Chinese words is written in one font */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pango/pangocairo.h>

#include "app/latin-font.h"

/* "0" and "x1084" stand in different runs: the font of each. */
static bool
is_one_font (const char *families,
             const char *text,
             const char *number)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *description = pango_font_description_from_string (families);
  g_autofree char *first = NULL;
  int start = (int) (strstr (text, number) - text), end = start + (int) strlen (number);
  PangoLayoutIter *iter;
  bool is_one = true;

  pango_context_set_language (context, pango_language_from_string ("zh-cn"));
  pango_font_description_set_absolute_size (description, 20 * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_text (layout, text, -1);
  iter = pango_layout_get_iter (layout);
  do
    {
      PangoLayoutRun *run = pango_layout_iter_get_run_readonly (iter);

      if (run && run->item->offset < end && run->item->offset + run->item->length > start)
        {
          PangoFontDescription *found = pango_font_describe (run->item->analysis.font);

          if (!first)
            first = g_strdup (pango_font_description_get_family (found));
          is_one = is_one && strcmp (first, pango_font_description_get_family (found)) == 0;
          pango_font_description_free (found);
        }
    }
  while (pango_layout_iter_next_run (iter));
  pango_layout_iter_free (iter);
  pango_font_description_free (description);
  g_object_unref (layout);
  g_object_unref (context);
  return is_one;
}

static void
a_number_behind_a_chinese_word_is_written_in_one_font (void **state)
{
  static const char *const wanted[] = { "Sans", "A font that nobody has" };

  for (unsigned i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autofree char *families = pagescape_latin_font_dup_families (wanted[i]);

      assert_non_null (families);
      assert_true (g_str_has_suffix (families, wanted[i]));
      assert_true (is_one_font (families, "2 阶的块 0x1084 的伙伴是谁？", "0x1084"));
    }
}

static void
a_font_that_is_there_is_left_alone (void **state)
{
  g_autofree char *families = pagescape_latin_font_dup_families ("A font that nobody has");
  g_autofree char *there = NULL;

  *strchr (families, ',') = '\0';
  there = pagescape_latin_font_dup_families (families);
  assert_null (there);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_number_behind_a_chinese_word_is_written_in_one_font),
    cmocka_unit_test (a_font_that_is_there_is_left_alone),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
