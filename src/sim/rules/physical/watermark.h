/* watermark.h - may a zone give?
 *
 * Models      mm/page_alloc.c: __zone_watermark_ok(), __zone_watermark_unusable_free(), zone_watermark_fast(),
 *             gfp_to_alloc_flags()
 * Leaves out  CMA, cpusets
 * Units       frames
 */
#pragma once

#include "sim/state/emit.h"

/* What a zone was asked, and what it answered. */
typedef struct {
  SimWatermarkVerdict verdict;
  uint32_t            test;       /* all of it, see sim_watermark_test () */
  uint32_t            n_free;     /* what counts */
  uint32_t            mark;       /* after boost and discounts, without the reserve */
} WatermarkAnswer;

WatermarkAnswer watermark_ask (SimPen *pen, unsigned zone, unsigned order, unsigned alloc_flags, SimZoneType highest);
/* gfp_to_alloc_flags (): with what a request is tried again when the low marks have refused it. */
unsigned        watermark_alloc_flags (const SimMachine *machine, uint32_t gfp, unsigned order);
/* Is there a block of the order, or a larger one, of a type that may be taken? */
bool            watermark_has_block (const SimMachine *machine, unsigned zone, unsigned order, unsigned alloc_flags);

/* Passes the low mark whoever asks, and the first list that is looked at has a block: nearly always so. false: ask. */
SIM_INLINE bool
watermark_is_plainly_ok (SimPen           *pen,
                         const SimRequest *request,
                         unsigned          order)
{
  unsigned zone = request->zones[0];
  int32_t enough = (int32_t) sim_zone_word (pen->machine, zone, SIM_ZONE_WORD_ENOUGH + request->highest);

  if (SIM_UNLIKELY (sim_pen_free_frames (pen, zone) - (1 << order) < enough))
    return false;
  if (order == 0)
    return true;
  if (sim_profile (pen->machine)->marks.subtracts_smaller_orders)
    return false;
  return !sim_list_is_empty (pen->machine, zone, order, request->type)
         || watermark_has_block (pen->machine, zone, order, SIM_ALLOC_WMARK_LOW);
}
