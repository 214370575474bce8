#include "sheet.h"

#include <glib.h>
#include <string.h>

#include "paint/geometry.h"

#define SLACK 0.75              /* points: what rounding may do */

typedef struct {
  const SceneShape *shape;
  size_t            index;
  SceneRect         rect;       /* an em high */
  char             *text;       /* as painted */
} Word;

typedef struct {
  const SheetReader  *reader;
  const ScenePicture *picture;
  GArray             *words;
  SheetFaultFunc      func;
  void               *data;
  unsigned            n_faults;
} Reading;

static void G_GNUC_PRINTF (2, 3)
report (Reading    *reading,
        const char *format,
        ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  reading->n_faults++;
  if (reading->func)
    reading->func (text, reading->data);
}

static bool
meet (SceneRect a,
      SceneRect b)
{
  return a.x + a.width > b.x + SLACK && b.x + b.width > a.x + SLACK && a.y + a.height > b.y + SLACK
         && b.y + b.height > a.y + SLACK;
}

static bool
lies_in (SceneRect inner,
         SceneRect outer)
{
  return inner.x >= outer.x - SLACK && inner.y >= outer.y - SLACK
         && inner.x + inner.width <= outer.x + outer.width + SLACK
         && inner.y + inner.height <= outer.y + outer.height + SLACK;
}

static bool
is_opaque (const Reading    *reading,
           const SceneShape *shape)
{
  return shape->form == SCENE_BOX && shape->opacity >= 1 && reading->reader->palette->styles[shape->role].has_fill;
}

/* Does something painted later lie over it? */
static bool
is_covered (const Reading *reading,
            const Word    *word)
{
  size_t n = scene_picture_n_shapes (reading->picture), i;

  for (i = word->index + 1; i < n; i++)
    {
      const SceneShape *shape = scene_picture_shape (reading->picture, i);

      if (is_opaque (reading, shape) && meet (word->rect, shape->rect))
        return true;
    }
  return false;
}

static void
read_word (Reading *reading,
           size_t   index)
{
  const SheetReader *reader = reading->reader;
  const SceneMeasure *measure = paint_fonts_measure (reader->fonts);
  const SceneShape *shape = scene_picture_shape (reading->picture, index);
  SceneSize size = scene_picture_size (reading->picture);
  PaintLabel label;
  Word word = { shape, index, { 0 }, NULL };
  double type;

  if (!shape->label || !*shape->label || shape->opacity <= 0)
    return;
  if (!paint_place_label (reader->fonts, shape, reader->palette, &label))
    {
      if (!(shape->marks & SCENE_MARK_TIGHT) && !reader->is_moving)
        report (reading, "\"%s\" has no room at all", shape->label);
      return;
    }

  type = measure->size[shape->font];
  word.text = label.text;
  word.rect = (SceneRect) { label.x, label.baseline - 0.86 * type, label.width, type };
  if (strcmp (label.text, shape->label) != 0 && !reader->is_moving)
    {
      if (strpbrk (shape->label, "0123456789"))
        report (reading, "\"%s\", which has a number, is shortened to \"%s\"", shape->label, label.text);
      else if (!shape->hint)
        report (reading, "\"%s\" is shortened to \"%s\", and no hint says it whole", shape->label, label.text);
    }
  if (type < reader->least_size - 0.01)
    report (reading, "\"%s\" is written in %g points", label.text, type);
  if (!lies_in (word.rect, (SceneRect) { 0, 0, size.width, size.height }))
    report (reading, "\"%s\" leaves the sheet: %.1f, %.1f, %.1f × %.1f", label.text, word.rect.x, word.rect.y,
            word.rect.width, word.rect.height);
  if (shape->form == SCENE_BOX
      && !lies_in (word.rect, (SceneRect) { shape->rect.x, shape->rect.y - type, shape->rect.width,
                                            shape->rect.height + 2 * type }))
    report (reading, "\"%s\" is wider than its box", label.text);
  if (shape->form == SCENE_BOX && shape->rect.height < 0.8 * type && !reader->is_moving)
    report (reading, "\"%s\" is higher than its box", label.text);

  if (reader->is_moving && is_covered (reading, &word))
    {
      g_free (word.text);
      return;
    }
  g_array_append_val (reading->words, word);
}

/* A word on a ground of its own that covers the other one is a tag, but for the words it makes illegible. */
static void
compare_words (Reading    *reading,
               const Word *a,
               const Word *b)
{
  if (!meet (a->rect, b->rect))
    return;
  /* On its way a thing may pass over a word that stays: it is there for a moment, and solid. */
  if (reading->reader->is_moving && (is_opaque (reading, a->shape) || is_opaque (reading, b->shape)))
    return;
  if (reading->reader->is_moving && (a->shape->opacity < 1 || b->shape->opacity < 1))
    return;
  report (reading, "\"%s\" lies over \"%s\" at %.0f, %.0f", b->text, a->text, b->rect.x, b->rect.y);
}

/* Rings */

static bool
find_ring (const Reading    *reading,
           const SceneShape *shape,
           SceneRect        *outer,
           SceneRect        *inner)
{
  PaintRing rings[4];
  size_t n;

  if (shape->opacity <= 0 || shape->rect.width <= 0 || shape->rect.height <= 0)
    return false;
  n = paint_rings (shape, reading->reader->palette, rings);
  if (n == 0)
    return false;
  *outer = paint_outset (rings[n - 1].rect, rings[n - 1].width / 2);
  *inner = paint_outset (rings[1].rect, -rings[1].width / 2);
  return true;
}

