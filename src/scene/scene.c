#include "scene/picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CHUNK 8192
#define REACH 4.0               /* points beside a line that still mean the line */

ScenePicture *
scene_picture_new (void)
{
  return calloc (1, sizeof (ScenePicture));
}

void
scene_picture_free (ScenePicture *picture)
{
  SceneChunk *chunk, *next;

  if (!picture)
    return;

  for (chunk = picture->chunks; chunk; chunk = next)
    {
      next = chunk->next;
      free (chunk);
    }
  free (picture->shapes);
  free (picture->index.slots);
  free (picture->index.next);
  free (picture->index.last);
  free (picture->work);
  free (picture->cells);
  free (picture);
}

void
scene_picture_reset (ScenePicture *picture,
                     SceneSize     size)
{
  picture->size = size;
  picture->n_shapes = 0;
  picture->chunk = picture->chunks;
  if (picture->chunk)
    picture->chunk->used = 0;
  picture->title = NULL;
  picture->description = NULL;
  picture->has_grid = false;
  picture->has_failed = false;
  picture->index.is_valid = false;
}

bool
scene_picture_new_cells (ScenePicture *picture,
                         size_t        n,
                         SceneRole   **cells,
                         uint32_t    **ids)
{
  size_t n_bytes = n * (sizeof **cells + sizeof **ids);

  if (n_bytes > picture->cells_capacity)
    {
      free (picture->cells);
      picture->cells = malloc (n_bytes);
      picture->cells_capacity = picture->cells ? n_bytes : 0;
    }
  if (!picture->cells)
    {
      picture->has_failed = true;
      return false;
    }
  memset (picture->cells, 0, n_bytes);
  *ids = picture->cells;
  *cells = (SceneRole *) (*ids + n);
  return true;
}

bool
scene_picture_failed (const ScenePicture *picture)
{
  return picture->has_failed;
}

SceneSize
scene_picture_size (const ScenePicture *picture)
{
  return picture->size;
}

/* Texts */

static bool
open_chunk (ScenePicture *picture,
            size_t        size)
{
  SceneChunk *chunk;
  size_t capacity = picture->chunk ? picture->chunk->size * 2 : FIRST_CHUNK;

  while (picture->chunk && picture->chunk->next)
    {
      picture->chunk = picture->chunk->next;
      picture->chunk->used = 0;
      if (size <= picture->chunk->size)
        return true;
    }

  if (capacity < size)
    capacity = size;
  chunk = malloc (sizeof *chunk + capacity);
  if (!chunk)
    return false;

  *chunk = (SceneChunk) { NULL, capacity, 0 };
  if (picture->chunk)
    picture->chunk->next = chunk;
  else
    picture->chunks = chunk;
  picture->chunk = chunk;
  return true;
}

const char *
scene_picture_text (ScenePicture *picture,
                    const char   *text)
{
  size_t size;
  char *copy;

  if (!text)
    return NULL;

  size = strlen (text) + 1;
  if ((!picture->chunk || picture->chunk->size - picture->chunk->used < size) && !open_chunk (picture, size))
    {
      picture->has_failed = true;
      return NULL;
    }

  copy = picture->chunk->bytes + picture->chunk->used;
  picture->chunk->used += size;
  return memcpy (copy, text, size);
}

void
scene_picture_describe (ScenePicture *picture,
                        const char   *title,
                        const char   *description)
{
  picture->title = scene_picture_text (picture, title);
  picture->description = scene_picture_text (picture, description);
}

const char *
scene_picture_title (const ScenePicture *picture)
{
  return picture->title;
}

const char *
scene_picture_description (const ScenePicture *picture)
{
  return picture->description;
}

/* Shapes */

size_t
scene_picture_n_shapes (const ScenePicture *picture)
{
  return picture->n_shapes;
}

const SceneShape *
scene_picture_shape (const ScenePicture *picture,
                     size_t              index)
{
  return index < picture->n_shapes ? &picture->shapes[index] : NULL;
}

