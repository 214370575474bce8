/* slab-frames.c - page frames for slabs, and back to the page allocator; see slab.h */

#include "sim/rules/kernel-log.h"
#include "sim/rules/objects/slab.h"

uint32_t
slab_flag_named (const SimProfile *profile,
                 const char       *name)
{
  uint32_t bits = 0;

  return sim_gfp_by_name (profile, name, &bits) ? bits : 0;
}

uint32_t
slab_fix_flags (SimRun   *run,
                uint32_t  gfp)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint32_t bad = gfp & (profile->gfp_dma32 | profile->gfp_highmem);

  if (bad != 0)
    {
      diagnose (run, SIM_DIAGNOSIS_GFP_FIXED_FOR_OBJECTS, bad, gfp & ~bad);
      kernel_log_gfp_fixed (run, bad, gfp & ~bad);
    }
  return gfp & ~bad;
}

/* The last that somebody got with such a mask: an importer says which frames these were. */
static SimPfn
observed_frames (SimRun   *run,
                 uint32_t  gfp,
                 SimOrder  order)
{
  /* current_gfp_context (): a task may say that its requests are to go without these. */
  uint32_t context = sim_profile (run->machine)->gfp_io | sim_profile (run->machine)->gfp_fs;

  for (unsigned i = run->n_slab_frames; i > 0; i--)
    {
      SimSlabFrames frames = run->slab_frames[i - 1];
      SimBlock block = sim_block_at (run->machine, frames.pfn);

      if (((frames.gfp ^ gfp) & ~context) != 0 || block.state != SIM_FRAME_ALLOCATED || block.order != order || block.first != frames.pfn)
        continue;
      run->n_slab_frames--;
      for (unsigned j = i - 1; j < run->n_slab_frames; j++)
        run->slab_frames[j] = run->slab_frames[j + 1];
      return frames.pfn;
    }
  return SIM_NO_PFN;
}

/* kmem_getpages () with what cache_grow_begin () leaves of the mask. */
SimPfn
slab_take_frames (SimRun     *run,
                  SimCacheId  cache,
                  SimOrder    order,
                  uint32_t    gfp,
                  unsigned    node)
{
  gfp |= sim_cache_word (run->machine, cache, SIM_CACHE_WORD_GFP);
  if (run->slab_frames_are_observed)
    return observed_frames (run, gfp, order);
  return sim_n_nodes (run->machine) > 1 ? sim_alloc_pages_node (run, node, gfp, order) : sim_alloc_pages (run, gfp, order);
}

void
slab_give_frames (SimRun   *run,
                  SimPfn    pfn,
                  unsigned  order)
{
  if (!run->slab_frames_are_observed)
    sim_free_pages (run, pfn, (SimOrder) order);
}

uint32_t
slab_gfp_of_frames (SimRun   *run,
                    uint32_t  gfp)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint32_t kept = slab_flag_named (profile, "__GFP_HARDWALL") | slab_flag_named (profile, "__GFP_RECLAIM") | profile->gfp_thisnode
                  | profile->gfp_may_sleep | profile->gfp_kswapd | profile->gfp_high | profile->gfp_io | profile->gfp_fs
                  | profile->gfp_nowarn | profile->gfp_retry_mayfail | profile->gfp_nofail | profile->gfp_noretry
                  | profile->gfp_memalloc | profile->gfp_nomemalloc | profile->gfp_atomic;

  return slab_fix_flags (run, gfp) & kept;
}
