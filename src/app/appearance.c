/* appearance.c - colours and language, as the desktop has them */

#include "appearance.h"

#include <adwaita.h>

gboolean
pagescape_is_dark (void)
{
  return adw_style_manager_get_dark (adw_style_manager_get_default ());
}

const PaintPalette *
pagescape_palette (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean is_dark = adw_style_manager_get_dark (manager);

  if (adw_style_manager_get_high_contrast (manager))
    return paint_palette_on (PAINT_HIGH_CONTRAST, is_dark);

  return paint_palette (is_dark ? PAINT_DARK : PAINT_LIGHT);
}

GdkRGBA
pagescape_accent_color (void)
{
  GdkRGBA accent = { 0.208, 0.518, 0.894, 1 };

  return accent;
}

const char *
pagescape_language (void)
{
  static char *language;

  if (g_once_init_enter (&language))
    {
      char *name = g_ascii_strdown (g_get_language_names ()[0], -1);

      name[strcspn (name, ".@")] = '\0';
      g_strdelimit (name, "_", '-');
      if (strcmp (name, "c") == 0 || strcmp (name, "posix") == 0)
        {
          g_free (name);
          name = g_strdup ("en");
        }
      g_once_init_leave (&language, name);
    }

  return language;
}

double
pagescape_text_scale (GtkWidget *widget)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? CLAMP (dpi / 1024.0 / 96.0, 0.5, 4) : 1;
}
