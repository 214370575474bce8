/* call-field.h - one argument of a call, as choices
 *
 * gfp_t is one of the kernel's composite flags with any others beside it; an order is a number; a zone or migrate
 * type is a name; a page is the selected one, a variable, or what is typed.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define PAGESCAPE_TYPE_CALL_FIELD (pagescape_call_field_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeCallField, pagescape_call_field, PAGESCAPE, CALL_FIELD, GtkWidget)

/* Signal "changed". */

/* As the machine and the variables are now. name: the argument's. */
PagescapeCallField *pagescape_call_field_new       (PagescapeSession *session, SimType type, const char *name);
/* As it stands in the call; owned. */
char               *pagescape_call_field_dup_value (PagescapeCallField *field);
/* What the chosen flags permit, in lines. Owned; NULL: no flags are chosen here. */
char               *pagescape_call_field_dup_explanation (PagescapeCallField *field);
