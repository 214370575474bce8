#include "paint/grid-vector.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "paint/geometry.h"
#include "paint/shape.h"

typedef struct {
  const SceneGrid *grid;
  GArray          *areas;
  SceneRole        role;
} Collector;

static void
add_area (SceneRect rect,
          void     *data)
{
  Collector *collector = data;
  SceneRect clip = collector->grid->clip;
  PaintArea area = { rect, collector->role };

  if (rect.x < clip.x + clip.width && rect.x + rect.width > clip.x
      && rect.y < clip.y + clip.height && rect.y + rect.height > clip.y)
    g_array_append_val (collector->areas, area);
}

static void
add_merged (SceneRect rect,
            SceneRole role,
            void     *data)
{
  Collector *collector = data;

  collector->role = role;
  if (collector->grid->cell >= PAINT_BOXED)
    paint_area_cells (collector->grid, rect, add_area, collector);
  else
    add_area (rect, collector);
}

/* Stable, so that neighbours stay neighbours. */
static PaintArea *
sorted_by_role (const PaintArea *areas,
                size_t           n)
{
  PaintArea *sorted = g_new (PaintArea, n + 1);
  size_t starts[257] = { 0 }, i;

  for (i = 0; i < n; i++)
    starts[areas[i].role + 1]++;
  for (i = 1; i < 257; i++)
    starts[i] += starts[i - 1];
  for (i = 0; i < n; i++)
    sorted[starts[areas[i].role]++] = areas[i];
  return sorted;
}

PaintAreas
paint_areas_new (const SceneGrid *grid)
{
  Collector collector = { grid, g_array_new (FALSE, FALSE, sizeof (PaintArea)), 0 };
  PaintAreas areas;

  scene_grid_merge (grid, add_merged, &collector);
  areas.n = collector.areas->len;
  areas.areas = sorted_by_role ((PaintArea *) (void *) collector.areas->data, areas.n);
  g_array_unref (collector.areas);
  return areas;
}

void
paint_areas_clear (PaintAreas *areas)
{
  g_free (areas->areas);
  *areas = (PaintAreas) { NULL, 0 };
}

static void
count_area (SceneRect rect,
            SceneRole role,
            void     *data)
{
  (void) rect;
  (void) role;
  ++*(size_t *) data;
}

size_t
paint_areas_count (const SceneGrid *grid)
{
  size_t n = 0;

  scene_grid_merge (grid, count_area, &n);
  return n;
}

void
paint_area_cells (const SceneGrid *grid,
                  SceneRect        area,
                  PaintCellFunc    func,
                  void            *data)
{
  long columns = lround (area.width / grid->cell), rows = lround (area.height / grid->cell);
  double width = area.width / columns, height = area.height / rows;
  long x, y;

  for (y = 0; y < rows; y++)
    for (x = 0; x < columns; x++)
      func ((SceneRect) { area.x + x * width, area.y + y * height, width, height }, data);
}

/* At the end of each cell, inside it, as the tiles have them. */
void
paint_grid_lines (const SceneGrid *grid,
                  PaintLineFunc    func,
                  void            *data)
{
  uint32_t first_row, end_row, first_column, end_column, row, column;
  unsigned side = scene_grid_side (grid), i;
  double pitch = scene_grid_pitch (grid), length = side * grid->cell;

  if (grid->cell < PAINT_LINED || grid->cell >= PAINT_BOXED)
    return;

  scene_grid_visible_blocks (grid, grid->clip, &first_row, &end_row, &first_column, &end_column);
  for (row = first_row; row < end_row; row++)
    for (column = first_column; column < end_column; column++)
      {
        double x = grid->origin.x + column * pitch, y = grid->origin.y + row * pitch;

        for (i = 1; i <= side; i++)
          {
            double at = i * grid->cell - 0.5;

            func ((ScenePoint) { x + at, y }, (ScenePoint) { x + at, y + length }, data);
            func ((ScenePoint) { x, y + at }, (ScenePoint) { x + length, y + at }, data);
          }
      }
}

/* With Cairo */

typedef struct {
  cairo_t            *cr;
  const PaintStyle   *style;
  const PaintPalette *palette;
} Brush;

