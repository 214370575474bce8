/* page-alloc.c - a request for frames, from the gfp mask to the block, and the way back
 *
 * Models      mm/page_alloc.c: __alloc_pages(), get_page_from_freelist(), rmqueue(), prep_new_page(),
 *             __free_pages(), free_the_page()
 * Leaves out  cpusets, the dirty limits of __GFP_WRITE
 *
 * The usual way is in page-alloc.h. Here it is compiled six times: for each that may be kept, by way of the
 * per-CPU lists or not.
 */

#include "sim/rules/diagnose.h"
#include "sim/rules/kernel-log.h"
#include "sim/rules/physical/give-back.h"
#include "sim/rules/physical/highatomic.h"
#include "sim/rules/physical/page-alloc.h"
#include "sim/rules/physical/slow-path.h"
#include "sim/rules/reclaim/kswapd.h"

#define NOINLINE __attribute__ ((noinline))

/* rmqueue_buddy () */
SIM_INLINE SimPfn
take_from_buddy (SimPen           *pen,
                 const SimRequest *request,
                 unsigned          zone,
                 unsigned          order,
                 unsigned          alloc_flags)
{
  const SimMarkRules *rules = &sim_known_profile (pen->machine)->marks;
  SimPfn pfn = SIM_NO_PFN;

  if (order > 0 && alloc_flags & rules->begins_with_highatomic)
    pfn = buddy_take_smallest (pen, zone, order, SIM_HIGHATOMIC);
  if (pfn == SIM_NO_PFN)
    pfn = buddy_take (pen, zone, order, request->type, alloc_flags);
  if (pfn == SIM_NO_PFN && alloc_flags & rules->ends_with_highatomic)
    pfn = buddy_take_smallest (pen, zone, order, SIM_HIGHATOMIC);
  return pfn;
}

/* rmqueue (), prep_new_page () */
SIM_INLINE SimPfn
take_from_zone (SimPen           *pen,
                const SimRequest *request,
                unsigned          zone,
                uint32_t          gfp,
                unsigned          order,
                unsigned          alloc_flags)
{
  const SimMarkRules *rules = &sim_known_profile (pen->machine)->marks;
  bool by_pcp = sim_goes_by_pcp (pen->machine, order);
  SimPfn pfn = SIM_NO_PFN;

  if (by_pcp)
    {
      SimPcpPlace place = sim_pcp_place (pen->machine, zone, *pen->cpu, pcp_list_of (order, request->type));

      pfn = pcp_take (pen, zone, order, sim_span (order), request->type, place, gfp, alloc_flags);
    }
  /* What the per-CPU list has just found empty is not searched again, unless for what only this way has. */
  if (pfn == SIM_NO_PFN && (!by_pcp || alloc_flags & rules->ends_with_highatomic))
    pfn = take_from_buddy (pen, request, zone, order, alloc_flags);
  if (pfn != SIM_NO_PFN)
    sim_emit_block_handed_out (pen, pfn, order, pen->run->serial, gfp);
  return pfn;
}

/* get_page_from_freelist (), from the zone `first` of the list on. */
typedef struct {
  SimPfn   pfn;                   /* SIM_NO_PFN: none of them gives */
  unsigned zone;
} Given;

SIM_INLINE Given
ask_zones (SimRun           *run,
           const SimRequest *request,
           uint32_t          gfp,
           unsigned          order,
           unsigned          alloc_flags,
           unsigned          first,
           bool              is_new,
           SimKeeping        keeping)
{
  unsigned node = sim_zone_node (run->machine, request->zones[0]);
  SimPen pen = sim_pen (run, keeping);
  Given given = { .pfn = SIM_NO_PFN };

  if (is_new)
    sim_emit_requested (&pen, gfp, order, request->zones[0], request->type);
  for (unsigned i = first; i < request->n_zones; i++)
    {
      WatermarkAnswer answer;

      given.zone = request->zones[i];
      /* Rather mix types here than go to another node. */
      if (alloc_flags & SIM_ALLOC_NOFRAGMENT && sim_zone_node (run->machine, given.zone) != node)
        break;
      answer = watermark_ask (&pen, given.zone, order, alloc_flags, (SimZoneType) request->highest, gfp);
      sim_emit_zone_tried (&pen, given.zone, answer.test, answer.n_free, answer.mark);
      if (answer.verdict == SIM_WMARK_OK || answer.verdict == SIM_WMARK_IGNORED)
        given.pfn = take_from_zone (&pen, request, given.zone, gfp, order, alloc_flags);
      if (given.pfn != SIM_NO_PFN)
        break;
      sim_pen_breathe (&pen);
    }
  sim_pen_rest (&pen);
  return given;
}

