/* appearance.h - colours and language, as the desktop has them */
#pragma once

#include <gtk/gtk.h>

#include "paint/palette.h"

gboolean    pagescape_is_dark      (void);
/* Of the pictures on screen. */
const PaintPalette *pagescape_palette (void);
GdkRGBA     pagescape_accent_color (void);
/* "zh-cn", "en": for fonts. Static. */
const char *pagescape_language     (void);
/* How much larger than usual the desktop wants its text. */
double      pagescape_text_scale   (GtkWidget *widget);
