/* svg-text.h - numbers, colours and texts as SVG has them: the same in every locale */
#pragma once

#include <glib.h>

#include "paint/palette.h"

/* With at most two decimals, as short as possible; with five where many numbers are multiplied by it. */
void svg_number    (GString *out, double number);
void svg_factor    (GString *out, double factor);
/* ` name="number"` */
void svg_attribute (GString *out, const char *name, double number);
void svg_point     (GString *out, double x, double y);          /* "x y" */
void svg_color     (GString *out, PaintColor color);            /* "#rrggbb" */
void svg_paint     (GString *out, const char *name, PaintColor color);  /* ` name="#rrggbb"` */
/* Valid UTF-8 and valid XML whatever comes in: what XML cannot hold becomes U+FFFD. */
void svg_escape    (GString *out, const char *text);
/* <name …>text</name>; nothing without a text. */
void svg_element   (GString *out, const char *name, const char *attributes, const char *text);
