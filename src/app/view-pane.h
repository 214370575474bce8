/* view-pane.h - a row of views and the canvas of the chosen one, with the inspector over it */
#pragma once

#include <gtk/gtk.h>

#include "app/canvas.h"

#define PAGESCAPE_TYPE_VIEW_PANE (pagescape_view_pane_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeViewPane, pagescape_view_pane, PAGESCAPE, VIEW_PANE, GtkWidget)

/* Signal "activated": somebody works in this pane now. */

void             pagescape_view_pane_set_session (PagescapeViewPane *pane, PagescapeSession *session);
void             pagescape_view_pane_set_view    (PagescapeViewPane *pane, const View *view);
const View      *pagescape_view_pane_get_view    (PagescapeViewPane *pane);
PagescapeCanvas *pagescape_view_pane_get_canvas  (PagescapeViewPane *pane);
/* Puts a widget at the end of the row of views. */
void             pagescape_view_pane_add_end     (PagescapeViewPane *pane, GtkWidget *widget);
/* The table of what is drawn. */
void             pagescape_view_pane_set_outline (PagescapeViewPane *pane, gboolean is_shown);
void             pagescape_view_pane_hide_inspector (PagescapeViewPane *pane);
