/* story.h - timelines to test with: what happens to them is chosen by a seed
 *
 * A teller keeps what was allocated, so that it can be freed; the same seed tells the same story, in full
 * or in bulk.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/timeline.h"

/* Bits of 6.1. */
#define STORY_GFP_KERNEL  0xcc0u
#define STORY_GFP_HIGHMEM 0x002u
#define STORY_GFP_ZERO    0x100u

typedef struct {
  SimPfn  *blocks;                /* owned */
  SimOrder *orders;
  size_t   n, capacity;
  uint64_t state;
} Teller;

void     teller_init  (Teller *teller, uint64_t seed);
void     teller_clear (Teller *teller);
uint64_t teller_random (Teller *teller, uint64_t end);                 /* 0 … end - 1 */

/* A machine of 6.1-i386 with so many MiB. */
SimMachine *story_machine (unsigned mib, bool pcp, unsigned cpus);
Timeline   *story_timeline (unsigned mib, bool pcp);

/* n operations at the end of the timeline, chosen one by one. share: of 100 that allocate. */
void story_in_full (Timeline *timeline, Teller *teller, size_t n, unsigned share);
void story_in_bulk (Timeline *timeline, Teller *teller, size_t n, unsigned share);

/* A step with statements, words of the script, words to the reader and operations. */
void story_step (Timeline *timeline, Teller *teller, unsigned number, unsigned n_statements);
void story_event (Timeline *timeline, SimEventKind kind, uint64_t a, uint64_t b);

/* The hash at every position of the path, by going there from the beginning in single events. Owned by
 * the caller; n_positions = end + 1. */
uint64_t *story_hashes (Timeline *timeline);
uint64_t  story_hash   (const Timeline *timeline);
