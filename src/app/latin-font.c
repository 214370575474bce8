/* latin-font.c - kernel words and numbers in one font, also among Chinese words
 *
 * Where the desktop's font is a generic one ("Sans"), or not installed, what is found for it depends on the language
 * of the words around: the first digit of "0x1084" behind a Chinese word comes from the Chinese font, and the rest does
 * not. So the font that is found for English stands before it. A font that is there is left alone.
 */

#include "latin-font.h"

#include <string.h>

#include "appearance.h"

static gboolean
is_written_with_ideographs (const char *language)
{
  return g_str_has_prefix (language, "zh") || g_str_has_prefix (language, "ja") || g_str_has_prefix (language, "ko");
}

/* Of a font as it is found for English letters. Owned; NULL: not known. */
static char *
dup_found_family (const PangoFontDescription *wanted)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *found = NULL;
  PangoFont *font;
  char *family = NULL;

  pango_context_set_language (context, pango_language_from_string ("en"));
  font = pango_context_load_font (context, wanted);
  if (font)
    {
      found = pango_font_describe (font);
      family = g_strdup (pango_font_description_get_family (found));
      pango_font_description_free (found);
      g_object_unref (font);
    }
  g_object_unref (context);
  return family;
}

char *
pagescape_latin_font_dup_families (const char *font)
{
  PangoFontDescription *wanted = pango_font_description_from_string (font);
  g_autofree char *family = g_strdup (pango_font_description_get_family (wanted));
  g_autofree char *found = dup_found_family (wanted);

  pango_font_description_free (wanted);
  if (!family || !found || strcmp (family, found) == 0)
    return NULL;
  return g_strdup_printf ("%s, %s", found, family);
}

static void
add_rule (GString    *css,
          const char *selector,
          const char *font)
{
  g_autofree char *families = pagescape_latin_font_dup_families (font);

  if (families && strpbrk (families, "\"\\") == NULL)
    g_string_append_printf (css, "%s { font-family: \"%s\"; }\n", selector, families);
}

static void
font_changed_cb (GtkSettings    *settings,
                 GParamSpec     *property,
                 GtkCssProvider *provider)
{
  g_autoptr (GString) css = g_string_new (NULL);
  g_autofree char *font = NULL;

  g_object_get (settings, "gtk-font-name", &font, NULL);
  add_rule (css, "window, tooltip", font ? font : "Sans");
  add_rule (css, ".monospace", "monospace");
  gtk_css_provider_load_from_data (provider, css->str, -1);
}

void
pagescape_latin_font_install (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autoptr (GtkCssProvider) provider = NULL;

  if (!settings || !is_written_with_ideographs (pagescape_language ()))
    return;

  provider = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_signal_connect_data (settings, "notify::gtk-font-name", G_CALLBACK (font_changed_cb), g_object_ref (provider),
                         (GClosureNotify) G_CALLBACK (g_object_unref), 0);
  font_changed_cb (settings, NULL, provider);
}
