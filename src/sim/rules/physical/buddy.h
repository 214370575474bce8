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

/* __rmqueue_smallest (), expand (): the first block of the smallest order that is large enough,
 * halved until it fits. It is then isolated. */
SIM_INLINE SimPfn
buddy_take_smallest (SimPen         pen,
                     SimZoneId      zone,
                     SimOrder       order,
                     SimMigrateType type)
{
  uint32_t orders = sim_orders_with_blocks (pen.machine, zone, type) >> order;
  SimOrder found = order;

  if (SIM_UNLIKELY (orders == 0))
    {
      for (; found <= sim_largest_order (pen.machine); found++)
        sim_emit_list_empty (pen, zone, found, type);
      return SIM_NO_PFN;
    }

  for (unsigned empty = (unsigned) __builtin_ctz (orders); empty > 0; empty--)
    sim_emit_list_empty (pen, zone, found++, type);

  SimPfn pfn = sim_ring_first (pen.machine, sim_list_head (pen.machine, zone, found, type));

  sim_emit_block_taken (pen, pfn, found, zone, type);
  for (; found > order; found--)
    sim_emit_block_split (pen, pfn, found, zone, type);

  return pfn;
}

/* __rmqueue (): from the wanted type, else from another one that is then turned into it. */
SIM_INLINE SimPfn
buddy_take (SimPen         pen,
            SimZoneId      zone,
            SimOrder       order,
            SimMigrateType type)
{
  SimPfn pfn = buddy_take_smallest (pen, zone, order, type);

  while (SIM_UNLIKELY (pfn == SIM_NO_PFN) && fallback_steal (pen, zone, order, type))
    pfn = buddy_take_smallest (pen, zone, order, type);

  return pfn;
}

/* Why page_is_buddy () said no. */
SIM_INLINE SimBuddyVerdict
buddy_refusal (SimPen    pen,
               SimPfn    buddy,
               SimZoneId zone)
{
  uint32_t mark = sim_frame_mark (pen.machine, buddy);

  switch (sim_mark_state (mark))
    {
    case SIM_FRAME_HOLE:
      return SIM_BUDDY_NO_FRAME;
    case SIM_FRAME_PCP:
      return sim_mark_zone (mark) == zone ? SIM_BUDDY_IN_PCP : SIM_BUDDY_OTHER_ZONE;
    case SIM_FRAME_FREE:
      return sim_mark_zone (mark) == zone ? SIM_BUDDY_SPLIT : SIM_BUDDY_OTHER_ZONE;
    default:
      return sim_mark_zone (mark) == zone ? SIM_BUDDY_ALLOCATED : SIM_BUDDY_OTHER_ZONE;
    }
}

/* Types whose page blocks may be merged with those of others: not HighAtomic. */
SIM_INLINE bool
buddy_types_merge (SimMigrateType type,
                   SimMigrateType other)
{
  return type == other || (type < SIM_HIGHATOMIC && other < SIM_HIGHATOMIC);
}

/* __free_one_page (): merges the isolated block with its buddies as far as it goes, and puts it on
 * a list. to_tail: at the end of it whatever may come. */
SIM_INLINE void
buddy_give (SimPen         pen,
            SimPfn         pfn,
            SimOrder       order,
            SimZoneId      zone,
            SimMigrateType type,
            bool           to_tail)
{
  SimOrder largest = sim_largest_order (pen.machine);

  for (; order < largest; order++)
    {
      SimPfn buddy = pfn ^ sim_frames_in (order);

      if (!sim_mark_is_free_block (sim_frame_mark (pen.machine, buddy), order, zone))
        {
          sim_emit_buddy_tested (pen, pfn, buddy, order, pen.is_recorded ? buddy_refusal (pen, buddy, zone) : 0);
          break;
        }
      if (SIM_UNLIKELY (order >= sim_pageblock_order (pen.machine))
          && !buddy_types_merge (type, sim_block_type (pen.machine, buddy, zone)))
        {
          sim_emit_buddy_tested (pen, pfn, buddy, order, SIM_BUDDY_OTHER_PAGEBLOCK);
          break;
        }
      sim_emit_buddy_tested (pen, pfn, buddy, order, SIM_BUDDY_MERGES);
      sim_emit_blocks_merged (pen, pfn, buddy, order, zone);
      pfn &= buddy;
    }

  if (order == largest)
    sim_emit_buddy_tested (pen, pfn, pfn, order, SIM_BUDDY_LARGEST_ORDER);

  /* If the block one order up could merge, this one may soon: keep it at the end of its list. */
  if (!to_tail && sim_frees_to_tail (pen.machine) && order < largest - 1)
    {
      SimPfn higher = pfn & ~sim_frames_in (order);
      SimOrder higher_order = (SimOrder) (order + 1);

      to_tail = sim_mark_is_free_block (sim_frame_mark (pen.machine, higher ^ sim_frames_in (higher_order)),
                                        higher_order, zone);
    }

  sim_emit_block_freed (pen, pfn, order, type, to_tail);
}
