#include "views/map.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <string.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define MAX_BLOCKS 2200         /* shapes for what there is */
#define MAX_CHANGED 300         /* and for what changed */
#define MAX_FRAMES 500          /* page frames that are seen one by one */
#define LEAST_SIDE 7.0          /* of a block that is a shape */
#define LEAST_RING 9.0
#define LEAST_LABELLED 26.0
#define LEAST_LOOKED_AT 14.0

static bool
is_block (SimBlock block)
{
  switch (block.state)
    {
    case SIM_FRAME_HOLE:
    case SIM_FRAME_RESERVED:
    case SIM_FRAME_KERNEL:
      return false;
    default:
      return true;
    }
}

/* How high or wide a block of an order is, whichever is less. */
static double
side_of (const SceneGrid *grid,
         SimOrder         order)
{
  uint32_t row = grid->columns * scene_grid_side (grid);

  if (grid->order == SCENE_MORTON)
    return grid->cell * (1u << order / 2);
  return grid->cell * MAX (1, sim_frames_in (order) / row);
}

/* The smallest order whose blocks are shapes: so that there are not too many, and each can be seen. Only
 * the camera decides: what happens to blocks does not. */
static SimOrder
least_order (const MapFrame *frame)
{
  const SceneGrid *grid = &frame->grid;
  double n_seen = grid->clip.width * grid->clip.height / (grid->cell * grid->cell);
  SimOrder order;

  n_seen = MIN (n_seen, grid->n_cells);
  for (order = 0; order <= SIM_LARGEST_ORDER; order++)
    if (n_seen / sim_frames_in (order) <= MAX_BLOCKS && side_of (grid, order) >= LEAST_SIDE)
      return order;
  return SIM_N_ORDERS;
}

static SceneRect
inset (SceneRect rect,
       double    by)
{
  by = MIN (by, MIN (rect.width, rect.height) / 5);
  return (SceneRect) { rect.x + by, rect.y + by, rect.width - 2 * by, rect.height - 2 * by };
}

static SceneRect
at_least (SceneRect rect,
          double    side)
{
  double more_x = MAX (0, side - rect.width) / 2, more_y = MAX (0, side - rect.height) / 2;

  return (SceneRect) { rect.x - more_x, rect.y - more_y, rect.width + 2 * more_x, rect.height + 2 * more_y };
}

static const char *
block_label (const MapDrawing *drawing,
             char              buffer[VIEW_NUMBER_SIZE],
             SimBlock          block,
             SceneRect         rect)
{
  const SceneMeasure *measure = drawing->measure;

  /* Where all are of the largest order, saying so on each is noise. */
  if (rect.width < (block.order == SIM_LARGEST_ORDER ? 2.5 : 1) * LEAST_LABELLED
      || rect.height < measure->line_height[SCENE_FONT_SMALL])
    return NULL;

  /* Translators: the order of a block; at most some eight letters. */
  g_snprintf (buffer, VIEW_NUMBER_SIZE, _("order %u"), block.order);
  if (measure->advance (measure, SCENE_FONT_SMALL, buffer) + 12 > rect.width)
    g_snprintf (buffer, VIEW_NUMBER_SIZE, "%u", block.order);
  return buffer;
}

static void
add_block (MapDrawing *drawing,
           SimBlock    block,
           bool        is_labelled)
{
  char label[VIEW_NUMBER_SIZE];
  g_autofree char *hint = NULL;
  SceneShape *shape;
  bool is_changed = view_changes_touch (&drawing->changes, block.first, block.end);
  bool is_selected = drawing->subject->n_selection && view_is_selected (drawing->subject, block);
  SceneRect rect;
  double side;

  if ((is_changed || is_selected) != drawing->draws_marked
      || !map_block_rect (&drawing->frame, block.first, block.order, &rect))
    return;

  side = MIN (rect.width, rect.height);
  rect = inset (rect, side >= 24 ? 1 : 0.5);
  shape = scene_add_box (drawing->out,
                         scene_key (SIM_REF_BLOCK, VIEW_PART_MAP, sim_block_id (block.first, block.order)), rect,
                         view_state_role (drawing->machine, block.zone, block.state),
                         is_labelled ? block_label (drawing, label, block, rect) : NULL);
  shape->font = SCENE_FONT_SMALL;
  shape->align = SCENE_MIDDLE;
  if (side < 16)
    shape->marks |= SCENE_MARK_SQUARE;
  if (block.order < SIM_LARGEST_ORDER)
    shape->parent = scene_key (SIM_REF_BLOCK, VIEW_PART_MAP,
                               sim_block_id (block.first & ~(sim_frames_in (block.order + 1) - 1), block.order + 1));
  if (is_changed)
    {
      shape->marks |= SCENE_MARK_CHANGED;
      drawing->legend.changed = true;
    }
  if (is_selected)
    {
      shape->marks |= SCENE_MARK_SELECTED;
      drawing->legend.selected = true;
    }
  hint = view_dup_block_hint (drawing->machine, block);
  scene_set_hint (drawing->out, hint);
}

