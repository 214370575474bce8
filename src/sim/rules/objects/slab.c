/* slab.c - see slab.h */

#include "sim/rules/objects/slab-array.h"

/* BATCHREFILL_LIMIT */
#define FEW_OBJECTS 16u

static uint32_t
least (uint32_t a,
       uint32_t b)
{
  return a < b ? a : b;
}

static unsigned
here (const SimRun *run)
{
  return sim_node_of_cpu (run->machine, run->cpu);
}

/* Each slab has a struct slab of its own: until 3.12. A new slab is then put on the list of free ones before objects are taken
 * from it, and one that becomes empty is given back at once where there are enough. */
static bool
has_management (const SimMachine *machine)
{
  return sim_profile (machine)->slab.management_size != 0;
}

/* --- slabs on their lists -------------------------------------------------------------------- */
/* Where it belongs by the number of its objects that are taken; nothing is told where it stands there already. */
void
slab_move (SimPen      *pen,
           SimSlabId    slab,
           SimSlabList  to,
           bool         to_tail)
{
  const SimMachine *machine = pen->machine;
  SimSlabList from = (SimSlabList) sim_slab_word (machine, slab, SIM_SLAB_WORD_LIST);
  uint32_t cache = sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE);
  unsigned node = sim_slab_word (machine, slab, SIM_SLAB_WORD_NODE);

  if (from == to && slab == (to_tail ? sim_slab_ring_last (machine, cache, node, to) : sim_slab_ring_first (machine, cache, node, to)))
    return;
  sim_emit_slab_moved (pen, sim_slab_word (machine, slab, SIM_SLAB_WORD_PFN), from, to, to_tail);
}

/* fixup_slab_list () */
static void
move_after_taking (SimPen    *pen,
                   SimSlabId  slab)
{
  uint32_t cache = sim_slab_word (pen->machine, slab, SIM_SLAB_WORD_CACHE);
  bool is_full = sim_slab_word (pen->machine, slab, SIM_SLAB_WORD_ACTIVE) == sim_cache_word (pen->machine, cache, SIM_CACHE_WORD_NUM);

  slab_move (pen, slab, is_full ? SIM_SLAB_LIST_FULL : SIM_SLAB_LIST_PARTIAL, false);
}

/* get_first_slab () */
static SimSlabId
first_slab (SimPen     *pen,
            SimCacheId  cache,
            unsigned    node)
{
  SimSlabId slab = sim_slab_ring_first (pen->machine, cache, node, SIM_SLAB_LIST_PARTIAL);

  if (slab != SIM_NO_SLAB)
    return slab;
  if (sim_node_word (pen->machine, cache, node, SIM_NODE_WORD_FREE_TOUCHED) == 0)
    sim_emit_free_list_touched (pen, cache, node, 1);
  return sim_slab_ring_first (pen->machine, cache, node, SIM_SLAB_LIST_FREE);
}

/* alloc_block (): how many are then still wanted. */
static uint32_t
fill_from_slab (SimPen     *pen,
                SimCacheId  cache,
                unsigned    array,
                SimSlabId   slab,
                uint32_t    wanted)
{
  const SimMachine *machine = pen->machine;
  uint32_t num = sim_cache_word (machine, cache, SIM_CACHE_WORD_NUM), active;

  while (wanted > 0 && (active = sim_slab_word (machine, slab, SIM_SLAB_WORD_ACTIVE)) < num)
    {
      uint32_t object = sim_object_ref (slab, sim_slab_freelist_index (machine, slab, active));

      sim_emit_object_refilled (pen, cache, array, object, sim_object_address (machine, object));
      wanted--;
      sim_pen_breathe (pen);
    }
  return wanted;
}

