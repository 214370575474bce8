/* pcp.c - see pcp.h
 *
 * Refilling and draining are where the frames of a busy list pay for their way through the buddy
 * system: compiled once for each that is kept.
 */

#include "sim/rules/physical/pcp.h"
#include "sim/rules/reclaim/kswapd.h"

/* Where no event is kept: as far as there are blocks of the type. Returns how many have come. */
SIM_INLINE uint32_t
fill_by_rows (SimPen      *pen,
              unsigned     zone,
              unsigned     order,
              unsigned     type,
              SimPcpPlace  place,
              SimMark      mark,
              uint32_t     n_wanted)
{
  SimLink head = sim_list_head (pen->machine, zone, order, type);
  SimFilling filling = {
    .span = sim_span (order),
    .free_mark = sim_free_mark (sim_list_mark (zone, type), order),
    .place = place,
    .pcp_mark = mark,
  };
  uint32_t n = 0;

  while (n < n_wanted)
    {
      BuddySource source = { .head = head };

      if (sim_ring_first (pen->machine, head) == head)
        source = buddy_look_above (pen->machine, head);
      if (sim_ring_first (pen->machine, source.head) == SIM_LINK_END)
        break;
      filling.head = source.head;
      filling.steps = source.steps;
      n += sim_fill_pcp (pen, &filling, zone, n_wanted - n < SIM_MOST_IN_ROW ? n_wanted - n : SIM_MOST_IN_ROW);
      sim_pen_breathe (pen);
    }
  return n;
}

SIM_INLINE bool
refill (SimRun        *run,
        unsigned       zone,
        unsigned       list,
        unsigned       order,
        unsigned       type,
        unsigned       alloc_flags,
        SimKeeping     keeping)
{
  SimPen pen = sim_pen (run, keeping);
  uint32_t batch = sim_zone_word (pen.machine, zone, SIM_ZONE_WORD_PCP_BATCH);
  uint32_t n_blocks = batch, i;
  unsigned cpu = run->cpu;
  SimPcpPlace place = sim_pcp_place (pen.machine, zone, cpu, list);
  SimMark mark = sim_pcp_mark (order, zone, sim_pcp_type (pen.machine, list), list, cpu);
  SimLink span = sim_span (order);

  /* Larger blocks, fewer of them. */
  if (!sim_has_cold_lists (pen.machine) && batch > 1)
    n_blocks = batch >> order > 2 ? batch >> order : 2;

  sim_emit_pcp_refill (&pen, zone, cpu, list, n_blocks);
  for (i = 0; i < n_blocks; i++)
    {
      if (!pen.keeps_events)
        i += fill_by_rows (&pen, zone, order, type, place, mark, n_blocks - i);
      if (i == n_blocks)
        break;

      SimPfn pfn = buddy_take (&pen, zone, order, type, alloc_flags);

      if (pfn == SIM_NO_PFN)
        break;
      sim_pen_knows_mark (&pen, mark);
      sim_pen_knows_pcp (&pen, zone, order, place);
      sim_pen_knows_place (&pen, sim_link (pfn), span);
      sim_emit_pcp_added (&pen, pfn, cpu, list, 1);
      sim_pen_knows_nothing (&pen);
      sim_pen_breathe (&pen);
    }
  sim_pen_rest (&pen);
  kswapd_hear_of_boosts (run);
  return i > 0;
}

bool
pcp_refill (SimRun        *run,
            unsigned       zone,
            unsigned       list,
            unsigned       order,
            unsigned       type,
            uint32_t       gfp,
            unsigned       alloc_flags)
{
  if (alloc_flags == WATERMARK_FIRST_TRY)
    alloc_flags = watermark_first_flags (run->machine, sim_request_for (run, gfp), gfp);

  switch (sim_keeping (run))
    {
    case SIM_KEEPS_NOTHING:
      return refill (run, zone, list, order, type, alloc_flags, SIM_KEEPS_NOTHING);
    case SIM_KEEPS_CHANGES:
      return refill (run, zone, list, order, type, alloc_flags, SIM_KEEPS_CHANGES);
    default:
      return refill (run, zone, list, order, type, alloc_flags, SIM_KEEPS_EVENTS);
    }
}

