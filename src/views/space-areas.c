/* space-areas.c - the areas of vmalloc () and ioremap (): a column of their own between the two, and what each page is mapped to
 *
 * Areas stand in the order of their addresses, the lowest at the bottom, all equally high. To scale, or where there is no room for
 * the column, they are marked in the virtual one.
 */
#include "views/space.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>

#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"
#include "views/text.h"

#define MOST_RIBBONS 32         /* of one area; beyond, they could not be told apart */
#define GUARD_HEIGHT 4.0
#define LEAST_SIDE 36.0         /* for ribbons, at each side of the column */
#define LEAST_MARK 3.0

typedef struct {
  SimArea   area;
  SceneRect rect;               /* where its pages are; height 0: not shown */
} Row;

static SceneHue
hue_of (const SimArea *area)
{
  return area->kind == SIM_AREA_IOREMAP ? SCENE_HUE_DEVICE : SCENE_HUE_VMALLOC;
}

/* Areas in use and those that wait for the purge, ascending. Owned. */
static GArray *
read_areas (const SimMachine *machine)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (Row));
  SimAreaId used = sim_area_first (machine, SIM_AREA_VMALLOC), lazy = sim_area_first (machine, SIM_AREA_LAZY);

  while (used != SIM_NO_AREA || lazy != SIM_NO_AREA)
    {
      bool is_lazy = used == SIM_NO_AREA || (lazy != SIM_NO_AREA && sim_area (machine, lazy).first < sim_area (machine, used).first);
      Row row = { .area = sim_area (machine, is_lazy ? lazy : used) };

      if (is_lazy)
        lazy = sim_area_next (machine, lazy);
      else
        used = sim_area_next (machine, used);
      g_array_append_val (rows, row);
    }
  return rows;
}

/* --- what changed -------------------------------------------------------------------------- */

static bool
is_changed (const SpaceDrawing *drawing,
            uint64_t            first,
            uint64_t            end)
{
  const ViewSubject *subject = drawing->subject;

  for (size_t i = 0; i < subject->n_events; i++)
    {
      const SimEvent *event = &subject->events[i];
      uint64_t at;

      switch (event->kind)
        {
        case SIM_EVENT_AREA_PLACED:
        case SIM_EVENT_AREA_LEFT:
        case SIM_EVENT_AREA_UNMAPPED:
        case SIM_EVENT_PAGE_MAPPED:
          at = event->arg[0];
          break;
        default:
          continue;
        }
      if (at >= first && at < end)
        return true;
    }
  return false;
}

static bool
is_selected (const SpaceDrawing *drawing,
             const SimArea      *area)
{
  for (size_t i = 0; i < drawing->subject->n_selection; i++)
    {
      SimRef ref = drawing->subject->selection[i];

      if (ref.kind == SIM_REF_ADDRESS && ref.id >= area->first && ref.id < area->end)
        return true;
    }
  return false;
}

/* --- room ---------------------------------------------------------------------------------- */

void
space_share_areas (SpaceDrawing *drawing)
{
  double left = drawing->virtual.rect.x + drawing->virtual.rect.width, middle = drawing->physical.rect.x - left;
  double least = drawing->measure->advance (drawing->measure, SCENE_FONT_SMALL, "vmalloc · 1020 KiB") + 16, split = drawing->virtual.rect.y;
  double width = fmin (240, fmax (least, 0.36 * middle));

  for (unsigned i = 0; i < drawing->virtual.n_segments; i++)
    if (drawing->virtual.segments[i].is_direct)
      split = drawing->virtual.segments[i].top;
  drawing->areas = (SceneRect) { 0 };
  if (drawing->is_to_scale || width + 2 * LEAST_SIDE > middle || split - drawing->virtual.rect.y < 8 * drawing->line)
    return;
  drawing->areas = (SceneRect) { floor (left + (middle - width) / 2), drawing->virtual.rect.y, floor (width),
                                 split - drawing->virtual.rect.y - 2 * drawing->line };
}

static double
row_height (const SpaceDrawing *drawing,
            unsigned            n)
{
  double two = 2 * drawing->line + 6, one = drawing->line + 4, pitch = drawing->areas.height - 2 * drawing->line;

  return n * (two + GUARD_HEIGHT + drawing->ring) <= pitch ? two : one;
}

/* The rows that are shown: as many as there is room for, around what changed last, or the highest ones. */
static void
place_rows (SpaceDrawing *drawing,
            GArray       *rows)
{
  double height = row_height (drawing, rows->len), pitch = height + GUARD_HEIGHT + drawing->ring;
  unsigned room = (unsigned) fmax (1, floor ((drawing->areas.height - 2 * drawing->line) / pitch)), focus = rows->len - 1, first;
  double bottom = drawing->areas.y + drawing->areas.height - drawing->line;

  for (unsigned i = 0; i < rows->len; i++)
    {
      const SimArea *area = &g_array_index (rows, Row, i).area;

      if (is_changed (drawing, area->first, area->end) || is_selected (drawing, area))
        focus = i;
    }
  first = rows->len <= room || focus < room / 2 ? 0 : MIN (focus - room / 2, rows->len - room);
  drawing->n_below = first;
  drawing->n_above = rows->len - MIN (rows->len, first + room);
  for (unsigned i = first; i < MIN (rows->len, first + room); i++)
    {
      g_array_index (rows, Row, i).rect = (SceneRect) { drawing->areas.x + 10, bottom - height, drawing->areas.width - 20, height };
      bottom -= pitch;
    }
}

