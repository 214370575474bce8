#include "views/buddy-tree.h"

#include <glib.h>
#include <glib/gi18n.h>

#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define LEAST_PIECE 5.0         /* of a block that is drawn inside another */
#define LABEL_ROOM 9.0          /* beside a number in its block */
#define LARGEST_PITCH 76.0
#define LARGEST_BOX 52.0

static bool
is_room_for (const BuddyTree *tree,
             const char      *text,
             SceneRect        rect)
{
  const SceneMeasure *measure = tree->drawing->measure;

  return rect.height >= measure->size[tree->font] + 1
         && measure->advance (measure, tree->font, text) + LABEL_ROOM <= rect.width;
}

static const char *
label_that_fits (const BuddyTree *tree,
                 char             buffer[VIEW_NUMBER_SIZE],
                 SimPfn           pfn,
                 SceneRect        rect)
{
  view_format_pfn (buffer, pfn);
  return is_room_for (tree, buffer, rect) ? buffer : NULL;
}

/* Was the block whole at an earlier moment of this step? */
static bool
was_whole (const BuddyTree *tree,
           SimPfn           pfn,
           SimOrder         order)
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
is_parent (const BuddyTree *tree,
           SimPfn           pfn,
           SimOrder         order)
{
  unsigned i;

  for (i = 0; order > 0 && i < tree->n_pairs[order - 1]; i++)
    if (tree->pairs[order - 1][i].first == pfn)
      return true;
  return false;
}

static void
draw_place (const BuddyTree *tree,
            SimPfn           pfn,
            SimOrder         order,
            SceneRect        rect,
            bool             is_visible,
            bool             is_labelled)
{
  BuddyDrawing *drawing = tree->drawing;
  char number[VIEW_NUMBER_SIZE];
  SceneShape *shape = scene_add_box (drawing->out, scene_key (0, VIEW_PART_PLACE, sim_block_id (pfn, order)), rect,
                                     VIEW_GHOST,
                                     is_visible && is_labelled ? label_that_fits (tree, number, pfn, rect) : NULL);

  shape->font = (uint8_t) tree->font;
  shape->align = SCENE_MIDDLE;
  shape->opacity = is_visible ? 1 : 0;
  if (is_visible)
    drawing->legend.ghost = true;
}

/* The number of a block; what it is to a selected one; on which list it stands. */
static const char *
label_of (const BuddyTree *tree,
          char             buffer[2 * VIEW_NUMBER_SIZE],
          SimBlock         block,
          SceneRect        rect)
{
  bool is_buddy = tree->focus.first < tree->focus.end && block.order == tree->focus.order
                  && block.first != tree->focus.first;
  char number[VIEW_NUMBER_SIZE];

  view_format_pfn (number, block.first);
  if (is_buddy)
    {
      /* Translators: %s is the number of a page frame. */
      g_snprintf (buffer, 2 * VIEW_NUMBER_SIZE, _("%s, its buddy"), number);
      if (is_room_for (tree, buffer, rect))
        return buffer;
    }
  if (sim_profile (tree->drawing->machine)->buddy.has_migrate_types
      && (block.state == SIM_FRAME_FREE || block.state == SIM_FRAME_PCP))
    {
      g_snprintf (buffer, 2 * VIEW_NUMBER_SIZE, "%s %s", number, view_migrate_letter (block.type));
      if (is_room_for (tree, buffer, rect))
        return buffer;
    }
  return label_that_fits (tree, buffer, block.first, rect);
}

static void
draw_whole (const BuddyTree *tree,
            SimBlock         block,
            SimOrder         order,
            SceneRect        rect)
{
  BuddyDrawing *drawing = tree->drawing;
  const SimEvent *last = buddy_last_event (drawing);
  SimPfn parent = buddy_align (block.first, order + 1);
  char label[2 * VIEW_NUMBER_SIZE];
  uint64_t id = sim_block_id (block.first, order);
  SceneShape *shape;
  bool was_taken = last && (last->kind == SIM_EVENT_BLOCK_TAKEN || last->kind == SIM_EVENT_PCP_TAKEN)
                   && last->arg[0] == block.first;

  block.order = order;
  shape = buddy_add_block (drawing, scene_key (SIM_REF_BLOCK, VIEW_PART_TREE, id), rect, block,
                           label_of (tree, label, block, rect));
  shape->font = (uint8_t) tree->font;
  shape->parent = was_taken ? scene_key (SIM_REF_BLOCK, VIEW_PART_LIST, id)
                            : scene_key (SIM_REF_BLOCK, VIEW_PART_TREE, sim_block_id (parent, order + 1));
  if (!buddy_tree_is_apart (tree, order))
    shape->marks &= ~SCENE_MARK_CHANGED;
}

