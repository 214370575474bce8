/* slab-nodes.c - whose lists are shown: every NUMA node has its own of each cache
 *
 * One node at a time has the columns. Beside the name of the cache stand all nodes with their slabs, to choose from;
 * those in which this step changed something are marked.
 */
#include "views/slab.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>

#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define PAD 6.0
#define CHIP_GAP 4.0
#define MOST_NODES 8            /* that stand in a row */

/* --- which -------------------------------------------------------------------------------- */

static unsigned
node_of_frame (const SlabDrawing *drawing,
               SimPfn             pfn)
{
  SimZoneId zone = sim_zone_of (drawing->machine, pfn);

  return zone != SIM_NO_ZONE ? sim_zone (drawing->machine, zone).node : 0;
}

/* Of a slab, an object or a frame; the array of a CPU is its node's. */
static bool
node_of_ref (const SlabDrawing *drawing,
             SimRef             ref,
             unsigned          *node)
{
  const SimMachine *machine = drawing->machine;
  unsigned array = (unsigned) ref.id;
  SimSlabId slab;
  SimPfn pfn, end;

  if (slab_cache_of_ref (machine, ref) != drawing->cache.id)
    return false;
  if (ref.kind == SIM_REF_ARRAY && array >= SIM_SHARED_ARRAY && array - SIM_SHARED_ARRAY < sim_n_nodes (machine))
    *node = array - SIM_SHARED_ARRAY;
  else if (ref.kind == SIM_REF_ARRAY && array < sim_n_cpus (machine))
    *node = sim_node_of_cpu (machine, array);
  /* The address of the cache itself lies in a slab, too: of another cache. */
  else if (view_ref_frames (machine, ref, &pfn, &end) && (slab = sim_slab_of_pfn (machine, pfn)) != SIM_NO_SLAB
           && sim_slab (machine, slab).cache == drawing->cache.id)
    *node = node_of_frame (drawing, pfn);
  else
    return false;
  return true;
}

/* Of the last slab of the cache that the step changes: the same at all of its moments. */
static bool
node_of_events (const SlabDrawing *drawing,
                unsigned          *node)
{
  const ViewSubject *subject = drawing->subject;

  for (size_t i = subject->n_events + subject->n_ahead; i > 0; i--)
    {
      const SimEvent *event = &subject->events[i - 1];
      SimPfn pfn;

      if (slab_event_cache (drawing->machine, event) != drawing->cache.id)
        continue;
      pfn = slab_event_slab (drawing->machine, event);
      if (pfn == SIM_NO_PFN)
        continue;
      *node = node_of_frame (drawing, pfn);
      return true;
    }
  return false;
}

static uint32_t
n_slabs_of (const SlabDrawing *drawing,
            unsigned           node)
{
  return sim_cache_node (drawing->machine, drawing->cache.id, node).n_slabs;
}

/* Of what is selected or looked at; of what happens; the first that has slabs. */
unsigned
slab_choose_node (const SlabDrawing *drawing)
{
  const ViewSubject *subject = drawing->subject;
  unsigned n_nodes = sim_n_nodes (drawing->machine), node;

  if (n_nodes == 1)
    return 0;
  for (size_t i = subject->n_selection; i > 0; i--)
    if (node_of_ref (drawing, subject->selection[i - 1], &node))
      return node;
  if (node_of_ref (drawing, subject->look, &node) || node_of_events (drawing, &node))
    return node;
  for (node = 0; node < n_nodes; node++)
    if (n_slabs_of (drawing, node) > 0)
      return node;
  return 0;
}

/* --- to choose from ----------------------------------------------------------------------- */

/* By which the node is chosen. SIM_NO_SLAB: it has none. */
static SimSlabId
first_slab_of (const SlabDrawing *drawing,
               unsigned           node)
{
  const SimMachine *machine = drawing->machine;
  SimSlabId slab = SIM_NO_SLAB;

  for (SimSlabList list = SIM_SLAB_LIST_PARTIAL; list <= SIM_SLAB_LIST_FREE && slab == SIM_NO_SLAB; list++)
    slab = sim_slab_first (machine, drawing->cache.id, node, list);
  for (SimSlabList list = SIM_SLAB_LIST_ACTIVE; list < SIM_N_SLAB_LISTS && slab == SIM_NO_SLAB && sim_allocator (machine) == SIM_ALLOCATOR_SLUB; list++)
    for (unsigned cpu = 0; cpu < sim_n_cpus (machine) && slab == SIM_NO_SLAB; cpu++)
      for (slab = sim_slab_first (machine, drawing->cache.id, cpu, list); slab != SIM_NO_SLAB && sim_slab (machine, slab).node != node;)
        slab = sim_slab_next (machine, slab);
  return slab;
}