/* Frames of one role, which are no block: reserved, the kernel's image. */
static bool
is_uniform (const MapDrawing *drawing,
            SimPfn            first,
            SimOrder          order)
{
  const SceneRole *roles = drawing->frame.grid.cells + first;
  SimPfn n = sim_frames_in (order);

  return drawing->subject->cells && first + n <= drawing->frame.grid.n_cells
         && !is_block (sim_block_at (drawing->machine, first)) && memcmp (roles, roles + 1, n - 1) == 0;
}

/* Is every frame of it in a shape? */
static bool
is_covered (const MapDrawing *drawing,
            SimPfn            first,
            SimOrder          order,
            SimOrder          least)
{
  SimBlock block;

  if (first + sim_frames_in (order) > drawing->frame.grid.n_cells)
    return false;

  block = sim_block_at (drawing->machine, first);
  if (is_block (block) && block.end - block.first >= sim_frames_in (order))
    return true;
  if (order <= least)
    return is_uniform (drawing, first, order);
  return is_covered (drawing, first, order - 1, least)
         && is_covered (drawing, first + sim_frames_in (order - 1), order - 1, least);
}

static SceneHue
zone_hue_at (const MapDrawing *drawing,
             SimPfn            pfn)
{
  SimZoneId zone = sim_zone_of (drawing->machine, pfn);

  return zone == SIM_NO_ZONE ? SCENE_HUE_NEUTRAL : view_zone_hue (sim_zone (drawing->machine, zone).type);
}

/* One ground under shapes that leave no cell uncovered, so that no cells shine through between them. */
static void
draw_ground (MapDrawing *drawing,
             SimPfn      first,
             SimOrder    order,
             SimOrder    least)
{
  SceneRect rect;

  if (first >= drawing->frame.grid.n_cells || !map_block_rect (&drawing->frame, first, order, &rect))
    return;

  if (is_covered (drawing, first, order, least))
    scene_add_box (drawing->out, scene_key (0, VIEW_PART_MAP, (uint64_t) 1 << 48 | sim_block_id (first, order)), rect,
                   scene_role (zone_hue_at (drawing, first), SCENE_FILL_PANEL), NULL)->marks = SCENE_MARK_SQUARE;
  else if (order > least)
    {
      draw_ground (drawing, first, order - 1, least);
      draw_ground (drawing, first + sim_frames_in (order - 1), order - 1, least);
    }
}

/* Large parts of one role are one shape, with one hatch across all of it. Cells are picked through it. */
static void
draw_uniform (MapDrawing *drawing,
              SimPfn      first,
              SimOrder    order,
              SimOrder    least)
{
  SceneRect rect;

  if (first >= drawing->frame.grid.n_cells || !map_block_rect (&drawing->frame, first, order, &rect))
    return;

  if (is_uniform (drawing, first, order))
    scene_add_box (drawing->out, scene_key (0, VIEW_PART_MAP, (uint64_t) 2 << 48 | sim_block_id (first, order)), rect,
                   drawing->frame.grid.cells[first], NULL)->marks = SCENE_MARK_SQUARE;
  else if (order > least)
    {
      draw_uniform (drawing, first, order - 1, least);
      draw_uniform (drawing, first + sim_frames_in (order - 1), order - 1, least);
    }
}

