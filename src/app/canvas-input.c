/* canvas-input.c - what can be done to a picture: zoomed, panned, pointed at, walked through */

#include "canvas-private.h"

#include <math.h>

#include "narration/narration.h"

#define ZOOM_STEP 1.4142135623730951
#define PAN_STEP  0.125           /* of what is in sight */
#define WHEEL_STEP 0.1

SimRef
canvas_pick_at (PagescapeCanvas *self,
                double           x,
                double           y)
{
  const ScenePicture *picture = canvas_still_picture (self);
  PagescapeFrame frame;

  if (!picture)
    return sim_ref (SIM_REF_NONE, 0);

  frame = pagescape_canvas_get_frame (self);
  return pagescape_session_pick (self->session, &frame, picture, (ScenePoint) { x, y });
}

/* --- pointer ------------------------------------------------------------------------------- */

static gboolean
scroll_cb (PagescapeCanvas          *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *scroll)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if (dy == 0)
    return FALSE;

  if (self->view && self->view->scrolls && (state & GDK_CONTROL_MASK) == 0)
    canvas_pan (self, self->camera, 0, -CLAMP (dy, -4, 4) * WHEEL_STEP * gtk_widget_get_height (GTK_WIDGET (self)));
  else
    pagescape_canvas_zoom (self, pow (ZOOM_STEP, CLAMP (-dy, -4, 4)), &self->pointer);
  return TRUE;
}

static void
motion_cb (PagescapeCanvas *self,
           double           x,
           double           y)
{
  self->pointer = (ScenePoint) { x, y };
}

static void
click_cb (PagescapeCanvas *self,
          int              n_press,
          double           x,
          double           y,
          GtkGestureClick *click)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!self->session || self->is_panning)
    return;

  canvas_pick (self, canvas_pick_at (self, x, y));
  pagescape_session_activate (self->session);
}

static void
drag_begin_cb (PagescapeCanvas *self,
               double           x,
               double           y)
{
  self->drag_camera = self->camera;
  self->is_panning = FALSE;
}

static void
drag_update_cb (PagescapeCanvas *self,
                double           dx,
                double           dy,
                GtkGesture      *drag)
{
  if (!self->is_panning && !gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, dx, dy))
    return;

  if (!self->is_panning)
    {
      self->is_panning = TRUE;
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
    }

  canvas_pan (self, self->drag_camera, dx, dy);
}

static void
drag_end_cb (PagescapeCanvas *self)
{
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

static void
pinch_begin_cb (PagescapeCanvas *self)
{
  self->drag_camera = self->camera;
}

static void
pinch_cb (PagescapeCanvas *self,
          double           scale,
          GtkGesture      *pinch)
{
  ScenePoint middle = self->pointer;

  gtk_gesture_get_bounding_box_center (pinch, &middle.x, &middle.y);
  pagescape_canvas_zoom (self, self->drag_camera.zoom * scale / self->camera.zoom, &middle);
}

static gboolean
query_tooltip_cb (PagescapeCanvas *self,
                  int              x,
                  int              y,
                  gboolean         is_by_keyboard,
                  GtkTooltip      *tooltip)
{
  const ScenePicture *picture = canvas_still_picture (self);
  const SceneShape *shape;
  g_autofree char *title = NULL;
  SimRef object;

  if (!picture || is_by_keyboard)
    return FALSE;

  shape = scene_picture_pick (picture, (ScenePoint) { x, y });
  if (shape && shape->hint)
    {
      gtk_tooltip_set_text (tooltip, shape->hint);
      gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { shape->rect.x, shape->rect.y,
                                                           MAX (1, shape->rect.width), MAX (1, shape->rect.height) });
      return TRUE;
    }

  object = canvas_pick_at (self, x, y);
  if (object.kind == SIM_REF_NONE)
    return FALSE;

  title = narrate_object_title (pagescape_session_get_machine (self->session), object);
  gtk_tooltip_set_text (tooltip, title);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { x - 2, y - 2, 4, 4 });
  return TRUE;
}

/* --- keyboard ------------------------------------------------------------------------------ */

