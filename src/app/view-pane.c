/* view-pane.c - a row of views and the canvas of the chosen one, with the inspector over it */

#include "view-pane.h"

#include <glib/gi18n.h>

#include "follow.h"
#include "inspector.h"
#include "outline.h"

/* Between the selected object and the inspector. */
#define INSPECTOR_GAP 10
#define INSPECTOR_MARGIN 12
/* Least width of a pane that has its outline beside the picture. */
#define OUTLINE_BESIDE 600

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
  GtkPaned           *paned;
  PagescapeOutline   *outline;
};

G_DEFINE_FINAL_TYPE (PagescapeViewPane, pagescape_view_pane, GTK_TYPE_WIDGET)

/* --- the inspector's place ----------------------------------------------------------------- */

static gboolean
is_inspected (PagescapeViewPane *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->inspector));
}

typedef struct {
  double x, y;
} Place;

static double
overlap (SceneRect a,
         SceneRect b)
{
  double width = MIN (a.x + a.width, b.x + b.width) - MAX (a.x, b.x);
  double height = MIN (a.y + a.height, b.y + b.height) - MAX (a.y, b.y);

  return width > 0 && height > 0 ? width * height : 0;
}

/* Under the object if there is room, else above it, else beside it, else in the corner where it hides least of
 * it. Room ends where the legend begins. */
static Place
place_beside (SceneRect room,
              SceneRect object,
              double    width,
              double    height)
{
  double right = room.x + MAX (0, room.width - width), bottom = room.y + MAX (0, room.height - height);
  double x = CLAMP (object.x + object.width / 2 - width / 2, room.x, right);
  double y = CLAMP (object.y, room.y, bottom);
  Place places[] = {
    { x, object.y + object.height + INSPECTOR_GAP },
    { x, object.y - INSPECTOR_GAP - height },
    { object.x + object.width + INSPECTOR_GAP, y },
    { object.x - INSPECTOR_GAP - width, y },
    { right, bottom }, { room.x, bottom }, { right, room.y }, { room.x, room.y },
  };
  Place best = { right, bottom };
  double least = G_MAXDOUBLE;

  for (unsigned i = 0; i < G_N_ELEMENTS (places); i++)
    {
      double hidden = overlap ((SceneRect) { places[i].x, places[i].y, width, height }, object);

      if (places[i].x < room.x || places[i].x > right || places[i].y < room.y || places[i].y > bottom)
        continue;
      if (hidden < least)
        {
          least = hidden;
          best = places[i];
        }
    }

  return best;
}

static gboolean
place_inspector_cb (PagescapeViewPane *self,
                    GtkWidget         *child,
                    GdkRectangle      *place)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self->overlay));
  double height = gtk_widget_get_height (GTK_WIDGET (self->overlay));
  SimRef object = self->session ? pagescape_session_get_selection (self->session) : sim_ref (SIM_REF_NONE, 0);
  SceneRect room = { INSPECTOR_MARGIN, INSPECTOR_MARGIN, width - 2 * INSPECTOR_MARGIN, height - 2 * INSPECTOR_MARGIN };
  SceneRect rect = { 0 };
  GtkRequisition wanted;
  Place best;
  double legend;

  if (child != GTK_WIDGET (self->inspector))
    return FALSE;

  gtk_widget_get_preferred_size (child, NULL, &wanted);
  legend = pagescape_canvas_get_legend_top (self->canvas) - INSPECTOR_GAP / 2;
  if (legend - INSPECTOR_MARGIN >= wanted.height)
    room.height = MIN (room.height, legend - INSPECTOR_MARGIN);
  if (!pagescape_canvas_find (self->canvas, object, &rect))
    rect = (SceneRect) { 0 };

  best = place_beside (room, rect, wanted.width, wanted.height);
  if (rect.width <= 0)
    best = (Place) { MAX (room.x, room.x + room.width - wanted.width), MAX (room.y, room.y + room.height - wanted.height) };

  place->width = wanted.width;
  place->height = wanted.height;
  place->x = (int) best.x;
  place->y = (int) best.y;
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
  pagescape_outline_refresh (self->outline);
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

/* Below the picture where the pane is narrow, beside it where it is wide. */
void
pagescape_view_pane_set_outline (PagescapeViewPane *self,
                                 gboolean           is_shown)
{
  int width, height;

  g_return_if_fail (PAGESCAPE_IS_VIEW_PANE (self));

  width = gtk_widget_get_width (GTK_WIDGET (self));
  height = gtk_widget_get_height (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->paned),
                                  width < OUTLINE_BESIDE ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_visible (GTK_WIDGET (self->outline), is_shown);
  if (is_shown && width > 0)
    gtk_paned_set_position (self->paned, width < OUTLINE_BESIDE ? height * 3 / 5 : MAX (width / 2, width - 440));
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
  g_type_ensure (PAGESCAPE_TYPE_OUTLINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/view-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeViewPane, row);
  gtk_widget_class_bind_template_child (widget_class, PagescapeViewPane, switcher);
  gtk_widget_class_bind_template_child (widget_class, PagescapeViewPane, overlay);
  gtk_widget_class_bind_template_child (widget_class, PagescapeViewPane, canvas);
  gtk_widget_class_bind_template_child (widget_class, PagescapeViewPane, inspector);
  gtk_widget_class_bind_template_child (widget_class, PagescapeViewPane, paned);
  gtk_widget_class_bind_template_child (widget_class, PagescapeViewPane, outline);
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
  pagescape_outline_set_canvas (self->outline, self->canvas);

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
      pagescape_outline_set_session (self->outline, session);
    }
}
