/* page-alloc.c - a request for frames, from the gfp mask to the block, and the way back
 *
 * Models      mm/page_alloc.c: __alloc_pages(), get_page_from_freelist(), rmqueue(), prep_new_page(),
 *             __free_pages(), free_the_page()
 * Leaves out  watermarks, the slow path (reclaim, compaction, the OOM killer), cpusets, NUMA: a zone is
 *             left only when its lists have nothing
 *
 * Each way is compiled four times: recorded or in bulk, by way of the per-CPU lists or not.
 */

#include "sim/rules/diagnose.h"
#include "sim/rules/physical/buddy.h"
#include "sim/rules/physical/give-back.h"
#include "sim/rules/physical/pcp.h"

#define NOINLINE __attribute__ ((noinline))

/* From the zones of the list from `first` on. What the zone before did not have, or what is unusual. */
static NOINLINE SimPfn
take_elsewhere (SimRun   *run,
                uint32_t  gfp,
                unsigned  order,
                unsigned  first)
{
  const SimRequest *request = sim_request_of (run->machine, gfp);

  for (unsigned i = first; i < request->n_zones; i++)
    {
      SimPen pen = sim_pen_of (run);
      SimPfn pfn;

      sim_emit_zone_tried (&pen, request->zones[i], order);
      if (order < sim_n_pcp_orders (run->machine))
        pfn = pcp_take (&pen, request->zones[i], order, request->type, sim_wants_cold (run->machine, gfp));
      else
        pfn = buddy_take (&pen, request->zones[i], order, request->type);
      if (pfn != SIM_NO_PFN)
        sim_emit_block_handed_out (&pen, pfn, order, run->serial, gfp);
      sim_pen_rest (&pen);
      if (pfn != SIM_NO_PFN)
        return pfn;
    }

  SimPen pen = sim_pen_of (run);

  sim_emit_allocation_failed (&pen, gfp, order);
  sim_pen_rest (&pen);
  return SIM_NO_PFN;
}

static NOINLINE SimPfn
take_unusual (SimRun   *run,
              uint32_t  gfp,
              unsigned  order)
{
  const SimRequest *request = sim_request_of (run->machine, gfp);

  if (order > sim_largest_order (run->machine))
    {
      diagnose (run, SIM_DIAGNOSIS_ORDER_TOO_LARGE, order, sim_largest_order (run->machine));
      return SIM_NO_PFN;
    }
  if (request->conflicts)
    diagnose (run, SIM_DIAGNOSIS_CONFLICTING_ZONE_FLAGS, gfp, 0);

  SimPen pen = sim_pen_of (run);

  sim_emit_requested (&pen, gfp, order, request->zones[0], request->type);
  sim_pen_rest (&pen);
  return take_elsewhere (run, gfp, order, 0);
}

static NOINLINE SimPfn
zeroed (SimRun   *run,
        SimPfn    pfn,
        unsigned  order)
{
  SimPen pen = sim_pen_of (run);

  sim_pen_expect (&pen, (size_t) SIM_UNIT_WORDS << order);
  sim_emit_pages_zeroed (&pen, pfn, order);
  sim_pen_rest (&pen);
  return pfn;
}

/* The first zone's lists of the wanted type have nothing. */
static NOINLINE SimPfn
take_by_fallback (SimRun   *run,
                  uint32_t  gfp,
                  unsigned  order)
{
  const SimRequest *request = sim_request_of (run->machine, gfp);
  SimPfn pfn = buddy_take_by_fallback (run, request->zones[0], order, request->type);

  if (pfn == SIM_NO_PFN)
    return take_elsewhere (run, gfp, order, 1);

  SimPen pen = sim_pen_of (run);

  sim_emit_block_handed_out (&pen, pfn, order, run->serial, gfp);
  sim_pen_rest (&pen);
  return pfn;
}

SIM_INLINE SimPfn
take (SimRun   *run,
      uint32_t  gfp,
      unsigned  order,
      bool      is_recorded,
      bool      by_pcp)
{
  const SimRequest *request = sim_request_of (run->machine, gfp);
  unsigned zone = request->zones[0], type = request->type;

  if (SIM_UNLIKELY (order >= request->order_limit))
    return take_unusual (run, gfp, order);

  SimPen pen = sim_pen (run, is_recorded);
  SimPfn pfn;

  pen.counts_itself = !is_recorded && !by_pcp;
  sim_emit_requested (&pen, gfp, order, zone, type);
  sim_emit_zone_tried (&pen, zone, order);
  if (by_pcp)
    {
      pfn = pcp_take (&pen, zone, order, type, sim_wants_cold (run->machine, gfp));
      if (SIM_UNLIKELY (pfn == SIM_NO_PFN))
        {
          sim_pen_rest (&pen);
          pfn = take_elsewhere (run, gfp, order, 1);
          goto taken;
        }
    }
  else
    {
      unsigned found = buddy_find (&pen, zone, order, type, request->slot);

      if (SIM_UNLIKELY (found > sim_largest_order (run->machine)))
        {
          sim_pen_count (&pen, 2 + found - order);
          sim_pen_rest (&pen);
          pfn = take_by_fallback (run, gfp, order);
          goto taken;
        }
      /* Requested, zone tried, taken, handed out; a list empty and a split for each order between. */
      if (pen.counts_itself)
        sim_pen_count (&pen, 4 + 2 * (found - order));
      pfn = buddy_cut (&pen, zone, found, order, type, request->slot);
    }

  sim_emit_block_handed_out (&pen, pfn, order, run->serial, gfp);
  sim_pen_rest (&pen);

taken:
  if (SIM_UNLIKELY (sim_wants_zeros (run->machine, gfp)) && pfn != SIM_NO_PFN)
    zeroed (run, pfn, order);
  return pfn;
}

