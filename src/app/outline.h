/* outline.h - the objects of a picture as a table, for keyboard and screen reader; the selection is shared */
#pragma once

#include "app/canvas.h"

#define PAGESCAPE_TYPE_OUTLINE (pagescape_outline_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeOutline, pagescape_outline, PAGESCAPE, OUTLINE, GtkWidget)

/* Signals:
 *   picked   a row was activated; its object is selected already */

void pagescape_outline_set_session (PagescapeOutline *outline, PagescapeSession *session);
/* Borrowed: the picture beside it. */
void pagescape_outline_set_canvas  (PagescapeOutline *outline, PagescapeCanvas *canvas);
/* Another view or size: the table is made again, once it is seen. */
void pagescape_outline_refresh     (PagescapeOutline *outline);
