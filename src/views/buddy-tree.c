#include "views/buddy.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <string.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/parts.h"

/* Every level has a row; on it stand pairs of buddies, the halves of a block of the row above. A pair is as
 * wide as the block it comes from, until it would be too narrow to be read: from there on it keeps that
 * width, and the lines between the rows say so. Which pairs there are is told by all events of the step,
 * so that no pair moves while the step goes on. */

#define MAX_PAIRS 40            /* in a row */
#define LEAST_HALF 11.0         /* points: what a crowded row may be squeezed to */
#define MAX_PARTS 32            /* of a block that is drawn with what is in it */
#define LARGEST_PITCH 46.0

typedef struct {
  SimPfn first;
  double x, width;
} Pair;

typedef struct {
  BuddyDrawing *drawing;
  SimPfn        root;
  SimOrder      root_order, least_order;
  Pair          pairs[SIM_N_ORDERS][MAX_PAIRS];         /* by the order of the halves */
  unsigned      n_pairs[SIM_N_ORDERS];
  bool          is_full;                /* more pairs than a row may have */
  bool          is_to_scale;
  SimBlock      focus;                  /* a selected block; first == end: the step's events say what is shown */
  double        x, width, top, pitch, box_height;
} Tree;

static SimPfn
align_down (SimPfn   pfn,
            SimOrder order)
{
  return pfn & ~(sim_frames_in (order) - 1);
}

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

/* Which pairs there are */

static void
add_block (Tree     *tree,
           SimPfn    pfn,
           SimOrder  order)
{
  for (; order < tree->root_order; order++)
    {
      SimPfn first = align_down (pfn, order + 1);
      Pair *pairs = tree->pairs[order];
      unsigned n = tree->n_pairs[order], i = n;

      while (i > 0 && pairs[i - 1].first > first)
        i--;
      if (i > 0 && pairs[i - 1].first == first)
        return;
      if (n == MAX_PAIRS)
        {
          tree->is_full = true;
          return;
        }
      memmove (pairs + i + 1, pairs + i, (n - i) * sizeof *pairs);
      pairs[i] = (Pair) { .first = first };
      tree->n_pairs[order]++;
    }
}

static void
clear_pairs (Tree *tree)
{
  memset (tree->n_pairs, 0, sizeof tree->n_pairs);
  tree->is_full = false;
}

static bool
is_in_root (const Tree *tree,
            SimPfn      pfn,
            SimOrder    order)
{
  return order <= tree->root_order && align_down (pfn, tree->root_order) == tree->root;
}

/* Pairs of the events in the root; those of one call only where serial is given. */
static void
add_events (Tree           *tree,
            const SimEvent *of_call)
{
  BuddyDrawing *drawing = tree->drawing;
  SimOrder order;
  SimPfn pfn;
  size_t i;

  clear_pairs (tree);
  for (i = 0; i < drawing->n_all && !tree->is_full; i++)
    {
      const SimEvent *event = &drawing->subject->events[i];

      if ((!of_call || event->serial == of_call->serial) && smallest_block (drawing, event, &pfn, &order)
          && is_in_root (tree, pfn, order))
        add_block (tree, pfn, order);
    }
}

static bool
fits (const Tree *tree)
{
  SimOrder order;

  for (order = 0; order < tree->root_order; order++)
    if (tree->n_pairs[order] * 2 * LEAST_HALF > tree->width)
      return false;
  return !tree->is_full;
}

