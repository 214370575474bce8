/* canvas-tiles.c - a picture on screen as cached tiles; see canvas-shapes.c for what is where */

#include "canvas-tiles.h"

#include <math.h>

#include "canvas-shapes.h"

#define TILE 256

typedef struct {
  GskRenderNode *node;            /* NULL: to be drawn again */
  guint64        print;
} Tile;

/* All that the look of the grid depends on but its cells. */
typedef struct {
  const SceneRole *cells;
  double           x, y;          /* of its corner, in whole device pixels */
  double           cell, gap;
  guint64          n_cells, first_cell, columns, block_order, order;
  gint64           left, top, right, bottom;    /* what is seen of it: device pixels, half-open */
} Grid;

struct PagescapeTiles
{
  Tile                *tiles;     /* n_columns × n_rows */
  PagescapeTileShapes *shapes;
  int                  n_columns, n_rows;
  SceneSize            size;
  const PaintPalette  *palette;
  PaintFonts          *fonts;
  int                  scale;
  gboolean             has_textures;
  Grid                 grid;
  guint64              generation;
};

static void
forget_tiles (PagescapeTiles *self)
{
  for (int i = 0; i < self->n_columns * self->n_rows; i++)
    g_clear_pointer (&self->tiles[i].node, gsk_render_node_unref);
}

PagescapeTiles *
pagescape_tiles_new (void)
{
  PagescapeTiles *self = g_new0 (PagescapeTiles, 1);

  self->shapes = pagescape_tile_shapes_new ();

  return self;
}

void
pagescape_tiles_clear (PagescapeTiles *self)
{
  forget_tiles (self);
  g_clear_pointer (&self->tiles, g_free);
  self->n_columns = self->n_rows = 0;
  memset (&self->grid, 0, sizeof self->grid);
}

void
pagescape_tiles_free (PagescapeTiles *self)
{
  pagescape_tiles_clear (self);
  pagescape_tile_shapes_free (self->shapes);
  g_free (self);
}

/* --- one tile ------------------------------------------------------------------------------ */

