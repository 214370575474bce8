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
SimPfn page_take_tested      (SimRun *run, const SimRequest *request, uint32_t gfp, unsigned order);
SimPfn page_take_elsewhere   (SimRun *run, const SimRequest *request, uint32_t gfp, unsigned order);
SimPfn page_take_by_fallback (SimRun *run, const SimRequest *request, uint32_t gfp, unsigned order);
void   page_give_unusual     (SimRun *run, SimPfn pfn, unsigned order);

SIM_INLINE bool
page_request_is_usual (const SimMachine *machine,
                       const SimRequest *request,
                       uint32_t          gfp,
                       unsigned          order)
{
  return SIM_LIKELY (order < request->order_limit && !sim_wants_unusual (machine, gfp));
}

/* A request that is nothing unusual, with what follows from it before anything is looked at: made once for as many
 * of the same as come. */
typedef struct {
  const SimRequest *request;
  const int32_t    *free_span;    /* borrowed: what is known to be free in the first zone, */
  const uint32_t   *enough;       /* and how much it takes to pass its mark plainly */
  uint32_t          head;         /* of the list that is looked at first */
  uint32_t          span;         /* of the block */
  uint32_t          gfp;
  uint32_t          list_mark;    /* of a free block of the order, zone and type */
  uint32_t          given_mark;   /* of the block when it is handed out */
  uint32_t          pcp_head;     /* of the per-CPU list, for orders that have one, */
  uint16_t          pcp_words;    /* and what is counted of it: see SimPcpPlace */
  uint8_t           order;
  uint8_t           zone;         /* the first */
} PageWish;

SIM_INLINE PageWish
page_wish (const SimMachine *machine,
           const SimRequest *request,
           unsigned          cpu,
           uint32_t          gfp,
           unsigned          order)
{
  unsigned zone = request->zones[0];
  SimPcpPlace pcp = sim_pcp_place (machine, zone, cpu, pcp_list_of (order, request->type));

  return (PageWish) {
    .request = request,
    .free_span = sim_known_free_span (machine, zone),
    .enough = sim_zone_word_at (machine, request->enough),
    .head = (uint32_t) sim_mark_head (machine, sim_free_mark (request->list_mark, order)),
    .span = (uint32_t) sim_span (order),
    .gfp = gfp,
    .list_mark = (uint32_t) sim_free_mark (request->list_mark, order),
    .given_mark = sim_mark (SIM_FRAME_ALLOCATED, order, zone),
    .pcp_head = pcp.head,
    .pcp_words = (uint16_t) pcp.words,
    .order = (uint8_t) order,
    .zone = (uint8_t) zone,
  };
}

/* The zone of the mark may be any. */
SIM_INLINE bool
page_is_marked (const SimMachine *machine,
                SimPfn            pfn,
                uint32_t          mark)
{
  return SIM_LIKELY (sim_has_frame (machine, pfn)) && SIM_LIKELY (((sim_frame_mark (machine, pfn) ^ mark) & ~SIM_MARK_ZONE_MASK) == 0);
}

/* Is it a block of that order that somebody was given? */
SIM_INLINE bool
page_was_given (const SimMachine *machine,
                SimPfn            pfn,
                unsigned          order)
{
  return page_is_marked (machine, pfn, sim_mark (SIM_FRAME_ALLOCATED, order, 0));
}

/* And is its way back nothing unusual? */
SIM_INLINE bool
page_is_block_of (const SimMachine *machine,
                  SimPfn            pfn,
                  unsigned          order)
{
  return SIM_LIKELY (page_was_given (machine, pfn, order) && order < sim_n_plain_orders (machine));
}

/* The isolated block, to the caller. */
SIM_INLINE SimPfn
page_hand_out (SimPen         *pen,
               const PageWish *wish,
               SimLink         link)
{
  sim_pen_knows_mark (pen, wish->given_mark);
  sim_pen_knows_place (pen, link, wish->span);
  sim_emit_block_handed_out (pen, sim_link_pfn (link), wish->order, pen->serial, wish->gfp);
  sim_pen_knows_nothing (pen);
  return sim_link_pfn (link);
}

/* From the list of an order that has a block, cut to fit, to the caller. */
SIM_INLINE SimPfn
page_cut_and_hand_out (SimPen         *pen,
                       const PageWish *wish,
                       BuddySource     source)
{
  return page_hand_out (pen, wish, buddy_cut (pen, wish->zone, wish->order, wish->span, wish->request->type, wish->list_mark, source));
}

SIM_INLINE uint32_t
page_low_mark (const SimMachine *machine,
               unsigned          zone)
{
  return sim_zone_word (machine, zone, SIM_ZONE_WORD_LOW) + sim_zone_word (machine, zone, SIM_ZONE_WORD_BOOST);
}

/* The first zone is asked, and may give. */
SIM_INLINE void
page_ask (SimPen         *pen,
          const PageWish *wish)
{
  unsigned zone = wish->zone;

  sim_emit_requested (pen, wish->gfp, wish->order, zone, wish->request->type);
  sim_emit_zone_tried (pen, zone, wish->request->test + (wish->order << 16),
                       (uint32_t) *wish->free_span / sizeof (SimFrameRecord)
                       - sim_zone_word (pen->machine, zone, SIM_ZONE_WORD_HIGHATOMIC),
                       page_low_mark (pen->machine, zone));
}

