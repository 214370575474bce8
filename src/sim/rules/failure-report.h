/* failure-report.h - what the kernel logs of a request that it cannot meet
 *
 * Models      mm/page_alloc.c: warn_alloc(), __show_free_areas(); lib/show_mem.c: __show_mem(); mm/oom_kill.c:
 *             dump_header(); lib/ratelimit.c: ___ratelimit()
 * Leaves out  the call trace and the registers, and every number of which the model knows nothing: the pages of
 *             processes and files, slabs, page tables, huge pages, swap. Their lines and fields are not there, those
 *             that are there read as in the kernel's log.
 * Units       the log's own: kB, or pages where it says so
 *
 * A machine has no clock: the time after which a report may be followed by another has passed when a step begins.
 */
#pragma once

#include "sim/run.h"

/* What is said of a failure now, and of a request for which some process would have to be ended: SimReport. */
unsigned failure_report_due (const SimRun *run, uint32_t gfp);
unsigned failure_report_due_of_oom (const SimRun *run);

/* The same, written into the log. */
void failure_report_print (SimRun *run, uint32_t gfp, unsigned order, unsigned n_missed);
void failure_report_print_oom (SimRun *run, uint32_t gfp, unsigned order);
