/* slab-check.c - what must hold of caches, slabs, objects and arrays; part of sim_machine_check () */

#include "sim/state/slab-words.h"

/* Each free object stands once on the freelist, and no other. */
static const char *
check_objects (const SimMachine *machine,
               SimSlabId         id)
{
  SimSlab slab = sim_slab (machine, id);
  uint32_t n_free = 0;

  if (slab.active > slab.n_objects)
    return "a slab has more active objects than objects";
  for (uint32_t i = 0; i < slab.n_objects; i++)
    {
      SimObject object = sim_object (machine, sim_object_ref (id, i));

      if (object.state > SIM_OBJECT_IN_USE)
        return "an object is in no state that there is";
      if (object.state != SIM_OBJECT_IN_USE && object.owner != 0)
        return "an object that nobody has has an owner";
      n_free += object.state == SIM_OBJECT_FREE;
    }
  if (n_free != slab.n_objects - slab.active)
    return "the free objects of a slab are not those on its freelist";
  for (uint32_t i = slab.active; i < slab.n_objects; i++)
    {
      uint32_t index = sim_slab_freelist_index (machine, id, i);

      if (index >= slab.n_objects || sim_object (machine, sim_object_ref (id, index)).state != SIM_OBJECT_FREE)
        return "a slab's freelist has an object that is not free";
      for (uint32_t j = slab.active; j < i; j++)
        if (sim_slab_freelist_index (machine, id, j) == index)
          return "a slab's freelist has an object twice";
    }
  return NULL;
}

static const char *
check_slab (const SimMachine *machine,
            SimSlabId         id,
            SimCacheId        cache,
            unsigned          node,
            SimSlabList       list,
            unsigned         *n_moving)
{
  SimSlab slab = sim_slab (machine, id);
  SimBlock block;

  if (slab.cache != cache || slab.node != node || slab.list != list)
    return "a slab is on a list that is not its own";
  /* Objects were taken or came back, and the slab is about to move. */
  if ((list == SIM_SLAB_LIST_FULL && slab.active != slab.n_objects)
      || ((list == SIM_SLAB_LIST_FREE || list == SIM_SLAB_LIST_DOOMED) && slab.active != 0)
      || (list == SIM_SLAB_LIST_PARTIAL && (slab.active == slab.n_objects || slab.active == 0)))
    if ((*n_moving)++ > 0)
      return "slabs are on lists for slabs with more or fewer objects in use";
  block = sim_block_at (machine, slab.pfn);
  if (block.state != SIM_FRAME_SLAB || block.first != slab.pfn || block.order != slab.order)
    return "a slab's frames are not marked as a slab";
  for (SimPfn pfn = block.first; pfn < block.end; pfn++)
    if (sim_slab_of_pfn (machine, pfn) != id)
      return "a frame of a slab does not lead to it";
  return check_objects (machine, id);
}

static const char *
check_lists (const SimMachine *machine,
             SimCacheId        cache,
             unsigned          node,
             uint64_t         *n_slabs,
             unsigned         *n_moving)
{
  SimCacheNode of = sim_cache_node (machine, cache, node);
  uint32_t n_free_objects = 0, n_counted = 0;

  for (unsigned list = SIM_SLAB_LIST_PARTIAL; list < SIM_N_SLAB_LISTS; list++)
    {
      uint32_t before = sim_node_word (machine, cache, node, SIM_NODE_WORD_HEADS + list), n = 0;

      for (SimSlabId slab = sim_slab_first (machine, cache, node, (SimSlabList) list); slab != SIM_NO_SLAB;
           slab = sim_slab_next (machine, slab))
        {
          const char *wrong = check_slab (machine, slab, cache, node, (SimSlabList) list, n_moving);

          if (wrong != NULL)
            return wrong;
          if (sim_slab_word (machine, slab, SIM_SLAB_WORD_PREV) != before)
            return "a list of slabs is not the same backwards";
          before = slab;
          n++;
          if (list != SIM_SLAB_LIST_DOOMED)
            n_free_objects += sim_slab (machine, slab).n_objects - sim_slab (machine, slab).active;
        }
      if (n != sim_slab_list_length (machine, cache, node, (SimSlabList) list))
        return "a list of slabs is not as long as its count";
      if (list != SIM_SLAB_LIST_DOOMED)
        n_counted += n;
      *n_slabs += n;
    }
  if (n_counted != of.n_slabs)
    return "the slabs of a node are not as many as it counts";
  if (n_free_objects != of.free_objects)
    return "the free objects of a node are not as many as it counts";
  return NULL;
}