static const SimEvent *
find_current (const BuddyDrawing *drawing)
{
  SimOrder order;
  SimPfn pfn;
  size_t i;

  for (i = drawing->subject->n_events; i > 0; i--)
    if (smallest_block (drawing, &drawing->subject->events[i - 1], &pfn, &order))
      return &drawing->subject->events[i - 1];
  return NULL;
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

/* The largest block of the step that holds the current one. */
static void
find_root (Tree           *tree,
           const SimEvent *current)
{
  BuddyDrawing *drawing = tree->drawing;
  SimOrder order;
  SimPfn pfn;
  size_t i;

  largest_block (drawing, current, &tree->root, &tree->root_order);
  for (i = 0; i < drawing->n_all; i++)
    if (largest_block (drawing, &drawing->subject->events[i], &pfn, &order) && order > tree->root_order
        && align_down (tree->root, order) == pfn)
      {
        tree->root = pfn;
        tree->root_order = order;
      }
}

/* A block that was neither halved nor joined stands beside its buddy. */
static void
show_beside_buddy (Tree     *tree,
                   SimPfn    pfn,
                   SimOrder  order)
{
  SimOrder largest = sim_profile (tree->drawing->machine)->largest_order;

  tree->root_order = MIN (order + 1, largest);
  tree->root = align_down (pfn, tree->root_order);
  add_block (tree, pfn, order);
}

static bool
look_at_ref (Tree   *tree,
             SimRef  ref)
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
look_at_selection (Tree *tree)
{
  const ViewSubject *subject = tree->drawing->subject;
  size_t i;

  for (i = subject->n_selection; i > 0; i--)
    if (look_at_ref (tree, subject->selection[i - 1]))
      return true;
  return look_at_ref (tree, subject->look);
}

static bool
choose_pairs (Tree *tree)
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
  add_events (tree, NULL);
  if (!fits (tree))
    add_events (tree, current);
  if (!fits (tree))
    {
      clear_pairs (tree);
      if (smallest_block (drawing, current, &pfn, &order))
        add_block (tree, pfn, order);
    }
  if (tree->root_order == 0 || tree->n_pairs[tree->root_order - 1] == 0)
    show_beside_buddy (tree, tree->root, tree->root_order);
  return true;
}

/* Where they stand */

static bool
find_place (const Tree *tree,
            SimPfn      pfn,
            SimOrder    order,
            SceneRect  *rect)
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
      const Pair *pair = &tree->pairs[order][i];
      double half = (pair->width - 2) / 2;

      if (pair->first != align_down (pfn, order + 1))
        continue;
      *rect = (SceneRect) { pair->x + (pfn != pair->first) * (half + 2), y, half, tree->box_height };
      return true;
    }
  return false;
}

/* Below the block they come from, but not over each other nor beyond the edges. */
static void
place_row (Tree     *tree,
           SimOrder  order,
           double    least)
{
  Pair *pairs = tree->pairs[order];
  unsigned n = tree->n_pairs[order], i;
  double sum = 0, gap = 4, shrink = 1, end;

  for (i = 0; i < n; i++)
    {
      SceneRect parent = { 0 };

      find_place (tree, pairs[i].first, order + 1, &parent);
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
    pairs[i].x = MIN (pairs[i].x, end - pairs[i].width);
}

static void
place_pairs (Tree *tree)
{
  const SceneMeasure *measure = tree->drawing->measure;
  char number[VIEW_NUMBER_SIZE];
  double label = measure->advance (measure, SCENE_FONT_MONO_SMALL, view_format_pfn (number, tree->root));
  double least = MAX (2 * (label + 10), tree->width / 8);
  SimOrder order = tree->root_order;

  tree->is_to_scale = true;
  tree->least_order = tree->root_order;
  while (order-- > 0 && tree->n_pairs[order] > 0)
    {
      tree->least_order = order;
      place_row (tree, order, MIN (least, tree->width / tree->n_pairs[order]));
    }
}

/* Drawing */

static const char *
label_that_fits (const Tree *tree,
                 char        buffer[VIEW_NUMBER_SIZE],
                 SimPfn      pfn,
                 SceneRect   rect)
{
  const SceneMeasure *measure = tree->drawing->measure;

  view_format_pfn (buffer, pfn);
  if (rect.height < measure->size[SCENE_FONT_MONO_SMALL] + 1
      || measure->advance (measure, SCENE_FONT_MONO_SMALL, buffer) + 4 > rect.width)
    return NULL;
  return buffer;
}

/* Was the block whole at an earlier moment of this step? */
static bool
was_whole (const Tree *tree,
           SimPfn      pfn,
           SimOrder    order)
{
  const ViewSubject *subject = tree->drawing->subject;
  size_t i;

  for (i = 0; i < subject->n_events; i++)
    {
      const SimEvent *event = &subject->events[i];

      if (event->kind == SIM_EVENT_BLOCKS_MERGED && event->arg[2] == order
          && (event->arg[0] == pfn || event->arg[1] == pfn))
        return true;
    }
  return false;
}

static bool
is_whole (SimBlock block,
          SimPfn   pfn,
          SimOrder order)
{
  return block.first == pfn && block.end - block.first == sim_frames_in (order);
}

/* Has the block halves in the tree? */
static bool
is_parent (const Tree *tree,
           SimPfn      pfn,
           SimOrder    order)
{
  unsigned i;

  for (i = 0; order > 0 && i < tree->n_pairs[order - 1]; i++)
    if (tree->pairs[order - 1][i].first == pfn)
      return true;
  return false;
}

static void
draw_place (const Tree *tree,
            SimPfn      pfn,
            SimOrder    order,
            SceneRect   rect,
            bool        is_visible)
{
  BuddyDrawing *drawing = tree->drawing;
  char number[VIEW_NUMBER_SIZE];
  SceneShape *shape = scene_add_box (drawing->out, scene_key (0, VIEW_PART_PLACE, sim_block_id (pfn, order)), rect,
                                     scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_GHOST),
                                     is_visible ? label_that_fits (tree, number, pfn, rect) : NULL);

  shape->font = SCENE_FONT_MONO_SMALL;
  shape->align = SCENE_MIDDLE;
  shape->opacity = is_visible ? 1 : 0;
  if (is_visible)
    drawing->legend.ghost = true;
}

