/* replay-reclaim.c - see replay-reclaim.h */
#include "import/replay-reclaim.h"

#include <string.h>

/* --- limits that change ---------------------------------------------------------------------- */

static gboolean
have_other_limits (const SimSnapshot *from,
                   const SimSnapshot *to)
{
  if (from->n_zones != to->n_zones)
    return FALSE;
  for (size_t i = 0; i < from->n_zones; i++)
    if (from->zones[i].limits.pcp_high != to->zones[i].limits.pcp_high || from->zones[i].limits.low != to->zones[i].limits.low)
      return TRUE;
  return FALSE;
}

static void
set_limits (SimRun              *run,
            unsigned             zone,
            const SimZoneLimits *limits)
{
  SimEvent events[] = {
    sim_event_marks_set ((SimZoneId) zone, limits->min, limits->low, limits->high),
    sim_event_pcp_limits_set ((SimZoneId) zone, limits->pcp_high, limits->pcp_batch),
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (events); i++)
    sim_run_event (run, &events[i]);
  for (unsigned type = 0; type < SIM_N_ZONE_TYPES; type++)
    {
      SimEvent event = sim_event_reserve_set ((SimZoneId) zone, type, limits->reserve[type]);

      sim_run_event (run, &event);
    }
}

void
replay_reclaim_set_limits (ReplayReclaim *reclaim,
                           SimRun        *run)
{
  for (unsigned zone = 0; reclaim->last != NULL && zone < reclaim->n_last; zone++)
    set_limits (run, zone, &reclaim->last[zone].limits);
  reclaim->last = NULL;
}

/* --- kswapd ----------------------------------------------------------------------------------- */

/* With what it did last before it is woken again, or sleeps, it was done. */
static size_t
find_kswapd_end (const ReplayAhead *ahead,
                 size_t             first)
{
  const KmemTrace *trace = ahead->trace;
  size_t last = first;

  for (size_t i = first + 1; i < trace->n_events; i++)
    if (trace->events[i].kind == KMEM_KSWAPD_WAKES || trace->events[i].kind == KMEM_KSWAPD_SLEEPS)
      break;
    else if (trace->events[i].is_kswapd)
      last = i;
  return last;
}

static void
set_active (const ReplayReclaim *reclaim,
            SimRun              *run,
            gboolean             is_active)
{
  for (SimZoneId zone = 0; zone < sim_n_zones (run->machine); zone++)
    if (sim_zone (run->machine, zone).node == reclaim->node)
      {
        SimEvent event = sim_event_reclaim_active (zone, is_active);

        sim_run_event (run, &event);
      }
}

/* The end of balance_pgdat (): what was boosted meanwhile stays. */
static void
take_boosts (const ReplayReclaim *reclaim,
             SimRun              *run)
{
  for (SimZoneId zone = 0; zone < sim_n_zones (run->machine); zone++)
    {
      uint32_t boost = sim_zone (run->machine, zone).limits.boost;
      SimEvent event = sim_event_boosted (zone, boost, boost - MIN (boost, reclaim->boosts[zone]));

      if (boost > 0 && reclaim->boosts[zone] > 0 && sim_zone (run->machine, zone).node == reclaim->node)
        sim_run_event (run, &event);
    }
}

static void
end_kswapd (ReplayReclaim *reclaim,
            SimRun        *run)
{
  if (reclaim->kswapd_end == 0)
    return;
  set_active (reclaim, run, FALSE);
  take_boosts (reclaim, run);
  reclaim->kswapd_end = 0;
}

static void
begin_kswapd (ReplayReclaim *reclaim,
              SimRun        *run,
              size_t         i)
{
  end_kswapd (reclaim, run);
  reclaim->has_kswapd = TRUE;
  reclaim->node = reclaim->ahead->trace->events[i].pfn;
  reclaim->kswapd_end = find_kswapd_end (reclaim->ahead, i);
  for (SimZoneId zone = 0; zone < sim_n_zones (run->machine); zone++)
    reclaim->boosts[zone] = sim_zone (run->machine, zone).limits.boost;
  set_active (reclaim, run, TRUE);
}

gboolean
replay_reclaim_turn (ReplayReclaim *reclaim,
                     SimRun        *run,
                     SimZoneId      zone)
{
  if (!reclaim->has_kswapd)
    return FALSE;
  reclaim->node = sim_zone (run->machine, zone).node;
  set_active (reclaim, run, !sim_zone (run->machine, zone).is_reclaim_active);
  return TRUE;
}

/* --- all of it -------------------------------------------------------------------------------- */

void
replay_reclaim_init (ReplayReclaim          *reclaim,
                     const ReplayAhead      *ahead,
                     const ImportedSnapshot *from,
                     const ImportedSnapshot *to)
{
  *reclaim = (ReplayReclaim) { .ahead = ahead };
  sim_gfp_by_name (imported_snapshot_lists (from)->profile, "__GFP_MEMALLOC", &reclaim->gfp_memalloc);
  if (to != NULL && have_other_limits (imported_snapshot_lists (from), imported_snapshot_lists (to)))
    {
      reclaim->last = imported_snapshot_lists (to)->zones;
      reclaim->n_last = imported_snapshot_lists (to)->n_zones;
    }
}

void
replay_reclaim_before (ReplayReclaim *reclaim,
                       SimRun        *run,
                       size_t         i)
{
  const KmemEvent *event = &reclaim->ahead->trace->events[i];

  if (reclaim->kswapd_end != 0 && i > reclaim->kswapd_end)
    end_kswapd (reclaim, run);
  if (event->kind == KMEM_KSWAPD_WAKES)
    begin_kswapd (reclaim, run, i);
  else if (event->kind == KMEM_DIRECT_RECLAIM_BEGINS)
    reclaim->is_reclaiming[event->cpu] = TRUE;
  else if (event->kind == KMEM_DIRECT_RECLAIM_ENDS)
    reclaim->is_reclaiming[event->cpu] = FALSE;
}

uint32_t
replay_reclaim_gfp (const ReplayReclaim *reclaim,
                    size_t               i)
{
  const KmemEvent *event = &reclaim->ahead->trace->events[i];

  return event->is_kswapd || reclaim->is_reclaiming[event->cpu] ? reclaim->gfp_memalloc : 0;
}
