/* kmalloc.c - memory by its size
 *
 * Models      mm/slab_common.c: kmalloc_slab(), __do_kmalloc_node(), __kmalloc_large_node(), kfree(),
 *             free_large_kmalloc(), __ksize()
 *
 * What is wrong is said where it is seen; an object that is given back twice, or by an address inside it, stays as it is.
 */

#include "sim/rules/kernel-log.h"
#include "sim/rules/objects/slab-array.h"

#define NOINLINE __attribute__ ((noinline))

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
  return sim_cache_word (machine, 0, SIM_CACHES_WORD_KMALLOC + type_of_mask (machine->profile, gfp) * SIM_N_KMALLOC_SIZES + index);
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

static NOINLINE uint64_t
kmalloc_unusual (SimRun   *run,
                 uint64_t  size,
                 uint32_t  gfp)
{
  SimCacheId cache;

  if (size == 0 && (sim_profile (run->machine)->slab.has_zero_size_pointer || sim_cache_first (run->machine) == SIM_NO_CACHE))
    return ZERO_SIZE_POINTER;
  cache = cache_of (run->machine, size > 0 ? size : 1, gfp);
  if (cache != SIM_NO_CACHE)
    return slab_alloc (run, cache, gfp, (uint32_t) size);
  return sim_cache_first (run->machine) != SIM_NO_CACHE ? take_pages (run, size, gfp) : 0;
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

static NOINLINE void
free_unusual (SimRun   *run,
              uint64_t  address)
{
  SimPfn pfn;
  SimSlabId slab;
  SimObject object;

  if (address == 0 || address == ZERO_SIZE_POINTER)
    return;
  if (!sim_virt_to_pfn (run->machine, address, &pfn) || pfn >= sim_n_frames (run->machine))
    diagnose (run, SIM_DIAGNOSIS_NOT_AN_OBJECT, address, 0);
  else if ((slab = sim_slab_of_pfn (run->machine, pfn)) == SIM_NO_SLAB)
    give_pages (run, address, pfn);
  else if (!sim_object_at (run->machine, address, &object))
    diagnose (run, SIM_DIAGNOSIS_NOT_AN_OBJECT, address, 0);
  else if (may_be_freed (run, address, slab, &object))
    slab_free (run, sim_object_ref (slab, object.index));
}

/* --- inline -------------------------------------------------------------------------------- */
SIM_INLINE uint64_t
take_unusual (SimPen   *pen,
              uint64_t  size,
              uint32_t  gfp)
{
  uint64_t address;

  sim_pen_lay_down (pen);
  address = kmalloc_unusual (pen->run, size, gfp);
  sim_pen_take_up (pen);
  return address;
}

SIM_INLINE uint64_t
take (SimPen   *pen,
      uint64_t  size,
      uint32_t  gfp)
{
  const SimMachine *machine = pen->machine;
  SimCacheId cache;

  if (SIM_LIKELY (size - 1 < 8 * SIM_N_SMALL_SIZES && (gfp & machine->gfp_other_objects) == 0))
    cache = sim_cache_word (machine, 0, SIM_CACHES_WORD_SMALL + (unsigned) ((size - 1) / 8));
  else
    cache = size > 0 ? cache_of (machine, size, gfp) : SIM_NO_CACHE;
  return SIM_LIKELY (cache != SIM_NO_CACHE) ? slab_take (pen, cache, gfp, (uint32_t) size) : take_unusual (pen, size, gfp);
}

/* An object that nothing is wrong with, in a few steps. False: it is not. */
SIM_INLINE bool
give (SimPen   *pen,
      uint64_t  address)
{
  const SimMachine *machine = pen->machine;
  uint64_t offset = address - machine->space.page_offset;
  uint32_t slab, index, from_first, size;
  SimCacheId cache;
  size_t place;

  if (SIM_UNLIKELY (offset >> SIM_PAGE_SHIFT >= machine->n_frames))
    return false;
  slab = sim_slab_of_frame (machine, (SimPfn) (offset >> SIM_PAGE_SHIFT));
  if (SIM_UNLIKELY (slab == SIM_NO_SLAB))
    return false;
  cache = sim_slab_word (machine, slab, SIM_SLAB_WORD_CACHE);
  size = sim_cache_word (machine, cache, SIM_CACHE_WORD_SIZE);
  /* Less than 0 is more than any object is from the first. */
  from_first = (uint32_t) (address - sim_slab_first_object (machine, slab));
  index = from_first / size;
  place = sim_object_place (machine, slab, index);
  if (SIM_UNLIKELY (from_first % size != 0 || index >= sim_slab_word (machine, slab, SIM_SLAB_WORD_NUM)
                    || sim_objects_word (machine, place) >> SIM_OBJECT_STATE_SHIFT != SIM_OBJECT_IN_USE))
    return false;
  slab_give (pen, cache, sim_object_ref (slab, index), place, address);
  return true;
}

/* --- the doors ----------------------------------------------------------------------------- */
uint64_t
kmalloc_alloc (SimRun   *run,
               uint64_t  size,
               uint32_t  gfp)
{
  SimPen pen = sim_pen_of (run);
  uint64_t address = take (&pen, size, gfp);

  sim_pen_rest (&pen);
  return address;
}

void
kmalloc_free (SimRun   *run,
              uint64_t  address)
{
  SimPen pen = sim_pen_of (run);
  bool is_given = give (&pen, address);

  sim_pen_rest (&pen);
  if (!is_given)
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
  return kmalloc_alloc (run, size, gfp);
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
