/* page-alloc.c - see page-alloc.h
 *
 * The two ways through the allocator, each compiled twice: with everything recorded, and in bulk.
 */

#include "sim/rules/physical/buddy.h"
#include "sim/rules/physical/give-back.h"
#include "sim/rules/physical/pcp.h"

/* What is unusual about a request; false: it cannot be met. */
static __attribute__ ((noinline, cold)) bool
complain (SimPen   pen,
          uint32_t gfp,
          SimOrder order)
{
  if (order > sim_largest_order (pen.machine))
    {
      sim_emit_diagnosed (pen, SIM_DIAGNOSIS_ORDER_TOO_LARGE, order, sim_largest_order (pen.machine));
      return false;
    }
  sim_emit_diagnosed (pen, SIM_DIAGNOSIS_CONFLICTING_ZONE_FLAGS, gfp, 0);
  return true;
}

SIM_INLINE SimPfn
take (SimPen   pen,
      uint32_t gfp,
      SimOrder order)
{
  const SimRequest *request = sim_request_of (pen.machine, gfp);
  SimMigrateType type = (SimMigrateType) request->type;

  if (SIM_UNLIKELY ((order > sim_largest_order (pen.machine)) | request->conflicts)
      && !complain (pen, gfp, order))
    return SIM_NO_PFN;

  sim_emit_requested (pen, gfp, order, request->zones[0], type);
  for (unsigned i = 0; i < request->n_zones; i++)
    {
      SimZoneId zone = request->zones[i];
      SimPfn pfn;

      sim_emit_zone_tried (pen, zone, order);
      if (order < sim_n_pcp_orders (pen.machine))
        pfn = pcp_take (pen, zone, order, type, (gfp & sim_profile (pen.machine)->gfp_cold) != 0);
      else
        pfn = buddy_take (pen, zone, order, type);

      if (SIM_LIKELY (pfn != SIM_NO_PFN))
        {
          sim_emit_block_handed_out (pen, pfn, order, pen.run->serial, gfp);
          if (SIM_UNLIKELY (gfp & sim_profile (pen.machine)->gfp_zero))
            {
              sim_expect_changes (pen, (size_t) SIM_UNIT_WORDS << order);
              sim_emit_pages_zeroed (pen, pfn, order);
            }
          return pfn;
        }
    }

  sim_emit_allocation_failed (pen, gfp, order);
  return SIM_NO_PFN;
}

SIM_INLINE void
give (SimPen   pen,
      SimPfn   pfn,
      SimOrder order)
{
  uint32_t mark = pfn < sim_n_frames (pen.machine) ? sim_frame_mark (pen.machine, pfn) : 0;

  if (SIM_UNLIKELY ((mark & (SIM_MARK_BLOCK_MASK & ~(SIM_MARK_NO_ZONE << SIM_MARK_ZONE_SHIFT)))
                    != sim_mark (SIM_FRAME_ALLOCATED, order, 0))
      && !give_back_is_possible (pen, pfn, order))
    return;

  SimZoneId zone = sim_mark_zone (mark);
  SimMigrateType type = sim_block_type (pen.machine, pfn, zone);

  sim_emit_block_returned (pen, pfn, order);
  if (order < sim_n_pcp_orders (pen.machine))
    pcp_give (pen, pfn, order, zone, type);
  else
    buddy_give (pen, pfn, order, zone, type, false);
}

static SimPfn
take_recorded (SimRun   *run,
               uint32_t  gfp,
               SimOrder  order)
{
  return take (sim_pen (run, true), gfp, order);
}

static void
give_recorded (SimRun   *run,
               SimPfn    pfn,
               SimOrder  order)
{
  give (sim_pen (run, true), pfn, order);
}

SimPfn
sim_alloc_pages (SimRun   *run,
                 uint32_t  gfp,
                 SimOrder  order)
{
  if (run->record != NULL)
    return take_recorded (run, gfp, order);
  return take (sim_pen (run, false), gfp, order);
}

void
sim_free_pages (SimRun   *run,
                SimPfn    pfn,
                SimOrder  order)
{
  if (run->record != NULL)
    give_recorded (run, pfn, order);
  else
    give (sim_pen (run, false), pfn, order);
}
