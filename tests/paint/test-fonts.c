/* test-fonts.c - texts are as wide as they are painted, and are shortened honestly */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "paint/paint.h"

static void
sizes_are_points_of_the_picture_and_grow_with_the_theme (void **state)
{
  const SceneMeasure *plain = scene_measure_plain ();
  PaintFonts *light = paint_fonts_new ("en", paint_palette (PAINT_LIGHT), 1);
  PaintFonts *projector = paint_fonts_new ("en", paint_palette (PAINT_PROJECTOR), 1);
  PaintFonts *twice = paint_fonts_new ("en", paint_palette (PAINT_LIGHT), 2);
  double width = paint_fonts_measure (light)->advance (paint_fonts_measure (light), SCENE_FONT_BODY, "order 10");
  int font;

  for (font = 0; font < SCENE_N_FONTS; font++)
    assert_true (paint_fonts_measure (light)->size[font] == plain->size[font]);
  for (font = 0; font < SCENE_N_FONTS; font++)
    assert_true (paint_fonts_measure (projector)->size[font] >= 18);
  assert_true (paint_fonts_measure (projector)->line_width == 2);
  assert_float_equal (paint_fonts_measure (twice)->advance (paint_fonts_measure (twice), SCENE_FONT_BODY, "order 10"),
                      2 * width, 0.3);
  paint_fonts_free (light);
  paint_fonts_free (projector);
  paint_fonts_free (twice);
}

static void
a_text_keeps_its_width_however_many_were_asked_between (void **state)
{
  PaintFonts *fonts = paint_fonts_new ("zh-cn", paint_palette (PAINT_LIGHT), 1);
  const SceneMeasure *measure = paint_fonts_measure (fonts);
  double width = measure->advance (measure, SCENE_FONT_BODY, "空闲块 0x1080");
  char text[32];
  int i;

  assert_true (width > 0);
  for (i = 0; i < 9000; i++)
    {
      snprintf (text, sizeof text, "%d", i);
      measure->advance (measure, SCENE_FONT_SMALL, text);
    }
  assert_true (measure->advance (measure, SCENE_FONT_BODY, "空闲块 0x1080") == width);
  assert_true (measure->advance (measure, SCENE_FONT_MONO, "12345678")
               == 2 * measure->advance (measure, SCENE_FONT_MONO, "abcd"));
  paint_fonts_free (fonts);
}

static void
what_does_not_fit_is_shortened_or_left_out (void **state)
{
  PaintFonts *fonts = paint_fonts_new ("en", paint_palette (PAINT_LIGHT), 1);
  const SceneMeasure *measure = paint_fonts_measure (fonts);
  const char *text = "块 0x1080 of ZONE_NORMAL";
  double whole = measure->advance (measure, SCENE_FONT_BODY, text), width;
  size_t last = 0;
  char *label;

  for (width = 0; width <= whole + 5; width += 2.5)
    {
      label = paint_fit_label (fonts, SCENE_FONT_BODY, text, width, false);
      if (!label)
        {
          assert_int_equal (last, 0);
          continue;
        }
      assert_true (g_utf8_validate (label, -1, NULL));
      assert_true (measure->advance (measure, SCENE_FONT_BODY, label) <= width + 0.2);
      assert_true (strlen (label) + 3 >= last);
      if (width < whole - 1)
        assert_true (g_str_has_suffix (label, "…"));
      last = strlen (label);
      g_free (label);
    }
  assert_int_equal (last, strlen (text));

  assert_null (paint_fit_label (fonts, SCENE_FONT_BODY, text, whole - 2, true));
  assert_null (paint_fit_label (fonts, SCENE_FONT_BODY, "", 100, false));
  assert_null (paint_fit_label (fonts, SCENE_FONT_BODY, NULL, 100, false));
  paint_fonts_free (fonts);
}

static void
bytes_that_are_no_text_do_no_harm (void **state)
{
  PaintFonts *fonts = paint_fonts_new (NULL, paint_palette (PAINT_LIGHT), 1);
  const SceneMeasure *measure = paint_fonts_measure (fonts);
  char *label = paint_fit_label (fonts, SCENE_FONT_BODY, "\xff\x80 a\nb\x01", 400, false);

  assert_true (g_utf8_validate (label, -1, NULL));
  assert_true (measure->advance (measure, SCENE_FONT_BODY, "\xff\xfe") > 0);
  g_free (label);
  paint_fonts_free (fonts);
}

static void
families_end_with_a_generic_one_and_know_han (void **state)
{
  int font;

  for (font = 0; font < SCENE_N_FONTS; font++)
    {
      bool is_mono = font == SCENE_FONT_MONO || font == SCENE_FONT_MONO_SMALL;

      assert_true (g_str_has_suffix (paint_fonts_families ((SceneFont) font, "en"),
                                     is_mono ? ", monospace" : ", sans-serif"));
      assert_non_null (strstr (paint_fonts_families ((SceneFont) font, "zh-cn"), "CJK SC"));
      assert_non_null (strstr (paint_fonts_families ((SceneFont) font, "zh-TW"), "CJK TC"));
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (sizes_are_points_of_the_picture_and_grow_with_the_theme),
    cmocka_unit_test (a_text_keeps_its_width_however_many_were_asked_between),
    cmocka_unit_test (what_does_not_fit_is_shortened_or_left_out),
    cmocka_unit_test (bytes_that_are_no_text_do_no_harm),
    cmocka_unit_test (families_end_with_a_generic_one_and_know_han),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
