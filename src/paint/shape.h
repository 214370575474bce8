/* shape.h - helpers between the files of src/paint/ */
#pragma once

#include "paint/paint.h"

void paint_set_color   (cairo_t *cr, PaintColor color);
/* The lines of a style within an area whose corners are rounded; not the marks that stand once a shape. */
void paint_hatch       (cairo_t *cr, SceneRect area, double radius, const PaintStyle *style,
                        const PaintPalette *palette);
void paint_vector_grid (cairo_t *cr, const SceneGrid *grid, const PaintPalette *palette);
