#include "views/map.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "views/cells.h"
#include "views/format.h"

#define LARGEST_CELL 96.0

/* How many times smaller blocks may be for it. */
#define ZONES_BEGIN_ROWS 1.15
#define LAST_ROW_IS_FULL 1.02
#define MOST_PREFERRED   (ZONES_BEGIN_ROWS * LAST_ROW_IS_FULL)
#define LEAST_PLOT 60.0
#define MOST_BESIDE 0.34        /* of the width for words and numbers beside the map */

/* Between blocks: enough to tell them apart, nothing where there is no room. */
static double
gap_of (double side)
{
  return side >= 120 ? 6 : side >= 40 ? 4 : side >= 18 ? 2 : side >= 4.5 ? 1 : 0;
}

/* The largest side of a block with which so many columns and rows fit. */
static double
side_for (uint32_t  columns,
          uint32_t  rows,
          SceneRect plot,
          bool      has_gaps,
          double   *gap)
{
  double side = fmin (plot.width / columns, plot.height / rows);

  *gap = has_gaps ? gap_of (side) : 0;
  return fmin ((plot.width - (columns - 1) * *gap) / columns, (plot.height - (rows - 1) * *gap) / rows);
}

/* Do all zones begin at the beginning of a row? */
static bool
zones_begin_rows (const SimMachine *machine,
                  uint32_t          row_cells)
{
  SimZoneId zone;

  for (zone = 1; zone < sim_n_zones (machine); zone++)
    if (sim_zone (machine, zone).start_pfn % row_cells)
      return false;
  return true;
}

/* As many columns as make the blocks largest; a little smaller, if then every zone begins a row. */
static void
choose_columns (const SimMachine *machine,
                SceneGrid        *grid,
                uint32_t          n_blocks,
                SceneRect         plot)
{
  bool is_morton = grid->order == SCENE_MORTON;
  double best = 0, side, gap;
  uint32_t columns;

  for (columns = 1; columns <= n_blocks && columns <= 8192; columns = is_morton ? columns + 1 : columns * 2)
    {
      uint32_t rows = (n_blocks + columns - 1) / columns;
      double worth;

      side = side_for (columns, rows, plot, is_morton, &gap);
      if (side * MOST_PREFERRED <= best)
        continue;
      worth = side * (is_morton && zones_begin_rows (machine, columns << grid->block_order) ? ZONES_BEGIN_ROWS : 1);
      /* A full last row is calmer. */
      worth *= n_blocks % columns ? 1 : LAST_ROW_IS_FULL;
      if (worth <= best)
        continue;
      best = worth;
      grid->columns = columns;
      grid->cell = side / scene_grid_side (grid);
      grid->gap = gap;
    }
}

/* Whole numbers of points make cells of equal width; not where much room would be lost. */
static double
even_cell (double cell)
{
  double even = floor (cell);

  return cell >= 2 && (cell - even) / cell < 0.07 ? even : cell;
}

static double
text_width (const SceneMeasure *measure,
            SceneFont           font,
            const char         *text)
{
  return measure->advance (measure, font, text) + 1;
}

/* Of the widest words beside a zone, or of its name alone. */
static double
zones_width (const SimMachine   *machine,
             const SceneMeasure *measure,
             unsigned            n_lines)
{
  char number[VIEW_NUMBER_SIZE], range[VIEW_RANGE_SIZE];
  double width = 0;
  SimZoneId zone;

  for (zone = 0; zone < sim_n_zones (machine); zone++)
    {
      SimZone look = sim_zone (machine, zone);

      width = MAX (width, text_width (measure, SCENE_FONT_BOLD, view_format_zone (number, machine, zone)));
      if (n_lines < 2)
        continue;
      view_format_range (range, look.start_pfn, look.start_pfn + look.spanned);
      width = MAX (width, text_width (measure, SCENE_FONT_SMALL, range));
      width = MAX (width, text_width (measure, SCENE_FONT_SMALL, view_format_size (number, look.present)));
    }
  return width;
}

/* Where the sheet is narrow for its type, first the sizes of the zones go, then the numbers of the rows. */
static void
size_sides (MapFrame           *frame,
            const ViewSubject  *subject,
            SceneSize           size,
            const SceneMeasure *measure)
{
  SceneRect area = frame->page.area;
  double numbers, left, top;
  char number[VIEW_NUMBER_SIZE];

  view_format_pfn (number, MAX (sim_n_frames (subject->machine), 1) - 1);
  memset (number + 2, '8', strlen (number + 2));
  numbers = 8 + text_width (measure, SCENE_FONT_MONO_SMALL, number);

  frame->n_zone_lines = 3;
  if (area.x + zones_width (subject->machine, measure, 3) + MAP_BAR_GAP + MAP_BAR + numbers > MOST_BESIDE * size.width)
    frame->n_zone_lines = 1;
  frame->zones_right = area.x + zones_width (subject->machine, measure, frame->n_zone_lines);
  frame->has_numbers = frame->zones_right + MAP_BAR_GAP + MAP_BAR + numbers <= MOST_BESIDE * size.width;
  frame->numbers_right = frame->zones_right + MAP_BAR_GAP + MAP_BAR + (frame->has_numbers ? numbers : 0);

  top = area.y + measure->line_height[SCENE_FONT_HEADING] + 6 + measure->line_height[SCENE_FONT_MONO_SMALL];
  /* Whole numbers of points, as the cells have: nothing of the first is cut off. */
  left = ceil (frame->numbers_right + 6);
  top = ceil (top);
  frame->plot = (SceneRect) { left, top, area.x + area.width - left, area.y + area.height - top };
}

