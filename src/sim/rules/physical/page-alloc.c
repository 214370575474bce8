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
  if (pfn == SIM_NO_PFN)
    return pfn;

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
      unsigned found = order;
      SimLink head = sim_mark_head (run->machine, request->list_mark) + sim_link (order);

      /* Requested, zone tried, taken, handed out. */
      if (pen.counts_itself)
        sim_pen_count (&pen, 4);
      sim_pen_knows_list (&pen, request->list_mark);
      while (sim_ring_first (pen.machine, head) == head)
        {
          sim_emit_list_empty (&pen, zone, found, type);
          if (++found > sim_largest_order (run->machine))
            {
              if (pen.counts_itself)
                sim_pen_count (&pen, (uint64_t) (found - order) - 2);
              sim_pen_rest (&pen);
              pfn = take_by_fallback (run, gfp, order);
              goto taken;
            }
          head += sim_link (1);
        }
      pfn = buddy_cut (&pen, zone, found, order, type, head);
    }

  sim_emit_block_handed_out (&pen, pfn, order, run->serial, gfp);
  sim_pen_rest (&pen);

taken:
  return SIM_UNLIKELY (sim_wants_zeros (run->machine, gfp)) ? zeroed (run, pfn, order) : pfn;
}

/* Not a block of that order that somebody was given. */
static NOINLINE void
give_unusual (SimRun   *run,
              SimPfn    pfn,
              unsigned  order)
{
  if (!give_back_is_possible (run, pfn, order))
    return;

  unsigned zone = sim_mark_zone (sim_frame_mark (run->machine, pfn));
  SimPen pen = sim_pen_of (run);

  sim_emit_block_returned (&pen, pfn, order);
  if (order < sim_n_pcp_orders (run->machine))
    pcp_give (&pen, pfn, order, zone, sim_block_type (run->machine, pfn, zone));
  else
    buddy_give (&pen, pfn, order, zone, sim_block_mark (run->machine, pfn, zone), false);
  sim_pen_rest (&pen);
}

SIM_INLINE void
give (SimRun   *run,
      SimPfn    pfn,
      unsigned  order,
      bool      is_recorded,
      bool      by_pcp)
{
  unsigned zone = sim_mark_zone (sim_frame_mark (run->machine, pfn));
  SimPen pen = sim_pen (run, is_recorded);

  sim_pen_gives_whole (&pen);
  sim_emit_block_returned (&pen, pfn, order);
  if (by_pcp)
    pcp_give (&pen, pfn, order, zone, sim_block_type (run->machine, pfn, zone));
  else
    {
      pen.counts_itself = !is_recorded;
      if (pen.counts_itself)
        sim_pen_count (&pen, 1);
      buddy_give (&pen, pfn, order, zone, sim_block_mark (run->machine, pfn, zone), false);
    }
  sim_pen_rest (&pen);
}

/* --- four times ------------------------------------------------------------------------------- */
SIM_INLINE bool
is_usual_request (SimRun   *run,
                  uint32_t  gfp,
                  unsigned  order)
{
  return SIM_LIKELY (order < sim_request_of (run->machine, gfp)->order_limit);
}

SIM_INLINE bool
is_block_of (SimRun   *run,
             SimPfn    pfn,
             unsigned  order)
{
  return SIM_LIKELY (sim_has_frame (run->machine, pfn)
                     && (sim_frame_mark (run->machine, pfn) & (SIM_MARK_BLOCK_MASK & ~SIM_MARK_ZONE_MASK))
                        == sim_mark (SIM_FRAME_ALLOCATED, order, 0));
}

static NOINLINE SimPfn
take_cut_in_bulk (SimRun *run, uint32_t gfp, unsigned order)
{
  return take (run, gfp, order, false, false);
}

static NOINLINE SimPfn
take_in_bulk_by_pcp (SimRun *run, uint32_t gfp, unsigned order)
{
  return take (run, gfp, order, false, true);
}

static NOINLINE SimPfn
take_recorded_by_pcp (SimRun *run, uint32_t gfp, unsigned order)
{
  return take (run, gfp, order, true, true);
}

static NOINLINE void
give_merged_in_bulk (SimRun *run, SimPfn pfn, unsigned order)
{
  give (run, pfn, order, false, false);
}

static NOINLINE void
give_in_bulk_by_pcp (SimRun *run, SimPfn pfn, unsigned order)
{
  give (run, pfn, order, false, true);
}

