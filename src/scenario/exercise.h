/* exercise.h - questions about the page allocator, made by running the model: a sheet of them is a scenario
 *
 * Each exercise prepares memory where it needs to, asks, and in a step of its own does what was asked about, says why
 * and expects the answer, so that checking the scenario checks the key. The first exercises are easy, the last hard.
 * The same seed, count, profile and language give the same text.
 *
 * Leaves out  other allocators than that of pages; other zones than the one that GFP_KERNEL asks for first
 */
#pragma once

#include <glib.h>

#include "sim/sim.h"

#define EXERCISE_MOST  100        /* of one sheet */
#define EXERCISE_USUAL 9

typedef enum {
  /* easy: sums */
  EXERCISE_SIZE,                  /* how large is a block of an order? */
  EXERCISE_ORDER,                 /* which order holds so many frames? */
  EXERCISE_FRAME,                 /* in which frame does an address lie? */
  EXERCISE_BUDDY,                 /* who is the buddy? */
  /* the memory has to be read */
  EXERCISE_SPLITS,                /* how many times is a block halved? */
  EXERCISE_TAKEN,                 /* which block is taken? */
  EXERCISE_MERGED,                /* of what order is the block that results? */
  EXERCISE_HOT,                   /* which frame does the CPU get back? */
  /* hard: several things at once */
  EXERCISE_LIST,                  /* on which list does it go? */
  EXERCISE_CPU_LIST,              /* …, a single frame? */
  EXERCISE_SUCCEEDS,              /* does this call succeed? */
  EXERCISE_DRAW,                  /* the free lists after these frees */
  EXERCISE_FALLBACK,              /* from which type's list is a block taken? Only where there are types */
  N_EXERCISE_KINDS
} ExerciseKind;

typedef struct {
  ExerciseKind   kind;
  unsigned       step;            /* asks, at its end; the next step is the answer's */
  gboolean       has_picture;     /* the memory as it stands is part of the question */
  /* EXERCISE_DRAW: the lists of these orders, and of the zone and type */
  SimZoneId      zone;
  SimMigrateType type;
  SimOrder       first_order, last_order;
} Exercise;

typedef struct {
  uint64_t seed;
  char    *title;                 /* owned, as is all of it */
  char    *text;                  /* the scenario */
  GArray  *exercises;             /* of Exercise */
} ExerciseSheet;

/* In the language of the texts now. count: 1 to EXERCISE_MOST. NULL: no host memory. */
ExerciseSheet *exercise_sheet_new  (uint64_t seed, unsigned count, const SimProfile *profile);
void           exercise_sheet_free (ExerciseSheet *sheet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExerciseSheet, exercise_sheet_free)
