/* test-themes.c - every theme measured on what is painted: outlines, words, states in grey, marks in grey */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floors.h"
#include "paint/geometry.h"

#define SIDE 96                 /* of what is painted on, in points */
#define CLEARLY 15.0            /* a difference in lightness that is seen */

/* What a page frame can be, and where there is none. */
static const SceneFill states[] = {
  SCENE_FILL_PANEL, SCENE_FILL_FREE, SCENE_FILL_ALLOCATED, SCENE_FILL_PCP, SCENE_FILL_SLAB,
  SCENE_FILL_PAGE_TABLE, SCENE_FILL_RESERVED, SCENE_FILL_KERNEL, SCENE_FILL_ISOLATED,
};
#define N_STATES (sizeof states / sizeof *states)

typedef struct {
  unsigned side;
  uint32_t pixels[SIDE * 4 * SIDE * 4];
} Image;

static PaintColor
color_of (uint32_t pixel)
{
  return (PaintColor) { (pixel >> 16 & 255) / 255.0, (pixel >> 8 & 255) / 255.0, (pixel & 255) / 255.0 };
}

static unsigned n_faults;

/* All of them are worth knowing. */
static void __attribute__ ((format (printf, 1, 2)))
report (const char *format,
        ...)
{
  va_list arguments;
  char text[300];

  va_start (arguments, format);
  vsnprintf (text, sizeof text, format, arguments);
  va_end (arguments);
  if (n_faults++ < 60)
    print_error ("%s\n", text);
}

static void
expect_no_faults (void)
{
  unsigned n = n_faults;

  n_faults = 0;
  assert_int_equal (n, 0);
}

/* The last one's are kept. NULL frees them. */
static PaintFonts *
fonts_of (const PaintPalette *palette)
{
  static const PaintPalette *last;
  static PaintFonts *fonts;

  if (palette == last)
    return fonts;
  paint_fonts_free (fonts);
  fonts = palette ? paint_fonts_new ("en", palette, 1) : NULL;
  last = palette;
  return fonts;
}

