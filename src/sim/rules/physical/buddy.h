/* buddy.h - taking from and giving to the free lists of one zone
 *
 * Models      mm/page_alloc.c: __rmqueue(), __rmqueue_smallest(), expand(), __free_one_page(),
 *             buddy_merge_likely(), find_buddy_page_pfn()
 * Leaves out  CMA, page isolation, guard pages, list shuffling
 * Units       pfn: page frame number; order: log2 of a number of frames
 *
 * Inline, because the calls that are made by the million are built of these.
 */
#pragma once

#include "sim/rules/physical/fallback.h"
#include "sim/state/emit.h"

/* From which list a block is cut. */
typedef struct {
  SimLink  head;
  SimLink  steps;                 /* up from the list of the wanted order, in links: 16 for each order */
} BuddySource;

/* The first list with a block, above the one of the wanted order, which has none. */
SIM_INLINE BuddySource
buddy_look_above (const SimMachine *machine,
                  SimLink           head)
{
  BuddySource source = { .head = head };

  do
    source.head += sim_link (1);
  while (sim_ring_first (machine, source.head) == source.head);
  source.steps = source.head - head;
  return source;
}

/* The first block of the list that was found, halved until it fits: it is then isolated. The lists of
 * the orders between are empty. goal: span of the order wanted; list_mark: of a free block of that order of the zone and
 * type. Returns its link. */
SIM_INLINE SimLink
buddy_cut (SimPen     *pen,
           unsigned    zone,
           unsigned    order,
           SimLink     goal,
           unsigned    type,
           SimMark     mark,
           BuddySource source)
{
  SimLink head = source.head, link = sim_ring_first (pen->machine, head);
  unsigned steps = (unsigned) sim_link_pfn (source.steps), found = order + steps;
  SimLink span = goal << steps;

  mark += sim_free_mark (0, 1) / sim_link (1) * source.steps;
  sim_pen_count_free (pen, zone, -(int32_t) goal);
  sim_pen_counts_ahead (pen, 1 + (uint64_t) steps);
  sim_pen_takes_first (pen, head);
  sim_pen_knows_place (pen, link, span);
  sim_emit_block_taken (pen, sim_link_pfn (link), found, zone, type);

  for (; span > goal; found--)
    {
      head -= sim_link (1);
      mark -= sim_free_mark (0, 1);
      sim_pen_fills_empty (pen, head);
      sim_pen_knows_place (pen, link, span);
      sim_pen_knows_mark (pen, mark);
      sim_emit_block_split (pen, sim_link_pfn (link), found, zone, type);
      span /= 2;
    }
  sim_pen_knows_nothing (pen);
  sim_pen_has_counted (pen);
  return link;
}

/* From the order that is wanted up to the one that was found; steps: as above. */
SIM_INLINE void
buddy_pass_empty_lists (SimPen  *pen,
                        unsigned zone,
                        unsigned order,
                        SimLink  steps,
                        unsigned type)
{
  if (pen->keeps_events)
    for (unsigned found = order + (unsigned) sim_link_pfn (steps); order < found; order++)
      sim_emit_list_empty (pen, zone, order, type);
  else
    sim_pen_passes_over (pen, sim_link_pfn (steps));
}

/* __rmqueue_smallest (): from the smallest order that is large enough and has a block. */
SIM_INLINE SimPfn
buddy_take_smallest (SimPen  *pen,
                     unsigned zone,
                     unsigned order,
                     unsigned type)
{
  BuddySource source = { .head = sim_list_head (pen->machine, zone, order, type) };

  if (sim_ring_first (pen->machine, source.head) == source.head)
    source = buddy_look_above (pen->machine, source.head);
  buddy_pass_empty_lists (pen, zone, order, source.steps, type);
  if (SIM_UNLIKELY (sim_ring_first (pen->machine, source.head) == SIM_LINK_END))
    return SIM_NO_PFN;
  return sim_link_pfn (buddy_cut (pen, zone, order, sim_span (order), type, sim_free_mark (sim_list_mark (zone, type), order), source));
}