/* In the virtual column, as high as it is there. */
static void
place_marks (SpaceDrawing *drawing,
             GArray       *rows)
{
  for (unsigned i = 0; i < rows->len; i++)
    {
      Row *row = &g_array_index (rows, Row, i);
      double bottom, top;

      if (!space_y_of (&drawing->virtual, row->area.first, &bottom) || !space_y_of (&drawing->virtual, row->area.end, &top))
        continue;
      row->rect = space_strip (drawing, &drawing->virtual, fmin (top, bottom - LEAST_MARK), fmax (LEAST_MARK, bottom - top));
    }
}

/* --- drawing ------------------------------------------------------------------------------- */

static char *
dup_hint (const SpaceDrawing *drawing,
          const SimArea      *area)
{
  uint64_t guard = area->kind == SIM_AREA_LAZY ? 0 : SIM_PAGE_SIZE;
  g_autofree char *first = space_dup_address (drawing, area->first), *last = space_dup_address (drawing, area->end - guard - 1);
  g_autofree char *size = space_dup_size (area->first, area->end - guard), *at = space_dup_physical (drawing, area->physical);

  if (area->kind == SIM_AREA_LAZY)
    return g_strdup_printf (_("Freed, but not to be given again before the purge: %s to %s, %s"), first, last, size);
  if (area->kind == SIM_AREA_IOREMAP)
    /* Translators: addresses, a size, a physical address, how caches treat it. */
    return g_strdup_printf (_("ioremap: %s to %s, %s, of physical address %s, %s"), first, last, size, at,
                            sim_cache_mode_name (area->cache_mode));
  return g_strdup_printf (_("%s: %s to %s, %s, and a guard page behind it"), sim_area_kind_name (area->kind), first, last, size);
}

static void
draw_row (SpaceDrawing *drawing,
          const Row    *row)
{
  const SimArea *area = &row->area;
  const SceneMeasure *measure = drawing->measure;
  bool is_lazy = area->kind == SIM_AREA_LAZY, has_words = drawing->areas.height > 0;
  g_autofree char *hint = dup_hint (drawing, area), *address = space_dup_address (drawing, area->first);
  g_autofree char *size = space_dup_size (area->first, area->end - (is_lazy ? 0 : SIM_PAGE_SIZE));
  g_autofree char *name = g_strdup_printf ("%s · %s", is_lazy ? _("waits for the purge") : sim_area_kind_name (area->kind), size);
  SceneRect line = { row->rect.x + 4, row->rect.y + 2, row->rect.width - 8, drawing->line };
  SceneShape *shape = scene_add_box (drawing->out, scene_key (SIM_REF_ADDRESS, VIEW_PART_LIST, area->first), row->rect,
                                     scene_role (hue_of (area), is_lazy ? SCENE_FILL_ISOLATED : SCENE_FILL_FREE), NULL);

  shape->marks |= SCENE_MARK_SQUARE;
  if (is_changed (drawing, area->first, area->end))
    {
      shape->marks |= SCENE_MARK_CHANGED;
      drawing->legend.changed = true;
    }
  if (is_selected (drawing, area))
    {
      shape->marks |= SCENE_MARK_SELECTED;
      drawing->legend.selected = true;
    }
  scene_set_hint (drawing->out, hint);
  if (!has_words)
    return;
  if (!is_lazy && !(shape->marks & SCENE_MARK_CHANGED))
    scene_add_box (drawing->out, scene_key (0, VIEW_PART_PLACE, area->first),
                   (SceneRect) { row->rect.x, row->rect.y - GUARD_HEIGHT - 1, row->rect.width, GUARD_HEIGHT }, VIEW_GHOST, NULL)->marks
      |= SCENE_MARK_SQUARE;
  view_add_text (drawing->out, measure, scene_key (0, VIEW_PART_LABEL, 1ull << 61 | area->first >> 3), line, SCENE_FONT_SMALL, SCENE_MIDDLE,
                 VIEW_STRONG, name);
  line.y += drawing->line;
  if (line.y + line.height <= row->rect.y + row->rect.height)
    view_add_text (drawing->out, measure, scene_key (0, VIEW_PART_COUNT, 1ull << 61 | area->first >> 3), line, SCENE_FONT_MONO_SMALL,
                   SCENE_MIDDLE, VIEW_PLAIN, address);
}

