/* test-paint.c - what is painted is where the picture says, and tiles join */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "paint/geometry.h"
#include "paint/grid-vector.h"
#include "paint/paint.h"

#define N_CELLS (12 * 1024 + 77)

static SceneRole *
random_cells (unsigned seed)
{
  static const SceneFill fills[] = {
    SCENE_FILL_NONE, SCENE_FILL_FREE, SCENE_FILL_ALLOCATED, SCENE_FILL_SLAB, SCENE_FILL_PAGE_TABLE, SCENE_FILL_PCP,
    SCENE_FILL_RESERVED, SCENE_FILL_KERNEL
  };
  SceneRole *cells = malloc (N_CELLS);
  uint32_t i;

  srand (seed);
  for (i = 0; i < N_CELLS; i++)
    cells[i] = rand () % 3 && i ? cells[i - 1] : scene_role (SCENE_HUE_NORMAL, fills[rand () % 8]);
  return cells;
}

static SceneGrid
make_grid (const SceneRole *cells,
           double           cell)
{
  return (SceneGrid) {
    .cells = cells, .n_cells = N_CELLS, .order = SCENE_MORTON, .block_order = 10, .columns = 4,
    .origin = { 10, 20 }, .cell = cell, .gap = 3, .clip = { 0, 0, 700, 600 },
  };
}

static uint32_t
pixel_of (PaintColor color)
{
  return 0xff000000u | (uint32_t) lrint (color.red * 255) << 16 | (uint32_t) lrint (color.green * 255) << 8
         | (uint32_t) lrint (color.blue * 255);
}

static uint32_t *
new_tile (const SceneGrid *grid,
          unsigned         width,
          unsigned         height,
          double           x,
          double           y,
          double           scale)
{
  uint32_t *pixels = calloc ((size_t) width * height, sizeof *pixels);

  paint_grid_tile (grid, paint_palette (PAINT_LIGHT), pixels, width * sizeof *pixels, width, height, x, y, scale);
  return pixels;
}

static void
every_cell_has_its_colour_at_its_place (void **state)
{
  static const double sizes[] = { 1, 2, 3, 1.37, 2.6 };
  const PaintPalette *palette = paint_palette (PAINT_LIGHT);
  SceneRole *cells = random_cells (1);
  size_t i;
  uint32_t cell;
  int order;

  for (order = 0; order < 2; order++)
    for (i = 0; i < sizeof sizes / sizeof *sizes; i++)
      {
        SceneGrid grid = make_grid (cells, sizes[i]);
        uint32_t *pixels;

        grid.order = (SceneGridOrder) order;
        pixels = new_tile (&grid, 700, 600, 0, 0, 1);
        for (cell = 0; cell < N_CELLS; cell++)
          {
            SceneRect rect = scene_grid_block_rect (&grid, cell, 0);
            int x = (int) floor (rect.x + rect.width / 2), y = (int) floor (rect.y + rect.height / 2);
            const PaintStyle *style = &palette->styles[cells[cell]];

            if (x < 700 && y < 600 && sizes[i] == floor (sizes[i]))
              assert_int_equal (pixels[y * 700 + x], pixel_of (style->has_fill ? style->fill : palette->paper));
          }
        free (pixels);
      }
  free (cells);
}

static void
tiles_join_without_a_seam (void **state)
{
  static const double sizes[] = { 0.3, 1, 1.37, 5, 12, 17.3 };
  SceneRole *cells = random_cells (2);
  SceneMip *mip = scene_mip_new (N_CELLS);
  size_t i;
  int order, scale, x, y, row;

  scene_mip_update (mip, cells, 0, N_CELLS);
  for (order = 0; order < 2; order++)
    for (scale = 1; scale <= 2; scale++)
      for (i = 0; i < sizeof sizes / sizeof *sizes; i++)
        {
          SceneGrid grid = make_grid (cells, sizes[i]);
          uint32_t *whole, *tile;

          grid.order = (SceneGridOrder) order;
          grid.mip = i % 2 ? mip : NULL;
          whole = new_tile (&grid, 512, 512, 0, 0, scale);
          for (y = 0; y < 512; y += 128)
            for (x = 0; x < 512; x += 128)
              {
                tile = new_tile (&grid, 128, 128, (double) x / scale, (double) y / scale, scale);
                for (row = 0; row < 128; row++)
                  assert_memory_equal (tile + row * 128, whole + (y + row) * 512 + x, 128 * sizeof *tile);
                free (tile);
              }
          free (whole);
        }
  scene_mip_free (mip);
  free (cells);
}

