/* fallback.h - taking from another migrate type's lists
 *
 * Models      mm/page_alloc.c: __rmqueue_fallback(), find_suitable_fallback(),
 *             steal_suitable_fallback(), boost_watermark(), move_freepages_block()
 * Leaves out  a page counts as movable only when it is on an LRU list, and there are none yet
 */
#pragma once

#include "sim/state/emit.h"

/* true: blocks of other types have come to the lists of `type`; try those again. */
bool fallback_steal (SimRun *run, unsigned zone, unsigned order, unsigned type, unsigned alloc_flags);
/* The free blocks of a page block go to the lists of a type: how many frames that were; 0 also where the page block
 * reaches beyond its zone's end. */
SimPfn fallback_move_page_block (SimPen *pen, SimPfn pfn, unsigned zone, unsigned to);