/* --- growing ------------------------------------------------------------------------------- */
/* cache_grow_begin (): on no list yet. */
static SimSlabId
grow (SimRun     *run,
      SimCacheId  cache,
      uint32_t    gfp,
      unsigned    node)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint32_t constraint = slab_flag_named (profile, "__GFP_HARDWALL") | profile->gfp_thisnode;
  unsigned order = sim_cache_word (run->machine, cache, SIM_CACHE_WORD_ORDER);
  uint32_t colour, num = sim_cache_word (run->machine, cache, SIM_CACHE_WORD_NUM);
  uint64_t freelist = 0;
  SimPfn pfn;

  gfp = slab_gfp_of_frames (run, gfp);
  if (!sim_slabs_have_room (run, cache))
    return SIM_NO_SLAB;
  pfn = slab_take_frames (run, cache, (SimOrder) order, gfp, node);
  if (pfn == SIM_NO_PFN)
    return SIM_NO_SLAB;

  node = sim_zone_node (run->machine, sim_mark_zone (sim_frame_mark (run->machine, pfn)));
  colour = sim_node_word (run->machine, cache, node, SIM_NODE_WORD_COLOUR_NEXT) + 1;
  if (colour >= sim_cache_word (run->machine, cache, SIM_CACHE_WORD_COLOUR))
    colour = 0;
  colour *= sim_cache_word (run->machine, cache, SIM_CACHE_WORD_COLOUR_OFF);

  SimPen pen = sim_pen_of (run);

  sim_pen_expect (&pen, (size_t) num * SIM_OBJECT_WORDS + sim_frames_in ((SimOrder) order) + 64);
  sim_emit_slab_grown (&pen, cache, pfn, order, colour);
  sim_pen_rest (&pen);

  /* Who reports frames reports this object as well. */
  if ((sim_cache_word (run->machine, cache, SIM_CACHE_WORD_FLAGS) & (uint32_t) SIM_SLAB_OFF_SLAB) && !run->slab_frames_are_observed)
    {
      freelist = kmalloc_alloc (run, sim_cache_word (run->machine, cache, SIM_CACHE_WORD_FREELIST_SIZE), gfp & ~constraint);
      pen = sim_pen_of (run);
      if (freelist == 0)
        {
          sim_pen_expect (&pen, sim_frames_in ((SimOrder) order) + 64);
          sim_emit_slab_given_back (&pen, cache, pfn, order);
          sim_pen_rest (&pen);
          slab_give_frames (run, pfn, order);
          return SIM_NO_SLAB;
        }
      sim_emit_slab_managed (&pen, pfn, freelist);
      sim_pen_rest (&pen);
    }
  return sim_slab_of_frame (run->machine, pfn);
}

/* cache_grow_end () */
static void
list_grown (SimRun    *run,
            SimSlabId  slab)
{
  SimPen pen = sim_pen_of (run);

  if (sim_slab_word (run->machine, slab, SIM_SLAB_WORD_ACTIVE) == 0)
    slab_move (&pen, slab, SIM_SLAB_LIST_FREE, true);
  else
    move_after_taking (&pen, slab);
  sim_pen_rest (&pen);
}

static void
move_after_refill (SimRun    *run,
                   SimSlabId  slab)
{
  SimPen pen = sim_pen_of (run);

  move_after_taking (&pen, slab);
  sim_pen_rest (&pen);
}

/* --- taking -------------------------------------------------------------------------------- */
/* cache_alloc_refill (), but for giving the object. */
static bool
refill (SimRun     *run,
        SimCacheId  cache,
        uint32_t    gfp)
{
  const SimMachine *machine = run->machine;
  unsigned cpu = run->cpu, node = here (run);
  size_t array = sim_array_index (machine, cache, cpu), shared = sim_array_index (machine, cache, SIM_SHARED_ARRAY + node);
  uint32_t wanted = sim_cache_word (machine, cache, SIM_CACHE_WORD_BATCH);
  uint32_t n_shared = shared != 0 ? sim_objects_word (machine, shared + SIM_ARRAY_WORD_AVAIL) : 0;
  SimPen pen = sim_pen_of (run);

  if (sim_objects_word (machine, array + SIM_ARRAY_WORD_TOUCHED) == 0 && wanted > FEW_OBJECTS)
    wanted = FEW_OBJECTS;
  sim_emit_array_empty (&pen, cache, cpu, wanted);

  if (n_shared > 0)
    {
      uint32_t n = least (n_shared, least (wanted, sim_cache_word (machine, cache, SIM_CACHE_WORD_LIMIT)));

      sim_emit_objects_transferred (&pen, cache, SIM_SHARED_ARRAY + node, cpu, n);
      if (sim_objects_word (machine, shared + SIM_ARRAY_WORD_TOUCHED) == 0)
        sim_emit_array_touched (&pen, cache, SIM_SHARED_ARRAY + node, 1);
    }
  else if (sim_node_word (machine, cache, node, SIM_NODE_WORD_FREE_OBJECTS) > 0)
    while (wanted > 0)
      {
        SimSlabId slab = first_slab (&pen, cache, node);

        if (slab == SIM_NO_SLAB)
          break;
        wanted = fill_from_slab (&pen, cache, cpu, slab, wanted);
        move_after_taking (&pen, slab);
        sim_pen_breathe (&pen);
      }
  sim_pen_rest (&pen);

  if (sim_objects_word (machine, array + SIM_ARRAY_WORD_AVAIL) == 0)
    {
      bool is_listed_first = has_management (machine);
      SimSlabId slab = grow (run, cache, sim_n_nodes (machine) > 1 ? gfp : gfp & ~sim_profile (machine)->gfp_nofail, node);

      if (slab == SIM_NO_SLAB)
        return false;
      if (is_listed_first)
        list_grown (run, slab);
      pen = sim_pen_of (run);
      fill_from_slab (&pen, cache, cpu, is_listed_first ? first_slab (&pen, cache, node) : slab, wanted);
      sim_pen_rest (&pen);
      if (is_listed_first)
        move_after_refill (run, slab);
      else
        list_grown (run, slab);
    }
  return sim_objects_word (machine, array + SIM_ARRAY_WORD_AVAIL) > 0;
}

