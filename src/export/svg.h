/* svg.h - the writer of SVG and its parts; only for src/export/
 *
 * Written by hand rather than by Cairo: texts stay texts, shapes keep their words as titles, cells are
 * crisp, and the bytes do not depend on what was exported before.
 */
#pragma once

#include "export/page.h"
#include "export/svg-text.h"

typedef struct {
  GString            *out;
  const ScenePicture *picture;          /* that is being written: the page, or one inside it */
  const PaintPalette *palette;
  PaintFonts         *fonts;
  const char         *language;
  bool                has_paper;
  bool                has_image;        /* the grid is one */
  bool                used[256];        /* roles whose pattern is needed */
  GString            *clips;            /* of grids, and how many */
  unsigned            n_clips;
} Svg;

void svg_add_shape (Svg *svg, const SceneShape *shape);
void svg_add_grid  (Svg *svg);
/* <rect with its place and size; the caller closes it. */
void svg_rectangle (Svg *svg, SceneRect rect, double radius);