typedef SimPfn (*PageTake) (SimRun *run, const SimRequest *request, uint32_t gfp, unsigned order);

/* By one of page-alloc.c's. */
SIM_INLINE SimPfn
page_take_by (SimPen         *pen,
              PageTake        take,
              const PageWish *wish)
{
  SimPfn pfn;

  sim_pen_lay_down (pen);
  pfn = take (pen->run, wish->request, wish->gfp, wish->order);
  sim_pen_take_up (pen);
  return pfn;
}

/* From the first zone's lists of the wanted type. Mostly the first list that is looked at has a block: nothing
 * to be cut, and in bulk a straight line. */
SIM_INLINE SimPfn
page_take_cut (SimPen         *pen,
               const PageWish *wish)
{
  BuddySource source = { .head = wish->head };

  if (SIM_UNLIKELY (!watermark_is_plainly_passed (*wish->free_span, *wish->enough, wish->span)))
    return page_take_by (pen, page_take_tested, wish);
  if (SIM_LIKELY (sim_ring_first (pen->machine, source.head) != source.head))
    {
      page_ask (pen, wish);
      return page_cut_and_hand_out (pen, wish, source);
    }

  source = buddy_look_above (pen->machine, wish->head);
  if (SIM_LIKELY (sim_ring_first (pen->machine, source.head) != SIM_LINK_END))
    {
      page_ask (pen, wish);
      buddy_pass_empty_lists (pen, wish->zone, wish->order, source.steps, wish->request->type);
      return page_cut_and_hand_out (pen, wish, source);
    }

  /* More than one frame must lie in one block, of whatever type. */
  if (wish->order > 0 && !watermark_has_block (pen->machine, wish->zone, wish->order, SIM_ALLOC_WMARK_LOW))
    return page_take_by (pen, page_take_tested, wish);
  page_ask (pen, wish);
  buddy_pass_empty_lists (pen, wish->zone, wish->order, source.steps, wish->request->type);
  return page_take_by (pen, page_take_by_fallback, wish);
}

/* By way of the per-CPU list, which is of no use to the marks: a block must be on a free list all the same. */
SIM_INLINE SimPfn
page_take_by_pcp (SimPen         *pen,
                  const PageWish *wish)
{
  unsigned type = wish->request->type;
  SimPfn pfn;

  if (SIM_UNLIKELY (!watermark_is_plainly_passed (*wish->free_span, *wish->enough, wish->span)
                    || (wish->order > 0 && sim_ring_first (pen->machine, wish->head) == wish->head
                        && !watermark_has_block (pen->machine, wish->zone, wish->order, SIM_ALLOC_WMARK_LOW))))
    return page_take_by (pen, page_take_tested, wish);

  page_ask (pen, wish);
  pfn = pcp_take (pen, wish->zone, wish->order, wish->span, type, (SimPcpPlace) { wish->pcp_head, wish->pcp_words },
                  wish->gfp, WATERMARK_FIRST_TRY);
  if (SIM_UNLIKELY (pfn == SIM_NO_PFN))
    return page_take_by (pen, page_take_elsewhere, wish);
  return page_hand_out (pen, wish, sim_link (pfn));
}

/* by_pcp: by way of the per-CPU lists; a constant of the caller. */
SIM_INLINE SimPfn
page_take (SimPen         *pen,
           const PageWish *wish,
           bool            by_pcp)
{
  return by_pcp ? page_take_by_pcp (pen, wish) : page_take_cut (pen, wish);
}

/* The way back of blocks of one order, from one zone and type, on one CPU. */
typedef struct {
  SimMark key;                    /* as the blocks were handed out; 0: none */
  PcpWay  way;
} PageReturn;

/* A block of that order, that somebody was given. span: of the order; given: its mark; is_small: see buddy_give ();
 * by_pcp: as above; last: how a block of the order last came back on a per-CPU list, may be NULL. */
SIM_INLINE void
page_give (SimPen     *pen,
           SimPfn      pfn,
           unsigned    order,
           SimLink     span,
           uint32_t    given,
           bool        is_small,
           bool        by_pcp,
           PageReturn *last)
{
  uint32_t mark = given - SIM_FRAME_ALLOCATED + SIM_FRAME_FREE;
  unsigned zone = sim_plain_mark_zone (mark);

  sim_pen_gives_whole (pen);
  sim_pen_knows_mark (pen, given - SIM_FRAME_ALLOCATED + SIM_FRAME_ISOLATED);
  sim_emit_block_returned (pen, pfn, order);
  sim_pen_knows_nothing (pen);
  if (by_pcp)
    {
      SimMark type = sim_block_type_bits (pen->machine, pfn, zone), key = mark + type + ((SimMark) *pen->cpu << SIM_MARK_CPU_SHIFT);
      PageReturn here;

      if (last == NULL || SIM_UNLIKELY (last->key != key))
        {
          here = (PageReturn) { key, pcp_way (pen->machine, zone, order, *pen->cpu, mark, type, is_small) };
          if (last != NULL)
            *last = here;
        }
      pcp_give (pen, pfn, order, span, last != NULL ? &last->way : &here.way);
    }
  else
    buddy_give (pen, pfn, order, span, zone, mark, sim_block_type_bits (pen->machine, pfn, zone), is_small, false);
  sim_pen_knows_nothing (pen);
}
