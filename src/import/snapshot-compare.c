/* snapshot-compare.c - does a machine stand where a real kernel stood? */
#include "import/snapshot.h"

static gboolean
list_is (const SimMachine *machine,
         SimPfn            first,
         const SimPfn     *blocks,
         size_t            n_blocks)
{
  for (size_t i = 0; i < n_blocks; i++, first = sim_list_next (machine, first))
    if (first != blocks[i])
      return FALSE;
  return first == SIM_NO_PFN;
}

static const SimSnapshotList *
find_list (const SimSnapshotList *lists,
           size_t                 n_lists,
           SimOrder               order,
           SimMigrateType         type)
{
  for (size_t i = 0; i < n_lists; i++)
    if (lists[i].order == order && lists[i].type == type)
      return &lists[i];
  return NULL;
}

static gboolean
zone_is (const SimMachine      *machine,
         SimZoneId              zone,
         const SimSnapshotZone *expected)
{
  for (SimOrder order = 0; order <= SIM_LARGEST_ORDER; order++)
    for (unsigned type = 0; type < SIM_N_MIGRATE_TYPES; type++)
      {
        const SimSnapshotList *list = find_list (expected->lists, expected->n_lists, order, (SimMigrateType) type);

        if (!list_is (machine, sim_list_first (machine, zone, order, (SimMigrateType) type), list != NULL ? list->blocks : NULL,
                      list != NULL ? list->n_blocks : 0))
          return FALSE;
      }
  for (unsigned cpu = 0; cpu < sim_n_cpus (machine); cpu++)
    for (unsigned i = 0; i < sim_n_pcp_lists (machine); i++)
      {
        const SimSnapshotPcp *pcp = &expected->pcps[cpu];
        const SimSnapshotList *list = find_list (pcp->lists, pcp->n_lists, sim_pcp_list_order (machine, i),
                                                 (SimMigrateType) sim_pcp_list_type (machine, i));

        if (!list_is (machine, sim_pcp_list_first (machine, zone, cpu, i), list != NULL ? list->blocks : NULL,
                      list != NULL ? list->n_blocks : 0))
          return FALSE;
      }
  return TRUE;
}

gboolean
imported_snapshot_is (const ImportedSnapshot *snapshot,
                      const SimMachine       *machine)
{
  const SimSnapshot *expected = imported_snapshot_lists (snapshot);

  if (expected->n_zones != sim_n_zones (machine) || expected->n_cpus != sim_n_cpus (machine))
    return FALSE;
  for (unsigned zone = 0; zone < expected->n_zones; zone++)
    if (!zone_is (machine, (SimZoneId) zone, &expected->zones[zone]))
      return FALSE;
  return TRUE;
}
