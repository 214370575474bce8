/* canvas-edit.c - a picture is written on: an order is dropped on it, a block has a menu
 *
 * The canvas only says what was pointed at; the window's actions write the lines.
 */

#include "canvas-private.h"

#include <glib/gi18n.h>

#include "narration/narration.h"
#include "order-chips.h"

/* The frame that an object begins with. */
static gboolean
frame_of (PagescapeCanvas *self,
          SimRef           object,
          SimPfn          *pfn)
{
  const SimMachine *machine = self->session ? pagescape_session_get_machine (self->session) : NULL;

  if (!machine || (object.kind != SIM_REF_FRAME && object.kind != SIM_REF_BLOCK)
      || (SimPfn) object.id >= sim_n_frames (machine))
    return FALSE;

  *pfn = (SimPfn) object.id;
  return TRUE;
}

/* --- dropping ------------------------------------------------------------------------------ */

static GdkDragAction
drop_motion_cb (PagescapeCanvas *self,
                double           x,
                double           y)
{
  SimRef object = canvas_pick_at (self, x, y);
  SimPfn pfn;

  if (!frame_of (self, object, &pfn))
    return 0;

  /* Where it would be asked for is marked in every view. */
  pagescape_session_select (self->session, object);
  return GDK_ACTION_COPY;
}

static gboolean
dropped_cb (PagescapeCanvas *self,
            const GValue    *value,
            double           x,
            double           y)
{
  SimPfn pfn;

  return frame_of (self, canvas_pick_at (self, x, y), &pfn)
         && gtk_widget_activate_action (GTK_WIDGET (self), "win.allocate-at", "(uu)", pfn,
                                        pagescape_dropped_order (value));
}

/* --- the menu ------------------------------------------------------------------------------ */

static gboolean
unparent_cb (gpointer data)
{
  gtk_widget_unparent (GTK_WIDGET (data));

  return G_SOURCE_REMOVE;
}

/* The item that was chosen is activated after the menu closed. */
static void
menu_closed_cb (GtkWidget *menu)
{
  g_idle_add (unparent_cb, menu);
}

static void
add_block (PagescapeCanvas *self,
           GMenu           *menu,
           SimPfn           pfn)
{
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  SimZoneId zone = sim_zone_of (machine, pfn);
  g_autoptr (GMenu) block = g_menu_new ();
  g_autoptr (GMenu) orders = g_menu_new ();
  g_autofree char *title = NULL;

  g_menu_append (block, _("_Free It"), "win.free-selected");
  g_menu_append (block, _("_Inspect"), "win.inspect-selected");
  for (SimOrder order = 0; zone != SIM_NO_ZONE && order <= sim_profile (machine)->largest_order; order++)
    {
      g_autofree char *size = narrate_size ((uint64_t) SIM_PAGE_SIZE << order);
      g_autofree char *label = g_strdup_printf (_("Order %u, %s"), order, size);
      g_autofree char *action = g_strdup_printf ("win.allocate-at((uint32 %u, uint32 %u))", pfn, order);

      g_menu_append (orders, label, action);
    }
  if (zone != SIM_NO_ZONE)
    {
      title = g_strdup_printf (_("_Ask for a Block of %s"), sim_zone (machine, zone).name);
      g_menu_append_submenu (block, title, G_MENU_MODEL (orders));
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (block));
}

/* What can be done to what was pointed at, then to the picture. */
static void
show_menu (PagescapeCanvas *self,
           SimRef           object,
           double           x,
           double           y)
{
  g_autoptr (GMenu) model = g_menu_new ();
  g_autoptr (GMenu) picture = g_menu_new ();
  GtkWidget *menu;
  SimPfn pfn;

  if (frame_of (self, object, &pfn))
    {
      pagescape_session_select (self->session, object);
      add_block (self, model, pfn);
    }
  g_menu_append (picture, _("_Copy Picture"), "win.copy-picture");
  g_menu_append (picture, _("_Export…"), "win.export");
  g_menu_append (picture, _("_Print…"), "win.print");
  g_menu_append_section (model, NULL, G_MENU_MODEL (picture));

  menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (model));
  gtk_widget_set_parent (menu, GTK_WIDGET (self));
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  g_signal_connect (menu, "closed", G_CALLBACK (menu_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (menu));
}

static void
menu_pressed_cb (PagescapeCanvas *self,
                 int              n_press,
                 double           x,
                 double           y)
{
  if (!self->session)
    return;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  show_menu (self, canvas_pick_at (self, x, y), x, y);
}

static gboolean
menu_key_cb (PagescapeCanvas *self,
             guint            keyval,
             guint            keycode,
             GdkModifierType  state)
{
  gboolean is_menu = keyval == GDK_KEY_Menu
                     || (keyval == GDK_KEY_F10 && (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) == GDK_SHIFT_MASK);
  SimRef object;
  SceneRect rect;

  if (!is_menu || !self->session)
    return FALSE;

  object = pagescape_session_get_selection (self->session);
  if (!pagescape_canvas_find (self, object, &rect))
    {
      object = sim_ref (SIM_REF_NONE, 0);
      rect = (SceneRect) { 0, 0, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)) };
    }

  show_menu (self, object, CLAMP (rect.x + rect.width / 2, 0, gtk_widget_get_width (GTK_WIDGET (self))),
             CLAMP (rect.y + rect.height / 2, 0, gtk_widget_get_height (GTK_WIDGET (self))));
  return TRUE;
}

void
canvas_add_editing (PagescapeCanvas *self)
{
  GtkDropTarget *target = pagescape_order_drop_target_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (target, "motion", G_CALLBACK (drop_motion_cb), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (menu_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (menu_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
