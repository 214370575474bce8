/* call-form.h - builds a call from choices, for those who would rather click; what comes out is code
 *
 * The manifest of calls decides the fields: a type has its widget, so that a new call needs nothing
 * here.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define PAGESCAPE_TYPE_CALL_FORM (pagescape_call_form_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeCallForm, pagescape_call_form, PAGESCAPE, CALL_FORM, GtkWidget)

/* Signal "composed" (const char *line). */

void pagescape_call_form_set_session (PagescapeCallForm *form, PagescapeSession *session);
