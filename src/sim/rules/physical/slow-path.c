/* slow-path.c - see slow-path.h */

#include "sim/rules/diagnose.h"
#include "sim/rules/failure-report.h"
#include "sim/rules/physical/highatomic.h"
#include "sim/rules/physical/pcp.h"
#include "sim/rules/physical/slow-path.h"
#include "sim/rules/reclaim/kswapd.h"

/* PAGE_ALLOC_COSTLY_ORDER: beyond it the kernel does not go to great lengths. */
#define COSTLY_ORDER 3

typedef struct {
  SimRun           *run;
  const SimRequest *request;
  uint32_t          gfp;
  unsigned          order;
  unsigned          alloc_flags;
  bool              would_not_return;      /* the kernel would not give up here */
} Struggle;

static bool
may (const Struggle *struggle,
     uint32_t        gfp)
{
  return (struggle->gfp & gfp) != 0;
}

static SimPfn
try_again (Struggle *struggle,
           unsigned  alloc_flags)
{
  return page_take_from_zonelist (struggle->run, struggle->gfp, struggle->order, alloc_flags);
}

/* try_to_free_pages () */
static uint32_t
reclaim (Struggle *struggle)
{
  uint32_t n_freed = 0;
  SimPen pen = sim_pen_of (struggle->run);

  sim_emit_reclaim_tried (&pen, struggle->gfp, struggle->order, n_freed);
  sim_pen_rest (&pen);
  return n_freed;
}

/* __alloc_pages_direct_reclaim () */
static SimPfn
reclaim_and_take (Struggle *struggle,
                  bool     *has_progress)
{
  SimPfn pfn;

  *has_progress = reclaim (struggle) > 0;
  if (!*has_progress)
    return SIM_NO_PFN;

  pfn = try_again (struggle, struggle->alloc_flags);
  if (pfn != SIM_NO_PFN)
    return pfn;

  /* What came back may be waiting on per-CPU lists, or be kept for others. */
  highatomic_unreserve (struggle->run, struggle->request, false);
  pcp_drain_all (struggle->run);
  return try_again (struggle, struggle->alloc_flags);
}

/* gfp_compaction_allowed () */
static bool
may_compact (const Struggle *struggle)
{
  const SimProfile *profile = sim_profile (struggle->run->machine);

  return profile->marks.compacts && may (struggle, profile->gfp_io);
}

/* __alloc_pages_direct_compact () */
static SimPfn
compact_and_take (Struggle *struggle)
{
  bool has_helped = false;

  if (struggle->order == 0 || !sim_profile (struggle->run->machine)->marks.compacts)
    return SIM_NO_PFN;

  SimPen pen = sim_pen_of (struggle->run);

  sim_emit_compaction_tried (&pen, struggle->gfp, struggle->order, has_helped);
  sim_pen_rest (&pen);
  return has_helped ? try_again (struggle, struggle->alloc_flags) : SIM_NO_PFN;
}

/* __alloc_pages_may_oom () */
static SimPfn
kill_and_take (Struggle *struggle)
{
  const SimProfile *profile = sim_profile (struggle->run->machine);
  bool is_costly = struggle->order > COSTLY_ORDER && !profile->marks.kills_for_any_order;
  SimPfn pfn = try_again (struggle, SIM_ALLOC_WMARK_HIGH);

  if (pfn != SIM_NO_PFN || is_costly || may (struggle, profile->gfp_retry_mayfail | profile->gfp_thisnode)
      || struggle->request->highest < SIM_ZONE_NORMAL)
    return pfn;

  /* out_of_memory () does nothing for who may not use a file system: others are to make progress. */
  if (may (struggle, profile->gfp_fs))
    {
      unsigned report = failure_report_due_of_oom (struggle->run);
      SimPen pen = sim_pen_of (struggle->run);

      sim_emit_oom_reached (&pen, struggle->gfp, struggle->order, report);
      sim_pen_rest (&pen);
      if (report == SIM_REPORT_LOGGED)
        failure_report_print_oom (struggle->run, struggle->gfp, struggle->order);
    }
  struggle->would_not_return = true;
  if (may (struggle, profile->gfp_nofail) && profile->marks.last_for_nofail != 0)
    return try_again (struggle, SIM_ALLOC_NO_WATERMARKS);
  return SIM_NO_PFN;
}

