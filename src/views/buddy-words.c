#include "views/buddy-tree.h"

#include <glib.h>
#include <glib/gi18n.h>

#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

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

char *
buddy_tree_dup_arithmetic (const BuddyTree *tree,
                           SimOrder        *order)
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

/* Right of the row, left of it, where the tree stands alone below it, or nowhere: then the caller has another place. */
bool
buddy_tree_draw_arithmetic (const BuddyTree *tree,
                            SimOrder         order,
                            const char      *text,
                            double           bottom)
{
  BuddyDrawing *drawing = tree->drawing;
  const SceneMeasure *measure = drawing->measure;
  double width = measure->advance (measure, SCENE_FONT_SMALL, text) + 1;
  double line = measure->line_height[SCENE_FONT_SMALL];
  double y = tree->top + (tree->root_order - order) * tree->pitch + (tree->box_height - line) / 2, x;
  const BuddyPair *pairs;
  unsigned n;

  if (order >= tree->root_order || order < tree->least_order || tree->pitch < line + 1)
    return false;

  pairs = tree->pairs[order];
  n = tree->n_pairs[order];
  x = pairs[n - 1].x + pairs[n - 1].width + 14;
  if (x + width > tree->x + tree->width)
    x = pairs[0].x - 14 - width;
  if (x < tree->x)
    {
      x = tree->x;
      y = tree->top + (tree->root_order - tree->least_order + 1) * tree->pitch + 2 * line;
      if (!drawing->is_beside || x + width > tree->x + tree->width || y + line > bottom)
        return false;
    }

  scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 3000 + order), (SceneRect) { x, y, width, line },
                  SCENE_FONT_SMALL, SCENE_START, VIEW_STRONG, text);
  return true;
}

static const char *
plain_heading_of (const BuddyTree *tree)
{
  const BuddyDrawing *drawing = tree->drawing;
  bool has_split = false, has_merge = false;
  size_t i;

  if (tree->focus.first < tree->focus.end)
    return tree->focus.order < tree->root_order ? _("This block and its buddy") : _("This block: the largest there is");

  for (i = 0; i < drawing->n_all; i++)
    {
      const SimEvent *event = &drawing->subject->events[i];

      if (event->kind == SIM_EVENT_BLOCK_SPLIT
          && buddy_tree_has_block (tree, (SimPfn) event->arg[0], (SimOrder) event->arg[1]))
        has_split = true;
      if (event->kind == SIM_EVENT_BLOCKS_MERGED
          && buddy_tree_has_block (tree, (SimPfn) event->arg[0], (SimOrder) event->arg[2]))
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

/* Where there is no room for the upper rows it is said, so that nobody takes the uppermost for the whole block. */
static char *
dup_heading (const BuddyTree *tree,
             double           width)
{
  const SceneMeasure *measure = tree->drawing->measure;
  g_autofree char *text = NULL;

  if (tree->is_cut)
    {
      text = g_strdup_printf (_("The block that is split, from order %u down"), tree->root_order);
      if (measure->advance (measure, SCENE_FONT_BOLD, text) + 1 <= width)
        return g_steal_pointer (&text);
    }
  return g_strdup (plain_heading_of (tree));
}

/* What it is, and at the right in small letters which one; each only if there is room for all of it. */
static void
draw_heading (BuddyDrawing *drawing,
              SceneRect     rect,
              SceneFont     font,
              const char   *heading,
              const char   *detail)
{
  const SceneMeasure *measure = drawing->measure;
  double width = measure->advance (measure, font, heading) + 1, detail_width;

  /* The picture says it, too. */
  if (width > rect.width)
    width = -20;
  else
    scene_add_text (drawing->out, scene_key (0, VIEW_PART_HEADING, 10), rect, font, SCENE_START,
                    font == SCENE_FONT_BOLD ? VIEW_STRONG : VIEW_FAINT, heading);
  if (!detail)
    return;
  detail_width = measure->advance (measure, SCENE_FONT_SMALL, detail) + 1;
  if (width + 20 + detail_width <= rect.width)
    scene_add_text (drawing->out, scene_key (0, VIEW_PART_HEADING, 11), rect, SCENE_FONT_SMALL, SCENE_END, VIEW_FAINT,
                    detail);
}

static char *
dup_range (SimPfn first,
           SimPfn end)
{
  char first_number[VIEW_NUMBER_SIZE], last_number[VIEW_NUMBER_SIZE], count[VIEW_NUMBER_SIZE];

  /* Translators: first and last page frame number, and how many they are. */
  return g_strdup_printf (ngettext ("%s–%s, %s page frame", "%s–%s, %s page frames", end - first),
                          view_format_pfn (first_number, first), view_format_pfn (last_number, end - 1),
                          view_format_count (count, end - first));
}

void
buddy_tree_draw_heading (const BuddyTree *tree,
                         SceneRect        rect,
                         const char      *arithmetic)
{
  g_autofree char *range = dup_range (tree->root, tree->root + sim_frames_in (tree->root_order));

  g_autofree char *heading = dup_heading (tree, rect.width);

  draw_heading (tree->drawing, rect, SCENE_FONT_BOLD, heading, arithmetic ? arithmetic : range);
}

void
buddy_strip_draw_heading (BuddyDrawing *drawing,
                          SceneRect     rect,
                          bool          has_strip)
{
  SimZone zone = sim_zone (drawing->machine, drawing->zone);
  g_autofree char *heading = NULL, *range = NULL;
  char name[VIEW_NUMBER_SIZE];

  if (!has_strip)
    {
      draw_heading (drawing, rect, SCENE_FONT_SMALL, _("A block that is selected appears here beside its buddy"), NULL);
      return;
    }
  /* Translators: %s is the name of a zone. */
  heading = g_strdup_printf (_("Zone %s, block by block"), view_format_zone (name, drawing->machine, drawing->zone));
  range = dup_range (zone.start_pfn, zone.start_pfn + zone.spanned);
  draw_heading (drawing, rect, SCENE_FONT_BOLD, heading, range);
}