#define ASKING(name, keeping) \
  static NOINLINE Given \
  ask_zones_##name (SimRun *run, const SimRequest *request, uint32_t gfp, unsigned order, unsigned alloc_flags, unsigned first, \
                    bool is_new) \
  { \
    return ask_zones (run, request, gfp, order, alloc_flags, first, is_new, keeping); \
  }
ASKING (keeping_nothing, SIM_KEEPS_NOTHING)
ASKING (keeping_changes, SIM_KEEPS_CHANGES)
ASKING (keeping_events,  SIM_KEEPS_EVENTS)

/* is_new: nothing has been said of the request yet. */
SIM_INLINE SimPfn
take_from_zonelist (SimRun           *run,
                    const SimRequest *request,
                    uint32_t          gfp,
                    unsigned          order,
                    unsigned          alloc_flags,
                    unsigned          first,
                    bool              is_new)
{
  SimKeeping keeping = sim_keeping (run);
  Given given;

  for (;;)
    {
      given = keeping == SIM_KEEPS_NOTHING ? ask_zones_keeping_nothing (run, request, gfp, order, alloc_flags, first, is_new)
              : keeping == SIM_KEEPS_CHANGES ? ask_zones_keeping_changes (run, request, gfp, order, alloc_flags, first, is_new)
              : ask_zones_keeping_events (run, request, gfp, order, alloc_flags, first, is_new);
      kswapd_hear_of_boosts (run);
      if (given.pfn != SIM_NO_PFN || !(alloc_flags & SIM_ALLOC_NOFRAGMENT))
        break;
      alloc_flags &= ~(unsigned) SIM_ALLOC_NOFRAGMENT;
      first = 0;
      is_new = false;
      keeping = sim_keeping (run);
    }

  if (given.pfn != SIM_NO_PFN && order > 0
      && alloc_flags & sim_known_profile (run->machine)->marks.begins_with_highatomic)
    highatomic_reserve (run, given.pfn, given.zone);
  return given.pfn;
}

SimPfn
page_take_from_zonelist (SimRun   *run,
                         uint32_t  gfp,
                         unsigned  order,
                         unsigned  alloc_flags)
{
  return take_from_zonelist (run, sim_request_for (run, gfp), gfp, order, alloc_flags, 0, false);
}

/* By the low marks, and if no zone passes them by whatever else there is. */
SIM_INLINE SimPfn
take_from (SimRun           *run,
           const SimRequest *request,
           uint32_t          gfp,
           unsigned          order,
           unsigned          first,
           bool              is_new)
{
  unsigned alloc_flags = watermark_first_flags (run->machine, request, gfp);
  SimPfn pfn = take_from_zonelist (run, request, gfp, order, alloc_flags, first, is_new);

  return pfn != SIM_NO_PFN ? pfn : page_take_slowly (run, gfp, order);
}

/* What the first zone passed, but did not have. */
SimPfn
page_take_elsewhere (SimRun           *run,
                     const SimRequest *request,
                     uint32_t          gfp,
                     unsigned          order)
{
  return take_from (run, request, gfp, order, 1, false);
}

/* Zone by zone, each with its test. */
SimPfn
page_take_tested (SimRun           *run,
                  const SimRequest *request,
                  uint32_t          gfp,
                  unsigned          order)
{
  return take_from (run, request, gfp, order, 0, true);
}

static void
zero (SimRun   *run,
      SimPfn    pfn,
      unsigned  order)
{
  if (pfn == SIM_NO_PFN)
    return;

  SimPen pen = sim_pen_of (run);

  sim_pen_expect (&pen, (size_t) SIM_UNIT_WORDS << order);
  sim_emit_pages_zeroed (&pen, pfn, order);
  sim_pen_rest (&pen);
}

SimPfn
page_take_unusual (SimRun   *run,
                   uint32_t  gfp,
                   unsigned  order)
{
  const SimRequest *request = sim_request_for (run, gfp);

  if (order > sim_largest_order (run->machine))
    {
      diagnose (run, SIM_DIAGNOSIS_ORDER_TOO_LARGE, order, sim_largest_order (run->machine));
      kernel_log_order_too_large (run, gfp);
      return SIM_NO_PFN;
    }
  if (request->conflicts)
    diagnose (run, SIM_DIAGNOSIS_CONFLICTING_ZONE_FLAGS, gfp, 0);

  SimPfn pfn = page_take_tested (run, request, gfp, order);

  if (sim_wants_zeros (run->machine, gfp))
    zero (run, pfn, order);
  return pfn;
}

