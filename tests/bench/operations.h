/* operations.h - long rows of allocations and frees to measure with
 *
 * Made once, on a machine, with what came out; as the machine is deterministic, the same row can then be run
 * in every way. Passed to other processes as a file.
 */
#pragma once

#include "bench.h"
#include "journal/timeline.h"

typedef enum {
  ROW_FILL_IN_ORDER,              /* single frames until the memory is full, given back in the same order */
  ROW_FILL_AT_RANDOM,             /* … given back in random order */
  ROW_MIX                         /* at 90 % of the memory: orders o with probability 2^-(o+1), random frees */
} RowKind;

typedef struct {
  uint64_t n_frames;              /* of the machine */
  uint32_t pcp;                   /* has it per-CPU lists? */
  uint32_t gfp;
  uint64_t n_before;              /* operations that only fill the memory */
  uint64_t n;
  TimelineOperation *operations;  /* owned */
} Row;

/* n: operations after the filling, of ROW_MIX. */
void row_make  (Row *row, RowKind kind, uint64_t n_frames, bool pcp, const char *gfp, uint64_t n);
void row_clear (Row *row);
void row_save  (const Row *row, const char *path);
void row_load  (Row *row, const char *path);

/* Can the profile address so many frames? */
bool        row_is_possible (uint64_t n_frames);
SimMachine *row_machine (const Row *row);
