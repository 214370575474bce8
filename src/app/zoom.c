/* zoom.c - everything larger
 *
 * Fonts of CSS and of pictures follow the desktop's resolution for text, so that is what is raised. As long as it
 * is, a change of the desktop's own comes with the next zoom.
 */

#include "zoom.h"

#include <math.h>

#include "settings.h"

#define ICON_SIZE 16

static const double levels[] = { 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3 };

static double zoom = 1;

double
pagescape_zoom_get (void)
{
  return zoom;
}

static GtkCssProvider *
provider_for (GdkDisplay *display)
{
  static GtkCssProvider *provider;

  if (!provider)
    {
      provider = gtk_css_provider_new ();
      gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    }

  return provider;
}

static void
apply (double wanted)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autofree char *css = NULL;
  int dpi = -1;

  zoom = wanted;
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
  if (zoom != 1)
    {
      g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
      if (dpi <= 0)
        dpi = 96 * PANGO_SCALE;
      g_object_set (settings, "gtk-xft-dpi", (int) round (dpi * zoom), NULL);
      css = g_strdup_printf ("window, popover { -gtk-icon-size: %dpx; }", (int) round (ICON_SIZE * zoom));
    }

  gtk_css_provider_load_from_data (provider_for (gdk_display_get_default ()), css ? css : "", -1);
}

/* The level next to what is, in a direction. */
static double
next_level (int direction)
{
  double best = zoom;

  for (unsigned i = 0; i < G_N_ELEMENTS (levels); i++)
    if (direction > 0 && levels[i] > zoom + 0.01)
      return levels[i];
    else if (direction < 0 && levels[i] < zoom - 0.01)
      best = levels[i];

  return best;
}

static void
zoom_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  const char *name = g_action_get_name (G_ACTION (action));
  GSettings *settings = data;

  apply (g_str_equal (name, "larger") ? next_level (1) : g_str_equal (name, "smaller") ? next_level (-1) : 1);
  pagescape_settings_set_double (settings, "zoom", zoom);
}

void
pagescape_zoom_install (GApplication *application)
{
  static const GActionEntry actions[] = {
    { "larger", zoom_cb, NULL, NULL, NULL, { 0 } },
    { "smaller", zoom_cb, NULL, NULL, NULL, { 0 } },
    { "usual-size", zoom_cb, NULL, NULL, NULL, { 0 } },
  };
  GSettings *settings = pagescape_settings_new ();
  double left = pagescape_settings_get_double (settings, "zoom", 1);

  /* NULL where there is no schema; else as long as the application. */
  if (settings)
    g_object_set_data_full (G_OBJECT (application), "zoom-settings", settings, g_object_unref);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), settings);
  if (left != 1)
    apply (CLAMP (left, levels[0], levels[G_N_ELEMENTS (levels) - 1]));
}
