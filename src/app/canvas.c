/* canvas.c - one view's picture: laid out and painted; see canvas-input.c for what can be done to it */

#include "canvas-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "appearance.h"
#include "follow.h"
#include "frame-memory.h"
#include "narration/narration.h"
#include "views/parts.h"

#define FOCUS_RING  2.0

G_DEFINE_FINAL_TYPE (PagescapeCanvas, pagescape_canvas, GTK_TYPE_WIDGET)

/* --- laying out ---------------------------------------------------------------------------- */

static void
ensure_fonts (PagescapeCanvas *self)
{
  double scale = self->own_palette ? self->own_scale : pagescape_text_scale (GTK_WIDGET (self));
  const PaintPalette *palette = self->own_palette ? self->own_palette : pagescape_palette ();

  if (self->fonts && palette == self->palette && scale == self->text_scale)
    return;

  pagescape_tiles_clear (self->tiles);
  g_clear_pointer (&self->fonts, paint_fonts_free);
  self->palette = palette;
  self->text_scale = scale;
  self->fonts = paint_fonts_new (pagescape_language (), palette, scale);
  memset (&self->here_key, 0, sizeof self->here_key);
  memset (&self->after_key, 0, sizeof self->after_key);
}

PagescapeFrame
pagescape_canvas_get_frame (PagescapeCanvas *self)
{
  PagescapeFrame frame = { 0 };

  g_return_val_if_fail (PAGESCAPE_IS_CANVAS (self), frame);

  ensure_fonts (self);
  frame.view = self->view;
  frame.camera = self->camera;
  frame.style = self->style;
  frame.size.width = gtk_widget_get_width (GTK_WIDGET (self));
  frame.size.height = gtk_widget_get_height (GTK_WIDGET (self));
  frame.measure = paint_fonts_measure (self->fonts);

  return frame;
}

static PictureKey
key_of (PagescapeCanvas      *self,
        const PagescapeFrame *frame)
{
  AxisMoment moment = pagescape_session_get_moment (self->session);
  PictureKey key;

  /* Compared as bytes: what lies between the fields must be the same, too. */
  memset (&key, 0, sizeof key);
  key.view = frame->view;
  key.fonts = self->fonts;
  key.position = moment.position;
  key.step = moment.step;
  key.serial = pagescape_session_get_serial (self->session);
  key.size = frame->size;
  key.camera = frame->camera;
  key.style = frame->style;

  return key;
}

static void
ensure_picture (PagescapeCanvas      *self,
                const PagescapeFrame *frame,
                const PictureKey     *key,
                gboolean              is_after,
                PictureKey           *has)
{
  if (memcmp (key, has, sizeof *key) == 0)
    return;

  pagescape_session_layout (self->session, frame, is_after, is_after ? self->after : self->here);
  memcpy (has, key, sizeof *has);
}

static gboolean
has_picture (PagescapeCanvas *self)
{
  return self->view && self->session && pagescape_session_get_timeline (self->session)
         && gtk_widget_get_width (GTK_WIDGET (self)) > 0 && gtk_widget_get_height (GTK_WIDGET (self)) > 0;
}

const ScenePicture *
canvas_still_picture (PagescapeCanvas *self)
{
  PagescapeFrame frame;
  PictureKey key;

  if (!has_picture (self))
    return NULL;

  frame = pagescape_canvas_get_frame (self);
  key = key_of (self, &frame);
  ensure_picture (self, &frame, &key, FALSE, &self->here_key);

  return self->here;
}

const ScenePicture *
canvas_picture (PagescapeCanvas *self)
{
  const ScenePicture *here = canvas_still_picture (self);
  AxisMoment moment;
  PagescapeFrame frame;
  PictureKey key;

  if (!here)
    return NULL;

  moment = pagescape_session_get_moment (self->session);
  if (moment.fraction <= 0 || moment.next == moment.position)
    return here;

  frame = pagescape_canvas_get_frame (self);
  key = key_of (self, &frame);
  key.next = moment.next;
  ensure_picture (self, &frame, &key, TRUE, &self->after_key);
  scene_blend (here, self->after, pace_ease (moment.fraction), self->between);

  return self->between;
}

/* --- painting ------------------------------------------------------------------------------ */

static void
append_focus_ring (PagescapeCanvas *self,
                   GtkSnapshot     *snapshot)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (1, 1, gtk_widget_get_width (GTK_WIDGET (self)) - 2,
                                               gtk_widget_get_height (GTK_WIDGET (self)) - 2);
  GdkRGBA color = pagescape_accent_color ();
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &bounds, 4);
  gtk_snapshot_append_border (snapshot, &outline,
                              (float[4]) { FOCUS_RING, FOCUS_RING, FOCUS_RING, FOCUS_RING },
                              (GdkRGBA[4]) { color, color, color, color });
}

static gboolean
wants_textures (PagescapeCanvas *self)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (GTK_WIDGET (self)));

  return !GSK_IS_CAIRO_RENDERER (renderer);
}

