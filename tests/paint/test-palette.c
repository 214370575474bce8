/* test-palette.c - every theme keeps the grammar: contrast is measured, and state is read without colour */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "floors.h"
#include "paint/palette.h"

/* What a page frame can be. */
static const SceneFill states[] = {
  SCENE_FILL_GHOST, SCENE_FILL_FREE, SCENE_FILL_ALLOCATED, SCENE_FILL_PCP, SCENE_FILL_SLAB, SCENE_FILL_PAGE_TABLE,
  SCENE_FILL_RESERVED, SCENE_FILL_KERNEL, SCENE_FILL_ISOLATED,
};
#define N_STATES (sizeof states / sizeof *states)

static uint32_t
hex_of (PaintColor color)
{
  return (uint32_t) lrint (color.red * 255) << 16 | (uint32_t) lrint (color.green * 255) << 8
         | (uint32_t) lrint (color.blue * 255);
}

typedef void (*StyleFunc) (const PaintPalette *palette, SceneHue hue, SceneFill fill, const PaintStyle *style);

static void
with_every_style (StyleFunc func)
{
  int theme, is_dark, hue, fill;

  for (theme = 0; theme < PAINT_N_THEMES; theme++)
    for (is_dark = 0; is_dark < 2; is_dark++)
      for (hue = 0; hue < SCENE_N_HUES; hue++)
        for (fill = 0; fill < SCENE_N_FILLS; fill++)
          {
            const PaintPalette *palette = paint_palette_on ((PaintTheme) theme, is_dark);

            func (palette, (SceneHue) hue, (SceneFill) fill,
                  &palette->styles[scene_role ((SceneHue) hue, (SceneFill) fill)]);
          }
}

static void
check_line (const PaintPalette *palette,
            SceneHue            hue,
            SceneFill           fill,
            const PaintStyle   *style)
{
  assert_true (paint_contrast (style->outline, palette->paper) >= line_floor (palette->theme));
}

static void
outlines_can_be_told_from_the_paper (void **state)
{
  with_every_style (check_line);
}

static void
check_text (const PaintPalette *palette,
            SceneHue            hue,
            SceneFill           fill,
            const PaintStyle   *style)
{
  double least = text_floor (palette->theme);

  if (style->has_fill && fill != SCENE_FILL_RULE)
    {
      assert_true (paint_contrast (style->text, style->fill) >= least);
      return;
    }
  assert_true (paint_contrast (style->text, palette->paper) >= least);
  assert_true (paint_contrast (style->text, palette->panel) >= least);
}

static void
texts_are_legible_where_they_stand (void **state)
{
  with_every_style (check_text);
}

static void
check_pattern (const PaintPalette *palette,
               SceneHue            hue,
               SceneFill           fill,
               const PaintStyle   *style)
{
  if (style->pattern != PAINT_NO_PATTERN)
    assert_true (fabs (paint_lightness (style->ink) - paint_lightness (style->fill)) >= 18);
}

static void
patterns_are_seen_on_their_ground_in_grey (void **state)
{
  with_every_style (check_pattern);
}

static double
lightness_of (const PaintPalette *palette,
              const PaintStyle   *style)
{
  return paint_lightness (style->has_fill ? style->fill : palette->paper);
}

static void
any_two_states_differ_in_lightness_or_pattern (void **state)
{
  int theme, hue;
  size_t i, j;

  for (theme = 0; theme < PAINT_N_THEMES; theme++)
    for (hue = 0; hue < SCENE_N_HUES; hue++)
      for (i = 0; i < N_STATES; i++)
        for (j = i + 1; j < N_STATES; j++)
          {
            const PaintPalette *palette = paint_palette ((PaintTheme) theme);
            const PaintStyle *a = &palette->styles[scene_role ((SceneHue) hue, states[i])];
            const PaintStyle *b = &palette->styles[scene_role ((SceneHue) hue, states[j])];

            assert_true (a->pattern != b->pattern || a->is_dashed != b->is_dashed
                         || fabs (lightness_of (palette, a) - lightness_of (palette, b)) >= 5);
          }
}

/* Where cells are too small for patterns. */
static void
free_used_and_reserved_differ_in_lightness_alone (void **state)
{
  static const SceneHue zones[] = {
    SCENE_HUE_DMA, SCENE_HUE_DMA32, SCENE_HUE_NORMAL, SCENE_HUE_HIGHMEM, SCENE_HUE_MOVABLE
  };
  int theme;
  size_t i;

  for (theme = 0; theme < PAINT_N_THEMES; theme++)
    for (i = 0; i < sizeof zones / sizeof *zones; i++)
      {
        const PaintPalette *palette = paint_palette ((PaintTheme) theme);
        double hole = paint_lightness (palette->paper);
        double unused = lightness_of (palette, &palette->styles[scene_role (zones[i], SCENE_FILL_FREE)]);
        double used = lightness_of (palette, &palette->styles[scene_role (zones[i], SCENE_FILL_ALLOCATED)]);
        double reserved = lightness_of (palette, &palette->styles[scene_role (zones[i], SCENE_FILL_RESERVED)]);

        assert_true (fabs (hole - unused) >= 5);
        assert_true (fabs (unused - used) >= 15);
        assert_true (fabs (used - reserved) >= 7);
        assert_true (fabs (unused - reserved) >= 25);
      }
}

