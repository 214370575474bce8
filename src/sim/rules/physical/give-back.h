/* give-back.h - may these frames be freed, and if not, why
 *
 * Models      what free_pages_prepare(), free_page_is_bad() and the VM_BUG_ONs about the count of
 *             references say, in mm/page_alloc.c
 */
#pragma once

#include "sim/state/emit.h"

/* A block is not exactly what is to be freed. true: free 2^*order frames at pfn all the same. */
bool give_back_is_possible (SimRun *run, SimPfn pfn, unsigned order);