/* Reclaim and compaction, again and again, as long as something changes. */
static SimPfn
reclaim_until_nothing_helps (Struggle *struggle)
{
  const SimProfile *profile = sim_profile (struggle->run->machine);
  bool is_costly = struggle->order > COSTLY_ORDER, has_progress;

  for (;;)
    {
      SimPfn pfn = reclaim_and_take (struggle, &has_progress);

      if (pfn == SIM_NO_PFN)
        pfn = compact_and_take (struggle);
      if (pfn != SIM_NO_PFN)
        return pfn;
      if (may (struggle, profile->gfp_noretry))
        return SIM_NO_PFN;
      if (is_costly && !(may_compact (struggle) && may (struggle, profile->gfp_retry_mayfail))
          && !(profile->marks.kills_for_any_order && may (struggle, profile->gfp_fs)))
        return SIM_NO_PFN;
      /* should_reclaim_retry (): the last HighAtomic page blocks go before anybody is killed. */
      if (!has_progress && !highatomic_unreserve (struggle->run, struggle->request, true))
        return kill_and_take (struggle);

      pfn = try_again (struggle, struggle->alloc_flags);
      if (pfn != SIM_NO_PFN)
        return pfn;
    }
}

/* Costly orders, and those that would mix page blocks, are compacted for before anything is freed. */
static bool
compacts_first (const Struggle *struggle)
{
  return may_compact (struggle)
         && (struggle->order > COSTLY_ORDER || (struggle->order > 0 && struggle->request->type != SIM_MOVABLE))
         && watermark_reserve_flags (struggle->run->machine, struggle->gfp) == 0;
}

static SimPfn
take (Struggle *struggle)
{
  const SimMachine *machine = struggle->run->machine;
  const SimProfile *profile = sim_profile (machine);
  unsigned reserve_flags = watermark_reserve_flags (machine, struggle->gfp);
  bool can_sleep = may (struggle, profile->gfp_may_sleep);
  SimPfn pfn;

  if (struggle->alloc_flags & SIM_ALLOC_KSWAPD)
    kswapd_wake_all (struggle->run, struggle->request, struggle->order);
  pfn = try_again (struggle, struggle->alloc_flags);
  if (pfn == SIM_NO_PFN && can_sleep && compacts_first (struggle))
    pfn = compact_and_take (struggle);
  /* The kernel tries in any case here; with the same flags it finds the same. */
  if (pfn == SIM_NO_PFN && reserve_flags != 0)
    {
      struggle->alloc_flags = reserve_flags | (struggle->alloc_flags & SIM_ALLOC_KSWAPD);
      pfn = try_again (struggle, struggle->alloc_flags);
    }
  if (pfn == SIM_NO_PFN && can_sleep)
    pfn = reclaim_until_nothing_helps (struggle);

  /* __GFP_NOFAIL: some of what is kept for those who cannot wait, not all of it. */
  if (pfn == SIM_NO_PFN && can_sleep && may (struggle, profile->gfp_nofail))
    {
      struggle->would_not_return = true;
      if (profile->marks.last_for_nofail != 0)
        pfn = try_again (struggle, profile->marks.last_for_nofail);
    }
  return pfn;
}

static void
fail (Struggle *struggle)
{
  unsigned report = struggle->would_not_return ? SIM_REPORT_NONE : failure_report_due (struggle->run, struggle->gfp);
  unsigned n_missed = sim_n_unreported (sim_context_word (struggle->run->machine, 0, SIM_CONTEXT_WORD_REPORTS));
  SimPen pen = sim_pen_of (struggle->run);

  if (struggle->would_not_return)
    sim_emit_diagnosed (&pen, SIM_DIAGNOSIS_WOULD_NOT_RETURN, struggle->gfp, struggle->order);
  sim_emit_allocation_failed (&pen, struggle->gfp, struggle->order, report);
  sim_pen_rest (&pen);
  if (report == SIM_REPORT_LOGGED)
    failure_report_print (struggle->run, struggle->gfp, struggle->order, n_missed);
}

SimPfn
page_take_slowly (SimRun   *run,
                  uint32_t  gfp,
                  unsigned  order)
{
  const SimProfile *profile = sim_profile (run->machine);
  Struggle struggle = { .run = run, .request = sim_request_for (run, gfp), .gfp = gfp, .order = order };
  SimPfn pfn;

  /* Who may sleep is not atomic, whatever it says. */
  if (gfp & profile->gfp_atomic && gfp & profile->gfp_may_sleep)
    struggle.gfp &= ~profile->gfp_atomic;
  struggle.alloc_flags = watermark_alloc_flags (profile, struggle.gfp, order);

  SimPen pen = sim_pen_of (run);

  sim_emit_slow_path (&pen, gfp, order, struggle.alloc_flags);
  sim_pen_rest (&pen);
  pfn = take (&struggle);
  if (pfn == SIM_NO_PFN)
    fail (&struggle);
  kswapd_take_turns (run);
  return pfn;
}
