/* exercise-private.h - a sheet that is being made: its text, and the machine that has run it so far
 */
#pragma once

#include "scenario/exercise.h"

/* A block that the exercise holds. */
typedef struct {
  char     name[16];              /* "b3": the variable */
  SimPfn   pfn;
  SimOrder order;
} HeldBlock;

#define EXERCISE_MOST_HELD 12
#define EXERCISE_MOST_ALL 80

typedef struct {
  const SimProfile *profile;
  SimMachine       *machine;      /* owned */
  SimRecord        *record;       /* what the exercise has done to it: takes it back */
  GString          *text;         /* owned */
  uint64_t          random;       /* state */
  unsigned          number;       /* of the exercise, from 1 */
  unsigned          n_steps;
  unsigned          n_names;      /* of the exercise */
  unsigned          right;        /* choice of the last question: its number, or its index */
  unsigned          difficulty;   /* 0 … 2: how much there is to be looked at */
  HeldBlock         held[EXERCISE_MOST_HELD];
  unsigned          n_held;
  SimPfn           all[EXERCISE_MOST_ALL];        /* all blocks of an order, taken in a loop */
  unsigned         n_all;
  SimOrder         all_order;
  unsigned         all_number;    /* of the exercise that took them */
  gboolean         is_dirty;      /* a per-CPU list has frames of it */
  gboolean          has_failed;   /* no host memory */
} ExerciseWriter;

/* What one call does, found by doing it and taking it back. */
typedef struct {
  gboolean       succeeds;
  SimPfn         taken;           /* block that left its list first; SIM_NO_PFN: none did */
  SimOrder       taken_order;
  SimMigrateType taken_type;
  gboolean       falls_back;      /* to another migrate type */
  SimPfn         given;           /* of an allocation */
  unsigned       n_splits, n_merges;
  SimPfn         freed;           /* block that came to a free list last; SIM_NO_PFN: none did */
  SimOrder       freed_order;
  SimMigrateType freed_type;
  unsigned       pcp_list;        /* the frame went to, or came from; UINT_MAX: none */
} ExerciseTrial;

/* exercise-writer.c. A number below n, or from first to last. */
unsigned writer_random  (ExerciseWriter *writer, unsigned n);
/* Of a request that may fail: without ending anybody. */
const char *writer_mask (const ExerciseWriter *writer);
unsigned writer_between (ExerciseWriter *writer, unsigned first, unsigned last);
/* The smallest order that comes from the buddy lists and goes back to them at once. */
SimOrder writer_least_order (const ExerciseWriter *writer);
const char *writer_zone (const ExerciseWriter *writer);    /* the name of that of GFP_KERNEL */
SimZoneId   writer_zone_id (const ExerciseWriter *writer);
SimMigrateType writer_type (const ExerciseWriter *writer); /* of GFP_KERNEL */

/* Takes back what was done since the record was so long. */
void          writer_undo      (ExerciseWriter *writer, size_t n_events, size_t n_changes);
ExerciseTrial writer_try_alloc (ExerciseWriter *writer, SimOrder order);
ExerciseTrial writer_try_free  (ExerciseWriter *writer, SimPfn pfn, SimOrder order);

/* Lines of C; they run on the machine as well. */
void     writer_line    (ExerciseWriter *writer, const char *format, ...) G_GNUC_PRINTF (2, 3);
HeldBlock *writer_alloc (ExerciseWriter *writer, SimOrder order);          /* NULL: it failed, nothing is written */
void     writer_free    (ExerciseWriter *writer, unsigned held);
gboolean writer_take_all (ExerciseWriter *writer, SimOrder order);    /* blocks of an order; false: there are too many */
void     writer_give_back (ExerciseWriter *writer);        /* all that is held */
/* Texts are quoted here. */
void     writer_step    (ExerciseWriter *writer, const char *title);
void     writer_say     (ExerciseWriter *writer, const char *sentence);
void     writer_ask     (ExerciseWriter *writer, const char *question, const char *answer);
/* choices ended by NULL; why_not beside them, NULL: nothing to be said. */
void     writer_choose  (ExerciseWriter *writer, const char *question, const char *const *choices,
                         const char *const *why_not, unsigned answer);
/* The right number, the first, among three wrong ones that differ, in order; the likelier mistakes come first. A right
 * number again is left out. format has one %u or %x. why_not says which mistake leads to a wrong one; owned, NULL: none
 * that is known. */
typedef char *(*WhyNotFunc) (unsigned number, const void *data);
void     writer_choose_number (ExerciseWriter *writer, const char *question, const char *format, const unsigned *numbers,
                               unsigned n, WhyNotFunc why_not, const void *data);
void     writer_answer  (ExerciseWriter *writer);          /* the step of the answer begins */

/* Each writes one exercise. False: memory is not in a state for it. */
gboolean exercise_write_sum    (ExerciseWriter *writer, ExerciseKind kind);   /* exercise-sums.c */
gboolean exercise_write_memory (ExerciseWriter *writer, Exercise *exercise);  /* exercise-memory.c */
gboolean exercise_write_hard   (ExerciseWriter *writer, Exercise *exercise);  /* exercise-hard.c */
/* The step before the question begins, with memory as it was; blocks are handed out in it, and some come back; the
 * step of the question begins. */
void     exercise_begin_before (ExerciseWriter *writer);
void     exercise_prepare      (ExerciseWriter *writer);
/* The same, and one of the blocks is chosen, with what giving it back would do. False: nothing comes of it. */
gboolean exercise_prepare_free (ExerciseWriter *writer, unsigned *held, HeldBlock *block, ExerciseTrial *trial);
void     exercise_begin        (ExerciseWriter *writer, const HeldBlock *look);     /* NULL: at no block */
