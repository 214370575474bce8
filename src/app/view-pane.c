/* view-pane.c - a row of views and the canvas of the chosen one, with the inspector over it */

#include "view-pane.h"

#include <glib/gi18n.h>

#include "follow.h"
#include "inspector.h"

/* Between the selected object and the inspector. */
#define INSPECTOR_GAP 10
#define INSPECTOR_MARGIN 12

struct _PagescapeViewPane
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;
  GPtrArray        *buttons;      /* borrowed widgets, in the order of the registry */

  /* Template */
  GtkBox             *row;
  GtkBox             *switcher;
  GtkOverlay         *overlay;
  PagescapeCanvas    *canvas;
  PagescapeInspector *inspector;
};

G_DEFINE_FINAL_TYPE (PagescapeViewPane, pagescape_view_pane, GTK_TYPE_WIDGET)

/* --- the inspector's place ----------------------------------------------------------------- */

static gboolean
is_inspected (PagescapeViewPane *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->inspector));
}

/* Under the object if there is room, else above it, else beside it; never over it if that can be. */
static gboolean
place_inspector_cb (PagescapeViewPane *self,
                    GtkWidget         *child,
                    GdkRectangle      *place)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->overlay));
  int height = gtk_widget_get_height (GTK_WIDGET (self->overlay));
  SimRef object = self->session ? pagescape_session_get_selection (self->session) : sim_ref (SIM_REF_NONE, 0);
  GtkRequisition wanted;
  SceneRect rect;
  int right, bottom;

  if (child != GTK_WIDGET (self->inspector))
    return FALSE;

  gtk_widget_get_preferred_size (child, NULL, &wanted);
  place->width = wanted.width;
  place->height = wanted.height;
  right = MAX (INSPECTOR_MARGIN, width - wanted.width - INSPECTOR_MARGIN);
  bottom = MAX (INSPECTOR_MARGIN, height - wanted.height - INSPECTOR_MARGIN);

  if (!pagescape_canvas_find (self->canvas, object, &rect))
    {
      place->x = right;
      place->y = bottom;
      return TRUE;
    }

  place->x = CLAMP ((int) (rect.x + rect.width / 2) - wanted.width / 2, INSPECTOR_MARGIN, right);
  place->y = (int) (rect.y + rect.height) + INSPECTOR_GAP;
  if (place->y > bottom)
    {
      place->y = (int) rect.y - INSPECTOR_GAP - wanted.height;
      if (place->y < INSPECTOR_MARGIN)
        {
          place->y = CLAMP ((int) rect.y, INSPECTOR_MARGIN, bottom);
          place->x = (int) (rect.x + rect.width) + INSPECTOR_GAP;
          if (place->x > right)
            place->x = MAX (INSPECTOR_MARGIN, (int) rect.x - INSPECTOR_GAP - wanted.width);
        }
    }

  return TRUE;
}

static void
place_again (PagescapeViewPane *self)
{
  if (is_inspected (self))
    gtk_widget_queue_allocate (GTK_WIDGET (self->overlay));
}

static void
picked_cb (PagescapeViewPane *self)
{
  SimRef object = pagescape_session_get_selection (self->session);

  gtk_widget_set_visible (GTK_WIDGET (self->inspector), object.kind != SIM_REF_NONE);
  place_again (self);
  g_signal_emit_by_name (self, "activated");
}

static void
selected_cb (PagescapeViewPane *self)
{
  if (pagescape_session_get_selection (self->session).kind == SIM_REF_NONE)
    pagescape_view_pane_hide_inspector (self);
  place_again (self);
}

static void
moved_cb (PagescapeViewPane *self)
{
  if (!player_is_busy (pagescape_session_get_player (self->session)))
    place_again (self);
}

