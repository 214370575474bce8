/* canvas-shapes.h - the shapes of a picture as cached tiles */
#pragma once

#include "canvas-tiles.h"

typedef struct PagescapeShapeTiles PagescapeShapeTiles;

PagescapeShapeTiles *pagescape_shape_tiles_new   (void);
void                 pagescape_shape_tiles_free  (PagescapeShapeTiles *tiles);
void                 pagescape_shape_tiles_clear (PagescapeShapeTiles *tiles);
/* The shapes [first, end) of the picture. */
void                 pagescape_shape_tiles_append (PagescapeShapeTiles *tiles, GtkSnapshot *snapshot,
                                                   const PagescapeTilesFrame *frame, size_t first, size_t end);
