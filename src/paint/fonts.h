/* fonts.h - what paint_fonts_new () makes; only for src/paint/ */
#pragma once

#include "paint/paint.h"

typedef struct {
  PangoLayout *layout;
  double       width;
} PaintText;

/* A shaped text, kept for the next time. Borrowed until the next call. */
const PaintText *paint_fonts_text (PaintFonts *fonts, SceneFont font, const char *text);