static void
draw_whole (const Tree *tree,
            SimBlock    block,
            SimOrder    order,
            SceneRect   rect)
{
  BuddyDrawing *drawing = tree->drawing;
  const SimEvent *last = buddy_last_event (drawing);
  SimPfn parent = align_down (block.first, order + 1);
  char number[VIEW_NUMBER_SIZE];
  uint64_t id = sim_block_id (block.first, order);
  SceneShape *shape;
  bool was_taken = last && (last->kind == SIM_EVENT_BLOCK_TAKEN || last->kind == SIM_EVENT_PCP_TAKEN)
                   && last->arg[0] == block.first;

  block.order = order;
  shape = buddy_add_block (drawing, scene_key (SIM_REF_BLOCK, VIEW_PART_TREE, id), rect, block,
                           label_that_fits (tree, number, block.first, rect));
  shape->parent = was_taken ? scene_key (SIM_REF_BLOCK, VIEW_PART_LIST, id)
                            : scene_key (SIM_REF_BLOCK, VIEW_PART_TREE, sim_block_id (parent, order + 1));
}

/* A block that is in pieces, and no halves of it stand below: the pieces themselves. */
static void
draw_pieces (const Tree *tree,
             SimPfn      pfn,
             SimOrder    order,
             SceneRect   rect)
{
  BuddyDrawing *drawing = tree->drawing;
  SimPfn end = pfn + sim_frames_in (order), n_frames = sim_n_frames (drawing->machine), at = pfn, next;
  SimPfn least = MAX (1, sim_frames_in (order) / MAX_PARTS);
  double scale = rect.width / sim_frames_in (order);
  char number[VIEW_NUMBER_SIZE];

  draw_place (tree, pfn, order, rect, true);
  for (; at < end && at < n_frames; at = next)
    {
      SimBlock block = sim_block_at (drawing->machine, at);
      SceneRect piece;
      SceneShape *shape;

      next = MAX (MIN (block.end, end), align_down (at, (SimOrder) g_bit_nth_msf (least, -1)) + least);
      if (block.state == SIM_FRAME_HOLE)
        continue;
      piece = (SceneRect) { rect.x + (at - pfn) * scale, rect.y, (MIN (next, end) - at) * scale - 1, rect.height };
      shape = buddy_add_block (drawing, scene_key (SIM_REF_BLOCK, VIEW_PART_TREE, sim_block_id (block.first, block.order)),
                               piece, block, label_that_fits (tree, number, block.first, piece));
      if (piece.width < 6)
        shape->marks |= SCENE_MARK_SQUARE;
    }
}

static void
draw_edge (const Tree *tree,
           SceneRect   child,
           SimPfn      pfn,
           SimOrder    order)
{
  SceneRect parent;

  if (!find_place (tree, align_down (pfn, order + 1), order + 1, &parent))
    return;
  scene_add_line (tree->drawing->out, scene_key (0, VIEW_PART_EDGE, sim_block_id (pfn, order)),
                  (ScenePoint) { parent.x + parent.width / 2, parent.y + parent.height + 1 },
                  (ScenePoint) { child.x + child.width / 2, child.y - 1 },
                  scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_RULE));
}

