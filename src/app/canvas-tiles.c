/* canvas-tiles.c - the grid of a picture as cached tiles; see canvas-shapes.c for the rest */

#include "canvas-tiles.h"

#include <math.h>

#include "canvas-shapes.h"

#define TILE 256

/* 32 MiB of pixels; a 1080p window sees about 45 tiles. */
#define MOST_TILES 128

typedef struct {
  GskRenderNode *node;
  guint64        used;            /* number of the frame that used it last */
} Tile;

/* All that a grid's look depends on but its cells and its place. */
typedef struct {
  const SceneRole    *cells;
  const PaintPalette *palette;
  guint32             n_cells, first_cell, columns;
  guint32             block_order, order;
  double              cell, gap;
  int                 scale;
  gboolean            is_texture;
} Geometry;

struct PagescapeTiles
{
  GHashTable           *grid;     /* gint64 of column and row → Tile */
  Geometry              geometry;
  guint64               generation;
  guint64               frame;
  PagescapeShapeTiles  *under, *over;
};

static void
tile_free (Tile *tile)
{
  g_clear_pointer (&tile->node, gsk_render_node_unref);
  g_free (tile);
}

static gint64
tile_number (int column,
             int row)
{
  return (gint64) ((guint64) (guint32) row << 32 | (guint32) column);
}

PagescapeTiles *
pagescape_tiles_new (void)
{
  PagescapeTiles *self = g_new0 (PagescapeTiles, 1);

  self->grid = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) tile_free);
  self->under = pagescape_shape_tiles_new ();
  self->over = pagescape_shape_tiles_new ();

  return self;
}

void
pagescape_tiles_free (PagescapeTiles *self)
{
  g_hash_table_unref (self->grid);
  pagescape_shape_tiles_free (self->under);
  pagescape_shape_tiles_free (self->over);
  g_free (self);
}

void
pagescape_tiles_clear (PagescapeTiles *self)
{
  g_hash_table_remove_all (self->grid);
  pagescape_shape_tiles_clear (self->under);
  pagescape_shape_tiles_clear (self->over);
  memset (&self->geometry, 0, sizeof self->geometry);
}

/* --- one tile ------------------------------------------------------------------------------ */

static GskRenderNode *
new_cairo_tile (cairo_surface_t *surface,
                double           side)
{
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, side, side));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_rectangle (cr, 0, 0, side, side);
  cairo_fill (cr);
  cairo_destroy (cr);

  return node;
}

static GskRenderNode *
new_texture_tile (cairo_surface_t *surface,
                  double           side)
{
  size_t stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * TILE,
                                                         (GDestroyNotify) cairo_surface_destroy,
                                                         cairo_surface_reference (surface));
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (TILE, TILE, GDK_MEMORY_DEFAULT, bytes, stride);

  return gsk_texture_node_new (texture, &GRAPHENE_RECT_INIT (0, 0, side, side));
}

static GskRenderNode *
new_tile (const Geometry  *geometry,
          const SceneGrid *grid,
          int              column,
          int              row)
{
  double side = (double) TILE / geometry->scale;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, TILE, TILE);
  GskRenderNode *node;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, side, side));
    }

  cairo_surface_flush (surface);
  paint_grid_tile (grid, geometry->palette, (uint32_t *) (gpointer) cairo_image_surface_get_data (surface),
                   cairo_image_surface_get_stride (surface), TILE, TILE, column * side, row * side, geometry->scale);
  cairo_surface_mark_dirty (surface);
  cairo_surface_set_device_scale (surface, geometry->scale, geometry->scale);

  node = geometry->is_texture ? new_texture_tile (surface, side) : new_cairo_tile (surface, side);
  cairo_surface_destroy (surface);

  return node;
}

/* --- what changed -------------------------------------------------------------------------- */

static void
drop_area (PagescapeTiles *self,
           SceneRect       area)
{
  double side = (double) TILE / self->geometry.scale;
  int first_column = floor (area.x / side), end_column = ceil ((area.x + area.width) / side);
  int first_row = floor (area.y / side), end_row = ceil ((area.y + area.height) / side);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->grid);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      int column = (gint32) (*(gint64 *) key & 0xffffffff), row = (gint32) (*(gint64 *) key >> 32);

      if (column >= first_column && column < end_column && row >= first_row && row < end_row)
        g_hash_table_iter_remove (&iter);
    }
}

/* The rectangle, in points from the grid's corner, around the cells [first, end). */
static SceneRect
area_of_cells (const SceneGrid *grid,
               uint32_t         first,
               uint32_t         end)
{
  double pitch = scene_grid_pitch (grid), margin = grid->gap + 2;
  uint32_t first_block = (first - grid->first_cell) >> grid->block_order;
  uint32_t last_block = (end - 1 - grid->first_cell) >> grid->block_order;
  uint32_t first_row = first_block / grid->columns, last_row = last_block / grid->columns;
  SceneRect area = { 0, first_row * pitch, grid->columns * pitch, (last_row - first_row + 1) * pitch };

  if (grid->order == SCENE_MORTON && end - first == 1)
    {
      SceneRect cell = scene_grid_block_rect (grid, first, 0);

      area = (SceneRect) { cell.x - grid->origin.x, cell.y - grid->origin.y, cell.width, cell.height };
    }
  else if (grid->order == SCENE_MORTON && first_row == last_row)
    {
      area.x = first_block % grid->columns * pitch;
      area.width = (last_block - first_block + 1) * pitch;
    }
  else if (grid->order != SCENE_MORTON)
    area = (SceneRect) { 0, 0, G_MAXINT / 4, G_MAXINT / 4 };

  return (SceneRect) { area.x - margin, area.y - margin, area.width + 2 * margin, area.height + 2 * margin };
}

