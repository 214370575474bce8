#include "paint/paint.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "paint/geometry.h"

/* The tile is cut into spans of one unit each, across and down: a unit is a cell, or a square of cells
 * where a cell is smaller than a pixel. One line of pixels is made for a row of units and repeated. */

typedef struct {
  int      first, end;          /* device pixels in the tile; may reach beyond it */
  uint32_t at;                  /* unit across or down the whole grid */
  uint32_t base;                /* its share of the index of the unit */
} Span;

typedef struct {
  Span     *spans;
  size_t    n;
} Spans;

typedef struct {
  const SceneGrid    *grid;
  const PaintPalette *palette;
  uint32_t           *pixels;
  size_t              stride;           /* in pixels */
  int                 width, height;
  double              scale;
  int                 left, top;        /* of the tile, device pixels from the picture's corner */
  int                 clip_left, clip_top, clip_right, clip_bottom;     /* in the tile */
  unsigned            level;            /* a unit has 2^level cells along a side */
  const SceneRole    *units;            /* by index; NULL: looked at one by one */
  uint32_t            n_units;
  Spans               columns, rows;
  uint32_t            paper;
  uint32_t            fill[256], line[256], border[256];
} Tile;

static uint32_t
pixel_of (PaintColor color)
{
  return 0xff000000u | (uint32_t) lrint (color.red * 255) << 16 | (uint32_t) lrint (color.green * 255) << 8
         | (uint32_t) lrint (color.blue * 255);
}

static uint32_t
mix_pixels (uint32_t a,
            uint32_t b,
            double   share_of_b)
{
  uint32_t weight = (uint32_t) lrint (share_of_b * 256);
  uint32_t red_blue = ((a & 0xff00ff) * (256 - weight) + (b & 0xff00ff) * weight) >> 8 & 0xff00ff;
  uint32_t green = ((a & 0x00ff00) * (256 - weight) + (b & 0x00ff00) * weight) >> 8 & 0x00ff00;

  return 0xff000000u | red_blue | green;
}

static void
look_up_colors (Tile *tile)
{
  int role;

  tile->paper = pixel_of (tile->palette->paper);
  for (role = 0; role < 256; role++)
    {
      const PaintStyle *style = &tile->palette->styles[role];
      bool has_body = style->has_fill || style->has_outline;

      tile->fill[role] = style->has_fill ? pixel_of (style->fill) : tile->paper;
      if (tile->grid->cell < PAINT_LINED)
        continue;
      tile->line[role] = mix_pixels (tile->fill[role], tile->paper, PAINT_LINE_SHARE);
      tile->border[role] = has_body ? pixel_of (style->outline) : tile->paper;
    }
}

/* Which units there are, and where they begin and end: even inside a block if the scale allows it. */
static Spans
cut (const Tile *tile,
     double      origin,
     int         tile_first,
     int         tile_size,
     uint32_t    first_block,
     uint32_t    end_block,
     bool        is_down)
{
  const SceneGrid *grid = tile->grid;
  uint32_t n_units = scene_grid_side (grid) >> tile->level, block, i;
  double unit = grid->cell * (1u << tile->level) * tile->scale;
  Spans spans = { g_new (Span, (size_t) (end_block - first_block) * n_units + 1), 0 };

  for (block = first_block; block < end_block; block++)
    {
      double exact = (origin + block * scene_grid_pitch (grid)) * tile->scale;
      int start = (int) (floor (exact + 0.5) - tile_first);
      uint32_t morton_row = is_down ? block * (grid->columns ? grid->columns : 1) : block;

      for (i = 0; i < n_units; i++)
        {
          Span span = { start + (int) floor (i * unit + 0.5), start + (int) floor ((i + 1) * unit + 0.5),
                        block * n_units + i, 0 };

          if (span.end <= 0 || span.first >= tile_size || span.first == span.end)
            continue;
          if (grid->order == SCENE_MORTON)
            span.base = (morton_row << (grid->block_order - 2 * tile->level))
                        + (is_down ? scene_morton_join (0, i) : scene_morton_join (i, 0));
          spans.spans[spans.n++] = span;
        }
    }
  return spans;
}

