/* fallback.c - see fallback.h */

#include "sim/rules/physical/fallback.h"

/* mm/page_alloc.c: fallbacks[][] */
static const SimMigrateType fallbacks[SIM_HIGHATOMIC][2] = {
  [SIM_UNMOVABLE]   = { SIM_RECLAIMABLE, SIM_MOVABLE },
  [SIM_MOVABLE]     = { SIM_RECLAIMABLE, SIM_UNMOVABLE },
  [SIM_RECLAIMABLE] = { SIM_UNMOVABLE,   SIM_MOVABLE },
};

/* can_steal_fallback (): is it worth taking the whole page block over? */
static bool
can_steal_whole (SimPen        *pen,
                 unsigned       order,
                 unsigned       type)
{
  return order >= sim_pageblock_order (pen->machine) / 2 || type == SIM_RECLAIMABLE
         || (type == SIM_UNMOVABLE && !sim_profile (pen->machine)->buddy.steals_as_before_4_1);
}

/* The first block that other types have, from the largest order down; an order below `order`: there is none. */
static int
largest_of_others (const SimMachine *machine,
                   unsigned          zone,
                   unsigned          order,
                   unsigned          type)
{
  int current = (int) sim_largest_order (machine);
  SimLink one = sim_list_head (machine, zone, (unsigned) current, fallbacks[type][0]);
  SimLink other = sim_list_head (machine, zone, (unsigned) current, fallbacks[type][1]);

  for (; current >= (int) order; current--, one -= sim_link (1), other -= sim_link (1))
    if (sim_ring_first (machine, one) != one || sim_ring_first (machine, other) != other)
      break;
  return current;
}

/* find_suitable_fallback (): SIM_N_MIGRATE_TYPES where no other type has a block of this order. */
static unsigned
type_with_block (SimPen        *pen,
                 unsigned       zone,
                 unsigned       order,
                 unsigned       type)
{
  for (unsigned i = 0; i < 2; i++)
    if (!sim_list_is_empty (pen->machine, zone, order, fallbacks[type][i]))
      return fallbacks[type][i];
  return SIM_N_MIGRATE_TYPES;
}

/* move_freepages_block () */
SimPfn
fallback_move_page_block (SimPen   *pen,
                          SimPfn    pfn,
                          unsigned  zone,
                          unsigned  to)
{
  const SimZoneBounds *bounds = sim_zone_bounds (pen->machine, zone);
  SimPfn size = (SimPfn) 1 << sim_pageblock_order (pen->machine);
  SimPfn first = pfn & ~(size - 1), end = first + size, n_moved = 0;

  if (end > bounds->end)
    return 0;
  if (first < bounds->start)
    first = pfn;

  for (SimPfn i = first; i < end;)
    {
      uint32_t mark = sim_frame_mark (pen->machine, i);

      if (sim_mark_state (mark) != SIM_FRAME_FREE)
        {
          i++;
          continue;
        }
      sim_emit_block_moved (pen, i, sim_mark_order (mark), sim_mark_type (mark), to);
      sim_pen_breathe (pen);
      i += sim_frames_in (sim_mark_order (mark));
      n_moved += sim_frames_in (sim_mark_order (mark));
    }
  return n_moved;
}

/* boost_watermark (): types mix, and more reclaim ahead of time would make that rarer. */
static void
boost (SimPen   *pen,
       unsigned  zone,
       unsigned  alloc_flags)
{
  uint64_t factor = sim_profile (pen->machine)->marks.boost_factor;
  uint32_t pageblock_size = sim_frames_in ((SimOrder) sim_pageblock_order (pen->machine));
  uint32_t before = sim_zone_word (pen->machine, zone, SIM_ZONE_WORD_BOOST);
  uint32_t most = (uint32_t) (sim_zone_word (pen->machine, zone, SIM_ZONE_WORD_HIGH) * factor / 10000);
  uint32_t after;

  /* Small zones, and those without marks, are spared. */
  if (most == 0 || 4 * pageblock_size > sim_zone_word (pen->machine, zone, SIM_ZONE_WORD_MANAGED))
    return;

  if (most < pageblock_size)
    most = pageblock_size;
  after = before + pageblock_size < most ? before + pageblock_size : most;
  if (after != before)
    sim_emit_boosted (pen, zone, before, after);
  if (alloc_flags & SIM_ALLOC_KSWAPD)
    pen->run->boosted_zones |= 1u << zone;
}