void
pagescape_tiles_drop_cells (PagescapeTiles  *self,
                            const SceneGrid *grid,
                            uint32_t         first,
                            uint32_t         end)
{
  if (self->geometry.scale > 0)
    drop_area (self, area_of_cells (grid, first, end));
}

static void
drop_what_changed (PagescapeTiles            *self,
                   const PagescapeTilesFrame *frame,
                   const SceneGrid           *grid)
{
  Geometry geometry = { 0 };
  SimPfn first, end;

  geometry.cells = grid->cells;
  geometry.palette = frame->palette;
  geometry.n_cells = grid->n_cells;
  geometry.first_cell = grid->first_cell;
  geometry.columns = grid->columns;
  geometry.block_order = grid->block_order;
  geometry.order = grid->order;
  geometry.cell = grid->cell;
  geometry.gap = grid->gap;
  geometry.scale = frame->scale;
  geometry.is_texture = frame->wants_textures;

  if (memcmp (&geometry, &self->geometry, sizeof geometry) != 0)
    g_hash_table_remove_all (self->grid);
  else if (grid->generation != self->generation)
    {
      if (!frame->cells || grid->generation < self->generation)
        g_hash_table_remove_all (self->grid);
      else if (view_cells_changed_since (frame->cells, self->generation, &first, &end)
               && end > grid->first_cell && first < grid->first_cell + grid->n_cells)
        pagescape_tiles_drop_cells (self, grid, MAX (first, grid->first_cell),
                                    MIN (end, grid->first_cell + grid->n_cells));
    }

  self->geometry = geometry;
  self->generation = grid->generation;
}

static gboolean
is_old_cb (gpointer key,
           gpointer value,
           gpointer data)
{
  return ((Tile *) value)->used + 1 < *(guint64 *) data;
}

/* --- the grid ------------------------------------------------------------------------------ */

static void
append_grid (PagescapeTiles            *self,
             GtkSnapshot               *snapshot,
             const PagescapeTilesFrame *frame,
             const SceneGrid           *grid)
{
  double scale = frame->scale, side = TILE / scale, pitch = scene_grid_pitch (grid);
  /* Whole device pixels: a tile shifted by half a pixel is blurred, and drawn again. */
  double x = round (grid->origin.x * scale) / scale, y = round (grid->origin.y * scale) / scale;
  uint32_t n_blocks = (grid->n_cells + (1u << grid->block_order) - 1) >> grid->block_order;
  uint32_t n_rows = grid->columns ? (n_blocks + grid->columns - 1) / grid->columns : 0;
  SceneSize size = scene_picture_size (frame->picture);
  double left = MAX (MAX (grid->clip.x, 0), x), top = MAX (MAX (grid->clip.y, 0), y);
  double right = MIN (MIN (grid->clip.x + grid->clip.width, size.width), x + grid->columns * pitch);
  double bottom = MIN (MIN (grid->clip.y + grid->clip.height, size.height), y + n_rows * pitch);
  SceneGrid from_corner = *grid;

  drop_what_changed (self, frame, grid);
  if (right <= left || bottom <= top)
    return;

  from_corner.origin = (ScenePoint) { 0, 0 };
  from_corner.clip = (SceneRect) { -1e9, -1e9, 2e9, 2e9 };

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (left, top, right - left, bottom - top));
  for (int row = floor ((top - y) / side); row < ceil ((bottom - y) / side); row++)
    for (int column = floor ((left - x) / side); column < ceil ((right - x) / side); column++)
      {
        gint64 number = tile_number (column, row);
        Tile *tile = g_hash_table_lookup (self->grid, &number);

        if (!tile)
          {
            tile = g_new0 (Tile, 1);
            tile->node = new_tile (&self->geometry, &from_corner, column, row);
            g_hash_table_insert (self->grid, g_memdup2 (&number, sizeof number), tile);
          }
        tile->used = self->frame;

        gtk_snapshot_save (snapshot);
        gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + column * side, y + row * side));
        gtk_snapshot_append_node (snapshot, tile->node);
        gtk_snapshot_restore (snapshot);
      }
  gtk_snapshot_pop (snapshot);

  if (g_hash_table_size (self->grid) > MOST_TILES)
    g_hash_table_foreach_remove (self->grid, is_old_cb, &self->frame);
}

void
pagescape_tiles_append (PagescapeTiles            *self,
                        GtkSnapshot               *snapshot,
                        const PagescapeTilesFrame *frame)
{
  const SceneGrid *grid = scene_picture_grid (frame->picture);
  size_t n_shapes = scene_picture_n_shapes (frame->picture), at_grid = 0;

  self->frame++;

  if (grid)
    while (at_grid < n_shapes && scene_picture_shape (frame->picture, at_grid)->form != SCENE_GRID)
      at_grid++;

  pagescape_shape_tiles_append (self->under, snapshot, frame, 0, at_grid);
  if (grid)
    append_grid (self, snapshot, frame, grid);
  pagescape_shape_tiles_append (self->over, snapshot, frame, at_grid, n_shapes);
}