/* Row-major order has no squares in its mip: looks at each row of cells, at the level that fits. */
static SceneRole
role_of_square (const Tile *tile,
                uint32_t    row,
                uint32_t    column)
{
  const SceneGrid *grid = tile->grid;
  uint32_t side = 1u << tile->level, y;
  uint64_t width = (uint64_t) (grid->columns ? grid->columns : 1) * scene_grid_side (grid);
  unsigned level = grid->mip ? tile->level / 2 : 0;
  uint32_t n = grid->n_cells;
  const SceneRole *roles = level ? scene_mip_level (grid->mip, level, &n) : grid->cells;
  SceneRole pair[2] = { 0 };

  for (y = row * side; y < (row + 1) * side; y++)
    {
      uint64_t first = (y * width + (uint64_t) column * side) >> 2 * level;
      uint32_t n_roles = MAX (side >> 2 * level, 1);

      if (!roles || first >= n)
        break;
      if (n_roles > n - first)
        n_roles = (uint32_t) (n - first);
      pair[1] = scene_most_important (roles + first, n_roles);
      pair[0] = scene_most_important (pair, 2);
    }
  return pair[0];
}

static SceneRole
role_at (const Tile *tile,
         const Span *row,
         const Span *column)
{
  const SceneGrid *grid = tile->grid;
  uint32_t index = row->base + column->base;

  if (grid->order == SCENE_MORTON && tile->units)
    return index < tile->n_units ? tile->units[index] : 0;

  if (grid->order == SCENE_MORTON)
    {
      uint64_t first = (uint64_t) index << 2 * tile->level;
      uint32_t n = 1u << 2 * tile->level;

      if (first >= grid->n_cells)
        return 0;
      return scene_most_important (grid->cells + first, MIN (n, grid->n_cells - (uint32_t) first));
    }

  if (tile->level)
    return role_of_square (tile, row->at, column->at);
  {
    uint64_t cell = (uint64_t) row->at * ((grid->columns ? grid->columns : 1) * scene_grid_side (grid)) + column->at;

    return cell < grid->n_cells ? grid->cells[cell] : 0;
  }
}

static void
fill_pixels (uint32_t *line,
             int       first,
             int       end,
             int       width,
             uint32_t  color)
{
  int x;

  for (x = MAX (first, 0); x < MIN (end, width); x++)
    line[x] = color;
}

/* Small cells: a pixel asks for its unit; `bases` are the columns' shares, by pixel. Only the last row of
 * blocks may have fewer units than it has room for. */
static void
draw_small_line (const Tile     *tile,
                 const Span     *row,
                 const uint32_t *bases,
                 uint32_t        largest_base,
                 uint32_t       *line)
{
  const SceneRole *units = tile->units + row->base;
  uint32_t n = row->base < tile->n_units ? tile->n_units - row->base : 0;
  int x;

  if (largest_base < n)
    for (x = tile->clip_left; x < tile->clip_right; x++)
      line[x] = tile->fill[units[bases[x]]];
  else
    for (x = tile->clip_left; x < tile->clip_right; x++)
      line[x] = bases[x] < n ? tile->fill[units[bases[x]]] : tile->paper;
}

typedef enum { LINE_OF_CELLS, LINE_OF_BORDERS, LINE_BETWEEN } LineKind;

static void
draw_line (const Tile      *tile,
           const SceneRole *roles,              /* by column */
           LineKind         kind,
           uint32_t        *line)
{
  int thick = MAX (1, (int) lrint (tile->scale));
  bool is_boxed = tile->grid->cell >= PAINT_BOXED, is_lined = tile->grid->cell >= PAINT_LINED;
  size_t i;

  for (i = 0; i < tile->columns.n; i++)
    {
      const Span *column = &tile->columns.spans[i];
      SceneRole role = roles[i];
      int end = is_lined ? column->end - thick : column->end;

      if (is_boxed)
        {
          uint32_t inside = kind == LINE_OF_BORDERS ? tile->border[role] : tile->fill[role];

          if (kind == LINE_BETWEEN)
            continue;
          fill_pixels (line, column->first, end, tile->width, tile->border[role]);
          fill_pixels (line, column->first + thick, end - thick, tile->width, inside);
          continue;
        }
      fill_pixels (line, column->first, end, tile->width,
                   kind == LINE_BETWEEN ? tile->line[role] : tile->fill[role]);
      fill_pixels (line, end, column->end, tile->width, tile->line[role]);
    }
}

static void
repeat_line (const Tile     *tile,
             const uint32_t *line,
             int             first,
             int             end)
{
  int y;

  for (y = MAX (first, tile->clip_top); y < MIN (end, tile->clip_bottom); y++)
    if (tile->clip_left < tile->clip_right)
      memcpy (tile->pixels + (size_t) y * tile->stride + tile->clip_left, line + tile->clip_left,
              (size_t) (tile->clip_right - tile->clip_left) * sizeof *line);
}

static void
clear_line (const Tile *tile,
            uint32_t   *line)
{
  fill_pixels (line, 0, tile->width, tile->width, tile->paper);
}

