/* pcp.h - the per-CPU lists of a zone
 *
 * Models      6.1: rmqueue_pcplist(), rmqueue_bulk(), free_unref_page_commit(), nr_pcp_free(),
 *             free_pcppages_bulk(); 2.6.11: buffered_rmqueue(), free_hot_cold_page()
 * Units       counts are frames; blocks of order n count 2^n
 */
#pragma once

#include "sim/rules/physical/buddy.h"
#include "sim/rules/physical/watermark.h"

SIM_INLINE unsigned
pcp_list_of (unsigned       order,
             unsigned       type)
{
  return sim_pcp_list (order, type < SIM_HIGHATOMIC ? type : SIM_MOVABLE);
}

/* Empty lists, or too few: asks the buddy system for more. alloc_flags: SIM_ALLOC_*, or WATERMARK_FIRST_TRY. false: it
 * had nothing. */
bool pcp_refill (SimRun *run, unsigned zone, unsigned list, unsigned order, unsigned type, uint32_t gfp, unsigned alloc_flags);
/* free_pcppages_bulk (): gives back at least n_frames, or all, beginning with `list`. */
void pcp_drain (SimRun *run, unsigned  zone, unsigned cpu, unsigned n_frames, unsigned list);
/* A list has grown beyond what it may hold: decides how much goes, and drains. */
void pcp_trim (SimRun *run, unsigned  zone, unsigned list, unsigned order);
/* 2.6.11: before a frame is put to a list that is full, a batch goes from its end. */
void pcp_trim_hot (SimRun *run, unsigned  zone, unsigned list);
/* __alloc_pages_bulk (): one frame; it is then handed out. SIM_NO_PFN: the zone has none. */
SimPfn pcp_take_in_bulk (SimRun *run, unsigned zone, unsigned type);
/* drain_all_pages () */
void pcp_drain_all (SimRun *run);

/* pcp_refill (), with the pen laid down. */
SIM_INLINE bool
pcp_has_refilled (SimPen        *pen,
                  unsigned       zone,
                  unsigned       list,
                  unsigned       order,
                  unsigned       type,
                  uint32_t       gfp,
                  unsigned       alloc_flags)
{
  bool has_refilled;

  sim_pen_lay_down (pen);
  has_refilled = pcp_refill (pen->run, zone, list, order, type, gfp, alloc_flags);
  sim_pen_take_up (pen);
  return has_refilled;
}

/* The block is then isolated; SIM_NO_PFN: the zone has none. */
SIM_INLINE SimPfn
pcp_take (SimPen        *pen,
          unsigned       zone,
          unsigned       order,
          unsigned       type,
          uint32_t       gfp,
          unsigned       alloc_flags)
{
  unsigned cpu = *pen->cpu, list;
  uint32_t head;

  if (SIM_UNLIKELY (sim_has_cold_lists (pen->machine)))
    {
      bool cold = sim_wants_cold (pen->machine, gfp);

      list = cold;
      head = sim_pcp_head (pen->machine, zone, cpu, list);
      if (sim_ring_length (pen->machine, head) <= (cold ? 0 : sim_zone_word (pen->machine, zone, SIM_ZONE_WORD_PCP_LOW))
          && !pcp_has_refilled (pen, zone, list, order, type, gfp, alloc_flags)
          && sim_ring_length (pen->machine, head) == 0)
        return SIM_NO_PFN;
    }
  else
    {
      uint32_t factor = sim_pcp_factor (pen->machine, zone, cpu);

      list = pcp_list_of (order, type);
      head = sim_pcp_head (pen->machine, zone, cpu, list);
      if (SIM_UNLIKELY (factor > 0))
        sim_emit_pcp_factor (pen, zone, cpu, factor, factor >> 1);
      if (SIM_UNLIKELY (sim_ring_first (pen->machine, head) == head)
          && !pcp_has_refilled (pen, zone, list, order, type, gfp, alloc_flags))
        return SIM_NO_PFN;
    }

  SimPfn pfn = sim_link_pfn (sim_ring_first (pen->machine, head));

  sim_pen_takes_first (pen, head);
  sim_pen_knows_pcp (pen, zone, order);
  sim_emit_pcp_taken (pen, pfn, cpu, list, 0);
  sim_pen_knows_nothing (pen);
  return pfn;
}

/* The block is isolated before. */
SIM_INLINE void
pcp_give (SimPen        *pen,
          SimPfn         pfn,
          unsigned       order,
          unsigned       zone,
          unsigned       type)
{
  unsigned cpu = *pen->cpu, list;

  if (SIM_UNLIKELY (sim_has_cold_lists (pen->machine)))
    {
      list = 0;
      if (sim_ring_length (pen->machine, sim_pcp_head (pen->machine, zone, cpu, list))
          >= sim_zone_word (pen->machine, zone, SIM_ZONE_WORD_PCP_HIGH))
        {
          sim_pen_lay_down (pen);
          pcp_trim_hot (pen->run, zone, list);
          sim_pen_take_up (pen);
        }
      sim_emit_pcp_added (pen, pfn, cpu, list, 0);
      return;
    }

  list = pcp_list_of (order, type);
  sim_pen_knows_mark (pen, sim_pcp_mark (order, zone, type, list, cpu));
  sim_pen_knows_pcp (pen, zone, order);
  sim_emit_pcp_added (pen, pfn, cpu, list, 0);
  if (SIM_UNLIKELY (sim_pcp_count (pen->machine, zone, cpu) >= sim_zone_word (pen->machine, zone, SIM_ZONE_WORD_PCP_LIMIT)
                    || (order > 0 && sim_pcp_factor (pen->machine, zone, cpu) > 0 && order < sim_n_pcp_orders (pen->machine))))
    {
      sim_pen_lay_down (pen);
      pcp_trim (pen->run, zone, list, order);
      sim_pen_take_up (pen);
    }
}
