/* words.h - the machine as tables of 32-bit words, for those who keep copies and differences
 *
 * Journal only: keyframes, hashes. Everything else reads the machine by read.h.
 */
#pragma once

#include "machine.h"

unsigned  sim_n_tables    (const SimMachine *machine);
/* Words in use and, until the machine changes, where they are. Tables only grow. */
const uint32_t *sim_table (const SimMachine *machine, unsigned table, size_t *n_words);
/* For a keyframe that is put back: sets the words of a table from `first` on. Grows it as needed. */
SimStatus sim_table_write (SimMachine *machine, unsigned table, size_t first, const uint32_t *words, size_t n);