/* All blocks of at least an order in one block of the grid. */
static void
draw_grid_block (MapDrawing *drawing,
                 SimPfn      first,
                 SimOrder    least,
                 bool        is_labelled)
{
  const SceneGrid *grid = &drawing->frame.grid;
  SimPfn end = MIN (first + (1u << grid->block_order), grid->n_cells), pfn, next;

  if (grid->block_order > least && !drawing->draws_marked)
    {
      draw_ground (drawing, first, (SimOrder) grid->block_order, MAX (least, 1));
      draw_uniform (drawing, first, (SimOrder) grid->block_order, MAX (least, 1));
    }

  for (pfn = first; pfn < end; pfn = next)
    {
      SimBlock block = sim_block_at (drawing->machine, pfn);

      next = pfn + sim_frames_in (least);
      if (!is_block (block) || block.order < least)
        continue;
      next = MAX (next, block.end);
      if (block.first == pfn)
        add_block (drawing, block, is_labelled);
    }
}

static void
draw_large_blocks (MapDrawing *drawing,
                   SimOrder    least,
                   bool        is_labelled)
{
  const SceneGrid *grid = &drawing->frame.grid;
  uint32_t first_row, end_row, first_column, end_column, row, column;

  scene_grid_visible_blocks (grid, grid->clip, &first_row, &end_row, &first_column, &end_column);
  if (grid->order == SCENE_ROW_MAJOR)
    {
      first_column = 0;
      end_column = grid->columns;
    }
  for (row = first_row; row < end_row; row++)
    for (column = first_column; column < end_column; column++)
      {
        uint64_t first = ((uint64_t) row * grid->columns + column) << grid->block_order;

        if (first < grid->n_cells)
          draw_grid_block (drawing, (SimPfn) first, least, is_labelled);
      }
}

/* What changed, however small */

/* The hull of frames; false: nothing of it is seen. */
static bool
find_hull (const MapDrawing *drawing,
           SimPfn            first,
           SimPfn            end,
           SceneRect        *rect)
{
  SceneRect last;
  SimOrder order = 0;

  while (order < SIM_LARGEST_ORDER && (first >> order << order) + sim_frames_in (order) < end)
    order++;
  if (!map_block_rect (&drawing->frame, first >> order << order, order, rect))
    return false;
  if (order == SIM_LARGEST_ORDER && map_block_rect (&drawing->frame, (end - 1) >> order << order, order, &last))
    {
      double right = MAX (rect->x + rect->width, last.x + last.width);
      double bottom = MAX (rect->y + rect->height, last.y + last.height);

      rect->x = MIN (rect->x, last.x);
      rect->y = MIN (rect->y, last.y);
      rect->width = right - rect->x;
      rect->height = bottom - rect->y;
    }
  return true;
}

static void
add_ring (MapDrawing *drawing,
          SimPfn      first,
          SimPfn      end,
          uint8_t     mark)
{
  SceneRect rect;

  if (!find_hull (drawing, first, end, &rect))
    return;
  *(mark == SCENE_MARK_CHANGED ? &drawing->legend.changed : &drawing->legend.selected) = true;
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_RING + ((uint32_t) mark << 8), first),
                 at_least (rect, LEAST_RING),
                 VIEW_PLAIN, NULL)->marks = mark | SCENE_MARK_SQUARE;
}

/* Blocks below the order that is drawn anyway: as shapes where they can be seen, else a ring round them. */
static void
draw_changed (MapDrawing *drawing,
              SimOrder    least,
              bool        is_labelled)
{
  double cell = drawing->frame.grid.cell;
  unsigned n_drawn = 0;
  size_t i;

  for (i = 0; i < drawing->changes.n_ranges && n_drawn < MAX_CHANGED; i++)
    {
      SimPfn first = drawing->changes.ranges[i].first, end = drawing->changes.ranges[i].end, pfn = first;
      bool has_shape = false;
      SceneRect rect;

      end = MIN (end, drawing->frame.grid.n_cells);
      while (pfn < end && n_drawn < MAX_CHANGED)
        {
          SimBlock block = sim_block_at (drawing->machine, pfn);

          pfn = block.end;
          if (!is_block (block))
            continue;
          if (block.order >= least)
            has_shape = true;
          else if (cell * (1u << block.order / 2) >= 3
                   && map_block_rect (&drawing->frame, block.first, block.order, &rect))
            {
              add_block (drawing, block, is_labelled);
              has_shape = true;
              n_drawn++;
            }
        }
      if (!has_shape && first < end)
        {
          add_ring (drawing, first, end, SCENE_MARK_CHANGED);
          n_drawn++;
        }
    }
}

