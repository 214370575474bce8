/* outline-item.h - one object of a picture, for the table */
#pragma once

#include <glib-object.h>

#include "sim/sim.h"

#define PAGESCAPE_TYPE_OUTLINE_ITEM (pagescape_outline_item_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeOutlineItem, pagescape_outline_item, PAGESCAPE, OUTLINE_ITEM, GObject)

/* Texts are copied. */
PagescapeOutlineItem *pagescape_outline_item_new       (SimRef object, const char *title, const char *text, gboolean is_changed);
SimRef                pagescape_outline_item_get_object (PagescapeOutlineItem *item);
const char           *pagescape_outline_item_get_title  (PagescapeOutlineItem *item);
const char           *pagescape_outline_item_get_text   (PagescapeOutlineItem *item);
gboolean              pagescape_outline_item_is_changed (PagescapeOutlineItem *item);
gboolean              pagescape_outline_item_equal      (PagescapeOutlineItem *item, PagescapeOutlineItem *other);
