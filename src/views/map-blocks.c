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
#define LEAST_SIDE 7.0          /* of a block that is a shape; */
#define LEAST_THICK 24.0        /* with thick outlines smaller ones would be nothing but these */
#define MOST_SMALL_RINGS 64
#define LEAST_LABELLED 26.0

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

/* Of a block with a red ring of its own. */
static double
least_apart (const MapDrawing *drawing)
{
  return 5 * map_ring_room (drawing);
}

/* The smallest order whose blocks are shapes: so that there are not too many, and each can be seen. Only
 * the camera decides: what happens to blocks does not. */
static SimOrder
least_order (const MapFrame *frame,
             double          line_width)
{
  double least = line_width > 1 ? LEAST_THICK : LEAST_SIDE;
  const SceneGrid *grid = &frame->grid;
  double n_seen = grid->clip.width * grid->clip.height / (grid->cell * grid->cell);
  SimOrder order;

  n_seen = MIN (n_seen, grid->n_cells);
  for (order = 0; order <= SIM_LARGEST_ORDER; order++)
    if (n_seen / sim_frames_in (order) <= MAX_BLOCKS && side_of (grid, order) >= least)
      return order;
  return SIM_N_ORDERS;
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
  if (measure->advance (measure, SCENE_FONT_SMALL, buffer) + 4 + measure->size[SCENE_FONT_SMALL] > rect.width)
    g_snprintf (buffer, VIEW_NUMBER_SIZE, "%u", block.order);
  return buffer;
}

static bool
is_in_group (const MapDrawing *drawing,
             SimPfn            pfn)
{
  unsigned low = 0, high = drawing->n_groups;

  while (low < high)
    {
      unsigned middle = (low + high) / 2;

      if (drawing->groups[middle].end <= pfn)
        low = middle + 1;
      else
        high = middle;
    }
  return low < drawing->n_groups && drawing->groups[low].first <= pfn;
}

/* Would the frame round what is looked at go through a label? */
static bool
is_under_look (const MapDrawing *drawing,
               SceneRect         rect,
               const char       *label)
{
  const SceneMeasure *measure = drawing->measure;
  SceneRect text = { .width = measure->advance (measure, SCENE_FONT_SMALL, label) + 4,
                     .height = measure->line_height[SCENE_FONT_SMALL] };
  SceneRect look = drawing->look;

  text.x = rect.x + (rect.width - text.width) / 2;
  text.y = rect.y + (rect.height - text.height) / 2;
  if (look.x + 3 <= text.x && look.y + 3 <= text.y && text.x + text.width <= look.x + look.width - 3
      && text.y + text.height <= look.y + look.height - 3)
    return false;
  return map_clip (&text, look);
}

/* Would a ring round what is too small for one of its own reach a text? */
static bool
meets_small_ring (const MapDrawing *drawing,
                  SceneRect         text,
                  SimPfn            first,
                  SimPfn            end)
{
  SceneRect ring;

  return map_ring_rect (drawing, first, end, &ring) && map_clip (&text, map_inset (ring, -map_ring_room (drawing)));
}

/* Would the ring round a group go through the label of a block in it, or a small ring reach one beside it? */
static bool
is_under_ring (const MapDrawing *drawing,
               SimBlock          block,
               SceneRect         rect,
               const char       *label)
{
  const SceneMeasure *measure = drawing->measure;
  double width = measure->advance (measure, SCENE_FONT_SMALL, label), line = measure->line_height[SCENE_FONT_SMALL];
  SceneRect text = { rect.x + (rect.width - width) / 2, rect.y + (rect.height - line) / 2, width, line };

  if (is_in_group (drawing, block.first))
    return MIN (rect.width - width, rect.height - line) < 4 * map_ring_room (drawing);
  for (unsigned i = 0; i < drawing->n_groups; i++)
    if (meets_small_ring (drawing, text, drawing->groups[i].first, drawing->groups[i].end))
      return true;
  for (size_t i = 0; i < drawing->changes.n_ranges && i < MOST_SMALL_RINGS; i++)
    {
      SimPfn first = drawing->changes.ranges[i].first, end = drawing->changes.ranges[i].end;

      if (!is_block (sim_block_at (drawing->machine, first)) && meets_small_ring (drawing, text, first, end))
        return true;
    }
  return false;
}

