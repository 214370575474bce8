/* kernel-log.c - see kernel-log.h */

#include "sim/rules/kernel-log.h"
#include "sim/state/emit.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The kernel's own ring would have come round long before. */
#define FULL_LOG (8u << 20)
/* Objects of one cache that are listed. */
#define MANY_OBJECTS 64u

void
kernel_log (SimRun     *run,
            unsigned    level,
            const char *format,
            ...)
{
  char text[1024];
  va_list arguments;
  int n;

  if (sim_log_length (run->machine) > FULL_LOG)
    return;
  va_start (arguments, format);
  n = vsnprintf (text, sizeof text, format, arguments);
  va_end (arguments);
  if (n <= 0)
    return;
  if ((size_t) n >= sizeof text)
    {
      n = (int) sizeof text - 1;
      text[n - 1] = '\n';
    }
  sim_run_print (run, level, text, (size_t) n);
}

void
kernel_log_warn (SimRun     *run,
                 const char *text,
                 const char *place)
{
  kernel_log (run, SIM_LOG_WARNING, "------------[ cut here ]------------\n%s", text);
  kernel_log (run, SIM_LOG_WARNING, "WARNING: CPU: %u PID: 1 at %s\n---[ end trace 0000000000000000 ]---\n", run->cpu, place);
}

/* What was once said is in the log: nobody can take a line away but by stepping back. */
static bool
log_has (const SimMachine *machine,
         const char       *text)
{
  size_t length = sim_log_length (machine), n = strlen (text);

  for (size_t first = 0; first + n <= length; first++)
    {
      size_t i = 0;

      while (i < n && sim_log_char (machine, first + i) == text[i])
        i++;
      if (i == n)
        return true;
    }
  return false;
}

bool
kernel_log_warn_once (SimRun     *run,
                      const char *place)
{
  char line[160];

  snprintf (line, sizeof line, " PID: 1 at %s\n", place);
  if (log_has (run->machine, line))
    return false;
  kernel_log_warn (run, "", place);
  return true;
}

void
kernel_log_order_too_large (SimRun   *run,
                            uint32_t  gfp)
{
  const SimProfile *profile = sim_profile (run->machine);

  if (profile->report_words.order_warning != NULL && (gfp & profile->gfp_nowarn) == 0)
    kernel_log_warn_once (run, profile->report_words.order_warning);
}

/* --- about objects ------------------------------------------------------------------------- */
void
kernel_log_gfp_fixed (SimRun   *run,
                      uint32_t  bad,
                      uint32_t  kept)
{
  const SimProfile *profile = sim_profile (run->machine);
  char bad_names[256], kept_names[256];

  sim_gfp_print (profile, bad, bad_names, sizeof bad_names);
  sim_gfp_print (profile, kept, kept_names, sizeof kept_names);
  kernel_log (run, SIM_LOG_WARNING, "Unexpected gfp: %#" PRIx32 " (%s). Fixing up to gfp: %#" PRIx32 " (%s). Fix your code!\n", bad, bad_names,
              kept, kept_names);
}

void
kernel_log_cache_failed (SimRun     *run,
                         const char *name,
                         int         error)
{
  kernel_log (run, SIM_LOG_WARNING, "kmem_cache_create_usercopy(%.256s) failed with error %d\n", name, -error);
}

/* slab_err (), then each object that somebody has. */
static void
list_objects (SimRun         *run,
              const SimCache *cache,
              SimSlabId       id,
              uint32_t       *n_listed)
{
  const SimMachine *machine = run->machine;
  SimSlab slab = sim_slab (machine, id);
  uint64_t first = sim_pfn_to_virt (machine, slab.pfn), free_pointer = 0;
  bool is_64 = sim_profile (machine)->bits == 64;
  uint32_t n_used = 0;

  for (uint32_t i = slab.n_objects; i > 0; i--)
    if (sim_object (machine, sim_object_ref (id, i - 1)).state == SIM_OBJECT_IN_USE)
      n_used++;
    else
      free_pointer = sim_object (machine, sim_object_ref (id, i - 1)).address;
  if (n_used == 0)
    return;

  kernel_log (run, SIM_LOG_ERROR, "=============================================================================\n"
              "BUG %.32s (Not tainted): Objects remaining in %.32s on __kmem_cache_shutdown()\n"
              "-----------------------------------------------------------------------------\n\n"
              "Slab 0x%0*" PRIx64 " objects=%" PRIu32 " used=%" PRIu32 " fp=0x%0*" PRIx64 "\n", cache->name, cache->name,
              is_64 ? 16 : 8, sim_pfn_to_page (machine, slab.pfn), slab.n_objects, n_used, is_64 ? 16 : 8, free_pointer);
  for (uint32_t i = 0; i < slab.n_objects && *n_listed < MANY_OBJECTS; i++)
    {
      SimObject object = sim_object (machine, sim_object_ref (id, i));

      if (object.state != SIM_OBJECT_IN_USE)
        continue;
      kernel_log (run, SIM_LOG_ERROR, "Object 0x%0*" PRIx64 " @offset=%" PRIu64 "\n", is_64 ? 16 : 8, object.address, object.address - first);
      (*n_listed)++;
    }
}