static NOINLINE void
give_recorded_by_pcp (SimRun *run, SimPfn pfn, unsigned order)
{
  give (run, pfn, order, true, true);
}

/* --- recorded ------------------------------------------------------------------------------------ */
static SimPfn take_recorded (SimRun *run, uint32_t gfp, unsigned order);
static void   give_recorded (SimRun *run, SimPfn pfn, unsigned order);

/* There may be no room in the record, nor any memory for it. */
static NOINLINE SimPfn
take_with_more_room (SimRun *run, uint32_t gfp, unsigned order)
{
  if (sim_is_recorded (run))
    return take_recorded (run, gfp, order);
  if (order < sim_n_pcp_orders (run->machine))
    return take_in_bulk_by_pcp (run, gfp, order);
  return take_cut_in_bulk (run, gfp, order);
}

static NOINLINE void
give_with_more_room (SimRun *run, SimPfn pfn, unsigned order)
{
  if (sim_is_recorded (run))
    give_recorded (run, pfn, order);
  else if (order < sim_n_pcp_orders (run->machine))
    give_in_bulk_by_pcp (run, pfn, order);
  else
    give_merged_in_bulk (run, pfn, order);
}

static NOINLINE SimPfn
take_recorded (SimRun *run, uint32_t gfp, unsigned order)
{
  if (!is_usual_request (run, gfp, order))
    return take_unusual (run, gfp, order);
  if (SIM_UNLIKELY (!sim_record_has_room (run->record)))
    return take_with_more_room (run, gfp, order);
  if (order < sim_n_pcp_orders (run->machine))
    return take_recorded_by_pcp (run, gfp, order);
  return take (run, gfp, order, true, false);
}

static NOINLINE void
give_recorded (SimRun *run, SimPfn pfn, unsigned order)
{
  if (!is_block_of (run, pfn, order))
    give_unusual (run, pfn, order);
  else if (SIM_UNLIKELY (!sim_record_has_room (run->record)))
    give_with_more_room (run, pfn, order);
  else if (order < sim_n_pcp_orders (run->machine))
    give_recorded_by_pcp (run, pfn, order);
  else
    give (run, pfn, order, true, false);
}

/* --- the doors ---------------------------------------------------------------------------------- */
/* A list that has a block of the very order: nothing to be cut, and few registers. */
SimPfn
sim_alloc_pages (SimRun   *run,
                 uint32_t  gfp,
                 SimOrder  order)
{
  if (run->record != NULL)
    return take_recorded (run, gfp, order);
  if (!is_usual_request (run, gfp, order))
    return take_unusual (run, gfp, order);
  if (order < sim_n_pcp_orders (run->machine))
    return take_in_bulk_by_pcp (run, gfp, order);

  SimLink head = sim_mark_head (run->machine, sim_request_of (run->machine, gfp)->list_mark) + sim_link (order);

  if (sim_ring_first (run->machine, head) == head)
    return take_cut_in_bulk (run, gfp, order);
  return take (run, gfp, order, false, false);
}

/* A block whose buddy is not free: nothing to be merged, likewise. */
void
sim_free_pages (SimRun   *run,
                SimPfn    pfn,
                SimOrder  order)
{
  if (run->record != NULL)
    give_recorded (run, pfn, order);
  else if (!is_block_of (run, pfn, order))
    give_unusual (run, pfn, order);
  else if (order < sim_n_pcp_orders (run->machine))
    give_in_bulk_by_pcp (run, pfn, order);
  else
    {
      unsigned zone = sim_mark_zone (sim_frame_mark (run->machine, pfn));
      SimPfn buddy = pfn ^ 1u << order;
      SimPen pen = sim_pen (run, false);

      if (order >= sim_tail_orders (run->machine)
          || sim_mark_is_free_block (sim_frame_mark (run->machine, buddy), order, zone))
        {
          give_merged_in_bulk (run, pfn, order);
          return;
        }

      pen.counts_itself = true;
      sim_pen_count (&pen, 2);
      sim_pen_gives_whole (&pen);
      sim_emit_block_returned (&pen, pfn, order);
      sim_emit_buddy_tested (&pen, pfn, buddy, order, SIM_BUDDY_ALLOCATED);
      buddy_put (&pen, pfn, order, sim_mark (SIM_FRAME_FREE, order, zone), sim_block_mark (run->machine, pfn, zone), false);
      sim_pen_rest (&pen);
    }
}
