#include "paint/shape.h"

#include <glib.h>
#include <math.h>

#include "paint/geometry.h"
#include "paint/grid-vector.h"

cairo_surface_t *
paint_grid_image (const SceneGrid    *grid,
                  const PaintPalette *palette,
                  SceneRect           area,
                  double              scale,
                  bool                has_paper)
{
  int width = (int) lround (area.width * scale), height = (int) lround (area.height * scale);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, MAX (width, 1), MAX (height, 1));
  uint32_t paper = 0xff000000u | (uint32_t) lrint (palette->paper.red * 255) << 16
                   | (uint32_t) lrint (palette->paper.green * 255) << 8 | (uint32_t) lrint (palette->paper.blue * 255);
  uint32_t *pixels;
  size_t stride, x, y;

  if (cairo_surface_status (image) != CAIRO_STATUS_SUCCESS)
    return image;

  pixels = (uint32_t *) (void *) cairo_image_surface_get_data (image);
  stride = (size_t) cairo_image_surface_get_stride (image);
  paint_grid_tile (grid, palette, pixels, stride, (unsigned) width, (unsigned) height, area.x, area.y, scale);
  for (y = 0; !has_paper && y < (size_t) height; y++)
    for (x = 0; x < (size_t) width; x++)
      if (pixels[y * (stride / 4) + x] == paper)
        pixels[y * (stride / 4) + x] = 0;
  cairo_surface_mark_dirty (image);
  return image;
}

/* At the resolution of the target: whole device pixels, no filter. A target without pixels gets as many
 * as the cells need. */
static double
resolution (cairo_t         *cr,
            const SceneGrid *grid)
{
  double x = 1, y = 0;

  if (cairo_surface_get_type (cairo_get_target (cr)) == CAIRO_SURFACE_TYPE_PDF)
    return paint_grid_resolution (grid);
  cairo_user_to_device_distance (cr, &x, &y);
  return fabs (x) > 0 ? fabs (x) : 1;
}

double
paint_grid_resolution (const SceneGrid *grid)
{
  double scale = CLAMP (ceil (2 / fmax (grid->cell, 0.01)), 2, 8);

  while (scale > 1 && grid->clip.width * grid->clip.height * scale * scale > 1.6e7)
    scale -= 1;
  return scale;
}

static void
paint_raster_grid (cairo_t            *cr,
                   const SceneGrid    *grid,
                   const PaintPalette *palette,
                   bool                has_paper)
{
  double scale = resolution (cr, grid), left, top, right, bottom;
  cairo_surface_t *image;

  cairo_save (cr);
  cairo_rectangle (cr, grid->clip.x, grid->clip.y, grid->clip.width, grid->clip.height);
  cairo_clip (cr);
  cairo_clip_extents (cr, &left, &top, &right, &bottom);

  left = floor (left * scale) / scale;
  top = floor (top * scale) / scale;
  right = ceil (right * scale) / scale;
  bottom = ceil (bottom * scale) / scale;
  if (right > left && bottom > top)
    {
      image = paint_grid_image (grid, palette, (SceneRect) { left, top, right - left, bottom - top }, scale, has_paper);
      cairo_translate (cr, left, top);
      cairo_scale (cr, 1 / scale, 1 / scale);
      cairo_set_source_surface (cr, image, 0, 0);
      cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
      cairo_paint (cr);
      cairo_surface_destroy (image);
    }
  cairo_restore (cr);
}

static void
paint_grid (cairo_t            *cr,
            const SceneGrid    *grid,
            const PaintPalette *palette,
            PaintFlags          flags)
{
  if (!grid || flags & PAINT_NO_GRID)
    return;
  if (flags & PAINT_VECTOR_GRID)
    paint_vector_grid (cr, grid, palette);
  else
    paint_raster_grid (cr, grid, palette, flags & PAINT_PAPER);
}

static void
paint_part (cairo_t            *cr,
            const SceneShape   *shape,
            const PaintPalette *palette,
            PaintFonts         *fonts,
            PaintFlags          flags)
{
  SceneSize size = scene_picture_size (shape->picture);
  double scale = size.width > 0 ? shape->rect.width / size.width : 0;

  if (!(scale > 0) || shape->opacity <= 0)
    return;

  cairo_save (cr);
  cairo_translate (cr, shape->rect.x, shape->rect.y);
  cairo_scale (cr, scale, scale);
  paint_picture (cr, shape->picture, palette, fonts, flags & ~(unsigned) PAINT_PAPER);
  cairo_restore (cr);
}

void
paint_picture (cairo_t            *cr,
               const ScenePicture *picture,
               const PaintPalette *palette,
               PaintFonts         *fonts,
               PaintFlags          flags)
{
  const SceneGrid *grid = scene_picture_grid (picture);
  SceneSize size = scene_picture_size (picture);
  size_t n = scene_picture_n_shapes (picture), i;
  bool is_placed = false;

  cairo_save (cr);
  if (flags & PAINT_PAPER)
    {
      cairo_rectangle (cr, 0, 0, size.width, size.height);
      paint_set_color (cr, palette->paper);
      cairo_fill (cr);
    }

  for (i = 0; i < n && !is_placed; i++)
    is_placed = scene_picture_shape (picture, i)->form == SCENE_GRID;
  if (!is_placed)
    paint_grid (cr, grid, palette, flags);

  for (i = 0; i < n; i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->form == SCENE_GRID && is_placed)
        {
          paint_grid (cr, grid, palette, flags);
          is_placed = false;    /* once */
        }
      else if (shape->form == SCENE_PICTURE)
        paint_part (cr, shape, palette, fonts, flags);
      else
        paint_shape (cr, shape, palette, fonts);
    }
  cairo_restore (cr);
}