/* Changed blocks of one row that stand so near that their rings would touch: one goes round all of them. */
typedef struct {
  SimPfn    first;
  SceneRect rect;               /* width 0: none */
} Run;

static void
draw_run (const BuddyTree *tree,
          const Run       *run,
          SimOrder         order)
{
  if (!(run->rect.width > 0))
    return;
  if (!tree->has_rings)
    buddy_underline (tree->drawing, run->rect, VIEW_PART_TREE, sim_block_id (run->first, order));
  else
    scene_add_box (tree->drawing->out, scene_key (0, VIEW_PART_RING, sim_block_id (run->first, order)), run->rect,
                   VIEW_PLAIN, NULL)->marks = SCENE_MARK_CHANGED;
}

/* Goes on with a run, or begins another. */
static void
add_to_run (const BuddyTree *tree,
            Run             *run,
            Run              next,
            SimOrder         order)
{
  if (!(run->rect.width > 0) || next.rect.x - (run->rect.x + run->rect.width) > (tree->has_rings ? tree->gap - 0.5 : 2.5))
    {
      draw_run (tree, run, order);
      *run = next;
      return;
    }
  run->rect.width = next.rect.x + next.rect.width - run->rect.x;
}

/* A block that is in pieces, and no halves of it stand below: the pieces themselves. Neighbours of one state that
 * are too narrow to be told apart are one. */
static void
draw_pieces (const BuddyTree *tree,
             SimPfn           pfn,
             SimOrder         order,
             SceneRect        rect)
{
  BuddyDrawing *drawing = tree->drawing;
  SimPfn end = MIN (pfn + sim_frames_in (order), sim_n_frames (drawing->machine)), at = pfn, next;
  double scale = rect.width / sim_frames_in (order);
  char number[VIEW_NUMBER_SIZE];
  Run run = { 0 };

  draw_place (tree, pfn, order, rect, true, false);
  for (; at < end; at = next)
    {
      SimBlock block = sim_block_at (drawing->machine, at), other;
      bool is_changed = view_changes_touch (&drawing->changes, block.first, block.end);
      SceneRect piece;
      SceneShape *shape;

      next = MIN (block.end, end);
      while (next < end && (next - at) * scale < LEAST_PIECE)
        {
          other = sim_block_at (drawing->machine, next);
          if (other.state != block.state || (other.end - other.first) * scale >= LEAST_PIECE
              || view_changes_touch (&drawing->changes, other.first, other.end) != is_changed)
            break;
          next = MIN (other.end, end);
        }
      if (block.state == SIM_FRAME_HOLE)
        continue;

      piece = (SceneRect) { rect.x + (at - pfn) * scale, rect.y, MAX ((next - at) * scale - 1, 1), rect.height };
      shape = buddy_add_block (drawing,
                               scene_key (SIM_REF_BLOCK, VIEW_PART_TREE, sim_block_id (block.first, block.order)),
                               piece, block, label_that_fits (tree, number, block.first, piece));
      shape->font = (uint8_t) tree->font;
      if (piece.width < 6)
        shape->marks |= SCENE_MARK_SQUARE;
      shape->marks &= ~SCENE_MARK_CHANGED;
      if (is_changed)
        add_to_run (tree, &run, (Run) { block.first, piece }, order);
    }
  draw_run (tree, &run, order);
}

/* From the ends of a block to the ends of its halves: straight where these are to scale, wider where they
 * are seen from nearer. */
static void
draw_edges (const BuddyTree *tree,
            SimPfn           pfn,
            SimOrder         order)
{
  SceneRect parent, lower, upper;

  if (!buddy_tree_find_place (tree, pfn, order, &parent) || !buddy_tree_find_place (tree, pfn, order - 1, &lower)
      || !buddy_tree_find_place (tree, pfn + sim_frames_in (order - 1), order - 1, &upper))
    return;
  scene_add_line (tree->drawing->out, scene_key (0, VIEW_PART_EDGE, sim_block_id (pfn, order)),
                  (ScenePoint) { parent.x + 6, parent.y + parent.height },
                  (ScenePoint) { lower.x + 6, lower.y }, VIEW_RULE);
  scene_add_line (tree->drawing->out, scene_key (0, VIEW_PART_EDGE + (1 << 8), sim_block_id (pfn, order)),
                  (ScenePoint) { parent.x + parent.width - 6, parent.y + parent.height },
                  (ScenePoint) { upper.x + upper.width - 6, upper.y }, VIEW_RULE);
}

