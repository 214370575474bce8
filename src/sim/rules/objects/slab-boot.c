/* slab-boot.c - the first caches, and those of an idle machine
 *
 * Models      mm/slab.c: kmem_cache_init(), kmem_cache_init_late(); mm/slab_common.c: create_boot_cache(),
 *             create_kmalloc_caches(), setup_kmalloc_cache_index_table()
 * Leaves out  the order in which a boot takes its objects, and what it takes and gives back in between: an idle machine
 *             has as many in use as a real one, one cache after the other
 */

#include "sim/rules/boot/boot.h"
#include "sim/rules/objects/slab.h"

/* slab_max_order: larger slabs only where there is more than this. */
#define SMALL_MACHINE ((32u << 20) / SIM_PAGE_SIZE)

#define DESCRIPTORS "kmem_cache"

static void
set_word (SimRun   *run,
          unsigned  word,
          uint32_t  value)
{
  sim_machine_set_cache_word (run->machine, 0, word, value);
}

void
slab_set_max_order (SimMachine *machine)
{
  uint64_t n_managed = 0;

  for (unsigned zone = 0; zone < sim_n_zones (machine); zone++)
    n_managed += sim_zone (machine, (SimZoneId) zone).managed;
  sim_machine_set_cache_word (machine, 0, SIM_CACHES_WORD_MAX_ORDER, n_managed > SMALL_MACHINE ? 1 : 0);
}

/* create_boot_cache (): powers of two are aligned to themselves. Arrays hold one object until all caches are there. */
static SimCacheId
make_boot_cache (SimRun     *run,
                 const char *name,
                 uint32_t    size,
                 uint32_t    flags,
                 bool        has_objects)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint32_t align = profile->slab.least_align > profile->bits / 8 ? profile->slab.least_align : profile->bits / 8;
  SimCacheId own = sim_cache_word (run->machine, 0, SIM_CACHES_WORD_OWN);
  SimCacheLayout layout;
  uint32_t gfp = 0;

  if (flags & SIM_SLAB_KMALLOC && (size & (size - 1)) == 0 && size > align && profile->slab.management_size == 0)
    align = size;

  SlabWish wish = { .name = name, .size = size, .align = slab_alignment (profile, flags, align, size), .flags = flags };

  if (!slab_geometry (run->machine, &wish, &layout))
    return SIM_NO_CACHE;
  if (!sim_is_slub (run->machine))
    {
      layout.limit = layout.batch = 1;
      layout.shared = 0;
    }
  sim_gfp_by_name (profile, "GFP_NOWAIT", &gfp);
  if (own != SIM_NO_CACHE)
    layout.descriptor = slab_alloc (run, own, gfp, sim_cache_word (run->machine, own, SIM_CACHE_WORD_OBJECT_SIZE));
  has_objects = has_objects && (sim_is_slub (run->machine) || profile->slab.node_size != 0);
  for (unsigned node = 0; has_objects && node < sim_n_nodes (run->machine); node++)
    layout.node_object[node] = cache_take_node (run, gfp);
  return sim_run_create_cache (run, &layout);
}

/* --- kmalloc () ------------------------------------------------------------------------------ */
static unsigned
index_of (uint32_t size)
{
  return size == 96 ? 1 : size == 192 ? 2 : 32u - (unsigned) __builtin_clz (size - 1);
}

static unsigned
index_word (unsigned type,
            unsigned index)
{
  return SIM_CACHES_WORD_KMALLOC + type * SIM_N_KMALLOC_SIZES + index;
}

/* Sizes without a cache of their own get the next larger one's. */
static void
fill_index (SimMachine *machine,
            unsigned    type)
{
  for (unsigned index = 1; index < SIM_N_KMALLOC_SIZES; index++)
    {
      uint32_t size = index == 1 ? 96 : index == 2 ? 192 : 1u << index, best = SIM_NO_CACHE;

      if (sim_cache_word (machine, 0, index_word (type, index)) != SIM_NO_CACHE)
        continue;
      for (unsigned other = 1; other < SIM_N_KMALLOC_SIZES; other++)
        {
          uint32_t cache = sim_cache_word (machine, 0, index_word (type, other));

          if (cache != SIM_NO_CACHE && sim_cache_word (machine, cache, SIM_CACHE_WORD_OBJECT_SIZE) >= size
              && (best == SIM_NO_CACHE || sim_cache_word (machine, cache, SIM_CACHE_WORD_OBJECT_SIZE)
                                          < sim_cache_word (machine, best, SIM_CACHE_WORD_OBJECT_SIZE)))
            best = cache;
        }
      sim_machine_set_cache_word (machine, 0, index_word (type, index), best);
    }
}