/* Where one of 16 cells is reserved, the pixel of the 16 is. */
static void
nothing_vanishes_from_far_away (void **state)
{
  const PaintPalette *palette = paint_palette (PAINT_LIGHT);
  SceneRole *cells = malloc (N_CELLS), reserved = scene_role (SCENE_HUE_NORMAL, SCENE_FILL_RESERVED);
  uint32_t expected = pixel_of (palette->styles[reserved].fill);
  SceneMip *mip = scene_mip_new (N_CELLS);
  int order, with_mip, found, i;

  memset (cells, scene_role (SCENE_HUE_NORMAL, SCENE_FILL_FREE), N_CELLS);
  cells[3333] = reserved;
  scene_mip_update (mip, cells, 0, N_CELLS);
  for (order = 0; order < 2; order++)
    for (with_mip = 0; with_mip < 2; with_mip++)
      {
        SceneGrid grid = make_grid (cells, 0.25);
        uint32_t *pixels;

        grid.order = (SceneGridOrder) order;
        grid.mip = with_mip ? mip : NULL;
        pixels = new_tile (&grid, 200, 200, 0, 0, 1);
        for (i = 0, found = 0; i < 200 * 200; i++)
          found += pixels[i] == expected;
        assert_int_equal (found, 1);
        free (pixels);
      }
  scene_mip_free (mip);
  free (cells);
}

static void
outside_the_clip_is_paper (void **state)
{
  SceneRole *cells = random_cells (3);
  SceneGrid grid = make_grid (cells, 6);
  uint32_t *pixels;
  int x, y;

  grid.clip = (SceneRect) { 40, 50, 60, 30 };
  pixels = new_tile (&grid, 200, 200, 0, 0, 1);
  for (y = 0; y < 200; y++)
    for (x = 0; x < 200; x++)
      if (x < 40 || x >= 100 || y < 50 || y >= 80)
        assert_int_equal (pixels[y * 200 + x], 0xffffffff);
  free (pixels);
  free (cells);
}

/* Shapes */

static uint32_t
painted_pixel (cairo_surface_t *surface,
               int              x,
               int              y)
{
  cairo_surface_flush (surface);
  return ((uint32_t *) (void *) (cairo_image_surface_get_data (surface)
                                 + y * cairo_image_surface_get_stride (surface)))[x] | 0xff000000u;
}

static cairo_surface_t *
paint (const ScenePicture *picture,
       PaintTheme          theme,
       PaintFlags          flags)
{
  SceneSize size = scene_picture_size (picture);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) size.width, (int) size.height);
  PaintFonts *fonts = paint_fonts_new ("en", paint_palette (theme), 1);
  cairo_t *cr = cairo_create (surface);

  paint_picture (cr, picture, paint_palette (theme), fonts, flags);
  assert_int_equal (cairo_status (cr), CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  paint_fonts_free (fonts);
  return surface;
}

static void
every_role_form_and_mark_is_painted_in_every_theme (void **state)
{
  ScenePicture *picture = scene_picture_new ();
  int theme, form, role, marks;

  for (theme = 0; theme < PAINT_N_THEMES; theme++)
    {
      scene_picture_reset (picture, (SceneSize) { 300, 300 });
      for (form = 0; form <= SCENE_GRID; form++)
        for (role = 0; role < 256; role += 1 + form)
          for (marks = 0; marks < 32; marks += 7)
            {
              SceneShape *shape = scene_add_box (picture, scene_key (1, 0, role), (SceneRect) { role, form * 40, 30, 30 },
                                                 (SceneRole) role, "label");

              shape->form = (SceneForm) form;
              shape->marks = (uint8_t) marks;
              shape->font = (uint8_t) (role % 9);       /* two more than there are */
              shape->align = (uint8_t) (role % 4);
              shape->opacity = role % 50 ? 1 : 0.5;
              if (role % 11 == 0)
                shape->rect = (SceneRect) { role, 5, role % 2 ? -20 : 0, role % 3 ? 0 : -1 };
            }
      cairo_surface_destroy (paint (picture, (PaintTheme) theme, PAINT_PAPER));
    }
  scene_picture_free (picture);
}