static void
inspector_closed_cb (PagescapeViewPane *self)
{
  pagescape_view_pane_hide_inspector (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

void
pagescape_view_pane_hide_inspector (PagescapeViewPane *self)
{
  g_return_if_fail (PAGESCAPE_IS_VIEW_PANE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->inspector), FALSE);
}

/* --- the row of views ---------------------------------------------------------------------- */

static void
view_toggled_cb (PagescapeViewPane *self,
                 GtkToggleButton   *button)
{
  guint index;

  if (!gtk_toggle_button_get_active (button) || !g_ptr_array_find (self->buttons, button, &index))
    return;

  pagescape_canvas_set_view (self->canvas, view_at (index));
  place_again (self);
  g_signal_emit_by_name (self, "activated");
}

static void
add_view (PagescapeViewPane *self,
          const View        *view)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (_(view->title));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_focus_on_click (button, FALSE);
  if (self->buttons->len > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), g_ptr_array_index (self->buttons, 0));

  g_ptr_array_add (self->buttons, button);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (view_toggled_cb), self);
  gtk_box_append (self->switcher, button);
}

void
pagescape_view_pane_set_view (PagescapeViewPane *self,
                              const View        *view)
{
  g_return_if_fail (PAGESCAPE_IS_VIEW_PANE (self));

  for (size_t i = 0; i < view_n () && i < self->buttons->len; i++)
    if (view_at (i) == view)
      gtk_toggle_button_set_active (g_ptr_array_index (self->buttons, i), TRUE);
}

const View *
pagescape_view_pane_get_view (PagescapeViewPane *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_VIEW_PANE (self), NULL);

  return pagescape_canvas_get_view (self->canvas);
}

PagescapeCanvas *
pagescape_view_pane_get_canvas (PagescapeViewPane *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_VIEW_PANE (self), NULL);

  return self->canvas;
}

void
pagescape_view_pane_add_end (PagescapeViewPane *self,
                             GtkWidget         *widget)
{
  g_return_if_fail (PAGESCAPE_IS_VIEW_PANE (self));

  gtk_box_append (self->row, widget);
}

/* --- the class ----------------------------------------------------------------------------- */

static void
pagescape_view_pane_dispose (GObject *object)
{
  PagescapeViewPane *self = PAGESCAPE_VIEW_PANE (object);
  GtkWidget *child;

  pagescape_view_pane_set_session (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_pointer (&self->buttons, g_ptr_array_unref);

  G_OBJECT_CLASS (pagescape_view_pane_parent_class)->dispose (object);
}

static void
pagescape_view_pane_class_init (PagescapeViewPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_view_pane_dispose;

  g_signal_new ("activated", PAGESCAPE_TYPE_VIEW_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PAGESCAPE_TYPE_CANVAS);
  g_type_ensure (PAGESCAPE_TYPE_INSPECTOR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/view-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeViewPane, row);
  gtk_widget_class_bind_template_child (widget_class, PagescapeViewPane, switcher);
  gtk_widget_class_bind_template_child (widget_class, PagescapeViewPane, overlay);
  gtk_widget_class_bind_template_child (widget_class, PagescapeViewPane, canvas);
  gtk_widget_class_bind_template_child (widget_class, PagescapeViewPane, inspector);
  gtk_widget_class_bind_template_callback (widget_class, place_inspector_cb);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_again);
  gtk_widget_class_bind_template_callback (widget_class, inspector_closed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "viewpane");
}

static void
pagescape_view_pane_init (PagescapeViewPane *self)
{
  self->buttons = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  for (size_t i = 0; i < view_n (); i++)
    add_view (self, view_at (i));
  if (view_n () > 0)
    pagescape_view_pane_set_view (self, view_at (0));
}

void
pagescape_view_pane_set_session (PagescapeViewPane *self,
                                 PagescapeSession  *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "selected", G_CALLBACK (selected_cb) },
    { "opened", G_CALLBACK (selected_cb) },
    { "moved", G_CALLBACK (moved_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_VIEW_PANE (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (self->canvas)
    {
      pagescape_canvas_set_session (self->canvas, session);
      pagescape_inspector_set_session (self->inspector, session);
    }
}