/* The first zone's lists of the wanted type have nothing. */
SimPfn
page_take_by_fallback (SimRun           *run,
                       const SimRequest *request,
                       uint32_t          gfp,
                       unsigned          order)
{
  SimPfn pfn = buddy_take_by_fallback (run, request->zones[0], order, request->type,
                                       watermark_first_flags (run->machine, request, gfp));

  kswapd_hear_of_boosts (run);
  if (pfn == SIM_NO_PFN)
    return page_take_elsewhere (run, request, gfp, order);

  SimPen pen = sim_pen_of (run);

  sim_emit_block_handed_out (&pen, pfn, order, run->serial, gfp);
  sim_pen_rest (&pen);
  return pfn;
}

SimPfn
sim_alloc_page_in_bulk (SimRun         *run,
                        SimZoneId       zone,
                        SimMigrateType  type)
{
  return sim_n_pcp_orders (run->machine) > 0 && !sim_has_cold_lists (run->machine) ? pcp_take_in_bulk (run, zone, type) : SIM_NO_PFN;
}

/* split_page (): what was handed out as one block becomes single frames. */
void
sim_split_page (SimRun *run,
                SimPfn  pfn)
{
  SimBlock block = sim_block_at (run->machine, pfn);

  if (block.state != SIM_FRAME_ALLOCATED || block.order == 0)
    return;

  SimPen pen = sim_pen_of (run);

  sim_pen_expect (&pen, sim_frames_in (block.order));
  sim_emit_block_divided (&pen, block.first, block.order);
  sim_pen_rest (&pen);
}

void
sim_drain_all_pages (SimRun *run)
{
  pcp_drain_all (run);
}

/* free_one_page (); to_tail: FPI_TO_TAIL. */
void
sim_free_pages_past_pcp (SimRun   *run,
                         SimPfn    pfn,
                         SimOrder  order,
                         bool      to_tail)
{
  if (!page_was_given (run->machine, pfn, order))
    {
      page_give_unusual (run, pfn, order);
      return;
    }

  unsigned zone = sim_mark_zone (sim_frame_mark (run->machine, pfn));
  SimPen pen = sim_pen_of (run);

  sim_emit_block_returned (&pen, pfn, order);
  buddy_give (&pen, pfn, order, sim_span (order), zone, sim_mark (SIM_FRAME_FREE, order, zone),
              sim_block_type_bits (run->machine, pfn, zone), false, to_tail);
  sim_pen_rest (&pen);
}

/* Not a block of that order that somebody was given; or a huge page. */
void
page_give_unusual (SimRun   *run,
                   SimPfn    pfn,
                   unsigned  order)
{
  if (!page_was_given (run->machine, pfn, order) && !give_back_is_possible (run, pfn, order))
    return;

  unsigned zone = sim_mark_zone (sim_frame_mark (run->machine, pfn));
  SimPen pen = sim_pen_of (run);

  sim_emit_block_returned (&pen, pfn, order);
  if (sim_goes_by_pcp (run->machine, order))
    {
      PcpWay way = pcp_way (run->machine, zone, order, run->cpu, sim_mark (SIM_FRAME_FREE, order, zone),
                            sim_block_type_bits (run->machine, pfn, zone), false);

      pcp_give (&pen, pfn, order, sim_span (order), &way);
    }
  else
    buddy_give (&pen, pfn, order, sim_span (order), zone, sim_mark (SIM_FRAME_FREE, order, zone),
                sim_block_type_bits (run->machine, pfn, zone), false, false);
  sim_pen_rest (&pen);
}

/* --- six times -------------------------------------------------------------------------------- */
#define WAYS(name, keeping, by_pcp) \
  static NOINLINE SimPfn \
  take_##name (SimRun *run, const SimRequest *request, uint32_t gfp, unsigned order) \
  { \
    SimPen pen = sim_pen (run, keeping); \
    PageWish wish = page_wish (run->machine, request, run->cpu, gfp, order); \
    SimPfn pfn = page_take (&pen, &wish, by_pcp); \
    sim_pen_rest (&pen); \
    return pfn; \
  } \
  static NOINLINE void \
  give_##name (SimRun *run, SimPfn pfn, unsigned order, uint32_t mark) \
  { \
    SimPen pen = sim_pen (run, keeping); \
    page_give (&pen, pfn, order, sim_span (order), mark, false, by_pcp, NULL); \
    sim_pen_rest (&pen); \
  }
