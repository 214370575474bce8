#include "paint/shape.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "paint/fonts.h"
#include "paint/geometry.h"

void
paint_set_color (cairo_t    *cr,
                 PaintColor  color)
{
  cairo_set_source_rgb (cr, color.red, color.green, color.blue);
}

static void
rounded_rectangle (cairo_t   *cr,
                   SceneRect  rect,
                   double     radius)
{
  double right = rect.x + rect.width, bottom = rect.y + rect.height;

  if (radius < 0.1)
    {
      cairo_rectangle (cr, rect.x, rect.y, rect.width, rect.height);
      return;
    }
  cairo_new_sub_path (cr);
  cairo_arc (cr, right - radius, rect.y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, right - radius, bottom - radius, radius, 0, G_PI_2);
  cairo_arc (cr, rect.x + radius, bottom - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, rect.x + radius, rect.y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

/* Lines of one family for the whole picture, so that neighbours join. They are cut here rather than by a
 * clip, which takes nearly twice as long. */
void
paint_hatch (cairo_t            *cr,
             SceneRect           area,
             double              radius,
             const PaintStyle   *style,
             const PaintPalette *palette)
{
  double period = paint_hatch_period (palette);
  double left = area.x, top = area.y, right = left + area.width, bottom = top + area.height;
  bool is_back = style->pattern == PAINT_BACK_HATCH;
  double c = is_back ? left - bottom : left + top, end = is_back ? right - top : right + bottom;

  if (!is_back && style->pattern != PAINT_HATCH)
    return;

  /* x + y = c, or x - y = c. */
  for (c = ceil (c / period) * period; c <= end; c += period)
    {
      double first = fmax (left, is_back ? c + top : c - bottom);
      double last = fmin (right, is_back ? c + bottom : c - top);

      if (last - first <= 1.2 * radius)
        continue;
      cairo_move_to (cr, first, is_back ? first - c : c - first);
      cairo_line_to (cr, last, is_back ? last - c : c - last);
    }

  paint_set_color (cr, style->ink);
  cairo_set_line_width (cr, paint_hatch_width (palette));
  cairo_stroke (cr);
}

/* The rounded corner of the box bounds the mark. */
static void
paint_corner_mark (cairo_t          *cr,
                   SceneRect         inner,
                   double            radius,
                   const PaintStyle *style)
{
  ScenePoint corner[3];

  paint_corner (inner, corner);
  cairo_move_to (cr, corner[0].x, corner[0].y);
  if (radius > 0)
    cairo_arc (cr, corner[1].x - radius, corner[1].y + radius, radius, -G_PI_2, 0);
  else
    cairo_line_to (cr, corner[1].x, corner[1].y);
  cairo_line_to (cr, corner[2].x, corner[2].y);
  cairo_close_path (cr);
  paint_set_color (cr, style->ink);
  cairo_fill (cr);
}

static void
paint_pattern (cairo_t            *cr,
               const SceneShape   *shape,
               SceneRect           inner,
               double              radius,
               const PaintStyle   *style,
               const PaintPalette *palette)
{
  ScenePoint centre;
  double dot;

  switch (style->pattern)
    {
    case PAINT_DOT:
      paint_dot (shape, &centre, &dot);
      cairo_arc (cr, centre.x, centre.y, dot, 0, 2 * G_PI);
      paint_set_color (cr, style->ink);
      cairo_fill (cr);
      break;

    case PAINT_CORNER:
      paint_corner_mark (cr, inner, radius, style);
      break;

    default:
      paint_hatch (cr, paint_outset (inner, -0.6), radius, style, palette);
      break;
    }
}

static void
set_dash (cairo_t            *cr,
          bool                is_dashed,
          const PaintPalette *palette)
{
  double dash[2] = { 2 + 2 * palette->line_width, 1 + 2 * palette->line_width };

  cairo_set_dash (cr, dash, is_dashed ? 2 : 0, 0);
}

static void
paint_box (cairo_t            *cr,
           const SceneShape   *shape,
           const PaintStyle   *style,
           const PaintPalette *palette)
{
  double line = palette->line_width;
  double radius = paint_radius (shape);
  SceneRect inner = style->has_outline ? paint_outset (shape->rect, -line / 2) : shape->rect;

  if (shape->rect.width <= 0 || shape->rect.height <= 0)
    return;

  if (style->has_fill)
    {
      rounded_rectangle (cr, inner, radius);
      paint_set_color (cr, style->fill);
      cairo_fill (cr);
      paint_pattern (cr, shape, inner, radius, style, palette);
    }
  if (style->has_outline)
    {
      set_dash (cr, style->is_dashed || shape->marks & SCENE_MARK_DASHED, palette);
      rounded_rectangle (cr, inner, radius);
      paint_set_color (cr, style->outline);
      cairo_set_line_width (cr, line);
      cairo_stroke (cr);
      set_dash (cr, false, palette);
    }
}

static void
paint_line (cairo_t            *cr,
            const SceneShape   *shape,
            const PaintStyle   *style,
            const PaintPalette *palette)
{
  bool is_changed = shape->marks & SCENE_MARK_CHANGED;
  bool is_strong = scene_role_fill (shape->role) == SCENE_FILL_STRONG;
  double line = is_changed ? paint_changed_width (palette) : palette->line_width * (is_strong ? 1.5 : 1);
  ScenePoint head[3], from, end;

  paint_line_ends (shape, line, &from, &end);
  paint_set_color (cr, is_changed ? palette->changed : style->outline);
  if (shape->form == SCENE_ARROW)
    {
      paint_arrow_head (from, end, line, head, &end);
      cairo_move_to (cr, head[0].x, head[0].y);
      cairo_line_to (cr, head[1].x, head[1].y);
      cairo_line_to (cr, end.x, end.y);
      cairo_line_to (cr, head[2].x, head[2].y);
      cairo_close_path (cr);
      cairo_fill (cr);
    }
  set_dash (cr, style->is_dashed || shape->marks & SCENE_MARK_DASHED, palette);
  cairo_move_to (cr, from.x, from.y);
  cairo_line_to (cr, end.x, end.y);
  cairo_set_line_width (cr, line);
  cairo_stroke (cr);
  set_dash (cr, false, palette);
}

static void
add_steps (cairo_t         *cr,
           const PaintStep *steps,
           size_t           n)
{
  size_t i;

  for (i = 0; i < n; i++)
    {
      const ScenePoint *at = steps[i].points;

      if (steps[i].verb == 'M')
        cairo_move_to (cr, at[0].x, at[0].y);
      else if (steps[i].verb == 'L')
        cairo_line_to (cr, at[0].x, at[0].y);
      else
        cairo_curve_to (cr, at[0].x, at[0].y, at[1].x, at[1].y, at[2].x, at[2].y);
    }
}

static void
paint_bracket (cairo_t            *cr,
               const SceneShape   *shape,
               const PaintStyle   *style,
               const PaintPalette *palette)
{
  bool is_changed = shape->marks & SCENE_MARK_CHANGED;
  PaintStep steps[16];

  add_steps (cr, steps, paint_bracket_path (shape, steps));
  paint_set_color (cr, is_changed ? palette->changed : style->outline);
  cairo_set_line_width (cr, is_changed ? paint_changed_width (palette) : palette->line_width);
  cairo_stroke (cr);
}

/* Its sides are lines; its ends belong to what it joins. */
static void
paint_ribbon (cairo_t            *cr,
              const SceneShape   *shape,
              const PaintStyle   *style,
              const PaintPalette *palette)
{
  double line = palette->line_width;
  PaintStroke stroke = paint_ribbon_stroke (shape, style, palette);
  PaintStep steps[4];
  size_t n = paint_ribbon_path (shape, line, steps);

  if (style->has_fill && n > 2)
    {
      add_steps (cr, steps, n);
      cairo_close_path (cr);
      paint_set_color (cr, style->fill);
      cairo_fill (cr);
    }
  if (stroke.width <= 0)
    return;
  steps[2].verb = 'M';
  add_steps (cr, steps, n);
  set_dash (cr, stroke.is_dashed, palette);
  paint_set_color (cr, stroke.color);
  cairo_set_line_width (cr, stroke.width);
  cairo_stroke (cr);
  set_dash (cr, false, palette);
}

static void
paint_label (cairo_t            *cr,
             const SceneShape   *shape,
             const PaintStyle   *style,
             const PaintPalette *palette,
             PaintFonts         *fonts)
{
  bool is_changed = shape->marks & SCENE_MARK_CHANGED && shape->form != SCENE_BOX;
  PangoLayoutLine *line;
  PaintLabel label;

  if (!paint_place_label (fonts, shape, palette, &label))
    return;

  if (label.has_plate)
    {
      cairo_rectangle (cr, label.plate.x, label.plate.y, label.plate.width, label.plate.height);
      paint_set_color (cr, shape->form == SCENE_BOX ? style->fill : palette->paper);
      cairo_fill (cr);
    }

  paint_set_color (cr, is_changed ? palette->changed_text : style->text);
  line = pango_layout_get_line_readonly (paint_fonts_text (fonts, shape->font, label.text)->layout, 0);
  cairo_move_to (cr, label.x, label.baseline);
  pango_cairo_show_layout_line (cr, line);
  if (is_changed && shape->form == SCENE_TEXT)
    {
      cairo_rectangle (cr, label.x, label.baseline + 2, label.width, paint_changed_width (palette) / 1.6);
      cairo_fill (cr);
    }
  paint_clear_label (&label);
}

static void
paint_marks (cairo_t            *cr,
             const SceneShape   *shape,
             const PaintPalette *palette)
{
  PaintRing rings[4];
  size_t n = paint_rings (shape, palette, rings), i;

  for (i = 0; i < n; i++)
    {
      rounded_rectangle (cr, rings[i].rect, rings[i].radius);
      paint_set_color (cr, rings[i].color);
      cairo_set_line_width (cr, rings[i].width);
      cairo_stroke (cr);
    }
}

static void
paint_opaque (cairo_t            *cr,
              const SceneShape   *shape,
              const PaintPalette *palette,
              PaintFonts         *fonts)
{
  const PaintStyle *style = &palette->styles[shape->role];

  switch (shape->form)
    {
    case SCENE_BOX:
      paint_box (cr, shape, style, palette);
      break;
    case SCENE_LINE:
    case SCENE_ARROW:
      paint_line (cr, shape, style, palette);
      break;
    case SCENE_BRACKET:
      paint_bracket (cr, shape, style, palette);
      break;
    case SCENE_RIBBON:
      paint_ribbon (cr, shape, style, palette);
      break;
    default:
      break;
    }
  paint_marks (cr, shape, palette);
  paint_label (cr, shape, style, palette, fonts);
}

/* A group is as large as the clip: without one it would be the whole target. On whole pixels, which is fast. */
static void
clip_to (cairo_t   *cr,
         SceneRect  bounds)
{
  double left = bounds.x, top = bounds.y, right = left + bounds.width, bottom = top + bounds.height;
  cairo_matrix_t matrix;

  cairo_user_to_device (cr, &left, &top);
  cairo_user_to_device (cr, &right, &bottom);
  cairo_get_matrix (cr, &matrix);
  cairo_identity_matrix (cr);
  cairo_rectangle (cr, floor (left), floor (top), ceil (right) - floor (left), ceil (bottom) - floor (top));
  cairo_clip (cr);
  cairo_set_matrix (cr, &matrix);
}

void
paint_shape (cairo_t            *cr,
             const SceneShape   *shape,
             const PaintPalette *palette,
             PaintFonts         *fonts)
{
  if (shape->opacity <= 0 || shape->form == SCENE_GRID || shape->form == SCENE_PICTURE)
    return;
  if (shape->opacity >= 1)
    {
      paint_opaque (cr, shape, palette, fonts);
      return;
    }
  cairo_save (cr);
  clip_to (cr, paint_bounds (fonts, shape, palette));
  cairo_push_group (cr);
  paint_opaque (cr, shape, palette, fonts);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, shape->opacity);
  cairo_restore (cr);
}

void
paint_shape_in_image (cairo_t            *cr,
                      const SceneShape   *shape,
                      const PaintPalette *palette,
                      PaintFonts         *fonts)
{
  if (shape->form != SCENE_BOX || shape->opacity < 1 || !paint_box_in_image (cr, shape, palette))
    {
      paint_shape (cr, shape, palette, fonts);
      return;
    }
  paint_marks (cr, shape, palette);
  paint_label (cr, shape, &palette->styles[shape->role], palette, fonts);
}
