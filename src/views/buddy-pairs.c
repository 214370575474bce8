#include "views/buddy-tree.h"

#include <glib.h>
#include <string.h>

#include "views/format.h"

#define LEAST_WIDE 8            /* times the gap between rings: the width of a pair that has one */
#define LEAST_HALF 11.0         /* points: what a crowded row may be squeezed to */

/* The block an event has in the tree, as small as the event knows it. */
static bool
smallest_block (const BuddyDrawing *drawing,
                const SimEvent     *event,
                SimPfn             *pfn,
                SimOrder           *order)
{
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_BLOCK_SPLIT:
      *pfn = (SimPfn) event->arg[0];
      *order = (SimOrder) (event->arg[1] - 1);
      return true;
    case SIM_EVENT_BUDDY_TESTED:
    case SIM_EVENT_BLOCKS_MERGED:
      *pfn = (SimPfn) event->arg[0];
      *order = (SimOrder) event->arg[2];
      return true;
    case SIM_EVENT_BLOCK_MOVED:
    case SIM_EVENT_RANGE_HANDED_OVER:
      return false;
    default:
      return view_event_block (drawing->machine, event, pfn, order);
    }
}

static bool
largest_block (const BuddyDrawing *drawing,
               const SimEvent     *event,
               SimPfn             *pfn,
               SimOrder           *order)
{
  if (event->kind == SIM_EVENT_BUDDY_TESTED
      && (event->arg[3] == SIM_BUDDY_NO_FRAME || event->arg[3] == SIM_BUDDY_LARGEST_ORDER
          || event->arg[3] == SIM_BUDDY_OTHER_ZONE))
    return smallest_block (drawing, event, pfn, order);
  if (event->kind == SIM_EVENT_BLOCK_MOVED || event->kind == SIM_EVENT_RANGE_HANDED_OVER)
    return false;
  return view_event_block (drawing->machine, event, pfn, order);
}

static bool
has_halves (const BuddyDrawing *drawing)
{
  size_t i;

  for (i = 0; i < drawing->n_all; i++)
    {
      unsigned kind = drawing->subject->events[i].kind;

      if (kind == SIM_EVENT_BLOCK_SPLIT || kind == SIM_EVENT_BLOCKS_MERGED || kind == SIM_EVENT_BUDDY_TESTED)
        return true;
    }
  return false;
}

unsigned
buddy_tree_n_rows (const BuddyDrawing *drawing)
{
  SimOrder largest = 0, smallest = SIM_LARGEST_ORDER, order;
  SimPfn pfn;
  size_t i;

  if (!has_halves (drawing))
    return 2;

  for (i = 0; i < drawing->n_all; i++)
    {
      if (smallest_block (drawing, &drawing->subject->events[i], &pfn, &order))
        smallest = MIN (smallest, order);
      if (largest_block (drawing, &drawing->subject->events[i], &pfn, &order))
        largest = MAX (largest, order);
    }
  return largest > smallest ? largest - smallest + 1u : 2;
}

/* Which pairs there are */

static void
add_block (BuddyTree *tree,
           SimPfn     pfn,
           SimOrder   order)
{
  for (; order < tree->root_order; order++)
    {
      SimPfn first = buddy_align (pfn, order + 1);
      BuddyPair *pairs = tree->pairs[order];
      unsigned n = tree->n_pairs[order], i = n;

      while (i > 0 && pairs[i - 1].first > first)
        i--;
      if (i > 0 && pairs[i - 1].first == first)
        return;
      if (n == BUDDY_MAX_PAIRS)
        {
          tree->is_full = true;
          return;
        }
      memmove (pairs + i + 1, pairs + i, (n - i) * sizeof *pairs);
      pairs[i] = (BuddyPair) { .first = first };
      tree->n_pairs[order]++;
    }
}

static void
clear_pairs (BuddyTree *tree)
{
  memset (tree->n_pairs, 0, sizeof tree->n_pairs);
  tree->is_full = false;
}

bool
buddy_tree_has_block (const BuddyTree *tree,
                      SimPfn           pfn,
                      SimOrder         order)
{
  return order <= tree->root_order && buddy_align (pfn, tree->root_order) == tree->root;
}

