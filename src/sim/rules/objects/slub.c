/* slub.c - objects as SLUB keeps them
 *
 * Models      mm/slub.c: ___slab_alloc(), get_freelist(), get_partial_node(), get_any_partial(), new_slab(), allocate_slab(),
 *             __slab_free(), put_cpu_partial(), __unfreeze_partials(), deactivate_slab(), flush_slab(), discard_slab(),
 *             __kmem_cache_do_shrink(), free_partial(), with CONFIG_SLUB_CPU_PARTIAL
 * Leaves out  what happens when CPUs get in each other's way; that slabs of other nodes are passed over now and then
 *
 * The kernel empties a CPU's list of partial slabs after the new one is on it, here it is done before: nobody can tell.
 */

#include "sim/rules/objects/slab.h"

/* SHRINK_PROMOTE_MAX */
#define MOST_FREE_PROMOTED 32u

static uint32_t
active_in (const SimMachine *machine,
           SimSlabId         slab)
{
  return sim_slab_word (machine, slab, SIM_SLAB_WORD_ACTIVE);
}

static uint32_t
num_of (const SimMachine *machine,
        SimSlabId         slab)
{
  return sim_slab_word (machine, slab, SIM_SLAB_WORD_NUM);
}

static SimSlabList
list_of (const SimMachine *machine,
         SimSlabId         slab)
{
  return (SimSlabList) sim_slab_word (machine, slab, SIM_SLAB_WORD_LIST);
}

/* Are there slabs enough without this one? */
static bool
has_enough_partial (const SimMachine *machine,
                    SimSlabId         slab)
{
  SimCacheId cache = sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE);
  unsigned node = sim_slab_word (machine, slab, SIM_SLAB_WORD_NODE);

  return sim_slab_list_length (machine, cache, node, SIM_SLAB_LIST_PARTIAL) >= sim_cache_word (machine, cache, SIM_CACHE_WORD_MIN_PARTIAL);
}

static void
move (SimRun      *run,
      SimSlabId    slab,
      SimSlabList  to,
      bool         to_tail)
{
  SimPen pen = sim_pen_of (run);

  slab_move (&pen, slab, to, to_tail);
  sim_pen_rest (&pen);
}

/* discard_slab () */
static void
discard (SimRun    *run,
         SimSlabId  slab)
{
  move (run, slab, SIM_SLAB_LIST_NONE, false);
  slab_destroy (run, sim_slab_word (run->machine, slab, SIM_SLAB_WORD_CACHE), slab);
}

static void
freeze (SimRun      *run,
        SimSlabId    slab,
        SimSlabList  to)
{
  SimPen pen = sim_pen_of (run);

  sim_emit_slab_frozen (&pen, sim_slab_word (run->machine, slab, SIM_SLAB_WORD_PFN), list_of (run->machine, slab), to, run->cpu);
  sim_pen_rest (&pen);
}

/* --- what a CPU holds ---------------------------------------------------------------------- */
/* __unfreeze_partials () */
static void
unfreeze_partials (SimRun     *run,
                   SimCacheId  cache,
                   unsigned    cpu)
{
  const SimMachine *machine = run->machine;
  SimSlabId slab;

  while ((slab = sim_slab_ring_first (machine, cache, cpu, SIM_SLAB_LIST_CPU_PARTIAL)) != SIM_NO_SLAB)
    if (active_in (machine, slab) == 0 && has_enough_partial (machine, slab))
      move (run, slab, SIM_SLAB_LIST_DOOMED, false);
    else
      move (run, slab, SIM_SLAB_LIST_PARTIAL, true);
  for (unsigned node = 0; node < sim_n_nodes (machine); node++)
    slab_destroy_doomed (run, cache, node);
}

