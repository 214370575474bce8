#include "export/page.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "export/svg-text.h"
#include "paint/geometry.h"
#include "paint/grid-vector.h"

/* Written by hand rather than by Cairo: texts stay texts, shapes keep their words as titles, cells are
 * crisp, and the bytes do not depend on what was exported before. */

typedef struct {
  GString            *out;
  const ScenePicture *picture;
  const PaintPalette *palette;
  PaintFonts         *fonts;
  const char         *language;
  bool                has_paper;
  bool                has_image;        /* the grid is one */
  bool                used[256];        /* roles whose pattern is needed */
} Svg;

/* Shapes */

static void
add_rectangle (Svg       *svg,
               SceneRect  rect,
               double     radius)
{
  g_string_append (svg->out, "<rect");
  svg_attribute (svg->out, "x", rect.x);
  svg_attribute (svg->out, "y", rect.y);
  svg_attribute (svg->out, "width", rect.width);
  svg_attribute (svg->out, "height", rect.height);
  if (radius >= 0.1)
    svg_attribute (svg->out, "rx", radius);
}

static void
add_stroke (Svg       *svg,
            PaintColor color,
            double     width,
            bool       is_dashed)
{
  double line = svg->palette->line_width;

  svg_paint (svg->out, "stroke", color);
  if (width != 1)
    svg_attribute (svg->out, "stroke-width", width);
  if (is_dashed)
    {
      g_string_append (svg->out, " stroke-dasharray=\"");
      svg_point (svg->out, 2 + 2 * line, 1 + 2 * line);
      g_string_append_c (svg->out, '"');
    }
}

static void
add_polygon (Svg              *svg,
             const ScenePoint *points,
             size_t            n,
             PaintColor        color)
{
  size_t i;

  g_string_append (svg->out, "<path d=\"M");
  for (i = 0; i < n; i++)
    {
      if (i)
        g_string_append_c (svg->out, 'L');
      svg_point (svg->out, points[i].x, points[i].y);
    }
  g_string_append (svg->out, "z\"");
  svg_paint (svg->out, "fill", color);
  g_string_append (svg->out, "/>");
}

static void
add_pattern (Svg              *svg,
             const SceneShape *shape,
             const PaintStyle *style,
             SceneRect         inner,
             double            radius)
{
  ScenePoint centre, corner[3];
  double dot;

  switch (style->pattern)
    {
    case PAINT_DOT:
      paint_dot (shape, &centre, &dot);
      g_string_append (svg->out, "<circle");
      svg_attribute (svg->out, "cx", centre.x);
      svg_attribute (svg->out, "cy", centre.y);
      svg_attribute (svg->out, "r", dot);
      svg_paint (svg->out, "fill", style->ink);
      g_string_append (svg->out, "/>");
      break;

    case PAINT_CORNER:
      paint_corner (inner, corner);
      /* The rounded corner of the box bounds the mark. */
      g_string_append (svg->out, "<path d=\"M");
      svg_point (svg->out, corner[0].x, corner[0].y);
      g_string_append (svg->out, "H");
      svg_number (svg->out, corner[1].x - radius);
      g_string_append (svg->out, "A");
      svg_point (svg->out, radius, radius);
      g_string_append (svg->out, " 0 0 1 ");
      svg_point (svg->out, corner[1].x, corner[1].y + radius);
      g_string_append (svg->out, "V");
      svg_number (svg->out, corner[2].y);
      g_string_append (svg->out, "z\"");
      svg_paint (svg->out, "fill", style->ink);
      g_string_append (svg->out, "/>");
      break;

    case PAINT_NO_PATTERN:
      break;

    default:
      svg->used[shape->role] = true;
      add_rectangle (svg, inner, radius);
      g_string_append_printf (svg->out, " fill=\"url(#pattern-%02x)\"/>", shape->role);
      break;
    }
}