static void
draw_ribbon (SpaceDrawing *drawing,
             const Row    *row,
             uint32_t      first,
             uint32_t      end,
             uint32_t      frame)
{
  double left = row->rect.x + row->rect.width, n = row->area.n_pages, bottom, top;
  double y = row->rect.y + row->rect.height * (1 - end / n), height = row->rect.height * ((end - first) / n);
  uint64_t address = row->area.first + ((uint64_t) first << SIM_PAGE_SHIFT);
  SceneShape *ribbon;

  if (!space_y_of (&drawing->physical, (uint64_t) frame << SIM_PAGE_SHIFT, &bottom)
      || !space_y_of (&drawing->physical, (uint64_t) (frame + end - first) << SIM_PAGE_SHIFT, &top))
    return;
  ribbon = scene_add_ribbon (drawing->out, scene_key (SIM_REF_ADDRESS, VIEW_PART_EDGE, address),
                             (SceneRect) { left, y, drawing->physical.rect.x - left, height }, (SceneSpan) { top, bottom - top },
                             scene_role (hue_of (&row->area), SCENE_FILL_FREE));
  if (is_changed (drawing, address, row->area.first + ((uint64_t) end << SIM_PAGE_SHIFT)))
    ribbon->marks |= SCENE_MARK_CHANGED;
}

/* Pages whose frames follow each other are one ribbon. */
static void
draw_ribbons (SpaceDrawing *drawing,
              const Row    *row)
{
  const SimArea *area = &row->area;
  uint32_t first = 0, n_ribbons = 0;

  while (first < area->n_pages && n_ribbons < MOST_RIBBONS)
    {
      SimPte pte = sim_vmap_pte (drawing->machine, area->first + ((uint64_t) first << SIM_PAGE_SHIFT));
      uint32_t end = first + 1;

      if (pte.is_present)
        {
          for (; end < area->n_pages; end++)
            {
              SimPte next = sim_vmap_pte (drawing->machine, area->first + ((uint64_t) end << SIM_PAGE_SHIFT));

              if (!next.is_present || next.pfn != pte.pfn + (end - first))
                break;
            }
          draw_ribbon (drawing, row, first, end, pte.pfn);
          n_ribbons++;
        }
      first = end;
    }
}

/* The column's ground, joined with the range that it enlarges. */
static void
draw_ground (SpaceDrawing *drawing,
             unsigned      n)
{
  const SceneMeasure *measure = drawing->measure;
  double left = drawing->virtual.rect.x + drawing->virtual.rect.width, line = measure->line_height[SCENE_FONT_BOLD];
  SceneRect areas = drawing->areas, at;
  /* Translators: %u areas that are not shown. */
  g_autofree char *above = g_strdup_printf (ngettext ("%u more above", "%u more above", drawing->n_above), drawing->n_above);
  g_autofree char *below = g_strdup_printf (ngettext ("%u more below", "%u more below", drawing->n_below), drawing->n_below);

  for (unsigned i = 0; i < drawing->virtual.n_segments; i++)
    {
      const SpaceSegment *segment = &drawing->virtual.segments[i];

      if (segment->kind == SPACE_RANGE && segment->range == SIM_RANGE_OF_VMALLOC)
        scene_add_ribbon (drawing->out, scene_key (0, VIEW_PART_EDGE, 1ull << 60), (SceneRect) { left, segment->top, areas.x - left, segment->height },
                          (SceneSpan) { areas.y, areas.height }, VIEW_PANEL);
    }
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_PLACE, 1ull << 60), areas, VIEW_PANEL, NULL)->marks |= SCENE_MARK_SQUARE;
  at = (SceneRect) { areas.x, drawing->page.area.y, areas.width, line };
  view_add_text (drawing->out, measure, scene_key (0, VIEW_PART_HEADING, 2), at, SCENE_FONT_BOLD, SCENE_MIDDLE, VIEW_STRONG, _("vmalloc, enlarged"));
  at = (SceneRect) { areas.x + 6, areas.y, areas.width - 12, drawing->line };
  if (drawing->n_above > 0)
    view_add_text (drawing->out, measure, scene_key (0, VIEW_PART_MORE, 1), at, SCENE_FONT_SMALL, SCENE_MIDDLE, VIEW_FAINT, above);
  at.y = areas.y + areas.height - drawing->line;
  if (drawing->n_below > 0)
    view_add_text (drawing->out, measure, scene_key (0, VIEW_PART_MORE, 2), at, SCENE_FONT_SMALL, SCENE_MIDDLE, VIEW_FAINT, below);
  at.y = areas.y + (areas.height - drawing->line) / 2;
  if (n == 0)
    view_add_text (drawing->out, measure, scene_key (0, VIEW_PART_MORE, 3), at, SCENE_FONT_SMALL, SCENE_MIDDLE, VIEW_FAINT, _("no area yet"));
}

void
space_draw_areas (SpaceDrawing *drawing)
{
  g_autoptr (GArray) rows = read_areas (drawing->machine);
  bool has_column = drawing->areas.height > 0;

  if (has_column && rows->len > 0)
    place_rows (drawing, rows);
  else
    place_marks (drawing, rows);
  if (has_column)
    draw_ground (drawing, rows->len);
  for (unsigned i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);

      if (row->rect.height > 0 && row->area.kind != SIM_AREA_LAZY)
        draw_ribbons (drawing, row);
    }
  for (unsigned i = 0; i < rows->len; i++)
    if (g_array_index (rows, Row, i).rect.height > 0)
      draw_row (drawing, &g_array_index (rows, Row, i));
}
