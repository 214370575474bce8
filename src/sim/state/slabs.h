/* slabs.h - caches, slabs and their arrays as records: making, moving and clearing them
 *
 * Private to state/, but for sim_run_create_cache () and the readers. When the host has no memory for more, there is room
 * made before anything is written: see sim_slabs_have_room ().
 */
#pragma once

#include "sim/snapshot.h"
#include "sim/state/slab-words.h"

/* A cache to be, as the rules found it out. */
typedef struct {
  const char *name;               /* borrowed; cut where it is too long */
  uint64_t    descriptor;
  uint64_t    name_object;        /* where the kernel copied the name to; 0: nowhere */
  uint64_t    ctor;
  uint32_t    object_size, size, align, flags;
  uint32_t    order, num, colour, colour_off, freelist_size, gfp;
  uint32_t    limit, batch, shared;
  uint32_t    front;              /* of what keeps the slab, before the first object: until 3.12 */
  uint32_t    offset, min_partial, cpu_partial, cpu_partial_slabs, least_order, least_num;  /* of SLUB */
  /* What the kernel keeps of a cache for each node, as objects of its own; 0: not as an object. */
  uint64_t    node_object[SIM_MAX_NODES], shared_object[SIM_MAX_NODES];
} SimCacheLayout;

/* Is there host memory for it? */
bool       sim_cache_has_room   (SimRun *run, const SimCacheLayout *layout);
/* SIM_NO_CACHE: no host memory. The event is emitted. */
SimCacheId sim_run_create_cache (SimRun *run, const SimCacheLayout *layout);
/* Is there room for a slab of the cache? False: no host memory, or there are as many as can be counted. */
bool       sim_slabs_have_room  (SimRun *run, SimCacheId cache);

/* As a snapshot has them. NULL: they hold together so far. */
const char *sim_machine_place_cache (SimMachine *machine, const SimSnapshotCache *from);
/* Before anything has happened to the machine. cache 0: of record 0. */
void sim_machine_set_cache_word (SimMachine *machine, SimCacheId cache, unsigned word, uint32_t value);

/* --- for the writers ---------------------------------------------------------------------- */
void sim_cache_clear      (SimWriter *writer, SimCacheId cache);
void sim_cache_set_arrays (SimWriter *writer, SimCacheId cache, uint32_t limit, uint32_t batch, uint32_t shared);
void sim_slab_make        (SimWriter *writer, SimCacheId cache, SimPfn pfn, unsigned order, uint32_t colour);
void sim_slab_move        (SimWriter *writer, SimSlabId slab, unsigned from, unsigned to, bool to_tail);
void sim_slab_clear       (SimWriter *writer, SimPfn pfn);
uint32_t sim_cache_write     (SimWriter *writer, const SimCacheLayout *layout, uint32_t creator);
uint32_t sim_cache_n_heads   (const SimMachine *machine);     /* heads of lists, as records of slabs */
uint32_t sim_cache_room_needed (const SimMachine *machine, const SimCacheLayout *layout);
bool     sim_cache_make_room (SimMachine *machine, const SimCacheLayout *layout);
bool     sim_slab_make_room  (SimMachine *machine, SimCacheId cache);
