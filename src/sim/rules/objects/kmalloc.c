/* kmalloc.c - memory by its size
 *
 * Models      mm/slab_common.c: kmalloc_slab(), __do_kmalloc_node(), __kmalloc_large_node(), kfree(),
 *             free_large_kmalloc(), __ksize()
 *
 * What is wrong is said where it is seen; an object that is given back twice, or by an address inside it, stays as it is.
 */

#include "sim/rules/kernel-log.h"
#include "sim/rules/objects/slab.h"

/* include/linux/slab.h: ZERO_SIZE_PTR */
#define ZERO_SIZE_POINTER 16u

#define INDEX_96  1u
#define INDEX_192 2u

/* kmalloc_index () */
SIM_INLINE unsigned
index_of_size (uint64_t size)
{
  if (size > 64 && size <= 96)
    return INDEX_96;
  if (size > 128 && size <= 192)
    return INDEX_192;
  return size <= 8 ? 3 : 64u - (unsigned) __builtin_clzll (size - 1);
}

/* kmalloc_type () */
SIM_INLINE unsigned
type_of_mask (const SimProfile *profile,
              uint32_t          gfp)
{
  if (SIM_LIKELY ((gfp & (profile->gfp_dma | profile->gfp_reclaimable)) == 0))
    return 0;
  return gfp & profile->gfp_dma ? 2 : 1;
}

SIM_INLINE SimCacheId
cache_of (const SimMachine *machine,
          uint64_t          size,
          uint32_t          gfp)
{
  unsigned index = index_of_size (size);

  if (SIM_UNLIKELY (index >= SIM_N_KMALLOC_SIZES))
    return SIM_NO_CACHE;
  return sim_cache_word (machine, 0, SIM_CACHES_WORD_KMALLOC + type_of_mask (sim_profile (machine), gfp) * SIM_N_KMALLOC_SIZES + index);
}

SimCacheId
sim_kmalloc_cache (const SimMachine *machine,
                   uint64_t          size,
                   uint32_t          gfp)
{
  return size > 0 ? cache_of (machine, size, gfp) : SIM_NO_CACHE;
}

/* get_order (), as far as a size can be had. */
static unsigned
order_of_size (uint64_t size)
{
  unsigned order = 0;

  while (order < 52 && (uint64_t) SIM_PAGE_SIZE << order < size)
    order++;
  return order;
}

/* __kmalloc_large_node () */
static uint64_t
take_pages (SimRun   *run,
            uint64_t  size,
            uint32_t  gfp)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint32_t compound = 0;
  SimPfn pfn;

  if (!profile->slab.kmalloc_by_pages)
    return 0;
  sim_gfp_by_name (profile, "__GFP_COMP", &compound);
  pfn = sim_alloc_pages (run, slab_fix_flags (run, gfp) | compound, (SimOrder) order_of_size (size));
  return pfn != SIM_NO_PFN && sim_pfn_has_logical_address (run->machine, pfn) ? sim_pfn_to_virt (run->machine, pfn) : 0;
}

uint64_t
kmalloc_alloc (SimRun   *run,
               uint64_t  size,
               uint32_t  gfp)
{
  SimCacheId cache;

  if (SIM_UNLIKELY (size == 0))
    return ZERO_SIZE_POINTER;
  cache = cache_of (run->machine, size, gfp);
  if (SIM_LIKELY (cache != SIM_NO_CACHE))
    return slab_alloc (run, cache, gfp, (uint32_t) size);
  return take_pages (run, size, gfp);
}

/* free_large_kmalloc (): whatever block of pages the address lies in. */
static void
give_pages (SimRun   *run,
            uint64_t  address,
            SimPfn    pfn)
{
  SimBlock block = sim_block_at (run->machine, pfn);

  if (block.state != SIM_FRAME_ALLOCATED)
    {
      diagnose (run, SIM_DIAGNOSIS_NOT_AN_OBJECT, address, 0);
      return;
    }
  if (block.order == 0)
    {
      diagnose (run, SIM_DIAGNOSIS_KFREE_OF_PAGE, address, pfn);
      kernel_log_kfree_of_page (run, address);
    }
  sim_free_pages (run, block.first, block.order);
}

/* The object that is to be freed. False: diagnosed. */
static bool
may_be_freed (SimRun          *run,
              uint64_t         address,
              SimSlabId        slab,
              const SimObject *object)
{
  if (object->address != address)
    diagnose (run, SIM_DIAGNOSIS_FREE_INSIDE_OBJECT, address, object->address);
  else if (object->state != SIM_OBJECT_IN_USE)
    diagnose (run, SIM_DIAGNOSIS_DOUBLE_FREE_OF_OBJECT, address, sim_slab (run->machine, slab).cache);
  else
    return true;
  return false;
}

