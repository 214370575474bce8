/* watermark.h - may a zone give?
 *
 * Models      mm/page_alloc.c: __zone_watermark_ok(), __zone_watermark_unusable_free(), zone_watermark_fast(),
 *             gfp_to_alloc_flags(), __gfp_pfmemalloc_flags(), alloc_flags_nofragment()
 * Leaves out  CMA, cpusets, node_reclaim_mode, realtime tasks, victims of the OOM killer, PF_MEMALLOC of a task
 * Units       frames
 */
#pragma once

#include "sim/state/emit.h"

/* What is known of a zone when it is asked. */
typedef struct {
  uint32_t n_free;                /* all frames on its free lists */
  uint32_t mark;                  /* the one that is tested, with boost */
  uint32_t reserve;               /* kept from requests that may have a higher zone */
  uint32_t highatomic;            /* frames of HighAtomic page blocks, free or not */
  uint16_t has_blocks;            /* bit n: a block of order n, not HighAtomic; for orders above 0 */
  uint16_t has_highatomic_blocks;
  uint32_t n_in_order[SIM_N_ORDERS];       /* frames in blocks of an order, where the kernel wants to know */
} WatermarkZone;

/* What a zone was asked, and what it answered. */
typedef struct {
  SimWatermarkVerdict verdict;
  uint32_t            test;       /* all of it, see sim_watermark_test () */
  uint32_t            n_free;     /* what counts */
  uint32_t            mark;       /* after boost and discounts, without the reserve */
} WatermarkAnswer;

/* The arithmetic alone, for any zone. */
WatermarkAnswer watermark_judge (const SimMarkRules *rules, const WatermarkZone *zone, unsigned order, unsigned alloc_flags);
/* gfp: who is atomic need not heed a boost. */
WatermarkAnswer watermark_ask (SimPen *pen, unsigned zone, unsigned order, unsigned alloc_flags, SimZoneType highest,
                               uint32_t gfp);
/* With what a request is tried first. */
unsigned        watermark_first_flags (const SimMachine *machine, const SimRequest *request, uint32_t gfp);
/* Instead of them, where they may never be wanted. */
#define WATERMARK_FIRST_TRY (~0u)
/* gfp_to_alloc_flags (): with what it is tried again when the low marks have refused it. */
unsigned        watermark_alloc_flags (const SimProfile *profile, uint32_t gfp, unsigned order);
/* __gfp_pfmemalloc_flags (): with what it is then tried instead; 0: with nothing else. */
unsigned        watermark_reserve_flags (const SimMachine *machine, uint32_t gfp);
/* Is there a block of the order, or a larger one, of a type that may be taken? */
bool            watermark_has_block (const SimMachine *machine, unsigned zone, unsigned order, unsigned alloc_flags);

/* More frames are free in the first zone than anybody needs to pass its low mark: nearly always so. */
SIM_INLINE bool
watermark_is_plainly_passed (const SimPen     *pen,
                             const SimRequest *request,
                             unsigned          order)
{
  return SIM_LIKELY (sim_pen_known_free_span (pen, request->zones[0]) - (int32_t) sim_span (order)
                     >= sim_request_enough (pen->machine, request));
}
