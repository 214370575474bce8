/* space-frames.c - page frames that are selected or were changed: where they are, and where the kernel sees them */
#include "views/space.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define LEAST_HEIGHT 3.0

typedef struct {
  SimPfn  first, end;
  uint8_t marks;
} Frames;

/* The span of some addresses in a column, high enough to be seen. */
static bool
span_of (const SpaceColumn *column,
         uint64_t           first,
         uint64_t           end,
         SceneSpan         *span)
{
  double bottom, top, spare;

  if (!space_y_of (column, first, &bottom) || !space_y_of (column, end, &top))
    return false;
  spare = fmax (0, LEAST_HEIGHT - (bottom - top));
  *span = (SceneSpan) { top - spare / 2, bottom - top + spare };
  return true;
}

static SceneRole
role_of (const SpaceDrawing *drawing,
         SimPfn              pfn)
{
  SimZoneId zone = sim_zone_of (drawing->machine, pfn);

  return scene_role (zone == SIM_NO_ZONE ? SCENE_HUE_NEUTRAL : view_zone_hue (sim_zone_type (drawing->machine, zone)),
                     SCENE_FILL_ALLOCATED);
}

static void
add_mark (SpaceDrawing      *drawing,
          const SpaceColumn *column,
          SceneKey           key,
          SceneSpan          span,
          const Frames      *frames,
          const char        *hint)
{
  SceneShape *shape = scene_add_box (drawing->out, key, space_strip (drawing, column, span.y, span.height), role_of (drawing, frames->first), NULL);

  shape->marks = frames->marks | SCENE_MARK_SQUARE;
  scene_set_hint (drawing->out, hint);
}

/* What changed on both sides of the end of the direct map is two marks, whose rings must not touch. */
static void
keep_apart (SpaceDrawing *drawing,
            const Frames *frames,
            SceneSpan    *span)
{
  double most = drawing->last_top - drawing->ring - span->y;

  if (!(frames->marks & SCENE_MARK_CHANGED))
    return;
  if (most < span->height)
    {
      span->height = fmax (LEAST_HEIGHT, most);
      span->y = drawing->last_top - drawing->ring - span->height;
    }
  drawing->last_top = span->y;
}

/* In the physical column always; in the virtual one where the kernel has a logical address, with a ribbon to it. */
static void
draw_frames (SpaceDrawing *drawing,
             const Frames *frames)
{
  const SimMachine *machine = drawing->machine;
  uint64_t physical = (uint64_t) frames->first << SIM_PAGE_SHIFT, end = (uint64_t) frames->end << SIM_PAGE_SHIFT;
  uint64_t offset = sim_address_space (machine)->page_offset;
  char pfn[VIEW_NUMBER_SIZE], size[VIEW_NUMBER_SIZE];
  bool is_logical = sim_pfn_has_logical_address (machine, frames->first);
  g_autofree char *address = space_dup_address (drawing, physical + offset), *at = space_dup_physical (drawing, physical), *hint = NULL;
  SceneSpan near, far;

  view_format_pfn (pfn, frames->first);
  view_format_size (size, frames->end - frames->first);
  if (is_logical)
    /* Translators: a page frame number, a size, a physical and a virtual address. */
    hint = g_strdup_printf (_("Page frame %s, %s: physical address %s, logical address %s"), pfn, size, at, address);
  else
    hint = g_strdup_printf (_("Page frame %s, %s: physical address %s; highmem has no logical address until it is mapped"), pfn, size, at);

  if (!span_of (&drawing->physical, physical, end, &far))
    return;
  keep_apart (drawing, frames, &far);
  if (is_logical && span_of (&drawing->virtual, physical + offset, end + offset, &near))
    {
      double left = drawing->virtual.rect.x + drawing->virtual.rect.width;
      SceneShape *ribbon = scene_add_ribbon (drawing->out, scene_key (0, VIEW_PART_EDGE, 1ull << 62 | frames->first),
                                             (SceneRect) { left, near.y, drawing->physical.rect.x - left, near.height }, far,
                                             role_of (drawing, frames->first));

      ribbon->marks = frames->marks;
      add_mark (drawing, &drawing->virtual, scene_key (SIM_REF_ADDRESS, VIEW_PART_MAP, physical + offset), near, frames, hint);
    }
  add_mark (drawing, &drawing->physical, scene_key (SIM_REF_FRAME, VIEW_PART_MAP, frames->first), far, frames, hint);
}

/* Would their rings touch, in one of the columns? */
static bool
is_close (const SpaceDrawing *drawing,
          const Frames       *below,
          const Frames       *above)
{
  const SimMachine *machine = drawing->machine;
  uint64_t offset = sim_address_space (machine)->page_offset, first = (uint64_t) below->first << SIM_PAGE_SHIFT;
  uint64_t end = (uint64_t) below->end << SIM_PAGE_SHIFT, first_above = (uint64_t) above->first << SIM_PAGE_SHIFT;
  uint64_t end_above = (uint64_t) above->end << SIM_PAGE_SHIFT;
  double least = drawing->ring;
  SceneSpan low, high;

  if (sim_pfn_has_logical_address (machine, below->first) != sim_pfn_has_logical_address (machine, above->first))
    return false;
  if (span_of (&drawing->physical, first, end, &low) && span_of (&drawing->physical, first_above, end_above, &high)
      && low.y - high.y - high.height < least)
    return true;
  return sim_pfn_has_logical_address (machine, below->first) && span_of (&drawing->virtual, first + offset, end + offset, &low)
         && span_of (&drawing->virtual, first_above + offset, end_above + offset, &high) && low.y - high.y - high.height < least;
}

/* What lies too close to be told apart is one mark. */
static void
draw_changes (SpaceDrawing *drawing)
{
  const ViewChanges *changes = &drawing->changes;
  Frames frames = { .end = 0 };

  drawing->last_top = INFINITY;
  for (size_t i = 0; i < changes->n_ranges; i++)
    {
      Frames next = { changes->ranges[i].first, changes->ranges[i].end, SCENE_MARK_CHANGED };

      if (frames.end > 0 && is_close (drawing, &frames, &next))
        {
          frames.end = next.end;
          continue;
        }
      if (frames.end > 0)
        draw_frames (drawing, &frames);
      frames = next;
    }
  if (frames.end > 0)
    draw_frames (drawing, &frames);
  drawing->legend.changed = frames.end > 0;
}

void
space_draw_frames (SpaceDrawing *drawing)
{
  const ViewSubject *subject = drawing->subject;

  draw_changes (drawing);
  for (size_t i = 0; i < subject->n_selection; i++)
    {
      Frames frames = { .marks = SCENE_MARK_SELECTED };

      if (subject->selection[i].kind == SIM_REF_ZONE
          || !view_ref_frames (drawing->machine, subject->selection[i], &frames.first, &frames.end))
        continue;
      draw_frames (drawing, &frames);
      drawing->legend.selected = true;
    }
}
