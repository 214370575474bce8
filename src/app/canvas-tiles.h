/* canvas-tiles.h - a picture on screen: cached render nodes, of which only what changed is made again
 *
 * The grid is tiles of 256 × 256 device pixels at the current zoom, counted from the grid's own
 * corner, so that panning makes none of them again. The other shapes are tiles as well: each
 * remembers what was drawn in it, and is drawn again only when that is something else. As the
 * same node is handed over again, GTK presents nothing but what changed.
 *
 * Units  device pixels for grid tiles, points for the rest
 */
#pragma once

#include <gtk/gtk.h>

#include "paint/paint.h"
#include "views/cells.h"

typedef struct PagescapeTiles PagescapeTiles;

typedef struct {
  const ScenePicture *picture;
  const ViewCells    *cells;      /* that the picture's grid borrows from; NULL: none */
  const PaintPalette *palette;
  PaintFonts         *fonts;
  int                 scale;      /* device pixels a point */
  gboolean            wants_textures;     /* the renderer is not Cairo's */
} PagescapeTilesFrame;

PagescapeTiles *pagescape_tiles_new   (void);
void            pagescape_tiles_free  (PagescapeTiles *tiles);
/* Forgets everything: other fonts, another lesson. */
void            pagescape_tiles_clear (PagescapeTiles *tiles);
/* Paints the cells [first, end) again. Cells that a ViewCells keeps need not be named. */
void            pagescape_tiles_drop_cells (PagescapeTiles *tiles, const SceneGrid *grid, uint32_t first, uint32_t end);
void            pagescape_tiles_append (PagescapeTiles *tiles, GtkSnapshot *snapshot, const PagescapeTilesFrame *frame);