WAYS (keeping_nothing,        SIM_KEEPS_NOTHING, false)
WAYS (keeping_nothing_by_pcp, SIM_KEEPS_NOTHING, true)
WAYS (keeping_changes,        SIM_KEEPS_CHANGES, false)
WAYS (keeping_changes_by_pcp, SIM_KEEPS_CHANGES, true)
WAYS (keeping_events,         SIM_KEEPS_EVENTS,  false)
WAYS (keeping_events_by_pcp,  SIM_KEEPS_EVENTS,  true)

/* What is kept may have no room, nor the host any memory for it. */
static NOINLINE SimPfn
take_with_more_room (SimRun *run, const SimRequest *request, uint32_t gfp, unsigned order)
{
  bool by_pcp = order < sim_n_pcp_orders (run->machine);

  switch (sim_keeping (run))
    {
    case SIM_KEEPS_NOTHING:
      return by_pcp ? take_keeping_nothing_by_pcp (run, request, gfp, order) : take_keeping_nothing (run, request, gfp, order);
    case SIM_KEEPS_CHANGES:
      return by_pcp ? take_keeping_changes_by_pcp (run, request, gfp, order) : take_keeping_changes (run, request, gfp, order);
    default:
      return by_pcp ? take_keeping_events_by_pcp (run, request, gfp, order) : take_keeping_events (run, request, gfp, order);
    }
}

static NOINLINE void
give_with_more_room (SimRun *run, SimPfn pfn, unsigned order, uint32_t mark)
{
  bool by_pcp = order < sim_n_pcp_orders (run->machine);

  switch (sim_keeping (run))
    {
    case SIM_KEEPS_NOTHING:
      by_pcp ? give_keeping_nothing_by_pcp (run, pfn, order, mark) : give_keeping_nothing (run, pfn, order, mark);
      break;
    case SIM_KEEPS_CHANGES:
      by_pcp ? give_keeping_changes_by_pcp (run, pfn, order, mark) : give_keeping_changes (run, pfn, order, mark);
      break;
    default:
      by_pcp ? give_keeping_events_by_pcp (run, pfn, order, mark) : give_keeping_events (run, pfn, order, mark);
    }
}

/* --- the doors ---------------------------------------------------------------------------------- */
/* Where every event is kept, and there is room for them, which a record of changes alone never has: what is asked
 * for by the million one by one. */
SIM_INLINE bool
keeps_events_now (const SimRun *run)
{
  return run->record != NULL && SIM_LIKELY (sim_record_has_room (run->record, SIM_KEEPS_EVENTS));
}

SimPfn
sim_alloc_pages (SimRun   *run,
                 uint32_t  gfp,
                 SimOrder  order)
{
  const SimRequest *request = sim_request_of (run->machine, run->cpu, gfp);

  if (!page_request_is_usual (run->machine, request, gfp, order))
    return page_take_unusual (run, gfp, order);
  if (!keeps_events_now (run))
    return take_with_more_room (run, request, gfp, order);
  if (order < sim_n_pcp_orders (run->machine))
    return take_keeping_events_by_pcp (run, request, gfp, order);
  return take_keeping_events (run, request, gfp, order);
}

/* __alloc_pages_node () */
SimPfn
sim_alloc_pages_node (SimRun   *run,
                      unsigned  node,
                      uint32_t  gfp,
                      SimOrder  order)
{
  SimPfn pfn;

  if (node >= sim_n_nodes (run->machine))
    return SIM_NO_PFN;
  run->node = (uint8_t) (1 + node);
  pfn = page_take_unusual (run, gfp, order);
  run->node = 0;
  return pfn;
}

void
sim_free_pages (SimRun   *run,
                SimPfn    pfn,
                SimOrder  order)
{
  if (!page_is_block_of (run->machine, pfn, order))
    {
      page_give_unusual (run, pfn, order);
      return;
    }

  uint32_t mark = sim_frame_mark (run->machine, pfn);

  if (!keeps_events_now (run))
    give_with_more_room (run, pfn, order, mark);
  else if (order < sim_n_pcp_orders (run->machine))
    give_keeping_events_by_pcp (run, pfn, order, mark);
  else
    give_keeping_events (run, pfn, order, mark);
}
