/* slab-restore.c - caches and objects where a real kernel had them: see snapshot.h */

#include "sim/rules/objects/slab.h"

SimStatus
sim_machine_restore_slabs (SimMachine             *machine,
                           const SimSlabSnapshot  *snapshot,
                           const char            **wrong)
{
  *wrong = NULL;
  for (size_t i = snapshot->n_caches; i > 0 && *wrong == NULL; i--)
    *wrong = sim_machine_place_cache (machine, &snapshot->caches[i - 1]);
  if (*wrong == NULL)
    *wrong = sim_slabs_check (machine);
  if (*wrong != NULL)
    return SIM_BAD_SPEC;

  slab_set_max_order (machine);
  sim_machine_set_cache_word (machine, 0, SIM_CACHES_WORD_OWN, sim_cache_named (machine, "kmem_cache"));
  slab_index_kmalloc (machine);
  return SIM_OK;
}
