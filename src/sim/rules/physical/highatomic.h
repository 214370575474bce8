/* highatomic.h - page blocks that are kept for those who cannot wait and want more than one frame
 *
 * Models      mm/page_alloc.c: reserve_highatomic_pageblock(), unreserve_highatomic_pageblock()
 */
#pragma once

#include "sim/state/emit.h"

/* The page block of frames that have just been handed out for such a request becomes HighAtomic. */
void highatomic_reserve   (SimRun *run, SimPfn pfn, unsigned zone);
/* A page block becomes that of the request. by_force: even the last one of its zone. false: there is none with anything
 * free. */
bool highatomic_unreserve (SimRun *run, const SimRequest *request, bool by_force);
