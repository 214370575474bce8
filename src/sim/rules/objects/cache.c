/* cache.c - caches: made, shared, shrunk, reaped and destroyed
 *
 * Models      mm/slab_common.c: find_mergeable(), kmem_cache_create_usercopy(), create_cache(), kmem_cache_destroy();
 *             mm/slab.c: setup_kmem_cache_node(), drain_cpu_caches(), __kmem_cache_shrink(), cache_reap()
 */

#include "sim/rules/kernel-log.h"
#include "sim/rules/objects/slab.h"
#include "sim/snapshot.h"

#include <string.h>

#define ERROR_NO_MEMORY 12
#define ERROR_TOO_BIG   7
#define ERROR_INVALID   22

/* SLAB_NEVER_MERGE and SLAB_MERGE_SAME, as far as there are such flags here; all of an object of kmalloc ()'s may be copied to users. */
#define NEVER_MERGED (SIM_SLAB_TYPESAFE_BY_RCU | SIM_SLAB_NOLEAKTRACE | SIM_SLAB_USERCOPY | SIM_SLAB_KMALLOC)
#define SAME_TO_MERGE (SIM_SLAB_RECLAIM_ACCOUNT | SIM_SLAB_CACHE_DMA | SIM_SLAB_CACHE_DMA32)

#define CREATE_FLAGS (SIM_SLAB_HWCACHE_ALIGN | SIM_SLAB_CACHE_DMA | SIM_SLAB_CACHE_DMA32 | SIM_SLAB_PANIC | SIM_SLAB_TYPESAFE_BY_RCU \
                      | SIM_SLAB_MEM_SPREAD | SIM_SLAB_NOLEAKTRACE | SIM_SLAB_RECLAIM_ACCOUNT)
/* Other flags that may be given, and are dropped: SLAB_ACCOUNT and those of debugging. */
#define DROPPED_FLAGS 0x14310d00u

static uint32_t
gfp_kernel (const SimRun *run)
{
  return slab_flag_named (sim_profile (run->machine), "GFP_KERNEL");
}

static SimCacheId
own_cache (const SimRun *run)
{
  return sim_cache_word (run->machine, 0, SIM_CACHES_WORD_OWN);
}

/* --- merging ------------------------------------------------------------------------------- */
/* From the oldest on. find_mergeable () */
static SimCacheId
find_mergeable (const SimRun   *run,
                const SlabWish *wish)
{
  const SimMachine *machine = run->machine;
  const SimProfile *profile = sim_profile (machine);
  uint32_t word = profile->bits / 8, size = slab_aligned (wish->size, word), align = slab_alignment (profile, wish->flags, wish->align, size);

  if (!profile->slab.merges || wish->ctor != 0 || (wish->flags & NEVER_MERGED))
    return SIM_NO_CACHE;
  size = slab_aligned (size, align);
  for (SimCacheId id = sim_cache_word (machine, 0, SIM_CACHES_WORD_LAST); id != SIM_NO_CACHE; id = sim_cache_word (machine, id, SIM_CACHE_WORD_PREV))
    {
      SimCache cache = sim_cache (machine, id);

      if ((cache.flags & NEVER_MERGED) == 0 && cache.ctor == 0 && size <= cache.size
          && (wish->flags & SAME_TO_MERGE) == (cache.flags & SAME_TO_MERGE) && (cache.size & ~(align - 1)) == cache.size
          && cache.size - size < word && (align == 0 || (align <= cache.align && cache.align % align == 0)))
        return id;
    }
  return SIM_NO_CACHE;
}

/* --- making -------------------------------------------------------------------------------- */
/* Gives back what a cache that is not to be has taken already. */
static void
take_back (SimRun         *run,
           SimCacheLayout *layout)
{
  for (unsigned node = 0; node < sim_n_nodes (run->machine); node++)
    {
      kmalloc_free (run, layout->shared_object[node]);
      kmalloc_free (run, layout->node_object[node]);
    }
  if (layout->descriptor != 0)
    kmalloc_free (run, layout->descriptor);
  kmalloc_free (run, layout->name_object);
}

uint64_t
cache_take_node (SimRun   *run,
                 uint32_t  gfp)
{
  SimCacheId of_nodes = sim_cache_word (run->machine, 0, SIM_CACHES_WORD_OWN_NODES);

  if (of_nodes != SIM_NO_CACHE)
    return slab_alloc (run, of_nodes, gfp, sim_cache_word (run->machine, of_nodes, SIM_CACHE_WORD_OBJECT_SIZE));
  return kmalloc_alloc (run, sim_profile (run->machine)->slab.node_size, gfp);
}

