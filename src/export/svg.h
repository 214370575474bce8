/* svg.h - the writer of SVG and its parts; only for src/export/
 *
 * Written by hand rather than by Cairo: texts stay texts, shapes keep their words as titles, cells are
 * crisp, and the bytes do not depend on what was exported before.
 */
#pragma once

#include "export/page.h"
#include "export/svg-text.h"

typedef struct SvgShared SvgShared;

/* Numbers of shared shapes in their order: "1-40 77 41"; "p": the next of the pictures inside. */
typedef struct {
  GString *text;                /* NULL: nothing is listed */
  unsigned first, last;         /* a run that has not been written; 0: none */
} SvgList;

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
  SvgShared          *shared;           /* NULL: every shape is written where it stands */
  SvgList             list;             /* of the picture that is being written: what was there already is only listed */
  unsigned            n_parts, part;    /* of the page: pictures in it, and the one that is being written */
} Svg;

/* The picture without <svg> around it: what it needs is then in `used` and `clips`. */
void svg_add_picture (Svg *svg);
void svg_add_definitions (Svg *svg);
/* "zh_CN.UTF-8" and "zh-cn" alike become "zh-CN". Owned. */
char *svg_dup_language_tag (const char *language);
void svg_add_shape (Svg *svg, const SceneShape *shape);
void svg_add_grid  (Svg *svg);
/* <rect with its place and size; the caller closes it. */
void svg_rectangle (Svg *svg, SceneRect rect, double radius);

/* --- several pictures in one document ------------------------------------------------------------- */
/* What is the same in another picture is written once and used there again: <use href="#s12"/>. Shapes tell what
 * they stand for: data-key, what they grow out of: data-in, and where they are: data-at. */
SvgShared *svg_shared_new  (void);
void       svg_shared_free (SvgShared *shared);
/* Behind "<g" of a shape. */
void       svg_add_keys    (Svg *svg, const SceneShape *shape);
/* What was written since `start`, one <g>, becomes shared. */
void       svg_share       (Svg *svg, size_t start);
/* The list of a picture inside, or of the page, in place of the one that is returned; from then on shapes that are
 * known are listed instead of used. Ending writes it as data-shapes of the element that begins at `start`, "<g" or
 * "<svg", and puts the other one back. */
SvgList    svg_begin_list  (Svg *svg);
void       svg_end_list    (Svg *svg, size_t start, SvgList outer);
