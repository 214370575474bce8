#include "scene/grid.h"

#include <math.h>

unsigned
scene_grid_side (const SceneGrid *grid)
{
  return 1u << grid->block_order / 2;
}

double
scene_grid_pitch (const SceneGrid *grid)
{
  /* Blocks are no rectangles in row-major order: a gap would cut them anywhere. */
  double gap = grid->order == SCENE_MORTON ? grid->gap : 0;

  return scene_grid_side (grid) * grid->cell + gap;
}

static uint32_t
pack_even_bits (uint32_t word)
{
  word &= 0x55555555;
  word = (word | word >> 1) & 0x33333333;
  word = (word | word >> 2) & 0x0f0f0f0f;
  word = (word | word >> 4) & 0x00ff00ff;
  return (word | word >> 8) & 0x0000ffff;
}

static uint32_t
spread_to_even_bits (uint32_t word)
{
  word &= 0x0000ffff;
  word = (word | word << 8) & 0x00ff00ff;
  word = (word | word << 4) & 0x0f0f0f0f;
  word = (word | word << 2) & 0x33333333;
  return (word | word << 1) & 0x55555555;
}

void
scene_morton_split (uint32_t  index,
                    uint32_t *x,
                    uint32_t *y)
{
  *x = pack_even_bits (index);
  *y = pack_even_bits (index >> 1);
}

uint32_t
scene_morton_join (uint32_t x,
                   uint32_t y)
{
  return spread_to_even_bits (x) | spread_to_even_bits (y) << 1;
}

static uint32_t
columns_of (const SceneGrid *grid)
{
  return grid->columns ? grid->columns : 1;
}

/* Morton: a block, or the hull of several. */
static SceneRect
morton_rect (const SceneGrid *grid,
             uint32_t         index,
             unsigned         order)
{
  uint32_t columns = columns_of (grid);
  uint32_t block = index >> grid->block_order;
  double pitch = scene_grid_pitch (grid);
  double x = grid->origin.x + block % columns * pitch;
  double y = grid->origin.y + block / columns * pitch;
  uint32_t cell_x, cell_y, n_blocks, n_columns, n_rows;

  if (order <= grid->block_order)
    {
      scene_morton_split (index & ((1u << grid->block_order) - 1), &cell_x, &cell_y);
      return (SceneRect) { x + cell_x * grid->cell, y + cell_y * grid->cell,
                           (1u << (order + 1) / 2) * grid->cell, (1u << order / 2) * grid->cell };
    }

  n_blocks = 1u << (order - grid->block_order);
  n_rows = (block % columns + n_blocks + columns - 1) / columns;
  n_columns = n_rows > 1 ? columns : n_blocks;
  if (n_rows > 1)
    x = grid->origin.x;
  return (SceneRect) { x, y, n_columns * pitch - grid->gap, n_rows * pitch - grid->gap };
}

SceneRect
scene_grid_block_rect (const SceneGrid *grid,
                       uint32_t         first,
                       unsigned         order)
{
  uint32_t index = first - grid->first_cell;
  uint32_t width, n_cells;

  if (grid->order == SCENE_MORTON)
    return morton_rect (grid, index, order);

  width = columns_of (grid) * scene_grid_side (grid);
  n_cells = 1u << order;
  if (n_cells > width - index % width)
    n_cells = width - index % width;
  return (SceneRect) { grid->origin.x + index % width * grid->cell, grid->origin.y + index / width * grid->cell,
                       n_cells * grid->cell, grid->cell };
}

static bool
morton_cell_at (const SceneGrid *grid,
                double           x,
                double           y,
                uint64_t        *index)
{
  unsigned side = scene_grid_side (grid);
  double pitch = scene_grid_pitch (grid);
  double column = floor (x / pitch), row = floor (y / pitch);
  double cell_x = floor ((x - column * pitch) / grid->cell);
  double cell_y = floor ((y - row * pitch) / grid->cell);

  if (column >= columns_of (grid) || row >= UINT32_MAX || cell_x >= side || cell_y >= side)
    return false;

  *index = ((uint64_t) row * columns_of (grid) + (uint64_t) column) << grid->block_order
           | scene_morton_join ((uint32_t) cell_x, (uint32_t) cell_y);
  return true;
}

