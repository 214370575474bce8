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
/* watermark_ask () below, of what is not a single frame against the low mark. */
WatermarkAnswer watermark_ask_all (const SimMachine *machine, unsigned zone, uint32_t n_free, unsigned order,
                                   unsigned alloc_flags, SimZoneType highest, uint32_t gfp);
/* alloc_flags_nofragment (), of kernels that do so: rather from DMA32 than to mix types in Normal. */
unsigned        watermark_nofragment_flags (const SimMachine *machine, const SimRequest *request);
/* gfp_to_alloc_flags (): with what it is tried again when the low marks have refused it. */
unsigned        watermark_alloc_flags (const SimProfile *profile, uint32_t gfp, unsigned order);
/* __gfp_pfmemalloc_flags (): with what it is then tried instead; 0: with nothing else. */
unsigned        watermark_reserve_flags (const SimMachine *machine, uint32_t gfp);
/* Is there a block of the order, or a larger one, of a type that may be taken? */
bool            watermark_has_block (const SimMachine *machine, unsigned zone, unsigned order, unsigned alloc_flags);

/* Who wakes kswapd also gives it work ahead of time, when a steal has raised the marks. */
SIM_INLINE unsigned
watermark_kswapd_flags (const SimProfile *profile,
                        uint32_t          gfp)
{
  return profile->gfp_kswapd == 0 || gfp & profile->gfp_kswapd ? SIM_ALLOC_KSWAPD : 0;
}

/* With what a request is tried first. */
SIM_INLINE unsigned
watermark_first_flags (const SimMachine *machine,
                       const SimRequest *request,
                       uint32_t          gfp)
{
  const SimProfile *profile = sim_known_profile (machine);
  unsigned flags = SIM_ALLOC_WMARK_LOW | watermark_kswapd_flags (profile, gfp);

  if (profile->marks.avoids_fragments && profile->dma32_end != 0)
    flags |= watermark_nofragment_flags (machine, request);
  return flags;
}
/* Instead of them, where they may never be wanted. */
#define WATERMARK_FIRST_TRY (~0u)

/* More frames are free in the first zone than anybody needs to pass its low mark: nearly always so. free_span: see
 * sim_known_free_span (); enough: of the request; span: of the block. */
SIM_INLINE bool
watermark_is_plainly_passed (int32_t  free_span,
                             uint32_t enough,
                             SimLink  span)
{
  return SIM_LIKELY (free_span - (int32_t) span >= (int32_t) enough);
}

/* What has no part in the answer is left out: a zone that plainly passes is not even asked for it. */
SIM_INLINE uint32_t
watermark_test_of (unsigned            alloc_flags,
                   unsigned            order,
                   SimZoneType         highest,
                   SimWatermarkVerdict verdict)
{
  return sim_watermark_test (alloc_flags & ~(unsigned) (SIM_ALLOC_KSWAPD | SIM_ALLOC_NOFRAGMENT), (SimOrder) order, highest, verdict);
}

/* A single frame, against the low mark: that is asked of a zone that is used up again and again. */
SIM_INLINE WatermarkAnswer
watermark_ask_for_single (SimPen      *pen,
                          unsigned     zone,
                          unsigned     alloc_flags,
                          SimZoneType  highest)
{
  const SimMachine *machine = pen->machine;
  uint32_t n_free = (uint32_t) sim_pen_free_frames (pen, zone), kept = sim_zone_word (machine, zone, SIM_ZONE_WORD_HIGHATOMIC);
  uint32_t mark = sim_zone_word (machine, zone, SIM_ZONE_WORD_LOW) + sim_zone_word (machine, zone, SIM_ZONE_WORD_BOOST);
  uint32_t reserve = sim_zone_word (machine, zone, SIM_ZONE_WORD_RESERVE + highest);
  WatermarkAnswer answer = { .n_free = n_free > kept ? n_free - kept : 0, .mark = mark };

  answer.verdict = (int64_t) n_free - kept > (int64_t) mark + reserve ? SIM_WMARK_OK : SIM_WMARK_BELOW;
  answer.test = watermark_test_of (alloc_flags, 0, highest, answer.verdict);
  return answer;
}

/* gfp: who is atomic need not heed a boost. */
SIM_INLINE WatermarkAnswer
watermark_ask (SimPen      *pen,
               unsigned     zone,
               unsigned     order,
               unsigned     alloc_flags,
               SimZoneType  highest,
               uint32_t     gfp)
{
  if (order == 0 && (alloc_flags & ~(unsigned) (SIM_ALLOC_KSWAPD | SIM_ALLOC_NOFRAGMENT)) == SIM_ALLOC_WMARK_LOW)
    return watermark_ask_for_single (pen, zone, alloc_flags, highest);
  return watermark_ask_all (pen->machine, zone, (uint32_t) sim_pen_free_frames (pen, zone), order, alloc_flags, highest, gfp);
}
