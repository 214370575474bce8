/* look-objects.c - what expect and ask can look at of objects, slabs and caches
 *
 * Models      mm/slab.h, include/linux/slab_def.h: virt_to_cache(), obj_to_index(); the numbers of /proc/slabinfo
 *
 * Whatever lies in no slab has no cache, no list and no place: that is an answer and no mistake.
 */

#include "sim/rules/calls.h"
#include "sim/rules/objects/slab.h"

/* SIM_NO_SLAB: the address lies in none. */
static SimSlab
slab_asked (const SimRun *run,
            uint64_t      address)
{
  SimSlabId slab = SIM_NO_SLAB;
  SimPfn pfn;

  if (sim_virt_to_pfn (run->machine, address, &pfn) && pfn < sim_n_frames (run->machine))
    slab = sim_slab_of_pfn (run->machine, pfn);
  return slab != SIM_NO_SLAB ? sim_slab (run->machine, slab) : (SimSlab) { .id = SIM_NO_SLAB };
}

/* SIM_NO_CACHE: diagnosed. */
static SimCacheId
cache_asked (SimRun   *run,
             uint64_t  descriptor)
{
  SimCacheId cache = descriptor != 0 ? sim_cache_of_descriptor (run->machine, descriptor) : SIM_NO_CACHE;

  if (cache == SIM_NO_CACHE)
    diagnose (run, SIM_DIAGNOSIS_NOT_A_CACHE, descriptor, 0);
  return cache;
}

/* --- of an object ------------------------------------------------------------------------- */
void
call_cache_of (CALL_ARGUMENTS)
{
  SimSlab slab = slab_asked (run, args[0]);

  if (slab.id != SIM_NO_SLAB)
    *result = sim_cache (run->machine, slab.cache).descriptor;
}

void
call_slab_list_of (CALL_ARGUMENTS)
{
  SimSlab slab = slab_asked (run, args[0]);

  if (slab.id != SIM_NO_SLAB)
    *result = sim_own_string (sim_slab_list_name_in (run->machine, slab.list));
}

void
call_slab_active (CALL_ARGUMENTS)
{
  *result = slab_asked (run, args[0]).active;
}

void
call_slab_colour (CALL_ARGUMENTS)
{
  *result = slab_asked (run, args[0]).colour;
}

void
call_object_index (CALL_ARGUMENTS)
{
  SimObject object;

  *result = sim_object_at (run->machine, args[0], &object) ? object.index : UINT64_MAX;
}

void
call_object_in_use (CALL_ARGUMENTS)
{
  SimObject object;

  *result = sim_object_at (run->machine, args[0], &object) && object.state == SIM_OBJECT_IN_USE;
}

void
call_in_array (CALL_ARGUMENTS)
{
  SimObject object;

  *result = sim_object_at (run->machine, args[0], &object) && object.state == SIM_OBJECT_IN_ARRAY;
}

/* --- of a cache --------------------------------------------------------------------------- */
void
call_cache_named (CALL_ARGUMENTS)
{
  const char *name = args[0] < SIM_N_OWN_STRINGS ? sim_own_string_text ((uint32_t) args[0]) : run->text;
  SimCacheId cache = name != NULL ? sim_cache_named (run->machine, name) : SIM_NO_CACHE;

  if (cache != SIM_NO_CACHE)
    *result = sim_cache (run->machine, cache).descriptor;
}

void
call_objs_per_slab (CALL_ARGUMENTS)
{
  SimCacheId cache = cache_asked (run, args[0]);

  if (cache != SIM_NO_CACHE)
    *result = sim_cache (run->machine, cache).num;
}

void
call_objects_in_use (CALL_ARGUMENTS)
{
  SimCacheId cache = cache_asked (run, args[0]);

  if (cache != SIM_NO_CACHE)
    *result = sim_cache_n_in_use (run->machine, cache);
}

void
call_nr_slabs (CALL_ARGUMENTS)
{
  SimCacheId cache = cache_asked (run, args[0]);

  for (unsigned list = SIM_SLAB_LIST_PARTIAL; list < SIM_N_SLAB_LISTS && cache != SIM_NO_CACHE; list++)
    if (args[1] != 0 && sim_own_string (sim_slab_list_name_in (run->machine, (SimSlabList) list)) == args[1])
      {
        bool is_of_cpu = list >= SIM_N_NODE_LISTS;
        unsigned n_owners = is_of_cpu ? sim_n_cpus (run->machine) : sim_n_nodes (run->machine);

        for (unsigned owner = 0; owner < n_owners && (!is_of_cpu || sim_allocator (run->machine) == SIM_ALLOCATOR_SLUB); owner++)
          *result += sim_slab_list_length (run->machine, cache, owner, (SimSlabList) list);
      }
}

void
call_array_avail (CALL_ARGUMENTS)
{
  SimCacheId cache = cache_asked (run, args[0]);

  if (cache != SIM_NO_CACHE && args[1] < sim_n_cpus (run->machine))
    *result = sim_array (run->machine, cache, (unsigned) args[1]).avail;
}

void
call_array_limit (CALL_ARGUMENTS)
{
  SimCacheId cache = cache_asked (run, args[0]);

  if (cache != SIM_NO_CACHE)
    *result = sim_cache (run->machine, cache).limit;
}

void
call_array_batch (CALL_ARGUMENTS)
{
  SimCacheId cache = cache_asked (run, args[0]);

  if (cache != SIM_NO_CACHE)
    *result = sim_cache (run->machine, cache).batch;
}

void
call_shared_avail (CALL_ARGUMENTS)
{
  SimCacheId cache = cache_asked (run, args[0]);

  for (unsigned node = 0; node < sim_n_nodes (run->machine) && cache != SIM_NO_CACHE; node++)
    *result += sim_cache_node (run->machine, cache, node).shared_avail;
}
