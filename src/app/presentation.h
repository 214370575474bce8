/* presentation.h - a lesson on the projector: title, picture, sentence and place, and nothing else
 *
 * Signals:
 *   leave        it is to end
 *   speaker      the speaker's window is wanted, or no longer
 *   next-view    another view is wanted
 *
 * It follows the session, and its keys move it. A question stands where the sentence was, once one steps on from it;
 * see session.h for what it holds back.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define PAGESCAPE_TYPE_PRESENTATION (pagescape_presentation_get_type ())
G_DECLARE_FINAL_TYPE (PagescapePresentation, pagescape_presentation, PAGESCAPE, PRESENTATION, GtkWidget)

/* As if it had just begun: the picture is there, nothing is typed, no laser. NULL: it is not shown. */
void     pagescape_presentation_set_session (PagescapePresentation *presentation, PagescapeSession *session);
/* One view, or two side by side; second NULL: one. style: ViewStyle. */
void     pagescape_presentation_set_views (PagescapePresentation *presentation, const View *first, const View *second,
                                           unsigned style);
/* A key of whichever window has the focus; focus: the widget in it that has it. False: it is not the presentation's. */
gboolean pagescape_presentation_press     (PagescapePresentation *presentation, guint keyval, GdkModifierType state,
                                           GtkWidget *focus);