static void
add_box (Svg              *svg,
         const SceneShape *shape,
         const PaintStyle *style)
{
  double line = svg->palette->line_width, radius = paint_radius (shape);
  SceneRect inner = style->has_outline ? paint_outset (shape->rect, -line / 2) : shape->rect;
  bool is_dashed = style->is_dashed || shape->marks & SCENE_MARK_DASHED;
  bool is_split = style->has_fill && style->has_outline && style->pattern != PAINT_NO_PATTERN;

  if (shape->rect.width <= 0 || shape->rect.height <= 0 || (!style->has_fill && !style->has_outline))
    return;

  add_rectangle (svg, inner, radius);
  if (style->has_fill)
    svg_paint (svg->out, "fill", style->fill);
  else
    g_string_append (svg->out, " fill=\"none\"");
  if (style->has_outline && !is_split)
    add_stroke (svg, style->outline, line, is_dashed);
  g_string_append (svg->out, "/>");
  if (!is_split)
    return;

  /* The outline lies above the pattern. */
  add_pattern (svg, shape, style, inner, radius);
  add_rectangle (svg, inner, radius);
  g_string_append (svg->out, " fill=\"none\"");
  add_stroke (svg, style->outline, line, is_dashed);
  g_string_append (svg->out, "/>");
}

static void
add_line (Svg              *svg,
          const SceneShape *shape,
          const PaintStyle *style)
{
  const PaintPalette *palette = svg->palette;
  bool is_changed = shape->marks & SCENE_MARK_CHANGED;
  bool is_strong = scene_role_fill (shape->role) == SCENE_FILL_STRONG;
  double line = is_changed ? paint_changed_width (palette) : palette->line_width * (is_strong ? 1.5 : 1);
  PaintColor color = is_changed ? palette->changed : style->outline;
  ScenePoint head[3], from, end;

  paint_line_ends (shape, line, &from, &end);
  if (shape->form == SCENE_ARROW)
    {
      paint_arrow_head (from, end, line, head, &end);
      add_polygon (svg, (ScenePoint[]) { head[0], head[1], end, head[2] }, 4, color);
    }
  g_string_append (svg->out, "<path d=\"M");
  svg_point (svg->out, from.x, from.y);
  g_string_append_c (svg->out, 'L');
  svg_point (svg->out, end.x, end.y);
  g_string_append (svg->out, "\" fill=\"none\"");
  add_stroke (svg, color, line, style->is_dashed || shape->marks & SCENE_MARK_DASHED);
  g_string_append (svg->out, "/>");
}

static void
add_bracket (Svg              *svg,
             const SceneShape *shape,
             const PaintStyle *style)
{
  bool is_changed = shape->marks & SCENE_MARK_CHANGED;
  PaintStep steps[16];
  size_t n = paint_bracket_path (shape, steps), i;
  int j;

  g_string_append (svg->out, "<path d=\"");
  for (i = 0; i < n; i++)
    {
      g_string_append_c (svg->out, steps[i].verb);
      for (j = 0; j < (steps[i].verb == 'C' ? 3 : 1); j++)
        {
          if (j)
            g_string_append_c (svg->out, ' ');
          svg_point (svg->out, steps[i].points[j].x, steps[i].points[j].y);
        }
    }
  g_string_append (svg->out, "\" fill=\"none\"");
  add_stroke (svg, is_changed ? svg->palette->changed : style->outline,
              is_changed ? paint_changed_width (svg->palette) : svg->palette->line_width, false);
  g_string_append (svg->out, "/>");
}

static void
add_marks (Svg              *svg,
           const SceneShape *shape)
{
  PaintRing rings[4];
  size_t n = paint_rings (shape, svg->palette, rings), i;

  for (i = 0; i < n; i++)
    {
      add_rectangle (svg, rings[i].rect, rings[i].radius);
      g_string_append (svg->out, " fill=\"none\"");
      add_stroke (svg, rings[i].color, rings[i].width, false);
      g_string_append (svg->out, "/>");
    }
}

static void
add_text (Svg              *svg,
          const SceneShape *shape,
          const PaintLabel *label,
          PaintColor        color)
{
  static const char *const anchors[] = { NULL, "middle", "end" };
  const SceneMeasure *measure = paint_fonts_measure (svg->fonts);
  SceneFont font = shape->font < SCENE_N_FONTS ? shape->font : SCENE_FONT_BODY;
  SceneAlign align = shape->form == SCENE_BOX || shape->form == SCENE_TEXT ? shape->align : SCENE_MIDDLE;

  if (align > SCENE_END)
    align = SCENE_MIDDLE;
  /* The anchor keeps its place where another font is wider. */
  g_string_append (svg->out, "<text");
  svg_attribute (svg->out, "x", label->x + label->width * align / 2);
  svg_attribute (svg->out, "y", label->baseline);
  if (anchors[align])
    g_string_append_printf (svg->out, " text-anchor=\"%s\"", anchors[align]);
  if (font == SCENE_FONT_MONO || font == SCENE_FONT_MONO_SMALL)
    g_string_append_printf (svg->out, " font-family=\"%s\"", paint_fonts_families (font, svg->language));
  svg_attribute (svg->out, "font-size", measure->size[font]);
  if (paint_font_is_bold (font))
    g_string_append (svg->out, " font-weight=\"bold\"");
  svg_paint (svg->out, "fill", color);
  g_string_append_c (svg->out, '>');
  svg_escape (svg->out, label->text);
  g_string_append (svg->out, "</text>");
}

