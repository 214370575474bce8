/* replay-differences.c - see replay-differences.h */
#include "import/replay-differences.h"

static void
copy_list (const SimMachine *machine,
           SimPfn            first,
           SimPfn           *around)
{
  unsigned n = 0;

  for (SimPfn pfn = first; pfn != SIM_NO_PFN && n < REPLAY_MAX_AROUND; pfn = sim_list_next (machine, pfn))
    around[n++] = pfn;
  around[n] = SIM_NO_PFN;
}

/* The list that a block is on, from REPLAY_MAX_AROUND / 2 before it. */
static void
copy_list_around (const SimMachine *machine,
                  const SimBlock   *block,
                  int               position,
                  SimPfn           *around)
{
  SimPfn pfn = SIM_NO_PFN;
  int before = position - REPLAY_MAX_AROUND / 2;

  around[0] = SIM_NO_PFN;
  if (position < 0)
    return;
  if (block->state == SIM_FRAME_FREE)
    pfn = sim_list_first (machine, block->zone, block->order, block->type);
  else
    for (unsigned cpu = 0; cpu < sim_n_cpus (machine) && pfn == SIM_NO_PFN; cpu++)
      for (unsigned list = 0; list < sim_n_pcp_lists (machine) && pfn == SIM_NO_PFN; list++)
        for (pfn = sim_pcp_list_first (machine, block->zone, cpu, list); pfn != SIM_NO_PFN && pfn != block->first;)
          pfn = sim_list_next (machine, pfn);
  for (; before > 0 && block->state == SIM_FRAME_FREE && pfn != SIM_NO_PFN; before--)
    pfn = sim_list_next (machine, pfn);
  copy_list (machine, pfn, around);
}

/* What the model would take from next. */
static void
copy_list_to_be_used (const SimMachine *machine,
                      const KmemEvent  *event,
                      SimPfn           *around)
{
  SimZoneId zones[SIM_MAX_ZONES];
  SimMigrateType type = sim_gfp_migrate_type (sim_profile (machine), event->gfp);

  around[0] = SIM_NO_PFN;
  if (sim_zonelist (machine, event->gfp, zones) == 0)
    return;
  for (unsigned list = 0; list < sim_n_pcp_lists (machine); list++)
    if (sim_pcp_list_order (machine, list) == event->order && sim_pcp_list_type (machine, list) == type)
      copy_list (machine, sim_pcp_list_first (machine, zones[0], event->cpu, list), around);
  for (SimOrder order = event->order; order <= SIM_LARGEST_ORDER && around[0] == SIM_NO_PFN; order++)
    copy_list (machine, sim_list_first (machine, zones[0], order, type), around);
}

/* Why the model's choice was another one, as far as that can be seen by where it has what was chosen. */
static ReplayCause
cause_of (const SimMachine *machine,
          const KmemEvent  *event,
          SimPfn            predicted,
          const SimBlock   *real)
{
  SimZoneId zone;

  if (predicted == SIM_NO_PFN)
    return REPLAY_FOUND_NOTHING;
  zone = sim_zone_of (machine, predicted);
  if (zone != real->zone)
    return REPLAY_OTHER_ZONE;
  if (real->state == SIM_FRAME_PCP)
    return REPLAY_OTHER_PLACE;
  if (real->state != SIM_FRAME_FREE)
    return REPLAY_IN_USE;
  return real->type != sim_gfp_migrate_type (sim_profile (machine), event->gfp) ? REPLAY_OTHER_TYPE : REPLAY_OTHER_BLOCK;
}

void
replay_add_difference (ReplayReport    *report,
                       SimMachine      *machine,
                       const SimRecord *record,
                       const KmemEvent *event,
                       SimPfn           predicted)
{
  const SimChange *first = record->changes, *end = first + sim_record_n_changes (record);
  ReplayDifference difference = {
    .line = event->line, .order = event->order, .cpu = event->cpu, .gfp = event->gfp,
    .predicted = predicted, .real = event->pfn, .real_position = -1,
  };

  sim_machine_apply (machine, first, end);
  difference.real_block = sim_block_at (machine, event->pfn);
  difference.cause = cause_of (machine, event, predicted, &difference.real_block);
  if (report->n_differences < REPLAY_MAX_DIFFERENCES)
    {
      difference.real_position = sim_list_position_of (machine, difference.real_block.first);
      copy_list_to_be_used (machine, event, difference.around_predicted);
      copy_list_around (machine, &difference.real_block, difference.real_position, difference.around_real);
      report->differences[report->n_differences++] = difference;
    }
  sim_machine_apply (machine, first, end);
  report->n_of_cause[difference.cause]++;
}
