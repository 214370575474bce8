/* slub-geometry.c - how the objects of a cache lie in the slabs of SLUB
 *
 * Models      mm/slub.c: calculate_sizes(), calculate_order(), calc_slab_order(), kmem_cache_open(), set_cpu_partial()
 * Leaves out  slub_min_order=, slub_max_order=, slub_min_objects=; red zones, poison and tracks of slub_debug
 */

#include "sim/rules/objects/slab.h"

/* slub_max_order: PAGE_ALLOC_COSTLY_ORDER */
#define USUAL_ORDER 3u
/* MAX_PARTIAL, MIN_PARTIAL */
#define MOST_PARTIAL  10u
#define LEAST_PARTIAL 5u

/* fls (), and with one less ilog2 () */
static uint32_t
bits_in (uint32_t value)
{
  return value == 0 ? 0 : 32u - (uint32_t) __builtin_clz (value);
}

static uint32_t
bytes_of (unsigned order)
{
  return (uint32_t) SIM_PAGE_SIZE << order;
}

/* get_order () */
static unsigned
order_of (uint64_t size)
{
  unsigned order = 0;

  while ((uint64_t) SIM_PAGE_SIZE << order < size)
    order++;
  return order;
}

/* calc_slab_order (): beyond max_order, there is none. */
static unsigned
least_order (uint32_t size,
             uint32_t min_objects,
             unsigned max_order,
             uint32_t fraction)
{
  unsigned order = order_of ((uint64_t) min_objects * size);

  while (order <= max_order && bytes_of (order) % size > bytes_of (order) / fraction)
    order++;
  return order;
}

/* calculate_order (): first the waste that is put up with grows, then the wish for many objects shrinks. */
static unsigned
find_order (uint32_t size,
            unsigned n_cpus,
            unsigned largest_order)
{
  uint32_t min_objects = 4 * (bits_in (n_cpus) + 1), max_objects = bytes_of (USUAL_ORDER) / size;
  unsigned order;

  for (uint32_t n = min_objects < max_objects ? min_objects : max_objects; n > 1; n--)
    for (uint32_t fraction = 16; fraction >= 4; fraction /= 2)
      {
        order = least_order (size, n, USUAL_ORDER, fraction);
        if (order <= USUAL_ORDER)
          return order;
      }
  order = least_order (size, 1, USUAL_ORDER, 1);
  return order <= USUAL_ORDER ? order : least_order (size, 1, largest_order + 1, 1);
}

/* The address of the next free object: behind the object where nobody may write into it, else in its middle. */
static uint32_t
place_free_pointer (const SlabWish *wish,
                    SimCacheLayout *layout,
                    uint32_t        word)
{
  uint32_t size = slab_aligned (wish->size, word);

  if ((wish->flags & SIM_SLAB_TYPESAFE_BY_RCU) || wish->ctor != 0)
    {
      layout->offset = size;
      return size + word;
    }
  layout->offset = wish->size / 2 / word * word;
  return size;
}

static uint32_t
partial_objects (uint32_t size)
{
  return size >= SIM_PAGE_SIZE ? 6 : size >= 1024 ? 24 : size >= 256 ? 52 : 120;
}

bool
slub_geometry (const SimMachine *machine,
               const SlabWish   *wish,
               SimCacheLayout   *layout)
{
  const SimProfile *profile = sim_profile (machine);
  uint32_t word = profile->bits / 8, size, of_size;

  *layout = (SimCacheLayout) { .name = wish->name, .ctor = wish->ctor, .object_size = wish->size, .flags = wish->flags };
  if (wish->size > bytes_of (profile->slab.largest_order))
    return false;
  layout->align = wish->align > word ? wish->align : word;
  size = slab_aligned (place_free_pointer (wish, layout, word), layout->align);
  /* The kernel divides by it. */
  if (size == 0)
    return false;
  layout->order = find_order (size, sim_n_cpus (machine), profile->slab.largest_order);
  if (layout->order > profile->slab.largest_order)
    return false;

  layout->size = size;
  layout->num = bytes_of (layout->order) / size;
  layout->least_order = order_of (size);
  layout->least_num = bytes_of (layout->least_order) / size;
  if (layout->num >= SIM_MOST_OBJECTS)
    return false;
  if (layout->order > 0)
    sim_gfp_by_name (profile, "__GFP_COMP", &layout->gfp);
  layout->gfp |= slab_gfp_of_flags (profile, wish->flags);

  of_size = (bits_in (size) - 1) / 2;
  layout->min_partial = of_size > MOST_PARTIAL ? MOST_PARTIAL : of_size < LEAST_PARTIAL ? LEAST_PARTIAL : of_size;
  layout->cpu_partial = partial_objects (size);
  layout->cpu_partial_slabs = (2 * layout->cpu_partial + layout->num - 1) / layout->num;
  layout->limit = layout->num;
  return true;
}
