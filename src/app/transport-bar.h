/* transport-bar.h - to start, back, play, forward, to end; speed; the timeline */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define PAGESCAPE_TYPE_TRANSPORT_BAR (pagescape_transport_bar_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeTransportBar, pagescape_transport_bar, PAGESCAPE, TRANSPORT_BAR, GtkWidget)

void pagescape_transport_bar_set_session (PagescapeTransportBar *bar, PagescapeSession *session);