const SceneGrid *
scene_picture_grid (const ScenePicture *picture)
{
  return picture->has_grid ? &picture->grid : NULL;
}

void
scene_picture_set_grid (ScenePicture    *picture,
                        const SceneGrid *grid)
{
  picture->has_grid = grid != NULL;
  if (grid)
    picture->grid = *grid;
}

static bool
make_room (ScenePicture *picture)
{
  size_t capacity;
  SceneShape *shapes;

  if (picture->n_shapes < picture->capacity)
    return true;

  capacity = picture->capacity ? picture->capacity * 2 : 128;
  shapes = realloc (picture->shapes, capacity * sizeof *shapes);
  if (!shapes)
    return false;

  picture->shapes = shapes;
  picture->capacity = capacity;
  return true;
}

SceneShape *
scene_add (ScenePicture     *picture,
           const SceneShape *shape)
{
  SceneShape added = *shape;      /* may lie in the array that is about to grow */

  picture->index.is_valid = false;
  if (!make_room (picture))
    {
      picture->has_failed = true;
      picture->spare = added;
      return &picture->spare;
    }

  added.label = scene_picture_text (picture, added.label);
  added.hint = scene_picture_text (picture, added.hint);
  picture->shapes[picture->n_shapes] = added;
  return &picture->shapes[picture->n_shapes++];
}

SceneShape *
scene_add_box (ScenePicture *picture,
               SceneKey      key,
               SceneRect     rect,
               SceneRole     role,
               const char   *label)
{
  return scene_add (picture, &(SceneShape) {
    .key = key, .form = SCENE_BOX, .rect = rect, .role = role, .label = label,
    .font = SCENE_FONT_MONO, .align = SCENE_MIDDLE, .opacity = 1
  });
}

SceneShape *
scene_add_text (ScenePicture *picture,
                SceneKey      key,
                SceneRect     rect,
                SceneFont     font,
                SceneAlign    align,
                SceneRole     role,
                const char   *text)
{
  return scene_add (picture, &(SceneShape) {
    .key = key, .form = SCENE_TEXT, .rect = rect, .role = role, .label = text,
    .font = (uint8_t) font, .align = (uint8_t) align, .opacity = 1
  });
}

SceneShape *
scene_add_line (ScenePicture *picture,
                SceneKey      key,
                ScenePoint    from,
                ScenePoint    to,
                SceneRole     role)
{
  return scene_add (picture, &(SceneShape) {
    .key = key, .form = SCENE_LINE, .role = role, .opacity = 1,
    .rect = { from.x, from.y, to.x - from.x, to.y - from.y }
  });
}

SceneShape *
scene_add_ribbon (ScenePicture *picture,
                  SceneKey      key,
                  SceneRect     rect,
                  SceneSpan     far,
                  SceneRole     role)
{
  return scene_add (picture, &(SceneShape) {
    .key = key, .form = SCENE_RIBBON, .rect = rect, .far = far, .role = role, .font = SCENE_FONT_SMALL,
    .align = SCENE_MIDDLE, .opacity = 1
  });
}

SceneShape *
scene_add_picture (ScenePicture       *picture,
                   ScenePoint          at,
                   double              scale,
                   const ScenePicture *part)
{
  picture->has_failed |= part->has_failed;
  return scene_add (picture, &(SceneShape) {
    .form = SCENE_PICTURE, .opacity = 1, .picture = part,
    .rect = { at.x, at.y, part->size.width * scale, part->size.height * scale }
  });
}

void
scene_set_label (ScenePicture *picture,
                 const char   *label)
{
  if (picture->n_shapes)
    picture->shapes[picture->n_shapes - 1].label = scene_picture_text (picture, label);
}

void
scene_set_hint (ScenePicture *picture,
                const char   *hint)
{
  if (picture->n_shapes)
    picture->shapes[picture->n_shapes - 1].hint = scene_picture_text (picture, hint);
}

/* The index of keys */

