/* geometry.c - how the objects of a cache lie in its slabs
 *
 * Models      mm/slab.c: cache_estimate(), slab_mgmt_size(), calculate_slab_order(), set_objfreelist_slab_cache(),
 *             set_off_slab_cache(), set_on_slab_cache(), __kmem_cache_create(), enable_cpucache();
 *             mm/slab_common.c: calculate_alignment()
 *
 * Sums are those of an unsigned int, as in the kernel, overflow included.
 */

#include "sim/rules/objects/slab.h"

static uint32_t
larger (uint32_t a,
        uint32_t b)
{
  return a > b ? a : b;
}

uint32_t
slab_alignment (const SimProfile *profile,
                uint32_t          flags,
                uint32_t          align,
                uint32_t          size)
{
  if (flags & SIM_SLAB_HWCACHE_ALIGN)
    {
      uint32_t line = profile->slab.cache_line;

      while (line > 1 && size <= line / 2)
        line /= 2;
      align = larger (align, line);
    }
  return slab_aligned (larger (align, profile->slab.least_align), profile->bits / 8);
}

/* cache_estimate () */
static uint32_t
estimate (const SimProfile *profile,
          unsigned          order,
          uint32_t          size,
          bool              is_elsewhere,
          uint32_t         *left)
{
  uint64_t bytes = (uint64_t) SIM_PAGE_SIZE << order, each = (uint64_t) size + (is_elsewhere ? 0 : profile->slab.index_size);

  if (each == 0)
    {
      *left = (uint32_t) bytes;
      return 0;
    }
  *left = (uint32_t) (bytes % each);
  return (uint32_t) (bytes / each);
}

/* Is it worth while to keep the freelist in another cache, and may it be? */
static bool
may_be_off_slab (const SimMachine *machine,
                 uint32_t          num,
                 uint32_t          object_size)
{
  uint32_t size = num * sim_profile (machine)->slab.index_size, kept = 0;
  SimCacheId cache = sim_kmalloc_cache (machine, size, 0);

  if (cache != SIM_NO_CACHE)
    {
      if (sim_cache_word (machine, cache, SIM_CACHE_WORD_FLAGS) & (uint32_t) SIM_SLAB_OFF_SLAB)
        return false;
      kept = sim_cache_word (machine, cache, SIM_CACHE_WORD_SIZE);
    }
  else if (sim_kmalloc_cache (machine, 1, 0) == SIM_NO_CACHE)
    return false;
  else
    for (kept = SIM_PAGE_SIZE; kept < size;)
      kept *= 2;
  return kept <= object_size / 2;
}

/* calculate_slab_order (): bytes left over; layout->num is 0 where no order will do. */
static uint32_t
find_order (const SimMachine *machine,
            SimCacheLayout   *layout,
            uint32_t          size,
            uint32_t          flags)
{
  const SimSlabRules *rules = &sim_profile (machine)->slab;
  uint32_t max_order = sim_cache_word (machine, 0, SIM_CACHES_WORD_MAX_ORDER), left = 0;

  layout->num = 0;
  for (unsigned order = 0; order <= rules->largest_order; order++)
    {
      uint32_t rest, num = estimate (sim_profile (machine), order, size, (flags & (SIM_SLAB_OBJFREELIST | (uint32_t) SIM_SLAB_OFF_SLAB)) != 0, &rest);

      if (num == 0)
        continue;
      if (num > rules->most_objects)
        break;
      if ((flags & (uint32_t) SIM_SLAB_OFF_SLAB) && !may_be_off_slab (machine, num, layout->object_size))
        continue;

      layout->num = num;
      layout->order = order;
      left = rest;
      if ((flags & SIM_SLAB_RECLAIM_ACCOUNT) || order >= max_order || (uint64_t) left * 8 <= (uint64_t) SIM_PAGE_SIZE << order)
        break;
    }
  return left;
}

static bool
fits_with_freelist_in_object (const SimMachine *machine,
                              SimCacheLayout   *layout,
                              uint32_t          size,
                              uint32_t          flags)
{
  uint32_t left;

  if (layout->ctor != 0 || (flags & SIM_SLAB_TYPESAFE_BY_RCU))
    return false;
  left = find_order (machine, layout, size, flags | SIM_SLAB_OBJFREELIST);
  layout->colour = left / layout->colour_off;
  return layout->num > 0 && layout->num * sim_profile (machine)->slab.index_size <= layout->object_size;
}