static const char *
check_arrays (const SimMachine *machine,
              SimCacheId        cache,
              uint32_t         *n_in_arrays)
{
  for (unsigned array = 0; array < SIM_SHARED_ARRAY + machine->n_nodes; array++)
    {
      if (!sim_has_array (machine, cache, array))
        continue;

      SimArray of = sim_array (machine, cache, array);

      if (of.avail > of.limit)
        return "an array holds more than its limit";
      for (uint32_t i = 0; i < of.avail; i++)
        {
          uint32_t object = sim_array_entry (machine, cache, array, i);

          if (!sim_object_exists (machine, object) || sim_slab (machine, sim_object_slab (object)).cache != cache)
            return "an array has an object that is none of its cache";
          if (sim_object (machine, object).state != SIM_OBJECT_IN_ARRAY)
            return "an array has an object that is not marked so";
        }
      *n_in_arrays += of.avail;
    }
  return NULL;
}

static const char *
check_cache (const SimMachine *machine,
             SimCacheId        cache,
             uint64_t         *n_slabs,
             unsigned         *n_moving)
{
  uint32_t n_in_arrays = 0, n_marked = 0;
  const char *wrong = NULL;

  for (unsigned node = 0; node < machine->n_nodes && wrong == NULL; node++)
    wrong = check_lists (machine, cache, node, n_slabs, n_moving);
  if (wrong == NULL)
    wrong = check_arrays (machine, cache, &n_in_arrays);
  if (wrong != NULL)
    return wrong;

  for (unsigned node = 0; node < machine->n_nodes; node++)
    for (unsigned list = SIM_SLAB_LIST_PARTIAL; list < SIM_N_SLAB_LISTS; list++)
      for (SimSlabId slab = sim_slab_first (machine, cache, node, (SimSlabList) list); slab != SIM_NO_SLAB;
           slab = sim_slab_next (machine, slab))
        for (uint32_t i = 0; i < sim_slab (machine, slab).n_objects; i++)
          n_marked += sim_object (machine, sim_object_ref (slab, i)).state == SIM_OBJECT_IN_ARRAY;
  return n_marked <= n_in_arrays ? NULL : "more objects are marked as in an array than there are in arrays";
}

/* A slab that was just made is on no list for a while. */
const char *
sim_slabs_check (const SimMachine *machine)
{
  uint64_t n_slabs = 0, n_records = 0;
  unsigned n_caches = 0, n_moving = 0;

  for (SimCacheId cache = sim_cache_first (machine); cache != SIM_NO_CACHE; cache = sim_cache_next (machine, cache))
    {
      const char *wrong;

      if (!sim_cache_exists (machine, cache) || ++n_caches > sim_n_caches (machine))
        return "the list of caches leads to something that is no cache";
      wrong = check_cache (machine, cache, &n_slabs, &n_moving);
      if (wrong != NULL)
        return wrong;
    }
  for (uint32_t slab = 1; slab <= sim_slab_word (machine, 0, SIM_SLABS_WORD_RECORDS); slab++)
    {
      uint32_t list = sim_slab_word (machine, slab, SIM_SLAB_WORD_LIST);

      n_records += list < SIM_N_SLAB_LISTS && list != SIM_SLAB_LIST_NONE;
    }
  return n_records == n_slabs ? NULL : "a slab is marked as listed and on no list";
}