static void
paint_paper (PagescapeTiles *self,
             cairo_t        *cr)
{
  const PaintColor *paper = &self->palette->paper;

  cairo_set_source_rgb (cr, paper->red, paper->green, paper->blue);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_paint (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
}

/* The part of the grid that is seen in a tile; left and top: of the tile, in device pixels. */
static void
paint_cells (PagescapeTiles  *self,
             cairo_surface_t *surface,
             const SceneGrid *grid,
             int              left,
             int              top)
{
  int first_x = CLAMP (self->grid.left - left, 0, TILE), end_x = CLAMP (self->grid.right - left, 0, TILE);
  int first_y = CLAMP (self->grid.top - top, 0, TILE), end_y = CLAMP (self->grid.bottom - top, 0, TILE);
  size_t stride = cairo_image_surface_get_stride (surface);
  SceneGrid on_pixels = *grid;
  uint32_t *pixels;

  if (first_x >= end_x || first_y >= end_y)
    return;

  on_pixels.origin = (ScenePoint) { self->grid.x / self->scale, self->grid.y / self->scale };
  on_pixels.clip = (SceneRect) { -1e9, -1e9, 2e9, 2e9 };
  cairo_surface_flush (surface);
  pixels = (uint32_t *) (gpointer) (cairo_image_surface_get_data (surface) + stride * first_y) + first_x;
  paint_grid_tile (&on_pixels, self->palette, pixels, stride, end_x - first_x, end_y - first_y,
                   (double) (left + first_x) / self->scale, (double) (top + first_y) / self->scale, self->scale);
  cairo_surface_mark_dirty (surface);
}

static void
paint_tile (PagescapeTiles     *self,
            const ScenePicture *picture,
            cairo_surface_t    *surface,
            int                 column,
            int                 row)
{
  const SceneGrid *grid = scene_picture_grid (picture);
  double side = (double) TILE / self->scale;
  guint n_shapes, next = 0;
  const guint32 *shapes = pagescape_tile_shapes_get (self->shapes, row * self->n_columns + column, &n_shapes);
  size_t at_grid = 0, n_all = scene_picture_n_shapes (picture);
  cairo_t *cr = cairo_create (surface);

  while (grid && at_grid < n_all && scene_picture_shape (picture, at_grid)->form != SCENE_GRID)
    at_grid++;

  paint_paper (self, cr);
  cairo_translate (cr, -column * side, -row * side);
  for (; next < n_shapes && shapes[next] < at_grid; next++)
    paint_shape_in_image (cr, scene_picture_shape (picture, shapes[next]), self->palette, self->fonts);
  if (grid)
    paint_cells (self, surface, grid, column * TILE, row * TILE);
  for (; next < n_shapes; next++)
    paint_shape_in_image (cr, scene_picture_shape (picture, shapes[next]), self->palette, self->fonts);
  cairo_destroy (cr);
}

static GskRenderNode *
new_cairo_node (cairo_surface_t       *surface,
                const graphene_rect_t *bounds)
{
  GskRenderNode *node = gsk_cairo_node_new (bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_set_source_surface (cr, surface, bounds->origin.x, bounds->origin.y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_rectangle (cr, bounds->origin.x, bounds->origin.y, bounds->size.width, bounds->size.height);
  cairo_fill (cr);
  cairo_destroy (cr);

  return node;
}

static GskRenderNode *
new_texture_node (cairo_surface_t       *surface,
                  const graphene_rect_t *bounds,
                  int                    scale)
{
  size_t stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * TILE,
                                                         (GDestroyNotify) cairo_surface_destroy,
                                                         cairo_surface_reference (surface));
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (bounds->size.width * scale, bounds->size.height * scale,
                                                           GDK_MEMORY_DEFAULT, bytes, stride);

  return gsk_texture_node_new (texture, bounds);
}

static GskRenderNode *
new_node (PagescapeTiles     *self,
          const ScenePicture *picture,
          int                 column,
          int                 row)
{
  double side = (double) TILE / self->scale;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (column * side, row * side,
                                               MIN (side, ceil (self->size.width - column * side)),
                                               MIN (side, ceil (self->size.height - row * side)));
  cairo_format_t format = self->has_textures ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24;
  cairo_surface_t *surface = cairo_image_surface_create (format, TILE, TILE);
  GskRenderNode *node;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return gsk_cairo_node_new (&bounds);
    }

  cairo_surface_set_device_scale (surface, self->scale, self->scale);
  paint_tile (self, picture, surface, column, row);
  cairo_surface_flush (surface);
  node = self->has_textures ? new_texture_node (surface, &bounds, self->scale) : new_cairo_node (surface, &bounds);
  cairo_surface_destroy (surface);

  return node;
}

/* --- what changed -------------------------------------------------------------------------- */

static void
prepare (PagescapeTiles            *self,
         const PagescapeTilesFrame *frame)
{
  SceneSize size = scene_picture_size (frame->picture);
  double side = (double) TILE / frame->scale;
  int n_columns = MAX (1, ceil (size.width / side)), n_rows = MAX (1, ceil (size.height / side));

  if (self->palette != frame->palette || self->fonts != frame->fonts || self->scale != frame->scale
      || self->has_textures != frame->wants_textures
      || self->size.width != size.width || self->size.height != size.height)
    forget_tiles (self);

  if (n_columns != self->n_columns || n_rows != self->n_rows)
    {
      forget_tiles (self);
      g_free (self->tiles);
      self->tiles = g_new0 (Tile, n_columns * n_rows);
      self->n_columns = n_columns;
      self->n_rows = n_rows;
    }

  self->palette = frame->palette;
  self->fonts = frame->fonts;
  self->scale = frame->scale;
  self->has_textures = frame->wants_textures;
  self->size = size;
}

/* Everything that is seen in an area of the picture. */
static void
drop_area (PagescapeTiles *self,
           SceneRect       area)
{
  double side = (double) TILE / self->scale;
  int first_column = CLAMP (floor (area.x / side), 0, self->n_columns);
  int end_column = CLAMP (ceil ((area.x + area.width) / side), 0, self->n_columns);
  int first_row = CLAMP (floor (area.y / side), 0, self->n_rows);
  int end_row = CLAMP (ceil ((area.y + area.height) / side), 0, self->n_rows);

  for (int row = first_row; row < end_row; row++)
    for (int column = first_column; column < end_column; column++)
      g_clear_pointer (&self->tiles[row * self->n_columns + column].node, gsk_render_node_unref);
}

/* The rectangle around the cells [first, end), with room for what is rounded. */
static SceneRect
area_of_cells (const SceneGrid *grid,
               uint32_t         first,
               uint32_t         end)
{
  double pitch = scene_grid_pitch (grid), margin = grid->gap + 2;
  uint32_t first_block = (first - grid->first_cell) >> grid->block_order;
  uint32_t last_block = (end - 1 - grid->first_cell) >> grid->block_order;
  uint32_t first_row = first_block / grid->columns, last_row = last_block / grid->columns;
  SceneRect area = { grid->origin.x, grid->origin.y + first_row * pitch, grid->columns * pitch,
                     (last_row - first_row + 1) * pitch };

  if (grid->order == SCENE_MORTON && end - first == 1)
    area = scene_grid_block_rect (grid, first, 0);
  else if (grid->order == SCENE_MORTON && first_row == last_row)
    {
      area.x += first_block % grid->columns * pitch;
      area.width = (last_block - first_block + 1) * pitch;
    }
  else if (grid->order != SCENE_MORTON)
    area = grid->clip;

  return (SceneRect) { area.x - margin, area.y - margin, area.width + 2 * margin, area.height + 2 * margin };
}

static void
drop_changed_cells (PagescapeTiles            *self,
                    const PagescapeTilesFrame *frame,
                    const SceneGrid           *grid)
{
  SimPfn first, end;

  if (grid->generation == self->generation)
    return;

  /* Cells of the picture's own are told apart by their generation, not by what the map remembers. */
  if (grid->ids)
    drop_area (self, grid->clip);
  else if (!frame->cells || grid->generation < self->generation)
    forget_tiles (self);
  else if (view_cells_changed_since (frame->cells, self->generation, &first, &end)
           && end > grid->first_cell && first < grid->first_cell + grid->n_cells)
    drop_area (self, area_of_cells (grid, MAX (first, grid->first_cell),
                                    MIN (end, grid->first_cell + grid->n_cells)));
  self->generation = grid->generation;
}

static void
find_grid (PagescapeTiles  *self,
           const SceneGrid *grid)
{
  double scale = self->scale, pitch;
  uint32_t n_blocks, n_rows;

  memset (&self->grid, 0, sizeof self->grid);
  if (!grid)
    return;

  pitch = scene_grid_pitch (grid);
  n_blocks = (grid->n_cells + (1u << grid->block_order) - 1) >> grid->block_order;
  n_rows = grid->columns ? (n_blocks + grid->columns - 1) / grid->columns : 0;

  self->grid.cells = grid->cells;
  /* Whole device pixels: cells keep their width while they are panned. */
  self->grid.x = round (grid->origin.x * scale);
  self->grid.y = round (grid->origin.y * scale);
  self->grid.cell = grid->cell;
  self->grid.gap = grid->gap;
  self->grid.n_cells = grid->n_cells;
  self->grid.first_cell = grid->first_cell;
  self->grid.columns = grid->columns;
  self->grid.block_order = grid->block_order;
  self->grid.order = grid->order;
  self->grid.left = round (MAX (grid->clip.x * scale, self->grid.x));
  self->grid.top = round (MAX (grid->clip.y * scale, self->grid.y));
  self->grid.right = round (MIN ((grid->clip.x + grid->clip.width) * scale, self->grid.x + grid->columns * pitch * scale));
  self->grid.bottom = round (MIN ((grid->clip.y + grid->clip.height) * scale, self->grid.y + n_rows * pitch * scale));
}

/* Of all that is in a tile but the state of the cells. */
static guint64
print_of_tile (PagescapeTiles *self,
               int             column,
               int             row)
{
  guint64 print = pagescape_tile_shapes_print (self->shapes, row * self->n_columns + column);
  gboolean has_grid = self->grid.left < (column + 1) * TILE && self->grid.right > column * TILE
                      && self->grid.top < (row + 1) * TILE && self->grid.bottom > row * TILE;

  return has_grid ? pagescape_print_with (print, &self->grid, sizeof self->grid) : print;
}

void
pagescape_tiles_append (PagescapeTiles            *self,
                        GtkSnapshot               *snapshot,
                        const PagescapeTilesFrame *frame)
{
  const SceneGrid *grid = scene_picture_grid (frame->picture);

  prepare (self, frame);
  find_grid (self, grid);
  if (grid)
    drop_changed_cells (self, frame, grid);
  pagescape_tile_shapes_sort (self->shapes, frame->picture, (double) TILE / self->scale, self->n_columns, self->n_rows);

  for (int row = 0; row < self->n_rows; row++)
    for (int column = 0; column < self->n_columns; column++)
      {
        Tile *tile = &self->tiles[row * self->n_columns + column];
        guint64 print = print_of_tile (self, column, row);

        if (tile->node && tile->print != print)
          g_clear_pointer (&tile->node, gsk_render_node_unref);
        if (!tile->node)
          tile->node = new_node (self, frame->picture, column, row);
        tile->print = print;
        gtk_snapshot_append_node (snapshot, tile->node);
      }
}
