#include "export/svg.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "export-resources.h"

/* One file that needs nothing else: its policy forbids to load anything, and lets no script run but its own. Each
 * step is a section with its title, picture and sentence; without the script they stand one below the other, as
 * they do in print. Pages before the last of a step are what its movement passes: hidden pictures that hold only what
 * is new in them. The file is also well-formed XML. */

#define FOLDER "/io/github/pagescape/Pagescape/export/"

typedef struct {
  size_t   first, end;            /* pages */
  unsigned number;
  char    *title, *text;          /* owned; text may be NULL */
} Step;

typedef struct {
  const Sheet *sheet;
  Svg          svg;
  GString     *body;              /* the sections */
  GArray      *steps;             /* Step */
} Html;

static void
step_clear (gpointer data)
{
  Step *step = data;

  g_free (step->title);
  g_free (step->text);
}

static char *
dup_step_title (const Sheet        *sheet,
                const SheetCaption *caption,
                const ScenePicture *picture)
{
  if (caption && caption->title && caption->number > 0)
    return g_strdup_printf ("%u. %s", caption->number, caption->title);
  if (caption && caption->number > 0)
    return g_strdup_printf (_("Step %u"), caption->number);
  if (!caption && scene_picture_title (picture))
    return g_strdup (scene_picture_title (picture));
  return g_strdup (sheet->title ? sheet->title : "");
}

static void
begin_step (Html               *html,
            size_t              page,
            const ScenePicture *picture)
{
  const Sheet *sheet = html->sheet;
  const SheetCaption *caption = sheet->captions ? &sheet->captions[page] : NULL;
  Step step = {
    .first = page,
    .end = page + 1,
    .number = html->steps->len + 1,
    .title = dup_step_title (sheet, caption, picture),
    .text = caption ? g_strdup (caption->text) : NULL,
  };

  while (caption && step.end < sheet->n_pages && sheet->captions[step.end].number == caption->number)
    step.end++;
  g_array_append_val (html->steps, step);
}

static void
add_picture (Html               *html,
             const ScenePicture *picture,
             bool                is_last)
{
  Svg *svg = &html->svg;
  SceneSize size = scene_picture_size (picture);
  const char *title = scene_picture_title (picture), *description = scene_picture_description (picture);
  size_t start = svg->out->len;
  SvgList none = { 0 };

  svg->picture = picture;
  svg->has_image = !export_is_vector (picture);
  svg->n_parts = svg->part = 0;
  g_string_append (svg->out, is_last ? "<svg role=\"img\"" : "<svg class=\"move\" aria-hidden=\"true\"");
  g_string_append (svg->out, " viewBox=\"0 0 ");
  svg_point (svg->out, size.width, size.height);
  g_string_append_printf (svg->out, "\" font-family=\"%s\">\n", paint_fonts_families (SCENE_FONT_BODY, svg->language));
  if (is_last)
    {
      svg_element (svg->out, "title", "", title);
      svg_element (svg->out, "desc", "", description);
    }
  else
    none = svg_begin_list (svg);
  svg_add_picture (svg);
  if (svg->has_image)
    {
      SceneShape note = export_image_note (picture, svg->fonts);

      svg_add_shape (svg, &note);
    }
  if (!is_last)
    svg_end_list (svg, start, none);
  g_string_append (svg->out, "</svg>\n");
}

/* What stands before a section cannot tell how many there will be: its words come when all are there. */
static bool
add_sections (Html    *html,
              GError **error)
{
  const Sheet *sheet = html->sheet;
  GString *out = html->svg.out = html->body;
  size_t i;

  for (i = 0; i < sheet->n_pages; i++)
    {
      const ScenePicture *picture = export_page (sheet, i, error);
      const Step *step;

      if (!picture)
        return false;
      if (html->steps->len == 0 || i == g_array_index (html->steps, Step, html->steps->len - 1).end)
        {
          begin_step (html, i, picture);
          g_string_append_c (out, '\0');
        }
      step = &g_array_index (html->steps, Step, html->steps->len - 1);
      add_picture (html, picture, i + 1 == step->end);
    }
  return true;
}