static void
add_line (ScenePoint from,
          ScenePoint to,
          void      *data)
{
  cairo_move_to (data, from.x, from.y);
  cairo_line_to (data, to.x, to.y);
}

static void
paint_cell_mark (SceneRect cell,
                 void     *data)
{
  Brush *brush = data;
  SceneShape shape = { .rect = { cell.x, cell.y, cell.width - 1, cell.height - 1 } };
  ScenePoint corner[3], centre;
  double radius;

  if (brush->style->pattern == PAINT_DOT)
    {
      paint_dot (&shape, &centre, &radius);
      cairo_new_sub_path (brush->cr);
      cairo_arc (brush->cr, centre.x, centre.y, radius, 0, 2 * G_PI);
      return;
    }
  paint_corner (shape.rect, corner);
  cairo_move_to (brush->cr, corner[0].x, corner[0].y);
  cairo_line_to (brush->cr, corner[1].x, corner[1].y);
  cairo_line_to (brush->cr, corner[2].x, corner[2].y);
  cairo_close_path (brush->cr);
}

static void
add_rectangles (cairo_t         *cr,
                const PaintArea *areas,
                size_t           n,
                double           inset,         /* from all sides */
                double           gap)           /* more, at the right and below */
{
  size_t i;

  for (i = 0; i < n; i++)
    cairo_rectangle (cr, areas[i].rect.x + inset, areas[i].rect.y + inset,
                     areas[i].rect.width - 2 * inset - gap, areas[i].rect.height - 2 * inset - gap);
}

static void
paint_areas (Brush           *brush,
             const SceneGrid *grid,
             const PaintArea *areas,
             size_t           n)
{
  bool is_boxed = grid->cell >= PAINT_BOXED;
  bool has_pattern = grid->cell >= PAINT_PATTERNED;
  PaintPattern pattern = brush->style->pattern;
  cairo_t *cr = brush->cr;
  size_t i;

  if (brush->style->has_fill)
    {
      add_rectangles (cr, areas, n, 0, is_boxed ? 1 : 0);
      paint_set_color (cr, brush->style->fill);
      cairo_fill (cr);
    }
  if (has_pattern && (pattern == PAINT_HATCH || pattern == PAINT_BACK_HATCH))
    {
      cairo_save (cr);
      add_rectangles (cr, areas, n, 0, is_boxed ? 1 : 0);
      cairo_clip (cr);
      paint_hatch (cr, grid->clip, 0, brush->style, brush->palette);
      cairo_restore (cr);
    }
  if (has_pattern && (pattern == PAINT_DOT || pattern == PAINT_CORNER))
    {
      for (i = 0; i < n; i++)
        paint_area_cells (grid, areas[i].rect, paint_cell_mark, brush);
      paint_set_color (cr, brush->style->ink);
      cairo_fill (cr);
    }
  if (is_boxed && brush->style->has_outline)
    {
      add_rectangles (cr, areas, n, 0.5, 1);
      paint_set_color (cr, brush->style->outline);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
}

void
paint_vector_grid (cairo_t            *cr,
                   const SceneGrid    *grid,
                   const PaintPalette *palette)
{
  PaintAreas areas = paint_areas_new (grid);
  size_t first, end;

  cairo_save (cr);
  cairo_rectangle (cr, grid->clip.x, grid->clip.y, grid->clip.width, grid->clip.height);
  cairo_clip (cr);
  /* Edges that meet must not shine through. */
  cairo_set_antialias (cr, grid->cell >= PAINT_PATTERNED ? CAIRO_ANTIALIAS_DEFAULT : CAIRO_ANTIALIAS_NONE);

  for (first = 0; first < areas.n; first = end)
    {
      Brush brush = { cr, &palette->styles[areas.areas[first].role], palette };

      for (end = first; end < areas.n && areas.areas[end].role == areas.areas[first].role; end++)
        ;
      paint_areas (&brush, grid, areas.areas + first, end - first);
    }

  paint_grid_lines (grid, add_line, cr);
  cairo_set_source_rgba (cr, palette->paper.red, palette->paper.green, palette->paper.blue, PAINT_LINE_SHARE);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_restore (cr);
  paint_areas_clear (&areas);
}