/* What the kernel keeps of it. False: no memory. */
static bool
take_own_objects (SimRun         *run,
                  SimCacheLayout *layout)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint32_t gfp = gfp_kernel (run);

  for (unsigned node = 0; node < sim_n_nodes (run->machine); node++)
    {
      if (layout->shared > 0)
        layout->shared_object[node] = kmalloc_alloc (run, profile->slab.array_size + layout->shared * layout->batch * (profile->bits / 8), gfp);
      if (layout->shared > 0 && layout->shared_object[node] == 0)
        return false;
      if (profile->slab.node_size == 0 && !sim_is_slub (run->machine))
        continue;
      layout->node_object[node] = cache_take_node (run, gfp);
      if (layout->node_object[node] == 0)
        return false;
    }
  return true;
}

static SimCacheId
failed (SimRun         *run,
        const SlabWish *wish,
        SimCacheLayout *layout,
        int             error)
{
  if (layout != NULL)
    take_back (run, layout);
  diagnose (run, SIM_DIAGNOSIS_CACHE_FAILED, (uint64_t) error, wish->size);
  if (error == SIM_CACHE_ERROR_NO_NAME)
    kernel_log_cache_failed (run, "(null)", ERROR_NO_MEMORY);
  else if (error < SIM_CACHE_ERROR_DIVIDES_BY_0)
    kernel_log_cache_failed (run, wish->name, error);
  return SIM_NO_CACHE;
}

SimCacheId
cache_make (SimRun         *run,
            const SlabWish *wish,
            bool            copies_name)
{
  SimCacheLayout layout = { 0 }, made;
  SlabWish aligned_wish = *wish;
  SimCacheId cache;

  if (copies_name && sim_profile (run->machine)->slab.copies_names)
    {
      layout.name_object = kmalloc_alloc (run, strlen (wish->name) + 1, gfp_kernel (run));
      if (layout.name_object == 0)
        return failed (run, wish, NULL, ERROR_NO_MEMORY);
    }
  aligned_wish.align = slab_alignment (sim_profile (run->machine), wish->flags, wish->align, wish->size);
  layout.descriptor = slab_alloc (run, own_cache (run), gfp_kernel (run) | sim_profile (run->machine)->gfp_zero,
                                  sim_cache_word (run->machine, own_cache (run), SIM_CACHE_WORD_OBJECT_SIZE));
  if (layout.descriptor == 0)
    return failed (run, wish, &layout, ERROR_NO_MEMORY);
  if (!slab_geometry (run->machine, &aligned_wish, &made))
    return failed (run, wish, &layout, !sim_is_slub (run->machine) ? ERROR_TOO_BIG : wish->size == 0 ? SIM_CACHE_ERROR_DIVIDES_BY_0 : ERROR_INVALID);
  if (made.size < wish->size)
    return failed (run, wish, &layout, SIM_CACHE_ERROR_OVERFLOWS);
  made.name_object = layout.name_object;
  made.descriptor = layout.descriptor;
  if (!take_own_objects (run, &made))
    return failed (run, wish, &made, ERROR_NO_MEMORY);
  if (wish->align & (wish->align - 1))
    diagnose (run, SIM_DIAGNOSIS_CACHE_ALIGNMENT, wish->align, made.size);
  cache = sim_run_create_cache (run, &made);
  return cache != SIM_NO_CACHE ? cache : failed (run, wish, &made, ERROR_NO_MEMORY);
}

static void
share (SimRun         *run,
       const SlabWish *wish,
       SimCacheId      cache)
{
  SimCache like = sim_cache (run->machine, cache);
  SimPen pen = sim_pen_of (run);

  sim_emit_cache_shared (&pen, cache, like.refcount + 1, wish->size > like.object_size ? wish->size : like.object_size);
  sim_pen_rest (&pen);
}

SimCacheId
sim_cache_appear (SimRun             *run,
                  const SimCacheWish *wish,
                  uint64_t            descriptor)
{
  SlabWish masked = *wish;
  SimCacheLayout layout;
  SimCacheId cache;

  masked.flags &= CREATE_FLAGS;
  cache = find_mergeable (run, &masked);
  if (cache != SIM_NO_CACHE)
    {
      share (run, &masked, cache);
      return cache;
    }
  masked.align = slab_alignment (sim_profile (run->machine), masked.flags, masked.align, masked.size);
  if (!slab_geometry (run->machine, &masked, &layout))
    return SIM_NO_CACHE;
  layout.descriptor = descriptor;
  return sim_run_create_cache (run, &layout);
}

