/* canvas-shapes.h - which shapes of a picture are seen in which tile
 *
 * A tile's print is a hash of everything that is drawn in it: as long as it stays the same, so does the tile.
 *
 * Units  points
 */
#pragma once

#include <glib.h>

#include "scene/scene.h"

typedef struct PagescapeTileShapes PagescapeTileShapes;

PagescapeTileShapes *pagescape_tile_shapes_new  (void);
void                 pagescape_tile_shapes_free (PagescapeTileShapes *shapes);
/* Sorts all shapes of a picture into tiles of side × side. */
void                 pagescape_tile_shapes_sort (PagescapeTileShapes *shapes, const ScenePicture *picture, double side,
                                                 int n_columns, int n_rows);
/* Indices of the tile's shapes in the picture, ascending: borrowed until they are sorted again. */
const guint32       *pagescape_tile_shapes_get  (const PagescapeTileShapes *shapes, int tile, guint *n);
guint64              pagescape_tile_shapes_print (const PagescapeTileShapes *shapes, int tile);
/* A print that has taken in some more: n bytes, a multiple of 8. */
guint64              pagescape_print_with       (guint64 print, const void *bytes, size_t n);
