/* box.c - plain boxes, written into the pixels of an image
 *
 * A map has a thousand of them, and a general painter of paths needs five times as long for each. What comes
 * out is the same to the eye: each pixel takes as much of a colour as the box covers of it. Corners are
 * measured along four lines a pixel.
 *
 * Units  device pixels of the image
 */
#include "paint/shape.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "paint/geometry.h"

#define N_LINES  4
#define MAX_SIDE 32             /* columns at the left or right that are covered in part */

/* A rectangle with round corners; nothing, where it has no width or height. */
typedef struct {
  double left, top, right, bottom, radius;
} Round;

/* What a row of pixels has of it: along some lines from `left` to `right`, each for a share of the row. */
typedef struct {
  int    n;
  double share[N_LINES], left[N_LINES], right[N_LINES];
  double whole;                 /* of all lines together */
} Row;

typedef struct {
  uint32_t *pixels;
  size_t    stride;             /* in pixels */
  int       width, height;
} Image;

/* Ascending: the body without and with its outline. */
typedef enum { FILL, OUTER, INNER, N_PARTS } Part;

static Round
round_of (SceneRect rect,
          double    radius)
{
  return (Round) { rect.x, rect.y, rect.x + rect.width, rect.y + rect.height, fmax (radius, 0) };
}

static void
add_line (Row         *row,
          const Round *round,
          double       from,
          double       to)
{
  double middle = (from + to) / 2, away = 0, inset = 0;

  if (middle < round->top + round->radius)
    away = round->top + round->radius - middle;
  else if (middle > round->bottom - round->radius)
    away = middle - (round->bottom - round->radius);
  if (away > 0)
    inset = round->radius - sqrt (fmax (0, round->radius * round->radius - away * away));

  row->share[row->n] = to - from;
  row->left[row->n] = round->left + inset;
  row->right[row->n] = round->right - inset;
  row->n++;
}

static void
find_row (const Round *round,
          int          y,
          Row         *row)
{
  double top = fmax (y, round->top), bottom = fmin (y + 1, round->bottom);
  bool is_straight = top >= round->top + round->radius && bottom <= round->bottom - round->radius;
  int i;

  row->n = 0;
  row->whole = 0;
  if (bottom <= top || round->right <= round->left)
    return;

  row->whole = bottom - top;
  if (is_straight)
    add_line (row, round, top, bottom);
  for (i = 0; i < N_LINES && !is_straight; i++)
    {
      double from = fmax (top, y + (double) i / N_LINES), to = fmin (bottom, y + (i + 1.0) / N_LINES);

      if (from < to)
        add_line (row, round, from, to);
    }
}

static uint32_t
blended (uint32_t below,
         uint32_t color,
         unsigned share)                /* of 256 */
{
  uint32_t red_blue = ((below & 0xff00ff) * (256 - share) + (color & 0xff00ff) * share + 0x800080) >> 8 & 0xff00ff;
  uint32_t green = ((below & 0x00ff00) * (256 - share) + (color & 0x00ff00) * share + 0x008000) >> 8 & 0x00ff00;

  return 0xff000000u | red_blue | green;
}

static void
blend (const Image *image,
       int          y,
       int          first,
       int          end,
       uint32_t     color,
       unsigned     share)
{
  uint32_t *line = image->pixels + (size_t) y * image->stride;
  int x;

  first = MAX (first, 0);
  end = MIN (end, image->width);
  if (share >= 256)
    for (x = first; x < end; x++)
      line[x] = 0xff000000u | color;
  else if (share > 0)
    for (x = first; x < end; x++)
      line[x] = blended (line[x], color, share);
}

static unsigned
in_256 (double share)
{
  return share <= 0 ? 0 : share >= 1 ? 256 : (unsigned) (share * 256 + 0.5);
}

/* The parts of a box in one row of pixels, or in several that are alike. */
typedef struct {
  int      first, end;                  /* pixels that are covered at all */
  int      inner_first, inner_end;      /* pixels between the columns that are covered in part */
  unsigned fill, line;                  /* shares of 256 of these */
  unsigned fills[2][MAX_SIDE], lines[2][MAX_SIDE];      /* of the columns to the left and to the right */
} Cut;