/* put_cpu_partial (). drain: if they are too many, all others go. */
static void
put_cpu_partial (SimRun    *run,
                 SimSlabId  slab,
                 bool       drain)
{
  const SimMachine *machine = run->machine;
  SimCacheId cache = sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE);
  uint32_t n = sim_slab_list_length (machine, cache, run->cpu, SIM_SLAB_LIST_CPU_PARTIAL);

  if (drain && n > 0 && n >= sim_cache_word (machine, cache, SIM_CACHE_WORD_CPU_PARTIAL_SLABS))
    {
      SimPen pen = sim_pen_of (run);

      sim_emit_cpu_partial_full (&pen, cache, run->cpu, n);
      sim_pen_rest (&pen);
      unfreeze_partials (run, cache, run->cpu);
    }
  freeze (run, slab, SIM_SLAB_LIST_CPU_PARTIAL);
}

/* deactivate_slab (): what is left on the CPU's freelist goes before what came back to the slab meanwhile. */
static void
deactivate (SimRun     *run,
            SimCacheId  cache,
            unsigned    cpu)
{
  const SimMachine *machine = run->machine;
  SimSlabId slab = sim_slab_ring_first (machine, cache, cpu, SIM_SLAB_LIST_ACTIVE);
  uint32_t n = sim_array (machine, cache, cpu).avail;
  bool has_own = active_in (machine, slab) < num_of (machine, slab);

  if (n > 0)
    {
      SimPen pen = sim_pen_of (run);

      sim_pen_expect (&pen, (size_t) n * 8 + 64);
      sim_emit_freelist_returned (&pen, sim_slab_word (machine, slab, SIM_SLAB_WORD_PFN), cpu, n);
      sim_pen_rest (&pen);
    }
  if (active_in (machine, slab) == 0 && has_enough_partial (machine, slab))
    discard (run, slab);
  else if (active_in (machine, slab) < num_of (machine, slab))
    move (run, slab, SIM_SLAB_LIST_PARTIAL, has_own);
  else
    move (run, slab, SIM_SLAB_LIST_FULL, false);
}

/* flush_all_cpus_locked () */
static void
flush_all (SimRun     *run,
           SimCacheId  cache)
{
  for (unsigned cpu = 0; cpu < sim_n_cpus (run->machine); cpu++)
    {
      if (sim_slab_ring_first (run->machine, cache, cpu, SIM_SLAB_LIST_ACTIVE) != SIM_NO_SLAB)
        deactivate (run, cache, cpu);
      unfreeze_partials (run, cache, cpu);
    }
}

/* --- taking -------------------------------------------------------------------------------- */
/* get_freelist () of the active slab. False: it is full, and forgotten. */
static bool
take_freelist (SimRun    *run,
               SimSlabId  slab)
{
  const SimMachine *machine = run->machine;
  uint32_t n = num_of (machine, slab) - active_in (machine, slab);
  SimPen pen = sim_pen_of (run);

  if (n == 0)
    {
      slab_move (&pen, slab, SIM_SLAB_LIST_FULL, false);
      sim_pen_rest (&pen);
      return false;
    }
  sim_pen_expect (&pen, (size_t) n * 8 + 64);
  sim_emit_freelist_taken (&pen, sim_slab_word (machine, slab, SIM_SLAB_WORD_PFN), run->cpu, n);
  sim_pen_rest (&pen);
  return true;
}

/* get_partial_node (): one to take from, and some more against the next time. */
static bool
take_partial (SimRun     *run,
              SimCacheId  cache,
              unsigned    node)
{
  const SimMachine *machine = run->machine;
  SimSlabId slab = sim_slab_ring_first (machine, cache, node, SIM_SLAB_LIST_PARTIAL);
  uint32_t n_more = sim_cache_word (machine, cache, SIM_CACHE_WORD_CPU_PARTIAL_SLABS) / 2 + 1;

  if (slab == SIM_NO_SLAB)
    return false;
  freeze (run, slab, SIM_SLAB_LIST_ACTIVE);
  take_freelist (run, slab);
  while (n_more-- > 0 && (slab = sim_slab_ring_first (machine, cache, node, SIM_SLAB_LIST_PARTIAL)) != SIM_NO_SLAB)
    put_cpu_partial (run, slab, false);
  return true;
}

