/* replay-reclaim.h - what changes a zone's limits while a trace is replayed; private to replay.c
 *
 * Models      balance_pgdat (): while kswapd works, per-CPU lists hold less, and at its end the boost that it found is
 *             gone; PF_MEMALLOC: who frees memory may take below the marks; init_per_zone_wmark_min (), which a boot
 *             calls when it is half-way
 */
#pragma once

#include "import/replay-ahead.h"

typedef struct {
  const ReplayAhead     *ahead;
  uint32_t               gfp_memalloc;    /* 0: the kernel has none */
  const SimSnapshotZone *last;    /* the zones at the end, where their limits are others; else NULL */
  size_t                 n_last;
  gboolean               has_kswapd;      /* it was seen to wake */
  size_t                 kswapd_end;      /* the event with which kswapd is done; 0: it sleeps */
  unsigned               node;            /* its own */
  uint32_t               boosts[SIM_MAX_ZONES];   /* that it found */
  gboolean               is_reclaiming[UINT8_MAX + 1];    /* by CPU: direct reclaim */
} ReplayReclaim;

/* to may be NULL. */
void     replay_reclaim_init   (ReplayReclaim *reclaim, const ReplayAhead *ahead, const ImportedSnapshot *from,
                                const ImportedSnapshot *to);
/* Event i is played next. */
void     replay_reclaim_before (ReplayReclaim *reclaim, SimRun *run, size_t i);
/* What the request of event i may besides what its flags say. */
uint32_t replay_reclaim_gfp    (const ReplayReclaim *reclaim, size_t i);
/* When kswapd is done is not told: it works on the zone's node from now on, or no longer. FALSE: it never does. */
gboolean replay_reclaim_turn (ReplayReclaim *reclaim, SimRun *run, SimZoneId zone);
/* The limits are by now those of the end. */
void     replay_reclaim_set_limits (ReplayReclaim *reclaim, SimRun *run);