bool
slab_refill (SimRun     *run,
             SimCacheId  cache,
             uint32_t    gfp)
{
  return sim_is_slub (run->machine) ? slub_refill (run, cache, gfp) : refill (run, cache, gfp);
}

void
slab_zero (SimRun   *run,
           uint64_t  address,
           uint32_t  size)
{
  SimPen pen = sim_pen_of (run);

  sim_pen_expect (&pen, size / 4 + 2);
  sim_emit_object_zeroed (&pen, address, size);
  sim_pen_rest (&pen);
}

/* --- giving back --------------------------------------------------------------------------- */
static bool
has_enough_free (const SimMachine *machine,
                 SimCacheId        cache,
                 SimSlabId         slab)
{
  unsigned node = sim_slab_word (machine, slab, SIM_SLAB_WORD_NODE);

  return sim_node_word (machine, cache, node, SIM_NODE_WORD_FREE_OBJECTS) > sim_node_word (machine, cache, node, SIM_NODE_WORD_FREE_LIMIT);
}

void
slab_free_block (SimRun     *run,
                 SimCacheId  cache,
                 unsigned    array,
                 uint32_t    n)
{
  const SimMachine *machine = run->machine;
  SimPen pen = sim_pen_of (run);
  size_t index = sim_array_index (machine, cache, array);
  uint32_t nodes = 0, num = sim_cache_word (machine, cache, SIM_CACHE_WORD_NUM);

  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t object = sim_objects_word (machine, sim_array_place (machine, index, 0));
      SimSlabId slab = sim_object_slab (object);

      nodes |= 1u << sim_slab_word (machine, slab, SIM_SLAB_WORD_NODE);
      sim_emit_object_flushed (&pen, cache, array, object, sim_object_address (machine, object));
      if (sim_slab_word (machine, slab, SIM_SLAB_WORD_ACTIVE) == 0)
        slab_move (&pen, slab, has_management (machine) && has_enough_free (machine, cache, slab) ? SIM_SLAB_LIST_DOOMED : SIM_SLAB_LIST_FREE, false);
      else
        slab_move (&pen, slab, SIM_SLAB_LIST_PARTIAL, true);
      sim_pen_breathe (&pen);
    }

  for (unsigned node = 0; node < sim_n_nodes (machine) && !has_management (machine); node++)
    while ((nodes >> node & 1)
           && sim_node_word (machine, cache, node, SIM_NODE_WORD_FREE_OBJECTS) > sim_node_word (machine, cache, node, SIM_NODE_WORD_FREE_LIMIT)
           && num > 0)
      {
        SimSlabId slab = sim_slab_ring_last (machine, cache, node, SIM_SLAB_LIST_FREE);

        if (slab == SIM_NO_SLAB)
          break;
        slab_move (&pen, slab, SIM_SLAB_LIST_DOOMED, false);
        sim_pen_breathe (&pen);
      }
  sim_pen_rest (&pen);
}

/* slab_destroy () of a slab on no list. */
void
slab_destroy (SimRun     *run,
              SimCacheId  cache,
              SimSlabId   slab)
{
  SimPfn pfn = sim_slab_word (run->machine, slab, SIM_SLAB_WORD_PFN);
  unsigned order = sim_slab (run->machine, slab).order;
  uint64_t freelist = sim_cache_word (run->machine, cache, SIM_CACHE_WORD_FLAGS) & (uint32_t) SIM_SLAB_OFF_SLAB
                      ? sim_slab (run->machine, slab).freelist : 0;
  SimPen pen = sim_pen_of (run);

  sim_pen_expect (&pen, sim_frames_in ((SimOrder) order) + 64);
  sim_emit_slab_given_back (&pen, cache, pfn, order);
  sim_pen_rest (&pen);
  slab_give_frames (run, pfn, order);
  if (freelist != 0 && !run->slab_frames_are_observed)
    kmalloc_free (run, freelist);
}

/* slabs_destroy () */
void
slab_destroy_doomed (SimRun     *run,
                     SimCacheId  cache,
                     unsigned    node)
{
  SimSlabId slab;

  while ((slab = sim_slab_ring_first (run->machine, cache, node, SIM_SLAB_LIST_DOOMED)) != SIM_NO_SLAB)
    {
      SimPen pen = sim_pen_of (run);

      slab_move (&pen, slab, SIM_SLAB_LIST_NONE, false);
      sim_pen_rest (&pen);
      slab_destroy (run, cache, slab);
    }
}

