#include "paint/fonts.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "paint/geometry.h"

/* Shaped texts are kept in two generations: when the young one is full it becomes the old one, and what
 * is asked for again moves over. So the memory is bounded and what is on the picture stays. */
#define GENERATION 4096

typedef struct {
  SceneFont font;
  char      text[];
} Key;

struct PaintFonts {
  SceneMeasure          measure;
  PangoContext         *context;
  PangoFontDescription *descriptions[SCENE_N_FONTS];
  double                mono_advance[SCENE_N_FONTS];    /* of an ASCII letter; 0: ask */
  GHashTable           *young, *old;                    /* Key → PaintText */
};

bool
paint_font_is_bold (SceneFont font)
{
  return font == SCENE_FONT_TITLE || font == SCENE_FONT_HEADING || font == SCENE_FONT_BOLD;
}

static bool
is_mono (SceneFont font)
{
  return font == SCENE_FONT_MONO || font == SCENE_FONT_MONO_SMALL;
}

static bool
is_traditional (const char *language)
{
  static const char *const tags[] = { "zh-tw", "zh-hk", "zh-mo", "zh-hant" };
  size_t i;

  for (i = 0; language && i < G_N_ELEMENTS (tags); i++)
    if (g_ascii_strncasecmp (language, tags[i], strlen (tags[i])) == 0)
      return true;
  return false;
}

const char *
paint_fonts_families (SceneFont   font,
                      const char *language)
{
  if (is_traditional (language))
    return is_mono (font)
           ? "Noto Sans Mono, DejaVu Sans Mono, Noto Sans Mono CJK TC, WenQuanYi Micro Hei Mono, monospace"
           : "Noto Sans, DejaVu Sans, Noto Sans CJK TC, WenQuanYi Micro Hei, sans-serif";
  return is_mono (font)
         ? "Noto Sans Mono, DejaVu Sans Mono, Noto Sans Mono CJK SC, WenQuanYi Micro Hei Mono, monospace"
         : "Noto Sans, DejaVu Sans, Noto Sans CJK SC, WenQuanYi Micro Hei, sans-serif";
}

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return g_str_hash (key->text) * 8 + key->font;
}

static gboolean
is_equal_key (gconstpointer a,
              gconstpointer b)
{
  const Key *first = a, *second = b;

  return first->font == second->font && strcmp (first->text, second->text) == 0;
}

static void
free_text (gpointer data)
{
  PaintText *text = data;

  g_object_unref (text->layout);
  g_free (text);
}

static GHashTable *
new_generation (void)
{
  return g_hash_table_new_full (hash_key, is_equal_key, g_free, free_text);
}

static PaintText *
shape_text (PaintFonts *fonts,
            SceneFont   font,
            const char *text)
{
  PaintText *shaped = g_new (PaintText, 1);
  PangoRectangle logical;

  shaped->layout = pango_layout_new (fonts->context);
  pango_layout_set_font_description (shaped->layout, fonts->descriptions[font]);
  pango_layout_set_single_paragraph_mode (shaped->layout, TRUE);
  if (g_utf8_validate (text, -1, NULL))
    pango_layout_set_text (shaped->layout, text, -1);
  else
    {
      char *valid = g_utf8_make_valid (text, -1);

      pango_layout_set_text (shaped->layout, valid, -1);
      g_free (valid);
    }
  pango_layout_get_extents (shaped->layout, NULL, &logical);
  shaped->width = (double) logical.width / PANGO_SCALE;
  return shaped;
}

const PaintText *
paint_fonts_text (PaintFonts *fonts,
                  SceneFont   font,
                  const char *text)
{
  gsize size = strlen (text) + 1;
  Key *key = g_malloc (sizeof *key + size);
  gpointer old_key, found;

  key->font = font < SCENE_N_FONTS ? font : SCENE_FONT_BODY;
  memcpy (key->text, text, size);

  found = g_hash_table_lookup (fonts->young, key);
  if (found)
    {
      g_free (key);
      return found;
    }

  if (g_hash_table_size (fonts->young) >= GENERATION)
    {
      g_hash_table_unref (fonts->old);
      fonts->old = fonts->young;
      fonts->young = new_generation ();
    }
  if (g_hash_table_steal_extended (fonts->old, key, &old_key, &found))
    g_free (old_key);
  else
    found = shape_text (fonts, key->font, text);
  g_hash_table_insert (fonts->young, key, found);
  return found;
}

