/* canvas.h - one view's picture: painted, moved, pointed at, walked through with the keyboard */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"
#include "paint/palette.h"

#define PAGESCAPE_TYPE_CANVAS (pagescape_canvas_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeCanvas, pagescape_canvas, PAGESCAPE, CANVAS, GtkWidget)

/* Signals:
 *   picked   somebody pointed at an object, or at nothing; it is selected already */

void        pagescape_canvas_set_session (PagescapeCanvas *canvas, PagescapeSession *session);
void        pagescape_canvas_set_view    (PagescapeCanvas *canvas, const View *view);
const View *pagescape_canvas_get_view    (PagescapeCanvas *canvas);
/* ViewStyle; 0 at first. */
void        pagescape_canvas_set_style   (PagescapeCanvas *canvas, unsigned style);
/* Colours of its own, borrowed, and texts so many times as large as they have them; NULL: the window's. */
void        pagescape_canvas_set_look    (PagescapeCanvas *canvas, const PaintPalette *palette, double scale);

/* around: a point of the canvas that stays where it is; NULL: its middle. */
void        pagescape_canvas_zoom        (PagescapeCanvas *canvas, double factor, const ScenePoint *around);
void        pagescape_canvas_show_whole  (PagescapeCanvas *canvas);
/* As the arrow keys do: one of dx and dy is 1 or -1. */
void        pagescape_canvas_move_selection (PagescapeCanvas *canvas, int dx, int dy);
/* The picture where the moment stands, borrowed until it moves; NULL: there is none. */
const ScenePicture *pagescape_canvas_get_picture (PagescapeCanvas *canvas);
void        pagescape_canvas_set_camera  (PagescapeCanvas *canvas, ViewCamera camera);
/* Where an object is drawn. False: nowhere in sight. */
gboolean    pagescape_canvas_find        (PagescapeCanvas *canvas, SimRef object, SceneRect *rect);
/* Where the legend at the bottom begins; the height of the canvas where there is none. */
double      pagescape_canvas_get_legend_top (PagescapeCanvas *canvas);
/* How it is laid out just now, for an export of the same. The measure is the canvas's. */
PagescapeFrame pagescape_canvas_get_frame (PagescapeCanvas *canvas);
