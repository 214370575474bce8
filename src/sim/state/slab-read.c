/* slab-read.c - see sim/slabs.h */

#include "sim/state/slab-words.h"

#include <string.h>

/* --- caches ------------------------------------------------------------------------------- */
SimAllocator
sim_allocator (const SimMachine *machine)
{
  return sim_is_slub (machine) ? SIM_ALLOCATOR_SLUB : SIM_ALLOCATOR_SLAB;
}

bool
sim_debugs_slab (const SimMachine *machine)
{
  return sim_cache_word (machine, 0, SIM_CACHES_WORD_ALLOCATOR) == SIM_CACHES_DEBUGGED;
}

unsigned
sim_n_caches (const SimMachine *machine)
{
  return sim_cache_word (machine, 0, SIM_CACHES_WORD_RECORDS);
}

bool
sim_cache_exists (const SimMachine *machine,
                  SimCacheId        cache)
{
  return cache != SIM_NO_CACHE && cache <= sim_n_caches (machine) && sim_cache_word (machine, cache, SIM_CACHE_WORD_STATE) != 0;
}

SimCache
sim_cache (const SimMachine *machine,
           SimCacheId        id)
{
  const uint32_t *word = machine->words_of[SIM_TABLE_CACHES] + (size_t) id * SIM_CACHE_WORDS;
  SimCache cache = {
    .id = id,
    .descriptor = sim_cache_address (machine, id, SIM_CACHE_WORD_DESCRIPTOR),
    .object_size = word[SIM_CACHE_WORD_OBJECT_SIZE],
    .size = word[SIM_CACHE_WORD_SIZE],
    .align = word[SIM_CACHE_WORD_ALIGN],
    .flags = word[SIM_CACHE_WORD_FLAGS],
    .order = (SimOrder) word[SIM_CACHE_WORD_ORDER],
    .num = word[SIM_CACHE_WORD_NUM],
    .colour = word[SIM_CACHE_WORD_COLOUR],
    .colour_off = word[SIM_CACHE_WORD_COLOUR_OFF],
    .freelist_size = word[SIM_CACHE_WORD_FREELIST_SIZE],
    .gfp = word[SIM_CACHE_WORD_GFP],
    .ctor = sim_cache_address (machine, id, SIM_CACHE_WORD_CTOR),
    .limit = word[SIM_CACHE_WORD_LIMIT],
    .batch = word[SIM_CACHE_WORD_BATCH],
    .shared = word[SIM_CACHE_WORD_SHARED],
    .offset = word[SIM_CACHE_WORD_OFFSET],
    .min_partial = word[SIM_CACHE_WORD_MIN_PARTIAL],
    .cpu_partial = word[SIM_CACHE_WORD_CPU_PARTIAL],
    .cpu_partial_slabs = word[SIM_CACHE_WORD_CPU_PARTIAL_SLABS],
    .least_order = (SimOrder) word[SIM_CACHE_WORD_LEAST_ORDER],
    .least_num = word[SIM_CACHE_WORD_LEAST_NUM],
    .refcount = word[SIM_CACHE_WORD_REFCOUNT],
    .creator = word[SIM_CACHE_WORD_CREATOR],
  };

  memcpy (cache.name, word + SIM_CACHE_WORD_NAME, sizeof cache.name);
  cache.name[sizeof cache.name - 1] = '\0';
  return cache;
}

SimCacheId
sim_cache_first (const SimMachine *machine)
{
  return sim_cache_word (machine, 0, SIM_CACHES_WORD_FIRST);
}

SimCacheId
sim_cache_next (const SimMachine *machine,
                SimCacheId        cache)
{
  return sim_cache_word (machine, cache, SIM_CACHE_WORD_NEXT);
}