static void
add_attribute (GString    *out,
               const char *name,
               const char *text)
{
  g_string_append_printf (out, " %s=\"", name);
  svg_escape (out, text);
  g_string_append_c (out, '"');
}

static const char *
lookup (const char *name,
        GBytes    **bytes)
{
  char *path = g_strconcat (FOLDER, name, NULL);

  *bytes = g_resource_lookup_data (export_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_free (path);
  return g_bytes_get_data (*bytes, NULL);         /* ended by a zero, as all resources are */
}

static void
add_color (GString    *out,
           const char *name,
           PaintColor  color)
{
  g_string_append_printf (out, "--%s:", name);
  svg_color (out, color);
  g_string_append_c (out, ';');
}

static void
add_style (GString    *out,
           const Html *html)
{
  const PaintPalette *palette = html->svg.palette;
  const PaintStyle *faint = &palette->styles[scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_FAINT)];
  const PaintStyle *strong = &palette->styles[scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_STRONG)];
  bool is_dark = paint_lightness (palette->paper) < 50;
  GBytes *bytes;

  g_string_append_printf (out, "<style>:root{color-scheme:%s;", is_dark ? "dark" : "light");
  if (html->svg.has_paper)
    add_color (out, "paper", palette->paper);
  else
    g_string_append (out, "--paper:transparent;");
  add_color (out, "panel", palette->panel);
  add_color (out, "ink", strong->text);
  add_color (out, "faint", faint->text);
  add_color (out, "line", palette->styles[scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_OUTLINE)].outline);
  add_color (out, "accent", palette->selected);
  g_string_append_printf (out, "}\nbody{font-family:%s}\n.mono{font-family:%s}\n",
                          paint_fonts_families (SCENE_FONT_BODY, html->svg.language),
                          paint_fonts_families (SCENE_FONT_MONO, html->svg.language));
  g_string_append (out, lookup ("html.css", &bytes));
  g_bytes_unref (bytes);
  g_string_append (out, "</style>\n");
}

static void
add_policy (GString    *out,
            const char *script)
{
  GChecksum *checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;
  char *text;

  g_checksum_update (checksum, (const guchar *) script, (gssize) strlen (script));
  g_checksum_get_digest (checksum, digest, &size);
  text = g_base64_encode (digest, size);
  g_string_append_printf (out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                               "'unsafe-inline'; img-src data:; script-src 'sha256-%s'\"/>\n", text);
  g_free (text);
  g_checksum_free (checksum);
}

static void
add_meta (GString    *out,
          const char *name,
          const char *content)
{
  if (!content)
    return;

  g_string_append_printf (out, "<meta name=\"%s\"", name);
  add_attribute (out, "content", content);
  g_string_append (out, "/>\n");
}

