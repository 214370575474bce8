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

/* What a node is to count. */
typedef struct {
  uint32_t n_slabs, n_objects, n_free_objects;
} Counted;

/* Has it as many objects as its list is for? SLUB keeps empty slabs among the partial ones. */
static bool
is_where_it_belongs (const SimMachine *machine,
                     const SimSlab    *slab)
{
  switch (slab->list)
    {
    case SIM_SLAB_LIST_FULL:
      return slab->active == slab->n_objects;
    case SIM_SLAB_LIST_FREE:
      return slab->active == 0 && !sim_is_slub (machine);
    case SIM_SLAB_LIST_DOOMED:
      return slab->active == 0;
    case SIM_SLAB_LIST_PARTIAL:
      return slab->active < slab->n_objects && (slab->active > 0 || sim_is_slub (machine));
    case SIM_SLAB_LIST_CPU_PARTIAL:
      return slab->active < slab->n_objects;
    default:
      return true;
    }
}

static const char *
check_slab (const SimMachine *machine,
            SimSlabId         id,
            SimCacheId        cache,
            unsigned          where,
            SimSlabList       list,
            unsigned         *n_moving)
{
  SimSlab slab = sim_slab (machine, id);
  SimBlock block;

  if (slab.cache != cache || slab.list != list || (sim_slab_list_is_of_cpu (list) ? slab.cpu : slab.node) != where)
    return "a slab is on a list that is not its own";
  /* Objects were taken or came back, and the slab is about to move. */
  if (!is_where_it_belongs (machine, &slab) && (*n_moving)++ > 0)
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
check_list (const SimMachine *machine,
            SimCacheId        cache,
            unsigned          where,
            SimSlabList       list,
            Counted           counted[],
            uint64_t         *n_slabs,
            unsigned         *n_moving)
{
  uint32_t before = sim_slab_list_head (machine, cache, where, list), n = 0;

  for (SimSlabId id = sim_slab_first (machine, cache, where, list); id != SIM_NO_SLAB; id = sim_slab_next (machine, id))
    {
      const char *wrong = check_slab (machine, id, cache, where, list, n_moving);
      SimSlab slab = sim_slab (machine, id);

      if (wrong != NULL)
        return wrong;
      if (sim_slab_word (machine, id, SIM_SLAB_WORD_PREV) != before)
        return "a list of slabs is not the same backwards";
      before = id;
      n++;
      if (list == SIM_SLAB_LIST_DOOMED)
        continue;
      counted[slab.node].n_slabs++;
      counted[slab.node].n_objects += slab.n_objects;
      counted[slab.node].n_free_objects += slab.n_objects - slab.active;
    }
  *n_slabs += n;
  return n == sim_slab_list_length (machine, cache, where, list) ? NULL : "a list of slabs is not as long as its count";
}

/* All of the freelist of a CPU is of its one slab. */
static const char *
check_active (const SimMachine *machine,
              SimCacheId        cache,
              unsigned          cpu)
{
  SimSlabId slab = sim_slab_first (machine, cache, cpu, SIM_SLAB_LIST_ACTIVE);

  if (slab != SIM_NO_SLAB && sim_slab_next (machine, slab) != SIM_NO_SLAB)
    return "a CPU takes from more than one slab";
  for (uint32_t i = 0; i < sim_array (machine, cache, cpu).avail; i++)
    if (sim_object_slab (sim_array_entry (machine, cache, cpu, i)) != slab)
      return "a CPU's freelist has an object that is not of its slab";
  return NULL;
}

static const char *
check_lists (const SimMachine *machine,
             SimCacheId        cache,
             uint64_t         *n_slabs,
             unsigned         *n_moving)
{
  Counted counted[SIM_MAX_NODES] = { 0 };
  const char *wrong = NULL;

  for (unsigned node = 0; node < machine->n_nodes; node++)
    for (unsigned list = SIM_SLAB_LIST_PARTIAL; list < SIM_N_NODE_LISTS && wrong == NULL; list++)
      wrong = check_list (machine, cache, node, (SimSlabList) list, counted, n_slabs, n_moving);
  for (unsigned cpu = 0; sim_is_slub (machine) && cpu < machine->n_cpus && wrong == NULL; cpu++)
    {
      wrong = check_active (machine, cache, cpu);
      for (unsigned list = SIM_N_NODE_LISTS; list < SIM_N_SLAB_LISTS && wrong == NULL; list++)
        wrong = check_list (machine, cache, cpu, (SimSlabList) list, counted, n_slabs, n_moving);
    }
  for (unsigned node = 0; node < machine->n_nodes && wrong == NULL; node++)
    {
      SimCacheNode of = sim_cache_node (machine, cache, node);

      if (counted[node].n_slabs != of.n_slabs || counted[node].n_objects != sim_node_word (machine, cache, node, SIM_NODE_WORD_OBJECTS))
        wrong = "the slabs of a node are not as many as it counts";
      else if (counted[node].n_free_objects != of.free_objects)
        wrong = "the free objects of a node are not as many as it counts";
    }
  return wrong;
}

/* Objects on one of its lists that are marked as in an array. */
static uint32_t
count_marked (const SimMachine *machine,
              SimCacheId        cache,
              unsigned          where,
              SimSlabList       list)
{
  uint32_t n = 0;

  for (SimSlabId slab = sim_slab_first (machine, cache, where, list); slab != SIM_NO_SLAB; slab = sim_slab_next (machine, slab))
    for (uint32_t i = 0; i < sim_slab (machine, slab).n_objects; i++)
      n += sim_object (machine, sim_object_ref (slab, i)).state == SIM_OBJECT_IN_ARRAY;
  return n;
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
  const char *wrong = check_lists (machine, cache, n_slabs, n_moving);

  if (wrong == NULL)
    wrong = check_arrays (machine, cache, &n_in_arrays);
  if (wrong != NULL)
    return wrong;

  for (unsigned list = SIM_SLAB_LIST_PARTIAL; list < SIM_N_NODE_LISTS; list++)
    for (unsigned node = 0; node < machine->n_nodes; node++)
      n_marked += count_marked (machine, cache, node, (SimSlabList) list);
  for (unsigned cpu = 0; sim_is_slub (machine) && cpu < machine->n_cpus; cpu++)
    n_marked += count_marked (machine, cache, cpu, SIM_SLAB_LIST_ACTIVE);
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