/* Pairs of the events in the root; those of one call only where serial is given. */
static void
add_events (BuddyTree      *tree,
            const SimEvent *of_call)
{
  BuddyDrawing *drawing = tree->drawing;
  SimOrder lowest = (SimOrder) MAX (0, (int) tree->root_order - (int) tree->max_rows + 1), order;
  SimPfn pfn;
  size_t i;

  clear_pairs (tree);
  for (i = 0; i < drawing->n_all && !tree->is_full; i++)
    {
      const SimEvent *event = &drawing->subject->events[i];

      if ((!of_call || event->serial == of_call->serial) && smallest_block (drawing, event, &pfn, &order)
          && buddy_tree_has_block (tree, pfn, order))
        add_block (tree, pfn, MAX (order, lowest));
    }
}

/* Where the step's halves begin to be smaller than there are rows for: seen are the lowest rows of what is only
 * split, and the highest of what is joined. */
static void
cut_root (BuddyTree      *tree,
          const SimEvent *current)
{
  BuddyDrawing *drawing = tree->drawing;
  SimOrder smallest = tree->root_order, order;
  SimPfn pfn;
  size_t i;

  for (i = 0; i < drawing->n_all; i++)
    {
      const SimEvent *event = &drawing->subject->events[i];

      if (event->kind == SIM_EVENT_BLOCKS_MERGED)
        return;
      if (smallest_block (drawing, event, &pfn, &order) && buddy_tree_has_block (tree, pfn, order))
        smallest = MIN (smallest, order);
    }
  if (tree->root_order - smallest < (int) tree->max_rows || !smallest_block (drawing, current, &pfn, &order))
    return;
  tree->root_order = (SimOrder) (smallest + tree->max_rows - 1);
  tree->root = buddy_align (pfn, tree->root_order);
  tree->is_cut = true;
}

static bool
fits (const BuddyTree *tree)
{
  SimOrder order;

  for (order = 0; order < tree->root_order; order++)
    if (tree->n_pairs[order] * 2 * LEAST_HALF > tree->width)
      return false;
  return !tree->is_full;
}

/* The last event about a block; before anything happened, the first that will be. */
static const SimEvent *
find_current (const BuddyDrawing *drawing)
{
  SimOrder order;
  SimPfn pfn;
  size_t i;

  for (i = drawing->subject->n_events; i > 0; i--)
    if (smallest_block (drawing, &drawing->subject->events[i - 1], &pfn, &order))
      return &drawing->subject->events[i - 1];
  for (i = drawing->subject->n_events; i < drawing->n_all; i++)
    if (smallest_block (drawing, &drawing->subject->events[i], &pfn, &order))
      return &drawing->subject->events[i];
  return NULL;
}

/* The largest block of the step that holds the current one. */
static void
find_root (BuddyTree      *tree,
           const SimEvent *current)
{
  BuddyDrawing *drawing = tree->drawing;
  SimOrder order;
  SimPfn pfn;
  size_t i;

  largest_block (drawing, current, &tree->root, &tree->root_order);
  for (i = 0; i < drawing->n_all; i++)
    if (largest_block (drawing, &drawing->subject->events[i], &pfn, &order) && order > tree->root_order
        && buddy_align (tree->root, order) == pfn)
      {
        tree->root = pfn;
        tree->root_order = order;
      }
}

/* A block that was neither halved nor joined stands beside its buddy. */
static void
show_beside_buddy (BuddyTree *tree,
                   SimPfn     pfn,
                   SimOrder   order)
{
  SimOrder largest = sim_profile (tree->drawing->machine)->largest_order;

  tree->root_order = MIN (order + 1, largest);
  tree->root = buddy_align (pfn, tree->root_order);
  add_block (tree, pfn, order);
}

static bool
look_at_ref (BuddyTree *tree,
             SimRef     ref)
{
  const SimMachine *machine = tree->drawing->machine;
  SimPfn first, end;

  if (ref.kind == SIM_REF_ZONE || !view_ref_frames (machine, ref, &first, &end))
    return false;
  tree->focus = sim_block_at (machine, first);
  if (tree->focus.end - tree->focus.first == 1)
    tree->focus.order = 0;
  show_beside_buddy (tree, tree->focus.first, tree->focus.order);
  return true;
}

static bool
look_at_selection (BuddyTree *tree)
{
  const ViewSubject *subject = tree->drawing->subject;
  size_t i;

  for (i = subject->n_selection; i > 0; i--)
    if (look_at_ref (tree, subject->selection[i - 1]))
      return true;
  return look_at_ref (tree, subject->look);
}

