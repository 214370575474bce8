/* event-list.h - the events of the step, each with the kernel function that it models */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define PAGESCAPE_TYPE_EVENT_LIST (pagescape_event_list_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeEventList, pagescape_event_list, PAGESCAPE, EVENT_LIST, GtkWidget)

void pagescape_event_list_set_session (PagescapeEventList *list, PagescapeSession *session);