/* get_partial (), get_any_partial () */
static bool
take_any_partial (SimRun     *run,
                  SimCacheId  cache,
                  uint32_t    gfp,
                  unsigned    node)
{
  const SimMachine *machine = run->machine;
  SimZoneId zones[SIM_MAX_ZONES];
  unsigned n_zones;

  if (take_partial (run, cache, node))
    return true;
  if (sim_n_nodes (machine) == 1)
    return false;
  n_zones = sim_zonelist_of_node (machine, node, gfp, zones);
  for (unsigned i = 0; i < n_zones; i++)
    {
      unsigned other = sim_zone_node (machine, zones[i]);

      if (sim_slab_list_length (machine, cache, other, SIM_SLAB_LIST_PARTIAL) > sim_cache_word (machine, cache, SIM_CACHE_WORD_MIN_PARTIAL)
          && take_partial (run, cache, other))
        return true;
    }
  return false;
}

/* allocate_slab (): where there is no large block, the smallest one that has room for an object. */
static SimPfn
take_frames (SimRun     *run,
             SimCacheId  cache,
             uint32_t    gfp,
             unsigned    node,
             SimOrder   *order)
{
  const SimProfile *profile = sim_profile (run->machine);
  SimOrder least = (SimOrder) sim_cache_word (run->machine, cache, SIM_CACHE_WORD_LEAST_ORDER);
  uint32_t first = (gfp | profile->gfp_nowarn | profile->gfp_noretry) & ~profile->gfp_nofail;
  SimPfn pfn;

  *order = (SimOrder) sim_cache_word (run->machine, cache, SIM_CACHE_WORD_ORDER);
  if ((first & profile->gfp_may_sleep) && *order > least)
    first = (first | profile->gfp_nomemalloc) & ~(profile->gfp_may_sleep | profile->gfp_kswapd);
  pfn = slab_take_frames (run, cache, *order, first, node);
  if (pfn != SIM_NO_PFN)
    return pfn;
  *order = least;
  return slab_take_frames (run, cache, least, gfp, node);
}

/* new_slab (), and it becomes the CPU's. */
static bool
grow (SimRun     *run,
      SimCacheId  cache,
      uint32_t    gfp,
      unsigned    node)
{
  SimOrder order;
  SimPfn pfn;
  SimPen pen;

  gfp = slab_gfp_of_frames (run, gfp);
  if (!sim_slabs_have_room (run, cache))
    return false;
  pfn = take_frames (run, cache, gfp, node, &order);
  if (pfn == SIM_NO_PFN)
    return false;

  pen = sim_pen_of (run);
  sim_pen_expect (&pen, (size_t) sim_cache_word (run->machine, cache, SIM_CACHE_WORD_NUM) * SIM_OBJECT_WORDS + sim_frames_in (order) + 64);
  sim_emit_slab_grown (&pen, cache, pfn, order, 0);
  sim_pen_rest (&pen);
  freeze (run, sim_slab_of_frame (run->machine, pfn), SIM_SLAB_LIST_ACTIVE);
  return take_freelist (run, sim_slab_of_frame (run->machine, pfn));
}

bool
slub_refill (SimRun     *run,
             SimCacheId  cache,
             uint32_t    gfp)
{
  const SimMachine *machine = run->machine;
  unsigned node = sim_node_of_cpu (machine, run->cpu);
  SimSlabId slab = sim_slab_ring_first (machine, cache, run->cpu, SIM_SLAB_LIST_ACTIVE);
  SimPen pen = sim_pen_of (run);

  sim_emit_freelist_empty (&pen, cache, run->cpu);
  sim_pen_rest (&pen);
  if (slab != SIM_NO_SLAB && take_freelist (run, slab))
    return true;
  slab = sim_slab_ring_first (machine, cache, run->cpu, SIM_SLAB_LIST_CPU_PARTIAL);
  if (slab != SIM_NO_SLAB)
    {
      freeze (run, slab, SIM_SLAB_LIST_ACTIVE);
      return take_freelist (run, slab);
    }
  return take_any_partial (run, cache, gfp, node) || grow (run, cache, gfp, node);
}

