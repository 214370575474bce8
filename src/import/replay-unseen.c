/* replay-unseen.c - see replay-unseen.h */
#include "import/replay-unseen.h"

#define MOST_UNSEEN 4096          /* frames that may leave a list at once without an event */

static SimPfn
first_of_singles (const ReplayUnseen *unseen,
                  SimZoneId           zone,
                  unsigned            cpu,
                  SimMigrateType      type)
{
  return type < SIM_HIGHATOMIC ? sim_pcp_list_first (unseen->run->machine, zone, cpu, type) : SIM_NO_PFN;
}

/* alloc_pages_bulk () took one. */
static gboolean
take_unseen (ReplayUnseen   *unseen,
             SimZoneId       zone,
             unsigned        cpu,
             SimMigrateType  type)
{
  SimPfn pfn;

  unseen->run->cpu = (uint8_t) cpu;
  pfn = sim_alloc_page_in_bulk (unseen->run, zone, type);
  if (pfn == SIM_NO_PFN)
    return FALSE;
  unseen->report->n_unseen++;
  return TRUE;
}

/* What is at the head of a list and in use although nothing says so was taken by now. */
void
replay_unseen_take (ReplayUnseen   *unseen,
                    SimZoneId       zone,
                    unsigned        cpu,
                    SimMigrateType  type,
                    SimPfn          but)
{
  SimPfn pfn;

  while ((pfn = first_of_singles (unseen, zone, cpu, type)) != SIM_NO_PFN && pfn != but
         && replay_is_taken_unseen (unseen->ahead, pfn) && take_unseen (unseen, zone, cpu, type))
    ;
}

/* What a list was refilled with was used up by somebody who is not told of. */
void
replay_unseen_settle (ReplayUnseen *unseen,
                      unsigned      cpu,
                      SimPfn        but)
{
  ReplayRefill *refill = &unseen->refills[cpu];

  if (refill->n_refilled == 0)
    return;
  refill->n_refilled = 0;
  if (first_of_singles (unseen, refill->zone, cpu, refill->type) == SIM_NO_PFN)
    take_unseen (unseen, refill->zone, cpu, refill->type);
  replay_unseen_take (unseen, refill->zone, cpu, refill->type, but);
}

/* A list is refilled when it is empty: what the model still has on it was taken. */
void
replay_unseen_refill (ReplayUnseen    *unseen,
                      const KmemEvent *event)
{
  ReplayRefill *refill = &unseen->refills[event->cpu];
  SimZoneId zone = sim_zone_of (unseen->run->machine, event->pfn);

  if (event->gfp == 0 || event->order > 0 || zone == SIM_NO_ZONE || event->type >= SIM_HIGHATOMIC)
    return;

  if (zone != refill->zone || event->type != refill->type
      || refill->n_refilled >= MAX (sim_pcp (unseen->run->machine, zone, event->cpu).batch, 1))
    replay_unseen_settle (unseen, event->cpu, SIM_NO_PFN);
  if (refill->n_refilled == 0)
    {
      replay_unseen_take (unseen, zone, event->cpu, event->type, SIM_NO_PFN);
      refill->first = event->pfn;
    }
  refill->zone = zone;
  refill->type = event->type;
  refill->n_refilled++;
}

/* A refill is told of before the allocation that asked for it. */
void
replay_unseen_end_refill (ReplayUnseen    *unseen,
                          const KmemEvent *event)
{
  ReplayRefill *refill = &unseen->refills[event->cpu];

  if (refill->n_refilled == 0 || event->kind == KMEM_EXTFRAG || event->kind == KMEM_OTHER || event->is_in_lock)
    return;
  if (event->kind == KMEM_PAGE_ALLOC && event->order == 0 && event->pfn < unseen->ahead->n_frames
      && sim_zone_of (unseen->run->machine, event->pfn) == refill->zone
      && sim_gfp_migrate_type (sim_profile (unseen->run->machine), event->gfp) == refill->type
      && (event->pfn == refill->first || !replay_is_taken_unseen (unseen->ahead, refill->first)))
    refill->n_refilled = 0;
  else
    replay_unseen_settle (unseen, event->cpu, event->pfn);
}

/* It is on a per-CPU list, and freed: it was taken from there without an event, and with it what stood before it. */
void
replay_unseen_take_up_to (ReplayUnseen   *unseen,
                          const SimBlock *block)
{
  SimPfn pfn = block->first, first = pfn;
  unsigned cpu = 0;

  for (unsigned n = 0; n < sim_n_cpus (unseen->run->machine); n++)
    for (SimPfn i = first_of_singles (unseen, block->zone, n, block->type); i != SIM_NO_PFN; i = sim_list_next (unseen->run->machine, i))
      if (i == pfn)
        cpu = n;
  for (unsigned n = 0; first != SIM_NO_PFN && n < MOST_UNSEEN && sim_frame_state (unseen->run->machine, pfn) == SIM_FRAME_PCP; n++)
    if (!take_unseen (unseen, block->zone, cpu, block->type))
      break;
}