static void
draw_node (const BuddyTree *tree,
           SimPfn           pfn,
           SimOrder         order)
{
  const SimMachine *machine = tree->drawing->machine;
  SceneRect rect;
  SimBlock block;
  bool lies_inside;

  if (!buddy_tree_find_place (tree, pfn, order, &rect) || pfn >= sim_n_frames (machine))
    return;

  block = sim_block_at (machine, pfn);
  lies_inside = block.end - block.first > sim_frames_in (order);
  if (lies_inside)
    draw_place (tree, pfn, order, rect, was_whole (tree, pfn, order), true);
  else if (is_whole (block, pfn, order))
    {
      draw_place (tree, pfn, order, rect, false, false);
      draw_whole (tree, block, order, rect);
    }
  else if (is_parent (tree, pfn, order))
    {
      draw_edges (tree, pfn, order);
      draw_place (tree, pfn, order, rect, true, true);
    }
  else
    draw_pieces (tree, pfn, order, rect);
}

/* Where blocks are so narrow that red rings would touch, one goes round neighbours; what they became is seen
 * inside. */
static void
draw_runs (const BuddyTree *tree,
           SimOrder         order)
{
  BuddyDrawing *drawing = tree->drawing;
  Run run = { 0 };
  unsigned i;

  for (i = 0; i < 2 * tree->n_pairs[order]; i++)
    {
      SimPfn pfn = tree->pairs[order][i / 2].first + i % 2 * sim_frames_in (order);
      SimBlock block;
      SceneRect rect;

      if (pfn >= sim_n_frames (drawing->machine) || !buddy_tree_find_place (tree, pfn, order, &rect))
        continue;
      block = sim_block_at (drawing->machine, pfn);
      if (buddy_tree_is_apart (tree, order) || !is_whole (block, pfn, order)
          || !view_changes_touch (&drawing->changes, block.first, block.end))
        continue;
      add_to_run (tree, &run, (Run) { pfn, rect }, order);
    }
  draw_run (tree, &run, order);
}

static void
draw_nodes (const BuddyTree *tree)
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
  for (order = tree->least_order; order < tree->root_order; order++)
    draw_runs (tree, order);
}

static void
draw_row_labels (const BuddyTree *tree)
{
  BuddyDrawing *drawing = tree->drawing;
  const SceneMeasure *measure = drawing->measure;
  double line = measure->line_height[drawing->text];
  unsigned n = tree->root_order - tree->least_order + 1, i;
  unsigned every = (unsigned) (line / tree->pitch) + 1;
  char number[VIEW_NUMBER_SIZE];

  for (i = 0; i < n; i += every)
    {
      SimOrder order = tree->root_order - i;
      double y = tree->top + i * tree->pitch + (tree->box_height - line) / 2;

      g_snprintf (number, sizeof number, "%u", order);
      scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 200 + order),
                      (SceneRect) { drawing->tree.x, y, drawing->order_right - drawing->tree.x, line }, drawing->text,
                      SCENE_END, VIEW_STRONG, number);
      if (drawing->size_right <= drawing->order_right)
        continue;
      scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 220 + order),
                      (SceneRect) { drawing->order_right + 6, y, drawing->size_right - drawing->order_right - 6,
                                    line },
                      drawing->text, SCENE_END, VIEW_FAINT,
                      view_format_size (number, sim_frames_in (order)));
    }
}

/* Page frame numbers along the bottom, as many as there is room for. */
static void
draw_ruler (const BuddyTree *tree,
            double           y)
{
  BuddyDrawing *drawing = tree->drawing;
  const SceneMeasure *measure = drawing->measure;
  SimOrder step = tree->least_order;
  char number[VIEW_NUMBER_SIZE];
  SimPfn last = tree->root + sim_frames_in (tree->root_order) - 1;        /* none has more digits */
  double label = measure->advance (measure, SCENE_FONT_MONO_SMALL, view_format_pfn (number, last)) + 8;
  unsigned n, i;

  while (step < tree->root_order && tree->width / (1u << (tree->root_order - step)) < label)
    step++;
  n = 1u << (tree->root_order - step);
  for (i = 0; i < n; i++)
    {
      double x = tree->x + tree->width * i / n;
      SimPfn pfn = tree->root + i * sim_frames_in (step);

      scene_add_line (drawing->out, scene_key (0, VIEW_PART_LABEL, 1000 + i), (ScenePoint) { x, y },
                      (ScenePoint) { x, y + 4 },
                      VIEW_RULE);
      scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 2000 + i),
                      (SceneRect) { x + 3, y + 2, label - 6,
                                    measure->line_height[SCENE_FONT_MONO_SMALL] }, SCENE_FONT_MONO_SMALL,
                      SCENE_START, VIEW_FAINT, view_format_pfn (number, pfn));
    }
}