static void
what_changed_is_ringed_in_red_with_a_gap_of_paper (void **state)
{
  ScenePicture *picture = scene_picture_new ();
  cairo_surface_t *surface;

  scene_picture_reset (picture, (SceneSize) { 100, 60 });
  scene_add_box (picture, scene_key (1, 0, 1), (SceneRect) { 20, 20, 60, 20 }, 0x34, NULL)->marks = SCENE_MARK_CHANGED;
  surface = paint (picture, PAINT_LIGHT, PAINT_PAPER);
  assert_int_equal (painted_pixel (surface, 50, 30), 0xff0072b2);
  assert_int_equal (painted_pixel (surface, 50, 19), 0xffffffff);
  assert_int_equal (painted_pixel (surface, 50, 17), 0xffe01b24);
  assert_int_equal (painted_pixel (surface, 50, 10), 0xffffffff);
  cairo_surface_destroy (surface);
  scene_picture_free (picture);
}

static void
the_grid_lies_where_its_shape_stands_in_the_order (void **state)
{
  SceneRole *cells = malloc (N_CELLS);
  ScenePicture *picture = scene_picture_new ();
  SceneGrid grid;
  cairo_surface_t *surface;
  SceneShape *shape;

  memset (cells, 0x34, N_CELLS);
  grid = make_grid (cells, 2);
  scene_picture_reset (picture, (SceneSize) { 300, 300 });
  scene_picture_set_grid (picture, &grid);
  scene_add_box (picture, SCENE_NO_KEY, (SceneRect) { 20, 30, 20, 20 }, 0x14, NULL);
  surface = paint (picture, PAINT_LIGHT, PAINT_PAPER);
  assert_int_equal (painted_pixel (surface, 30, 40), 0xffe69f00);
  assert_int_equal (painted_pixel (surface, 60, 40), 0xff0072b2);
  cairo_surface_destroy (surface);

  shape = scene_add_box (picture, SCENE_NO_KEY, grid.clip, 0, NULL);
  shape->form = SCENE_GRID;
  surface = paint (picture, PAINT_LIGHT, PAINT_PAPER);
  assert_int_equal (painted_pixel (surface, 30, 40), 0xff0072b2);
  cairo_surface_destroy (surface);

  surface = paint (picture, PAINT_LIGHT, PAINT_PAPER | PAINT_NO_GRID);
  assert_int_equal (painted_pixel (surface, 60, 40), 0xffffffff);
  cairo_surface_destroy (surface);
  scene_picture_free (picture);
  free (cells);
}

static void
areas_and_tiles_show_the_same_cells (void **state)
{
  static const double sizes[] = { 2, 3, 6, 14 };
  SceneRole *cells = random_cells (5);
  size_t i;

  for (i = 0; i < 4; i++)
    {
      SceneGrid grid = make_grid (cells, sizes[i]);
      ScenePicture *picture = scene_picture_new ();
      cairo_surface_t *raster, *vector;
      int x, y, n_same = 0;

      scene_picture_reset (picture, (SceneSize) { 300, 300 });
      scene_picture_set_grid (picture, &grid);
      raster = paint (picture, PAINT_PRINT, PAINT_PAPER);
      vector = paint (picture, PAINT_PRINT, PAINT_PAPER | PAINT_VECTOR_GRID);
      for (y = 0; y < 300; y++)
        for (x = 0; x < 300; x++)
          n_same += painted_pixel (raster, x, y) == painted_pixel (vector, x, y);
      /* Patterns are smoothed in one and not in the other. */
      assert_true (n_same >= (sizes[i] < 4 ? 90000 : 45000));
      cairo_surface_destroy (raster);
      cairo_surface_destroy (vector);
      scene_picture_free (picture);
    }
  free (cells);
}