static void
pagescape_canvas_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  PagescapeCanvas *self = PAGESCAPE_CANVAS (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  PagescapeTilesFrame frame = { 0 };
  GdkRGBA paper;

  ensure_fonts (self);
  frame.picture = canvas_picture (self);
  if (frame.picture)
    {
      frame.cells = pagescape_session_get_cells (self->session);
      frame.palette = self->palette;
      frame.fonts = self->fonts;
      frame.scale = gtk_widget_get_scale_factor (widget);
      frame.wants_textures = wants_textures (self);
      pagescape_tiles_append (self->tiles, snapshot, &frame);
    }
  else
    {
      paper = (GdkRGBA) { self->palette->paper.red, self->palette->paper.green, self->palette->paper.blue, 1 };
      gtk_snapshot_append_color (snapshot, &paper, &GRAPHENE_RECT_INIT (0, 0, width, height));
    }

  if (gtk_widget_has_visible_focus (widget))
    append_focus_ring (self, snapshot);
}

static void
pagescape_canvas_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 280 : 240;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 480;
}

/* --- telling ------------------------------------------------------------------------------- */

static void
update_accessible (PagescapeCanvas *self)
{
  const ScenePicture *picture = canvas_still_picture (self);
  const char *description;
  g_autofree char *selected = NULL;
  g_autofree char *text = NULL;
  SimRef object;

  if (!picture)
    return;

  object = pagescape_session_get_selection (self->session);
  description = scene_picture_description (picture);
  if (object.kind != SIM_REF_NONE)
    selected = narrate_object_title (pagescape_session_get_machine (self->session), object);

  if (selected && description)
    text = g_strdup_printf (_("Selected: %s. %s"), selected, description);
  else if (selected)
    text = g_strdup_printf (_("Selected: %s."), selected);
  else
    text = g_strdup (description ? description : "");

  if (g_strcmp0 (text, self->described) == 0)
    return;

  g_free (self->described);
  self->described = g_steal_pointer (&text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->described, -1);
}

static void
moved_cb (PagescapeCanvas *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));

  /* Not in the middle of an animation: nobody can listen that fast. */
  if (self->session && !player_is_busy (pagescape_session_get_player (self->session)))
    update_accessible (self);
}

static void
opened_cb (PagescapeCanvas *self)
{
  /* The old pictures' grids borrow cells that are gone. */
  pagescape_tiles_clear (self->tiles);
  memset (&self->here_key, 0, sizeof self->here_key);
  memset (&self->after_key, 0, sizeof self->after_key);
  self->camera = (ViewCamera) { 1, { 0.5, 0.5 } };
  moved_cb (self);
}

void
pagescape_canvas_set_session (PagescapeCanvas  *self,
                              PagescapeSession *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "moved", G_CALLBACK (moved_cb) },
    { "selected", G_CALLBACK (moved_cb) },
    { "playing", G_CALLBACK (moved_cb) },
    { "grew", G_CALLBACK (moved_cb) },
    { "opened", G_CALLBACK (opened_cb) },
  };

  g_return_if_fail (PAGESCAPE_IS_CANVAS (self));

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (session)
    opened_cb (self);
}

void
pagescape_canvas_set_view (PagescapeCanvas *self,
                           const View      *view)
{
  g_return_if_fail (PAGESCAPE_IS_CANVAS (self));

  if (self->view == view)
    return;

  self->view = view;
  self->camera = (ViewCamera) { 1, { 0.5, 0.5 } };
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _(view->title), -1);
  moved_cb (self);
}

const View *
pagescape_canvas_get_view (PagescapeCanvas *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_CANVAS (self), NULL);

  return self->view;
}