static uint64_t
mix (uint64_t hash,
     uint64_t word)
{
  hash = (hash ^ word) * UINT64_C (0x9e3779b97f4a7c15);
  return hash ^ hash >> 29;
}

static uint64_t
hash_key (SceneKey key)
{
  return mix (mix (1, (uint64_t) key.kind << 32 | key.part), key.id);
}

static uint64_t
hash_shape (const SceneShape *shape)
{
  uint64_t words[4], hash;
  const char *letter;

  if (scene_shape_has_key (shape))
    return hash_key (shape->key);

  memcpy (words, &shape->rect, sizeof words);
  hash = mix (mix (mix (mix (shape->form << 8 | shape->role, words[0]), words[1]), words[2]), words[3]);
  if (shape->form == SCENE_RIBBON)
    {
      memcpy (words, &shape->far, sizeof shape->far);
      hash = mix (mix (hash, words[0]), words[1]);
    }
  for (letter = shape->label; letter && *letter; letter++)
    hash = hash * 31 + (uint8_t) *letter;
  return mix (hash, 2);
}

static bool
is_same_text (const char *a,
              const char *b)
{
  return a == b || (a && b && strcmp (a, b) == 0);
}

static bool
stands_for_same (const SceneShape *a,
                 const SceneShape *b)
{
  if (scene_shape_has_key (a) || scene_shape_has_key (b))
    return scene_key_equal (a->key, b->key);

  return a->form == b->form && a->role == b->role && memcmp (&a->rect, &b->rect, sizeof a->rect) == 0
         && (a->form != SCENE_RIBBON || memcmp (&a->far, &b->far, sizeof a->far) == 0)
         && is_same_text (a->label, b->label);
}

static bool
make_room_for_index (SceneIndex *index,
                     size_t      n_shapes)
{
  size_t n_slots = 64;

  while (n_slots < n_shapes * 2)
    n_slots *= 2;

  if (n_slots > index->n_slots)
    {
      free (index->slots);
      index->slots = malloc (n_slots * sizeof *index->slots);
      index->n_slots = index->slots ? n_slots : 0;
    }
  if (n_shapes > index->capacity)
    {
      free (index->next);
      free (index->last);
      index->next = malloc (n_slots * sizeof *index->next);
      index->last = malloc (n_slots * sizeof *index->last);
      index->capacity = index->next && index->last ? n_slots : 0;
    }
  return index->n_slots && index->capacity >= n_shapes;
}

static void
put_in_index (SceneIndex       *index,
              const SceneShape *shapes,
              uint32_t          at)
{
  size_t mask = index->n_slots - 1;
  size_t slot = hash_shape (&shapes[at]) & mask;
  uint32_t first;

  index->next[at] = 0;
  while ((first = index->slots[slot]) && !stands_for_same (&shapes[first - 1], &shapes[at]))
    slot = (slot + 1) & mask;

  if (!first)
    {
      index->slots[slot] = at + 1;
      index->last[at] = at;
      return;
    }
  index->next[index->last[first - 1]] = at + 1;
  index->last[first - 1] = at;
}

bool
scene_picture_index (const ScenePicture *picture)
{
  /* A cache: nothing that can be seen changes. */
  SceneIndex *index = (SceneIndex *) &picture->index;
  size_t i;

  if (index->is_valid)
    return true;
  if (!make_room_for_index (index, picture->n_shapes))
    return false;

  memset (index->slots, 0, index->n_slots * sizeof *index->slots);
  for (i = 0; i < picture->n_shapes; i++)
    put_in_index (index, picture->shapes, (uint32_t) i);
  index->is_valid = true;
  return true;
}

uint32_t
scene_picture_same (const ScenePicture *picture,
                    const SceneShape   *shape)
{
  const SceneIndex *index = &picture->index;
  size_t mask = index->n_slots - 1;
  size_t slot = hash_shape (shape) & mask;
  uint32_t found;

  while ((found = index->slots[slot]) && !stands_for_same (&picture->shapes[found - 1], shape))
    slot = (slot + 1) & mask;
  return found;
}

