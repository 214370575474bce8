/* keyframes.h - the states of one machine that can be gone back to (private)
 *
 * A tree: each keyframe but the first holds its difference to the one it was made from. The shadow, a
 * copy of the machine, stands at one of them. From any state that is known, any other is reached by
 * the differences in between, in place; from an unknown one, by copying the shadow first.
 *
 * What they cost: 20 to 68 bytes for each line of 64 bytes that changed between two keyframes, and one
 * copy of the machine.
 */
#pragma once

#include "keyframe.h"
#include "timeline.h"

typedef struct Keyframe Keyframe;

struct Keyframe {
  JournalPosition position;
  unsigned        branch;         /* that its position belongs to */
  uint64_t        work;           /* of the path up to here; see segment_work () */
  bool            must_stay;      /* the first on its path */
  Keyframe       *from;           /* borrowed; NULL: the first of all */
  Difference      difference;     /* owned; from `from` */
};

typedef struct {
  Keyframe **all;                 /* owned, as is what they point to */
  size_t     n, capacity;
  Shadow     shadow;
  Keyframe  *shadow_at;           /* borrowed; NULL: there is none yet */
  uint64_t   n_lines;             /* of the shadow */
  uint64_t   difference_bytes;
} Keyframes;

void      keyframes_clear (Keyframes *keyframes);
/* The machine as it is now. The shadow follows where the difference is larger than `rebase_bytes`. NULL: no
 * host memory. */
Keyframe *keyframes_add   (Keyframes *keyframes, const SimMachine *machine, uint64_t rebase_bytes);
/* False: no host memory; it stays. */
bool      keyframes_remove (Keyframes *keyframes, Keyframe *keyframe);

/* Words of differences between two keyframes. */
uint64_t  keyframes_way    (const Keyframe *from, const Keyframe *to);
/* The machine stands at `from`; then at `to`. */
SimStatus keyframes_travel (SimMachine *machine, const Keyframe *from, const Keyframe *to);
/* The machine may stand anywhere. */
SimStatus keyframes_restore (const Keyframes *keyframes, SimMachine *machine, const Keyframe *to);
