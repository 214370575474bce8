/* order-chips.c - a row of orders, each of which can be dragged onto a picture, or pressed */

#include "order-chips.h"

#include <glib/gi18n.h>

#include "follow.h"
#include "label.h"
#include "narration/narration.h"

struct _PagescapeOrderChips
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;

  /* Borrowed */
  GtkWidget        *all, *row;

  SimOrder          n_orders;
};

G_DEFINE_FINAL_TYPE (PagescapeOrderChips, pagescape_order_chips, GTK_TYPE_WIDGET)

/* --- what is dragged ----------------------------------------------------------------------- */

/* A type of its own, so that nothing else takes it, and nothing else is taken. */
typedef struct {
  unsigned order;
} PagescapeDraggedOrder;

static PagescapeDraggedOrder *
dragged_order_copy (const PagescapeDraggedOrder *dragged)
{
  return g_memdup2 (dragged, sizeof *dragged);
}

GType pagescape_dragged_order_get_type (void);

G_DEFINE_BOXED_TYPE (PagescapeDraggedOrder, pagescape_dragged_order, dragged_order_copy, g_free)

GtkDropTarget *
pagescape_order_drop_target_new (void)
{
  return gtk_drop_target_new (pagescape_dragged_order_get_type (), GDK_ACTION_COPY);
}

unsigned
pagescape_dropped_order (const GValue *value)
{
  const PagescapeDraggedOrder *dragged = g_value_get_boxed (value);

  return dragged ? dragged->order : 0;
}

static unsigned
order_of (GtkWidget *chip)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "order"));
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            GtkWidget     *chip)
{
  PagescapeDraggedOrder dragged = { order_of (chip) };

  return gdk_content_provider_new_typed (pagescape_dragged_order_get_type (), &dragged);
}

static void
drag_begin_cb (GtkDragSource *source,
               GdkDrag       *drag,
               GtkWidget     *chip)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (chip);

  gtk_drag_source_set_icon (source, picture, gtk_widget_get_width (chip) / 2, gtk_widget_get_height (chip) / 2);
}

/* --- the row ------------------------------------------------------------------------------- */

static void
add_chip (PagescapeOrderChips *self,
          SimOrder             order)
{
  g_autofree char *text = g_strdup_printf ("%u", order);
  g_autofree char *size = narrate_size ((uint64_t) SIM_PAGE_SIZE << order);
  g_autofree char *said = g_strdup_printf (_("Order %u, %s: drag it to where it is wanted, or press it"), order, size);
  GtkWidget *chip = gtk_button_new_with_label (text);
  GtkDragSource *source = gtk_drag_source_new ();

  g_object_set_data (G_OBJECT (chip), "order", GUINT_TO_POINTER (order));
  gtk_widget_set_tooltip_text (chip, said);
  pagescape_label_set_name (chip, said);
  gtk_widget_set_hexpand (chip, TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (chip), "win.allocate");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (chip), "u", order);

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  /* Before the button has it. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (source), GTK_PHASE_CAPTURE);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), chip);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), chip);
  gtk_widget_add_controller (chip, GTK_EVENT_CONTROLLER (source));
  gtk_box_append (GTK_BOX (self->row), chip);
}

static void
opened_cb (PagescapeOrderChips *self)
{
  const SimMachine *machine = pagescape_session_get_machine (self->session);
  SimOrder n_orders = machine ? sim_profile (machine)->largest_order + 1 : 0;
  GtkWidget *child;

  if (n_orders == self->n_orders)
    return;

  self->n_orders = n_orders;
  while ((child = gtk_widget_get_first_child (self->row)))
    gtk_box_remove (GTK_BOX (self->row), child);
  for (SimOrder order = 0; order < n_orders; order++)
    add_chip (self, order);
}

/* Where height is scarce the line that is typed has it. */
static void
pagescape_order_chips_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  PagescapeOrderChips *self = PAGESCAPE_ORDER_CHIPS (widget);

  gtk_widget_measure (self->all, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = 0;
}

static void
pagescape_order_chips_size_allocate (GtkWidget *widget,
                                     int        width,
                                     int        height,
                                     int        baseline)
{
  PagescapeOrderChips *self = PAGESCAPE_ORDER_CHIPS (widget);
  int minimum;

  gtk_widget_measure (self->all, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  gtk_widget_set_child_visible (self->all, height >= minimum);
  if (height >= minimum)
    gtk_widget_allocate (self->all, width, height, -1, NULL);
}

static void
pagescape_order_chips_dispose (GObject *object)
{
  PagescapeOrderChips *self = PAGESCAPE_ORDER_CHIPS (object);

  pagescape_order_chips_set_session (self, NULL);
  g_clear_pointer (&self->all, gtk_widget_unparent);

  G_OBJECT_CLASS (pagescape_order_chips_parent_class)->dispose (object);
}

static void
pagescape_order_chips_class_init (PagescapeOrderChipsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_order_chips_dispose;
  widget_class->measure = pagescape_order_chips_measure;
  widget_class->size_allocate = pagescape_order_chips_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "orderchips");
}

static void
pagescape_order_chips_init (PagescapeOrderChips *self)
{
  GtkWidget *label = gtk_label_new (_("Ask for order"));

  self->all = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (self->row, "linked");
  gtk_widget_set_hexpand (self->row, TRUE);
  gtk_box_append (GTK_BOX (self->all), label);
  gtk_box_append (GTK_BOX (self->all), self->row);
  gtk_widget_set_parent (self->all, GTK_WIDGET (self));
}

void
pagescape_order_chips_set_session (PagescapeOrderChips *self,
                                   PagescapeSession    *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "opened", G_CALLBACK (opened_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_ORDER_CHIPS (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (session)
    opened_cb (self);
}