/* How much more each column is covered than the one before it, as a line begins or ends at `at`. */
static void
add_end (double steps[MAX_SIDE + 2],
         double at,
         double share)
{
  int column = (int) at;

  steps[column] += share * (column + 1 - at);
  steps[column + 1] += share * (at - column);
}

static void
find_side (const Row rows[N_PARTS],
           int       n_parts,
           bool      is_right,
           int       first,
           int       end,
           unsigned *fills,
           unsigned *lines)
{
  double steps[N_PARTS][MAX_SIDE + 2], covered[N_PARTS] = { 0 };
  int part, i, x;

  for (part = 0; part < n_parts; part++)
    {
      memset (steps[part], 0, (size_t) (end - first + 2) * sizeof steps[part][0]);
      covered[part] = is_right ? rows[part].whole : 0;
      for (i = 0; i < rows[part].n; i++)
        add_end (steps[part], (is_right ? rows[part].right[i] : rows[part].left[i]) - first,
                 is_right ? -rows[part].share[i] : rows[part].share[i]);
    }
  for (x = first; x < end; x++)
    {
      for (part = 0; part < n_parts; part++)
        covered[part] += steps[part][x - first];
      fills[x - first] = in_256 (covered[FILL]);
      lines[x - first] = in_256 (covered[OUTER] - covered[INNER]);
    }
}

/* Boxes are wider than both their sides: see is_wide (). */
static void
cut_row (const Round  rounds[N_PARTS],
         bool         has_outline,
         int          y,
         Cut         *cut)
{
  const Round *outer = &rounds[has_outline ? OUTER : FILL];
  int n_parts = has_outline ? N_PARTS : FILL + 1, part, i;
  Row rows[N_PARTS] = { 0 };

  cut->first = (int) floor (outer->left);
  cut->end = (int) ceil (outer->right);
  cut->inner_first = cut->first;
  cut->inner_end = cut->end;
  for (part = 0; part < n_parts; part++)
    {
      find_row (&rounds[part], y, &rows[part]);
      for (i = 0; i < rows[part].n; i++)
        {
          cut->inner_first = MAX (cut->inner_first, (int) ceil (rows[part].left[i]));
          cut->inner_end = MIN (cut->inner_end, (int) floor (rows[part].right[i]));
        }
    }

  cut->fill = in_256 (rows[FILL].whole);
  cut->line = in_256 (rows[OUTER].whole - rows[INNER].whole);
  find_side (rows, n_parts, false, cut->first, cut->inner_first, cut->fills[0], cut->lines[0]);
  find_side (rows, n_parts, true, cut->inner_end, cut->end, cut->fills[1], cut->lines[1]);
}

static void
draw_side (const Image    *image,
           int             y,
           int             first,
           int             end,
           const unsigned *fills,
           const unsigned *lines,
           uint32_t        fill,
           uint32_t        line)
{
  uint32_t *pixels = image->pixels + (size_t) y * image->stride;
  int x;

  for (x = MAX (first, 0); x < MIN (end, image->width); x++)
    {
      if (fills[x - first])
        pixels[x] = blended (pixels[x], fill, fills[x - first]);
      if (lines[x - first])
        pixels[x] = blended (pixels[x], line, lines[x - first]);
    }
}

static void
draw_sides (const Image *image,
            int          y,
            const Cut   *cut,
            uint32_t     fill,
            uint32_t     line)
{
  draw_side (image, y, cut->first, cut->inner_first, cut->fills[0], cut->lines[0], fill, line);
  draw_side (image, y, cut->inner_end, cut->end, cut->fills[1], cut->lines[1], fill, line);
}

static void
draw_middle (const Image *image,
             int          y,
             const Cut   *cut,
             uint32_t     fill,
             uint32_t     line)
{
  if (cut->line < 256)
    blend (image, y, cut->inner_first, cut->inner_end, fill, cut->fill);
  blend (image, y, cut->inner_first, cut->inner_end, line, cut->line);
}

/* Of the row above. */
static void
repeat_middle (const Image *image,
               int          y,
               const Cut   *cut)
{
  int first = MAX (cut->inner_first, 0), end = MIN (cut->inner_end, image->width);
  uint32_t *row = image->pixels + (size_t) y * image->stride;

  if (first < end)
    memcpy (row + first, row + first - image->stride, (size_t) (end - first) * sizeof *row);
}