/* Where no event is kept: the blocks at the end of a list that lie side by side, of `most` at the most. Returns how many. */
SIM_INLINE uint32_t
drain_row (SimPen      *pen,
           unsigned     zone,
           unsigned     order,
           SimPcpPlace  place,
           uint32_t     most)
{
  SimLink span = sim_span (order);
  SimRow row = sim_row_at_end (pen->machine, place, span, most < SIM_MOST_IN_ROW ? most : SIM_MOST_IN_ROW);
  SimMark type = sim_record_word (pen->machine, row.link, SIM_RECORD_MARK) & SIM_MARK_TYPE_MASK;
  uint32_t n = row.n;

  sim_take_row (pen, place, span, row);
  while (row.n > 0)
    {
      SimJoined joined = sim_join_row (pen, &row, span, sim_plain_span (pen->machine), zone);
      unsigned larger = order + joined.step;

      buddy_give (pen, sim_link_pfn (joined.link), larger, span << joined.step, zone, sim_mark (SIM_FRAME_FREE, larger, zone), type,
                  false, false);
      sim_pen_breathe (pen);
    }
  return n;
}

/* Blocks go from the end of a list to the buddy system, until there are none or that many frames have gone. Returns how
 * many have. */
SIM_INLINE int
drain_list (SimPen   *pen,
            unsigned  zone,
            unsigned  cpu,
            unsigned  list,
            int       n_frames)
{
  SimPcpPlace place = sim_pcp_place (pen->machine, zone, cpu, list);
  unsigned order = sim_pcp_order (pen->machine, list);
  SimLink span = sim_span (order);
  SimMark mark = sim_mark (SIM_FRAME_FREE, order, zone);
  int n_gone = 0;

  while (n_gone < n_frames && sim_ring_length (pen->machine, place.head) > 0)
    {
      if (!pen->keeps_events)
        {
          uint32_t most = ((uint32_t) (n_frames - n_gone) + sim_frames_in ((SimOrder) order) - 1) >> order;

          n_gone += (int) (drain_row (pen, zone, order, place, most) << order);
          continue;
        }

      SimLink link = sim_ring_last (pen->machine, place.head);
      SimMark type = sim_record_word (pen->machine, link, SIM_RECORD_MARK) & SIM_MARK_TYPE_MASK;

      sim_pen_knows_pcp (pen, zone, order, place);
      sim_pen_knows_place (pen, link, span);
      sim_emit_pcp_taken (pen, sim_link_pfn (link), cpu, list, 1);
      sim_pen_knows_nothing (pen);
      buddy_give (pen, sim_link_pfn (link), order, span, zone, mark, type, false, false);
      sim_pen_breathe (pen);
      n_gone += (int) sim_frames_in ((SimOrder) order);
    }
  return n_gone;
}

/* Of each list one frame more than of the one before it, until one list is left. The first is never the first to give. */
SIM_INLINE void
drain_by_turns (SimPen   *pen,
                unsigned  zone,
                unsigned  cpu,
                int       left)
{
  unsigned n_lists = sim_n_pcp_lists (pen->machine), list = 0;
  int n_of_list = 0;

  while (left > 0)
    {
      do
        {
          n_of_list++;
          list = list + 1 < n_lists ? list + 1 : 0;
        }
      while (sim_ring_length (pen->machine, sim_pcp_head (pen->machine, zone, cpu, list)) == 0);

      if (n_of_list == (int) n_lists)
        n_of_list = left;
      int n_gone = drain_list (pen, zone, cpu, list, n_of_list < left ? n_of_list : left);

      left -= n_gone;
      n_of_list -= n_gone;
    }
}