static void
draw_node (const Tree *tree,
           SimPfn      pfn,
           SimOrder    order)
{
  const SimMachine *machine = tree->drawing->machine;
  SceneRect rect;
  SimBlock block;
  bool lies_inside;

  if (!find_place (tree, pfn, order, &rect) || pfn >= sim_n_frames (machine))
    return;

  block = sim_block_at (machine, pfn);
  lies_inside = block.end - block.first > sim_frames_in (order);
  if (!lies_inside && order < tree->root_order)
    draw_edge (tree, rect, pfn, order);

  if (lies_inside)
    draw_place (tree, pfn, order, rect, was_whole (tree, pfn, order));
  else if (is_whole (block, pfn, order))
    {
      draw_place (tree, pfn, order, rect, false);
      draw_whole (tree, block, order, rect);
    }
  else if (is_parent (tree, pfn, order))
    draw_place (tree, pfn, order, rect, true);
  else
    draw_pieces (tree, pfn, order, rect);
}

static void
draw_nodes (const Tree *tree)
{
  SimOrder order = tree->root_order;
  unsigned i;

  draw_node (tree, tree->root, tree->root_order);
  while (order-- > tree->least_order)
    for (i = 0; i < tree->n_pairs[order]; i++)
      {
        SimPfn first = tree->pairs[order][i].first;

        draw_node (tree, first, order);
        draw_node (tree, first + sim_frames_in (order), order);
      }
}

static void
draw_row_labels (const Tree *tree)
{
  BuddyDrawing *drawing = tree->drawing;
  const SceneMeasure *measure = drawing->measure;
  double line = measure->line_height[SCENE_FONT_SMALL];
  unsigned n = tree->root_order - tree->least_order + 1, i;
  unsigned every = (unsigned) (line / tree->pitch) + 1;
  char number[VIEW_NUMBER_SIZE];

  for (i = 0; i < n; i += every)
    {
      SimOrder order = tree->root_order - i;
      double y = tree->top + i * tree->pitch + (tree->box_height - line) / 2;

      g_snprintf (number, sizeof number, "%u", order);
      scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 200 + order),
                      (SceneRect) { drawing->order_right - 30, y, 30, line }, SCENE_FONT_SMALL, SCENE_END,
                      scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_STRONG), number);
      scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 220 + order),
                      (SceneRect) { drawing->order_right + 6, y, drawing->size_right - drawing->order_right - 6, line },
                      SCENE_FONT_SMALL, SCENE_END, scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_FAINT),
                      view_format_size (number, sim_frames_in (order)));
    }
}

/* Page frame numbers along the bottom, as many as there is room for. */
static void
draw_ruler (const Tree *tree,
            double      y)
{
  BuddyDrawing *drawing = tree->drawing;
  const SceneMeasure *measure = drawing->measure;
  SceneRole faint = scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_FAINT);
  SimOrder step = tree->least_order;
  char number[VIEW_NUMBER_SIZE];
  double label = measure->advance (measure, SCENE_FONT_MONO_SMALL, view_format_pfn (number, tree->root)) + 8;
  unsigned n, i;

  while (step < tree->root_order && tree->width / (1u << (tree->root_order - step)) < label)
    step++;
  n = 1u << (tree->root_order - step);
  for (i = 0; i < n; i++)
    {
      double x = tree->x + tree->width * i / n;
      SimPfn pfn = tree->root + i * sim_frames_in (step);

      scene_add_line (drawing->out, scene_key (0, VIEW_PART_LABEL, 1000 + i), (ScenePoint) { x, y }, (ScenePoint) { x, y + 4 },
                      scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_RULE));
      scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 2000 + i),
                      (SceneRect) { x + 3, y + 2, label - 6, measure->line_height[SCENE_FONT_MONO_SMALL] }, SCENE_FONT_MONO_SMALL,
                      SCENE_START, faint, view_format_pfn (number, pfn));
    }
}

/* The arithmetic of the buddy, beside the pair it is about. */

