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

/* The first block of the order that was found, halved until it fits: it is then isolated. The lists of
 * the orders between are empty. */
SIM_INLINE SimPfn
buddy_cut (SimPen  *pen,
           unsigned zone,
           unsigned found,
           unsigned order,
           unsigned type,
           SimLink  head)
{
  SimPfn pfn = sim_link_pfn (sim_ring_first (pen->machine, head));

  sim_pen_takes_first (pen, head);
  sim_emit_block_taken (pen, pfn, found, zone, type);
  sim_pen_knows_no_head (pen);

  for (; found > order; found--)
    {
      head -= sim_link (1);
      sim_pen_fills_empty (pen, head);
      sim_emit_block_split (pen, pfn, found, zone, type);
      sim_pen_knows_no_head (pen);
    }
  return pfn;
}

/* __rmqueue_smallest (): from the smallest order that is large enough and has a block. */
SIM_INLINE SimPfn
buddy_take_smallest (SimPen  *pen,
                     unsigned zone,
                     unsigned order,
                     unsigned type)
{
  for (unsigned found = order; found <= sim_largest_order (pen->machine); found++)
    {
      SimLink head = sim_list_head (pen->machine, zone, found, type);

      if (sim_ring_first (pen->machine, head) != head)
        return buddy_cut (pen, zone, found, order, type, head);
      sim_emit_list_empty (pen, zone, found, type);
    }
  return SIM_NO_PFN;
}

/* Nothing of the wanted type: from another one, that is then turned into it. */
static __attribute__ ((noinline, unused)) SimPfn
buddy_take_by_fallback (SimRun        *run,
                        unsigned       zone,
                        unsigned       order,
                        unsigned       type)
{
  SimPfn pfn = SIM_NO_PFN;

  while (pfn == SIM_NO_PFN && fallback_steal (run, zone, order, type))
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
            unsigned       type)
{
  SimPfn pfn = buddy_take_smallest (pen, zone, order, type);

  if (SIM_UNLIKELY (pfn == SIM_NO_PFN))
    {
      sim_pen_rest (pen);
      pfn = buddy_take_by_fallback (pen->run, zone, order, type);
      sim_pen_take_up (pen);
    }
  return pfn;
}

/* Why page_is_buddy () said no. */
SIM_INLINE SimBuddyVerdict
buddy_refusal (uint32_t  mark,
               unsigned  zone)
{
  static const uint8_t verdicts[] = {
    [SIM_FRAME_HOLE] = SIM_BUDDY_NO_FRAME,
    [SIM_FRAME_FREE] = SIM_BUDDY_SPLIT,
    [SIM_FRAME_PCP] = SIM_BUDDY_IN_PCP,
    [SIM_FRAME_RESERVED] = SIM_BUDDY_ALLOCATED,
    [SIM_FRAME_KERNEL] = SIM_BUDDY_ALLOCATED,
    [SIM_FRAME_ALLOCATED ... SIM_MARK_STATE_MASK] = SIM_BUDDY_ALLOCATED,
  };

  if (sim_mark_state (mark) != SIM_FRAME_HOLE && sim_mark_zone (mark) != zone)
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
  unsigned zone = sim_mark_zone (sim_frame_mark (pen.machine, pfn)), type = sim_block_type (pen.machine, pfn, zone);

  for (; order < sim_largest_order (pen.machine); order++)
    {
      SimPfn buddy = pfn ^ 1u << order;
      uint32_t mark = sim_frame_mark (pen.machine, buddy);
      SimBuddyVerdict verdict = SIM_BUDDY_MERGES;

      if (!sim_mark_is_free_block (mark, order, zone))
        verdict = buddy_refusal (mark, zone);
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

/* The isolated block, as large as it gets, goes to a list. list_mark: of the type whose list that is;
 * mark: of a free block of that order and zone; to_tail: at the end of the list whatever may come. */
SIM_INLINE void
buddy_put (SimPen  *pen,
           SimPfn   pfn,
           unsigned order,
           uint32_t mark,
           uint32_t list_mark,
           bool     to_tail)
{
  /* buddy_merge_likely (): if the block one order up could merge, this one may soon: keep it last. */
  if (!to_tail && order < sim_tail_orders (pen->machine))
    {
      SimPfn higher = (pfn & ~(1u << order)) ^ 2u << order;

      to_tail = (sim_frame_mark (pen->machine, higher) & SIM_MARK_BLOCK_MASK) == mark + sim_mark ((SimFrameState) 0, 1, 0);
    }

  sim_pen_knows_list (pen, list_mark);
  if (to_tail)
    sim_emit_block_freed (pen, pfn, order, sim_mark_type (list_mark), 1);
  else
    sim_emit_block_freed (pen, pfn, order, sim_mark_type (list_mark), 0);
}

/* __free_one_page (): merges the isolated block with its buddies as far as it goes, and puts it on
 * a list. */
SIM_INLINE void
buddy_give (SimPen  *pen,
            SimPfn   pfn,
            unsigned order,
            unsigned zone,
            uint32_t list_mark,
            bool     to_tail)
{
  unsigned n_plain_orders = sim_n_plain_orders (pen->machine);
  uint32_t wanted = sim_mark (SIM_FRAME_FREE, order, zone);

  for (; order < n_plain_orders; order++, wanted += 1u << SIM_MARK_ORDER_SHIFT)
    {
      SimPfn buddy = pfn ^ 1u << order;
      uint32_t mark = sim_frame_mark (pen->machine, buddy);

      if ((mark & SIM_MARK_BLOCK_MASK) != wanted)
        {
          sim_emit_buddy_tested (pen, pfn, buddy, order, pen->keeps_events ? buddy_refusal (mark, zone) : 0);
          break;
        }
      sim_emit_buddy_tested (pen, pfn, buddy, order, SIM_BUDDY_MERGES);
      sim_emit_blocks_merged (pen, pfn, buddy, order, zone);
      pfn &= buddy;
    }

  if (SIM_UNLIKELY (order >= n_plain_orders))
    {
      BuddyMerged merged;

      sim_pen_rest (pen);
      merged = buddy_merge_beyond (pen->run, pfn, order);
      sim_pen_take_up (pen);
      pfn = merged.pfn;
      order = merged.order;
    }

  buddy_put (pen, pfn, order, wanted, list_mark, to_tail);
}