SIM_INLINE void
drain (SimRun     *run,
       unsigned    zone,
       unsigned    cpu,
       unsigned    n_frames,
       unsigned    list,
       SimKeeping  keeping)
{
  SimPen pen = sim_pen (run, keeping);
  unsigned n_lists = sim_n_pcp_lists (pen.machine);
  uint32_t count = sim_pcp_count (pen.machine, zone, cpu);
  int left = (int) (n_frames < count ? n_frames : count);

  if (left > 0)
    sim_emit_pcp_drain (&pen, zone, cpu, list, (uint32_t) left);
  if (sim_profile (pen.machine)->buddy.pcp_drains_by_turns)
    drain_by_turns (&pen, zone, cpu, left);
  else while (left > 0)
    {
      left -= drain_list (&pen, zone, cpu, list, left);
      if (left > 0)
        list = list + 1 < n_lists ? list + 1 : 0;
    }
  sim_pen_rest (&pen);
}

void
pcp_drain (SimRun   *run,
           unsigned  zone,
           unsigned  cpu,
           unsigned  n_frames,
           unsigned  list)
{
  switch (sim_keeping (run))
    {
    case SIM_KEEPS_NOTHING:
      drain (run, zone, cpu, n_frames, list, SIM_KEEPS_NOTHING);
      break;
    case SIM_KEEPS_CHANGES:
      drain (run, zone, cpu, n_frames, list, SIM_KEEPS_CHANGES);
      break;
    default:
      drain (run, zone, cpu, n_frames, list, SIM_KEEPS_EVENTS);
    }
}

void
pcp_trim (SimRun   *run,
          unsigned  zone,
          unsigned  list,
          unsigned  order)
{
  uint32_t high = sim_zone_word (run->machine, zone, SIM_ZONE_WORD_PCP_LIMIT);
  uint32_t batch = sim_zone_word (run->machine, zone, SIM_ZONE_WORD_PCP_BATCH);
  unsigned cpu = run->cpu;
  uint32_t factor = sim_pcp_factor (run->machine, zone, cpu);
  uint32_t n_frames = batch << factor;

  /* Larger blocks do not wait while much is being freed. */
  if (order > 0 && factor > 0 && order < sim_n_pcp_orders (run->machine))
    n_frames = sim_pcp_count (run->machine, zone, cpu);
  else if (high < batch)
    n_frames = 1;
  else
    {
      uint32_t most = high - batch;

      if (n_frames < most && factor < sim_profile (run->machine)->buddy.largest_free_factor)
        {
          SimPen pen = sim_pen_of (run);

          sim_emit_pcp_factor (&pen, zone, cpu, factor, factor + 1);
          sim_pen_rest (&pen);
        }
      if (n_frames > most)
        n_frames = most;
      if (n_frames < batch)
        n_frames = batch;
    }

  pcp_drain (run, zone, cpu, n_frames, list);
}

void
pcp_trim_hot (SimRun   *run,
              unsigned  zone,
              unsigned  list)
{
  SimPen pen = sim_pen_of (run);
  uint32_t batch = sim_zone_word (pen.machine, zone, SIM_ZONE_WORD_PCP_BATCH);
  unsigned cpu = run->cpu;

  sim_emit_pcp_drain (&pen, zone, cpu, list, batch);
  drain_list (&pen, zone, cpu, list, (int) batch);
  sim_pen_rest (&pen);
}

SimPfn
pcp_take_in_bulk (SimRun   *run,
                  unsigned  zone,
                  unsigned  type)
{
  unsigned list = pcp_list_of (0, type);
  SimLink head = sim_pcp_head (run->machine, zone, run->cpu, list);

  if (sim_ring_first (run->machine, head) == head && !pcp_refill (run, zone, list, 0, type, 0, SIM_ALLOC_WMARK_LOW))
    return SIM_NO_PFN;

  SimPen pen = sim_pen_of (run);
  SimPfn pfn = sim_link_pfn (sim_ring_first (run->machine, head));

  sim_emit_pcp_taken (&pen, pfn, run->cpu, list, 0);
  sim_emit_block_handed_out (&pen, pfn, 0, run->serial, 0);
  sim_pen_rest (&pen);
  return pfn;
}

void
pcp_drain_all (SimRun *run)
{
  for (SimZoneId zone = 0; zone < sim_n_zones (run->machine); zone++)
    for (unsigned cpu = 0; cpu < sim_n_cpus (run->machine); cpu++)
      pcp_drain (run, zone, cpu, sim_pcp_count (run->machine, zone, cpu), 0);
}
