#include "paint/geometry.h"

#include <glib.h>
#include <math.h>

#define PADDING 4.0
#define BASELINE 0.36             /* below the middle of a line, as a share of the size */

double
paint_changed_width (const PaintPalette *palette)
{
  return (palette->theme == PAINT_PRINT ? 2 : 1.5) + palette->line_width;
}

/* Of paper, inside a ring. */
static double
ring_gap (const PaintPalette *palette)
{
  return 0.5 + palette->line_width / 2;
}

double
paint_ring_reach (const PaintPalette *palette)
{
  return ring_gap (palette) + paint_changed_width (palette);
}

double
paint_hatch_period (const PaintPalette *palette)
{
  return 4 + 2 * palette->line_width;
}

double
paint_hatch_width (const PaintPalette *palette)
{
  return 0.7 + 0.5 * palette->line_width;
}

SceneRect
paint_outset (SceneRect rect,
              double    by)
{
  by = fmax (by, -fmin (rect.width, rect.height) / 2);
  return (SceneRect) { rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by };
}

double
paint_radius (const SceneShape *shape)
{
  double largest = scene_role_fill (shape->role) == SCENE_FILL_PANEL ? 8 : 4;
  double side = fmin (shape->rect.width, shape->rect.height);

  return shape->marks & SCENE_MARK_SQUARE ? 0 : fmax (0, fmin (largest, side / 4));
}

/* Labels */

/* What a label leaves free at each side of a box, so that a pattern stays to be seen. */
static void
find_padding (const SceneShape *shape,
              PaintPattern      pattern,
              double           *start,
              double           *end)
{
  ScenePoint centre;
  double radius;

  *start = *end = fmin (PADDING, shape->rect.width / 8);
  if ((pattern == PAINT_HATCH || pattern == PAINT_BACK_HATCH) && shape->rect.width >= 40)
    *start = *end = 10;
  if (pattern != PAINT_DOT)
    return;
  paint_dot (shape, &centre, &radius);
  if (centre.x > shape->rect.x + shape->rect.width * 0.6)
    *end = fmax (*end, 5 * radius);
  else if (centre.x < shape->rect.x + shape->rect.width * 0.4)
    *start = fmax (*start, 5 * radius);
}

static void
place_in_rect (PaintLabel       *label,
               const SceneShape *shape,
               double            start,
               double            end)
{
  SceneRect rect = shape->rect;

  switch (shape->align)
    {
    case SCENE_START:
      label->x = rect.x + start;
      break;
    case SCENE_END:
      label->x = rect.x + rect.width - end - label->width;
      break;
    default:
      label->x = rect.x + (start + rect.width - end - label->width) / 2;
      break;
    }
}

/* Beyond the tip. */
static void
place_at_bracket (PaintLabel       *label,
                  const SceneShape *shape,
                  double            line_height,
                  double           *middle)
{
  SceneRect rect = shape->rect;

  if (fabs (rect.width) >= fabs (rect.height))
    {
      label->x = rect.x + (rect.width - label->width) / 2;
      *middle = rect.y + rect.height + copysign (line_height / 2, rect.height);
      return;
    }
  label->x = rect.x + rect.width + (rect.width >= 0 ? PADDING : -PADDING - label->width);
  *middle = rect.y + rect.height / 2;
}

bool
paint_place_label (const PaintFonts   *fonts,
                   const SceneShape   *shape,
                   const PaintPalette *palette,
                   PaintLabel         *label)
{
  const SceneMeasure *measure = paint_fonts_measure (fonts);
  SceneFont font = shape->font < SCENE_N_FONTS ? shape->font : SCENE_FONT_BODY;
  PaintPattern pattern = palette->styles[shape->role].pattern;
  bool is_box = shape->form == SCENE_BOX;
  double start = 0, end = 0, room;
  double middle = shape->rect.y + shape->rect.height / 2;

  *label = (PaintLabel) { 0 };
  if (shape->form == SCENE_GRID || !shape->label)
    return false;
  if (is_box && shape->rect.height < 0.95 * measure->size[font])
    return false;
  if (is_box)
    find_padding (shape, pattern, &start, &end);
  room = shape->rect.width - start - end;
  if (!is_box && (shape->form != SCENE_TEXT || room <= 0))
    room = HUGE_VAL;

  label->text = paint_fit_label (fonts, font, shape->label, room, shape->marks & SCENE_MARK_TIGHT);
  if (!label->text)
    return false;

  label->width = measure->advance (measure, font, label->text);
  if (shape->form == SCENE_BRACKET)
    place_at_bracket (label, shape, measure->line_height[font], &middle);
  else if (is_box || shape->form == SCENE_TEXT)
    place_in_rect (label, shape, start, end);
  else
    label->x = shape->rect.x + (shape->rect.width - label->width) / 2;

  label->baseline = middle + BASELINE * measure->size[font];
  label->has_plate = shape->form == SCENE_LINE || shape->form == SCENE_ARROW
                     || (is_box && (pattern == PAINT_HATCH || pattern == PAINT_BACK_HATCH));
  label->plate = (SceneRect) { label->x - 3, middle - 0.62 * measure->size[font],
                               label->width + 6, 1.24 * measure->size[font] };
  if (is_box)
    {
      double top = fmax (label->plate.y, shape->rect.y + 2);
      double bottom = fmin (label->plate.y + label->plate.height, shape->rect.y + shape->rect.height - 2);
      double left = fmax (label->plate.x, shape->rect.x + 2);
      double right = fmin (label->plate.x + label->plate.width, shape->rect.x + shape->rect.width - 2);

      label->plate = (SceneRect) { left, top, fmax (0, right - left), fmax (0, bottom - top) };
    }
  return true;
}