static __attribute__ ((noinline)) void
free_unusual (SimRun   *run,
              uint64_t  address)
{
  SimPfn pfn;
  SimSlabId slab;
  SimObject object;

  if (!sim_virt_to_pfn (run->machine, address, &pfn) || pfn >= sim_n_frames (run->machine))
    diagnose (run, SIM_DIAGNOSIS_NOT_AN_OBJECT, address, 0);
  else if ((slab = sim_slab_of_pfn (run->machine, pfn)) == SIM_NO_SLAB)
    give_pages (run, address, pfn);
  else if (!sim_object_at (run->machine, address, &object))
    diagnose (run, SIM_DIAGNOSIS_NOT_AN_OBJECT, address, 0);
  else if (may_be_freed (run, address, slab, &object))
    slab_free (run, sim_object_ref (slab, object.index));
}

void
kmalloc_free (SimRun   *run,
              uint64_t  address)
{
  const SimMachine *machine = run->machine;
  uint64_t offset = address - sim_address_space (machine)->page_offset, place;
  SimPfn pfn = (SimPfn) (offset >> SIM_PAGE_SHIFT);
  uint32_t slab, size, index, first;

  if (SIM_UNLIKELY (address <= ZERO_SIZE_POINTER))
    {
      if (address != 0 && address != ZERO_SIZE_POINTER)
        diagnose (run, SIM_DIAGNOSIS_NOT_AN_OBJECT, address, 0);
      return;
    }

  /* What nothing is wrong with, in a few steps. */
  if (SIM_LIKELY (offset >> SIM_PAGE_SHIFT < sim_n_frames (machine)) && (slab = sim_slab_of_frame (machine, pfn)) != SIM_NO_SLAB)
    {
      SimCacheId cache = sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE);

      size = sim_cache_word (machine, cache, SIM_CACHE_WORD_SIZE);
      place = ((uint64_t) sim_slab_word (machine, slab, SIM_SLAB_WORD_PFN) << SIM_PAGE_SHIFT) + sim_slab_word (machine, slab, SIM_SLAB_WORD_COLOUR);
      first = (uint32_t) (offset - place);
      index = first / size;
      if (SIM_LIKELY (offset >= place && index * size == first && index < sim_slab_word (machine, slab, SIM_SLAB_WORD_NUM)
                      && sim_objects_word (machine, sim_object_place (machine, slab, index)) >> SIM_OBJECT_STATE_SHIFT == SIM_OBJECT_IN_USE))
        {
          slab_free (run, sim_object_ref (slab, index));
          return;
        }
    }
  free_unusual (run, address);
}

uint64_t
kmalloc_ksize (SimRun   *run,
               uint64_t  address)
{
  SimPfn pfn;
  SimSlabId slab;
  SimBlock block;

  if (address == 0 || address == ZERO_SIZE_POINTER)
    return 0;
  if (!sim_virt_to_pfn (run->machine, address, &pfn) || pfn >= sim_n_frames (run->machine))
    {
      diagnose (run, SIM_DIAGNOSIS_NOT_AN_OBJECT, address, 0);
      return 0;
    }
  slab = sim_slab_of_pfn (run->machine, pfn);
  if (slab != SIM_NO_SLAB)
    return sim_cache_word (run->machine, sim_slab_word (run->machine, slab, SIM_SLAB_WORD_CACHE), SIM_CACHE_WORD_OBJECT_SIZE);
  block = sim_block_at (run->machine, pfn);
  if (block.state == SIM_FRAME_ALLOCATED && block.order > 0 && sim_pfn_to_virt (run->machine, block.first) == address)
    return (uint64_t) SIM_PAGE_SIZE << block.order;
  diagnose (run, SIM_DIAGNOSIS_NOT_AN_OBJECT, address, 0);
  return 0;
}

/* --- for others ---------------------------------------------------------------------------- */
uint64_t
sim_kmalloc (SimRun   *run,
             uint64_t  size,
             uint32_t  gfp)
{
  return sim_cache_first (run->machine) != SIM_NO_CACHE ? kmalloc_alloc (run, size, gfp) : 0;
}

void
sim_kfree (SimRun   *run,
           uint64_t  address)
{
  kmalloc_free (run, address);
}

uint64_t
sim_cache_alloc (SimRun   *run,
                 uint32_t  cache,
                 uint32_t  gfp)
{
  return slab_alloc (run, cache, gfp, sim_cache_word (run->machine, cache, SIM_CACHE_WORD_OBJECT_SIZE));
}

/* cache_from_obj (): of another cache, it is said and freed to that one. */
void
sim_cache_free (SimRun   *run,
                uint32_t  cache,
                uint64_t  address)
{
  SimObject object;

  if (address != 0 && sim_object_at (run->machine, address, &object))
    {
      SimCacheId its = sim_slab (run->machine, object.slab).cache;

      if (its != cache)
        diagnose (run, SIM_DIAGNOSIS_WRONG_CACHE, address, (uint64_t) cache << 32 | its);
    }
  kmalloc_free (run, address);
}
