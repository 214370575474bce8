#include "scene/grid.h"

#include <stdlib.h>
#include <string.h>

/* A row of cells is cut into runs of one role; a run that stands exactly below one of the row above, and
 * has its role, makes it higher. Blocks with a gap between them are never joined. */

typedef struct {
  uint32_t  x, end;             /* cells */
  uint32_t  y;                  /* first row */
  SceneRole role;
} Run;

typedef struct {
  const SceneGrid  *grid;
  SceneGridRectFunc func;
  void             *data;
  Run              *open, *next;        /* by x */
  size_t            n_open, n_next;
  size_t            n_rects;
} Merge;

static double
place (const SceneGrid *grid,
       double           origin,
       uint32_t         at)
{
  unsigned side = scene_grid_side (grid);

  return origin + at / side * scene_grid_pitch (grid) + at % side * grid->cell;
}

static void
close_run (Merge    *merge,
           Run       run,
           uint32_t  end_row)
{
  const SceneGrid *grid = merge->grid;
  double x, y, end_x, end_y;

  if (run.role == 0)
    return;

  x = place (grid, grid->origin.x, run.x);
  y = place (grid, grid->origin.y, run.y);
  end_x = place (grid, grid->origin.x, run.end - 1) + grid->cell;
  end_y = place (grid, grid->origin.y, end_row - 1) + grid->cell;

  merge->func ((SceneRect) { x, y, end_x - x, end_y - y }, run.role, merge->data);
  merge->n_rects++;
}

static void
close_all (Merge    *merge,
           uint32_t  end_row)
{
  size_t i;

  for (i = 0; i < merge->n_open; i++)
    close_run (merge, merge->open[i], end_row);
  merge->n_open = 0;
}

/* Goes through the runs of a row and the open ones together. */
static void
join_row (Merge           *merge,
          const SceneRole *roles,
          uint32_t         first,
          uint32_t         end,
          uint32_t         y,
          unsigned         cut)         /* a multiple of this many cells ends a run */
{
  uint32_t x = first, run_end, limit;
  size_t i = 0;
  Run *swap;

  merge->n_next = 0;
  while (x < end)
    {
      SceneRole role = roles[x];

      limit = cut ? (x / cut + 1) * cut : end;
      if (limit > end)
        limit = end;
      for (run_end = x + 1; run_end < limit && roles[run_end] == role; run_end++)
        ;

      while (i < merge->n_open && merge->open[i].x < x)
        close_run (merge, merge->open[i++], y);
      if (i < merge->n_open && merge->open[i].x == x && merge->open[i].end == run_end && merge->open[i].role == role)
        merge->next[merge->n_next++] = merge->open[i++];
      else
        merge->next[merge->n_next++] = (Run) { x, run_end, y, role };
      x = run_end;
    }
  while (i < merge->n_open)
    close_run (merge, merge->open[i++], y);

  swap = merge->open;
  merge->open = merge->next;
  merge->next = swap;
  merge->n_open = merge->n_next;
}

/* Where the part of a row of cells that exists ends; Morton blocks are unfolded into `rows`. */
static void
unfold_blocks (const SceneGrid *grid,
               const uint16_t  *order,          /* by y * side + x: the cell in its block */
               uint32_t         block,
               uint32_t         n_blocks,
               uint32_t         first_column,
               SceneRole       *rows,
               size_t           width)
{
  unsigned side = scene_grid_side (grid);
  uint32_t i, n_in_block = 1u << grid->block_order;

  for (i = 0; i < n_blocks; i++)
    {
      const SceneRole *cells = grid->cells + ((size_t) (block + i) << grid->block_order);
      SceneRole *corner = rows + (size_t) (first_column + i) * side;
      size_t n = grid->n_cells - ((size_t) (block + i) << grid->block_order);
      unsigned x, y;

      for (y = 0; y < side; y++)
        for (x = 0; x < side; x++)
          {
            uint32_t cell = order[y * side + x];

            corner[y * width + x] = n >= n_in_block || cell < n ? cells[cell] : 0;
          }
    }
}

static size_t
merge_morton (Merge    *merge,
              uint32_t  first_row,
              uint32_t  end_row,
              uint32_t  first_column,
              uint32_t  end_column)
{
  const SceneGrid *grid = merge->grid;
  unsigned side = scene_grid_side (grid), x, y;
  uint32_t columns = grid->columns ? grid->columns : 1;
  size_t width = (size_t) columns * side;
  uint32_t n_all = (uint32_t) (((uint64_t) grid->n_cells + (1u << grid->block_order) - 1) >> grid->block_order);
  uint16_t *order = malloc ((size_t) side * side * sizeof *order);
  SceneRole *rows = malloc (width * side);
  uint32_t row;

  for (y = 0; order && y < side; y++)
    for (x = 0; x < side; x++)
      order[y * side + x] = (uint16_t) scene_morton_join (x, y);

  for (row = first_row; order && rows && row < end_row; row++)
    {
      uint32_t block = row * columns + first_column;
      uint32_t n_blocks = end_column - first_column;

      if (block >= n_all)
        break;
      if (n_blocks > n_all - block)
        n_blocks = n_all - block;
      unfold_blocks (grid, order, block, n_blocks, first_column, rows, width);

      if (grid->gap > 0)
        close_all (merge, row * side);
      for (y = 0; y < side; y++)
        join_row (merge, rows + y * width, first_column * side, (first_column + n_blocks) * side, row * side + y,
                  grid->gap > 0 ? side : 0);
    }
  close_all (merge, row * side);

  free (order);
  free (rows);
  return merge->n_rects;
}

static size_t
merge_row_major (Merge    *merge,
                 uint32_t  first_row,
                 uint32_t  end_row,
                 uint32_t  first_column,
                 uint32_t  end_column)
{
  const SceneGrid *grid = merge->grid;
  unsigned side = scene_grid_side (grid);
  uint32_t width = (grid->columns ? grid->columns : 1) * side;
  uint32_t y, end;

  for (y = first_row * side; y < end_row * side && (uint64_t) y * width < grid->n_cells; y++)
    {
      end = end_column * side;
      if ((uint64_t) y * width + end > grid->n_cells)
        end = grid->n_cells - y * width;
      if (end > first_column * side)
        join_row (merge, grid->cells + (size_t) y * width, first_column * side, end, y, 0);
      else
        close_all (merge, y);
    }
  close_all (merge, y);
  return merge->n_rects;
}

size_t
scene_grid_merge (const SceneGrid  *grid,
                  SceneGridRectFunc func,
                  void             *data)
{
  Merge merge = { .grid = grid, .func = func, .data = data };
  uint32_t first_row, end_row, first_column, end_column;
  size_t n_runs;

  scene_grid_visible_blocks (grid, grid->clip, &first_row, &end_row, &first_column, &end_column);
  if (first_row >= end_row || first_column >= end_column)
    return 0;

  n_runs = (size_t) (end_column - first_column) * scene_grid_side (grid);
  merge.open = malloc (n_runs * sizeof *merge.open);
  merge.next = malloc (n_runs * sizeof *merge.next);
  if (merge.open && merge.next)
    {
      if (grid->order == SCENE_MORTON)
        merge_morton (&merge, first_row, end_row, first_column, end_column);
      else
        merge_row_major (&merge, first_row, end_row, first_column, end_column);
    }
  free (merge.open);
  free (merge.next);
  return merge.n_rects;
}