/* steal_suitable_fallback () */
static void
steal (SimPen        *pen,
       SimPfn         pfn,
       unsigned       order,
       unsigned       zone,
       unsigned       found,
       unsigned       to,
       unsigned       alloc_flags,
       bool           whole_block)
{
  unsigned       block_type = sim_block_type (pen->machine, pfn, zone);
  unsigned pageblock_order = sim_pageblock_order (pen->machine);
  SimPfn n_free, n_alike, pageblock_size = (SimPfn) 1 << pageblock_order;

  if (block_type == SIM_HIGHATOMIC)
    goto single_block;

  if (order >= pageblock_order)
    {
      for (SimPfn i = pfn; i < pfn + sim_frames_in (order); i += pageblock_size)
        if (sim_block_type (pen->machine, i, zone) != to)
          sim_emit_pageblock_claimed (pen, i, sim_block_type (pen->machine, i, zone), to, zone);
      goto single_block;
    }

  boost (pen, zone, alloc_flags);
  if (!whole_block)
    goto single_block;

  n_free = fallback_move_page_block (pen, pfn, zone, to);
  if (n_free == 0)
    goto single_block;

  /* What is handed out in a Movable block and not itself movable is of our kind. */
  n_alike = to != SIM_MOVABLE && block_type == SIM_MOVABLE && !sim_profile (pen->machine)->buddy.steals_as_before_4_1 ? pageblock_size - n_free : 0;
  if (n_free + n_alike >= pageblock_size / 2 && block_type != to)
    sim_emit_pageblock_claimed (pen, pfn, block_type, to, zone);
  return;

single_block:
  sim_emit_block_moved (pen, pfn, order, found, to);
}

bool
fallback_steal (SimRun        *run,
                unsigned       zone,
                unsigned       order,
                unsigned       type,
                unsigned       alloc_flags)
{
  unsigned least = order;

  if (type >= SIM_HIGHATOMIC || sim_has_cold_lists (run->machine))
    return false;

  /* Rather nothing than a part of a page block: another zone may have it. */
  if (alloc_flags & SIM_ALLOC_NOFRAGMENT && order < sim_pageblock_order (run->machine))
    least = sim_pageblock_order (run->machine);

  int current = largest_of_others (run->machine, zone, least, type);

  if (current < (int) least)
    return false;

  SimPen pen = sim_pen_of (run);
  unsigned found = type_with_block (&pen, zone, (unsigned) current, type);
  bool whole_block = can_steal_whole (&pen, (unsigned) current, type);

  /* A Movable request that cannot have the whole page block takes the smallest piece instead. */
  if (!whole_block && type == SIM_MOVABLE && current > (int) order && !sim_profile (pen.machine)->buddy.steals_as_before_4_1)
    {
      for (current = (int) order; ; current++)
        {
          found = type_with_block (&pen, zone, (unsigned) current, type);
          if (found != SIM_N_MIGRATE_TYPES)
            break;
        }
      whole_block = can_steal_whole (&pen, (unsigned) current, type);
    }

  SimPfn pfn = sim_link_pfn (sim_ring_first (pen.machine, sim_list_head (pen.machine, zone, (unsigned) current, found)));

  sim_emit_fallback_chosen (&pen, zone, (unsigned) current, type, found);
  steal (&pen, pfn, (unsigned) current, zone, found, type, alloc_flags, whole_block);
  sim_pen_rest (&pen);
  return true;
}