static void
add_head (GString    *out,
          const Html *html,
          const char *script)
{
  const Sheet *sheet = html->sheet;
  char *tag = svg_dup_language_tag (sheet->language);

  g_string_append_printf (out, "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\">\n<head>\n"
                               "<meta charset=\"utf-8\"/>\n", tag);
  add_policy (out, script);
  g_string_append (out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
  add_meta (out, "generator", "Pagescape");
  add_meta (out, "author", sheet->author);
  add_meta (out, "description", sheet->source);
  svg_element (out, "title", "", sheet->title ? sheet->title : "Pagescape");
  g_string_append_c (out, '\n');
  add_style (out, html);
  g_string_append (out, "</head>\n");
  g_free (tag);
}

static void
add_section (GString    *out,
             const Html *html,
             const Step *step,
             const char *pictures)
{
  char *said = g_strdup_printf (_("Step %u of %u: %s"), step->number, html->steps->len, step->title);
  char *heard = step->text ? g_strdup_printf ("%s. %s", said, step->text) : g_strdup (said);

  g_string_append_printf (out, "<section class=\"step\" id=\"step-%u\" aria-labelledby=\"title-%u\"", step->number,
                          step->number);
  add_attribute (out, "data-said", heard);
  g_string_append_printf (out, ">\n<h2 id=\"title-%u\">", step->number);
  svg_escape (out, step->title);
  g_string_append (out, "</h2>\n<figure>\n");
  g_string_append (out, pictures);
  g_string_append (out, "</figure>\n");
  svg_element (out, "p", " class=\"said\"", step->text);
  g_string_append (out, "\n</section>\n");
  g_free (heard);
  g_free (said);
}

static void
add_button (GString    *out,
            const char *label,
            const char *sign)
{
  g_string_append (out, "<button type=\"button\"");
  add_attribute (out, "aria-label", label);
  add_attribute (out, "title", label);
  g_string_append_printf (out, ">%s</button>\n", sign);
}

static void
add_navigation (GString    *out,
                const Html *html)
{
  guint i;

  g_string_append (out, "<nav");
  add_attribute (out, "aria-label", _("Steps of the lesson"));
  g_string_append (out, ">\n");
  add_button (out, _("Previous step"), "\u25c0");
  g_string_append (out, "<details><summary");
  add_attribute (out, "title", _("All steps"));
  g_string_append_printf (out, ">1 / %u</summary>\n<ol>\n", html->steps->len);
  for (i = 0; i < html->steps->len; i++)
    {
      const Step *step = &g_array_index (html->steps, Step, i);

      g_string_append_printf (out, "<li><a href=\"#step-%u\">", step->number);
      svg_escape (out, step->title);
      g_string_append (out, "</a></li>\n");
    }
  g_string_append (out, "</ol></details>\n");
  add_button (out, _("Next step"), "\u25b6");
  g_string_append (out, "</nav>\n<p class=\"heard\" aria-live=\"polite\"></p>\n");
}

static GString *
put_file (Html *html)
{
  GString *out = g_string_sized_new (html->body->len + (1 << 15));
  const char *pictures = html->body->str;
  char *script;
  GBytes *bytes;
  guint i;

  /* An XML reader wants the script to be marked as no markup; to the other it is a comment. */
  script = g_strdup_printf ("//<![CDATA[\n%s//]]>", lookup ("html.js", &bytes));
  g_bytes_unref (bytes);

  add_head (out, html, script);
  g_string_append (out, "<body>\n");
  g_string_append (out, "<svg class=\"shared\" aria-hidden=\"true\">");
  html->svg.out = out;
  svg_add_definitions (&html->svg);
  g_string_append (out, "</svg>\n");
  svg_element (out, "h1", "", html->sheet->title);
  g_string_append (out, "\n<main>\n");
  for (i = 0; i < html->steps->len; i++)
    {
      pictures += strlen (pictures) * (i > 0) + 1;
      add_section (out, html, &g_array_index (html->steps, Step, i), pictures);
    }
  g_string_append (out, "</main>\n");
  add_navigation (out, html);
  svg_element (out, "footer", "", html->sheet->source);
  g_string_append_printf (out, "\n<script>%s</script>\n</body>\n</html>\n", script);
  g_free (script);
  return out;
}

bool
export_write_html (const Sheet   *sheet,
                   GOutputStream *stream,
                   GError       **error)
{
  Html html = {
    .sheet = sheet,
    .svg = {
      .palette = export_palette (sheet->theme, sheet->paper),
      .language = sheet->language,
      .has_paper = sheet->paper != EXPORT_PAPER_TRANSPARENT,
      .clips = g_string_new (NULL),
      .shared = svg_shared_new (),
    },
    .body = g_string_sized_new (1 << 18),
    .steps = g_array_new (FALSE, FALSE, sizeof (Step)),
  };
  bool is_good;

  g_array_set_clear_func (html.steps, step_clear);
  html.svg.fonts = export_fonts (sheet, html.svg.palette);
  is_good = add_sections (&html, error);
  if (is_good)
    {
      GString *out = put_file (&html);
      gsize written;

      is_good = g_output_stream_write_all (stream, out->str, out->len, &written, NULL, error);
      g_string_free (out, TRUE);
    }

  g_array_unref (html.steps);
  g_string_free (html.body, TRUE);
  g_string_free (html.svg.clips, TRUE);
  svg_shared_free (html.svg.shared);
  paint_fonts_free (html.svg.fonts);
  return is_good;
}