static void
draw_small_cells (const Tile *tile)
{
  uint32_t *line = g_new (uint32_t, tile->width);
  uint32_t *bases = g_new0 (uint32_t, tile->width);
  const Span *columns = tile->columns.spans;
  Span *gaps = g_new (Span, tile->columns.n + 1);
  uint32_t largest = 0;
  size_t n_gaps = 0, i, j;
  int at = 0;

  for (j = 0; j < tile->columns.n; j++)
    {
      fill_pixels (bases, columns[j].first, columns[j].end, tile->width, columns[j].base);
      largest = MAX (largest, columns[j].base);
      if (columns[j].first > at)
        gaps[n_gaps++] = (Span) { at, columns[j].first, 0, 0 };
      at = columns[j].end;
    }
  gaps[n_gaps++] = (Span) { at, tile->width, 0, 0 };

  for (i = 0; i < tile->rows.n; i++)
    {
      const Span *row = &tile->rows.spans[i];

      draw_small_line (tile, row, bases, largest, line);
      /* What lies between the blocks and beside them. */
      for (j = 0; j < n_gaps; j++)
        fill_pixels (line, gaps[j].first, gaps[j].end, tile->width, tile->paper);
      repeat_line (tile, line, row->first, row->end);
    }
  g_free (line);
  g_free (bases);
  g_free (gaps);
}

/* Patterns */

static void
draw_dot (const Tile *tile,
          int         first_x,
          int         end_x,
          int         first_y,
          int         end_y,
          uint32_t    ink)
{
  double middle_x = (first_x + end_x) / 2.0, middle_y = (first_y + end_y) / 2.0;
  double radius = fmax (0.8, fmin (end_x - first_x, end_y - first_y) / 5.0);
  int x, y;

  for (y = MAX (first_y, tile->clip_top); y < MIN (end_y, tile->clip_bottom); y++)
    for (x = MAX (first_x, tile->clip_left); x < MIN (end_x, tile->clip_right); x++)
      if (hypot (x + 0.5 - middle_x, y + 0.5 - middle_y) <= radius)
        tile->pixels[(size_t) y * tile->stride + x] = ink;
}

static void
draw_corner (const Tile *tile,
             int         first_x,
             int         end_x,
             int         first_y,
             int         end_y,
             uint32_t    ink)
{
  int size = MAX (2, MIN (end_x - first_x, end_y - first_y) / 2);
  int x, y;

  for (y = MAX (first_y, tile->clip_top); y < MIN (first_y + size, tile->clip_bottom); y++)
    for (x = MAX (end_x - size + y - first_y, tile->clip_left); x < MIN (end_x, tile->clip_right); x++)
      tile->pixels[(size_t) y * tile->stride + x] = ink;
}

static void
draw_hatch (const Tile *tile,
            int         first_x,
            int         end_x,
            int         first_y,
            int         end_y,
            uint32_t    ink,
            int         direction)
{
  int period = MAX (2, (int) lrint (paint_hatch_period (tile->palette) * tile->scale));
  int thick = MAX (1, (int) lrint (paint_hatch_width (tile->palette) * tile->scale));
  int x, y;

  first_x = MAX (first_x, tile->clip_left);
  end_x = MIN (end_x, tile->clip_right);
  for (y = MAX (first_y, tile->clip_top); y < MIN (end_y, tile->clip_bottom); y++)
    {
      uint32_t *line = tile->pixels + (size_t) y * tile->stride;
      int phase = (first_x + tile->left + direction * (y + tile->top)) % period;

      if (phase < 0)
        phase += period;
      for (x = first_x; x < end_x; x++)
        {
          if (phase < thick)
            line[x] = ink;
          if (++phase == period)
            phase = 0;
        }
    }
}

static void
draw_pattern (const Tile *tile,
              const Span *row,
              const Span *column,
              SceneRole   role)
{
  const PaintStyle *style = &tile->palette->styles[role];
  int thick = MAX (1, (int) lrint (tile->scale));
  int inset = tile->grid->cell >= PAINT_BOXED ? thick : 0;
  int x = column->first + inset, end_x = column->end - thick - inset;
  int y = row->first + inset, end_y = row->end - thick - inset;

  switch (style->pattern)
    {
    case PAINT_HATCH:
      draw_hatch (tile, x, end_x, y, end_y, pixel_of (style->ink), 1);
      break;
    case PAINT_BACK_HATCH:
      draw_hatch (tile, x, end_x, y, end_y, pixel_of (style->ink), -1);
      break;
    case PAINT_DOT:
      draw_dot (tile, x, end_x, y, end_y, pixel_of (style->ink));
      break;
    case PAINT_CORNER:
      draw_corner (tile, x, end_x, y, end_y, pixel_of (style->ink));
      break;
    default:
      break;
    }
}