void
pagescape_canvas_set_style (PagescapeCanvas *self,
                            unsigned         style)
{
  g_return_if_fail (PAGESCAPE_IS_CANVAS (self));

  self->style = style;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
pagescape_canvas_set_look (PagescapeCanvas    *self,
                           const PaintPalette *palette,
                           double              scale)
{
  g_return_if_fail (PAGESCAPE_IS_CANVAS (self));

  self->own_palette = palette;
  self->own_scale = scale;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- the camera ---------------------------------------------------------------------------- */

void
canvas_set_camera (PagescapeCanvas *self,
                   ViewCamera       camera)
{
  if (memcmp (&camera, &self->camera, sizeof camera) == 0)
    return;

  self->camera = camera;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit_by_name (self, "camera-moved");
}

void
pagescape_canvas_set_camera (PagescapeCanvas *self,
                             ViewCamera       camera)
{
  g_return_if_fail (PAGESCAPE_IS_CANVAS (self));

  canvas_set_camera (self, camera);
}

void
canvas_pan (PagescapeCanvas *self,
            ViewCamera       from,
            double           x,
            double           y)
{
  PagescapeFrame frame;

  if (!has_picture (self))
    return;

  frame = pagescape_canvas_get_frame (self);
  frame.camera = from;
  canvas_set_camera (self, pagescape_session_pan (self->session, &frame, x, y));
}

void
pagescape_canvas_zoom (PagescapeCanvas  *self,
                       double            factor,
                       const ScenePoint *around)
{
  PagescapeFrame frame;
  ScenePoint anchor;

  g_return_if_fail (PAGESCAPE_IS_CANVAS (self));

  if (!has_picture (self))
    return;

  frame = pagescape_canvas_get_frame (self);
  anchor = around ? *around : (ScenePoint) { frame.size.width / 2, frame.size.height / 2 };
  canvas_set_camera (self, pagescape_session_zoom (self->session, &frame, anchor, self->camera.zoom * factor));
}

void
pagescape_canvas_show_whole (PagescapeCanvas *self)
{
  g_return_if_fail (PAGESCAPE_IS_CANVAS (self));

  canvas_set_camera (self, (ViewCamera) { 1, { 0.5, 0.5 } });
}

/* --- objects ------------------------------------------------------------------------------- */

static gboolean
find_in_grid (const SceneGrid *grid,
              SimRef           object,
              SceneRect       *rect)
{
  uint32_t first = (uint32_t) object.id;
  unsigned order = object.kind == SIM_REF_BLOCK ? (unsigned) (object.id >> 32) : 0;

  if (grid->ids || (object.kind != SIM_REF_FRAME && object.kind != SIM_REF_BLOCK))
    return FALSE;
  if (first < grid->first_cell || first - grid->first_cell >= grid->n_cells)
    return FALSE;

  *rect = scene_grid_block_rect (grid, first, order);
  return TRUE;
}

gboolean
pagescape_canvas_find (PagescapeCanvas *self,
                       SimRef           object,
                       SceneRect       *rect)
{
  const ScenePicture *picture;
  gboolean found = FALSE;
  SceneSize size;

  g_return_val_if_fail (PAGESCAPE_IS_CANVAS (self), FALSE);

  picture = canvas_still_picture (self);
  if (!picture || object.kind == SIM_REF_NONE)
    return FALSE;

  for (size_t i = scene_picture_n_shapes (picture); i-- > 0 && !found;)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->key.kind == (uint32_t) object.kind && shape->key.id == object.id && shape->form == SCENE_BOX)
        {
          *rect = shape->rect;
          found = TRUE;
        }
    }

  if (!found && scene_picture_grid (picture))
    found = find_in_grid (scene_picture_grid (picture), object, rect);

  size = scene_picture_size (picture);
  return found && rect->x < size.width && rect->y < size.height
         && rect->x + rect->width > 0 && rect->y + rect->height > 0;
}

const ScenePicture *
pagescape_canvas_get_picture (PagescapeCanvas *self)
{
  g_return_val_if_fail (PAGESCAPE_IS_CANVAS (self), NULL);

  return canvas_still_picture (self);
}

double
pagescape_canvas_get_legend_top (PagescapeCanvas *self)
{
  const ScenePicture *picture;
  double top;

  g_return_val_if_fail (PAGESCAPE_IS_CANVAS (self), 0);

  picture = canvas_still_picture (self);
  top = gtk_widget_get_height (GTK_WIDGET (self));
  for (size_t i = picture ? scene_picture_n_shapes (picture) : 0; i-- > 0;)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->key.part == VIEW_PART_LEGEND)
        top = MIN (top, shape->rect.y);
    }

  return top;
}

void
canvas_pick (PagescapeCanvas *self,
             SimRef           object)
{
  pagescape_session_select (self->session, object);
  g_signal_emit_by_name (self, "picked");
}

/* --- the class ----------------------------------------------------------------------------- */

static void
pagescape_canvas_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  pagescape_keep_frame_memory (widget);
  gtk_widget_queue_draw (widget);
}

static void
style_changed_cb (PagescapeCanvas *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pagescape_canvas_dispose (GObject *object)
{
  PagescapeCanvas *self = PAGESCAPE_CANVAS (object);

  pagescape_canvas_set_session (self, NULL);
  g_clear_pointer (&self->fonts, paint_fonts_free);
  g_clear_pointer (&self->tiles, pagescape_tiles_free);
  g_clear_pointer (&self->here, scene_picture_free);
  g_clear_pointer (&self->after, scene_picture_free);
  g_clear_pointer (&self->between, scene_picture_free);
  g_clear_pointer (&self->described, g_free);

  G_OBJECT_CLASS (pagescape_canvas_parent_class)->dispose (object);
}

static void
pagescape_canvas_class_init (PagescapeCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pagescape_canvas_dispose;
  widget_class->snapshot = pagescape_canvas_snapshot;
  widget_class->measure = pagescape_canvas_measure;
  widget_class->size_allocate = pagescape_canvas_size_allocate;

  g_signal_new ("picked", PAGESCAPE_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("camera-moved", PAGESCAPE_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pagescape_canvas_init (PagescapeCanvas *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->tiles = pagescape_tiles_new ();
  self->here = scene_picture_new ();
  self->after = scene_picture_new ();
  self->between = scene_picture_new ();
  self->camera = (ViewCamera) { 1, { 0.5, 0.5 } };

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);

  canvas_add_input (self);
}