static bool
is_ascii (const char *text)
{
  for (; *text; text++)
    if (*text < 32 || *text > 126)
      return false;
  return true;
}

static double
advance (const SceneMeasure *measure,
         SceneFont           font,
         const char         *text)
{
  PaintFonts *fonts = measure->data;

  if (font >= SCENE_N_FONTS || !*text)
    return 0;
  if (fonts->mono_advance[font] > 0 && is_ascii (text))
    return fonts->mono_advance[font] * strlen (text);
  return paint_fonts_text (fonts, font, text)->width;
}

PangoContext *
paint_context_new (const char *language)
{
  /* Own font map and fixed options: neither the screen's resolution nor the locale has a say. */
  PangoFontMap *map = pango_cairo_font_map_new ();
  PangoContext *context = pango_font_map_create_context (map);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_language (context, pango_language_from_string (language ? language : "en"));
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);

  cairo_font_options_destroy (options);
  g_object_unref (map);
  return context;
}

PaintFonts *
paint_fonts_new (const char         *language,
                 const PaintPalette *palette,
                 double              scale)
{
  const SceneMeasure *plain = scene_measure_plain ();
  PaintFonts *fonts = g_new0 (PaintFonts, 1);
  int font;

  fonts->context = paint_context_new (language);
  fonts->young = new_generation ();
  fonts->old = new_generation ();
  fonts->measure.advance = advance;
  fonts->measure.data = fonts;
  fonts->measure.line_width = palette->line_width;
  fonts->measure.ring = paint_ring_reach (palette);

  for (font = 0; font < SCENE_N_FONTS; font++)
    {
      PangoFontDescription *description = pango_font_description_new ();
      double larger = scale * fmax (palette->font_scale, palette->least_size / plain->size[font]);

      fonts->measure.size[font] = plain->size[font] * larger;
      fonts->measure.line_height[font] = plain->line_height[font] * larger;
      pango_font_description_set_family (description, paint_fonts_families (font, language));
      pango_font_description_set_weight (description,
                                         paint_font_is_bold (font) ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
      pango_font_description_set_absolute_size (description, fonts->measure.size[font] * PANGO_SCALE);
      fonts->descriptions[font] = description;
    }

  for (font = 0; font < SCENE_N_FONTS; font++)
    if (is_mono (font))
      {
        double narrow = paint_fonts_text (fonts, font, "iiiiiiii")->width;
        double wide = paint_fonts_text (fonts, font, "MMMMMMMM")->width;

        fonts->mono_advance[font] = narrow == wide ? wide / 8 : 0;
      }
  return fonts;
}

void
paint_fonts_free (PaintFonts *fonts)
{
  int font;

  if (!fonts)
    return;

  g_hash_table_unref (fonts->young);
  g_hash_table_unref (fonts->old);
  for (font = 0; font < SCENE_N_FONTS; font++)
    pango_font_description_free (fonts->descriptions[font]);
  g_object_unref (fonts->context);
  g_free (fonts);
}

const SceneMeasure *
paint_fonts_measure (const PaintFonts *fonts)
{
  return &fonts->measure;
}

/* The longest beginning that fits, with an ellipsis: halves the range, as advances grow with the text. */
static char *
shorten (const SceneMeasure *measure,
         SceneFont           font,
         const char         *text,
         double              width)
{
  glong n_kept = 0, n_too_many = g_utf8_strlen (text, -1);
  char *best = NULL;

  while (n_too_many - n_kept > 1)
    {
      glong n = (n_kept + n_too_many) / 2;
      char *start = g_utf8_substring (text, 0, n);
      char *tried = g_strconcat (g_strchomp (start), "…", NULL);

      if (measure->advance (measure, font, tried) <= width)
        {
          n_kept = n;
          g_free (best);
          best = g_steal_pointer (&tried);
        }
      else
        n_too_many = n;
      g_free (tried);
      g_free (start);
    }
  return best;
}

char *
paint_fit_label (const PaintFonts *fonts,
                 SceneFont         font,
                 const char       *text,
                 double            width,
                 bool              is_tight)
{
  const SceneMeasure *measure = &fonts->measure;
  char *valid, *fitting;

  if (!text || !*text)
    return NULL;

  /* A hair of room, for rounding. */
  width += 0.01 * measure->size[font];
  valid = g_utf8_make_valid (text, -1);
  if (measure->advance (measure, font, valid) <= width)
    return valid;

  fitting = is_tight ? NULL : shorten (measure, font, valid, width);
  g_free (valid);
  return fitting;
}