SimCacheId
sim_cache_named (const SimMachine *machine,
                 const char       *name)
{
  SimCacheId cache = sim_cache_first (machine);

  while (cache != SIM_NO_CACHE
         && strncmp ((const char *) (machine->words_of[SIM_TABLE_CACHES] + (size_t) cache * SIM_CACHE_WORDS + SIM_CACHE_WORD_NAME), name,
                     SIM_CACHE_NAME_LENGTH) != 0)
    cache = sim_cache_next (machine, cache);
  return cache;
}

SimCacheId
sim_cache_of_descriptor (const SimMachine *machine,
                         uint64_t          descriptor)
{
  SimCacheId cache = sim_cache_first (machine);

  while (cache != SIM_NO_CACHE && sim_cache_address (machine, cache, SIM_CACHE_WORD_DESCRIPTOR) != descriptor)
    cache = sim_cache_next (machine, cache);
  return cache;
}

/* --- slabs -------------------------------------------------------------------------------- */
const char *
sim_slab_list_name (SimSlabList list)
{
  static const char *const names[SIM_N_SLAB_LISTS] = {
    [SIM_SLAB_LIST_NONE] = "none",
    [SIM_SLAB_LIST_PARTIAL] = "slabs_partial",
    [SIM_SLAB_LIST_FULL] = "slabs_full",
    [SIM_SLAB_LIST_FREE] = "slabs_free",
    [SIM_SLAB_LIST_DOOMED] = "list",
    [SIM_SLAB_LIST_ACTIVE] = "cpu_slab->slab",
    [SIM_SLAB_LIST_CPU_PARTIAL] = "cpu_slab->partial",
  };

  return names[list];
}

const char *
sim_slab_list_name_in (const SimMachine *machine,
                       SimSlabList       list)
{
  if (sim_is_slub (machine) && list == SIM_SLAB_LIST_PARTIAL)
    return "partial";
  return sim_is_slub (machine) && (list == SIM_SLAB_LIST_FULL || list == SIM_SLAB_LIST_FREE) ? "none" : sim_slab_list_name (list);
}

SimCacheNode
sim_cache_node (const SimMachine *machine,
                SimCacheId        cache,
                unsigned          node)
{
  uint32_t free_list = sim_node_word (machine, cache, node, SIM_NODE_WORD_HEADS + SIM_SLAB_LIST_FREE);
  size_t shared = sim_array_index (machine, cache, SIM_SHARED_ARRAY + node);

  return (SimCacheNode) {
    .n_slabs = sim_node_word (machine, cache, node, SIM_NODE_WORD_SLABS),
    .n_free_slabs = sim_slab_word (machine, free_list, SIM_SLAB_WORD_ACTIVE),
    .free_objects = sim_node_word (machine, cache, node, SIM_NODE_WORD_FREE_OBJECTS),
    .free_limit = sim_node_word (machine, cache, node, SIM_NODE_WORD_FREE_LIMIT),
    .colour_next = sim_node_word (machine, cache, node, SIM_NODE_WORD_COLOUR_NEXT),
    .free_touched = sim_node_word (machine, cache, node, SIM_NODE_WORD_FREE_TOUCHED) != 0,
    .shared_avail = shared != 0 ? sim_objects_word (machine, shared + SIM_ARRAY_WORD_AVAIL) : 0,
  };
}

SimSlabId
sim_slab_first (const SimMachine *machine,
                SimCacheId        cache,
                unsigned          node,
                SimSlabList       list)
{
  return list != SIM_SLAB_LIST_NONE ? sim_slab_ring_first (machine, cache, node, list) : SIM_NO_SLAB;
}

SimSlabId
sim_slab_next (const SimMachine *machine,
               SimSlabId         slab)
{
  uint32_t next = sim_slab_word (machine, slab, SIM_SLAB_WORD_NEXT);

  return sim_slab_word (machine, next, SIM_SLAB_WORD_LIST) != SIM_SLAB_HEAD ? next : SIM_NO_SLAB;
}

uint32_t
sim_slab_list_length (const SimMachine *machine,
                      SimCacheId        cache,
                      unsigned          node,
                      SimSlabList       list)
{
  return list != SIM_SLAB_LIST_NONE
         ? sim_slab_word (machine, sim_slab_list_head (machine, cache, node, list), SIM_SLAB_WORD_ACTIVE) : 0;
}

