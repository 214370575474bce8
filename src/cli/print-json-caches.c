/* print-json-caches.c - caches, their slabs, objects and arrays, in the format of snapshots of a real kernel
 *
 * Leaves out  jiffies: a machine has no clock. With SLUB a CPU's freelist stands for its array, what a CPU holds is in
 *             "slabs_cpu", and full slabs are those that this model knows
 */
#include "cli/json-text.h"
#include "cli/print.h"

#include <inttypes.h>

#include "sim/slabs.h"

static void
print_array (const SimMachine *machine,
             SimCacheId        cache,
             unsigned          array,
             GString          *out)
{
  SimArray of = sim_array (machine, cache, array);

  g_string_append_printf (out, "{\"avail\":%" PRIu32 ",\"limit\":%" PRIu32 ",\"batchcount\":%" PRIu32 ",\"touched\":%d,\"entry\":[", of.avail,
                          of.limit, of.batch, of.touched);
  for (uint32_t i = 0; i < of.avail; i++)
    g_string_append_printf (out, "%s\"%" PRIx64 "\"", i > 0 ? "," : "",
                            sim_object (machine, sim_array_entry (machine, cache, array, i)).address);
  g_string_append (out, "]}");
}

static void
print_slab (const SimMachine *machine,
            SimSlabId         id,
            GString          *out)
{
  SimSlab slab = sim_slab (machine, id);

  g_string_append_printf (out, "{\"pfn\":%" PRIu32 ",\"active\":%" PRIu32 ",\"s_mem\":\"%" PRIx64 "\",\"freelist\":", slab.pfn, slab.active,
                          slab.s_mem);
  g_string_append_printf (out, slab.freelist != 0 ? "\"%" PRIx64 "\"" : "null", slab.freelist);
  if (slab.active < slab.n_objects)
    {
      g_string_append (out, ",\"freelist_index\":[");
      for (uint32_t i = 0; i < slab.n_objects; i++)
        g_string_append_printf (out, "%s%" PRIu32, i > 0 ? "," : "", sim_slab_freelist_index (machine, id, i));
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, '}');
}

static void
print_slabs (const SimMachine *machine,
             SimSlabId         first,
             const char       *name,
             GString          *out)
{
  g_string_append_printf (out, ",\"%s\":[", name);
  for (SimSlabId slab = first; slab != SIM_NO_SLAB; slab = sim_slab_next (machine, slab))
    {
      if (slab != first)
        g_string_append_c (out, ',');
      print_slab (machine, slab, out);
    }
  g_string_append_c (out, ']');
}

static void
print_node (const SimMachine *machine,
            SimCacheId        cache,
            unsigned          node,
            GString          *out)
{
  static const struct {
    const char *name;
    SimSlabList list;
  } lists[] = {
    { "slabs_partial", SIM_SLAB_LIST_PARTIAL }, { "slabs_full", SIM_SLAB_LIST_FULL }, { "slabs_free", SIM_SLAB_LIST_FREE },
  };
  SimCacheNode of = sim_cache_node (machine, cache, node);

  g_string_append_printf (out, "%s{\"total_slabs\":%" PRIu32 ",\"free_slabs\":%" PRIu32 ",\"free_objects\":%" PRIu32 ",\"free_limit\":%" PRIu32
                          ",\"colour_next\":%" PRIu32 ",\"free_touched\":%d,\"shared\":", node > 0 ? "," : "", of.n_slabs, of.n_free_slabs,
                          of.free_objects, of.free_limit, of.colour_next, of.free_touched);
  if (sim_has_array (machine, cache, SIM_SHARED_ARRAY + node))
    print_array (machine, cache, SIM_SHARED_ARRAY + node, out);
  else
    g_string_append (out, "null");
  for (unsigned i = 0; i < G_N_ELEMENTS (lists); i++)
    print_slabs (machine, sim_slab_first (machine, cache, node, lists[i].list), lists[i].name, out);
  g_string_append_c (out, '}');
}

static void
print_cache (const SimMachine *machine,
             SimCacheId        id,
             GString          *out)
{
  SimCache cache = sim_cache (machine, id);

  g_string_append (out, "{\"name\":");
  json_append_string (out, cache.name);
  g_string_append_printf (out, ",\"address\":\"%" PRIx64 "\",\"object_size\":%" PRIu32 ",\"size\":%" PRIu32 ",\"align\":%" PRIu32
                          ",\"num\":%" PRIu32 ",\"gfporder\":%u,\"colour\":%" PRIu32 ",\"colour_off\":%" PRIu32 ",\"freelist_size\":%" PRIu32,
                          cache.descriptor, cache.object_size, cache.size, cache.align, cache.num, cache.order, cache.colour, cache.colour_off,
                          cache.freelist_size);
  /* A flag of ours, that no kernel has. */
  g_string_append_printf (out, ",\"flags\":\"0x%" PRIx32 "\",\"allocflags\":\"0x%" PRIx32 "\",\"batchcount\":%" PRIu32 ",\"limit\":%" PRIu32
                          ",\"shared\":%" PRIu32 ",\"refcount\":%" PRIu32 ",\"ctor\":\"0x%" PRIx64 "\"\n,\"cpu_cache\":[",
                          cache.flags & ~(uint32_t) SIM_SLAB_USERCOPY, cache.gfp, cache.batch, cache.limit, cache.shared, cache.refcount,
                          cache.ctor);
  for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
    {
      if (cpu > 0)
        g_string_append_c (out, ',');
      print_array (machine, id, cpu, out);
    }
  g_string_append (out, "],\"node\":[");
  for (unsigned node = 0; node < sim_n_nodes (machine); node++)
    print_node (machine, id, node, out);
  g_string_append_c (out, ']');
  if (sim_allocator (machine) == SIM_ALLOCATOR_SLUB)
    {
      g_string_append (out, ",\"slabs_cpu\":[");
      for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
        {
          g_string_append_printf (out, "%s{\"cpu\":%u", cpu > 0 ? "," : "", cpu);
          print_slabs (machine, sim_slab_first (machine, id, cpu, SIM_SLAB_LIST_ACTIVE), "slab", out);
          print_slabs (machine, sim_slab_first (machine, id, cpu, SIM_SLAB_LIST_CPU_PARTIAL), "partial", out);
          g_string_append_c (out, '}');
        }
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, '}');
}

void
cli_print_json_caches (const SimMachine *machine,
                       GString          *out)
{
  const char *separator = "";

  if (sim_cache_first (machine) == SIM_NO_CACHE)
    return;
  g_string_append_printf (out, ",\"allocator\":\"%s\",\"caches\":[\n", sim_allocator (machine) == SIM_ALLOCATOR_SLUB ? "slub" : "slab");
  for (SimCacheId cache = sim_cache_first (machine); cache != SIM_NO_CACHE; cache = sim_cache_next (machine, cache))
    {
      g_string_append (out, separator);
      print_cache (machine, cache, out);
      separator = "\n,";
    }
  g_string_append (out, "]\n");
}