void
paint_clear_label (PaintLabel *label)
{
  g_free (label->text);
  label->text = NULL;
}

/* Forms */

static PaintStep
step (char       verb,
      ScenePoint a,
      ScenePoint b,
      ScenePoint c)
{
  return (PaintStep) { verb, { a, b, c } };
}

static ScenePoint
between (ScenePoint a,
         ScenePoint b)
{
  return (ScenePoint) { a.x + (b.x - a.x) * 2 / 3, a.y + (b.y - a.y) * 2 / 3 };
}

/* A point `along` the bracket and `out` towards its tip. */
static ScenePoint
bracket_point (SceneRect rect,
               double    along,
               double    out)
{
  return fabs (rect.width) >= fabs (rect.height)
         ? (ScenePoint) { rect.x + along, rect.y + out }
         : (ScenePoint) { rect.x + out, rect.y + along };
}

size_t
paint_bracket_path (const SceneShape *shape,
                    PaintStep         steps[16])
{
  SceneRect rect = shape->rect;
  bool is_wide = fabs (rect.width) >= fabs (rect.height);
  double length = is_wide ? rect.width : rect.height, depth = is_wide ? rect.height : rect.width;
  double radius = fmin (fabs (depth) / 2, fabs (length) / 4) * (length < 0 ? -1 : 1);
  double bends[4][3] = {        /* where a bend begins, its corner, its end; along the bracket */
    { 0, 0, radius }, { length / 2 - radius, length / 2, length / 2 },
    { length / 2, length / 2, length / 2 + radius }, { length - radius, length, length },
  };
  double outs[4][2] = { { 0, depth / 2 }, { depth / 2, depth }, { depth, depth / 2 }, { depth / 2, 0 } };
  size_t n = 0;
  int i;

  for (i = 0; i < 4; i++)
    {
      ScenePoint from = bracket_point (rect, bends[i][0], outs[i][0]);
      ScenePoint corner = bracket_point (rect, bends[i][1], depth / 2);
      ScenePoint to = bracket_point (rect, bends[i][2], outs[i][1]);

      steps[n++] = step (i ? 'L' : 'M', from, from, from);
      steps[n++] = step ('C', between (from, corner), between (to, corner), to);
    }
  return n;
}

static size_t
add_bend (PaintStep *steps,
          char       verb,
          ScenePoint from,
          ScenePoint to)
{
  double middle = (from.x + to.x) / 2;

  steps[0] = step (verb, from, from, from);
  steps[1] = step ('C', (ScenePoint) { middle, from.y }, (ScenePoint) { middle, to.y }, to);
  return 2;
}

size_t
paint_ribbon_path (const SceneShape *shape,
                   double            line_width,
                   PaintStep         steps[4])
{
  SceneRect rect = shape->rect;
  SceneSpan far = shape->far;
  double right = rect.x + rect.width;
  size_t n;

  if (fmax (rect.height, far.height) < 2 * line_width)
    return add_bend (steps, 'M', (ScenePoint) { rect.x, rect.y + rect.height / 2 },
                     (ScenePoint) { right, far.y + far.height / 2 });
  n = add_bend (steps, 'M', (ScenePoint) { rect.x, rect.y }, (ScenePoint) { right, far.y });
  return n + add_bend (steps + n, 'L', (ScenePoint) { right, far.y + far.height },
                       (ScenePoint) { rect.x, rect.y + rect.height });
}

PaintStroke
paint_ribbon_stroke (const SceneShape   *shape,
                     const PaintStyle   *style,
                     const PaintPalette *palette)
{
  bool is_changed = shape->marks & SCENE_MARK_CHANGED, is_selected = shape->marks & SCENE_MARK_SELECTED;

  return (PaintStroke) {
    .color = is_changed ? palette->changed : is_selected ? palette->selected : style->outline,
    .width = is_changed || is_selected ? paint_changed_width (palette) : style->has_outline ? palette->line_width : 0,
    .is_dashed = style->is_dashed || shape->marks & SCENE_MARK_DASHED
  };
}

static double
on_pixel (double at,
          double line_width)
{
  return lround (line_width) % 2 ? floor (at) + 0.5 : round (at);
}