void
slab_index_kmalloc (SimMachine *machine)
{
  for (const SimKmallocSize *size = sim_profile (machine)->slab.kmalloc_sizes; size != NULL && size->name != NULL; size++)
    {
      const char *names[SIM_N_KMALLOC_TYPES] = { size->name, size->reclaimable_name != NULL ? size->reclaimable_name : size->name, size->dma_name };

      for (unsigned type = 0; type < SIM_N_KMALLOC_TYPES; type++)
        sim_machine_set_cache_word (machine, 0, index_word (type, index_of (size->size)),
                                    names[type] != NULL ? sim_cache_named (machine, names[type]) : SIM_NO_CACHE);
    }
  for (unsigned type = 0; type < SIM_N_KMALLOC_TYPES; type++)
    fill_index (machine, type);
  for (unsigned i = 0; i < SIM_N_SMALL_SIZES; i++)
    sim_machine_set_cache_word (machine, 0, SIM_CACHES_WORD_SMALL + i, sim_kmalloc_cache (machine, 8 * i + 8, 0));
}

static void
make_kmalloc_cache (SimRun     *run,
                    const char *name,
                    unsigned    type,
                    uint32_t    size,
                    uint32_t    flags,
                    bool        has_objects)
{
  unsigned word = index_word (type, index_of (size));

  if (name != NULL && sim_cache_word (run->machine, 0, word) == SIM_NO_CACHE)
    set_word (run, word, make_boot_cache (run, name, size, flags | SIM_SLAB_KMALLOC | SIM_SLAB_HWCACHE_ALIGN | SIM_SLAB_USERCOPY, has_objects));
}

static void
make_kmalloc_caches (SimRun *run)
{
  const SimSlabRules *rules = &sim_profile (run->machine)->slab;

  for (const SimKmallocSize *size = rules->kmalloc_sizes; size->name != NULL; size++)
    if (size->size == rules->first_kmalloc_size || (rules->management_size != 0 && size->size < rules->first_kmalloc_size))
      make_kmalloc_cache (run, size->name, 0, size->size, 0, false);
  for (const SimKmallocSize *size = rules->kmalloc_sizes; size->name != NULL; size++)
    {
      make_kmalloc_cache (run, size->name, 0, size->size, 0, true);
      if (rules->dma_caches_follow)
        make_kmalloc_cache (run, size->dma_name, 2, size->size, SIM_SLAB_CACHE_DMA, true);
    }
  for (const SimKmallocSize *size = rules->kmalloc_sizes; size->name != NULL; size++)
    make_kmalloc_cache (run, size->reclaimable_name, 1, size->size, SIM_SLAB_RECLAIM_ACCOUNT, true);
  for (const SimKmallocSize *size = rules->kmalloc_sizes; size->name != NULL; size++)
    make_kmalloc_cache (run, size->dma_name, 2, size->size, SIM_SLAB_CACHE_DMA, true);
  slab_index_kmalloc (run->machine);
}

/* --- all caches ------------------------------------------------------------------------------ */
/* enable_cpucache (), newest first */
static void
enable_arrays (SimRun *run)
{
  for (SimCacheId cache = sim_cache_first (run->machine); cache != SIM_NO_CACHE; cache = sim_cache_next (run->machine, cache))
    {
      SimCacheLayout layout = { .size = sim_cache (run->machine, cache).size };
      unsigned n_nodes = sim_n_nodes (run->machine);
      SimPen pen;

      slab_limits (run->machine, &layout);
      for (unsigned cpu = 0; cpu < sim_n_cpus (run->machine); cpu++)
        slab_free_block (run, cache, cpu, sim_array (run->machine, cache, cpu).avail);
      for (unsigned node = 0; node < n_nodes; node++)
        slab_destroy_doomed (run, cache, node);
      if (!sim_cache_has_room (run, &layout))
        return;
      pen = sim_pen_of (run);
      sim_pen_expect (&pen, sim_cache_room_needed (run->machine, &layout) + SIM_CACHE_WORDS);
      sim_emit_arrays_resized (&pen, cache, layout.limit, layout.batch, layout.shared);
      sim_pen_rest (&pen);
    }
}

