/* grid-vector.h - a grid as few, large areas: what PDF and SVG write; or as an image
 *
 * Rectangles are in the picture, may reach beyond the grid's clip, and come sorted by role.
 */
#pragma once

#include "paint/paint.h"

typedef struct {
  SceneRect rect;
  SceneRole role;
} PaintArea;

typedef struct {
  PaintArea *areas;
  size_t     n;
} PaintAreas;

/* Cells merged, or one by one where they are painted as boxes. */
PaintAreas paint_areas_new   (const SceneGrid *grid);
void       paint_areas_clear (PaintAreas *areas);
/* How many there would be. */
size_t     paint_areas_count (const SceneGrid *grid);

/* Lines between cells; the same units. Calls back with from and to. */
typedef void (*PaintLineFunc) (ScenePoint from, ScenePoint to, void *data);
void       paint_grid_lines  (const SceneGrid *grid, PaintLineFunc func, void *data);
/* Cells of an area, one by one. */
typedef void (*PaintCellFunc) (SceneRect cell, void *data);
void       paint_area_cells  (const SceneGrid *grid, SceneRect area, PaintCellFunc func, void *data);

/* The part of a grid as an image (ARGB32); without paper what is no cell is clear. Owned by the caller. */
cairo_surface_t *paint_grid_image (const SceneGrid *grid, const PaintPalette *palette, SceneRect area, double scale,
                                   bool has_paper);
/* Pixels a point of such an image in a file that has no pixels of its own. */
double           paint_grid_resolution (const SceneGrid *grid);
