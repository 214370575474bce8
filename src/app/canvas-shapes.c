/* canvas-shapes.c - the shapes of a picture as cached tiles
 *
 * A tile's print is a hash of everything that is drawn in it. As long as it stays the same, the
 * same node is handed over.
 */

#include "canvas-shapes.h"

#include <math.h>

#define TILE 256.0

/* How far a shape's ring, line, arrow head or label may reach beyond its rectangle. */
#define REACH 14.0

/* A text may be wider than its rectangle. */
#define TEXT_REACH 64.0

typedef struct {
  guint64        print;
  GskRenderNode *node;
} Tile;

struct PagescapeShapeTiles
{
  Tile               *tiles;      /* n_columns × n_rows */
  GArray            **shapes;     /* of each tile in this frame: index of the shape */
  guint64            *prints;
  int                 n_columns, n_rows;
  const PaintPalette *palette;
  PaintFonts         *fonts;
};

PagescapeShapeTiles *
pagescape_shape_tiles_new (void)
{
  return g_new0 (PagescapeShapeTiles, 1);
}

void
pagescape_shape_tiles_clear (PagescapeShapeTiles *self)
{
  for (int i = 0; i < self->n_columns * self->n_rows; i++)
    {
      g_clear_pointer (&self->tiles[i].node, gsk_render_node_unref);
      g_clear_pointer (&self->shapes[i], g_array_unref);
    }

  g_clear_pointer (&self->tiles, g_free);
  g_clear_pointer (&self->shapes, g_free);
  g_clear_pointer (&self->prints, g_free);
  self->n_columns = self->n_rows = 0;
}

void
pagescape_shape_tiles_free (PagescapeShapeTiles *self)
{
  pagescape_shape_tiles_clear (self);
  g_free (self);
}

static void
prepare (PagescapeShapeTiles       *self,
         const PagescapeTilesFrame *frame)
{
  SceneSize size = scene_picture_size (frame->picture);
  int n_columns = MAX (1, ceil (size.width / TILE)), n_rows = MAX (1, ceil (size.height / TILE));

  if (n_columns != self->n_columns || n_rows != self->n_rows
      || self->palette != frame->palette || self->fonts != frame->fonts)
    {
      pagescape_shape_tiles_clear (self);
      self->tiles = g_new0 (Tile, n_columns * n_rows);
      self->shapes = g_new0 (GArray *, n_columns * n_rows);
      self->prints = g_new0 (guint64, n_columns * n_rows);
      self->n_columns = n_columns;
      self->n_rows = n_rows;
      self->palette = frame->palette;
      self->fonts = frame->fonts;
      for (int i = 0; i < n_columns * n_rows; i++)
        self->shapes[i] = g_array_new (FALSE, FALSE, sizeof (guint32));
    }

  for (int i = 0; i < n_columns * n_rows; i++)
    {
      g_array_set_size (self->shapes[i], 0);
      self->prints[i] = 14695981039346656037u;
    }
}

static guint64
mixed (guint64     print,
       const void *bytes,
       size_t      n)
{
  const guint8 *at = bytes;

  while (n-- > 0)
    print = (print ^ *at++) * 1099511628211u;

  return print;
}

static guint64
print_of (const SceneShape *shape)
{
  guint8 small[] = { shape->form, shape->role, shape->marks, shape->font, shape->align, shape->label != NULL };
  double large[] = { shape->rect.x, shape->rect.y, shape->rect.width, shape->rect.height, shape->opacity };
  guint64 print = mixed (14695981039346656037u, small, sizeof small);

  print = mixed (print, large, sizeof large);
  return shape->label ? mixed (print, shape->label, strlen (shape->label)) : print;
}

static SceneRect
reach_of (const SceneShape *shape)
{
  double sideways = shape->form == SCENE_TEXT ? TEXT_REACH : REACH;
  double x = MIN (shape->rect.x, shape->rect.x + shape->rect.width);
  double y = MIN (shape->rect.y, shape->rect.y + shape->rect.height);

  return (SceneRect) { x - sideways, y - REACH, fabs (shape->rect.width) + 2 * sideways,
                       fabs (shape->rect.height) + 2 * REACH };
}

static void
sort_into_tiles (PagescapeShapeTiles *self,
                 const SceneShape    *shape,
                 guint32              index)
{
  SceneRect reach = reach_of (shape);
  int first_column = CLAMP (floor (reach.x / TILE), 0, self->n_columns);
  int end_column = CLAMP (ceil ((reach.x + reach.width) / TILE), 0, self->n_columns);
  int first_row = CLAMP (floor (reach.y / TILE), 0, self->n_rows);
  int end_row = CLAMP (ceil ((reach.y + reach.height) / TILE), 0, self->n_rows);
  guint64 print;

  if (first_column >= end_column || first_row >= end_row)
    return;

  print = print_of (shape);
  for (int row = first_row; row < end_row; row++)
    for (int column = first_column; column < end_column; column++)
      {
        int tile = row * self->n_columns + column;

        g_array_append_val (self->shapes[tile], index);
        self->prints[tile] = mixed (self->prints[tile], &print, sizeof print);
      }
}

static GskRenderNode *
new_tile (PagescapeShapeTiles       *self,
          const PagescapeTilesFrame *frame,
          int                        column,
          int                        row)
{
  GArray *shapes = self->shapes[row * self->n_columns + column];
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, TILE, TILE));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_rectangle (cr, 0, 0, TILE, TILE);
  cairo_clip (cr);
  cairo_translate (cr, -column * TILE, -row * TILE);
  for (guint i = 0; i < shapes->len; i++)
    paint_shape (cr, scene_picture_shape (frame->picture, g_array_index (shapes, guint32, i)), frame->palette,
                 frame->fonts);
  cairo_destroy (cr);

  return node;
}

void
pagescape_shape_tiles_append (PagescapeShapeTiles       *self,
                              GtkSnapshot               *snapshot,
                              const PagescapeTilesFrame *frame,
                              size_t                     first,
                              size_t                     end)
{
  prepare (self, frame);

  for (size_t i = first; i < end; i++)
    {
      const SceneShape *shape = scene_picture_shape (frame->picture, i);

      if (shape->form != SCENE_GRID && shape->opacity > 0)
        sort_into_tiles (self, shape, i);
    }

  for (int row = 0; row < self->n_rows; row++)
    for (int column = 0; column < self->n_columns; column++)
      {
        int number = row * self->n_columns + column;
        Tile *tile = &self->tiles[number];

        if (self->shapes[number]->len == 0)
          {
            g_clear_pointer (&tile->node, gsk_render_node_unref);
            continue;
          }

        if (!tile->node || tile->print != self->prints[number])
          {
            g_clear_pointer (&tile->node, gsk_render_node_unref);
            tile->node = new_tile (self, frame, column, row);
            tile->print = self->prints[number];
          }

        gtk_snapshot_save (snapshot);
        gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (column * TILE, row * TILE));
        gtk_snapshot_append_node (snapshot, tile->node);
        gtk_snapshot_restore (snapshot);
      }
}