/* SLUB has no list but the free objects themselves. */
static uint64_t
first_free (const SimMachine *machine,
            SimSlabId         slab)
{
  uint32_t active = sim_slab_word (machine, slab, SIM_SLAB_WORD_ACTIVE);

  return active < sim_slab_word (machine, slab, SIM_SLAB_WORD_NUM)
         ? sim_object_address (machine, sim_object_ref (slab, sim_slab_freelist_index (machine, slab, active))) : 0;
}

/* In an object that is free, at the end of the slab, or in another cache; until 3.12 at its beginning, with what else is kept
 * of it. alloc_slabmgmt () */
static uint64_t
freelist_of (const SimMachine *machine,
             SimSlabId         slab)
{
  uint32_t cache = sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE), flags = sim_cache_word (machine, cache, SIM_CACHE_WORD_FLAGS);
  uint32_t object = sim_slab_word (machine, slab, SIM_SLAB_WORD_FREELIST_OBJECT);

  if (sim_is_slub (machine))
    return first_free (machine, slab);
  if (flags & SIM_SLAB_OBJFREELIST)
    return object == 0 ? 0 : sim_object_address (machine, sim_object_ref (slab, object - 1));
  if (flags & (uint32_t) SIM_SLAB_OFF_SLAB)
    return sim_slab_word (machine, slab, SIM_SLAB_WORD_FREELIST) | (uint64_t) sim_slab_word (machine, slab, SIM_SLAB_WORD_FREELIST + 1) << 32;
  if (sim_cache_word (machine, cache, SIM_CACHE_WORD_FRONT) != 0)
    return sim_slab_first_object (machine, slab) - sim_cache_word (machine, cache, SIM_CACHE_WORD_FRONT);
  return machine->space.page_offset + ((uint64_t) sim_slab_word (machine, slab, SIM_SLAB_WORD_PFN) << SIM_PAGE_SHIFT)
         + ((uint64_t) SIM_PAGE_SIZE << sim_cache_word (machine, cache, SIM_CACHE_WORD_ORDER))
         - sim_cache_word (machine, cache, SIM_CACHE_WORD_FREELIST_SIZE);
}

SimSlab
sim_slab (const SimMachine *machine,
          SimSlabId         slab)
{
  uint32_t cache = sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE);

  return (SimSlab) {
    .id = slab,
    .cache = cache,
    .list = (SimSlabList) sim_slab_word (machine, slab, SIM_SLAB_WORD_LIST),
    .node = sim_slab_word (machine, slab, SIM_SLAB_WORD_NODE),
    .pfn = sim_slab_word (machine, slab, SIM_SLAB_WORD_PFN),
    .cpu = sim_slab_word (machine, slab, SIM_SLAB_WORD_CPU),
    .order = (SimOrder) sim_mark_order (sim_frame_mark (machine, sim_slab_word (machine, slab, SIM_SLAB_WORD_PFN))),
    .n_objects = sim_slab_word (machine, slab, SIM_SLAB_WORD_NUM),
    .active = sim_slab_word (machine, slab, SIM_SLAB_WORD_ACTIVE),
    .colour = sim_slab_word (machine, slab, SIM_SLAB_WORD_COLOUR),
    .s_mem = sim_slab_first_object (machine, slab),
    .freelist = freelist_of (machine, slab),
  };
}

SimSlabId
sim_slab_of_pfn (const SimMachine *machine,
                 SimPfn            pfn)
{
  return pfn < machine->n_frames ? sim_slab_of_frame (machine, pfn) : SIM_NO_SLAB;
}

uint32_t
sim_slab_freelist_index (const SimMachine *machine,
                         SimSlabId         slab,
                         uint32_t          entry)
{
  return sim_objects_word (machine, sim_object_place (machine, slab, entry)) & SIM_OBJECT_ENTRY_MASK;
}