/* Only slabs that are partly free stand on a list of SLUB's. */
static void
list_slabs (SimRun         *run,
            SimCacheId      id,
            const SimCache *cache)
{
  uint32_t n_listed = 0;

  for (unsigned node = 0; node < sim_n_nodes (run->machine); node++)
    for (SimSlabId slab = sim_slab_first (run->machine, id, node, SIM_SLAB_LIST_PARTIAL); slab != SIM_NO_SLAB && n_listed < MANY_OBJECTS;
         slab = sim_slab_next (run->machine, slab))
      list_objects (run, cache, slab, &n_listed);
}

void
kernel_log_cache_has_objects (SimRun     *run,
                              SimCacheId  id)
{
  SimCache cache = sim_cache (run->machine, id);
  char text[256];

  if (sim_allocator (run->machine) == SIM_ALLOCATOR_SLUB)
    list_slabs (run, id, &cache);
  snprintf (text, sizeof text, "kmem_cache_destroy %s: Slab cache still has objects when called from scenario:%u\n", cache.name, run->line);
  kernel_log_warn (run, text, "mm/slab_common.c:493 kmem_cache_destroy");
}

void
kernel_log_kfree_of_page (SimRun   *run,
                          uint64_t  address)
{
  if (kernel_log_warn_once (run, "mm/slab_common.c:904 free_large_kmalloc"))
    kernel_log (run, SIM_LOG_WARNING, "object pointer: 0x%0*" PRIx64 "\n", sim_profile (run->machine)->bits / 4, address);
}

/* Slabs of one list that are of a node: how many, with how many objects, and how many of them are free. */
static void
count_slabs (const SimMachine *machine,
             SimSlabId         slab,
             unsigned          node,
             uint32_t          n[3])
{
  for (; slab != SIM_NO_SLAB; slab = sim_slab_next (machine, slab))
    {
      SimSlab it = sim_slab (machine, slab);

      if (it.node != node)
        continue;
      n[0]++;
      n[1] += it.n_objects;
      n[2] += it.list == SIM_SLAB_LIST_PARTIAL ? it.n_objects - it.active : 0;
    }
}

static void
log_node (SimRun     *run,
          SimCacheId  cache,
          unsigned    node)
{
  const SimMachine *machine = run->machine;
  uint32_t n[3] = { 0 };

  count_slabs (machine, sim_slab_first (machine, cache, node, SIM_SLAB_LIST_PARTIAL), node, n);
  count_slabs (machine, sim_slab_first (machine, cache, node, SIM_SLAB_LIST_FULL), node, n);
  for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
    {
      count_slabs (machine, sim_slab_first (machine, cache, cpu, SIM_SLAB_LIST_ACTIVE), node, n);
      count_slabs (machine, sim_slab_first (machine, cache, cpu, SIM_SLAB_LIST_CPU_PARTIAL), node, n);
    }
  kernel_log (run, SIM_LOG_WARNING, "  node %u: slabs: %" PRIu32 ", objs: %" PRIu32 ", free: %" PRIu32 "\n", node, n[0], n[1], n[2]);
}

void
kernel_log_out_of_objects (SimRun     *run,
                           SimCacheId  id,
                           uint32_t    gfp)
{
  const SimMachine *machine = run->machine;
  const SimProfile *profile = sim_profile (machine);
  SimCache cache = sim_cache (machine, id);
  char names[256];

  if (gfp & profile->gfp_nowarn || sim_allocator (machine) != SIM_ALLOCATOR_SLUB)
    return;
  sim_gfp_print (profile, gfp, names, sizeof names);
  kernel_log (run, SIM_LOG_WARNING, "SLUB: Unable to allocate memory on node -1, gfp=%#" PRIx32 "(%s)\n"
              "  cache: %s, object size: %" PRIu32 ", buffer size: %" PRIu32 ", default order: %u, min order: %u\n",
              gfp, names, cache.name, cache.object_size, cache.size, (unsigned) cache.order, (unsigned) cache.least_order);
  for (unsigned node = 0; node < sim_n_nodes (machine); node++)
    log_node (run, id, node);
}
