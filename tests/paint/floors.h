/* floors.h - the least contrast of a theme: of texts, and of outlines and lines */
#pragma once

#include "paint/palette.h"

static inline double
text_floor (PaintTheme theme)
{
  return theme == PAINT_PROJECTOR || theme == PAINT_HIGH_CONTRAST ? 7 : 4.5;
}

static inline double
line_floor (PaintTheme theme)
{
  return theme == PAINT_PROJECTOR || theme == PAINT_HIGH_CONTRAST ? 4.5 : 3;
}
