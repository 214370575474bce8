/* palette.h - from roles to colours, for each theme */
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

typedef struct { double red, green, blue; } PaintColor;

typedef enum { PAINT_NO_PATTERN, PAINT_HATCH, PAINT_BACK_HATCH, PAINT_DOT, PAINT_CORNER } PaintPattern;

/* How a role looks. */
typedef struct {
  bool         has_fill, has_outline, is_dashed;
  PaintColor   fill;
  PaintColor   outline;
  PaintColor   text;              /* of a label on it: at least 4.5:1, projector 7:1 */
  PaintPattern pattern;
  PaintColor   ink;               /* of the pattern */
} PaintStyle;

typedef struct {
  PaintTheme theme;
  PaintColor paper;
  PaintColor changed;             /* #E01B24, or its equal on dark paper */
  PaintColor selected;
  double     line_width;
  double     font_scale;
  PaintStyle styles[256];         /* by SceneRole */
} PaintPalette;

/* Borrowed, static. */
const PaintPalette *paint_palette        (PaintTheme theme);
const char         *paint_theme_id       (PaintTheme theme);                  /* "high-contrast" */
bool                paint_theme_by_id    (const char *id, PaintTheme *theme);
double              paint_contrast       (PaintColor a, PaintColor b);        /* WCAG, 1 … 21 */
