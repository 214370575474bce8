/* slab-restore.c - caches and objects where a real kernel had them: see snapshot.h */

#include "sim/rules/objects/slab.h"

/* What a cache is made for is told by its number of pages at the most: kmem_cache_init () */
#define SMALL_MACHINE ((32u << 20) / SIM_PAGE_SIZE)

SimStatus
sim_machine_restore_slabs (SimMachine             *machine,
                           const SimSlabSnapshot  *snapshot,
                           const char            **wrong)
{
  uint64_t n_managed = 0;

  *wrong = NULL;
  for (size_t i = snapshot->n_caches; i > 0 && *wrong == NULL; i--)
    *wrong = sim_machine_place_cache (machine, &snapshot->caches[i - 1]);
  if (*wrong == NULL)
    *wrong = sim_slabs_check (machine);
  if (*wrong != NULL)
    return SIM_BAD_SPEC;

  for (unsigned zone = 0; zone < sim_n_zones (machine); zone++)
    n_managed += sim_zone (machine, (SimZoneId) zone).managed;
  sim_machine_set_cache_word (machine, 0, SIM_CACHES_WORD_MAX_ORDER, n_managed > SMALL_MACHINE ? 1 : 0);
  sim_machine_set_cache_word (machine, 0, SIM_CACHES_WORD_OWN, sim_cache_named (machine, "kmem_cache"));
  slab_index_kmalloc (machine);
  return SIM_OK;
}