/* Nothing of it may be seen outside of its bounds. */
static void
assert_within (const SceneShape *shape,
               PaintFonts       *fonts,
               const PaintPalette *palette)
{
  enum { SIDE = 300 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);
  SceneRect bounds = paint_bounds (fonts, shape, palette);
  uint32_t *pixels;
  int x, y;

  paint_shape (cr, shape, palette, fonts);
  cairo_rectangle (cr, floor (bounds.x), floor (bounds.y), ceil (bounds.x + bounds.width) - floor (bounds.x),
                   ceil (bounds.y + bounds.height) - floor (bounds.y));
  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_fill (cr);
  cairo_surface_flush (surface);
  pixels = (uint32_t *) (void *) cairo_image_surface_get_data (surface);
  for (y = 0; y < SIDE; y++)
    for (x = 0; x < SIDE; x++)
      if (pixels[y * SIDE + x])
        fail_msg ("form %d, role %x, marks %x, font %d, %g × %g: a pixel at %d, %d", shape->form, shape->role,
                  shape->marks, shape->font, shape->rect.width, shape->rect.height, x, y);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
nothing_is_painted_outside_of_a_shapes_bounds (void **state)
{
  static const SceneRect rects[] = {
    { 100.3, 100.6, 60, 22 }, { 150, 150, -40, 12 }, { 150, 150, 12, -60 }, { 120, 120, 0, 70 }, { 120, 120, 3, 3 },
    { 120, 130, 80, 0 },
  };
  static const PaintTheme themes[] = { PAINT_LIGHT, PAINT_PRINT, PAINT_PROJECTOR };
  size_t theme, i, n = 0;

  for (theme = 0; theme < sizeof themes / sizeof *themes; theme++)
    {
      const PaintPalette *palette = paint_palette (themes[theme]);
      PaintFonts *fonts = paint_fonts_new ("zh-cn", palette, 1);

      for (i = 0; i < sizeof rects / sizeof *rects; i++)
        for (n = 0; n < 6 * SCENE_N_FILLS; n++)
          {
            SceneShape shape = {
              .form = (SceneForm) (n % 6), .rect = rects[i], .far = { 10 + (double) (n % 50), (double) (n % 7) * 5 },
              .opacity = 1, .label = n % 2 ? "gÅ页框Ấ" : "0x1080",
              .role = scene_role (SCENE_HUE_NORMAL, (SceneFill) (n / 6)), .font = (uint8_t) (n % SCENE_N_FONTS),
              .marks = (uint8_t) (n % 4), .align = (uint8_t) (n % 3),
            };

            /* Only lines, braces and ribbons may go backwards. */
            if (fmin (shape.rect.width, shape.rect.height) >= 0 || (shape.form != SCENE_BOX && shape.form != SCENE_TEXT))
              assert_within (&shape, fonts, palette);
          }
      paint_fonts_free (fonts);
    }
}

static void
a_faint_shape_is_the_shape_with_its_opacity (void **state)
{
  const PaintPalette *palette = paint_palette (PAINT_LIGHT);
  PaintFonts *fonts = paint_fonts_new ("en", palette, 1);
  SceneShape shape = { .form = SCENE_BOX, .rect = { 10.5, 12, 60, 20 }, .opacity = 0.5, .label = "0x40",
                       .role = scene_role (SCENE_HUE_NORMAL, SCENE_FILL_SLAB), .marks = SCENE_MARK_CHANGED };
  cairo_surface_t *surfaces[2];
  int i;

  for (i = 0; i < 2; i++)
    {
      cairo_t *cr;

      surfaces[i] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 200, 100);
      cr = cairo_create (surfaces[i]);
      cairo_scale (cr, 1.7, 1.7);
      if (i == 0)
        paint_shape (cr, &shape, palette, fonts);
      else
        {
          cairo_push_group (cr);
          shape.opacity = 1;
          paint_shape (cr, &shape, palette, fonts);
          cairo_pop_group_to_source (cr);
          cairo_paint_with_alpha (cr, 0.5);
        }
      cairo_destroy (cr);
    }
  assert_memory_equal (cairo_image_surface_get_data (surfaces[0]), cairo_image_surface_get_data (surfaces[1]),
                       (size_t) cairo_image_surface_get_stride (surfaces[0]) * 100);
  cairo_surface_destroy (surfaces[0]);
  cairo_surface_destroy (surfaces[1]);
  paint_fonts_free (fonts);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (nothing_is_painted_outside_of_a_shapes_bounds),
    cmocka_unit_test (a_faint_shape_is_the_shape_with_its_opacity),
    cmocka_unit_test (every_cell_has_its_colour_at_its_place),
    cmocka_unit_test (tiles_join_without_a_seam),
    cmocka_unit_test (nothing_vanishes_from_far_away),
    cmocka_unit_test (outside_the_clip_is_paper),
    cmocka_unit_test (every_role_form_and_mark_is_painted_in_every_theme),
    cmocka_unit_test (what_changed_is_ringed_in_red_with_a_gap_of_paper),
    cmocka_unit_test (the_grid_lies_where_its_shape_stands_in_the_order),
    cmocka_unit_test (areas_and_tiles_show_the_same_cells),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