/* Large cells: a line through the cells, one between them, one of borders; then patterns over them. */
static void
draw_row (const Tile      *tile,
          const Span      *row,
          const SceneRole *roles,
          uint32_t        *line)
{
  int thick = MAX (1, (int) lrint (tile->scale));
  bool is_boxed = tile->grid->cell >= PAINT_BOXED, is_lined = tile->grid->cell >= PAINT_LINED;
  int end = is_lined ? row->end - thick : row->end;
  size_t i;

  clear_line (tile, line);
  draw_line (tile, roles, LINE_OF_CELLS, line);
  repeat_line (tile, line, row->first, end);
  if (is_lined)
    {
      clear_line (tile, line);
      draw_line (tile, roles, LINE_BETWEEN, line);
      repeat_line (tile, line, end, row->end);
    }
  if (is_boxed)
    {
      clear_line (tile, line);
      draw_line (tile, roles, LINE_OF_BORDERS, line);
      repeat_line (tile, line, row->first, row->first + thick);
      repeat_line (tile, line, end - thick, end);
    }
  if (tile->grid->cell >= PAINT_PATTERNED)
    for (i = 0; i < tile->columns.n; i++)
      if (tile->palette->styles[roles[i]].pattern != PAINT_NO_PATTERN)
        draw_pattern (tile, row, &tile->columns.spans[i], roles[i]);
}

static void
draw_cells (const Tile *tile)
{
  uint32_t *line = g_new (uint32_t, tile->width);
  SceneRole *roles = g_new (SceneRole, tile->columns.n + 1);
  size_t i, j;

  for (i = 0; i < tile->rows.n; i++)
    {
      for (j = 0; j < tile->columns.n; j++)
        roles[j] = role_at (tile, &tile->rows.spans[i], &tile->columns.spans[j]);
      draw_row (tile, &tile->rows.spans[i], roles, line);
    }
  g_free (line);
  g_free (roles);
}

/* Below a pixel a cell, the level at which a unit is a pixel again. */
static void
choose_level (Tile *tile)
{
  const SceneGrid *grid = tile->grid;
  double unit = grid->cell * tile->scale;

  while (unit < 0.999 && tile->level < grid->block_order / 2)
    {
      tile->level++;
      unit *= 2;
    }
  tile->units = grid->cells;
  tile->n_units = grid->n_cells;
  if (tile->level)
    tile->units = grid->mip ? scene_mip_level (grid->mip, tile->level, &tile->n_units) : NULL;
}

static void
find_clip (Tile *tile)
{
  SceneRect clip = tile->grid->clip;

  tile->clip_left = (int) CLAMP (floor (clip.x * tile->scale + 0.5) - tile->left, 0, tile->width);
  tile->clip_top = (int) CLAMP (floor (clip.y * tile->scale + 0.5) - tile->top, 0, tile->height);
  tile->clip_right = (int) CLAMP (floor ((clip.x + clip.width) * tile->scale + 0.5) - tile->left, 0, tile->width);
  tile->clip_bottom = (int) CLAMP (floor ((clip.y + clip.height) * tile->scale + 0.5) - tile->top, 0, tile->height);
}

void
paint_grid_tile (const SceneGrid    *grid,
                 const PaintPalette *palette,
                 uint32_t           *pixels,
                 size_t              stride,
                 unsigned            width,
                 unsigned            height,
                 double              x,
                 double              y,
                 double              scale)
{
  Tile tile = {
    .grid = grid, .palette = palette, .pixels = pixels, .stride = stride / sizeof *pixels,
    .width = (int) width, .height = (int) height, .scale = scale,
    .left = (int) floor (x * scale + 0.5), .top = (int) floor (y * scale + 0.5),
  };
  SceneRect area = { x - 1 / scale, y - 1 / scale, (width + 2) / scale, (height + 2) / scale };
  uint32_t first_row, end_row, first_column, end_column;
  unsigned line;

  if (!width || !height)
    return;

  look_up_colors (&tile);
  clear_line (&tile, pixels);
  for (line = 1; line < height; line++)
    memcpy (pixels + line * tile.stride, pixels, width * sizeof *pixels);
  if (!(grid->cell > 0) || !(scale > 0))
    return;

  find_clip (&tile);
  choose_level (&tile);
  scene_grid_visible_blocks (grid, area, &first_row, &end_row, &first_column, &end_column);
  tile.columns = cut (&tile, grid->origin.x, tile.left, tile.width, first_column, end_column, false);
  tile.rows = cut (&tile, grid->origin.y, tile.top, tile.height, first_row, end_row, true);

  if (grid->order == SCENE_MORTON && tile.units && grid->cell < PAINT_LINED)
    draw_small_cells (&tile);
  else
    draw_cells (&tile);

  g_free (tile.columns.spans);
  g_free (tile.rows.spans);
}