/* What is painted later on a ground of its own hides a part of the ring: a tag. */
static void
compare_with_ring (Reading          *reading,
                   size_t            index,
                   const SceneShape *shape,
                   SceneRect         outer,
                   SceneRect         inner)
{
  guint i;

  for (i = 0; i < reading->words->len; i++)
    {
      const Word *word = &g_array_index (reading->words, Word, i);

      if (word->shape != shape && !(word->index > index && is_opaque (reading, word->shape)) && meet (word->rect, outer) && !lies_in (word->rect, inner))
        report (reading, "the ring round \"%s\" goes through \"%s\"", shape->label ? shape->label : "", word->text);
    }
}

static void
read_rings (Reading *reading)
{
  size_t n = scene_picture_n_shapes (reading->picture), i;
  SceneRect outer, inner, other_outer, other_inner;
  GArray *shapes = g_array_new (FALSE, FALSE, sizeof (SceneShape *));
  guint a, b;

  for (i = 0; i < n; i++)
    {
      const SceneShape *shape = scene_picture_shape (reading->picture, i);

      if (find_ring (reading, shape, &outer, &inner))
        {
          compare_with_ring (reading, i, shape, outer, inner);
          if (shape->marks & SCENE_MARK_CHANGED)
            g_array_append_val (shapes, shape);
        }
    }
  for (a = 0; a < shapes->len; a++)
    for (b = a + 1; b < shapes->len; b++)
      {
        const SceneShape *first = g_array_index (shapes, const SceneShape *, a);
        const SceneShape *second = g_array_index (shapes, const SceneShape *, b);

        find_ring (reading, first, &outer, &inner);
        find_ring (reading, second, &other_outer, &other_inner);
        if (meet (outer, other_outer) && !lies_in (outer, other_inner) && !lies_in (other_outer, inner))
          report (reading, "the rings of %s (%.0f, %.0f) and %s (%.0f, %.0f) touch", first->label ? first->label : "?",
                  first->rect.x, first->rect.y, second->label ? second->label : "?", second->rect.x, second->rect.y);
      }
  g_array_unref (shapes);
}

/* Ink */

#define PIXELS 2                /* a point: strokes of small letters are a pixel wide and more */

static PaintColor
color_of (guint pixel)
{
  return (PaintColor) { (pixel >> 16 & 255) / 255.0, (pixel >> 8 & 255) / 255.0, (pixel & 255) / 255.0 };
}

/* The strongest contrast where a word stands with what is most frequent there. */
static double
contrast_of (cairo_surface_t *surface,
             SceneRect        rect)
{
  size_t stride = (size_t) cairo_image_surface_get_stride (surface) / 4;
  const uint32_t *pixels = (const uint32_t *) (const void *) cairo_image_surface_get_data (surface);
  int left = (int) (rect.x * PIXELS), right = (int) ((rect.x + rect.width) * PIXELS), x;
  int top = (int) (rect.y * PIXELS), bottom = (int) ((rect.y + rect.height) * PIXELS), y;
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  PaintColor ground = { 0 };
  GHashTableIter iter;
  gpointer key, value;
  guint most = 0;
  double best = 1;

  for (y = MAX (top, 0); y < MIN (bottom, cairo_image_surface_get_height (surface)); y++)
    for (x = MAX (left, 0); x < MIN (right, cairo_image_surface_get_width (surface)); x++)
      {
        key = GUINT_TO_POINTER (pixels[(size_t) y * stride + (size_t) x] & 0xffffffu);
        g_hash_table_insert (counts, key, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1));
      }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (GPOINTER_TO_UINT (value) > most)
      {
        most = GPOINTER_TO_UINT (value);
        ground = color_of (GPOINTER_TO_UINT (key));
      }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    best = MAX (best, paint_contrast (color_of (GPOINTER_TO_UINT (key)), ground));
  return best;
}

static void
read_ink (Reading *reading)
{
  const SheetReader *reader = reading->reader;
  SceneSize size = scene_picture_size (reading->picture);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) size.width * PIXELS,
                                                         (int) size.height * PIXELS);
  cairo_t *cr = cairo_create (surface);
  guint i;

  cairo_scale (cr, PIXELS, PIXELS);
  paint_picture (cr, reading->picture, reader->palette, (PaintFonts *) reader->fonts, PAINT_PAPER);
  cairo_surface_flush (surface);
  for (i = 0; i < reading->words->len; i++)
    {
      const Word *word = &g_array_index (reading->words, Word, i);
      double contrast = contrast_of (surface, word->rect);

      if (contrast < reader->contrast - 0.01)
        report (reading, "\"%s\" is painted with a contrast of %.2f", word->text, contrast);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
clear_word (void *data)
{
  g_free (((Word *) data)->text);
}

unsigned
sheet_read (const SheetReader  *reader,
            const ScenePicture *picture,
            unsigned           *n_words,
            SheetFaultFunc      func,
            void               *data)
{
  Reading reading = { reader, picture, g_array_new (FALSE, FALSE, sizeof (Word)), func, data, 0 };
  size_t n = scene_picture_n_shapes (picture), i;
  guint a, b;

  g_array_set_clear_func (reading.words, clear_word);
  for (i = 0; i < n; i++)
    read_word (&reading, i);
  for (b = 0; b < reading.words->len; b++)
    for (a = 0; a < b; a++)
      compare_words (&reading, &g_array_index (reading.words, Word, a), &g_array_index (reading.words, Word, b));
  if (!reader->is_moving)
    read_rings (&reading);
  if (reader->contrast > 0)
    read_ink (&reading);

  if (n_words)
    *n_words = reading.words->len;
  g_array_unref (reading.words);
  return reading.n_faults;
}
