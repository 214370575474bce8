/* slow-path.h - when every zone is below its low mark
 *
 * Models      mm/page_alloc.c: __alloc_pages_slowpath(); mm/vmscan.c: wakeup_kswapd()
 * Leaves out  what reclaim and compaction do: nothing here can be written out, dropped or moved, so they
 *             find nothing, and the OOM killer has nobody to kill
 */
#pragma once

#include "sim/rules/physical/watermark.h"

/* get_page_from_freelist () of page-alloc.c. */
SimPfn page_take_from_zonelist (SimRun *run, uint32_t gfp, unsigned order, unsigned alloc_flags, unsigned first);
/* SIM_NO_PFN: the call fails. */
SimPfn page_take_slowly (SimRun *run, uint32_t gfp, unsigned order);