/* Is there something between the columns at both sides, wherever the pixels lie? */
static bool
is_wide (const Round *outer,
         double       line)
{
  double side = outer->radius + line + 2;

  return side < MAX_SIDE && outer->right - outer->left > 2 * side;
}

static void
draw_box (const Image *image,
          const Round  rounds[N_PARTS],
          bool         has_outline,
          uint32_t     fill,
          uint32_t     line)
{
  const Round *outer = &rounds[has_outline ? OUTER : FILL], *inner = &rounds[has_outline ? INNER : FILL];
  int first = MAX ((int) floor (outer->top), 0), end = MIN ((int) ceil (outer->bottom), image->height), y;
  /* Rows that are all alike: between the corners. */
  int alike_first = (int) ceil (fmax (outer->top + outer->radius, inner->top + inner->radius));
  int alike_end = (int) floor (fmin (outer->bottom - outer->radius, inner->bottom - inner->radius));
  Cut cut;

  for (y = first; y < end; y++)
    {
      bool is_like_last = y > first && y > alike_first && y < alike_end;

      if (!is_like_last)
        cut_row (rounds, has_outline, y, &cut);
      draw_sides (image, y, &cut, fill, line);
      if (is_like_last && cut.fill == 256 && cut.line == 0)
        repeat_middle (image, y, &cut);
      else
        draw_middle (image, y, &cut, fill, line);
    }
}

static uint32_t
pixel_of (PaintColor color)
{
  return (uint32_t) lrint (color.red * 255) << 16 | (uint32_t) lrint (color.green * 255) << 8
         | (uint32_t) lrint (color.blue * 255);
}

/* The box in the image, if all that is between them is a shift and a resolution. */
static bool
place (cairo_t         *cr,
       cairo_surface_t *surface,
       SceneRect       *rect,
       double          *scale)
{
  cairo_format_t format;
  double scale_y;
  cairo_matrix_t matrix;

  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_IMAGE || cairo_get_group_target (cr) != surface)
    return false;

  format = cairo_image_surface_get_format (surface);
  cairo_surface_get_device_scale (surface, scale, &scale_y);
  cairo_get_matrix (cr, &matrix);
  if ((format != CAIRO_FORMAT_RGB24 && format != CAIRO_FORMAT_ARGB32) || *scale != scale_y
      || matrix.xx != 1 || matrix.yy != 1 || matrix.xy != 0 || matrix.yx != 0)
    return false;

  *rect = (SceneRect) { (rect->x + matrix.x0) * *scale, (rect->y + matrix.y0) * *scale,
                        rect->width * *scale, rect->height * *scale };
  return true;
}

bool
paint_box_in_image (cairo_t            *cr,
                    const SceneShape   *shape,
                    const PaintPalette *palette)
{
  const PaintStyle *style = &palette->styles[shape->role];
  cairo_surface_t *surface = cairo_get_target (cr);
  bool is_dashed = style->is_dashed || shape->marks & SCENE_MARK_DASHED;
  double radius = paint_radius (shape), scale, half;
  SceneRect rect = shape->rect, middle;
  Round rounds[N_PARTS];
  Image image;

  if (!style->has_fill || style->pattern != PAINT_NO_PATTERN || (style->has_outline && is_dashed)
      || rect.width < 3 * palette->line_width || rect.height < 3 * palette->line_width
      || !place (cr, surface, &rect, &scale))
    return false;

  half = palette->line_width * scale / 2;
  radius = radius < 0.1 ? 0 : radius * scale;
  middle = style->has_outline ? paint_outset (rect, -half) : rect;
  rounds[FILL] = round_of (middle, radius);
  rounds[OUTER] = round_of (rect, radius > 0 ? radius + half : 0);
  rounds[INNER] = round_of (paint_outset (middle, -half), radius - half);
  if (!is_wide (&rounds[OUTER], 2 * half))
    return false;

  cairo_surface_flush (surface);
  image = (Image) { (uint32_t *) (void *) cairo_image_surface_get_data (surface),
                    (size_t) cairo_image_surface_get_stride (surface) / sizeof (uint32_t),
                    cairo_image_surface_get_width (surface), cairo_image_surface_get_height (surface) };
  draw_box (&image, rounds, style->has_outline, pixel_of (style->fill), pixel_of (style->outline));
  cairo_surface_mark_dirty (surface);
  return true;
}
