/* zoom.h - everything larger: all texts, pictures and icons of all windows
 *
 * On top of what the desktop wants. The zoom of a picture's camera is something else; see canvas.h.
 */
#pragma once

#include <gtk/gtk.h>

/* Adds app.larger, app.smaller and app.usual-size, and zooms as it was left. Once there is a display. */
void   pagescape_zoom_install (GApplication *application);
/* 1: as the desktop has it. */
double pagescape_zoom_get     (void);