static bool
fits_off_slab (const SimMachine *machine,
               SimCacheLayout   *layout,
               uint32_t          size,
               uint32_t          flags)
{
  uint32_t left;

  if (flags & SIM_SLAB_NOLEAKTRACE)
    return false;
  left = find_order (machine, layout, size, flags | (uint32_t) SIM_SLAB_OFF_SLAB);
  layout->colour = left / layout->colour_off;
  return layout->num > 0 && left < layout->num * sim_profile (machine)->slab.index_size;
}

static bool
fits_on_slab (const SimMachine *machine,
              SimCacheLayout   *layout,
              uint32_t          size,
              uint32_t          flags)
{
  layout->colour = find_order (machine, layout, size, flags) / layout->colour_off;
  return layout->num > 0;
}

uint32_t
slab_gfp_of_flags (const SimProfile *profile,
                   uint32_t          flags)
{
  uint32_t gfp = 0;

  if (flags & SIM_SLAB_CACHE_DMA)
    gfp |= profile->gfp_dma;
  if (flags & SIM_SLAB_CACHE_DMA32)
    gfp |= profile->gfp_dma32;
  if (flags & SIM_SLAB_RECLAIM_ACCOUNT)
    gfp |= profile->gfp_reclaimable;
  return gfp;
}

/* What follows from size and flags. */
static void
finish_layout (const SimMachine *machine,
               SimCacheLayout   *layout,
               uint32_t          size,
               uint32_t          flags)
{
  const SimProfile *profile = sim_profile (machine);

  layout->size = size;
  layout->flags = flags;
  if (profile->slab.compound_slabs)
    sim_gfp_by_name (profile, "__GFP_COMP", &layout->gfp);
  layout->gfp |= slab_gfp_of_flags (profile, flags);
  slab_limits (machine, layout);
}

/* --- until 3.12 ------------------------------------------------------------------------------ */
/* slab_mgmt_size () */
static uint32_t
management_of (const SimSlabRules *rules,
               uint32_t            num,
               uint32_t            align)
{
  return slab_aligned (rules->management_size + num * rules->index_size, align);
}

/* cache_estimate () */
static uint32_t
estimate_with_management (const SimSlabRules *rules,
                          unsigned            order,
                          uint32_t            size,
                          uint32_t            align,
                          bool                is_elsewhere,
                          uint32_t           *left)
{
  uint64_t bytes = (uint64_t) SIM_PAGE_SIZE << order, n;

  if (is_elsewhere)
    {
      *left = (uint32_t) (bytes % size);
      return (uint32_t) (bytes / size);
    }
  n = (bytes - rules->management_size) / ((uint64_t) size + rules->index_size);
  if (n * size + management_of (rules, (uint32_t) n, align) > bytes)
    n--;
  *left = (uint32_t) (bytes - n * size - management_of (rules, (uint32_t) n, align));
  return (uint32_t) n;
}

/* calculate_slab_order (): bytes left over; layout->num is 0 where no order will do. */
static uint32_t
find_order_with_management (const SimMachine *machine,
                            SimCacheLayout   *layout,
                            uint32_t          size,
                            uint32_t          flags)
{
  const SimSlabRules *rules = &sim_profile (machine)->slab;
  bool is_elsewhere = (flags & (uint32_t) SIM_SLAB_OFF_SLAB) != 0;
  uint32_t largest = rules->off_slab_size != 0 ? rules->off_slab_size : size, left = 0;

  for (unsigned order = 0; order <= rules->largest_order; order++)
    {
      uint32_t rest, num = estimate_with_management (rules, order, size, layout->align, is_elsewhere, &rest);

      if (num == 0)
        continue;
      if (num > rules->most_objects || (is_elsewhere && num > (largest - rules->management_size) / rules->index_size))
        break;
      layout->num = num;
      layout->order = order;
      left = rest;
      if (((flags & SIM_SLAB_RECLAIM_ACCOUNT) && (!rules->reclaimable_stay_small || size <= SIM_PAGE_SIZE))
          || order >= sim_cache_word (machine, 0, SIM_CACHES_WORD_MAX_ORDER) || (uint64_t) left * 8 <= (uint64_t) SIM_PAGE_SIZE << order)
        break;
    }
  return left;
}

