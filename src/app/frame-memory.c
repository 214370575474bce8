/* frame-memory.c - the memory in which frames are handed to an X server, kept from frame to frame */

#include "frame-memory.h"

#if defined GDK_WINDOWING_X11 && __has_include (<cairo-xlib.h>)

#include <cairo-xlib.h>
#include <gdk/x11/gdkx.h>

/* Of the piece that is kept: smaller ones would not come from the pool. */
#define KEPT_SIDE 128

typedef struct {
  int              width, height;       /* device pixels of the largest frame */
  cairo_surface_t *piece;
} Kept;

static void
kept_free (Kept *kept)
{
  g_clear_pointer (&kept->piece, cairo_surface_destroy);
  g_free (kept);
}

static Kept *
kept_of (GdkDisplay *display)
{
  Kept *kept = g_object_get_data (G_OBJECT (display), "pagescape-frame-memory");

  if (!kept)
    {
      kept = g_new0 (Kept, 1);
      g_object_set_data_full (G_OBJECT (display), "pagescape-frame-memory", kept, (GDestroyNotify) kept_free);
    }

  return kept;
}

static void
find_largest (GtkWidget *widget,
              int       *width,
              int       *height)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (widget));
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  int scale = gtk_widget_get_scale_factor (widget);

  *width = gtk_widget_get_width (root) * scale;
  *height = gtk_widget_get_height (root) * scale;
  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      GdkRectangle geometry;

      gdk_monitor_get_geometry (monitor, &geometry);
      *width = MAX (*width, geometry.width * gdk_monitor_get_scale_factor (monitor));
      *height = MAX (*height, geometry.height * gdk_monitor_get_scale_factor (monitor));
    }
}

/* A frame's memory is taken, so that the pool is made large enough; then the piece, from the same pool; and
 * the frame's memory is given back. */
static void
keep (Kept    *kept,
      Display *display)
{
  cairo_surface_t *screen = cairo_xlib_surface_create (display, DefaultRootWindow (display),
                                                       DefaultVisual (display, DefaultScreen (display)),
                                                       kept->width, kept->height);
  cairo_surface_t *frame = cairo_surface_create_similar_image (screen, CAIRO_FORMAT_ARGB32, kept->width, kept->height);
  cairo_surface_t *piece = cairo_surface_create_similar_image (screen, CAIRO_FORMAT_ARGB32, KEPT_SIDE, KEPT_SIDE);

  g_clear_pointer (&kept->piece, cairo_surface_destroy);
  kept->piece = piece;
  cairo_surface_destroy (frame);
  cairo_surface_destroy (screen);
}

void
pagescape_keep_frame_memory (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkDisplay *display = gtk_widget_get_display (widget);
  int width, height;
  Kept *kept;

  if (!GDK_IS_X11_DISPLAY (display) || !native || !GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native)))
    return;

  kept = kept_of (display);
  find_largest (widget, &width, &height);
  if (width <= kept->width && height <= kept->height)
    return;

  kept->width = MAX (kept->width, width);
  kept->height = MAX (kept->height, height);
  keep (kept, gdk_x11_display_get_xdisplay (display));
}

#else

void
pagescape_keep_frame_memory (GtkWidget *widget)
{
}

#endif
