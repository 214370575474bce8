/* page-alloc.h - a request for frames that is nothing unusual, and its way back, inline
 *
 * Models      mm/page_alloc.c: __alloc_pages(), get_page_from_freelist(), rmqueue(), prep_new_page(),
 *             __free_pages(), free_the_page()
 *
 * For those who are compiled once for each that may be kept: page-alloc.c and operations.c.
 */
#pragma once

#include "sim/rules/physical/pcp.h"
#include "sim/rules/physical/watermark.h"

/* page-alloc.c: what is not done inline. The pen is laid down. */
SimPfn page_take_unusual     (SimRun *run, uint32_t gfp, unsigned order);
SimPfn page_take_tested      (SimRun *run, uint32_t gfp, unsigned order);
SimPfn page_take_elsewhere   (SimRun *run, uint32_t gfp, unsigned order);
SimPfn page_take_by_fallback (SimRun *run, uint32_t gfp, unsigned order);
void   page_give_unusual     (SimRun *run, SimPfn pfn, unsigned order);

SIM_INLINE bool
page_request_is_usual (const SimMachine *machine,
                       const SimRequest *request,
                       uint32_t          gfp,
                       unsigned          order)
{
  return SIM_LIKELY (order < request->order_limit && !sim_wants_unusual (machine, gfp));
}

/* Is it a block of that order that somebody was given? */
SIM_INLINE bool
page_was_given (const SimMachine *machine,
                SimPfn            pfn,
                unsigned          order)
{
  return sim_has_frame (machine, pfn)
         && (sim_frame_mark (machine, pfn) & ~SIM_MARK_ZONE_MASK) == sim_mark (SIM_FRAME_ALLOCATED, order, 0);
}

/* And is its way back nothing unusual? */
SIM_INLINE bool
page_is_block_of (const SimMachine *machine,
                  SimPfn            pfn,
                  unsigned          order)
{
  return SIM_LIKELY (page_was_given (machine, pfn, order) && order < sim_n_plain_orders (machine));
}

/* From the list of an order that has a block, cut to fit, to the caller. */
SIM_INLINE SimPfn
page_hand_out (SimPen           *pen,
               const SimRequest *request,
               uint32_t          gfp,
               unsigned          order,
               unsigned          found,
               SimLink           head)
{
  SimLink link;

  link = buddy_cut (pen, request->zones[0], found, order, request->type, request->list_mark, head);
  sim_pen_knows_list (pen, request->list_mark);
  sim_pen_knows_place (pen, link, sim_span (order));
  sim_emit_block_handed_out (pen, sim_link_pfn (link), order, pen->serial, gfp);
  sim_pen_knows_nothing (pen);
  return sim_link_pfn (link);
}

SIM_INLINE uint32_t
page_low_mark (const SimMachine *machine,
               unsigned          zone)
{
  return sim_zone_word (machine, zone, SIM_ZONE_WORD_LOW) + sim_zone_word (machine, zone, SIM_ZONE_WORD_BOOST);
}

/* The first zone is asked, and may give. */
SIM_INLINE void
page_ask (SimPen           *pen,
          const SimRequest *request,
          uint32_t          gfp,
          unsigned          order)
{
  unsigned zone = request->zones[0];

  sim_emit_requested (pen, gfp, order, zone, request->type);
  sim_emit_zone_tried (pen, zone, request->test + (order << 16),
                       (uint32_t) sim_pen_known_free_span (pen, zone) / sizeof (SimFrameRecord)
                       - sim_zone_word (pen->machine, zone, SIM_ZONE_WORD_HIGHATOMIC),
                       page_low_mark (pen->machine, zone));
}

typedef SimPfn (*PageTake) (SimRun *run, uint32_t gfp, unsigned order);

/* By one of page-alloc.c's. */
SIM_INLINE SimPfn
page_take_by (SimPen   *pen,
              PageTake  take,
              uint32_t  gfp,
              unsigned  order)
{
  SimPfn pfn;

  sim_pen_lay_down (pen);
  pfn = take (pen->run, gfp, order);
  sim_pen_take_up (pen);
  return pfn;
}

