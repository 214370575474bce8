/* kernel-log.h - lines that the kernel writes into its log about what it was asked
 *
 * Models      include/asm-generic/bug.h: WARN(), WARN_ON_ONCE(); the words of 6.1's mm/slab_common.c and mm/slub.c
 * Leaves out  call traces and registers; what depends on how the kernel was built, such as the distance behind a function's name
 */
#pragma once

#include "sim/run.h"
#include "sim/slabs.h"

#include <inttypes.h>

#define SIM_LOG_WARNING 4
#define SIM_LOG_ERROR   3

/* One line or more, each with its newline, of at most 1 KiB in all. Nothing is written into a log that is full. */
void kernel_log (SimRun *run, unsigned level, const char *format, ...) __attribute__ ((format (printf, 3, 4)));
/* WARN (): text: what is said of it, with its newline; "": nothing. place: "mm/slab_common.c:493 kmem_cache_destroy". */
void kernel_log_warn (SimRun *run, const char *text, const char *place);
/* WARN_ON_ONCE (). False: the log has it already. */
bool kernel_log_warn_once (SimRun *run, const char *place);

/* WARN_ON_ONCE_GFP () of __alloc_pages () */
void kernel_log_order_too_large (SimRun *run, uint32_t gfp);

/* --- about objects ------------------------------------------------------------------------- */
/* kmalloc_fix_flags () */
void kernel_log_gfp_fixed (SimRun *run, uint32_t bad, uint32_t kept);
/* kmem_cache_create_usercopy () */
void kernel_log_cache_failed (SimRun *run, const char *name, int error);
/* kmem_cache_destroy (), and before it list_slab_objects () of SLUB */
void kernel_log_cache_has_objects (SimRun *run, SimCacheId cache);
/* free_large_kmalloc () of a single page */
void kernel_log_kfree_of_page (SimRun *run, uint64_t address);
/* slab_out_of_memory (): SLUB says so as it is usually built, SLAB only with debugging. */
void kernel_log_out_of_objects (SimRun *run, SimCacheId cache, uint32_t gfp);