/* --- giving back --------------------------------------------------------------------------- */
static __attribute__ ((noinline)) void
put_back (SimRun    *run,
          uint32_t   object,
          SimSlabId  slab)
{
  const SimMachine *machine = run->machine;
  SimSlabList list = list_of (machine, slab);
  bool was_full = active_in (machine, slab) == num_of (machine, slab);
  SimPen pen = sim_pen_of (run);

  sim_emit_object_put_back (&pen, sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE), object, sim_object_address (machine, object));
  sim_pen_rest (&pen);
  if (sim_slab_list_is_of_cpu (list))
    return;
  if (was_full)
    put_cpu_partial (run, slab, true);
  else if (active_in (machine, slab) == 0 && has_enough_partial (machine, slab))
    discard (run, slab);
}

bool
slub_free (SimRun   *run,
           uint32_t  object)
{
  SimSlabId slab = sim_object_slab (object);

  if (list_of (run->machine, slab) == SIM_SLAB_LIST_ACTIVE && sim_slab_word (run->machine, slab, SIM_SLAB_WORD_CPU) == run->cpu)
    return false;
  put_back (run, object, slab);
  return true;
}

/* --- shrinking and destroying --------------------------------------------------------------- */
static bool
has_slabs (const SimMachine *machine,
           SimCacheId        cache,
           unsigned          node)
{
  return sim_node_word (machine, cache, node, SIM_NODE_WORD_SLABS) > 0;
}

/* Those of the partial list that have no object. */
static void
doom_empty (SimRun     *run,
            SimCacheId  cache,
            unsigned    node)
{
  SimSlabId next;

  for (SimSlabId slab = sim_slab_first (run->machine, cache, node, SIM_SLAB_LIST_PARTIAL); slab != SIM_NO_SLAB; slab = next)
    {
      next = sim_slab_next (run->machine, slab);
      if (active_in (run->machine, slab) == 0)
        move (run, slab, SIM_SLAB_LIST_DOOMED, false);
    }
}

/* The fullest come first, those with the same number of free objects in reversed order. */
static void
promote_full (SimRun     *run,
              SimCacheId  cache,
              unsigned    node)
{
  const SimMachine *machine = run->machine;
  uint64_t present = 0;
  SimSlabId next;

  for (SimSlabId slab = sim_slab_first (machine, cache, node, SIM_SLAB_LIST_PARTIAL); slab != SIM_NO_SLAB; slab = sim_slab_next (machine, slab))
    {
      uint32_t n_free = num_of (machine, slab) - active_in (machine, slab);

      if (n_free <= MOST_FREE_PROMOTED)
        present |= UINT64_C (1) << n_free;
    }
  for (unsigned n_free = MOST_FREE_PROMOTED; n_free > 0; n_free--)
    for (SimSlabId slab = present >> n_free & 1 ? sim_slab_first (machine, cache, node, SIM_SLAB_LIST_PARTIAL) : SIM_NO_SLAB;
         slab != SIM_NO_SLAB; slab = next)
      {
        next = sim_slab_next (machine, slab);
        if (num_of (machine, slab) - active_in (machine, slab) == n_free)
          move (run, slab, SIM_SLAB_LIST_PARTIAL, false);
      }
}

bool
slub_shrink (SimRun     *run,
             SimCacheId  cache)
{
  bool are_left = false;

  flush_all (run, cache);
  for (unsigned node = 0; node < sim_n_nodes (run->machine); node++)
    {
      doom_empty (run, cache, node);
      promote_full (run, cache, node);
      slab_destroy_doomed (run, cache, node);
      are_left = are_left || has_slabs (run->machine, cache, node);
    }
  return are_left;
}

bool
slub_shut_down (SimRun     *run,
                SimCacheId  cache)
{
  flush_all (run, cache);
  for (unsigned node = 0; node < sim_n_nodes (run->machine); node++)
    {
      doom_empty (run, cache, node);
      slab_destroy_doomed (run, cache, node);
      if (has_slabs (run->machine, cache, node))
        return true;
    }
  return false;
}