static const char *
verdict_word (unsigned verdict)
{
  switch (verdict)
    {
    case SIM_BUDDY_MERGES:
      return _("free: they merge");
    case SIM_BUDDY_ALLOCATED:
      return _("in use");
    case SIM_BUDDY_SPLIT:
      return _("itself split");
    case SIM_BUDDY_IN_PCP:
      return _("on a per-CPU list");
    case SIM_BUDDY_OTHER_ZONE:
      return _("in another zone");
    case SIM_BUDDY_NO_FRAME:
      return _("no RAM there");
    case SIM_BUDDY_OTHER_PAGEBLOCK:
      return _("in a page block of another type");
    default:
      return NULL;
    }
}

static char *
dup_arithmetic (const Tree *tree,
                SimOrder   *order)
{
  const SimEvent *last = buddy_last_event (tree->drawing);
  char pfn[VIEW_NUMBER_SIZE], bit[VIEW_NUMBER_SIZE], buddy[VIEW_NUMBER_SIZE];
  const char *word = NULL;
  SimPfn first;

  if (tree->focus.first < tree->focus.end)
    {
      first = tree->focus.first;
      *order = tree->focus.order;
      if (*order >= tree->root_order)
        return NULL;
      word = _("its buddy");
    }
  else if (last && (last->kind == SIM_EVENT_BUDDY_TESTED || last->kind == SIM_EVENT_BLOCKS_MERGED))
    {
      first = (SimPfn) last->arg[0];
      *order = (SimOrder) last->arg[2];
      word = verdict_word (last->kind == SIM_EVENT_BUDDY_TESTED ? (unsigned) last->arg[3] : SIM_BUDDY_MERGES);
    }
  if (!word)
    return NULL;

  view_format_pfn (pfn, first);
  view_format_pfn (bit, sim_frames_in (*order));
  view_format_pfn (buddy, first ^ sim_frames_in (*order));
  /* Translators: arithmetic in C, and what was found: "0x1084 ^ 0x4 = 0x1080: free: they merge". */
  return g_strdup_printf (_("%s ^ %s = %s: %s"), pfn, bit, buddy, word);
}

/* Right of the row, left of it, or nowhere: then the caller has another place. */
static bool
draw_arithmetic (const Tree *tree,
                 SimOrder    order,
                 const char *text)
{
  BuddyDrawing *drawing = tree->drawing;
  const SceneMeasure *measure = drawing->measure;
  double width = measure->advance (measure, SCENE_FONT_SMALL, text) + 1, line = measure->line_height[SCENE_FONT_SMALL];
  double y = tree->top + (tree->root_order - order) * tree->pitch + (tree->box_height - line) / 2, x;
  const Pair *pairs;
  unsigned n;

  if (order >= tree->root_order || order < tree->least_order || tree->pitch < line + 1)
    return false;

  pairs = tree->pairs[order];
  n = tree->n_pairs[order];
  x = pairs[n - 1].x + pairs[n - 1].width + 14;
  if (x + width > tree->x + tree->width)
    x = pairs[0].x - 14 - width;
  if (x < tree->x)
    return false;

  scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 3000 + order), (SceneRect) { x, y, width, line }, SCENE_FONT_SMALL,
                  SCENE_START, scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_STRONG), text);
  return true;
}

static const char *
heading_of (const Tree *tree,
            bool        is_shown)
{
  const BuddyDrawing *drawing = tree->drawing;
  bool has_split = false, has_merge = false;
  size_t i;

  if (!is_shown)
    return _("A block that is selected appears here beside its buddy");
  if (tree->focus.first < tree->focus.end)
    return _("This block and its buddy");

  for (i = 0; i < drawing->n_all; i++)
    {
      const SimEvent *event = &drawing->subject->events[i];

      if (event->kind == SIM_EVENT_BLOCK_SPLIT && is_in_root (tree, (SimPfn) event->arg[0], (SimOrder) event->arg[1]))
        has_split = true;
      if (event->kind == SIM_EVENT_BLOCKS_MERGED && is_in_root (tree, (SimPfn) event->arg[0], (SimOrder) event->arg[2]))
        has_merge = true;
    }
  if (has_split && has_merge)
    return _("The block that is split and joined");
  if (has_split)
    return _("The block that is split");
  if (has_merge)
    return _("The buddies that are joined");
  return _("The block of this step and its buddy");
}