static void
add_label (Svg              *svg,
           const SceneShape *shape,
           const PaintStyle *style)
{
  bool is_changed = shape->marks & SCENE_MARK_CHANGED && shape->form != SCENE_BOX;
  PaintColor color = is_changed ? svg->palette->changed_text : style->text;
  PaintLabel label;

  if (!paint_place_label (svg->fonts, shape, svg->palette, &label))
    return;

  if (label.has_plate)
    {
      add_rectangle (svg, label.plate, 0);
      svg_paint (svg->out, "fill", shape->form == SCENE_BOX ? style->fill : svg->palette->paper);
      g_string_append (svg->out, "/>");
    }
  add_text (svg, shape, &label, color);
  if (is_changed && shape->form == SCENE_TEXT)
    {
      add_rectangle (svg, (SceneRect) { label.x, label.baseline + 2, label.width,
                                        paint_changed_width (svg->palette) / 1.6 }, 0);
      svg_paint (svg->out, "fill", color);
      g_string_append (svg->out, "/>");
    }
  paint_clear_label (&label);
}

static void
add_shape (Svg              *svg,
           const SceneShape *shape)
{
  const PaintStyle *style = &svg->palette->styles[shape->role];

  if (shape->opacity <= 0 || shape->form == SCENE_GRID)
    return;

  g_string_append (svg->out, "<g");
  if (shape->opacity < 1)
    svg_attribute (svg->out, "opacity", shape->opacity);
  g_string_append_c (svg->out, '>');
  svg_element (svg->out, "title", "", shape->hint);

  switch (shape->form)
    {
    case SCENE_BOX:
      add_box (svg, shape, style);
      break;
    case SCENE_LINE:
    case SCENE_ARROW:
      add_line (svg, shape, style);
      break;
    case SCENE_BRACKET:
      add_bracket (svg, shape, style);
      break;
    default:
      break;
    }
  add_marks (svg, shape);
  add_label (svg, shape, style);
  g_string_append (svg->out, "</g>\n");
}

/* The grid */

static void
add_area_path (Svg             *svg,
               const PaintArea *areas,
               size_t           n,
               double           inset,
               double           gap)
{
  size_t i;

  g_string_append (svg->out, "<path d=\"");
  for (i = 0; i < n; i++)
    {
      SceneRect rect = areas[i].rect;

      /* From edge to edge, so that neighbours have the same edge after rounding. */
      double left = floor ((rect.x + inset) * 100 + 0.5) / 100;
      double top = floor ((rect.y + inset) * 100 + 0.5) / 100;
      double right = floor ((rect.x + rect.width - inset - gap) * 100 + 0.5) / 100;
      double bottom = floor ((rect.y + rect.height - inset - gap) * 100 + 0.5) / 100;

      g_string_append_c (svg->out, 'M');
      svg_point (svg->out, left, top);
      g_string_append_c (svg->out, 'h');
      svg_number (svg->out, right - left);
      g_string_append_c (svg->out, 'v');
      svg_number (svg->out, bottom - top);
      g_string_append_c (svg->out, 'h');
      svg_number (svg->out, left - right);
      g_string_append_c (svg->out, 'z');
    }
  g_string_append_c (svg->out, '"');
}

typedef struct {
  Svg              *svg;
  const PaintStyle *style;
} Marker;

