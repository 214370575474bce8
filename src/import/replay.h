/* replay.h - a trace held against the model: does it choose the page frames that the real kernel chose?
 *
 * The simulated kernel begins where a snapshot was taken and is given only the requests of the trace (order,
 * flags, CPU) and which blocks are freed. What it chooses is compared with what the trace says.
 *
 * Models      the order in which free_unref_page_list () has pages: one that mm_page_free_batched names later enters
 *             its list there; alloc_pages_bulk (), which takes from a per-CPU list without an event, and shows by its
 *             refills and by what is freed later; split_page (), shown by what is freed; kswapd and direct reclaim,
 *             as far as they change who may take what, from their own events; limits that a boot sets half-way
 * Leaves out  which pages are reclaimed: the trace tells; compaction; allocations that failed are counted, not judged
 */
#pragma once

#include "import/call-list.h"
#include "import/slab-snapshot.h"
#include "import/snapshot.h"

#define REPLAY_MAX_DIFFERENCES 10
#define REPLAY_MAX_AROUND      6

/* Why a choice was another one: where the model has what the real kernel chose. */
typedef enum {
  REPLAY_FOUND_NOTHING,           /* the model gave nothing */
  REPLAY_OTHER_ZONE,              /* it is in another zone than the model's choice */
  REPLAY_OTHER_TYPE,              /* it is free, on a list of another migrate type */
  REPLAY_OTHER_BLOCK,             /* it is free, on a list of this type */
  REPLAY_OTHER_PLACE,             /* it is on a per-CPU list */
  REPLAY_IN_USE,                  /* the model has it in use */
  REPLAY_N_CAUSES
} ReplayCause;

/* One choice that was another one. Frames of the lists are head first; SIM_NO_PFN ends them. */
typedef struct {
  uint32_t line;
  SimOrder order;
  uint8_t  cpu;
  uint32_t gfp;
  SimPfn   predicted, real;       /* predicted SIM_NO_PFN: the model found nothing */
  ReplayCause cause;
  SimBlock real_block;            /* where the model had the real one */
  int      real_position;         /* on its list; -1: on none */
  SimPfn   around_predicted[REPLAY_MAX_AROUND + 1];    /* the list that the model took from, before it did */
  SimPfn   around_real[REPLAY_MAX_AROUND + 1];         /* the list that the real one was on */
} ReplayDifference;

typedef struct {
  uint32_t line;
  char     cache[SIM_CACHE_NAME_LENGTH];
  uint64_t predicted, real;       /* addresses; predicted 0: the model found nothing */
} ReplayObjectDifference;

typedef struct {
  uint64_t n_events;              /* of the trace, between the two snapshots */
  uint64_t n_allocations, n_exact;
  struct {
    uint64_t n_allocations, n_exact;
  } of[SIM_MAX_ZONES][SIM_N_ORDERS];      /* the same by the real frame's zone and by order */
  uint64_t n_of_cause[REPLAY_N_CAUSES];
  uint64_t n_failed;              /* allocations that failed in the real kernel */
  uint64_t n_unseen;              /* frames that left a per-CPU list without an event */
  uint64_t n_divided;             /* blocks that their owner split: split_page () */
  uint64_t n_frees, n_strange;    /* strange: of what the model did not have in use, or of what it has not at all */
  uint64_t n_drains, n_drains_exact;
  uint64_t n_drains_missed;       /* that the model made and the kernel did not */
  gboolean has_end, end_lists_equal;
  size_t   n_differences;
  ReplayDifference differences[REPLAY_MAX_DIFFERENCES];
  /* Of objects, where there is a snapshot of their caches. */
  gboolean has_objects;
  uint64_t n_objects, n_objects_exact;
  uint64_t n_objects_left_out;    /* of caches that are taken from in bulk as well, without an event */
  uint64_t n_objects_unseen;      /* what was then taken so */
  uint64_t n_objects_unknown;     /* nothing tells of which cache */
  uint64_t n_objects_strange;     /* freed, and the model did not have them in use */
  gboolean has_objects_end, end_objects_equal;
  size_t   n_object_differences;
  ReplayObjectDifference object_differences[REPLAY_MAX_DIFFERENCES];
} ReplayReport;

/* What a replay of objects needs besides. */
typedef struct {
  const ImportedSlabs *from;
  const ImportedSlabs *to;        /* NULL: not compared at the end */
  const ObjectTrace   *trace;
  const CallList      *calls;     /* NULL: no cache is made on the way */
} ReplayObjectsGiven;

/* Ended by NULL: the caches whose objects are not judged. */
extern const char *const replay_caches_left_out[];

/* to may be NULL. False: see messages; nothing was replayed. */
gboolean kmem_replay (const ImportedSnapshot *from, const ImportedSnapshot *to, const KmemTrace *trace,
                      const char *trace_name, ReplayReport *report, Messages *messages);
/* The same with objects; given may be NULL. */
gboolean kmem_replay_objects (const ImportedSnapshot *from, const ImportedSnapshot *to, const ReplayObjectsGiven *given,
                              const KmemTrace *trace, const char *trace_name, ReplayReport *report, Messages *messages);
