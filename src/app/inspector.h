/* inspector.h - what is selected, in rows of label and value */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define PAGESCAPE_TYPE_INSPECTOR (pagescape_inspector_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeInspector, pagescape_inspector, PAGESCAPE, INSPECTOR, GtkWidget)

/* Signal "closed": its button was pressed. */

void pagescape_inspector_set_session (PagescapeInspector *inspector, PagescapeSession *session);