/* Nothing of the wanted type: from another one, that is then turned into it. */
static __attribute__ ((noinline, unused)) SimPfn
buddy_take_by_fallback (SimRun        *run,
                        unsigned       zone,
                        unsigned       order,
                        unsigned       type,
                        unsigned       alloc_flags)
{
  SimPfn pfn = SIM_NO_PFN;

  while (pfn == SIM_NO_PFN && fallback_steal (run, zone, order, type, alloc_flags))
    {
      SimPen pen = sim_pen_of (run);

      pfn = buddy_take_smallest (&pen, zone, order, type);
      sim_pen_rest (&pen);
    }
  return pfn;
}

/* __rmqueue () */
SIM_INLINE SimPfn
buddy_take (SimPen        *pen,
            unsigned       zone,
            unsigned       order,
            unsigned       type,
            unsigned       alloc_flags)
{
  SimPfn pfn = buddy_take_smallest (pen, zone, order, type);

  if (SIM_UNLIKELY (pfn == SIM_NO_PFN))
    {
      sim_pen_lay_down (pen);
      pfn = buddy_take_by_fallback (pen->run, zone, order, type, alloc_flags);
      sim_pen_take_up (pen);
    }
  return pfn;
}

/* Why page_is_buddy () said no to a frame; in_zone: any mark of the zone. */
SIM_INLINE SimBuddyVerdict
buddy_refusal (uint32_t  mark,
               uint32_t  in_zone)
{
  static const uint8_t verdicts[] = {
    [SIM_FRAME_HOLE] = SIM_BUDDY_NO_FRAME,
    [SIM_FRAME_FREE] = SIM_BUDDY_SPLIT,
    [SIM_FRAME_PCP] = SIM_BUDDY_IN_PCP,
    [SIM_FRAME_RESERVED] = SIM_BUDDY_ALLOCATED,
    [SIM_FRAME_KERNEL] = SIM_BUDDY_ALLOCATED,
    [SIM_FRAME_ALLOCATED ... SIM_MARK_STATE_MASK] = SIM_BUDDY_ALLOCATED,
  };

  if (SIM_UNLIKELY (((mark ^ in_zone) & SIM_MARK_ZONE_MASK) != 0) && sim_mark_state (mark) != SIM_FRAME_HOLE)
    return SIM_BUDDY_OTHER_ZONE;
  return (SimBuddyVerdict) verdicts[sim_mark_state (mark)];
}

/* Types whose page blocks may be merged with those of others: not HighAtomic. */
SIM_INLINE bool
buddy_types_merge (unsigned       type,
                   SimMigrateType other)
{
  return type == other || (type < SIM_HIGHATOMIC && other < SIM_HIGHATOMIC);
}

typedef struct {
  SimPfn   pfn;
  unsigned order;
} BuddyMerged;

/* From one page block to the next: their types have a say. */
static __attribute__ ((noinline, unused)) BuddyMerged
buddy_merge_beyond (SimRun  *run,
                    SimPfn   pfn,
                    unsigned order)
{
  SimPen pen = sim_pen_of (run);

  sim_pen_count_free (&pen, 0, 0);

  unsigned zone = sim_mark_zone (sim_frame_mark (pen.machine, pfn)), type = sim_block_type (pen.machine, pfn, zone);

  for (; order < sim_largest_order (pen.machine); order++)
    {
      SimPfn buddy = pfn ^ 1u << order;
      uint32_t mark = sim_frame_mark (pen.machine, buddy);
      SimBuddyVerdict verdict = SIM_BUDDY_MERGES;

      if (!sim_mark_is_free_block (mark, order, zone))
        verdict = buddy_refusal (mark, sim_mark (SIM_FRAME_HOLE, 0, zone));
      else if (!buddy_types_merge (type, sim_block_type (pen.machine, buddy, zone)))
        verdict = SIM_BUDDY_OTHER_PAGEBLOCK;

      sim_emit_buddy_tested (&pen, pfn, buddy, order, verdict);
      if (verdict != SIM_BUDDY_MERGES)
        break;
      sim_emit_blocks_merged (&pen, pfn, buddy, order, zone);
      pfn &= buddy;
    }

  if (order == sim_largest_order (pen.machine))
    sim_emit_buddy_tested (&pen, pfn, pfn, order, SIM_BUDDY_LARGEST_ORDER);
  sim_pen_rest (&pen);
  return (BuddyMerged) { pfn, order };
}

