/* pcp.c - see pcp.h */

#include "sim/rules/physical/pcp.h"

bool
pcp_refill (SimPen         pen,
            SimZoneId      zone,
            unsigned       list,
            SimOrder       order,
            SimMigrateType type)
{
  uint32_t batch = sim_zone_bounds (pen.machine, zone)->batch;
  uint32_t n_blocks = batch;
  uint8_t cpu = (uint8_t) pen.run->cpu;

  /* Larger blocks, fewer of them. */
  if (!sim_has_cold_lists (pen.machine) && batch > 1)
    n_blocks = batch >> order > 2 ? batch >> order : 2;

  sim_emit_pcp_refill (pen, zone, cpu, (uint8_t) list, n_blocks);
  for (uint32_t i = 0; i < n_blocks; i++)
    {
      SimPfn pfn = buddy_take (pen, zone, order, type);

      if (pfn == SIM_NO_PFN)
        return i > 0;
      sim_emit_pcp_added (pen, pfn, cpu, (uint8_t) list, 1);
    }
  return true;
}

/* A block goes from the end of a list to the buddy system. */
static void
drain_last (SimPen    pen,
            SimZoneId zone,
            unsigned  cpu,
            unsigned  list)
{
  SimPfn pfn = sim_ring_last (pen.machine, sim_pcp_head (pen.machine, zone, cpu, list));
  SimMigrateType type = sim_mark_type (sim_frame_mark (pen.machine, pfn));

  sim_emit_pcp_taken (pen, pfn, (uint8_t) cpu, (uint8_t) list, 1);
  buddy_give (pen, pfn, sim_pcp_order (pen.machine, list), zone, type, false);
}

void
pcp_drain (SimPen    pen,
           SimZoneId zone,
           unsigned  cpu,
           unsigned  n_frames,
           unsigned  list)
{
  unsigned n_lists = sim_n_pcp_lists (pen.machine);
  uint32_t count = sim_pcp_count (pen.machine, zone, cpu);
  int left = (int) (n_frames < count ? n_frames : count);

  if (left == 0)
    return;

  sim_emit_pcp_drain (pen, zone, (uint8_t) cpu, (uint8_t) list, (uint32_t) left);
  while (left > 0)
    {
      while (sim_ring_length (pen.machine, sim_pcp_head (pen.machine, zone, cpu, list)) == 0)
        list = (list + 1) % n_lists;

      do
        {
          drain_last (pen, zone, cpu, list);
          left -= (int) sim_frames_in (sim_pcp_order (pen.machine, list));
        }
      while (left > 0 && sim_ring_length (pen.machine, sim_pcp_head (pen.machine, zone, cpu, list)) > 0);

      list = (list + 1) % n_lists;
    }
}

void
pcp_trim (SimPen    pen,
          SimZoneId zone,
          unsigned  list,
          SimOrder  order)
{
  const SimZoneBounds *bounds = sim_zone_bounds (pen.machine, zone);
  unsigned cpu = pen.run->cpu;
  uint32_t factor = sim_pcp_factor (pen.machine, zone, cpu);
  uint32_t n_frames = bounds->batch << factor;

  /* Larger blocks do not wait while much is being freed. */
  if (order > 0 && factor > 0)
    n_frames = sim_pcp_count (pen.machine, zone, cpu);
  else if (bounds->high < bounds->batch)
    n_frames = 1;
  else
    {
      uint32_t most = bounds->high - bounds->batch;

      if (n_frames < most && factor < sim_profile (pen.machine)->buddy.largest_free_factor)
        sim_emit_pcp_factor (pen, zone, (uint8_t) cpu, factor, factor + 1);
      if (n_frames > most)
        n_frames = most;
      if (n_frames < bounds->batch)
        n_frames = bounds->batch;
    }

  pcp_drain (pen, zone, cpu, n_frames, list);
}

void
pcp_trim_hot (SimPen    pen,
              SimZoneId zone,
              unsigned  list)
{
  uint32_t batch = sim_zone_bounds (pen.machine, zone)->batch;
  uint8_t cpu = (uint8_t) pen.run->cpu;

  sim_emit_pcp_drain (pen, zone, cpu, (uint8_t) list, batch);
  for (uint32_t i = 0; i < batch && sim_ring_length (pen.machine, sim_pcp_head (pen.machine, zone, cpu, list)) > 0; i++)
    drain_last (pen, zone, cpu, list);
}

void
pcp_drain_all (SimPen pen)
{
  for (SimZoneId zone = 0; zone < sim_n_zones (pen.machine); zone++)
    for (unsigned cpu = 0; cpu < sim_n_cpus (pen.machine); cpu++)
      pcp_drain (pen, zone, cpu, sim_pcp_count (pen.machine, zone, cpu), 0);
}