static void
draw_heading (const Tree *tree,
              SceneRect   rect,
              bool        is_shown,
              const char *arithmetic)
{
  BuddyDrawing *drawing = tree->drawing;
  const SceneMeasure *measure = drawing->measure;
  const char *heading = heading_of (tree, is_shown);
  SceneFont font = is_shown ? SCENE_FONT_BOLD : SCENE_FONT_SMALL;
  double width = measure->advance (measure, font, heading) + 1;
  char first[VIEW_NUMBER_SIZE], last[VIEW_NUMBER_SIZE], count[VIEW_NUMBER_SIZE];
  g_autofree char *range = NULL;

  scene_add_text (drawing->out, scene_key (0, VIEW_PART_HEADING, 10), (SceneRect) { rect.x, rect.y, MIN (width, rect.width), rect.height },
                  font, SCENE_START, scene_role (SCENE_HUE_NEUTRAL, is_shown ? SCENE_FILL_STRONG : SCENE_FILL_FAINT), heading);
  if (!is_shown)
    return;

  if (!arithmetic)
    /* Translators: first and last page frame number, and how many they are. */
    range = g_strdup_printf (ngettext ("%s–%s, %s page frame", "%s–%s, %s page frames", sim_frames_in (tree->root_order)),
                             view_format_pfn (first, tree->root),
                             view_format_pfn (last, tree->root + sim_frames_in (tree->root_order) - 1),
                             view_format_count (count, sim_frames_in (tree->root_order)));
  if (!arithmetic)
    arithmetic = range;
  if (width + 20 + measure->advance (measure, SCENE_FONT_SMALL, arithmetic) + 1 > rect.width)
    return;
  width = measure->advance (measure, SCENE_FONT_SMALL, arithmetic) + 1;
  scene_add_text (drawing->out, scene_key (0, VIEW_PART_HEADING, 11),
                  (SceneRect) { rect.x + rect.width - width, rect.y, width, rect.height }, SCENE_FONT_SMALL, SCENE_END,
                  scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_FAINT), arithmetic);
}

void
buddy_tree_draw (BuddyDrawing *drawing,
                 SceneRect     rect)
{
  const SceneMeasure *measure = drawing->measure;
  Tree tree = { .drawing = drawing, .x = drawing->size_right + 14, .width = rect.x + rect.width - drawing->size_right - 14 };
  double heading = measure->line_height[SCENE_FONT_BOLD], ruler = 0, scale = measure->line_height[SCENE_FONT_MONO_SMALL] / 14;
  g_autofree char *arithmetic = NULL;
  SimOrder order = 0;
  bool is_shown;
  unsigned n_rows;

  if (rect.height < heading + 20)
    return;

  scene_add_line (drawing->out, scene_key (0, VIEW_PART_HEADING, 12), (ScenePoint) { rect.x, rect.y },
                  (ScenePoint) { rect.x + rect.width, rect.y }, scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_RULE));
  rect.y += 4;
  rect.height -= 4;

  is_shown = choose_pairs (&tree);
  if (is_shown)
    {
      place_pairs (&tree);
      n_rows = tree.root_order - tree.least_order + 1;
      if (tree.is_to_scale)
        ruler = measure->line_height[SCENE_FONT_MONO_SMALL] + 4;
      tree.top = rect.y + heading + 4;
      tree.pitch = MIN ((rect.y + rect.height - ruler - tree.top) / n_rows, LARGEST_PITCH * scale);
      tree.box_height = tree.pitch - CLAMP (tree.pitch * 0.28, 2, 14);

      draw_nodes (&tree);
      draw_row_labels (&tree);
      if (ruler > 0)
        draw_ruler (&tree, tree.top + n_rows * tree.pitch - (tree.pitch - tree.box_height) + 3);
      arithmetic = dup_arithmetic (&tree, &order);
      if (arithmetic && draw_arithmetic (&tree, order, arithmetic))
        g_clear_pointer (&arithmetic, g_free);
    }
  draw_heading (&tree, (SceneRect) { rect.x, rect.y, rect.width, heading }, is_shown, arithmetic);
}
