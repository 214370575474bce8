/* run-row.h - running a row of operations on a timeline, and taking it back */
#pragma once

#include "operations.h"

/* Operations [first, end) in full, a hundred in one writing. ends: where each of them ends; may be NULL. */
void run_in_full (Timeline *timeline, const Row *row, uint64_t first, uint64_t end, JournalPosition *ends);
/* The same in bulk, in one run. */
void run_in_bulk (Timeline *timeline, Row *row, uint64_t first, uint64_t end, JournalPosition *ends);
/* One after the other, from the end of the last to the beginning of the first. */
void take_back   (Timeline *timeline, const JournalPosition *ends, uint64_t first, uint64_t end);