SimCacheId
cache_create (SimRun         *run,
              const SlabWish *wish)
{
  SlabWish masked = *wish;
  SimCacheId cache;

  if (wish->flags & ~(CREATE_FLAGS | DROPPED_FLAGS))
    return failed (run, wish, NULL, ERROR_INVALID);
  masked.flags &= CREATE_FLAGS;
  cache = find_mergeable (run, &masked);
  if (cache != SIM_NO_CACHE)
    {
      share (run, wish, cache);
      return cache;
    }
  /* kstrdup () gives none of NULL. */
  if (wish->name == NULL)
    return failed (run, wish, NULL, SIM_CACHE_ERROR_NO_NAME);
  return cache_make (run, &masked, true);
}

/* --- shrinking and destroying --------------------------------------------------------------- */
/* drain_cpu_caches () */
static void
drain_arrays (SimRun     *run,
              SimCacheId  cache)
{
  unsigned n_nodes = sim_n_nodes (run->machine);

  for (unsigned array = 0; array < SIM_SHARED_ARRAY + n_nodes; array++)
    if (sim_has_array (run->machine, cache, array))
      {
        slab_free_block (run, cache, array, sim_array (run->machine, cache, array).avail);
        for (unsigned node = 0; node < n_nodes; node++)
          slab_destroy_doomed (run, cache, node);
      }
}

int
cache_shrink (SimRun     *run,
              SimCacheId  cache)
{
  int has_objects = 0;

  if (sim_is_slub (run->machine))
    return slub_shrink (run, cache);
  drain_arrays (run, cache);
  for (unsigned node = 0; node < sim_n_nodes (run->machine); node++)
    {
      slab_drain_freelist (run, cache, node, UINT32_MAX);
      if (sim_slab_ring_first (run->machine, cache, node, SIM_SLAB_LIST_FULL) != SIM_NO_SLAB
          || sim_slab_ring_first (run->machine, cache, node, SIM_SLAB_LIST_PARTIAL) != SIM_NO_SLAB)
        has_objects = 1;
    }
  return has_objects;
}

void
cache_destroy (SimRun     *run,
               SimCacheId  id)
{
  const SimMachine *machine = run->machine;
  SimCache cache = sim_cache (machine, id);
  uint64_t name = sim_cache_address (machine, id, SIM_CACHE_WORD_NAME_OBJECT);
  uint64_t shared[SIM_MAX_NODES], nodes[SIM_MAX_NODES];
  SimObject descriptor;
  SimPen pen = sim_pen_of (run);

  sim_emit_cache_left (&pen, id, cache.refcount - 1);
  sim_pen_rest (&pen);
  if (cache.refcount != 1)
    return;
  if (sim_is_slub (machine) ? slub_shut_down (run, id) : cache_shrink (run, id) != 0)
    {
      diagnose (run, SIM_DIAGNOSIS_CACHE_HAS_OBJECTS, id, sim_cache_n_in_use (machine, id));
      kernel_log_cache_has_objects (run, id);
      return;
    }

  for (unsigned node = 0; node < sim_n_nodes (machine); node++)
    {
      shared[node] = sim_node_address (machine, id, node, SIM_NODE_WORD_SHARED_OBJECT);
      nodes[node] = sim_node_address (machine, id, node, SIM_NODE_WORD_OBJECT);
    }
  pen = sim_pen_of (run);
  sim_pen_expect (&pen, 2 * SIM_CACHE_WORDS + (size_t) sim_cache_n_heads (machine) * SIM_SLAB_WORDS + 64);
  sim_emit_cache_destroyed (&pen, id);
  sim_pen_rest (&pen);
  for (unsigned node = 0; node < sim_n_nodes (machine); node++)
    {
      kmalloc_free (run, shared[node]);
      kmalloc_free (run, nodes[node]);
    }
  kmalloc_free (run, name);
  if (sim_object_at (machine, cache.descriptor, &descriptor))
    slab_free (run, sim_object_ref (descriptor.slab, descriptor.index));
}

/* --- reaping ------------------------------------------------------------------------------- */
void
sim_cache_reap (SimRun   *run,
                uint32_t  cache,
                bool      lists_are_due)
{
  const SimMachine *machine = run->machine;
  unsigned node = sim_node_of_cpu (machine, run->cpu);
  uint32_t of_five = 5 * sim_cache_word (machine, cache, SIM_CACHE_WORD_NUM);

  slab_drain_array (run, cache, run->cpu, node);
  if (!lists_are_due)
    return;
  slab_drain_array (run, cache, SIM_SHARED_ARRAY + node, node);
  if (sim_node_word (machine, cache, node, SIM_NODE_WORD_FREE_TOUCHED) != 0)
    {
      SimPen pen = sim_pen_of (run);

      sim_emit_free_list_touched (&pen, cache, node, 0);
      sim_pen_rest (&pen);
    }
  else
    slab_drain_freelist (run, cache, node, (sim_node_word (machine, cache, node, SIM_NODE_WORD_FREE_LIMIT) + of_five - 1) / of_five);
}