/* kmem_cache_create () */
static bool
geometry_with_management (const SimMachine *machine,
                          const SlabWish   *wish,
                          SimCacheLayout   *layout)
{
  const SimProfile *profile = sim_profile (machine);
  uint32_t word = profile->bits / 8, size = slab_aligned (wish->size, word), flags = wish->flags, left, management;

  *layout = (SimCacheLayout) { .name = wish->name, .ctor = wish->ctor, .object_size = wish->size };
  layout->align = larger (wish->align, word);
  layout->colour_off = larger (profile->slab.cache_line, layout->align);
  if (size >= SIM_PAGE_SIZE / 8 && !(flags & SIM_SLAB_NOLEAKTRACE))
    flags |= (uint32_t) SIM_SLAB_OFF_SLAB;
  size = slab_aligned (size, layout->align);
  if (size == 0)
    return false;

  left = find_order_with_management (machine, layout, size, flags);
  if (layout->num == 0 || layout->num >= SIM_MOST_OBJECTS)
    return false;
  management = management_of (&profile->slab, layout->num, layout->align);
  if ((flags & (uint32_t) SIM_SLAB_OFF_SLAB) && left >= management)
    {
      flags &= ~(uint32_t) SIM_SLAB_OFF_SLAB;
      left -= management;
    }
  layout->freelist_size = flags & (uint32_t) SIM_SLAB_OFF_SLAB ? profile->slab.management_size + layout->num * profile->slab.index_size : management;
  layout->front = flags & (uint32_t) SIM_SLAB_OFF_SLAB ? 0 : management;
  layout->colour = left / layout->colour_off;
  finish_layout (machine, layout, size, flags);
  return true;
}

/* --- since 3.13 ------------------------------------------------------------------------------ */
bool
slab_geometry (const SimMachine *machine,
               const SlabWish   *wish,
               SimCacheLayout   *layout)
{
  const SimProfile *profile = sim_profile (machine);
  uint32_t word = profile->bits / 8, size = slab_aligned (wish->size, word), flags = wish->flags;

  if (sim_is_slub (machine))
    return slub_geometry (machine, wish, layout);
  if (profile->slab.management_size != 0)
    return geometry_with_management (machine, wish, layout);
  *layout = (SimCacheLayout) { .name = wish->name, .ctor = wish->ctor, .object_size = wish->size };
  layout->align = larger (wish->align, word);
  layout->colour_off = larger (profile->slab.cache_line, layout->align);
  size = slab_aligned (size, layout->align);
  if (size < profile->slab.least_size)
    size = slab_aligned (profile->slab.least_size, layout->align);

  if (fits_with_freelist_in_object (machine, layout, size, flags))
    flags |= SIM_SLAB_OBJFREELIST;
  else if (fits_off_slab (machine, layout, size, flags))
    flags |= (uint32_t) SIM_SLAB_OFF_SLAB;
  else if (!fits_on_slab (machine, layout, size, flags))
    return false;

  /* A colour is a place of the first object; the model's tables count objects no further than this. */
  if (layout->num >= SIM_MOST_OBJECTS)
    return false;
  layout->freelist_size = layout->num * profile->slab.index_size;
  finish_layout (machine, layout, size, flags);
  return true;
}

void
slab_limits (const SimMachine *machine,
             SimCacheLayout   *layout)
{
  layout->limit = layout->size > 131072 ? 1 : layout->size > SIM_PAGE_SIZE ? 8 : layout->size > 1024 ? 24 : layout->size > 256 ? 54 : 120;
  layout->batch = (layout->limit + 1) / 2;
  layout->shared = layout->size <= SIM_PAGE_SIZE && sim_n_cpus (machine) > 1 ? 8 : 0;
}

bool
sim_cache_geometry (const SimMachine   *machine,
                    const SimCacheWish *wish,
                    SimCache           *cache)
{
  SimCacheWish aligned_wish = *wish;
  SimCacheLayout layout;

  aligned_wish.align = slab_alignment (sim_profile (machine), wish->flags, wish->align, wish->size);
  if (!slab_geometry (machine, &aligned_wish, &layout))
    return false;
  *cache = (SimCache) {
    .object_size = layout.object_size, .size = layout.size, .align = layout.align, .flags = layout.flags, .ctor = layout.ctor,
    .order = (SimOrder) layout.order, .num = layout.num, .colour = layout.colour, .colour_off = layout.colour_off,
    .freelist_size = layout.freelist_size, .gfp = layout.gfp, .limit = layout.limit, .batch = layout.batch, .shared = layout.shared,
  };
  return true;
}