uint32_t
slab_drain_freelist (SimRun     *run,
                     SimCacheId  cache,
                     unsigned    node,
                     uint32_t    n)
{
  bool takes_first = sim_profile (run->machine)->slab.reaps_first;
  uint32_t n_freed = 0;
  SimSlabId slab;

  while (n_freed < n && (slab = takes_first ? sim_slab_ring_first (run->machine, cache, node, SIM_SLAB_LIST_FREE)
                                : sim_slab_ring_last (run->machine, cache, node, SIM_SLAB_LIST_FREE)) != SIM_NO_SLAB)
    {
      SimPen pen = sim_pen_of (run);

      slab_move (&pen, slab, SIM_SLAB_LIST_NONE, false);
      sim_pen_rest (&pen);
      slab_destroy (run, cache, slab);
      n_freed++;
    }
  return n_freed;
}

void
sim_slab_give_back (SimRun *run,
                    SimPfn  pfn)
{
  SimSlabId slab = sim_slab_of_pfn (run->machine, pfn);
  SimPen pen;

  if (slab == SIM_NO_SLAB || sim_slab (run->machine, slab).list != SIM_SLAB_LIST_FREE)
    return;
  pen = sim_pen_of (run);
  slab_move (&pen, slab, SIM_SLAB_LIST_NONE, false);
  sim_pen_rest (&pen);
  slab_destroy (run, sim_slab (run->machine, slab).cache, slab);
}

static void
destroy_doomed_everywhere (SimRun     *run,
                           SimCacheId  cache)
{
  for (unsigned node = 0; node < sim_n_nodes (run->machine); node++)
    slab_destroy_doomed (run, cache, node);
}

/* cache_flusharray () */
static void
flush_array (SimRun     *run,
             SimCacheId  cache)
{
  const SimMachine *machine = run->machine;
  unsigned cpu = run->cpu, shared = SIM_SHARED_ARRAY + here (run);
  uint32_t n = sim_cache_word (machine, cache, SIM_CACHE_WORD_BATCH), room = 0;
  SimPen pen = sim_pen_of (run);

  if (sim_has_array (machine, cache, shared))
    room = sim_array (machine, cache, shared).limit - sim_array (machine, cache, shared).avail;
  n = room > 0 ? least (n, room) : n;
  sim_emit_array_full (&pen, cache, cpu, n);
  if (room > 0)
    sim_emit_objects_transferred (&pen, cache, cpu, shared, n);
  sim_pen_rest (&pen);
  if (room == 0)
    {
      slab_free_block (run, cache, cpu, n);
      destroy_doomed_everywhere (run, cache);
    }
}

bool
slab_make_room (SimRun     *run,
                SimCacheId  cache,
                uint32_t    object)
{
  SimArray array = sim_array (run->machine, cache, run->cpu);

  if (sim_is_slub (run->machine) && slub_free (run, object))
    return true;
  if (array.avail >= array.limit)
    flush_array (run, cache);
  return false;
}

/* drain_array () */
void
slab_drain_array (SimRun     *run,
                  SimCacheId  cache,
                  unsigned    array,
                  unsigned    node)
{
  SimArray of;
  uint32_t n;

  if (!sim_has_array (run->machine, cache, array))
    return;
  of = sim_array (run->machine, cache, array);
  if (of.avail == 0)
    return;
  if (of.touched)
    {
      SimPen pen = sim_pen_of (run);

      sim_emit_array_touched (&pen, cache, array, 0);
      sim_pen_rest (&pen);
      return;
    }
  n = (of.limit + 4) / 5;
  if (n > of.avail)
    n = (of.avail + 1) / 2;
  slab_free_block (run, cache, array, n);
  destroy_doomed_everywhere (run, cache);
}

/* --- the doors ----------------------------------------------------------------------------- */
uint64_t
slab_alloc (SimRun     *run,
            SimCacheId  cache,
            uint32_t    gfp,
            uint32_t    asked)
{
  SimPen pen = sim_pen_of (run);
  uint64_t address = slab_take (&pen, cache, gfp, asked);

  sim_pen_rest (&pen);
  return address;
}

void
slab_free (SimRun   *run,
           uint32_t  object)
{
  SimSlabId slab = sim_object_slab (object);
  SimPen pen = sim_pen_of (run);

  slab_give (&pen, sim_slab_word (run->machine, slab, SIM_SLAB_WORD_CACHE), object,
             sim_object_place (run->machine, slab, sim_object_index (object)), sim_object_address (run->machine, object));
  sim_pen_rest (&pen);
}
