/* slow-path.h - when the marks refuse a request everywhere
 *
 * Models      mm/page_alloc.c: __alloc_pages_slowpath() as far as it decides which frame: wake kswapd, try again by the
 *             min mark and the flags' discounts, compaction first for costly orders, ALLOC_NO_WATERMARKS, direct
 *             reclaim, compaction, should_reclaim_retry(), __alloc_pages_may_oom(), __GFP_NOFAIL's last tries
 * Leaves out  what reclaim and compaction do: nothing here can be written out, dropped or moved yet, so they find
 *             nothing; the up to sixteen rounds that find the same nothing are one. The OOM killer has nobody to kill.
 *             cpusets, PF_MEMALLOC, PF_DUMPCORE
 *
 * The kernel never gives up on a request of order 3 or less that may wait, nor on one that may not fail: it kills, or
 * waits for others to free something. Nobody else is there: the call then fails, and a diagnosis says so.
 */
#pragma once

#include "sim/rules/physical/watermark.h"

/* get_page_from_freelist () of page-alloc.c. */
SimPfn page_take_from_zonelist (SimRun *run, uint32_t gfp, unsigned order, unsigned alloc_flags);
/* SIM_NO_PFN: the call fails. */
SimPfn page_take_slowly (SimRun *run, uint32_t gfp, unsigned order);
