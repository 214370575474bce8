/* slab-place.c - a cache of a snapshot, written into a machine that was just restored */

#include "sim/state/slab-apply.h"

#define MOST_LIMIT 65536u

static SimCacheLayout
layout_of (const SimCache *cache)
{
  return (SimCacheLayout) {
    .name = cache->name, .descriptor = cache->descriptor, .ctor = cache->ctor,
    .object_size = cache->object_size, .size = cache->size, .align = cache->align, .flags = cache->flags,
    .order = cache->order, .num = cache->num, .colour = cache->colour, .colour_off = cache->colour_off,
    .freelist_size = cache->freelist_size, .gfp = cache->gfp, .limit = cache->limit, .batch = cache->batch, .shared = cache->shared,
  };
}

static const char *
check_cache (const SimMachine       *machine,
             const SimSnapshotCache *from)
{
  const SimCache *cache = &from->cache;

  if (machine->n_nodes != 1)
    return "caches of more than one node are not placed";
  if (cache->size == 0 || cache->order > machine->largest_order || cache->num == 0 || cache->num >= SIM_MOST_OBJECTS
      || (uint64_t) cache->num * cache->size > (uint64_t) SIM_PAGE_SIZE << cache->order)
    return "a cache's objects do not fit into its slabs";
  if (cache->limit == 0 || cache->limit > MOST_LIMIT || cache->batch == 0 || cache->batch > cache->limit
      || (uint64_t) cache->shared * cache->batch > MOST_LIMIT)
    return "a cache's arrays have impossible limits";
  for (unsigned cpu = 0; cpu < machine->n_cpus; cpu++)
    if (from->arrays[cpu].n_entries > cache->limit)
      return "an array holds more than its limit";
  if (from->shared.n_entries > cache->shared * cache->batch)
    return "a shared array holds more than its limit";
  return NULL;
}

/* Nobody has it, as far as the snapshot of the page allocator tells, and it is lowmem. */
static bool
may_be_slab (const SimMachine *machine,
             const SimCache   *cache,
             SimPfn            pfn)
{
  SimPfn n = sim_frames_in (cache->order);

  if (pfn >= machine->n_frames || pfn % n != 0 || pfn + n > machine->n_frames || pfn + n > machine->lowmem_end)
    return false;
  for (SimPfn i = pfn; i < pfn + n; i++)
    if (sim_block_at (machine, i).state != SIM_FRAME_ALLOCATED || sim_zone_of (machine, i) != sim_zone_of (machine, pfn))
      return false;
  return true;
}

static const char *
place_slab (SimWriter             *writer,
            const SimCache        *cache,
            SimCacheId             id,
            const SimSnapshotSlab *from,
            SimSlabList            list)
{
  SimMachine *machine = writer->machine;
  unsigned zone;
  SimSlabId slab;

  if (!may_be_slab (machine, cache, from->pfn))
    return "a slab lies in frames that are not in use, or has others' frames";
  if (from->active > cache->num
      || (uint64_t) from->colour + (uint64_t) cache->num * cache->size > (uint64_t) SIM_PAGE_SIZE << cache->order)
    return "a slab has not as many objects as its cache says";
  if (!sim_slab_make_room (machine, id))
    return "there is no memory on this computer for another slab";

  zone = sim_mark_zone (sim_frame_mark (machine, from->pfn));
  for (SimPfn i = 0; i < sim_frames_in (cache->order); i++)
    sim_put_record (writer, sim_link (from->pfn + i), SIM_RECORD_MARK,
                    i == 0 ? sim_mark (SIM_FRAME_ALLOCATED, cache->order, zone) : SIM_MARK_TAIL | zone << SIM_MARK_ZONE_SHIFT);
  sim_slab_make (writer, id, from->pfn, cache->order, from->colour);
  slab = sim_slab_of_frame (machine, from->pfn);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_ACTIVE, from->active);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_FREELIST, (uint32_t) from->freelist);
  sim_put_slab (writer, slab, SIM_SLAB_WORD_FREELIST + 1, (uint32_t) (from->freelist >> 32));
  if (cache->flags & SIM_SLAB_OBJFREELIST)
    sim_put_slab (writer, slab, SIM_SLAB_WORD_FREELIST_OBJECT,
                  from->freelist < sim_slab_first_object (machine, slab) || from->active == cache->num ? 0
                  : 1 + (uint32_t) ((from->freelist - sim_slab_first_object (machine, slab)) / cache->size));
  for (uint32_t i = 0; i < cache->num; i++)
    {
      if (from->indices[i] >= cache->num)
        return "a slab's freelist has an object that it has not";
      sim_put_freelist_entry (writer, slab, i, from->indices[i]);
      sim_put_object (writer, slab, i, SIM_OBJECT_IN_USE, 0);
    }
  for (uint32_t i = from->active; i < cache->num; i++)
    sim_put_object (writer, slab, from->indices[i], SIM_OBJECT_FREE, 0);
  sim_slab_move (writer, slab, SIM_SLAB_LIST_NONE, list, true);
  return NULL;
}

static const char *
place_array (SimWriter              *writer,
             SimCacheId              id,
             unsigned                array,
             const SimSnapshotArray *from)
{
  SimMachine *machine = writer->machine;

  for (uint32_t i = 0; i < from->n_entries; i++)
    {
      SimObject object;

      if (!sim_object_at (machine, from->entries[i], &object) || object.address != from->entries[i]
          || sim_slab_word (machine, object.slab, SIM_SLAB_WORD_CACHE) != id)
        return "an array has an object that is none of its cache";
      if (object.state != SIM_OBJECT_IN_USE)
        return "an array has an object that is on its slab's freelist, or in an array";
      sim_put_object (writer, object.slab, object.index, SIM_OBJECT_IN_ARRAY, 0);
      sim_array_push (writer, sim_array_index (machine, id, array), sim_object_ref (object.slab, object.index));
    }
  if (sim_has_array (machine, id, array))
    sim_put (writer, SIM_TABLE_OBJECTS, sim_array_index (machine, id, array) + SIM_ARRAY_WORD_TOUCHED, from->touched);
  return NULL;
}

const char *
sim_machine_place_cache (SimMachine             *machine,
                         const SimSnapshotCache *from)
{
  SimWriter writer = { .machine = machine };
  SimCacheLayout layout = layout_of (&from->cache);
  const char *wrong = check_cache (machine, from);
  SimCacheId id;

  if (wrong != NULL)
    return wrong;
  if (!sim_cache_make_room (machine, &layout))
    return "there is no memory on this computer for another cache";
  id = sim_cache_write (&writer, &layout, 0);
  sim_put_cache (&writer, id, SIM_CACHE_WORD_REFCOUNT, from->cache.refcount);
  for (unsigned list = SIM_SLAB_LIST_PARTIAL; list <= SIM_SLAB_LIST_FREE; list++)
    for (size_t i = 0; i < from->n_slabs[list] && wrong == NULL; i++)
      wrong = place_slab (&writer, &from->cache, id, &from->slabs[list][i], (SimSlabList) list);
  for (unsigned cpu = 0; cpu < machine->n_cpus && wrong == NULL; cpu++)
    wrong = place_array (&writer, id, cpu, &from->arrays[cpu]);
  if (wrong == NULL)
    wrong = place_array (&writer, id, SIM_SHARED_ARRAY, &from->shared);
  sim_put_node (&writer, id, 0, SIM_NODE_WORD_COLOUR_NEXT, from->colour_next);
  sim_put_node (&writer, id, 0, SIM_NODE_WORD_FREE_TOUCHED, from->free_touched);
  return wrong;
}