static void
add_cell_mark (SceneRect cell,
               void     *data)
{
  Marker *marker = data;
  GString *out = marker->svg->out;
  SceneShape shape = { .rect = { cell.x, cell.y, cell.width - 1, cell.height - 1 } };
  ScenePoint corner[3], centre;
  double radius;

  if (marker->style->pattern == PAINT_DOT)
    {
      paint_dot (&shape, &centre, &radius);
      g_string_append_c (out, 'M');
      svg_point (out, centre.x - radius, centre.y);
      g_string_append_c (out, 'a');
      svg_point (out, radius, radius);
      g_string_append (out, " 0 1 0 ");
      svg_point (out, 2 * radius, 0);
      g_string_append_c (out, 'a');
      svg_point (out, radius, radius);
      g_string_append (out, " 0 1 0 ");
      svg_point (out, -2 * radius, 0);
      g_string_append_c (out, 'z');
      return;
    }
  paint_corner (shape.rect, corner);
  g_string_append_c (out, 'M');
  svg_point (out, corner[0].x, corner[0].y);
  g_string_append_c (out, 'H');
  svg_number (out, corner[1].x);
  g_string_append_c (out, 'V');
  svg_number (out, corner[2].y);
  g_string_append_c (out, 'z');
}

static void
add_areas (Svg             *svg,
           const SceneGrid *grid,
           const PaintArea *areas,
           size_t           n)
{
  SceneRole role = areas[0].role;
  const PaintStyle *style = &svg->palette->styles[role];
  bool is_boxed = grid->cell >= PAINT_BOXED, has_pattern = grid->cell >= PAINT_PATTERNED;
  size_t i;

  if (style->has_fill)
    {
      add_area_path (svg, areas, n, 0, is_boxed);
      svg_paint (svg->out, "fill", style->fill);
      g_string_append (svg->out, "/>\n");
    }
  if (has_pattern && (style->pattern == PAINT_HATCH || style->pattern == PAINT_BACK_HATCH))
    {
      svg->used[role] = true;
      add_area_path (svg, areas, n, 0, is_boxed);
      g_string_append_printf (svg->out, " fill=\"url(#pattern-%02x)\"/>\n", role);
    }
  if (has_pattern && (style->pattern == PAINT_DOT || style->pattern == PAINT_CORNER))
    {
      g_string_append (svg->out, "<path shape-rendering=\"auto\" d=\"");
      for (i = 0; i < n; i++)
        paint_area_cells (grid, areas[i].rect, add_cell_mark, &(Marker) { svg, style });
      g_string_append_c (svg->out, '"');
      svg_paint (svg->out, "fill", style->ink);
      g_string_append (svg->out, "/>\n");
    }
  if (is_boxed && style->has_outline)
    {
      add_area_path (svg, areas, n, 0.5, 1);
      g_string_append (svg->out, " fill=\"none\"");
      svg_paint (svg->out, "stroke", style->outline);
      g_string_append (svg->out, "/>\n");
    }
}

static void
add_grid_line (ScenePoint from,
               ScenePoint to,
               void      *data)
{
  Svg *svg = data;

  g_string_append_c (svg->out, 'M');
  svg_point (svg->out, from.x, from.y);
  g_string_append_c (svg->out, from.x == to.x ? 'V' : 'H');
  svg_number (svg->out, from.x == to.x ? to.y : to.x);
}

static void
add_vector_grid (Svg             *svg,
                 const SceneGrid *grid)
{
  PaintAreas areas = paint_areas_new (grid);
  size_t first, end;

  for (first = 0; first < areas.n; first = end)
    {
      for (end = first; end < areas.n && areas.areas[end].role == areas.areas[first].role; end++)
        ;
      add_areas (svg, grid, areas.areas + first, end - first);
    }
  paint_areas_clear (&areas);

  if (grid->cell >= PAINT_LINED && grid->cell < PAINT_BOXED)
    {
      g_string_append (svg->out, "<path d=\"");
      paint_grid_lines (grid, add_grid_line, svg);
      g_string_append (svg->out, "\" fill=\"none\"");
      svg_paint (svg->out, "stroke", svg->palette->paper);
      svg_attribute (svg->out, "stroke-opacity", PAINT_LINE_SHARE);
      g_string_append (svg->out, "/>\n");
    }
}