MapFrame
map_frame (const ViewSubject  *subject,
           SceneSize           size,
           const SceneMeasure *measure)
{
  SimPfn n_frames = MAX (sim_n_frames (subject->machine), 1);
  double zoom = MAX (1, subject->camera.zoom), gap, far_gap;
  MapFrame frame = { .grid.n_cells = n_frames, .grid.order = subject->style & VIEW_IN_ROWS ? SCENE_ROW_MAJOR : SCENE_MORTON,
                     .grid.block_order = SIM_LARGEST_ORDER };
  SceneGrid *grid = &frame.grid;
  uint32_t n_blocks;

  frame.page = view_page (subject, size, measure);
  size_sides (&frame, subject, size, measure);
  if (frame.plot.width < LEAST_PLOT || frame.plot.height < LEAST_PLOT)
    {
      frame.plot.width = frame.plot.height = 0;
      return frame;
    }

  while (grid->block_order > 4 && n_frames <= 1u << (grid->block_order - 2))
    grid->block_order -= 2;
  n_blocks = (n_frames + (1u << grid->block_order) - 1) >> grid->block_order;
  choose_columns (subject->machine, grid, n_blocks, frame.plot);
  frame.n_rows = (n_blocks + grid->columns - 1) / grid->columns;

  grid->cell = even_cell (MIN (grid->cell, LARGEST_CELL));
  if (zoom > 1)
    {
      far_gap = grid->gap;
      grid->cell = even_cell (MAX (grid->cell, MIN (grid->cell * zoom, LARGEST_CELL)));
      gap = grid->order == SCENE_MORTON ? gap_of (grid->cell * scene_grid_side (grid)) : 0;
      grid->gap = MAX (gap, far_gap);
    }

  frame.whole.width = grid->columns * scene_grid_pitch (grid) - grid->gap;
  frame.whole.height = frame.n_rows * scene_grid_pitch (grid) - grid->gap;
  frame.whole.x = frame.plot.x;
  frame.whole.y = frame.plot.y;
  if (frame.whole.width > frame.plot.width + 1e-6)
    frame.whole.x += CLAMP (frame.plot.width / 2 - subject->camera.centre.x * frame.whole.width,
                            frame.plot.width - frame.whole.width, 0);
  if (frame.whole.height > frame.plot.height + 1e-6)
    frame.whole.y += CLAMP (frame.plot.height / 2 - subject->camera.centre.y * frame.whole.height,
                            frame.plot.height - frame.whole.height, 0);
  frame.whole.x = floor (frame.whole.x);
  frame.whole.y = floor (frame.whole.y);

  grid->origin = (ScenePoint) { frame.whole.x, frame.whole.y };
  grid->clip = frame.plot;
  map_clip (&grid->clip, frame.whole);
  if (subject->cells)
    {
      grid->cells = view_cells_roles (subject->cells);
      grid->mip = view_cells_mip (subject->cells);
      grid->generation = view_cells_generation (subject->cells);
    }
  return frame;
}

bool
map_clip (SceneRect *rect,
          SceneRect  clip)
{
  double x = MAX (rect->x, clip.x), y = MAX (rect->y, clip.y);
  double end_x = MIN (rect->x + rect->width, clip.x + clip.width);
  double end_y = MIN (rect->y + rect->height, clip.y + clip.height);

  if (end_x <= x || end_y <= y)
    return false;
  *rect = (SceneRect) { x, y, end_x - x, end_y - y };
  return true;
}

bool
map_block_rect (const MapFrame *frame,
                SimPfn          first,
                SimOrder        order,
                SceneRect      *rect)
{
  const SceneGrid *grid = &frame->grid;
  SimPfn row = grid->columns << grid->block_order / 2;

  *rect = scene_grid_block_rect (grid, first, order);
  if (grid->order == SCENE_ROW_MAJOR && sim_frames_in (order) > row)
    rect->height = sim_frames_in (order) / row * grid->cell;
  return map_clip (rect, grid->clip);
}

SceneRect
map_at_least (SceneRect rect,
              double    side)
{
  double more_x = MAX (0, side - rect.width) / 2, more_y = MAX (0, side - rect.height) / 2;

  return (SceneRect) { rect.x - more_x, rect.y - more_y, rect.width + 2 * more_x, rect.height + 2 * more_y };
}

bool
map_hull (const MapFrame *frame,
          SimPfn          first,
          SimPfn          end,
          SceneRect      *rect)
{
  SceneRect last;
  SimOrder order = 0;

  while (order < SIM_LARGEST_ORDER && (first >> order << order) + sim_frames_in (order) < end)
    order++;
  if (!map_block_rect (frame, first >> order << order, order, rect))
    return false;
  if (order == SIM_LARGEST_ORDER && map_block_rect (frame, (end - 1) >> order << order, order, &last))
    {
      double right = MAX (rect->x + rect->width, last.x + last.width);
      double bottom = MAX (rect->y + rect->height, last.y + last.height);

      rect->x = MIN (rect->x, last.x);
      rect->y = MIN (rect->y, last.y);
      rect->width = right - rect->x;
      rect->height = bottom - rect->y;
    }
  return true;
}

SceneRect
map_inset (SceneRect rect,
           double    by)
{
  by = MIN (by, MIN (rect.width, rect.height) / 5);
  return (SceneRect) { rect.x + by, rect.y + by, rect.width - 2 * by, rect.height - 2 * by };
}
