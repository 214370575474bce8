/* map-rings.c - red rings round what changed and is too small to have one of its own; see map.h */
#include "views/map.h"

#include <glib.h>

#include "views/ink.h"
#include "views/parts.h"

#define LEAST_RING 4.0          /* of what has a red ring */

/* A red ring lies inside the place of what changed, so that it touches no other. */
double
map_ring_room (const MapDrawing *drawing)
{
  return drawing->measure->ring + 0.5;
}

/* Nothing at all, if it has no inside. */
static SceneRect
rect_inside (SceneRect rect,
             double    by)
{
  double x = MIN (by, rect.width / 2), y = MIN (by, rect.height / 2);

  return (SceneRect) { rect.x + x, rect.y + y, rect.width - 2 * x, rect.height - 2 * y };
}

bool
map_ring_rect (const MapDrawing *drawing,
               SimPfn            first,
               SimPfn            end,
               SceneRect        *rect)
{
  bool is_alone = drawing->n_groups <= 1 && drawing->changes.n_ranges <= 1;
  SceneRect plot = drawing->frame.plot;

  if (!map_hull (&drawing->frame, first, end, rect))
    return false;
  *rect = map_at_least (rect_inside (*rect, map_ring_room (drawing)), is_alone ? MAP_LEAST_LONE_RING : LEAST_RING);
  /* Not over the numbers beside the map. */
  rect->x = MAX (rect->x, plot.x + drawing->measure->ring);
  rect->y = MAX (rect->y, plot.y + drawing->measure->ring);
  return true;
}

/* Would a ring meet one that stands already? */
static bool
meets_ring (const MapDrawing *drawing,
            SceneRect         rect)
{
  double apart = 2 * drawing->measure->ring;
  size_t n = scene_picture_n_shapes (drawing->out), i;

  for (i = 0; i < n; i++)
    {
      const SceneShape *shape = scene_picture_shape (drawing->out, i);

      if ((shape->marks & SCENE_MARK_CHANGED)
          && rect.x < shape->rect.x + shape->rect.width + apart && shape->rect.x < rect.x + rect.width + apart
          && rect.y < shape->rect.y + shape->rect.height + apart && shape->rect.y < rect.y + rect.height + apart)
        return true;
    }
  return false;
}

/* False: it is too small for a ring that lies inside it. */
bool
map_has_room_for_ring (const MapDrawing *drawing,
                       SimPfn            first,
                       SimPfn            end)
{
  SceneRect rect;

  if (!map_hull (&drawing->frame, first, end, &rect))
    return false;
  rect = rect_inside (rect, map_ring_room (drawing));
  return rect.width >= LEAST_RING && rect.height >= LEAST_RING;
}

/* One that is larger than what it is round says nothing that a ring beside it does not say. */
void
map_add_ring (MapDrawing *drawing,
              SimPfn      first,
              SimPfn      end,
              uint8_t     mark)
{
  SceneRect rect;

  if (!map_ring_rect (drawing, first, end, &rect))
    return;
  if (mark == SCENE_MARK_CHANGED && meets_ring (drawing, rect))
    return;
  *(mark == SCENE_MARK_CHANGED ? &drawing->legend.changed : &drawing->legend.selected) = true;
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_RING + ((uint32_t) mark << 8), first), rect, VIEW_PLAIN,
                 NULL)->marks = mark | SCENE_MARK_SQUARE;
}