static gboolean
is_pickable (const SceneShape *shape)
{
  return shape->form == SCENE_BOX && shape->key.kind != SIM_REF_NONE && shape->key.kind < SIM_N_REF_KINDS
         && scene_role_fill (shape->role) != SCENE_FILL_PANEL && shape->opacity > 0;
}

static SimRef
ref_of (const SceneShape *shape)
{
  return sim_ref ((SimRefKind) shape->key.kind, shape->key.id);
}

/* Where to begin when nothing in sight is selected: what this step changed. */
static SimRef
first_object (PagescapeCanvas    *self,
              const ScenePicture *picture)
{
  const SceneShape *found = NULL;

  for (size_t i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (!is_pickable (shape))
        continue;
      if (shape->marks & SCENE_MARK_CHANGED)
        return ref_of (shape);
      if (!found)
        found = shape;
    }

  if (!found && scene_picture_grid (picture))
    {
      const SceneGrid *grid = scene_picture_grid (picture);

      return canvas_pick_at (self, MAX (grid->clip.x, grid->origin.x) + 2, MAX (grid->clip.y, grid->origin.y) + 2);
    }

  return found ? ref_of (found) : sim_ref (SIM_REF_NONE, 0);
}

/* The nearest object in a direction: near along it counts once, beside it three times. */
static gboolean
nearest_shape (const ScenePicture *picture,
               SceneRect           from,
               SimRef              not_this,
               int                 dx,
               int                 dy,
               SimRef             *found)
{
  double x = from.x + from.width / 2, y = from.y + from.height / 2, best = G_MAXDOUBLE;

  for (size_t i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);
      double along, beside, distance;

      if (!is_pickable (shape) || (shape->key.kind == (uint32_t) not_this.kind && shape->key.id == not_this.id))
        continue;

      along = dx ? (shape->rect.x + shape->rect.width / 2 - x) * dx : (shape->rect.y + shape->rect.height / 2 - y) * dy;
      beside = dx ? fabs (shape->rect.y + shape->rect.height / 2 - y) : fabs (shape->rect.x - from.x);
      if (along < 1)
        continue;

      distance = along + 3 * beside;
      if (distance < best)
        {
          best = distance;
          *found = ref_of (shape);
        }
    }

  return best < G_MAXDOUBLE;
}

/* A grid's cell beyond the edge of what is selected; the camera follows. */
static gboolean
next_in_grid (PagescapeCanvas    *self,
              const SceneGrid    *grid,
              SceneRect           from,
              int                 dx,
              int                 dy,
              SimRef             *found)
{
  double beyond = grid->gap + MAX (grid->cell / 2, 0.5) + 0.25;
  ScenePoint point = { from.x + MIN (grid->cell, from.width) / 2, from.y + MIN (grid->cell, from.height) / 2 };
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double off_x = 0, off_y = 0;

  if (dx)
    point.x = dx > 0 ? from.x + from.width + beyond : from.x - beyond;
  else
    point.y = dy > 0 ? from.y + from.height + beyond : from.y - beyond;

  if (point.x < grid->clip.x)
    off_x = point.x - grid->clip.x - width / 4;
  else if (point.x > grid->clip.x + grid->clip.width)
    off_x = point.x - grid->clip.x - grid->clip.width + width / 4;
  if (point.y < grid->clip.y)
    off_y = point.y - grid->clip.y - height / 4;
  else if (point.y > grid->clip.y + grid->clip.height)
    off_y = point.y - grid->clip.y - grid->clip.height + height / 4;

  if (off_x != 0 || off_y != 0)
    {
      ScenePoint before = grid->origin;

      canvas_pan (self, self->camera, -off_x, -off_y);
      grid = scene_picture_grid (canvas_still_picture (self));
      point.x += grid->origin.x - before.x;
      point.y += grid->origin.y - before.y;
    }

  *found = canvas_pick_at (self, point.x, point.y);
  return found->kind != SIM_REF_NONE;
}

