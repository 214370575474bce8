#include "export/svg.h"

#include <math.h>
#include <string.h>

#include "paint/geometry.h"
#include "paint/grid-vector.h"

static void
add_area_path (Svg             *svg,
               const PaintArea *areas,
               size_t           n,
               double           inset,
               double           gap)
{
  size_t i;

  g_string_append (svg->out, "<path d=\"");
  for (i = 0; i < n; i++)
    {
      SceneRect rect = areas[i].rect;

      /* From edge to edge, so that neighbours have the same edge after rounding. */
      double left = floor ((rect.x + inset) * 100 + 0.5) / 100;
      double top = floor ((rect.y + inset) * 100 + 0.5) / 100;
      double right = floor ((rect.x + rect.width - inset - gap) * 100 + 0.5) / 100;
      double bottom = floor ((rect.y + rect.height - inset - gap) * 100 + 0.5) / 100;

      g_string_append_c (svg->out, 'M');
      svg_point (svg->out, left, top);
      g_string_append_c (svg->out, 'h');
      svg_number (svg->out, right - left);
      g_string_append_c (svg->out, 'v');
      svg_number (svg->out, bottom - top);
      g_string_append_c (svg->out, 'h');
      svg_number (svg->out, left - right);
      g_string_append_c (svg->out, 'z');
    }
  g_string_append_c (svg->out, '"');
}

typedef struct {
  Svg              *svg;
  const PaintStyle *style;
} Marker;

static void
add_cell_mark (SceneRect cell,
               void     *data)
{
  Marker *marker = data;
  GString *out = marker->svg->out;
  SceneShape shape = { .rect = { cell.x, cell.y, cell.width - 1, cell.height - 1 } };
  ScenePoint corner[3], centre;
  double radius;

  if (marker->style->pattern == PAINT_DOT)
    {
      paint_dot (&shape, &centre, &radius);
      g_string_append_c (out, 'M');
      svg_point (out, centre.x - radius, centre.y);
      g_string_append_c (out, 'a');
      svg_point (out, radius, radius);
      g_string_append (out, " 0 1 0 ");
      svg_point (out, 2 * radius, 0);
      g_string_append_c (out, 'a');
      svg_point (out, radius, radius);
      g_string_append (out, " 0 1 0 ");
      svg_point (out, -2 * radius, 0);
      g_string_append_c (out, 'z');
      return;
    }
  paint_corner (shape.rect, corner);
  g_string_append_c (out, 'M');
  svg_point (out, corner[0].x, corner[0].y);
  g_string_append_c (out, 'H');
  svg_number (out, corner[1].x);
  g_string_append_c (out, 'V');
  svg_number (out, corner[2].y);
  g_string_append_c (out, 'z');
}

static void
add_areas (Svg             *svg,
           const SceneGrid *grid,
           const PaintArea *areas,
           size_t           n)
{
  SceneRole role = areas[0].role;
  const PaintStyle *style = &svg->palette->styles[role];
  bool is_boxed = grid->cell >= PAINT_BOXED, has_pattern = grid->cell >= PAINT_PATTERNED;
  size_t i;

  if (style->has_fill)
    {
      add_area_path (svg, areas, n, 0, is_boxed);
      svg_paint (svg->out, "fill", style->fill);
      g_string_append (svg->out, "/>\n");
    }
  if (has_pattern && (style->pattern == PAINT_HATCH || style->pattern == PAINT_BACK_HATCH))
    {
      svg->used[role] = true;
      add_area_path (svg, areas, n, 0, is_boxed);
      g_string_append_printf (svg->out, " fill=\"url(#pattern-%02x)\"/>\n", role);
    }
  if (has_pattern && (style->pattern == PAINT_DOT || style->pattern == PAINT_CORNER))
    {
      g_string_append (svg->out, "<path shape-rendering=\"auto\" d=\"");
      for (i = 0; i < n; i++)
        paint_area_cells (grid, areas[i].rect, add_cell_mark, &(Marker) { svg, style });
      g_string_append_c (svg->out, '"');
      svg_paint (svg->out, "fill", style->ink);
      g_string_append (svg->out, "/>\n");
    }
  if (is_boxed && style->has_outline)
    {
      add_area_path (svg, areas, n, 0.5, 1);
      g_string_append (svg->out, " fill=\"none\"");
      svg_paint (svg->out, "stroke", style->outline);
      g_string_append (svg->out, "/>\n");
    }
}

