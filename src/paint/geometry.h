/* geometry.h - where the parts of a shape lie: shared by what paints and what writes SVG
 *
 * Units  points of the picture
 */
#pragma once

#include "paint/paint.h"

typedef struct {
  char      *text;                /* shortened to fit; owned */
  double     x, baseline;         /* of its left end */
  double     width;
  SceneRect  plate;               /* the ground it needs: where a pattern or a line lies below */
  bool       has_plate;
} PaintLabel;

/* False: the shape has none, or it does not fit. */
bool paint_place_label (const PaintFonts *fonts, const SceneShape *shape, const PaintPalette *palette,
                        PaintLabel *label);
void paint_clear_label (PaintLabel *label);

typedef struct {
  char       verb;                /* 'M', 'L', 'C', 'Z', as SVG has them */
  ScenePoint points[3];
} PaintStep;

/* Level and upright lines lie on whole pixels. */
void      paint_line_ends    (const SceneShape *shape, double line_width, ScenePoint *from, ScenePoint *to);
size_t    paint_bracket_path (const SceneShape *shape, PaintStep steps[16]);
/* The sides of a ribbon. */
typedef struct {
  PaintColor color;
  double     width;               /* 0: none */
  bool       is_dashed;
} PaintStroke;

PaintStroke paint_ribbon_stroke (const SceneShape *shape, const PaintStyle *style, const PaintPalette *palette);
/* Its upper side to the right, and its lower side back to the left: four steps; two: it is a thread. */
size_t      paint_ribbon_path    (const SceneShape *shape, double line_width, PaintStep steps[4]);
/* Tip, left, right; the shaft should end at `neck`. */
void      paint_arrow_head   (ScenePoint from, ScenePoint to, double line_width, ScenePoint head[3], ScenePoint *neck);
SceneRect paint_outset       (SceneRect rect, double by);       /* negative: inwards, never past the middle */
double    paint_radius       (const SceneShape *shape);
/* Where the dot of a page table stands, and the corner mark of a per-CPU list. */
void      paint_dot          (const SceneShape *shape, ScenePoint *centre, double *radius);
void      paint_corner       (SceneRect rect, ScenePoint corner[3]);

/* What surrounds a box or text: what changed, and what is selected, each with a gap of paper inside, so
 * that it is seen on every ground and in grey. */
typedef struct {
  SceneRect  rect;                /* middle of the line */
  double     radius, width;
  PaintColor color;
} PaintRing;

size_t    paint_rings (const SceneShape *shape, const PaintPalette *palette, PaintRing rings[4]);

/* All that is painted of a shape lies in it. */
SceneRect paint_bounds (const PaintFonts *fonts, const SceneShape *shape, const PaintPalette *palette);

double    paint_changed_width  (const PaintPalette *palette);
/* How far the ring round what changed reaches beyond it. */
double    paint_ring_reach     (const PaintPalette *palette);
double    paint_hatch_period   (const PaintPalette *palette);   /* along x */
double    paint_hatch_width    (const PaintPalette *palette);

/* How large grids look: below PAINT_LINED plain areas, then cells with lines between them, from
 * PAINT_BOXED on little boxes. Patterns appear at PAINT_PATTERNED. Points a cell. */
#define PAINT_LINED      4.0
#define PAINT_PATTERNED  4.0
#define PAINT_BOXED     10.0
#define PAINT_LINE_SHARE 0.45     /* of paper in the line between two cells */
