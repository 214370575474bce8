/* slab.h - objects: taken from caches and given back
 *
 * Models      mm/slab.c, mm/slab_common.c with CONFIG_SLAB, as 6.1 has them
 * Leaves out  alien caches, and kmem_cache_alloc_node (); CONFIG_DEBUG_SLAB; constructors are not run; memory of
 *             SLAB_TYPESAFE_BY_RCU is given back at once
 *
 * No pen of the caller's may be in use. Addresses are kernel virtual; 0: nothing was given.
 */
#pragma once

#include "sim/rules/diagnose.h"
#include "sim/state/slabs.h"

/* --- geometry.c ---------------------------------------------------------------------------- */
typedef struct {
  const char *name;
  uint32_t    size, align, flags;
  uint64_t    ctor;
} SlabWish;

/* calculate_alignment () */
uint32_t slab_alignment (const SimProfile *profile, uint32_t flags, uint32_t align, uint32_t size);
/* __kmem_cache_create (): everything but the arrays. False: -E2BIG. */
bool     slab_geometry  (const SimMachine *machine, const SlabWish *wish, SimCacheLayout *layout);
/* enable_cpucache () */
void     slab_limits    (const SimMachine *machine, SimCacheLayout *layout);

/* --- slab.c -------------------------------------------------------------------------------- */
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
void     slab_boot     (SimRun *run);
