/* kswapd.c - see kswapd.h */

#include "sim/rules/physical/watermark.h"
#include "sim/rules/reclaim/kswapd.h"

static bool
is_eligible (const SimMachine *machine,
             unsigned          zone,
             unsigned          node,
             SimZoneType       highest)
{
  return sim_zone_node (machine, zone) == node && sim_zone_type (machine, (SimZoneId) zone) <= highest
         && sim_zone_word (machine, zone, SIM_ZONE_WORD_MANAGED) > 0;
}

/* pgdat_balanced (): is there a zone above its high mark? */
static bool
is_balanced (SimPen      *pen,
             unsigned     node,
             unsigned     order,
             SimZoneType  highest)
{
  bool has_zone = false;

  for (unsigned zone = 0; zone < sim_n_zones (pen->machine); zone++)
    if (is_eligible (pen->machine, zone, node, highest))
      {
        has_zone = true;
        if (watermark_ask (pen, zone, order, SIM_ALLOC_WMARK_HIGH, highest, 0).verdict == SIM_WMARK_OK)
          return true;
      }
  return !has_zone;
}

/* pgdat_watermark_boosted () */
static bool
is_boosted (const SimMachine *machine,
            unsigned          node,
            SimZoneType       highest)
{
  for (unsigned zone = 0; zone < sim_n_zones (machine); zone++)
    if (is_eligible (machine, zone, node, highest) && sim_zone_word (machine, zone, SIM_ZONE_WORD_BOOST) > 0)
      return true;
  return false;
}

/* wakeup_kswapd () */
static void
wake (SimRun      *run,
      unsigned     zone,
      unsigned     order,
      SimZoneType  highest)
{
  const SimMachine *machine = run->machine;
  unsigned node = sim_zone_node (machine, zone);
  SimPen pen = sim_pen_of (run);
  bool has_work;

  if (run->woken_nodes & 1u << node)
    has_work = false;
  else if (sim_profile (machine)->marks.wakes_kswapd_by_zone)
    has_work = watermark_ask (&pen, zone, order, SIM_ALLOC_WMARK_LOW, SIM_ZONE_DMA, 0).verdict != SIM_WMARK_OK;
  else
    has_work = !is_balanced (&pen, node, order, highest) || is_boosted (machine, node, highest);

  if (has_work)
    {
      sim_emit_kswapd_woken (&pen, zone, order);
      run->woken_nodes |= 1u << node;
    }
  if (highest > run->woken_highest)
    run->woken_highest = highest;
  sim_pen_rest (&pen);
}

void
kswapd_wake_all (SimRun           *run,
                 const SimRequest *request,
                 unsigned          order)
{
  uint32_t nodes = 0;

  for (unsigned i = 0; i < request->n_zones; i++)
    {
      unsigned zone = request->zones[i];
      uint32_t node = 1u << sim_zone_node (run->machine, zone);

      if (!(nodes & node) || sim_profile (run->machine)->marks.wakes_kswapd_by_zone)
        wake (run, zone, order, (SimZoneType) request->highest);
      nodes |= node;
    }
}

/* balance_pgdat () */
static void
balance (SimPen      *pen,
         unsigned     node,
         SimZoneType  highest)
{
  const SimMachine *machine = pen->machine;

  for (unsigned zone = 0; zone < sim_n_zones (machine); zone++)
    if (is_eligible (machine, zone, node, highest))
      sim_emit_reclaim_active (pen, zone, 1);

  /* Shrinking would be here. */
  for (unsigned zone = 0; zone < sim_n_zones (machine); zone++)
    if (is_eligible (machine, zone, node, highest))
      {
        uint32_t boost = sim_zone_word (machine, zone, SIM_ZONE_WORD_BOOST);

        if (boost > 0)
          sim_emit_boosted (pen, zone, boost, 0);
        sim_emit_reclaim_active (pen, zone, 0);
        sim_pen_breathe (pen);
      }
}

void
kswapd_take_turns (SimRun *run)
{
  uint32_t nodes = run->woken_nodes;
  SimZoneType highest = (SimZoneType) run->woken_highest;

  run->woken_nodes = 0;
  run->woken_highest = 0;
  if (nodes == 0 || run->kswapd_is_observed)
    return;

  SimPen pen = sim_pen_of (run);

  for (unsigned node = 0; node < sim_n_nodes (run->machine); node++)
    if (nodes & 1u << node)
      balance (&pen, node, highest);
  sim_pen_rest (&pen);
}

void
kswapd_be_told (SimRun *run)
{
  uint32_t zones = run->boosted_zones;

  run->boosted_zones = 0;
  for (SimZoneId zone = 0; zone < sim_n_zones (run->machine); zone++)
    if (zones & 1u << zone)
      wake (run, zone, 0, sim_zone_type (run->machine, zone));
  kswapd_take_turns (run);
}
