/* canvas-tiles.h - a picture on screen: cached render nodes, of which only what changed is made again
 *
 * The picture is cut into tiles of 256 × 256 device pixels. Each is an image without holes that holds all
 * there is to be seen: paper, shapes, cells. A tile remembers what was drawn in it, and is drawn again only
 * when that is something else. As the same node is handed over otherwise, GTK presents nothing but what
 * changed.
 *
 * Units  points, unless they are called device pixels
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

PagescapeTiles *pagescape_tiles_new    (void);
void            pagescape_tiles_free   (PagescapeTiles *tiles);
/* Forgets everything: other fonts, another lesson. */
void            pagescape_tiles_clear  (PagescapeTiles *tiles);
/* Covers the whole picture. */
void            pagescape_tiles_append (PagescapeTiles *tiles, GtkSnapshot *snapshot, const PagescapeTilesFrame *frame);
