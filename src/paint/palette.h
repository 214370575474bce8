/* palette.h - from roles to colours, for each theme
 *
 * Hue is the zone or the range of addresses, fill is the state; state can be read without colour. What
 * the grammar gives are the hues and their darker companions; tints and texts are derived and moved
 * until their contrast is what the theme asks for, so that no pair of colours has to be remembered.
 */
#pragma once

#include "scene/scene.h"

typedef enum {
  PAINT_LIGHT,
  PAINT_DARK,
  PAINT_PRINT,                    /* legible in grey: tints differ in lightness, states in pattern */
  PAINT_PROJECTOR,                /* 7:1, lines of 2 */
  PAINT_HIGH_CONTRAST,
  PAINT_N_THEMES
} PaintTheme;

typedef struct { double red, green, blue; } PaintColor;       /* sRGB, 0 … 1 */

typedef enum { PAINT_NO_PATTERN, PAINT_HATCH, PAINT_BACK_HATCH, PAINT_DOT, PAINT_CORNER } PaintPattern;

/* How a role looks. */
typedef struct {
  bool         has_fill, has_outline, is_dashed;
  PaintColor   fill;
  PaintColor   outline;           /* also of lines: at least 3:1 against the paper, projector 4.5:1 */
  PaintColor   text;              /* of a label on it: at least 4.5:1, projector 7:1 */
  PaintPattern pattern;
  PaintColor   ink;               /* of the pattern */
} PaintStyle;

typedef struct {
  PaintTheme theme;
  PaintColor paper;
  PaintColor panel;               /* the ground that panels have; texts are legible on both */
  PaintColor changed;             /* #E01B24, or its equal on dark paper */
  PaintColor changed_text;        /* the same, as dark as a text must be */
  PaintColor selected;
  double     line_width;
  double     font_scale;
  double     least_size;          /* of any text, in points at scale 1 */
  PaintStyle styles[256];         /* by SceneRole */
} PaintPalette;

/* Borrowed, static. */
const PaintPalette *paint_palette        (PaintTheme theme);
/* The theme's sizes and contrasts on white or dark paper, whatever its own paper is. */
const PaintPalette *paint_palette_on     (PaintTheme theme, bool is_dark);
const char         *paint_theme_id       (PaintTheme theme);                  /* "high-contrast" */
bool                paint_theme_by_id    (const char *id, PaintTheme *theme);
double              paint_contrast       (PaintColor a, PaintColor b);        /* WCAG, 1 … 21 */
double              paint_lightness      (PaintColor color);                  /* CIE L*, 0 … 100: what grey print keeps */
PaintColor          paint_mix            (PaintColor a, PaintColor b, double share_of_b);
