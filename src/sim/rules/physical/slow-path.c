/* slow-path.c - see slow-path.h */

#include "sim/rules/physical/slow-path.h"

/* PAGE_ALLOC_COSTLY_ORDER: beyond it the kernel does not go to great lengths. */
#define COSTLY_ORDER 3

static void
wake_kswapd (SimRun   *run,
             uint32_t  gfp,
             unsigned  order)
{
  const SimRequest *request = sim_request_of (run->machine, run->cpu, gfp);
  SimPen pen = sim_pen_of (run);

  sim_emit_kswapd_woken (&pen, request->zones[0], order);
  sim_pen_rest (&pen);
}

static SimPfn
fail (SimRun   *run,
      uint32_t  gfp,
      unsigned  order)
{
  SimPen pen = sim_pen_of (run);

  sim_emit_allocation_failed (&pen, gfp, order);
  sim_pen_rest (&pen);
  return SIM_NO_PFN;
}

/* The caller may sleep: it frees memory itself, or makes larger blocks of it. */
static void
reclaim_and_compact (SimRun   *run,
                     uint32_t  gfp,
                     unsigned  order)
{
  SimPen pen = sim_pen_of (run);

  sim_emit_reclaim_tried (&pen, gfp, order, 0);
  if (order > 0)
    sim_emit_compaction_tried (&pen, gfp, order, 0);
  if (order <= COSTLY_ORDER)
    sim_emit_oom_reached (&pen, gfp, order);
  sim_pen_rest (&pen);
}

SimPfn
page_take_slowly (SimRun   *run,
                  uint32_t  gfp,
                  unsigned  order)
{
  const SimProfile *profile = sim_profile (run->machine);
  unsigned alloc_flags = watermark_alloc_flags (run->machine, gfp, order);
  SimPen pen = sim_pen_of (run);
  SimPfn pfn;

  sim_emit_slow_path (&pen, gfp, order, alloc_flags);
  sim_pen_rest (&pen);
  if (profile->gfp_kswapd == 0 || alloc_flags & SIM_ALLOC_KSWAPD)
    wake_kswapd (run, gfp, order);

  pfn = page_take_from_zonelist (run, gfp, order, alloc_flags, 0);
  if (pfn != SIM_NO_PFN)
    return pfn;
  if (gfp & profile->gfp_may_sleep)
    reclaim_and_compact (run, gfp, order);
  return fail (run, gfp, order);
}
