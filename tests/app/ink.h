/* ink.h - texts, measured on the pixels they are painted with
 *
 * Every text is painted three times, in its own colour, in black and in white. What the last two differ by is how much
 * of a pixel the text covers, and so its colour and that of the ground behind it are known without knowing either
 * palette or picture.
 */
#pragma once

#include <glib.h>

#include "paint/paint.h"

#define INK_PAGE_WIDTH  1280
#define INK_PAGE_HEIGHT 720

typedef struct {
  cairo_surface_t *own, *black, *white;
} Pages;

typedef struct {
  gboolean is_there;
  double   top;                   /* of the letters, in fractions of a row */
  double   cover;                 /* of the pixel that has most of it */
  double   contrast;              /* against the worst of the grounds around the letters */
} Ink;

Pages            paint_pages  (const ScenePicture *picture, const PaintPalette *palette, PaintFonts *fonts, ScenePoint at);
cairo_surface_t *paint_layout (PangoLayout *layout, ScenePoint at, PaintColor paper, PaintColor ink);
void             clear_pages  (Pages *pages);
/* Letters are as dark as their darkest pixel; behind and around them is what shines through where they are thin. */
Ink              measure_ink  (const Pages *pages, SceneRect area);
