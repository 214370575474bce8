#include "export/svg.h"

#include "paint/geometry.h"

void
svg_rectangle (Svg       *svg,
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
      svg_rectangle (svg, inner, radius);
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

  svg_rectangle (svg, inner, radius);
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
  svg_rectangle (svg, inner, radius);
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
add_steps (Svg             *svg,
           const PaintStep *steps,
           size_t           n)
{
  size_t i;
  int j;

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
}

static void
add_ribbon (Svg              *svg,
            const SceneShape *shape,
            const PaintStyle *style)
{
  PaintStroke stroke = paint_ribbon_stroke (shape, style, svg->palette);
  PaintStep steps[4];
  size_t n = paint_ribbon_path (shape, svg->palette->line_width, steps);

  if (style->has_fill && n > 2)
    {
      g_string_append (svg->out, "<path d=\"");
      add_steps (svg, steps, n);
      g_string_append (svg->out, "z\"");
      svg_paint (svg->out, "fill", style->fill);
      g_string_append (svg->out, "/>");
    }
  if (stroke.width <= 0)
    return;
  steps[2].verb = 'M';
  g_string_append (svg->out, "<path d=\"");
  add_steps (svg, steps, n);
  g_string_append (svg->out, "\" fill=\"none\"");
  add_stroke (svg, stroke.color, stroke.width, stroke.is_dashed);
  g_string_append (svg->out, "/>");
}

static void
add_bracket (Svg              *svg,
             const SceneShape *shape,
             const PaintStyle *style)
{
  bool is_changed = shape->marks & SCENE_MARK_CHANGED;
  PaintStep steps[16];

  g_string_append (svg->out, "<path d=\"");
  add_steps (svg, steps, paint_bracket_path (shape, steps));
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
      svg_rectangle (svg, rings[i].rect, rings[i].radius);
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
  if (svg->shared && (font == SCENE_FONT_MONO || font == SCENE_FONT_MONO_SMALL))
    g_string_append (svg->out, " class=\"mono\"");
  else if (font == SCENE_FONT_MONO || font == SCENE_FONT_MONO_SMALL)
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
      svg_rectangle (svg, label.plate, 0);
      svg_paint (svg->out, "fill", shape->form == SCENE_BOX ? style->fill : svg->palette->paper);
      g_string_append (svg->out, "/>");
    }
  add_text (svg, shape, &label, color);
  if (is_changed && shape->form == SCENE_TEXT)
    {
      svg_rectangle (svg, (SceneRect) { label.x, label.baseline + 2, label.width,
                                        paint_changed_width (svg->palette) / 1.6 }, 0);
      svg_paint (svg->out, "fill", color);
      g_string_append (svg->out, "/>");
    }
  paint_clear_label (&label);
}

void
svg_add_shape (Svg              *svg,
               const SceneShape *shape)
{
  const PaintStyle *style = &svg->palette->styles[shape->role];
  size_t start = svg->out->len;

  if (shape->opacity <= 0 || shape->form == SCENE_GRID || shape->form == SCENE_PICTURE)
    return;

  g_string_append (svg->out, "<g");
  if (svg->shared)
    svg_add_keys (svg, shape);
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
    case SCENE_RIBBON:
      add_ribbon (svg, shape, style);
      break;
    default:
      break;
    }
  add_marks (svg, shape);
  add_label (svg, shape, style);
  g_string_append (svg->out, "</g>\n");
  if (svg->shared)
    svg_share (svg, start);
}
