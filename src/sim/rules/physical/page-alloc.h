/* page-alloc.h - a request for frames that is nothing unusual, and its way back, inline
 *
 * Models      mm/page_alloc.c: __alloc_pages(), get_page_from_freelist(), rmqueue(), prep_new_page(),
 *             __free_pages(), free_the_page()
 *
 * For those who are compiled once for each that may be kept: page-alloc.c and operations.c.
 */
#pragma once

#include "sim/rules/physical/pcp.h"

/* page-alloc.c: what is not done inline. The pen is laid down. */
SimPfn page_take_unusual     (SimRun *run, uint32_t gfp, unsigned order);
SimPfn page_take_elsewhere   (SimRun *run, uint32_t gfp, unsigned order, unsigned first);
SimPfn page_take_by_fallback (SimRun *run, uint32_t gfp, unsigned order);
void   page_zero             (SimRun *run, SimPfn pfn, unsigned order);
void   page_give_unusual     (SimRun *run, SimPfn pfn, unsigned order);

SIM_INLINE bool
page_request_is_usual (const SimMachine *machine,
                       uint32_t          gfp,
                       unsigned          order)
{
  return SIM_LIKELY (order < sim_request_of (machine, gfp)->order_limit);
}

/* Is it a block of that order that somebody was given? */
SIM_INLINE bool
page_is_block_of (const SimMachine *machine,
                  SimPfn            pfn,
                  unsigned          order)
{
  return SIM_LIKELY (sim_has_frame (machine, pfn)
                     && (sim_frame_mark (machine, pfn) & (SIM_MARK_BLOCK_MASK & ~SIM_MARK_ZONE_MASK))
                        == sim_mark (SIM_FRAME_ALLOCATED, order, 0));
}

/* From the first zone's lists of the wanted type; SIM_NO_PFN: they have nothing that is large enough. */
SIM_INLINE SimPfn
page_take_cut (SimPen           *pen,
               const SimRequest *request,
               unsigned          order)
{
  unsigned zone = request->zones[0], type = request->type, found = order;
  SimLink head = sim_mark_head (pen->machine, request->list_mark) + sim_link (order);

  sim_pen_knows_list (pen, request->list_mark);
  while (sim_ring_first (pen->machine, head) == head)
    {
      sim_emit_list_empty (pen, zone, found, type);
      if (++found > sim_largest_order (pen->machine))
        return SIM_NO_PFN;
      head += sim_link (1);
    }
  return buddy_cut (pen, zone, found, order, type, head);
}

/* by_pcp: by way of the per-CPU lists; a constant of the caller. */
SIM_INLINE SimPfn
page_take (SimPen   *pen,
           uint32_t  gfp,
           unsigned  order,
           bool      by_pcp)
{
  const SimRequest *request = sim_request_of (pen->machine, gfp);
  unsigned zone = request->zones[0], type = request->type;
  SimPfn pfn;

  sim_pen_knows_nothing (pen);
  sim_emit_requested (pen, gfp, order, zone, type);
  sim_emit_zone_tried (pen, zone, order);
  if (by_pcp)
    pfn = pcp_take (pen, zone, order, type, sim_wants_cold (pen->machine, gfp));
  else
    pfn = page_take_cut (pen, request, order);

  if (SIM_LIKELY (pfn != SIM_NO_PFN))
    sim_emit_block_handed_out (pen, pfn, order, pen->run->serial, gfp);
  else
    {
      sim_pen_rest (pen);
      pfn = by_pcp ? page_take_elsewhere (pen->run, gfp, order, 1) : page_take_by_fallback (pen->run, gfp, order);
      sim_pen_take_up (pen);
    }

  if (SIM_UNLIKELY (sim_wants_zeros (pen->machine, gfp)))
    {
      sim_pen_rest (pen);
      page_zero (pen->run, pfn, order);
      sim_pen_take_up (pen);
    }
  return pfn;
}

SIM_INLINE void
page_give (SimPen   *pen,
           SimPfn    pfn,
           unsigned  order,
           bool      by_pcp)
{
  unsigned zone = sim_mark_zone (sim_frame_mark (pen->machine, pfn));

  sim_pen_knows_nothing (pen);
  sim_pen_gives_whole (pen);
  sim_emit_block_returned (pen, pfn, order);
  if (by_pcp)
    pcp_give (pen, pfn, order, zone, sim_block_type (pen->machine, pfn, zone));
  else
    buddy_give (pen, pfn, order, zone, sim_block_mark (pen->machine, pfn, zone), false);
}
