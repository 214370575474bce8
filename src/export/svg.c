#include "export/svg.h"

#include <string.h>

#include "paint/geometry.h"

/* Lines that join from tile to tile: three, of which two are cut at the corners. */
static void
add_hatch_definition (Svg              *svg,
                      unsigned          role,
                      const PaintStyle *style)
{
  double period = paint_hatch_period (svg->palette), half = period / 2;
  bool is_back = style->pattern == PAINT_BACK_HATCH;
  int i;

  g_string_append_printf (svg->out, "<pattern id=\"pattern-%02x\" patternUnits=\"userSpaceOnUse\"", role);
  svg_attribute (svg->out, "width", period);
  svg_attribute (svg->out, "height", period);
  g_string_append (svg->out, "><path d=\"");
  for (i = 0; i < 3; i++)
    {
      double x = (i - 1) * period - half, end = x + 2 * period;

      g_string_append_c (svg->out, 'M');
      svg_point (svg->out, x, is_back ? -half : period + half);
      g_string_append_c (svg->out, 'L');
      svg_point (svg->out, end, is_back ? period + half : -half);
    }
  g_string_append (svg->out, "\" fill=\"none\"");
  svg_paint (svg->out, "stroke", style->ink);
  svg_attribute (svg->out, "stroke-width", paint_hatch_width (svg->palette));
  g_string_append (svg->out, "/></pattern>\n");
}

void
svg_add_definitions (Svg *svg)
{
  unsigned role;

  g_string_append (svg->out, "<defs>\n");
  for (role = 0; role < 256; role++)
    if (svg->used[role])
      add_hatch_definition (svg, role, &svg->palette->styles[role]);
  g_string_append (svg->out, svg->clips->str);
  g_string_append (svg->out, "</defs>\n");
}

char *
svg_dup_language_tag (const char *language)
{
  char *tag = g_strdup (language && *language ? language : "en");
  char *at;
  size_t i;

  g_strcanon (tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", '\0');
  g_strdelimit (tag, "_", '-');
  at = strchr (tag, '-');
  if (at && strlen (at + 1) == 2)
    for (i = 1; at[i]; i++)
      at[i] = g_ascii_toupper (at[i]);
  return tag;
}

static void
add_metadata (Svg         *svg,
              const Sheet *sheet)
{
  if (!sheet->title && !sheet->author && !sheet->source)
    return;

  g_string_append (svg->out, "<metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                             "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><rdf:Description rdf:about=\"\">");
  svg_element (svg->out, "dc:title", "", sheet->title);
  svg_element (svg->out, "dc:creator", "", sheet->author);
  svg_element (svg->out, "dc:source", "", sheet->source);
  g_string_append (svg->out, "</rdf:Description></rdf:RDF></metadata>\n");
}

static void
add_head (Svg         *svg,
          const Sheet *sheet)
{
  SceneSize size = scene_picture_size (svg->picture);
  const char *title = scene_picture_title (svg->picture);
  const char *description = scene_picture_description (svg->picture);
  char *tag = svg_dup_language_tag (svg->language);

  g_string_append (svg->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\""
                             " xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
  svg_attribute (svg->out, "width", size.width);
  svg_attribute (svg->out, "height", size.height);
  g_string_append (svg->out, " viewBox=\"0 0 ");
  svg_point (svg->out, size.width, size.height);
  g_string_append_printf (svg->out, "\" xml:lang=\"%s\" role=\"img\"", tag);
  g_string_append_printf (svg->out, " font-family=\"%s\">\n", paint_fonts_families (SCENE_FONT_BODY, svg->language));
  svg_element (svg->out, "title", "", title ? title : sheet->title);
  g_string_append_c (svg->out, '\n');
  svg_element (svg->out, "desc", "", description);
  g_string_append_c (svg->out, '\n');
  add_metadata (svg, sheet);
  g_free (tag);
}

static void
add_part (Svg              *svg,
          const SceneShape *shape)
{
  const ScenePicture *page = svg->picture;
  unsigned part = svg->part;
  size_t start = svg->out->len;
  bool is_listed = svg->list.text;
  SvgList outer = { 0 };
  SceneSize size = scene_picture_size (shape->picture);
  double scale = size.width > 0 ? shape->rect.width / size.width : 0;

  if (!(scale > 0) || shape->opacity <= 0)
    return;

  svg->part = ++svg->n_parts;
  g_string_append (svg->out, "<g");
  if (svg->shared)
    svg_attribute (svg->out, "data-part", svg->part);
  g_string_append (svg->out, " transform=\"translate(");
  svg_point (svg->out, shape->rect.x, shape->rect.y);
  g_string_append (svg->out, ") scale(");
  svg_factor (svg->out, scale);
  g_string_append (svg->out, ")\">\n");
  svg->picture = shape->picture;
  if (is_listed)
    outer = svg_begin_list (svg);
  svg_add_picture (svg);
  svg->picture = page;
  svg->part = part;
  if (is_listed)
    svg_end_list (svg, start, outer);
  g_string_append (svg->out, "</g>\n");
}

void
svg_add_picture (Svg *svg)
{
  size_t n = scene_picture_n_shapes (svg->picture), i;
  bool is_placed = false;

  for (i = 0; i < n && !is_placed; i++)
    is_placed = scene_picture_shape (svg->picture, i)->form == SCENE_GRID;
  if (!is_placed)
    svg_add_grid (svg);
  for (i = 0; i < n; i++)
    {
      const SceneShape *shape = scene_picture_shape (svg->picture, i);

      if (shape->form == SCENE_GRID && is_placed)
        {
          svg_add_grid (svg);
          is_placed = false;    /* once */
        }
      else if (shape->form == SCENE_PICTURE)
        add_part (svg, shape);
      else
        svg_add_shape (svg, shape);
    }
}

static void
add_body (Svg *svg)
{
  if (svg->has_paper)
    {
      SceneSize size = scene_picture_size (svg->picture);

      svg_rectangle (svg, (SceneRect) { 0, 0, size.width, size.height }, 0);
      svg_paint (svg->out, "fill", svg->palette->paper);
      g_string_append (svg->out, "/>\n");
    }
  svg_add_picture (svg);

  if (svg->has_image)
    {
      SceneShape note = export_image_note (svg->picture, svg->fonts);

      svg_add_shape (svg, &note);
    }
}

bool
export_write_svg (const Sheet   *sheet,
                  GOutputStream *stream,
                  GError       **error)
{
  Svg svg = {
    .picture = export_page (sheet, 0, error),
    .palette = export_palette (sheet->theme, sheet->paper),
    .language = sheet->language,
    .has_paper = sheet->paper != EXPORT_PAPER_TRANSPARENT,
  };
  GString *body;
  gsize written;
  bool is_good;

  if (!svg.picture)
    return false;
  svg.has_image = !export_is_vector (svg.picture);
  svg.out = g_string_sized_new (1 << 16);
  svg.clips = g_string_new (NULL);
  svg.fonts = export_fonts (sheet, svg.palette);
  /* What the body needs is defined before it. */
  add_body (&svg);
  body = svg.out;
  svg.out = g_string_sized_new (4096);
  add_head (&svg, sheet);
  svg_add_definitions (&svg);

  g_string_append (body, "</svg>\n");
  is_good = g_output_stream_write_all (stream, svg.out->str, svg.out->len, &written, NULL, error)
            && g_output_stream_write_all (stream, body->str, body->len, &written, NULL, error);

  g_string_free (body, TRUE);
  g_string_free (svg.clips, TRUE);
  g_string_free (svg.out, TRUE);
  paint_fonts_free (svg.fonts);
  return is_good;
}
