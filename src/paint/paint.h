/* paint.h - a picture, painted with Cairo: the only place that knows colours and fonts
 *
 * Nothing here needs a display. Sizes are points of the picture whatever the resolution; the language,
 * not the locale, chooses the glyphs.
 */
#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include "paint/palette.h"
#include "scene/grid.h"
#include "scene/scene.h"

/* For texts of one's own, as the fonts have theirs: neither the screen's resolution nor the locale has a say. language:
 * "zh-cn"; NULL: English. Owned by the caller. */
PangoContext       *paint_context_new   (const char *language);
/* Fonts for a language ("zh-cn", "en"): the Han glyphs follow it. scale: 1 as on screen. Shaped texts are
 * kept, so keep the fonts. */
typedef struct PaintFonts PaintFonts;
PaintFonts         *paint_fonts_new     (const char *language, const PaintPalette *palette, double scale);
void                paint_fonts_free    (PaintFonts *fonts);
const SceneMeasure *paint_fonts_measure (const PaintFonts *fonts);            /* borrowed */
/* Family list as CSS and SVG have it: "Noto Sans, Noto Sans CJK SC, …, sans-serif". Static. */
const char         *paint_fonts_families (SceneFont font, const char *language);
bool                paint_font_is_bold  (SceneFont font);
/* The text, or its beginning with an ellipsis, where it is no wider than `width`; NULL: nothing fits, or
 * it is tight and does not fit whole. Owned by the caller (g_free); valid UTF-8 whatever came in. */
char               *paint_fit_label     (const PaintFonts *fonts, SceneFont font, const char *text, double width,
                                         bool is_tight);

typedef enum {
  PAINT_PAPER = 1 << 0,           /* fill the paper first */
  PAINT_NO_GRID = 1 << 1,         /* somebody else paints the grid: the window's tiles */
  PAINT_VECTOR_GRID = 1 << 2      /* paint the grid as merged rectangles: files that stay sharp */
} PaintFlags;

/* The grid is painted where the shape SCENE_GRID stands, or below all shapes if there is none; pictures in the
 * picture likewise. */
void paint_picture (cairo_t *cr, const ScenePicture *picture, const PaintPalette *palette, PaintFonts *fonts,
                    PaintFlags flags);
void paint_shape   (cairo_t *cr, const SceneShape *shape, const PaintPalette *palette, PaintFonts *fonts);

/* The same to the eye, only faster, if the target is an image without holes and there is no clip: the window's
 * tiles. */
void paint_shape_in_image (cairo_t *cr, const SceneShape *shape, const PaintPalette *palette, PaintFonts *fonts);

/* Fills a buffer of width × height device pixels (0xffRRGGBB, stride in bytes) with the part of the grid
 * whose upper left corner is (x, y) in points of the picture; scale: device pixels a point. Whatever is
 * no cell is paper. */
void paint_grid_tile (const SceneGrid *grid, const PaintPalette *palette, uint32_t *pixels, size_t stride,
                      unsigned width, unsigned height, double x, double y, double scale);
