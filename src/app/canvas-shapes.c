/* canvas-shapes.c - which shapes of a picture are seen in which tile */

#include "canvas-shapes.h"

#include <math.h>
#include <string.h>

/* How far a shape's ring, line, arrow head or label may reach beyond its rectangle; and a box without a ring. */
#define REACH 14.0
#define BOX_REACH 4.0

/* A text may be wider than its rectangle. */
#define TEXT_REACH 64.0

#define FIRST_PRINT 14695981039346656037u

typedef struct {
  guint64  print;
  GArray  *shapes;      /* guint32: index of the shape */
} Tile;

struct PagescapeTileShapes
{
  Tile   *tiles;        /* n_columns × n_rows */
  int     n_columns, n_rows;
  double  side;
};

PagescapeTileShapes *
pagescape_tile_shapes_new (void)
{
  return g_new0 (PagescapeTileShapes, 1);
}

static void
clear (PagescapeTileShapes *self)
{
  for (int i = 0; i < self->n_columns * self->n_rows; i++)
    g_array_unref (self->tiles[i].shapes);

  g_clear_pointer (&self->tiles, g_free);
  self->n_columns = self->n_rows = 0;
}

void
pagescape_tile_shapes_free (PagescapeTileShapes *self)
{
  clear (self);
  g_free (self);
}

static void
prepare (PagescapeTileShapes *self,
         double               side,
         int                  n_columns,
         int                  n_rows)
{
  self->side = side;
  if (n_columns != self->n_columns || n_rows != self->n_rows)
    {
      clear (self);
      self->tiles = g_new0 (Tile, n_columns * n_rows);
      self->n_columns = n_columns;
      self->n_rows = n_rows;
      for (int i = 0; i < n_columns * n_rows; i++)
        self->tiles[i].shapes = g_array_new (FALSE, FALSE, sizeof (guint32));
    }

  for (int i = 0; i < n_columns * n_rows; i++)
    {
      g_array_set_size (self->tiles[i].shapes, 0);
      self->tiles[i].print = FIRST_PRINT;
    }
}

static guint64
mixed (guint64 print,
       guint64 word)
{
  print = (print ^ word) * 0x9e3779b97f4a7c15u;
  return print ^ print >> 32;
}

guint64
pagescape_print_with (guint64     print,
                      const void *bytes,
                      size_t      n)
{
  guint64 word;

  for (size_t at = 0; at + sizeof word <= n; at += sizeof word)
    {
      memcpy (&word, (const char *) bytes + at, sizeof word);
      print = mixed (print, word);
    }

  return print;
}

static guint64
print_of_text (guint64     print,
               const char *text)
{
  size_t n = strlen (text), whole = n - n % sizeof (guint64);
  guint64 rest = 0;

  memcpy (&rest, text + whole, n - whole);
  return mixed (pagescape_print_with (print, text, whole), rest ^ (guint64) n << 56);
}

static guint64
print_of (const SceneShape *shape)
{
  guint8 small[8] = { shape->form, shape->role, shape->marks, shape->font, shape->align, shape->label != NULL };
  double large[] = { shape->rect.x, shape->rect.y, shape->rect.width, shape->rect.height, shape->opacity,
                     shape->far.y, shape->far.height };
  guint64 print = pagescape_print_with (FIRST_PRINT, small, sizeof small);

  print = pagescape_print_with (print, large, sizeof large);
  return shape->label ? print_of_text (print, shape->label) : print;
}

static SceneRect
reach_of (const SceneShape *shape)
{
  gboolean has_ring = shape->marks & (SCENE_MARK_CHANGED | SCENE_MARK_SELECTED);
  double reach = shape->form == SCENE_BOX && !has_ring ? BOX_REACH : REACH;
  double sideways = shape->form == SCENE_TEXT ? TEXT_REACH : reach;
  SceneRect bounds = scene_shape_bounds (shape);

  return (SceneRect) { bounds.x - sideways, bounds.y - reach, bounds.width + 2 * sideways, bounds.height + 2 * reach };
}

static void
sort_into_tiles (PagescapeTileShapes *self,
                 const SceneShape    *shape,
                 guint32              index)
{
  SceneRect reach = reach_of (shape);
  int first_column = CLAMP (floor (reach.x / self->side), 0, self->n_columns);
  int end_column = CLAMP (ceil ((reach.x + reach.width) / self->side), 0, self->n_columns);
  int first_row = CLAMP (floor (reach.y / self->side), 0, self->n_rows);
  int end_row = CLAMP (ceil ((reach.y + reach.height) / self->side), 0, self->n_rows);
  guint64 print;

  if (first_column >= end_column || first_row >= end_row)
    return;

  print = print_of (shape);
  for (int row = first_row; row < end_row; row++)
    for (int column = first_column; column < end_column; column++)
      {
        Tile *tile = &self->tiles[row * self->n_columns + column];

        g_array_append_val (tile->shapes, index);
        tile->print = mixed (tile->print, print);
      }
}

void
pagescape_tile_shapes_sort (PagescapeTileShapes *self,
                            const ScenePicture  *picture,
                            double               side,
                            int                  n_columns,
                            int                  n_rows)
{
  size_t n_shapes = scene_picture_n_shapes (picture);

  prepare (self, side, n_columns, n_rows);
  for (size_t i = 0; i < n_shapes; i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->form != SCENE_GRID && shape->opacity > 0)
        sort_into_tiles (self, shape, (guint32) i);
      /* What is under the grid and what is over it are two pictures. */
      for (int tile = 0; tile < n_columns * n_rows && shape->form == SCENE_GRID; tile++)
        self->tiles[tile].print = mixed (self->tiles[tile].print, SCENE_GRID);
    }
}

const guint32 *
pagescape_tile_shapes_get (const PagescapeTileShapes *self,
                           int                        tile,
                           guint                     *n)
{
  *n = self->tiles[tile].shapes->len;
  return (const guint32 *) (gpointer) self->tiles[tile].shapes->data;
}

guint64
pagescape_tile_shapes_print (const PagescapeTileShapes *self,
                             int                        tile)
{
  return self->tiles[tile].print;
}
