/* format.h - numbers as pictures write them
 *
 * Page frame numbers in hex, sizes in KiB and MiB, counts with thin spaces. Each writes into a buffer
 * of the caller and returns it, so that it can stand among the arguments of a sentence.
 */
#pragma once

#include "sim/sim.h"

#define VIEW_NUMBER_SIZE 40
#define VIEW_RANGE_SIZE (2 * VIEW_NUMBER_SIZE + 8)

/* "0x1a40" */
const char *view_format_pfn   (char buffer[VIEW_NUMBER_SIZE], SimPfn pfn);
/* "4 KiB", "63.9 MiB", "2 GiB" */
const char *view_format_size  (char buffer[VIEW_NUMBER_SIZE], uint64_t n_frames);
/* "16–64 MiB", rounded to whole ones. */
const char *view_format_range (char buffer[VIEW_RANGE_SIZE], SimPfn first, SimPfn end);
/* "12 253", with thin spaces */
const char *view_format_count (char buffer[VIEW_NUMBER_SIZE], uint64_t count);

/* "DMA32"; of several nodes "DMA32 N1", as /proc/PID/numa_maps calls them; "–": no zone. */
const char *view_format_zone  (char buffer[VIEW_NUMBER_SIZE], const SimMachine *machine, SimZoneId zone);

/* "order 0, Unmovable": a list of a CPU, as a reader calls it; "hot", "cold" where there is one order. Owned. */
char       *view_dup_pcp_list (const SimMachine *machine, unsigned list);

/* U, M, R or H. */
const char *view_migrate_letter (SimMigrateType type);
/* "free", "allocated", …: translated, for hints, legends and frames seen from near. */
const char *view_state_word (SimFrameState state);
/* One sentence about a block: its state, order, range and zone. Freed by the caller. */
char       *view_dup_block_hint (const SimMachine *machine, SimBlock block);
