/* pcp.h - the per-CPU lists of a zone
 *
 * Models      6.1: rmqueue_pcplist(), rmqueue_bulk(), free_unref_page_commit(), nr_pcp_free(),
 *             free_pcppages_bulk(); 2.6.11: buffered_rmqueue(), free_hot_cold_page()
 * Leaves out  the limit of 4 × batch while kswapd runs
 * Units       counts are frames; blocks of order n count 2^n
 */
#pragma once

#include "sim/rules/physical/buddy.h"

SIM_INLINE unsigned
pcp_list_of (const SimMachine *machine,
             SimOrder          order,
             SimMigrateType    type)
{
  return order * SIM_PCP_TYPES + (type < SIM_HIGHATOMIC ? type : SIM_MOVABLE);
}

/* Empty lists, or too few: asks the buddy system for more. false: it had nothing. */
bool pcp_refill (SimPen pen, SimZoneId zone, unsigned list, SimOrder order, SimMigrateType type);
/* free_pcppages_bulk (): gives back at least n_frames, or all, beginning with `list`. */
void pcp_drain (SimPen pen, SimZoneId zone, unsigned cpu, unsigned n_frames, unsigned list);
/* A list has grown beyond what it may hold: decides how much goes, and drains. */
void pcp_trim (SimPen pen, SimZoneId zone, unsigned list, SimOrder order);
/* 2.6.11: before a frame is put to a list that is full, a batch goes from its end. */
void pcp_trim_hot (SimPen pen, SimZoneId zone, unsigned list);
/* drain_all_pages () */
void pcp_drain_all (SimPen pen);

/* The block is then isolated; SIM_NO_PFN: the zone has none. */
SIM_INLINE SimPfn
pcp_take (SimPen         pen,
          SimZoneId      zone,
          SimOrder       order,
          SimMigrateType type,
          bool           cold)
{
  unsigned cpu = pen.run->cpu, list;
  uint32_t head;

  if (sim_has_cold_lists (pen.machine))
    {
      list = cold;
      head = sim_pcp_head (pen.machine, zone, cpu, list);
      if (sim_ring_length (pen.machine, head) <= (cold ? 0 : sim_zone_bounds (pen.machine, zone)->low)
          && !pcp_refill (pen, zone, list, order, type)
          && sim_ring_length (pen.machine, head) == 0)
        return SIM_NO_PFN;
    }
  else
    {
      uint32_t factor = sim_pcp_factor (pen.machine, zone, cpu);

      list = pcp_list_of (pen.machine, order, type);
      head = sim_pcp_head (pen.machine, zone, cpu, list);
      if (SIM_UNLIKELY (factor > 0))
        sim_emit_pcp_factor (pen, zone, (uint8_t) cpu, factor, factor >> 1);
      if (SIM_UNLIKELY (sim_ring_first (pen.machine, head) == head)
          && !pcp_refill (pen, zone, list, order, type))
        return SIM_NO_PFN;
    }

  SimPfn pfn = sim_ring_first (pen.machine, head);

  sim_emit_pcp_taken (pen, pfn, (uint8_t) cpu, (uint8_t) list, 0);
  return pfn;
}

/* The block is isolated before. */
SIM_INLINE void
pcp_give (SimPen         pen,
          SimPfn         pfn,
          SimOrder       order,
          SimZoneId      zone,
          SimMigrateType type)
{
  unsigned cpu = pen.run->cpu;
  const SimZoneBounds *bounds = sim_zone_bounds (pen.machine, zone);

  if (sim_has_cold_lists (pen.machine))
    {
      if (sim_ring_length (pen.machine, sim_pcp_head (pen.machine, zone, cpu, 0)) >= bounds->high)
        pcp_trim_hot (pen, zone, 0);
      sim_emit_pcp_added (pen, pfn, (uint8_t) cpu, 0, 0);
      return;
    }

  unsigned list = pcp_list_of (pen.machine, order, type);

  sim_emit_pcp_added (pen, pfn, (uint8_t) cpu, (uint8_t) list, 0);
  if (SIM_UNLIKELY (sim_pcp_count (pen.machine, zone, cpu) >= bounds->high
                    || (order > 0 && sim_pcp_factor (pen.machine, zone, cpu) > 0)))
    pcp_trim (pen, zone, list, order);
}