/* From the first zone's lists of the wanted type. Mostly the first list that is looked at has a block: nothing
 * to be cut, and in bulk a straight line. */
SIM_INLINE SimPfn
page_take_cut (SimPen           *pen,
               const SimRequest *request,
               uint32_t          gfp,
               unsigned          order)
{
  SimLink head = sim_mark_head (pen->machine, sim_free_mark (request->list_mark, order)), first;
  unsigned found = order;

  if (SIM_UNLIKELY (!watermark_is_plainly_passed (pen, request, order)))
    return page_take_by (pen, page_take_tested, gfp, order);
  if (SIM_LIKELY (sim_ring_first (pen->machine, head) != head))
    {
      page_ask (pen, request, gfp, order);
      return page_hand_out (pen, request, gfp, order, order, head);
    }

  do
    {
      head += sim_link (1);
      found++;
    }
  while ((first = sim_ring_first (pen->machine, head)) == head);

  /* More than one frame must lie in one block, of whatever type. */
  if (SIM_UNLIKELY (first == SIM_LINK_END && order > 0
                    && !watermark_has_block (pen->machine, request->zones[0], order, SIM_ALLOC_WMARK_LOW)))
    return page_take_by (pen, page_take_tested, gfp, order);

  page_ask (pen, request, gfp, order);
  for (unsigned empty = order; empty < found; empty++)
    sim_emit_list_empty (pen, request->zones[0], empty, request->type);
  if (SIM_LIKELY (first != SIM_LINK_END))
    return page_hand_out (pen, request, gfp, order, found, head);
  return page_take_by (pen, page_take_by_fallback, gfp, order);
}

/* By way of the per-CPU list, which is of no use to the marks: a block must be on a free list all the same. */
SIM_INLINE SimPfn
page_take_by_pcp (SimPen           *pen,
                  const SimRequest *request,
                  uint32_t          gfp,
                  unsigned          order)
{
  unsigned zone = request->zones[0];
  SimPfn pfn;

  if (SIM_UNLIKELY (!watermark_is_plainly_passed (pen, request, order)
                    || (order > 0 && sim_list_is_empty (pen->machine, zone, order, request->type)
                        && !watermark_has_block (pen->machine, zone, order, SIM_ALLOC_WMARK_LOW))))
    return page_take_by (pen, page_take_tested, gfp, order);

  page_ask (pen, request, gfp, order);
  pfn = pcp_take (pen, zone, order, request->type, gfp, WATERMARK_FIRST_TRY);
  if (SIM_UNLIKELY (pfn == SIM_NO_PFN))
    return page_take_by (pen, page_take_elsewhere, gfp, order);
  sim_pen_knows_list (pen, request->list_mark);
  sim_pen_knows_place (pen, sim_link (pfn), sim_span (order));
  sim_emit_block_handed_out (pen, pfn, order, pen->serial, gfp);
  sim_pen_knows_nothing (pen);
  return pfn;
}

/* by_pcp: by way of the per-CPU lists; a constant of the caller. */
SIM_INLINE SimPfn
page_take (SimPen           *pen,
           const SimRequest *request,
           uint32_t          gfp,
           unsigned          order,
           bool              by_pcp)
{
  return by_pcp ? page_take_by_pcp (pen, request, gfp, order) : page_take_cut (pen, request, gfp, order);
}

SIM_INLINE void
page_give (SimPen   *pen,
           SimPfn    pfn,
           unsigned  order,
           bool      by_pcp)
{
  uint32_t mark = sim_frame_mark (pen->machine, pfn);
  unsigned zone = sim_mark_zone (mark);

  sim_pen_gives_whole (pen);
  sim_emit_block_returned (pen, pfn, order);
  if (by_pcp)
    pcp_give (pen, pfn, order, zone, sim_block_type (pen->machine, pfn, zone));
  else
    buddy_give (pen, pfn, order, zone, mark - SIM_FRAME_ALLOCATED + SIM_FRAME_FREE, sim_block_type_bits (pen->machine, pfn, zone), false);
  sim_pen_knows_nothing (pen);
}
