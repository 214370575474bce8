/* highatomic.c - see highatomic.h */

#include "sim/rules/physical/fallback.h"
#include "sim/rules/physical/highatomic.h"

void
highatomic_reserve (SimRun   *run,
                    SimPfn    pfn,
                    unsigned  zone)
{
  const SimMachine *machine = run->machine;
  SimPfn pageblock_size = sim_frames_in ((SimOrder) sim_pageblock_order (machine));
  uint32_t most = sim_zone_word (machine, zone, SIM_ZONE_WORD_MANAGED) / 100 + pageblock_size;
  uint32_t before = sim_zone_word (machine, zone, SIM_ZONE_WORD_HIGHATOMIC);
  unsigned type = sim_block_type (machine, pfn, zone);

  if (before >= most || type == SIM_HIGHATOMIC)
    return;

  SimPen pen = sim_pen_of (run);

  sim_emit_highatomic_counted (&pen, zone, before, before + pageblock_size);
  sim_emit_pageblock_claimed (&pen, pfn, type, SIM_HIGHATOMIC, zone);
  fallback_move_page_block (&pen, pfn, zone, SIM_HIGHATOMIC);
  sim_pen_rest (&pen);
}

/* The page block with the first block on the list; how many frames of it were free. */
static SimPfn
unreserve_first (SimRun   *run,
                 unsigned  zone,
                 unsigned  order,
                 unsigned  to)
{
  SimPen pen = sim_pen_of (run);
  SimPfn pfn = sim_link_pfn (sim_ring_first (pen.machine, sim_list_head (pen.machine, zone, order, SIM_HIGHATOMIC)));
  SimPfn pageblock_size = sim_frames_in ((SimOrder) sim_pageblock_order (pen.machine)), n_moved;
  uint32_t before = sim_zone_word (pen.machine, zone, SIM_ZONE_WORD_HIGHATOMIC);
  unsigned type = sim_block_type (pen.machine, pfn, zone);

  if (type == SIM_HIGHATOMIC)
    sim_emit_highatomic_counted (&pen, zone, before, before > pageblock_size ? before - pageblock_size : 0);
  if (type != to)
    sim_emit_pageblock_claimed (&pen, pfn, type, to, zone);
  n_moved = fallback_move_page_block (&pen, pfn, zone, to);
  sim_pen_rest (&pen);
  return n_moved;
}

bool
highatomic_unreserve (SimRun           *run,
                      const SimRequest *request,
                      bool              by_force)
{
  const SimMachine *machine = run->machine;
  SimPfn pageblock_size = sim_frames_in ((SimOrder) sim_pageblock_order (machine));

  for (unsigned i = 0; i < request->n_zones; i++)
    {
      unsigned zone = request->zones[i];

      if (!by_force && sim_zone_word (machine, zone, SIM_ZONE_WORD_HIGHATOMIC) <= pageblock_size)
        continue;
      for (unsigned order = 0; order <= sim_largest_order (machine); order++)
        if (!sim_list_is_empty (machine, zone, order, SIM_HIGHATOMIC) && unreserve_first (run, zone, order, request->type) > 0)
          return true;
    }
  return false;
}