/* Of the map, or of a grid of objects. */
static gboolean
is_cell (const SceneGrid *grid,
         SimRef           object)
{
  if (grid->ids)
    return object.kind == SIM_REF_OBJECT;
  return object.kind == SIM_REF_FRAME || object.kind == SIM_REF_BLOCK;
}

void
pagescape_canvas_move_selection (PagescapeCanvas *self,
                                 int              dx,
                                 int              dy)
{
  const ScenePicture *picture;
  SimRef selected, found = sim_ref (SIM_REF_NONE, 0);
  SceneRect rect;

  g_return_if_fail (PAGESCAPE_IS_CANVAS (self));

  picture = canvas_still_picture (self);
  if (!picture)
    return;

  selected = pagescape_session_get_selection (self->session);
  if (!pagescape_canvas_find (self, selected, &rect))
    {
      found = first_object (self, picture);
      if (found.kind != SIM_REF_NONE)
        canvas_pick (self, found);
      return;
    }

  if (scene_picture_grid (picture) && is_cell (scene_picture_grid (picture), selected))
    {
      if (next_in_grid (self, scene_picture_grid (picture), rect, dx, dy, &found))
        canvas_pick (self, found);
    }
  else if (nearest_shape (picture, rect, selected, dx, dy, &found))
    canvas_pick (self, found);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
arrow (PagescapeCanvas *self,
       int              dx,
       int              dy,
       GdkModifierType  state)
{
  if ((state & GDK_CONTROL_MASK) == 0)
    {
      pagescape_canvas_move_selection (self, dx, dy);
      return;
    }

  canvas_pan (self, self->camera, -dx * PAN_STEP * gtk_widget_get_width (GTK_WIDGET (self)),
              -dy * PAN_STEP * gtk_widget_get_height (GTK_WIDGET (self)));
}

static gboolean
key_pressed_cb (PagescapeCanvas *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  if (!self->session || (state & (GDK_ALT_MASK | GDK_SHIFT_MASK)) == GDK_ALT_MASK)
    return FALSE;

  switch (keyval)
    {
    case GDK_KEY_Left:  case GDK_KEY_KP_Left:  arrow (self, -1, 0, state); return TRUE;
    case GDK_KEY_Right: case GDK_KEY_KP_Right: arrow (self, 1, 0, state);  return TRUE;
    case GDK_KEY_Up:    case GDK_KEY_KP_Up:    arrow (self, 0, -1, state); return TRUE;
    case GDK_KEY_Down:  case GDK_KEY_KP_Down:  arrow (self, 0, 1, state);  return TRUE;

    case GDK_KEY_plus: case GDK_KEY_equal: case GDK_KEY_KP_Add:
      pagescape_canvas_zoom (self, ZOOM_STEP, NULL);
      return TRUE;

    case GDK_KEY_minus: case GDK_KEY_KP_Subtract:
      pagescape_canvas_zoom (self, 1 / ZOOM_STEP, NULL);
      return TRUE;

    case GDK_KEY_0: case GDK_KEY_KP_0:
      pagescape_canvas_show_whole (self);
      return TRUE;

    case GDK_KEY_Return: case GDK_KEY_KP_Enter:
      g_signal_emit_by_name (self, "picked");
      pagescape_session_activate (self->session);
      return TRUE;

    case GDK_KEY_Escape:
      if (pagescape_session_get_selection (self->session).kind == SIM_REF_NONE)
        return FALSE;
      canvas_pick (self, sim_ref (SIM_REF_NONE, 0));
      return TRUE;

    default:
      return FALSE;
    }
}

static void
focus_changed_cb (PagescapeCanvas *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
add (PagescapeCanvas    *self,
     GtkEventController *controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
canvas_add_input (PagescapeCanvas *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (focus_changed_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_changed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (click_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);

  add (self, scroll);
  add (self, motion);
  add (self, keys);
  add (self, focus);
  add (self, GTK_EVENT_CONTROLLER (click));
  add (self, GTK_EVENT_CONTROLLER (drag));
  add (self, GTK_EVENT_CONTROLLER (pinch));
  gtk_gesture_group (GTK_GESTURE (click), GTK_GESTURE (drag));

  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), self);
  canvas_add_editing (self);
}