static cairo_status_t
append_cb (void                *data,
           const unsigned char *bytes,
           unsigned             length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
add_image_grid (Svg             *svg,
                const SceneGrid *grid)
{
  GByteArray *png = g_byte_array_new ();
  cairo_surface_t *image = paint_grid_image (grid, svg->palette, grid->clip, paint_grid_resolution (grid),
                                             svg->has_paper);
  char *text;

  cairo_surface_write_to_png_stream (image, append_cb, png);
  cairo_surface_destroy (image);
  text = g_base64_encode (png->data, png->len);

  g_string_append (svg->out, "<image");
  svg_attribute (svg->out, "x", grid->clip.x);
  svg_attribute (svg->out, "y", grid->clip.y);
  svg_attribute (svg->out, "width", grid->clip.width);
  svg_attribute (svg->out, "height", grid->clip.height);
  g_string_append (svg->out, " preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\""
                             " xlink:href=\"data:image/png;base64,");
  g_string_append (svg->out, text);
  g_string_append (svg->out, "\"/>\n");
  g_free (text);
  g_byte_array_unref (png);
}

static void
add_grid (Svg *svg)
{
  const SceneGrid *grid = scene_picture_grid (svg->picture);

  if (!grid || grid->clip.width <= 0 || grid->clip.height <= 0)
    return;

  g_string_append (svg->out, "<g clip-path=\"url(#grid)\" shape-rendering=\"crispEdges\">\n");
  if (svg->has_image)
    add_image_grid (svg, grid);
  else
    add_vector_grid (svg, grid);
  g_string_append (svg->out, "</g>\n");
}

/* Around them */

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

static void
add_definitions (Svg *svg)
{
  const SceneGrid *grid = scene_picture_grid (svg->picture);
  unsigned role;

  g_string_append (svg->out, "<defs>\n");
  for (role = 0; role < 256; role++)
    if (svg->used[role])
      add_hatch_definition (svg, role, &svg->palette->styles[role]);
  if (grid)
    {
      g_string_append (svg->out, "<clipPath id=\"grid\">");
      add_rectangle (svg, grid->clip, 0);
      g_string_append (svg->out, "/></clipPath>\n");
    }
  g_string_append (svg->out, "</defs>\n");
}

/* "zh_CN.UTF-8" and "zh-cn" alike become "zh-CN". */
static char *
dup_language_tag (const char *language)
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
  char *tag = dup_language_tag (svg->language);

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
add_body (Svg *svg)
{
  size_t n = scene_picture_n_shapes (svg->picture), i;
  bool is_placed = false;

  if (svg->has_paper)
    {
      SceneSize size = scene_picture_size (svg->picture);

      add_rectangle (svg, (SceneRect) { 0, 0, size.width, size.height }, 0);
      svg_paint (svg->out, "fill", svg->palette->paper);
      g_string_append (svg->out, "/>\n");
    }

  for (i = 0; i < n && !is_placed; i++)
    is_placed = scene_picture_shape (svg->picture, i)->form == SCENE_GRID;
  if (!is_placed)
    add_grid (svg);
  for (i = 0; i < n; i++)
    {
      const SceneShape *shape = scene_picture_shape (svg->picture, i);

      if (shape->form == SCENE_GRID && is_placed)
        {
          add_grid (svg);
          is_placed = false;    /* once */
        }
      else
        add_shape (svg, shape);
    }

  if (svg->has_image)
    {
      SceneShape note = export_image_note (svg->picture, svg->fonts);

      add_shape (svg, &note);
    }
}

bool
export_write_svg (const Sheet   *sheet,
                  GOutputStream *stream,
                  GError       **error)
{
  Svg svg = {
    .out = g_string_sized_new (1 << 16),
    .picture = sheet->pages[0],
    .palette = export_palette (sheet->theme, sheet->paper),
    .language = sheet->language,
    .has_paper = sheet->paper != EXPORT_PAPER_TRANSPARENT,
    .has_image = !export_is_vector (sheet->pages[0]),
  };
  GString *body;
  gsize written;
  bool is_good;

  svg.fonts = export_fonts (sheet, svg.palette);
  /* What the body needs is defined before it. */
  add_body (&svg);
  body = svg.out;
  svg.out = g_string_sized_new (4096);
  add_head (&svg, sheet);
  add_definitions (&svg);

  g_string_append (body, "</svg>\n");
  is_good = g_output_stream_write_all (stream, svg.out->str, svg.out->len, &written, NULL, error)
            && g_output_stream_write_all (stream, body->str, body->len, &written, NULL, error);

  g_string_free (body, TRUE);
  g_string_free (svg.out, TRUE);
  paint_fonts_free (svg.fonts);
  return is_good;
}
