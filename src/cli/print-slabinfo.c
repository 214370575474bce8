/* print-slabinfo.c - /proc/slabinfo of the simulated kernel
 *
 * Models  mm/slab_common.c: print_slabinfo_header (), cache_show (); mm/slab.c, mm/slub.c: get_slabinfo ()
 */
#include "cli/print.h"

#include <inttypes.h>

typedef struct {
  uint32_t n_slabs, n_objects, n_free;
} Count;

static void
count_list (const SimMachine *machine,
            SimCacheId        cache,
            unsigned          owner,
            SimSlabList       list,
            Count            *count)
{
  for (SimSlabId id = sim_slab_first (machine, cache, owner, list); id != SIM_NO_SLAB; id = sim_slab_next (machine, id))
    {
      SimSlab slab = sim_slab (machine, id);

      count->n_slabs++;
      count->n_objects += slab.n_objects;
      /* What a CPU keeps for itself counts as in use, the free objects too. */
      if (list == SIM_SLAB_LIST_PARTIAL)
        count->n_free += slab.n_objects - slab.active;
    }
}

static void
print_slub_cache (const SimMachine *machine,
                  SimCacheId        id,
                  GString          *out)
{
  SimCache cache = sim_cache (machine, id);
  Count count = { 0 };

  for (unsigned node = 0; node < sim_n_nodes (machine); node++)
    {
      count_list (machine, id, node, SIM_SLAB_LIST_PARTIAL, &count);
      count_list (machine, id, node, SIM_SLAB_LIST_FULL, &count);
    }
  for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
    {
      count_list (machine, id, cpu, SIM_SLAB_LIST_ACTIVE, &count);
      count_list (machine, id, cpu, SIM_SLAB_LIST_CPU_PARTIAL, &count);
    }
  g_string_append_printf (out, "%-17s %6" PRIu32 " %6" PRIu32 " %6" PRIu32 " %4" PRIu32 " %4" PRIu32, cache.name,
                          count.n_objects - count.n_free, count.n_objects, cache.size, cache.num, sim_frames_in (cache.order));
  g_string_append_printf (out, " : tunables %4u %4u %4u : slabdata %6" PRIu32 " %6" PRIu32 " %6u\n", 0, 0, 0,
                          count.n_slabs, count.n_slabs, 0);
}

static void
print_slab_cache (const SimMachine *machine,
                  SimCacheId        id,
                  GString          *out)
{
  SimCache cache = sim_cache (machine, id);
  uint32_t n_slabs = 0, n_free_slabs = 0, n_free = 0, n_shared = 0;

  for (unsigned node = 0; node < sim_n_nodes (machine); node++)
    {
      SimCacheNode of = sim_cache_node (machine, id, node);

      n_slabs += of.n_slabs;
      n_free_slabs += of.n_free_slabs;
      n_free += of.free_objects;
      n_shared += of.shared_avail;
    }
  g_string_append_printf (out, "%-17s %6" PRIu32 " %6" PRIu32 " %6" PRIu32 " %4" PRIu32 " %4" PRIu32, cache.name,
                          n_slabs * cache.num - n_free, n_slabs * cache.num, cache.size, cache.num, sim_frames_in (cache.order));
  g_string_append_printf (out, " : tunables %4" PRIu32 " %4" PRIu32 " %4" PRIu32, cache.limit, cache.batch, cache.shared);
  g_string_append_printf (out, " : slabdata %6" PRIu32 " %6" PRIu32 " %6" PRIu32 "\n", n_slabs - n_free_slabs, n_slabs, n_shared);
}

/* A machine without caches has no such lines, not even the first. */
void
cli_print_slabinfo (Timeline *timeline,
                    GString  *out)
{
  const SimMachine *machine = timeline_machine (timeline);

  if (sim_cache_first (machine) == SIM_NO_CACHE)
    return;
  g_string_append (out, "slabinfo - version: 2.1\n"
                        "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab>"
                        " : tunables <limit> <batchcount> <sharedfactor>"
                        " : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
  for (SimCacheId cache = sim_cache_first (machine); cache != SIM_NO_CACHE; cache = sim_cache_next (machine, cache))
    if (sim_allocator (machine) == SIM_ALLOCATOR_SLUB)
      print_slub_cache (machine, cache, out);
    else
      print_slab_cache (machine, cache, out);
}
