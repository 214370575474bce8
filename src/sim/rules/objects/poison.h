/* poison.h - objects that are filled, so that it shows who uses them when he may not
 *
 * Models      mm/slab.c with CONFIG_DEBUG_SLAB: poison_obj(), check_poison_obj(), cache_alloc_debugcheck_after();
 *             include/linux/poison.h
 * Leaves out  red zones and the last user, and what they add to the size of an object; the objects that the kernel asks for
 *             itself, and those that nobody had since the boot: they are not filled
 *
 * Nothing happens on a machine without it. The object must be in use at the call of either.
 */
#pragma once

#include "sim/run.h"

#define POISON_INUSE 0x5au
#define POISON_FREE  0x6bu
#define POISON_END   0xa5u

/* It was just given, for a mask: looked at, and filled. */
void     poison_given (SimRun *run, uint64_t address, uint32_t gfp);
/* It is about to be freed. Its number for poison_freed (), which fills it then; UINT32_MAX: it will not be. */
uint32_t poison_watch (const SimRun *run, uint64_t address);
void     poison_freed (SimRun *run, uint32_t object);