static void
zones_have_the_hues_of_the_grammar (void **state)
{
  static const struct { SceneHue hue; uint32_t full, companion; } expected[] = {
    { SCENE_HUE_DMA, 0xe69f00, 0x8f5e00 }, { SCENE_HUE_DMA32, 0xcc79a7, 0x8e3f70 },
    { SCENE_HUE_NORMAL, 0x0072b2, 0x005a8c }, { SCENE_HUE_HIGHMEM, 0x009e73, 0x00704f },
    { SCENE_HUE_MOVABLE, 0x56b4e9, 0x1b6e9e },
  };
  const PaintPalette *palette = paint_palette (PAINT_LIGHT);
  size_t i;

  for (i = 0; i < sizeof expected / sizeof *expected; i++)
    {
      const PaintStyle *used = &palette->styles[scene_role (expected[i].hue, SCENE_FILL_ALLOCATED)];
      const PaintStyle *unused = &palette->styles[scene_role (expected[i].hue, SCENE_FILL_FREE)];

      assert_int_equal (hex_of (used->fill), expected[i].full);
      assert_int_equal (hex_of (unused->outline), expected[i].companion);
    }
}

static void
check_not_red (const PaintPalette *palette,
               SceneHue            hue,
               SceneFill           fill,
               const PaintStyle   *style)
{
  assert_int_not_equal (hex_of (style->fill), hex_of (palette->changed));
  assert_int_not_equal (hex_of (style->outline), hex_of (palette->changed));
  assert_int_not_equal (hex_of (style->text), hex_of (palette->changed));
}

static void
red_is_what_changed_and_nothing_else (void **state)
{
  int theme;

  with_every_style (check_not_red);
  for (theme = 0; theme < PAINT_N_THEMES; theme++)
    {
      const PaintPalette *palette = paint_palette ((PaintTheme) theme);

      if (theme != PAINT_DARK)
        assert_int_equal (hex_of (palette->changed), 0xe01b24);
      assert_true (paint_contrast (palette->changed, palette->paper) >= line_floor (palette->theme));
      assert_true (paint_contrast (palette->changed_text, palette->panel) >= text_floor (palette->theme));
      assert_true (paint_contrast (palette->selected, palette->paper) >= 4.5);
    }
}

static void
the_projector_has_thick_lines_and_large_type (void **state)
{
  const PaintPalette *palette = paint_palette (PAINT_PROJECTOR);

  assert_true (palette->line_width >= 2);
  assert_true (scene_measure_plain ()->size[SCENE_FONT_BODY] * palette->font_scale >= 18);
}

static void
a_theme_is_found_by_its_name_and_no_other (void **state)
{
  PaintTheme found;
  int theme;

  for (theme = 0; theme < PAINT_N_THEMES; theme++)
    {
      assert_true (paint_theme_by_id (paint_theme_id ((PaintTheme) theme), &found));
      assert_int_equal (found, theme);
    }
  assert_false (paint_theme_by_id ("sepia", &found));
  assert_null (paint_theme_id (PAINT_N_THEMES));
}

static void
contrast_is_that_of_the_recommendation (void **state)
{
  PaintColor white = { 1, 1, 1 }, black = { 0, 0, 0 }, orange = { 0xe6 / 255.0, 0x9f / 255.0, 0 };

  assert_float_equal (paint_contrast (white, black), 21, 1e-6);
  assert_float_equal (paint_contrast (white, orange), 2.25, 0.01);
  assert_float_equal (paint_contrast (orange, white), 2.25, 0.01);
  assert_float_equal (paint_lightness (white), 100, 1e-3);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (outlines_can_be_told_from_the_paper),
    cmocka_unit_test (texts_are_legible_where_they_stand),
    cmocka_unit_test (patterns_are_seen_on_their_ground_in_grey),
    cmocka_unit_test (any_two_states_differ_in_lightness_or_pattern),
    cmocka_unit_test (free_used_and_reserved_differ_in_lightness_alone),
    cmocka_unit_test (zones_have_the_hues_of_the_grammar),
    cmocka_unit_test (red_is_what_changed_and_nothing_else),
    cmocka_unit_test (the_projector_has_thick_lines_and_large_type),
    cmocka_unit_test (a_theme_is_found_by_its_name_and_no_other),
    cmocka_unit_test (contrast_is_that_of_the_recommendation),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
