/* slab.h - objects: taken from caches and given back
 *
 * Models      mm/slab.c, mm/slub.c, mm/slab_common.c with CONFIG_SLAB or CONFIG_SLUB, as 6.1 has them
 * Leaves out  alien caches, and kmem_cache_alloc_node (); CONFIG_DEBUG_SLAB, slub_debug; constructors are not run; memory of
 *             SLAB_TYPESAFE_BY_RCU is given back at once; CONFIG_SLAB_FREELIST_RANDOM: a new slab gives its objects in their
 *             order
 *
 * No pen of the caller's may be in use. Addresses are kernel virtual; 0: nothing was given.
 */
#pragma once

#include "sim/rules/diagnose.h"
#include "sim/state/slabs.h"

/* --- geometry.c ---------------------------------------------------------------------------- */
typedef SimCacheWish SlabWish;

/* ALIGN (), whatever the alignment is. */
static inline uint32_t
slab_aligned (uint32_t value,
              uint32_t align)
{
  return (value + (align - 1)) & ~(align - 1);
}

/* calculate_alignment () */
uint32_t slab_alignment (const SimProfile *profile, uint32_t flags, uint32_t align, uint32_t size);
/* __kmem_cache_create (): everything but the arrays. False: -E2BIG. */
bool     slab_geometry  (const SimMachine *machine, const SlabWish *wish, SimCacheLayout *layout);
/* enable_cpucache () */
void     slab_limits    (const SimMachine *machine, SimCacheLayout *layout);

/* What every request of the cache's carries besides: allocflags, but for __GFP_COMP. */
uint32_t slab_gfp_of_flags (const SimProfile *profile, uint32_t flags);

/* --- slub-geometry.c ----------------------------------------------------------------------- */
/* calculate_sizes (), set_cpu_partial (). False: no slab has room for one. */
bool     slub_geometry  (const SimMachine *machine, const SlabWish *wish, SimCacheLayout *layout);

/* --- slub.c -------------------------------------------------------------------------------- */
/* The CPU's freelist is empty: ___slab_alloc (), but for giving the object. False: there is nothing. */
bool     slub_refill    (SimRun *run, SimCacheId cache, uint32_t gfp);
/* __slab_free (). False: it is of the slab that the CPU takes from, and goes onto the CPU's freelist. */
bool     slub_free      (SimRun *run, uint32_t object);
/* __kmem_cache_shrink (), __kmem_cache_shutdown (). True: there are slabs left. */
bool     slub_shrink    (SimRun *run, SimCacheId cache);
bool     slub_shut_down (SimRun *run, SimCacheId cache);

/* --- slab.c -------------------------------------------------------------------------------- */
/* To a list of its node, or to none. Nothing is told where it stands there already. */
void     slab_move        (SimPen *pen, SimSlabId slab, SimSlabList to, bool to_tail);
/* kmem_getpages (), alloc_slab_page () */
SimPfn   slab_take_frames (SimRun *run, SimCacheId cache, SimOrder order, uint32_t gfp, unsigned node);
/* What of a caller's mask goes to the page allocator; diagnosed. */
uint32_t slab_gfp_of_frames (SimRun *run, uint32_t gfp);
void     slab_give_frames (SimRun *run, SimPfn pfn, unsigned order);
/* Its bits; 0: the kernel has no such flag. */
uint32_t slab_flag_named (const SimProfile *profile, const char *name);
/* Of a slab on no list. */
void     slab_destroy     (SimRun *run, SimCacheId cache, SimSlabId slab);
/* An object of a cache, ____cache_alloc (); gfp as the caller gave it. asked: bytes, for the event. */
uint64_t slab_alloc (SimRun *run, SimCacheId cache, uint32_t gfp, uint32_t asked);
/* The object that begins at an address back to its cache, ___cache_free (). */
void     slab_free  (SimRun *run, uint32_t object);
/* Of an array, its first n objects: back to their slabs. free_block () */
void     slab_free_block (SimRun *run, SimCacheId cache, unsigned array, uint32_t n);
void     slab_destroy_doomed (SimRun *run, SimCacheId cache, unsigned node);
/* drain_freelist (): at most n free slabs go. */
uint32_t slab_drain_freelist (SimRun *run, SimCacheId cache, unsigned node, uint32_t n);
/* drain_array (): none where it was touched. */
void     slab_drain_array (SimRun *run, SimCacheId cache, unsigned array, unsigned node);
/* Masks that no cache takes: GFP_SLAB_BUG_MASK. What is left; diagnosed. kmalloc_fix_flags () */
uint32_t slab_fix_flags (SimRun *run, uint32_t gfp);

/* --- cache.c ------------------------------------------------------------------------------- */
/* kmem_cache_create (). SIM_NO_CACHE: diagnosed. */
SimCacheId cache_create  (SimRun *run, const SlabWish *wish);
/* A struct kmem_cache_node; 0: no memory. */
uint64_t     cache_take_node (SimRun *run, uint32_t gfp);
/* Without asking for one like it, and without a copy of the name. */
SimCacheId cache_make    (SimRun *run, const SlabWish *wish, bool copies_name);
void       cache_destroy (SimRun *run, SimCacheId cache);
/* Nonzero: there are objects left. */
int        cache_shrink  (SimRun *run, SimCacheId cache);

/* --- kmalloc.c ----------------------------------------------------------------------------- */
uint64_t kmalloc_alloc (SimRun *run, uint64_t size, uint32_t gfp);
void     kmalloc_free  (SimRun *run, uint64_t address);
uint64_t kmalloc_ksize (SimRun *run, uint64_t address);

/* --- slab-boot.c --------------------------------------------------------------------------- */
/* kmem_cache_init (), and what an idle machine has. */
void     slab_boot     (SimRun *run, SimAllocator allocator, bool debug);
/* kmalloc_caches[], when all of its caches are there: by their names. */
void     slab_index_kmalloc (SimMachine *machine);
/* kmem_cache_init (): what slab_max_order is told by, the machine's pages. */
void     slab_set_max_order (SimMachine *machine);