void
paint_line_ends (const SceneShape *shape,
                 double            line_width,
                 ScenePoint       *from,
                 ScenePoint       *to)
{
  SceneRect rect = shape->rect;

  *from = (ScenePoint) { rect.x, rect.y };
  *to = (ScenePoint) { rect.x + rect.width, rect.y + rect.height };
  if (rect.height == 0)
    from->y = to->y = on_pixel (rect.y, line_width);
  else if (rect.width == 0)
    from->x = to->x = on_pixel (rect.x, line_width);
}

void
paint_arrow_head (ScenePoint  from,
                  ScenePoint  tip,
                  double      line_width,
                  ScenePoint  head[3],
                  ScenePoint *neck)
{
  double length = hypot (tip.x - from.x, tip.y - from.y);
  double size = fmin (6 + 2 * line_width, fmax (length, 1));
  double x = length > 0 ? (tip.x - from.x) / length : 1, y = length > 0 ? (tip.y - from.y) / length : 0;
  ScenePoint base = { tip.x - x * size, tip.y - y * size };

  head[0] = tip;
  head[1] = (ScenePoint) { base.x - y * size * 0.45, base.y + x * size * 0.45 };
  head[2] = (ScenePoint) { base.x + y * size * 0.45, base.y - x * size * 0.45 };
  *neck = (ScenePoint) { tip.x - x * size * 0.7, tip.y - y * size * 0.7 };
}

void
paint_dot (const SceneShape *shape,
           ScenePoint       *centre,
           double           *radius)
{
  SceneRect rect = shape->rect;
  double side = fmin (rect.width, rect.height);

  *radius = fmin (3, side / 5);
  centre->x = rect.x + rect.width / 2;
  centre->y = rect.y + rect.height / 2;
  if (shape->label && rect.width >= 4 * side / 3)
    centre->x = shape->align == SCENE_END ? rect.x + 3 * *radius : rect.x + rect.width - 3 * *radius;
}

void
paint_corner (SceneRect  rect,
              ScenePoint corner[3])
{
  double size = fmin (8, fmin (rect.width, rect.height) * 0.4);

  corner[0] = (ScenePoint) { rect.x + rect.width - size, rect.y };
  corner[1] = (ScenePoint) { rect.x + rect.width, rect.y };
  corner[2] = (ScenePoint) { rect.x + rect.width, rect.y + size };
}

static double
add_ring (PaintRing        *ring,
          const SceneShape *shape,
          double            from,
          double            width,
          PaintColor        color)
{
  double radius = paint_radius (shape);

  *ring = (PaintRing) { paint_outset (shape->rect, from + width / 2), radius > 0 ? radius + from / 2 : 0, width, color };
  return from + width;
}

size_t
paint_rings (const SceneShape   *shape,
             const PaintPalette *palette,
             PaintRing           rings[4])
{
  double gap = ring_gap (palette), at = 0;
  size_t n = 0;

  if (shape->marks & SCENE_MARK_CHANGED && shape->form == SCENE_BOX)
    {
      at = add_ring (&rings[n++], shape, at, gap, palette->paper);
      at = add_ring (&rings[n++], shape, at, paint_changed_width (palette), palette->changed);
    }
  if (shape->marks & SCENE_MARK_SELECTED && (shape->form == SCENE_BOX || shape->form == SCENE_TEXT))
    {
      at = add_ring (&rings[n++], shape, at, gap, palette->paper);
      at = add_ring (&rings[n++], shape, at, 1 + palette->line_width, palette->selected);
    }
  return n;
}

static SceneRect
joined (SceneRect a,
        SceneRect b)
{
  double left = fmin (a.x, b.x), top = fmin (a.y, b.y);
  double right = fmax (a.x + a.width, b.x + b.width), bottom = fmax (a.y + a.height, b.y + b.height);

  return (SceneRect) { left, top, right - left, bottom - top };
}

SceneRect
paint_bounds (const PaintFonts   *fonts,
              const SceneShape   *shape,
              const PaintPalette *palette)
{
  const SceneMeasure *measure = paint_fonts_measure (fonts);
  SceneFont font = shape->font < SCENE_N_FONTS ? shape->font : SCENE_FONT_BODY;
  double rest = paint_changed_width (palette) + 3 * palette->line_width + 3;    /* both rings, and their gaps */
  SceneRect bounds = scene_shape_bounds (shape);
  PaintLabel label;

  if (shape->form == SCENE_ARROW)
    rest += 6 + 2 * palette->line_width;
  if (paint_place_label (fonts, shape, palette, &label))
    {
      /* Glyphs of other families may be higher than a line. */
      double height = 1.5 * fmax (measure->line_height[font], measure->size[font]);

      bounds = joined (bounds, (SceneRect) { label.x - measure->size[font] / 2, label.baseline - height,
                                             label.width + measure->size[font], 1.7 * height });
      paint_clear_label (&label);
    }
  return paint_outset (bounds, rest);
}
