/* fallback.h - taking from another migrate type's lists
 *
 * Models      mm/page_alloc.c: __rmqueue_fallback(), find_suitable_fallback(),
 *             steal_suitable_fallback(), move_freepages_block()
 * Leaves out  the watermark boost that a steal causes, ALLOC_NOFRAGMENT (only where there is a DMA32
 *             zone); a page counts as movable only when it is on an LRU list, and there are none yet
 */
#pragma once

#include "sim/state/emit.h"

/* true: blocks of other types have come to the lists of `type`; try those again. */
bool fallback_steal (SimRun *run, unsigned  zone, unsigned order, unsigned       type);