uint32_t
scene_picture_first (const ScenePicture *picture,
                     SceneKey            key)
{
  SceneShape shape = { .key = key };

  return scene_shape_has_key (&shape) ? scene_picture_same (picture, &shape) : 0;
}

const SceneShape *
scene_picture_find (const ScenePicture *picture,
                    SceneKey            key)
{
  uint32_t found;
  size_t i;

  if (!scene_picture_index (picture))
    {
      for (i = 0; i < picture->n_shapes; i++)
        if (scene_key_equal (picture->shapes[i].key, key))
          return &picture->shapes[i];
      return NULL;
    }

  found = scene_picture_first (picture, key);
  return found ? &picture->shapes[found - 1] : NULL;
}

/* Picking */

static double
distance_to_line (SceneRect  line,
                  ScenePoint point)
{
  double length = line.width * line.width + line.height * line.height;
  double along = length > 0
                 ? ((point.x - line.x) * line.width + (point.y - line.y) * line.height) / length
                 : 0;

  along = fmin (fmax (along, 0), 1);
  return hypot (line.x + along * line.width - point.x, line.y + along * line.height - point.y);
}

/* How far along its bend a ribbon is: level at both ends. The same curve as is painted, for a control at
 * the middle of its width: x(t) = w (1.5 t - 1.5 t² + t³), y(t) = 3 t² - 2 t³. */
static double
ribbon_rise (double along)
{
  double low = 0, high = 1, t = 0.5;
  int i;

  for (i = 0; i < 24; i++)
    {
      t = (low + high) / 2;
      if (1.5 * t - 1.5 * t * t + t * t * t < along)
        low = t;
      else
        high = t;
    }
  return t * t * (3 - 2 * t);
}

static bool
is_on_ribbon (const SceneShape *shape,
              ScenePoint        point)
{
  SceneRect rect = shape->rect;
  double along = rect.width > 0 ? (point.x - rect.x) / rect.width : -1, rise, top, height, reach;

  if (!(along >= 0 && along <= 1))
    return false;
  rise = ribbon_rise (along);
  top = rect.y + (shape->far.y - rect.y) * rise;
  height = rect.height + (shape->far.height - rect.height) * rise;
  reach = fmax (0, REACH - height / 2);
  return point.y >= top - reach && point.y <= top + height + reach;
}

SceneRect
scene_shape_bounds (const SceneShape *shape)
{
  double left = fmin (shape->rect.x, shape->rect.x + shape->rect.width);
  double top = fmin (shape->rect.y, shape->rect.y + shape->rect.height);
  double right = left + fabs (shape->rect.width), bottom = top + fabs (shape->rect.height);

  if (shape->form == SCENE_RIBBON)
    {
      top = fmin (top, shape->far.y);
      bottom = fmax (bottom, shape->far.y + shape->far.height);
    }
  return (SceneRect) { left, top, right - left, bottom - top };
}

static bool
is_at (const SceneShape *shape,
       ScenePoint        point)
{
  SceneRect rect = shape->rect;

  switch (shape->form)
    {
    case SCENE_LINE:
    case SCENE_ARROW:
      return distance_to_line (rect, point) <= REACH;
    case SCENE_RIBBON:
      return is_on_ribbon (shape, point);
    case SCENE_GRID:
      return false;
    default:
      return point.x >= rect.x && point.x < rect.x + rect.width
             && point.y >= rect.y && point.y < rect.y + rect.height;
    }
}

const SceneShape *
scene_picture_pick (const ScenePicture *picture,
                    ScenePoint          point)
{
  size_t i;

  for (i = picture->n_shapes; i > 0; i--)
    {
      const SceneShape *shape = &picture->shapes[i - 1];

      if (shape->key.kind && shape->opacity > 0 && is_at (shape, point))
        return shape;
    }
  return NULL;
}
