/* test-box.c - boxes written into pixels look as Cairo paints them */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "paint/paint.h"
#include "paint/shape.h"

#define SIDE      128
#define N_BOXES   400
#define TOLERATED 26            /* of 255, in one pixel: corners are measured more coarsely than Cairo does */

static double
random_between (double low,
                double high)
{
  return low + (high - low) * (rand () % 4096 / 4096.0);
}

/* An image of paper, as a tile is that begins at (24, 40). */
static cairo_t *
new_image (const PaintPalette *palette,
           cairo_format_t      format,
           int                 scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (format, SIDE, SIDE);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  cairo_surface_destroy (surface);
  paint_set_color (cr, palette->paper);
  cairo_paint (cr);
  cairo_translate (cr, -24, -40);
  return cr;
}

/* The largest difference of a channel, and of all on average. */
static void
compare (cairo_t  *a,
         cairo_t  *b,
         unsigned *largest,
         double   *average)
{
  cairo_surface_t *first = cairo_get_target (a), *second = cairo_get_target (b);
  const unsigned char *pixels[2];
  size_t i, n = (size_t) SIDE * SIDE * 4;
  double sum = 0;

  cairo_surface_flush (first);
  cairo_surface_flush (second);
  pixels[0] = cairo_image_surface_get_data (first);
  pixels[1] = cairo_image_surface_get_data (second);
  *largest = 0;
  for (i = 0; i < n; i++)
    if (i % 4 < 3)
      {
        unsigned other = (unsigned) abs (pixels[0][i] - pixels[1][i]);

        *largest = other > *largest ? other : *largest;
        sum += other;
      }
  *average = sum / (double) n;
}

static SceneShape
random_box (void)
{
  static const SceneFill fills[] = { SCENE_FILL_FREE, SCENE_FILL_ALLOCATED, SCENE_FILL_PANEL, SCENE_FILL_ISOLATED };

  return (SceneShape) {
    .form = SCENE_BOX, .opacity = 1,
    .role = scene_role (rand () % SCENE_N_HUES, fills[rand () % 4]),
    .marks = rand () % 4 ? 0 : SCENE_MARK_SQUARE,
    /* Some begin or end beyond the image. */
    .rect = { random_between (-20, 120), random_between (0, 140), random_between (14, 120), random_between (5, 120) },
  };
}

static void
boxes_look_as_cairo_paints_them (void **state)
{
  static const cairo_format_t formats[] = { CAIRO_FORMAT_RGB24, CAIRO_FORMAT_ARGB32 };
  PaintFonts *fonts = paint_fonts_new ("en", paint_palette (PAINT_LIGHT), 1);
  unsigned n_painted = 0, i;

  srand (7);
  for (i = 0; i < N_BOXES; i++)
    {
      const PaintPalette *palette = paint_palette (i % PAINT_N_THEMES);
      SceneShape box = random_box ();
      int scale = 1 + (int) (i / 10 % 2);
      cairo_t *expected = new_image (palette, formats[i % 2], scale), *painted = new_image (palette, formats[i % 2], scale);
      unsigned largest;
      double average;

      if (paint_box_in_image (painted, &box, palette))
        {
          paint_shape (expected, &box, palette, fonts);
          compare (expected, painted, &largest, &average);
          if (largest > TOLERATED || average > 0.3)
            fail_msg ("box %u, %g × %g at %g, %g: %u in one pixel, %g on average", i, box.rect.width,
                      box.rect.height, box.rect.x, box.rect.y, largest, average);
          n_painted++;
        }
      cairo_destroy (expected);
      cairo_destroy (painted);
    }
  paint_fonts_free (fonts);
  /* Most are not left to Cairo. */
  assert_true (n_painted > N_BOXES / 2);
}

static void
what_is_no_plain_box_is_left_to_cairo (void **state)
{
  const PaintPalette *palette = paint_palette (PAINT_LIGHT);
  SceneShape hatched = { .form = SCENE_BOX, .opacity = 1, .role = scene_role (SCENE_HUE_NORMAL, SCENE_FILL_SLAB),
                         .rect = { 30, 50, 40, 40 } };
  SceneShape dashed = hatched, tiny = hatched, turned = hatched;
  cairo_t *painted = new_image (palette, CAIRO_FORMAT_RGB24, 1), *untouched = new_image (palette, CAIRO_FORMAT_RGB24, 1);
  unsigned largest;
  double average;

  dashed.role = tiny.role = turned.role = scene_role (SCENE_HUE_NORMAL, SCENE_FILL_FREE);
  dashed.marks = SCENE_MARK_DASHED;
  tiny.rect.width = 4;
  assert_false (paint_box_in_image (painted, &hatched, palette));
  assert_false (paint_box_in_image (painted, &dashed, palette));
  assert_false (paint_box_in_image (painted, &tiny, palette));
  cairo_rotate (painted, 0.1);
  assert_false (paint_box_in_image (painted, &turned, palette));

  compare (painted, untouched, &largest, &average);
  assert_int_equal (largest, 0);
  cairo_destroy (painted);
  cairo_destroy (untouched);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (boxes_look_as_cairo_paints_them),
    cmocka_unit_test (what_is_no_plain_box_is_left_to_cairo),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
