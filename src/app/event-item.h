/* event-item.h - one event of the step, for the list: words are found when it is shown */
#pragma once

#include <gio/gio.h>

#include "journal/timeline.h"

#define PAGESCAPE_TYPE_EVENT_ITEM (pagescape_event_item_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeEventItem, pagescape_event_item, PAGESCAPE, EVENT_ITEM, GObject)

PagescapeEventItem *pagescape_event_item_new (const SimEvent *event, JournalPosition after);
const SimEvent     *pagescape_event_item_get_event (PagescapeEventItem *item);
/* The position once it has happened. */
JournalPosition     pagescape_event_item_get_after (PagescapeEventItem *item);
