/* kswapd.h - the kernel thread of each node that frees memory before somebody has to wait for it
 *
 * Models      mm/vmscan.c: wakeup_kswapd(), pgdat_balanced(), pgdat_watermark_boosted(), update_reclaim_active(),
 *             the frame of balance_pgdat(); mm/page_alloc.c: wake_all_kswapds()
 * Leaves out  shrinking: nothing here could be written out or dropped yet, so a round of kswapd frees nothing.
 *             kswapd_failures: after 16 such rounds the kernel no longer wakes it. kcompactd
 *
 * Who wakes kswapd goes on with what it was doing; kswapd has its turn when that call is over. It then works on the
 * zones that the request may have, takes back what their marks were boosted by, and sleeps again. Where kswapd is
 * observed, as in a replay, others say what it does, and when.
 */
#pragma once

#include "sim/state/emit.h"

/* wake_all_kswapds (): each node of the zonelist once. */
void kswapd_wake_all (SimRun *run, const SimRequest *request, unsigned order);
/* Those who were woken do what they can. */
void kswapd_take_turns (SimRun *run);

void kswapd_be_told (SimRun *run);

/* rmqueue (): marks that a steal has raised are to bring kswapd to work, though the node may be balanced. */
static inline void
kswapd_hear_of_boosts (SimRun *run)
{
  if (SIM_UNLIKELY (run->boosted_zones != 0))
    kswapd_be_told (run);
}
