/* order-chips.h - a row of orders, each of which can be dragged onto a picture, or pressed
 *
 * Pressed, an order is asked for with GFP_KERNEL; dropped on a frame, with the flag for that frame's zone: which frame
 * is taken, the kernel alone decides.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define PAGESCAPE_TYPE_ORDER_CHIPS (pagescape_order_chips_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeOrderChips, pagescape_order_chips, PAGESCAPE, ORDER_CHIPS, GtkWidget)

void           pagescape_order_chips_set_session (PagescapeOrderChips *chips, PagescapeSession *session);

/* Takes what is dragged from a row. */
GtkDropTarget *pagescape_order_drop_target_new (void);
unsigned       pagescape_dropped_order         (const GValue *value);
