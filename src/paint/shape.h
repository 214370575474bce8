/* shape.h - helpers between the files of src/paint/ */
#pragma once

#include "paint/paint.h"

void paint_set_color   (cairo_t *cr, PaintColor color);
/* The lines of a style within an area whose corners are rounded; not the marks that stand once a shape. */
void paint_hatch       (cairo_t *cr, SceneRect area, double radius, const PaintStyle *style,
                        const PaintPalette *palette);
/* A box without pattern, ring and label, on an image that has no clip and no holes. False: not such a box or
 * image; nothing was painted. */
bool paint_box_in_image (cairo_t *cr, const SceneShape *shape, const PaintPalette *palette);
void paint_vector_grid (cairo_t *cr, const SceneGrid *grid, const PaintPalette *palette);