bool
buddy_tree_choose_pairs (BuddyTree *tree)
{
  BuddyDrawing *drawing = tree->drawing;
  const SimEvent *current = find_current (drawing);
  SimOrder order;
  SimPfn pfn;

  if (!current || !has_halves (drawing))
    {
      if (look_at_selection (tree))
        return true;
      if (!current)
        return false;
    }

  find_root (tree, current);
  cut_root (tree, current);
  add_events (tree, NULL);
  if (!fits (tree))
    add_events (tree, current);
  if (!fits (tree))
    {
      clear_pairs (tree);
      if (smallest_block (drawing, current, &pfn, &order))
        add_block (tree, pfn, (SimOrder) MAX (order, (int) tree->root_order - (int) tree->max_rows + 1));
    }
  if (tree->root_order == 0 || tree->n_pairs[tree->root_order - 1] == 0)
    show_beside_buddy (tree, tree->root, tree->root_order);
  return true;
}

/* Where they stand */

bool
buddy_tree_find_place (const BuddyTree *tree,
                       SimPfn           pfn,
                       SimOrder         order,
                       SceneRect       *rect)
{
  double y = tree->top + (tree->root_order - order) * tree->pitch;
  unsigned i;

  if (order == tree->root_order)
    {
      *rect = (SceneRect) { tree->x, y, tree->width, tree->box_height };
      return true;
    }
  for (i = 0; i < tree->n_pairs[order]; i++)
    {
      const BuddyPair *pair = &tree->pairs[order][i];
      double gap = tree->is_wide[order] ? tree->gap : 2, half = (pair->width - gap) / 2;

      if (pair->first != buddy_align (pfn, order + 1))
        continue;
      *rect = (SceneRect) { pair->x + (pfn != pair->first) * (half + gap), y, half, tree->box_height };
      return true;
    }
  return false;
}

/* Below the block they come from, but not over each other nor beyond the edges. False: one of them is narrower
 * than asked for. */
static bool
place_row (BuddyTree *tree,
           SimOrder   order,
           double     least,
           double     gap,
           double     narrowest)
{
  BuddyPair *pairs = tree->pairs[order];
  unsigned n = tree->n_pairs[order], i;
  double sum = 0, shrink = 1, end;
  bool is_wide = true;

  for (i = 0; i < n; i++)
    {
      SceneRect parent = { 0 };

      buddy_tree_find_place (tree, pairs[i].first, order + 1, &parent);
      pairs[i].width = MAX (parent.width, least);
      pairs[i].x = parent.x + parent.width / 2;
      sum += pairs[i].width;
      if (pairs[i].width > parent.width + 0.01)
        tree->is_to_scale = false;
    }
  if (sum + (n - 1) * gap > tree->width)
    shrink = (tree->width - (n - 1) * gap) / sum;

  end = tree->x;
  for (i = 0; i < n; i++)
    {
      pairs[i].width *= shrink;
      pairs[i].x = MAX (pairs[i].x - pairs[i].width / 2, end);
      end = pairs[i].x + pairs[i].width + gap;
    }
  end = tree->x + tree->width;
  for (i = n; i-- > 0; end = pairs[i].x - gap)
    {
      pairs[i].x = MIN (pairs[i].x, end - pairs[i].width);
      is_wide &= pairs[i].width >= narrowest;
    }
  return is_wide;
}

double
buddy_tree_least_width (const BuddyDrawing *drawing)
{
  const SceneMeasure *measure = drawing->measure;
  char number[VIEW_NUMBER_SIZE];

  view_format_pfn (number, MAX (sim_n_frames (drawing->machine), 1) - 1);
  return measure->advance (measure, SCENE_FONT_BOLD, "10") + 12
         + 4 * (measure->advance (measure, SCENE_FONT_MONO_SMALL, number) + 14);
}

void
buddy_tree_place_pairs (BuddyTree *tree)
{
  const SceneMeasure *measure = tree->drawing->measure;
  char number[VIEW_NUMBER_SIZE];
  double label = measure->advance (measure, SCENE_FONT_MONO_SMALL, view_format_pfn (number, tree->root));
  double least = MAX (2 * (label + 12) + tree->gap, tree->width / 3.5), share;
  SimOrder order = tree->root_order;

  tree->is_to_scale = true;
  tree->least_order = tree->root_order;
  while (order-- > 0 && tree->n_pairs[order] > 0)
    {
      tree->least_order = order;
      share = MIN (least, tree->width / tree->n_pairs[order]);
      tree->is_wide[order] = place_row (tree, order, share, tree->gap, LEAST_WIDE * tree->gap);
      if (!tree->is_wide[order])
        place_row (tree, order, share, 4, 0);
    }
}