static void
paint (const SceneShape   *shape,
       const PaintPalette *palette,
       unsigned            scale,
       Image              *image)
{
  int side = (int) (SIDE * scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  PaintFonts *fonts = fonts_of (palette);
  cairo_t *cr = cairo_create (surface);
  const unsigned char *data;
  int y;

  cairo_scale (cr, scale, scale);
  cairo_set_source_rgb (cr, palette->paper.red, palette->paper.green, palette->paper.blue);
  cairo_paint (cr);
  paint_shape (cr, shape, palette, fonts);
  assert_int_equal (cairo_status (cr), CAIRO_STATUS_SUCCESS);
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  image->side = (unsigned) side;
  for (y = 0; y < side; y++)
    memcpy (image->pixels + y * side, data + y * cairo_image_surface_get_stride (surface),
            (size_t) side * sizeof *image->pixels);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static SceneShape
box_of (SceneHue  hue,
        SceneFill fill)
{
  return (SceneShape) { .key = scene_key (1, 0, 1), .form = SCENE_BOX, .rect = { 24, 24, 48, 40 },
                        .role = scene_role (hue, fill), .opacity = 1, .align = SCENE_MIDDLE,
                        .font = SCENE_FONT_BODY };
}

/* The largest contrast with a colour in an area of the image, in points. */
static double
strongest (const Image *image,
           SceneRect    area,
           PaintColor   ground)
{
  unsigned scale = image->side / SIDE, x, y;
  double best = 1;

  for (y = (unsigned) area.y * scale; y < (unsigned) (area.y + area.height) * scale; y++)
    for (x = (unsigned) area.x * scale; x < (unsigned) (area.x + area.width) * scale; x++)
      best = fmax (best, paint_contrast (color_of (image->pixels[y * image->side + x]), ground));
  return best;
}

typedef void (*LookFunc) (const PaintPalette *palette, SceneHue hue, SceneFill fill);

static void
with_every_look (LookFunc func)
{
  int theme, is_dark, hue, fill;

  for (theme = 0; theme < PAINT_N_THEMES; theme++)
    for (is_dark = 0; is_dark < 2; is_dark++)
      for (hue = 0; hue < SCENE_N_HUES; hue++)
        for (fill = 0; fill < SCENE_N_FILLS; fill++)
          func (paint_palette_on ((PaintTheme) theme, is_dark), (SceneHue) hue, (SceneFill) fill);
}

/* --- outlines and words ------------------------------------------------------------------------- */

static void
look_at_outline (const PaintPalette *palette,
                 SceneHue            hue,
                 SceneFill           fill)
{
  static Image image;
  SceneShape box = box_of (hue, fill);
  double contrast;

  if (!palette->styles[box.role].has_outline)
    return;
  paint (&box, palette, 1, &image);
  contrast = strongest (&image, (SceneRect) { 24, 30, palette->line_width, 28 }, palette->paper);
  if (contrast < line_floor (palette->theme) - 0.01)
    report ("%s: the outline of hue %d, fill %d has %.2f", paint_theme_id (palette->theme), (int) hue, (int) fill,
              contrast);
}

static void
painted_outlines_can_be_told_from_the_paper (void **state)
{
  with_every_look (look_at_outline);
  expect_no_faults ();
}

/* The ground of a word: what is most frequent where it stands. */
static PaintColor
ground_of (const Image *image,
           SceneRect    area)
{
  unsigned scale = image->side / SIDE, x, y, x2, y2, best = 0, n;
  uint32_t ground = 0, one;

  for (y = (unsigned) area.y * scale; y < (unsigned) (area.y + area.height) * scale; y += 5)
    for (x = (unsigned) area.x * scale; x < (unsigned) (area.x + area.width) * scale; x += 5)
      {
        one = image->pixels[y * image->side + x];
        n = 0;
        for (y2 = (unsigned) area.y * scale; y2 < (unsigned) (area.y + area.height) * scale; y2 += 3)
          for (x2 = (unsigned) area.x * scale; x2 < (unsigned) (area.x + area.width) * scale; x2 += 3)
            n += image->pixels[y2 * image->side + x2] == one;
        if (n > best)
          {
            best = n;
            ground = one;
          }
      }
  return color_of (ground);
}

static void
look_at_word (const PaintPalette *palette,
              SceneHue            hue,
              SceneFill           fill)
{
  static const SceneForm forms[] = { SCENE_BOX, SCENE_TEXT };
  static Image image;
  double contrast;
  size_t i;

  for (i = 0; i < 2; i++)
    {
      SceneShape word = box_of (hue, fill);
      PaintLabel label;
      SceneRect area;
      bool is_filled = palette->styles[word.role].has_fill;

      if (fill == SCENE_FILL_RULE || (forms[i] == SCENE_TEXT && is_filled))
        continue;
      word.form = forms[i];
      word.label = "HEH";
      word.rect = (SceneRect) { 8, 24, 80, 40 };
      assert_true (paint_place_label (fonts_of (palette), &word, palette, &label));
      area = (SceneRect) { label.x, label.baseline - 9, label.width, 9 };
      paint_clear_label (&label);
      paint (&word, palette, 4, &image);
      contrast = strongest (&image, area, ground_of (&image, area));
      /* Hatches are as strong as words may be: what counts is the word. */
      if (contrast < text_floor (palette->theme) - 0.01)
        report ("%s: a word of hue %d, fill %d has %.2f", paint_theme_id (palette->theme), (int) hue, (int) fill,
                  contrast);
    }
}

static void
painted_words_are_legible_on_their_ground (void **state)
{
  with_every_look (look_at_word);
  expect_no_faults ();
}

/* --- states in grey ----------------------------------------------------------------------------- */

#define N_PHASES 8              /* wherever the lines of a pattern happen to fall */
#define MOST_SIDE 48

/* How a state looks when printed in grey. */
typedef struct {
  float lightness[MOST_SIDE * MOST_SIDE];
} Grey;

static Grey greys[N_STATES][N_PHASES];

/* Where there is no page frame, there is no zone. */
static SceneRole
role_of (SceneHue hue,
         size_t   state)
{
  return scene_role (states[state] == SCENE_FILL_PANEL ? SCENE_HUE_NEUTRAL : hue, states[state]);
}

/* Seen are differences that are large somewhere, or that are everywhere. */
static bool
are_apart (const Grey *a,
           const Grey *b,
           unsigned    n_pixels)
{
  unsigned i, n = 0;
  double sum = 0;

  for (i = 0; i < n_pixels; i++)
    {
      double difference = fabs (a->lightness[i] - b->lightness[i]);

      n += difference >= CLEARLY;
      sum += difference;
    }
  return n >= 0.03 * n_pixels || sum >= 4.0 * n_pixels;
}

static void
compare_states (const PaintPalette *palette,
                int                 hue,
                const char         *what,
                unsigned            n_pixels)
{
  unsigned phase;
  size_t i, j;

  for (i = 0; i < N_STATES; i++)
    for (j = i + 1; j < N_STATES; j++)
      for (phase = 0; phase < N_PHASES; phase++)
        if (!are_apart (&greys[i][0], &greys[j][phase], n_pixels))
          {
            report ("%s, hue %d, %s: fills %d and %d look alike", paint_theme_id (palette->theme), hue, what,
                    (int) states[i], (int) states[j]);
            break;
          }
}

static void
any_two_states_are_apart_when_printed_in_grey (void **state)
{
  static Image image;
  unsigned phase, x, y;
  int theme, hue;
  size_t i;

  for (theme = 0; theme < PAINT_N_THEMES; theme++)
    for (hue = 0; hue < SCENE_N_HUES; hue++)
      {
        const PaintPalette *palette = paint_palette ((PaintTheme) theme);

        for (i = 0; i < N_STATES; i++)
          for (phase = 0; phase < N_PHASES; phase++)
            {
              SceneShape box = box_of ((SceneHue) hue, states[i]);

              box.role = role_of ((SceneHue) hue, i);
              box.rect = (SceneRect) { 24 + phase, 24, 24, 24 };
              paint (&box, palette, 1, &image);
              for (y = 0; y < 24; y++)
                for (x = 0; x < 24; x++)
                  greys[i][phase].lightness[y * 24 + x]
                    = (float) paint_lightness (color_of (image.pixels[(24 + y) * image.side + 24 + phase + x]));
            }
        compare_states (palette, hue, "boxes", 24 * 24);
      }
  expect_no_faults ();
}

/* --- cells of the map --------------------------------------------------------------------------- */

static void
paint_cells (SceneRole           role,
             unsigned            cell,
             const PaintPalette *palette,
             unsigned            shift,
             Grey               *grey)
{
  static uint32_t pixels[MOST_SIDE * MOST_SIDE];
  SceneRole cells[16];
  SceneGrid grid = {
    .cells = cells, .n_cells = 16, .order = SCENE_MORTON, .block_order = 4, .columns = 1,
    .origin = { shift, 0 }, .cell = cell, .clip = { 0, 0, 256, 256 },
  };
  unsigned side = 4 * cell, i;

  memset (cells, role, sizeof cells);
  paint_grid_tile (&grid, palette, pixels, side * sizeof *pixels, side, side, shift, 0, 1);
  for (i = 0; i < side * side; i++)
    grey->lightness[i] = (float) paint_lightness (color_of (pixels[i]));
}

/* With patterns from six points on, as little boxes from ten on. */
static void
cells_of_any_two_states_are_apart_in_grey (void **state)
{
  static const unsigned sizes[] = { 6, 12 };
  unsigned size, phase;
  int theme, hue;
  size_t i;

  for (size = 0; size < 2; size++)
    for (theme = 0; theme < PAINT_N_THEMES; theme++)
      for (hue = SCENE_HUE_DMA; hue <= SCENE_HUE_MOVABLE; hue++)
        {
          const PaintPalette *palette = paint_palette ((PaintTheme) theme);

          for (i = 0; i < N_STATES; i++)
            for (phase = 0; phase < N_PHASES; phase++)
              paint_cells (role_of ((SceneHue) hue, i), sizes[size], palette, phase, &greys[i][phase]);
          compare_states (palette, hue, size ? "cells of 12" : "cells of 6", 16 * sizes[size] * sizes[size]);
        }
  expect_no_faults ();
}

/* --- marks in grey ------------------------------------------------------------------------------ */

/* Along a line from the paper into the box: lightness falls to that of the ring, rises to that of the paper, and
 * the box begins; so it is seen by its shape whatever the box is filled with. */
static void
look_at_ring (const PaintPalette *palette,
              SceneHue            hue,
              SceneFill           fill,
              SceneMarks          mark,
              double              reach)
{
  static Image image;
  SceneShape box = box_of (hue, fill);
  double paper = paint_lightness (palette->paper), ring = paper, gap = 0;
  unsigned x, n_ring = 0;

  box.marks = (uint8_t) mark;
  paint (&box, palette, 4, &image);
  for (x = (unsigned) ((24 - reach) * 4); x < 24 * 4; x++)
    {
      double here = paint_lightness (color_of (image.pixels[44 * 4 * image.side + x]));

      n_ring += fabs (here - paper) >= 30;
      ring = fabs (here - paper) > fabs (ring - paper) ? here : ring;
      if (n_ring && fabs (here - paper) < 2)
        gap++;
    }
  if (n_ring < 4 * 1.5 || gap < 2)
    report ("%s: the ring (mark %d) round hue %d, fill %d is %.2f wide with %.2f of paper inside",
              paint_theme_id (palette->theme), (int) mark, (int) hue, (int) fill, n_ring / 4.0, gap / 4);
}

static void
look_at_marks (const PaintPalette *palette,
               SceneHue            hue,
               SceneFill           fill)
{
  look_at_ring (palette, hue, fill, SCENE_MARK_CHANGED, paint_ring_reach (palette));
  look_at_ring (palette, hue, fill, SCENE_MARK_SELECTED, 2 + 1.5 * palette->line_width);
}

static void
what_changed_and_what_is_selected_is_seen_by_shape (void **state)
{
  with_every_look (look_at_marks);
  expect_no_faults ();
}

static void
changed_and_selected_are_apart_in_grey (void **state)
{
  int theme, is_dark;

  for (theme = 0; theme < PAINT_N_THEMES; theme++)
    for (is_dark = 0; is_dark < 2; is_dark++)
      {
        const PaintPalette *palette = paint_palette_on ((PaintTheme) theme, is_dark);

        assert_true (fabs (paint_lightness (palette->changed) - paint_lightness (palette->selected)) >= CLEARLY);
      }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (painted_outlines_can_be_told_from_the_paper),
    cmocka_unit_test (painted_words_are_legible_on_their_ground),
    cmocka_unit_test (any_two_states_are_apart_when_printed_in_grey),
    cmocka_unit_test (cells_of_any_two_states_are_apart_in_grey),
    cmocka_unit_test (what_changed_and_what_is_selected_is_seen_by_shape),
    cmocka_unit_test (changed_and_selected_are_apart_in_grey),
  };

  int n_failed = cmocka_run_group_tests (tests, NULL, NULL);

  fonts_of (NULL);
  return n_failed;
}