bool
scene_grid_cell_at (const SceneGrid *grid,
                    ScenePoint       point,
                    uint32_t        *cell)
{
  double x = point.x - grid->origin.x, y = point.y - grid->origin.y;
  uint64_t index, width = (uint64_t) columns_of (grid) * scene_grid_side (grid);
  SceneRect clip = grid->clip;

  if (!(grid->cell > 0) || !(x >= 0) || !(y >= 0)
      || point.x < clip.x || point.x >= clip.x + clip.width
      || point.y < clip.y || point.y >= clip.y + clip.height)
    return false;

  if (grid->order == SCENE_MORTON)
    {
      if (!morton_cell_at (grid, x, y, &index))
        return false;
    }
  else
    {
      x = floor (x / grid->cell);
      y = floor (y / grid->cell);
      if (x >= (double) width || y >= UINT32_MAX)
        return false;
      index = (uint64_t) y * width + (uint64_t) x;
    }

  if (index >= grid->n_cells)
    return false;
  *cell = grid->first_cell + (uint32_t) index;
  return true;
}

static uint32_t
clamp (double   number,
       uint32_t largest)
{
  return number <= 0 ? 0 : number >= largest ? largest : (uint32_t) number;
}

void
scene_grid_visible_blocks (const SceneGrid *grid,
                           SceneRect        area,
                           uint32_t        *first_row,
                           uint32_t        *end_row,
                           uint32_t        *first_column,
                           uint32_t        *end_column)
{
  uint32_t columns = columns_of (grid);
  uint64_t n_blocks = ((uint64_t) grid->n_cells + (1u << grid->block_order) - 1) >> grid->block_order;
  uint32_t n_rows = (uint32_t) ((n_blocks + columns - 1) / columns);
  double pitch = scene_grid_pitch (grid);
  double x = area.x - grid->origin.x, y = area.y - grid->origin.y;

  if (!(pitch > 0) || !(area.width > 0) || !(area.height > 0))
    {
      *first_row = *end_row = *first_column = *end_column = 0;
      return;
    }
  *first_row = clamp (floor (y / pitch), n_rows);
  *end_row = clamp (ceil ((y + area.height) / pitch), n_rows);
  *first_column = clamp (floor (x / pitch), columns);
  *end_column = clamp (ceil ((x + area.width) / pitch), columns);
}

/* Between two of them */

static bool
is_same_layout (const SceneGrid *a,
                const SceneGrid *b)
{
  return a->n_cells == b->n_cells && a->first_cell == b->first_cell && a->order == b->order
         && a->block_order == b->block_order && a->columns == b->columns;
}

static double
mix (double from,
     double to,
     double moment)
{
  return from == to ? from : from * (1 - moment) + to * moment;
}

SceneGrid
scene_grid_between (const SceneGrid *from,
                    const SceneGrid *to,
                    double           moment)
{
  SceneGrid grid = moment < 0.5 ? *from : *to;

  if (!is_same_layout (from, to))
    return grid;
  grid.origin = (ScenePoint) { mix (from->origin.x, to->origin.x, moment), mix (from->origin.y, to->origin.y, moment) };
  grid.cell = mix (from->cell, to->cell, moment);
  grid.gap = mix (from->gap, to->gap, moment);
  grid.clip = (SceneRect) { mix (from->clip.x, to->clip.x, moment), mix (from->clip.y, to->clip.y, moment),
                            mix (from->clip.width, to->clip.width, moment), mix (from->clip.height, to->clip.height, moment) };
  return grid;
}