static bool
is_changed (const SlabDrawing *drawing,
            unsigned           node)
{
  for (unsigned i = 0; i < drawing->story.n_touched; i++)
    if (drawing->story.touched[i].is_changed && node_of_frame (drawing, drawing->story.touched[i].pfn) == node)
      return true;
  return false;
}

static char *
dup_name (const SlabDrawing *drawing,
          unsigned           node)
{
  char count[VIEW_NUMBER_SIZE];

  /* Translators: number of a node, how many slabs of the cache it has; as short as can be. */
  return g_strdup_printf (_("node %u: %s"), node, view_format_count (count, n_slabs_of (drawing, node)));
}

static void
draw_node (SlabDrawing *drawing,
           unsigned     node,
           SceneRect    rect)
{
  SimSlabId first = first_slab_of (drawing, node);
  g_autofree char *name = dup_name (drawing, node);
  uint32_t n = n_slabs_of (drawing, node);
  char count[VIEW_NUMBER_SIZE];
  /* Translators: number of a node, name of a cache, how many slabs. */
  g_autofree char *hint = g_strdup_printf (ngettext ("Node %u, cache %s: %s slab", "Node %u, cache %s: %s slabs", n), node, drawing->cache.name,
                                           view_format_count (count, n));
  bool is_shown = node == drawing->node;
  SceneRole role = is_shown ? VIEW_INK (SCENE_FILL_OUTLINE) : VIEW_INK (SCENE_FILL_NONE);

  if (first != SIM_NO_SLAB)
    scene_add_box (drawing->out, scene_key (SIM_REF_SLAB, VIEW_PART_HEAD + 256 * (node + 1), sim_slab (drawing->machine, first).pfn), rect, role, NULL);
  else
    scene_add_box (drawing->out, scene_key (0, VIEW_PART_HEAD, 4ull << 50 | node), rect, role, NULL);
  scene_set_hint (drawing->out, hint);
  slab_add_text (drawing, scene_key (0, VIEW_PART_COUNT, 4ull << 50 | node), (SceneRect) { rect.x + 1, rect.y, rect.width - 2, rect.height },
                 SCENE_FONT_SMALL, SCENE_MIDDLE, is_shown ? VIEW_STRONG : VIEW_PLAIN, name);
  if (!is_changed (drawing, node))
    return;
  drawing->legend.underlined = true;
  scene_add_line (drawing->out, scene_key (0, VIEW_PART_RING, 4ull << 50 | node), (ScenePoint) { rect.x + 3, rect.y + rect.height - 2 },
                  (ScenePoint) { rect.x + rect.width - 3, rect.y + rect.height - 2 }, VIEW_STRONG)->marks = SCENE_MARK_CHANGED;
}

/* All of them or, where there is too little room, which one is shown. */
void
slab_draw_nodes (SlabDrawing *drawing,
                 SceneRect    rect)
{
  unsigned n = sim_n_nodes (drawing->machine);
  /* Translators: number of a node, how many there are. */
  g_autofree char *which = g_strdup_printf (_("node %u of %u"), drawing->node, n);
  double widths[MOST_NODES], whole = 0;

  if (n == 1)
    return;
  for (unsigned i = 0; i < n && i < MOST_NODES; i++)
    {
      g_autofree char *name = dup_name (drawing, i);

      widths[i] = ceil (slab_text_width (drawing, SCENE_FONT_SMALL, name)) + 2 * PAD;
      whole += widths[i] + CHIP_GAP;
    }
  if (n > MOST_NODES || whole > rect.width)
    {
      slab_add_text (drawing, scene_key (0, VIEW_PART_HEADING, 3), rect, SCENE_FONT_SMALL, SCENE_START, VIEW_PLAIN, which);
      return;
    }
  rect.y += floor ((rect.height - drawing->line - 4) / 2);
  rect.height = drawing->line + 4;
  for (unsigned i = 0; i < n; i++)
    {
      rect.width = widths[i];
      draw_node (drawing, i, rect);
      rect.x += widths[i] + CHIP_GAP;
    }
}