uint32_t
sim_cache_n_in_use (const SimMachine *machine,
                    SimCacheId        cache)
{
  uint32_t n = 0;

  for (unsigned node = 0; node < machine->n_nodes; node++)
    n += sim_node_word (machine, cache, node, SIM_NODE_WORD_OBJECTS) - sim_node_word (machine, cache, node, SIM_NODE_WORD_FREE_OBJECTS);
  for (unsigned array = 0; array < SIM_SHARED_ARRAY + machine->n_nodes; array++)
    if (sim_has_array (machine, cache, array))
      n -= sim_array (machine, cache, array).avail;
  return n;
}

/* --- objects ------------------------------------------------------------------------------ */
bool
sim_object_exists (const SimMachine *machine,
                   uint32_t          object)
{
  uint32_t slab = sim_object_slab (object);

  return slab != SIM_NO_SLAB && slab <= sim_slab_word (machine, 0, SIM_SLABS_WORD_RECORDS)
         && sim_slab_word (machine, slab, SIM_SLAB_WORD_LIST) < SIM_N_SLAB_LISTS
         && sim_object_index (object) < sim_slab_word (machine, slab, SIM_SLAB_WORD_NUM);
}

SimObject
sim_object (const SimMachine *machine,
            uint32_t          object)
{
  size_t place = sim_object_place (machine, sim_object_slab (object), sim_object_index (object));

  return (SimObject) {
    .slab = sim_object_slab (object),
    .index = sim_object_index (object),
    .state = (SimObjectState) (sim_objects_word (machine, place) >> SIM_OBJECT_STATE_SHIFT),
    .address = sim_object_address (machine, object),
    .owner = sim_objects_word (machine, place + 1),
  };
}

bool
sim_object_at (const SimMachine *machine,
               uint64_t          address,
               SimObject        *object)
{
  SimPfn pfn;
  SimSlabId slab;
  uint64_t first, index;

  if (!sim_virt_to_pfn (machine, address, &pfn) || (slab = sim_slab_of_pfn (machine, pfn)) == SIM_NO_SLAB)
    return false;
  first = sim_slab_first_object (machine, slab);
  if (address < first)
    return false;
  index = (address - first) / sim_cache_word (machine, sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE), SIM_CACHE_WORD_SIZE);
  if (index >= sim_slab_word (machine, slab, SIM_SLAB_WORD_NUM))
    return false;
  *object = sim_object (machine, sim_object_ref (slab, (uint32_t) index));
  return true;
}

/* --- arrays ------------------------------------------------------------------------------- */
bool
sim_has_array (const SimMachine *machine,
               SimCacheId        cache,
               unsigned          array)
{
  if (array < SIM_SHARED_ARRAY)
    return array < machine->n_cpus;
  return array - SIM_SHARED_ARRAY < machine->n_nodes && sim_array_index (machine, cache, array) != 0;
}

SimArray
sim_array (const SimMachine *machine,
           SimCacheId        cache,
           unsigned          array)
{
  size_t index = sim_array_index (machine, cache, array);
  uint32_t batch = sim_cache_word (machine, cache, SIM_CACHE_WORD_BATCH);

  return (SimArray) {
    .avail = sim_objects_word (machine, index + SIM_ARRAY_WORD_AVAIL),
    .touched = sim_objects_word (machine, index + SIM_ARRAY_WORD_TOUCHED) != 0,
    .batch = batch,
    .limit = array < SIM_SHARED_ARRAY ? sim_cache_word (machine, cache, SIM_CACHE_WORD_LIMIT)
             : batch * sim_cache_word (machine, cache, SIM_CACHE_WORD_SHARED),
  };
}

uint32_t
sim_array_entry (const SimMachine *machine,
                 SimCacheId        cache,
                 unsigned          array,
                 uint32_t          entry)
{
  return sim_objects_word (machine, sim_array_place (machine, sim_array_index (machine, cache, array), entry));
}
