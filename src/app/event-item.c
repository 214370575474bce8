/* event-item.c - one event of the step, for the list */

#include "event-item.h"

struct _PagescapeEventItem
{
  GObject parent_instance;

  SimEvent        event;
  JournalPosition after;
};

G_DEFINE_FINAL_TYPE (PagescapeEventItem, pagescape_event_item, G_TYPE_OBJECT)

static void
pagescape_event_item_class_init (PagescapeEventItemClass *klass)
{
}

static void
pagescape_event_item_init (PagescapeEventItem *self)
{
}

PagescapeEventItem *
pagescape_event_item_new (const SimEvent  *event,
                          JournalPosition  after)
{
  PagescapeEventItem *self = g_object_new (PAGESCAPE_TYPE_EVENT_ITEM, NULL);

  self->event = *event;
  self->after = after;

  return self;
}

const SimEvent *
pagescape_event_item_get_event (PagescapeEventItem *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_EVENT_ITEM (self), NULL);

  return &self->event;
}

JournalPosition
pagescape_event_item_get_after (PagescapeEventItem *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_EVENT_ITEM (self), 0);

  return self->after;
}