/* Not a block of that order that somebody was given. */
static NOINLINE void
give_unusual (SimRun   *run,
              SimPfn    pfn,
              unsigned  order)
{
  if (!give_back_is_possible (run, pfn, order))
    return;

  unsigned zone = sim_mark_zone (sim_frame_mark (run->machine, pfn)), type = sim_block_type (run->machine, pfn, zone);
  SimPen pen = sim_pen_of (run);

  sim_emit_block_returned (&pen, pfn, order);
  if (order < sim_n_pcp_orders (run->machine))
    pcp_give (&pen, pfn, order, zone, type);
  else
    buddy_give (&pen, pfn, order, zone, type, false);
  sim_pen_rest (&pen);
}

SIM_INLINE void
give (SimRun   *run,
      SimPfn    pfn,
      unsigned  order,
      bool      is_recorded,
      bool      by_pcp)
{
  uint32_t mark = sim_has_frame (run->machine, pfn) ? sim_frame_mark (run->machine, pfn) : 0;

  if (SIM_UNLIKELY ((mark & (SIM_MARK_BLOCK_MASK & ~SIM_MARK_ZONE_MASK)) != sim_mark (SIM_FRAME_ALLOCATED, order, 0)))
    {
      give_unusual (run, pfn, order);
      return;
    }

  unsigned zone = sim_mark_zone (mark), type = sim_block_type (run->machine, pfn, zone);
  SimPen pen = sim_pen (run, is_recorded);

  sim_pen_gives_whole (&pen);
  sim_emit_block_returned (&pen, pfn, order);
  if (by_pcp)
    pcp_give (&pen, pfn, order, zone, type);
  else
    {
      pen.counts_itself = !is_recorded;
      sim_pen_count (&pen, 1);
      buddy_give (&pen, pfn, order, zone, type, false);
    }
  sim_pen_rest (&pen);
}

/* --- four times ------------------------------------------------------------------------------- */
static NOINLINE SimPfn
take_in_bulk (SimRun *run, uint32_t gfp, unsigned order)
{
  return take (run, gfp, order, false, false);
}

static NOINLINE SimPfn
take_in_bulk_by_pcp (SimRun *run, uint32_t gfp, unsigned order)
{
  return take (run, gfp, order, false, true);
}

static NOINLINE SimPfn
take_recorded (SimRun *run, uint32_t gfp, unsigned order)
{
  return take (run, gfp, order, true, false);
}

static NOINLINE SimPfn
take_recorded_by_pcp (SimRun *run, uint32_t gfp, unsigned order)
{
  return take (run, gfp, order, true, true);
}

static NOINLINE void
give_in_bulk (SimRun *run, SimPfn pfn, unsigned order)
{
  give (run, pfn, order, false, false);
}

static NOINLINE void
give_in_bulk_by_pcp (SimRun *run, SimPfn pfn, unsigned order)
{
  give (run, pfn, order, false, true);
}

static NOINLINE void
give_recorded (SimRun *run, SimPfn pfn, unsigned order)
{
  give (run, pfn, order, true, false);
}

static NOINLINE void
give_recorded_by_pcp (SimRun *run, SimPfn pfn, unsigned order)
{
  give (run, pfn, order, true, true);
}

/* The host may have no memory for a record. */
static NOINLINE SimPfn
take_with_record (SimRun *run, uint32_t gfp, unsigned order)
{
  bool by_pcp = order < sim_n_pcp_orders (run->machine);

  if (!sim_is_recorded (run))
    return by_pcp ? take_in_bulk_by_pcp (run, gfp, order) : take_in_bulk (run, gfp, order);
  return by_pcp ? take_recorded_by_pcp (run, gfp, order) : take_recorded (run, gfp, order);
}

static NOINLINE void
give_with_record (SimRun *run, SimPfn pfn, unsigned order)
{
  bool by_pcp = order < sim_n_pcp_orders (run->machine);

  if (!sim_is_recorded (run))
    by_pcp ? give_in_bulk_by_pcp (run, pfn, order) : give_in_bulk (run, pfn, order);
  else
    by_pcp ? give_recorded_by_pcp (run, pfn, order) : give_recorded (run, pfn, order);
}

SimPfn
sim_alloc_pages (SimRun   *run,
                 uint32_t  gfp,
                 SimOrder  order)
{
  if (run->record != NULL)
    return take_with_record (run, gfp, order);
  if (order < sim_n_pcp_orders (run->machine))
    return take_in_bulk_by_pcp (run, gfp, order);
  return take_in_bulk (run, gfp, order);
}

void
sim_free_pages (SimRun   *run,
                SimPfn    pfn,
                SimOrder  order)
{
  if (run->record != NULL)
    give_with_record (run, pfn, order);
  else if (order < sim_n_pcp_orders (run->machine))
    give_in_bulk_by_pcp (run, pfn, order);
  else
    give_in_bulk (run, pfn, order);
}