static void
draw_selected (MapDrawing *drawing,
               SimOrder    least)
{
  const ViewSubject *subject = drawing->subject;
  double cell = drawing->frame.grid.cell;
  size_t i;

  for (i = 0; i < subject->n_selection && i < 64; i++)
    {
      SimRef ref = subject->selection[i];
      SimPfn first, end;
      SimBlock block;

      if (ref.kind == SIM_REF_ZONE || !view_ref_frames (drawing->machine, ref, &first, &end))
        continue;
      block = sim_block_at (drawing->machine, first);
      /* A block that has a shape has its ring already. */
      if (end - first > 1 && is_block (block) && block.order >= least && block.first == first && block.end == end)
        continue;
      if (end - first == 1 && cell >= LEAST_RING)
        {
          SceneRect rect;

          if (!map_block_rect (&drawing->frame, first, 0, &rect))
            continue;
          drawing->legend.selected = true;
          scene_add_box (drawing->out, scene_key (SIM_REF_FRAME, VIEW_PART_RING, first), inset (rect, 2),
                         VIEW_PLAIN, NULL)->marks = SCENE_MARK_SELECTED;
          continue;
        }
      add_ring (drawing, first, end, SCENE_MARK_SELECTED);
    }
}

/* From the line above the plot down to what is looked at: so small a thing is not found otherwise. */
static void
draw_pointer (MapDrawing *drawing,
              SimPfn      pfn,
              SceneRect   rect)
{
  const SceneMeasure *measure = drawing->measure;
  SceneRect plot = drawing->frame.plot;
  double x = rect.x + rect.width / 2, line = measure->line_height[SCENE_FONT_MONO_SMALL], width;
  char number[VIEW_NUMBER_SIZE];

  if (map_has_column_numbers (drawing))
    return;

  width = measure->advance (measure, SCENE_FONT_MONO_SMALL, view_format_pfn (number, pfn)) + 1;
  scene_add_text (drawing->out, scene_key (0, VIEW_PART_RING, (uint64_t) 3 << 40),
                  (SceneRect) { CLAMP (x - width / 2, plot.x, plot.x + plot.width - width), plot.y - line - 5, width,
                                line },
                  SCENE_FONT_MONO_SMALL, SCENE_MIDDLE, VIEW_STRONG, number);
  scene_add_line (drawing->out, scene_key (0, VIEW_PART_RING, (uint64_t) 4 << 40), (ScenePoint) { x, plot.y - 5 },
                  (ScenePoint) { x, MAX (rect.y, plot.y - 2) }, VIEW_STRONG);
}

/* What the scenario wants to be seen, with two strong frames round it. It is named in the title. */
static void
draw_looked_at (MapDrawing *drawing)
{
  double line = drawing->measure->line_width * 1.5;
  SceneRect rect, outer;
  SimPfn first, end;

  if (drawing->subject->look.kind == SIM_REF_ZONE
      || !view_ref_frames (drawing->machine, drawing->subject->look, &first, &end)
      || !find_hull (drawing, first, end, &rect))
    return;

  rect = at_least (rect, LEAST_LOOKED_AT);
  outer = (SceneRect) { rect.x - line, rect.y - line, rect.width + 2 * line, rect.height + 2 * line };
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_RING, (uint64_t) 1 << 40), outer, VIEW_STRONG, NULL);
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_RING, (uint64_t) 2 << 40), rect, VIEW_STRONG, NULL);
  draw_pointer (drawing, first, outer);
}

/* Page frames, one by one */

static bool
frames_are_near (const MapDrawing *drawing)
{
  const SceneGrid *grid = &drawing->frame.grid;
  const SceneMeasure *measure = drawing->measure;
  char number[VIEW_NUMBER_SIZE];
  double width = measure->advance (measure, SCENE_FONT_MONO_SMALL, view_format_pfn (number, grid->n_cells - 1));

  return grid->cell >= MAX (width + 10, 30)
         && grid->clip.width * grid->clip.height / (grid->cell * grid->cell) < MAX_FRAMES;
}