/* Labels of a tree that does not share those of the lists. */
static void
place_labels (BuddyDrawing *drawing)
{
  SceneRect rect = drawing->tree;
  double order = drawing->measure->advance (drawing->measure, SCENE_FONT_BOLD, "10") + 1;

  drawing->order_right = drawing->size_right = rect.x + order;
  drawing->first_box = drawing->order_right + 11;
}

/* Would larger numbers fit wherever the small ones do? */
static bool
narrows_no_label (const BuddyTree *tree)
{
  const SceneMeasure *measure = tree->drawing->measure;
  char number[VIEW_NUMBER_SIZE];
  double small, large;
  SimOrder order;
  unsigned i;

  view_format_pfn (number, tree->root);
  small = measure->advance (measure, SCENE_FONT_MONO_SMALL, number) + LABEL_ROOM;
  large = measure->advance (measure, SCENE_FONT_MONO, number) + LABEL_ROOM;
  for (order = tree->least_order; order < tree->root_order; order++)
    for (i = 0; i < tree->n_pairs[order]; i++)
      {
        double half = (tree->pairs[order][i].width - tree->gap) / 2;

        if (half >= small && half < large)
          return false;
      }
  return true;
}

static void
place_rows (BuddyTree *tree,
            SceneRect  rect,
            double    *ruler)
{
  const SceneMeasure *measure = tree->drawing->measure;
  double line = measure->line_height[SCENE_FONT_MONO_SMALL], scale = line / 14;
  unsigned n_rows = tree->root_order - tree->least_order + 1;

  *ruler = 0;
  if (tree->is_to_scale && rect.height >= n_rows * buddy_ring_pitch (measure) + line + 4)
    *ruler = line + 4;
  tree->top = rect.y;
  tree->pitch = MIN ((rect.height - *ruler) / n_rows, LARGEST_PITCH * scale);
  tree->has_rings = tree->drawing->has_rings && tree->pitch >= buddy_ring_pitch (measure);
  tree->box_height = MIN (buddy_box_height (measure, tree->pitch, 14), LARGEST_BOX * scale);
  if (tree->box_height >= measure->line_height[SCENE_FONT_MONO] + 1 && narrows_no_label (tree))
    tree->font = SCENE_FONT_MONO;
}

static void
draw_rule (BuddyDrawing *drawing)
{
  SceneRect rect = drawing->tree;
  ScenePoint from = { rect.x, rect.y }, to = { rect.x + rect.width, rect.y };

  if (drawing->is_beside)
    {
      from.x = to.x = (drawing->lists.x + drawing->lists.width + rect.x) / 2;
      to.y = rect.y + rect.height;
    }
  scene_add_line (drawing->out, scene_key (0, VIEW_PART_HEADING, 12), from, to, VIEW_RULE);
}

void
buddy_tree_draw (BuddyDrawing *drawing)
{
  const SceneMeasure *measure = drawing->measure;
  double heading = measure->line_height[drawing->is_beside ? SCENE_FONT_HEADING : SCENE_FONT_BOLD], ruler;
  SceneRect rect = drawing->tree, rows;
  BuddyTree tree = { .drawing = drawing, .font = SCENE_FONT_MONO_SMALL, .gap = 2 * measure->ring + 1 };
  g_autofree char *arithmetic = NULL;
  SimOrder order = 0;

  if (!(rect.height > 0))
    return;

  draw_rule (drawing);
  if (drawing->is_beside)
    place_labels (drawing);
  else
    {
      rect.y += 4;
      rect.height -= 4;
    }
  tree.x = drawing->first_box;
  tree.width = rect.x + rect.width - tree.x - (drawing->is_beside ? measure->ring : 0);
  rows = (SceneRect) { rect.x, rect.y + heading + 4 + measure->ring / 2, rect.width,
                       rect.height - heading - 4 - measure->ring / 2 };
  tree.max_rows = (unsigned) MAX (2, rows.height / buddy_dense_pitch (measure));

  rect.height = heading;
  if (!buddy_tree_choose_pairs (&tree))
    {
      buddy_strip_draw_heading (drawing, rect, buddy_strip_draw (drawing, rows));
      return;
    }

  buddy_tree_place_pairs (&tree);
  place_rows (&tree, rows, &ruler);
  draw_nodes (&tree);
  draw_row_labels (&tree);
  if (ruler > 0)
    draw_ruler (&tree, tree.top + (tree.root_order - tree.least_order + 1) * tree.pitch
                       - (tree.pitch - tree.box_height) + 3);
  arithmetic = buddy_tree_dup_arithmetic (&tree, &order);
  if (arithmetic && buddy_tree_draw_arithmetic (&tree, order, arithmetic, rows.y + rows.height))
    g_clear_pointer (&arithmetic, g_free);
  buddy_tree_draw_heading (&tree, rect, arithmetic);
}
