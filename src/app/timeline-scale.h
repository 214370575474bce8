/* timeline-scale.h - steps as ticks, the events between them, a handle to drag */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define PAGESCAPE_TYPE_TIMELINE_SCALE (pagescape_timeline_scale_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeTimelineScale, pagescape_timeline_scale, PAGESCAPE, TIMELINE_SCALE, GtkWidget)

void pagescape_timeline_scale_set_session (PagescapeTimelineScale *scale, PagescapeSession *session);