static void
add_grid_line (ScenePoint from,
               ScenePoint to,
               void      *data)
{
  Svg *svg = data;

  g_string_append_c (svg->out, 'M');
  svg_point (svg->out, from.x, from.y);
  g_string_append_c (svg->out, from.x == to.x ? 'V' : 'H');
  svg_number (svg->out, from.x == to.x ? to.y : to.x);
}

static void
add_vector_grid (Svg             *svg,
                 const SceneGrid *grid)
{
  PaintAreas areas = paint_areas_new (grid);
  size_t first, end;

  for (first = 0; first < areas.n; first = end)
    {
      for (end = first; end < areas.n && areas.areas[end].role == areas.areas[first].role; end++)
        ;
      add_areas (svg, grid, areas.areas + first, end - first);
    }
  paint_areas_clear (&areas);

  if (grid->cell >= PAINT_LINED && grid->cell < PAINT_BOXED)
    {
      g_string_append (svg->out, "<path d=\"");
      paint_grid_lines (grid, add_grid_line, svg);
      g_string_append (svg->out, "\" fill=\"none\"");
      svg_paint (svg->out, "stroke", svg->palette->paper);
      svg_attribute (svg->out, "stroke-opacity", PAINT_LINE_SHARE);
      g_string_append (svg->out, "/>\n");
    }
}

static cairo_status_t
append_cb (void                *data,
           const unsigned char *bytes,
           unsigned             length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
add_image_grid (Svg             *svg,
                const SceneGrid *grid)
{
  GByteArray *png = g_byte_array_new ();
  cairo_surface_t *image = paint_grid_image (grid, svg->palette, grid->clip, paint_grid_resolution (grid),
                                             svg->has_paper);
  char *text;

  cairo_surface_write_to_png_stream (image, append_cb, png);
  cairo_surface_destroy (image);
  text = g_base64_encode (png->data, png->len);

  g_string_append (svg->out, "<image");
  svg_attribute (svg->out, "x", grid->clip.x);
  svg_attribute (svg->out, "y", grid->clip.y);
  svg_attribute (svg->out, "width", grid->clip.width);
  svg_attribute (svg->out, "height", grid->clip.height);
  g_string_append (svg->out, " preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\""
                             " xlink:href=\"data:image/png;base64,");
  g_string_append (svg->out, text);
  g_string_append (svg->out, "\"/>\n");
  g_free (text);
  g_byte_array_unref (png);
}

/* "" of the first, "-2" of the second. One that is there already serves again. */
static const char *
add_clip (Svg             *svg,
          const SceneGrid *grid,
          char             number[16])
{
  GString *out = svg->out, *clip = g_string_new (NULL);
  const char *found;
  unsigned n = 1;

  svg->out = clip;
  svg_rectangle (svg, grid->clip, 0);
  g_string_append (clip, "/></clipPath>\n");
  svg->out = out;

  found = svg->shared ? strstr (svg->clips->str, clip->str) : NULL;
  if (found)
    {
      const char *at;

      for (at = svg->clips->str; (at = strchr (at, '\n')) && at < found; at++)
        n++;
    }
  else
    n = ++svg->n_clips;
  number[0] = '\0';
  if (n > 1)
    g_snprintf (number, 16, "-%u", n);
  if (!found)
    g_string_append_printf (svg->clips, "<clipPath id=\"grid%s\">%s", number, clip->str);
  g_string_free (clip, TRUE);
  return number;
}

void
svg_add_grid (Svg *svg)
{
  const SceneGrid *grid = scene_picture_grid (svg->picture);
  size_t start = svg->out->len;
  char number[16];

  if (!grid || grid->clip.width <= 0 || grid->clip.height <= 0)
    return;

  g_string_append_printf (svg->out, "<g%s clip-path=\"url(#grid%s)\" shape-rendering=\"crispEdges\">\n",
                          svg->shared ? " data-grid=\"\"" : "", add_clip (svg, grid, number));
  if (svg->has_image)
    add_image_grid (svg, grid);
  else
    add_vector_grid (svg, grid);
  g_string_append (svg->out, "</g>\n");
  if (svg->shared)
    svg_share (svg, start);
}