static void
make_idle_caches (SimRun *run)
{
  const SimSlabRules *rules = &sim_profile (run->machine)->slab;
  uint32_t gfp = 0;

  sim_gfp_by_name (sim_profile (run->machine), "GFP_KERNEL", &gfp);
  for (const SimIdleCache *idle = rules->idle; idle != NULL && idle->name != NULL; idle++)
    if (sim_cache_named (run->machine, idle->name) == SIM_NO_CACHE)
      cache_make (run, &(SlabWish) {
        .name = idle->name, .size = idle->object_size, .align = idle->align, .flags = idle->flags, .ctor = idle->has_ctor,
      }, false);
  for (const SimIdleCache *idle = rules->idle; idle != NULL && idle->name != NULL; idle++)
    {
      SimCacheId cache = sim_cache_named (run->machine, idle->name);

      for (uint32_t i = sim_cache_n_in_use (run->machine, cache); cache != SIM_NO_CACHE && i < idle->n_objects; i++)
        slab_alloc (run, cache, gfp, idle->object_size);
    }
}

/* --- SLUB ------------------------------------------------------------------------------------ */
static void
set_address (SimRun     *run,
             SimCacheId  cache,
             unsigned    word,
             uint64_t    address)
{
  sim_machine_set_cache_word (run->machine, cache, word, (uint32_t) address);
  sim_machine_set_cache_word (run->machine, cache, word + 1, (uint32_t) (address >> 32));
}

/* The first two caches keep themselves: bootstrap (). The cache of descriptors is the older one on the list. */
static void
make_first_slub_caches (SimRun   *run,
                        uint32_t  pointers)
{
  const SimSlabRules *rules = &sim_profile (run->machine)->slab;
  SimCacheId own = make_boot_cache (run, DESCRIPTORS, rules->slub_descriptor_size + pointers, SIM_SLAB_HWCACHE_ALIGN, false);
  SimCacheId of_nodes = make_boot_cache (run, "kmem_cache_node", rules->slub_node_size, SIM_SLAB_HWCACHE_ALIGN, false);
  uint32_t gfp = 0;

  sim_gfp_by_name (sim_profile (run->machine), "GFP_NOWAIT", &gfp);
  set_word (run, SIM_CACHES_WORD_OWN, own);
  set_word (run, SIM_CACHES_WORD_OWN_NODES, of_nodes);
  for (unsigned node = 0; node < 2 * sim_n_nodes (run->machine); node++)
    cache_take_node (run, gfp);
  set_address (run, own, SIM_CACHE_WORD_DESCRIPTOR, slab_alloc (run, own, gfp, rules->slub_descriptor_size));
  set_address (run, of_nodes, SIM_CACHE_WORD_DESCRIPTOR, slab_alloc (run, own, gfp, rules->slub_descriptor_size));
}

static void
make_slub_kmalloc_caches (SimRun *run)
{
  static const uint32_t flags[SIM_N_KMALLOC_TYPES] = { 0, SIM_SLAB_RECLAIM_ACCOUNT, SIM_SLAB_CACHE_DMA };
  const SimKmallocSize *sizes = sim_profile (run->machine)->slab.slub_kmalloc_sizes;

  for (unsigned type = 0; type < SIM_N_KMALLOC_TYPES; type++)
    {
      for (const SimKmallocSize *size = sizes; size->name != NULL; size++)
        make_kmalloc_cache (run, type == 0 ? size->name : type == 1 ? size->reclaimable_name : size->dma_name, type, size->size, flags[type], true);
      fill_index (run->machine, type);
    }
}

void
slab_boot (SimRun       *run,
           SimAllocator  allocator,
           bool          debug)
{
  const SimProfile *profile = sim_profile (run->machine);
  uint32_t pointers = (sim_n_nodes (run->machine) - 1) * (profile->bits / 8);

  if (allocator == SIM_ALLOCATOR_SLUB && profile->slab.slub_kmalloc_sizes != NULL)
    {
      set_word (run, SIM_CACHES_WORD_ALLOCATOR, SIM_ALLOCATOR_SLUB);
      make_first_slub_caches (run, pointers);
      make_slub_kmalloc_caches (run);
      make_idle_caches (run);
      return;
    }
  if (profile->slab.kmalloc_sizes == NULL)
    return;
  slab_set_max_order (run->machine);
  if (debug)
    set_word (run, SIM_CACHES_WORD_ALLOCATOR, SIM_CACHES_DEBUGGED);
  set_word (run, SIM_CACHES_WORD_OWN, make_boot_cache (run, DESCRIPTORS, profile->slab.descriptor_size + pointers, SIM_SLAB_HWCACHE_ALIGN, false));
  make_kmalloc_caches (run);
  enable_arrays (run);
  make_idle_caches (run);
}
