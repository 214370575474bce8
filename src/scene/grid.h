/* grid.h - where the cells of a large grid lie, and what they look like from far away
 *
 * Cells are numbered like page frames. A block of 2^block_order cells is a square of side × side
 * cells in Morton order, so that every aligned power of two is a square or a 2:1 rectangle and its
 * buddy lies beside or below it; blocks follow each other row by row. Row-major order, the option,
 * fills each row of the whole grid from left to right.
 *
 * Units  cells for positions in the grid; points of the picture for `cell`, `gap`, `origin`
 */
#pragma once

#include "scene.h"

typedef enum { SCENE_MORTON, SCENE_ROW_MAJOR } SceneGridOrder;

struct SceneGrid {
  const SceneRole *cells;         /* borrowed; one role a cell */
  const uint32_t  *ids;         /* borrowed; what each cell stands for, 0: nothing. NULL: its number */
  uint32_t         n_cells;
  uint32_t         first_cell;    /* number of cells[0]: a multiple of the block's size */
  SceneGridOrder   order;
  unsigned         block_order;   /* log2 of cells a block: even */
  uint32_t         columns;       /* blocks in a row of blocks */
  ScenePoint       origin;        /* of the first block, in the picture; may lie outside it */
  double           cell;          /* side of a cell; below 1 cells are merged, see SceneMip */
  double           gap;           /* between blocks */
  SceneRect        clip;          /* the part of the picture that the grid may paint */
  const struct SceneMip *mip;     /* borrowed; NULL: cell is at least 1, or look at every cell */
  uint64_t         generation;    /* changes whenever a cell changed: what a cache compares */
};

unsigned  scene_grid_side       (const SceneGrid *grid);                      /* cells along a block */
/* From block to block. In row-major order blocks are no rectangles: there `gap` is not used. */
double    scene_grid_pitch      (const SceneGrid *grid);
void      scene_morton_split    (uint32_t index, uint32_t *x, uint32_t *y);
uint32_t  scene_morton_join     (uint32_t x, uint32_t y);
/* The rectangle of an aligned block of 2^order cells, which begins with the cell of number `first`. Above
 * block_order: the hull of its blocks. In row-major order: of its first row. */
SceneRect scene_grid_block_rect (const SceneGrid *grid, uint32_t first, unsigned order);
/* The cell at a point; false beside the grid. */
bool      scene_grid_cell_at    (const SceneGrid *grid, ScenePoint point, uint32_t *cell);
/* Rows of blocks that touch a band of the picture, half-open. */
void      scene_grid_visible_blocks (const SceneGrid *grid, SceneRect area, uint32_t *first_row, uint32_t *end_row,
                                     uint32_t *first_column, uint32_t *end_column);

/* Levels of a quarter as many cells each: the most important role of four (changed, reserved,
 * allocated, free, hole; see mip.c), so that nothing vanishes from far away. */
typedef struct SceneMip SceneMip;
SceneMip *scene_mip_new    (uint32_t n_cells);
void      scene_mip_free   (SceneMip *mip);
void      scene_mip_update (SceneMip *mip, const SceneRole *cells, uint32_t first, uint32_t end);
/* Level 0 are the cells themselves and is not stored. */
const SceneRole *scene_mip_level (const SceneMip *mip, unsigned level, uint32_t *n);

/* What stands for several cells. */
SceneRole scene_most_important (const SceneRole *roles, uint32_t n);

/* Rectangles of equal role that cover each cell of the blocks that touch the clip once, merged as far as
 * rows and gaps allow: what an exporter writes. Cells of role 0 (nothing) are left out. Calls back with
 * the rectangle in the picture. Returns how many. */
typedef void (*SceneGridRectFunc) (SceneRect rect, SceneRole role, void *data);
size_t    scene_grid_merge (const SceneGrid *grid, SceneGridRectFunc func, void *data);

/* Cells and what they stand for, all 0, that the picture owns until it is reset. False: no host memory. */
bool      scene_picture_new_cells (ScenePicture *picture, size_t n, SceneRole **cells, uint32_t **ids);

/* On the way from one to the other: if both show the same cells in the same order, it moves; else the nearer one. */
SceneGrid scene_grid_between (const SceneGrid *from, const SceneGrid *to, double moment);