static void
add_block (MapDrawing *drawing,
           SimBlock    block,
           bool        is_labelled)
{
  char label[VIEW_NUMBER_SIZE];
  g_autofree char *hint = NULL;
  SceneShape *shape;
  bool is_changed = view_changes_touch (&drawing->changes, block.first, block.end)
                    && !is_in_group (drawing, block.first);
  bool is_selected = drawing->subject->n_selection && view_is_selected (drawing->subject, block);
  SceneRect rect;
  double side;

  if ((is_changed || is_selected) != drawing->draws_marked
      || !map_block_rect (&drawing->frame, block.first, block.order, &rect))
    return;

  side = MIN (rect.width, rect.height);
  /* One between two places is held a little above the others: halves are seen to part. */
  rect = map_inset (rect, is_changed ? map_ring_room (drawing) : side >= 24 ? 1 : 0.5);
  if (block.state == SIM_FRAME_ISOLATED)
    rect = map_inset (rect, MIN (5, side * 0.05));
  shape = scene_add_box (drawing->out,
                         scene_key (SIM_REF_BLOCK, VIEW_PART_MAP, sim_block_id (block.first, block.order)), rect,
                         view_state_role (drawing->machine, block.zone, block.state),
                         is_labelled ? block_label (drawing, label, block, rect) : NULL);
  if (shape->label && (is_under_look (drawing, rect, shape->label) || is_under_ring (drawing, block, rect, shape->label)))
    shape->label = NULL;
  shape->font = SCENE_FONT_SMALL;
  shape->align = SCENE_MIDDLE;
  shape->marks = SCENE_MARK_TIGHT;
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

  return zone == SIM_NO_ZONE ? SCENE_HUE_NEUTRAL : view_zone_hue (sim_zone_type (drawing->machine, zone));
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
  SimBlock block;

  if (first >= drawing->frame.grid.n_cells || !map_block_rect (&drawing->frame, first, order, &rect))
    return;

  block = sim_block_at (drawing->machine, first);
  if (is_block (block) && block.end - first >= sim_frames_in (order))
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

/* The largest block among frames; SIM_N_ORDERS: there is none. */
static SimOrder
largest_order (const MapDrawing *drawing,
               SimPfn            first,
               SimPfn            end)
{
  SimOrder largest = SIM_N_ORDERS;

  while (first < end)
    {
      SimBlock block = sim_block_at (drawing->machine, first);

      if (is_block (block) && (largest == SIM_N_ORDERS || block.order > largest))
        largest = block.order;
      first = block.end;
    }
  return largest;
}

/* Rings that would touch each other are one: round changed neighbours that are small, and round all that
 * changed in a place too small to tell it apart. What they became is seen inside. */
static void
find_groups (MapDrawing *drawing,
             SimPfn      node,
             SimOrder    order,
             double      apart)
{
  const SceneGrid *grid = &drawing->frame.grid;
  SimPfn first = node, end = MIN (node + sim_frames_in (order), grid->n_cells);
  SimOrder largest;
  SceneRect rect;
  SimBlock block;

  if (drawing->n_groups == MAP_MAX_GROUPS || first >= end || !view_changes_hull (&drawing->changes, &first, &end)
      || !map_block_rect (&drawing->frame, node, order, &rect))
    return;
  block = sim_block_at (drawing->machine, node);
  if (block.end - block.first >= sim_frames_in (order) && side_of (grid, order) >= least_apart (drawing))
    return;

  if (side_of (grid, order) < apart || view_changes_cover (&drawing->changes, node, node + sim_frames_in (order)))
    {
      largest = largest_order (drawing, first, end);
      if (largest < SIM_N_ORDERS && side_of (grid, largest) < apart)
        drawing->groups[drawing->n_groups++] = (MapGroup) { first, end };
      if (largest == SIM_N_ORDERS || side_of (grid, largest) < apart)
        return;
    }
  if (order == 0)
    return;
  find_groups (drawing, node, order - 1, apart);
  find_groups (drawing, node + sim_frames_in (order - 1), order - 1, apart);
}

/* More than there is room for are fewer, each round more. */
static void
find_all_groups (MapDrawing *drawing)
{
  SimPfn step = sim_frames_in (SIM_LARGEST_ORDER), node, end;
  double apart = least_apart (drawing);
  size_t i;

  do
    {
      drawing->n_groups = 0;
      for (i = 0, node = 0; i < drawing->changes.n_ranges; i++)
        {
          end = MIN (drawing->changes.ranges[i].end, drawing->frame.grid.n_cells);
          for (node = MAX (node, drawing->changes.ranges[i].first & ~(step - 1)); node < end; node += step)
            find_groups (drawing, node, SIM_LARGEST_ORDER, apart);
        }
      apart *= 2;
    }
  while (drawing->n_groups == MAP_MAX_GROUPS && apart < 2 * side_of (&drawing->frame.grid, SIM_LARGEST_ORDER));

  /* Where nearly everything changed, so many rings would hide what it became. */
  if (drawing->n_groups <= MOST_SMALL_RINGS || side_of (&drawing->frame.grid, SIM_LARGEST_ORDER) >= least_apart (drawing))
    return;
  drawing->n_groups = 0;
  for (i = 0; i < drawing->changes.n_ranges && drawing->n_groups < MAP_MAX_GROUPS; i++)
    drawing->groups[drawing->n_groups++] = (MapGroup) { drawing->changes.ranges[i].first,
                                                        MIN (drawing->changes.ranges[i].end, drawing->frame.grid.n_cells) };
}

/* Blocks below the order that is drawn anyway: as shapes, or as groups with a ring. What is no block has a ring
 * round all of it. */
static void
draw_changed (MapDrawing *drawing,
              SimOrder    least,
              bool        is_labelled)
{
  unsigned n_drawn = 0, pass, group;
  size_t i;

  for (i = 0; i < drawing->changes.n_ranges && n_drawn < MAX_CHANGED; i++)
    {
      SimPfn first = drawing->changes.ranges[i].first, end = drawing->changes.ranges[i].end, pfn = first;
      bool has_block = false;

      end = MIN (end, drawing->frame.grid.n_cells);
      while (pfn < end && n_drawn < MAX_CHANGED)
        {
          SimBlock block = sim_block_at (drawing->machine, pfn);

          pfn = block.end;
          if (!is_block (block))
            continue;
          has_block = true;
          if (block.order >= least || is_in_group (drawing, block.first))
            continue;
          add_block (drawing, block, is_labelled);
          n_drawn++;
        }
      if (!has_block && first < end)
        {
          map_add_ring (drawing, first, end, SCENE_MARK_CHANGED);
          n_drawn++;
        }
    }

  /* Those that need more than their own place come last. */
  for (pass = 0; pass < 2; pass++)
    for (group = 0; group < drawing->n_groups; group++)
      {
        MapGroup one = drawing->groups[group];

        if (map_has_room_for_ring (drawing, one.first, one.end) == (pass == 0))
          map_add_ring (drawing, one.first, one.end, SCENE_MARK_CHANGED);
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
      if (end - first == 1 && cell >= MAP_LEAST_LONE_RING)
        {
          SceneRect rect;

          if (!map_block_rect (&drawing->frame, first, 0, &rect))
            continue;
          drawing->legend.selected = true;
          scene_add_box (drawing->out, scene_key (SIM_REF_FRAME, VIEW_PART_RING, first), map_inset (rect, 2),
                         VIEW_PLAIN, NULL)->marks = SCENE_MARK_SELECTED;
          continue;
        }
      map_add_ring (drawing, first, end, SCENE_MARK_SELECTED);
    }
}

void
map_draw_blocks (MapDrawing *drawing)
{
  SimOrder least = least_order (&drawing->frame, drawing->measure->line_width);
  bool is_near = map_frames_are_near (drawing);

  find_all_groups (drawing);
  drawing->draws_marked = false;
  if (least < SIM_N_ORDERS)
    draw_large_blocks (drawing, least, !is_near);
  drawing->draws_marked = true;
  if (least < SIM_N_ORDERS && (drawing->changes.n_ranges || drawing->subject->n_selection))
    draw_large_blocks (drawing, least, !is_near);
  draw_changed (drawing, least, !is_near);
  if (is_near)
    map_draw_frames (drawing);
  draw_selected (drawing, least);
}