/* The isolated block, as large as it gets, goes to a list. link, span: where it is; mark: of a free block of
 * that order and zone; type: of the list, as it stands in a mark; is_small: below sim_small_span () for certain; to_tail: at
 * the end of the list whatever may come. */
SIM_INLINE void
buddy_put (SimPen  *pen,
           SimLink  link,
           SimLink  span,
           unsigned order,
           SimMark  mark,
           SimMark  type,
           bool     is_small,
           bool     to_tail)
{
  /* buddy_merge_likely (): if the block one order up could merge, this one may soon: keep it last. */
  if (!to_tail && (is_small || span < sim_tail_span (pen->machine)))
    {
      uint32_t higher = sim_record_word (pen->machine, (link & ~span) ^ 2 * span, SIM_RECORD_MARK);

      to_tail = (higher & SIM_MARK_BLOCK_MASK) == mark + sim_tail_step (pen->machine);
    }

  sim_pen_knows_place (pen, link, span);
  sim_pen_knows_mark (pen, mark + type);
  sim_emit_block_freed (pen, sim_link_pfn (link), order, (SimField_migrate) (type >> SIM_MARK_TYPE_SHIFT), to_tail);
  sim_pen_knows_nothing (pen);
  sim_pen_has_counted (pen);
}

/* page_is_buddy () */
SIM_INLINE bool
buddy_is_free (SimPen   *pen,
               SimLink   link,
               SimLink   span,
               SimMark   mark)
{
  return (sim_record_word (pen->machine, link ^ span, SIM_RECORD_MARK) & SIM_MARK_BLOCK_MASK) == (uint32_t) mark;
}

SIM_INLINE void
buddy_refused (SimPen   *pen,
               SimLink   link,
               SimLink   span,
               unsigned  order,
               SimMark   mark)
{
  uint32_t found = sim_record_word (pen->machine, link ^ span, SIM_RECORD_MARK);

  sim_emit_buddy_tested (pen, sim_link_pfn (link), sim_link_pfn (link ^ span), order,
                         pen->keeps_events ? buddy_refusal (found, (uint32_t) mark) : 0);
}

/* __free_one_page (): merges the isolated block with its buddies as far as it goes, and puts it on
 * a list. span, mark: of a free block of that order and zone; type: of the list, as it stands in a mark; is_small: below
 * sim_small_span () for certain. Mostly there is nothing to be merged: in bulk a straight line. */
SIM_INLINE void
buddy_give (SimPen  *pen,
            SimPfn   pfn,
            unsigned order,
            SimLink  span,
            unsigned zone,
            SimMark  mark,
            SimMark  type,
            bool     is_small,
            bool     to_tail)
{
  SimLink link = sim_link (pfn);

  sim_pen_count_free (pen, zone, (int32_t) span);
  if (SIM_LIKELY ((is_small || span < sim_plain_span (pen->machine)) && !buddy_is_free (pen, link, span, mark)))
    {
      buddy_refused (pen, link, span, order, mark);
      buddy_put (pen, link, span, order, mark, type, is_small, to_tail);
      return;
    }

  while (SIM_LIKELY (span < sim_plain_span (pen->machine)))
    {
      if (!buddy_is_free (pen, link, span, mark))
        {
          buddy_refused (pen, link, span, order, mark);
          buddy_put (pen, link, span, order, mark, type, false, to_tail);
          return;
        }
      sim_emit_buddy_tested (pen, sim_link_pfn (link), sim_link_pfn (link ^ span), order, SIM_BUDDY_MERGES);
      sim_pen_knows_place (pen, link, span);
      sim_emit_blocks_merged (pen, sim_link_pfn (link), sim_link_pfn (link ^ span), order, zone);
      link &= ~span;
      span *= 2;
      order++;
      mark += sim_mark ((SimFrameState) 0, 1, 0);
    }

  BuddyMerged merged;

  sim_pen_lay_down (pen);
  merged = buddy_merge_beyond (pen->run, sim_link_pfn (link), sim_mark_order ((uint32_t) mark));
  sim_pen_take_up (pen);
  buddy_put (pen, sim_link (merged.pfn), sim_span (merged.order), merged.order, sim_mark (SIM_FRAME_FREE, merged.order, zone), type,
             false, to_tail);
}
