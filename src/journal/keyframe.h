/* keyframe.h - the difference of two states of a machine (private)
 *
 * Exclusive-or of the machine's words, by lines of 64 bytes, of which only the quarters (16 bytes, as
 * large as a frame's record) that differ are kept: the same difference leads there and back, and the
 * differences along a way can be put together.
 *
 * A difference is an array of words: for each line that differs a head (table in bits 28 … 31, number of the
 * line in bits 4 … 27, quarters that follow in bits 0 … 3), then four words for each of these quarters.
 * Lines stand in ascending order.
 */
#pragma once

#include "sim/sim.h"
#include "sim/words.h"

/* A copy of the machine's tables, as plain words, to compare with. */
typedef struct {
  uint32_t *tables[16];
  size_t    n_words[16];          /* a whole number of lines */
} Shadow;

typedef struct {
  uint32_t *words;                /* owned */
  size_t    n_words;
} Difference;

void      shadow_clear (Shadow *shadow);
uint64_t  shadow_bytes (const Shadow *shadow);
/* Makes the shadow as large as the machine's tables are now; new words are 0. */
SimStatus shadow_grow  (Shadow *shadow, const SimMachine *machine);
/* Makes it what the machine is now. It must be empty. */
SimStatus shadow_copy  (Shadow *shadow, const SimMachine *machine);
void      shadow_apply (Shadow *shadow, const Difference *difference);
/* Puts the shadow's words into the machine: one copy of the whole machine. */
SimStatus shadow_restore (const Shadow *shadow, SimMachine *machine);

void      difference_clear (Difference *difference);
uint64_t  difference_bytes (const Difference *difference);
/* From the shadow to the machine. The shadow must have been grown. */
SimStatus difference_find  (Difference *difference, const Shadow *shadow, const SimMachine *machine);
/* One that does what both together do. */
SimStatus difference_join  (Difference *difference, const Difference *a, const Difference *b);
SimStatus difference_apply (const Difference *difference, SimMachine *machine);