/* A page frame in a free block is a tile on it; in others, and alone, its number says enough. */
static void
add_frame (MapDrawing *drawing,
           SimPfn      pfn,
           SceneRect   rect,
           bool        has_words)
{
  const SceneMeasure *measure = drawing->measure;
  double mono = measure->line_height[SCENE_FONT_MONO_SMALL], small = measure->line_height[SCENE_FONT_SMALL], y;
  SimBlock block = sim_block_at (drawing->machine, pfn);
  SceneRole role = view_frame_role (drawing->machine, pfn);
  const char *word = view_state_word (block.state);
  char number[VIEW_NUMBER_SIZE];

  if (!map_clip (&rect, drawing->frame.grid.clip))
    return;
  rect = inset (rect, 3);
  if (block.order > 0 && (block.state == SIM_FRAME_FREE || block.state == SIM_FRAME_PCP))
    {
      scene_add_box (drawing->out, scene_key (SIM_REF_FRAME, VIEW_PART_MAP, pfn), rect, role, NULL);
      scene_set_hint (drawing->out, word);
    }

  if (rect.height < mono || measure->advance (measure, SCENE_FONT_MONO_SMALL,
                                              view_format_pfn (number, pfn)) > rect.width)
    return;
  has_words &= rect.height >= mono + small && measure->advance (measure, SCENE_FONT_SMALL, word) <= rect.width;
  y = rect.y + (rect.height - mono - (has_words ? small : 0)) / 2;
  scene_add_text (drawing->out, scene_key (SIM_REF_FRAME, VIEW_PART_LABEL, pfn),
                  (SceneRect) { rect.x, y, rect.width, mono },
                  SCENE_FONT_MONO_SMALL, SCENE_MIDDLE, role, number);
  if (has_words)
    scene_add_text (drawing->out, scene_key (SIM_REF_FRAME, VIEW_PART_LABEL + (1 << 8), pfn),
                    (SceneRect) { rect.x, y + mono, rect.width, small }, SCENE_FONT_SMALL, SCENE_MIDDLE, role, word);
}

static void
draw_frames (MapDrawing *drawing)
{
  const SceneGrid *grid = &drawing->frame.grid;
  const SceneMeasure *measure = drawing->measure;
  double x, y, pitch = grid->cell;
  uint32_t pfn, n = 0, last = UINT32_MAX;
  SceneRect clip = grid->clip;
  bool has_words = measure->advance (measure, SCENE_FONT_SMALL, view_state_word (SIM_FRAME_ALLOCATED)) + 8 <= pitch;

  /* Cells have no common raster where blocks have gaps: a raster of half cells meets each of them. */
  for (y = clip.y; y < clip.y + clip.height; y += pitch / 2)
    for (x = clip.x; x < clip.x + clip.width; x += pitch / 2)
      {
        SceneRect rect;

        if (!scene_grid_cell_at (grid, (ScenePoint) { x, y }, &pfn) || pfn == last)
          continue;
        rect = scene_grid_block_rect (grid, pfn, 0);
        /* The first point of the raster in the cell draws it. */
        if ((x - pitch / 2 >= MAX (rect.x, clip.x)) || (y - pitch / 2 >= MAX (rect.y, clip.y)))
          continue;
        last = pfn;
        if (n++ < MAX_FRAMES)
          add_frame (drawing, pfn, rect, has_words);
      }
}

void
map_draw_blocks (MapDrawing *drawing)
{
  SimOrder least = least_order (&drawing->frame);
  bool is_near = frames_are_near (drawing);

  drawing->draws_marked = false;
  if (least < SIM_N_ORDERS)
    draw_large_blocks (drawing, least, !is_near);
  drawing->draws_marked = true;
  if (least < SIM_N_ORDERS && (drawing->changes.n_ranges || drawing->subject->n_selection))
    draw_large_blocks (drawing, least, !is_near);
  draw_changed (drawing, least, !is_near);
  if (is_near)
    draw_frames (drawing);
  draw_looked_at (drawing);
  draw_selected (drawing, least);
}
