/* replay-ahead.h - what a trace and the snapshots around it tell before it is replayed; private to replay.c
 *
 * Frames leave a per-CPU list without an event when they are taken in bulk. That they did can only be told from what
 * the trace says of them next.
 */
#pragma once

#include "import/kmem-trace.h"
#include "import/snapshot.h"

enum {
  REPLAY_ON_NO_LIST,
  REPLAY_ON_FREE_LIST,
  REPLAY_ON_PCP_LIST
};

typedef struct {
  const KmemTrace *trace;
  SimPfn           n_frames;
  guint8          *is_inside;     /* by event: it lies between the snapshots */
  guint8          *next_kind;     /* by frame: of the next event that names it; KMEM_N_KINDS: there is none */
  guint8          *kind_behind;   /* by event: of the one after it that names its frame */
  guint8          *is_on_list;    /* by frame: at the end, see above; NULL: not told */
  gboolean         has_thp_lists; /* blocks as large as a page block are taken to a per-CPU list */
  GArray          *in_use;        /* SimSnapshotBlock: of more than one frame, in use at the beginning */
} ReplayAhead;

/* to may be NULL. */
void replay_ahead_init  (ReplayAhead *ahead, const ImportedSnapshot *from, const ImportedSnapshot *to, const KmemTrace *trace);
void replay_ahead_clear (ReplayAhead *ahead);
/* The frame that is drained behind event *i, which is then the drain's; SIM_NO_PFN: no more is. */
SimPfn replay_next_drain (const ReplayAhead *ahead, size_t *i);

/* Does the event say something of a frame that the machine has? */
static inline gboolean
replay_names_frame (const ReplayAhead *ahead,
                    const KmemEvent   *event)
{
  return event->kind <= KMEM_PCPU_DRAIN && event->pfn < ahead->n_frames;
}

/* Event i is the one that is played now. */
static inline void
replay_ahead_pass (ReplayAhead *ahead,
                   size_t       i)
{
  const KmemEvent *event = &ahead->trace->events[i];

  if (replay_names_frame (ahead, event))
    ahead->next_kind[event->pfn] = ahead->kind_behind[i];
}

/* Pages that a later event takes into a list by name are not in it before. */
static inline gboolean
replay_is_deferred (const ReplayAhead *ahead,
                    size_t             i)
{
  const KmemEvent *event = &ahead->trace->events[i];

  return event->kind == KMEM_PAGE_FREE && event->order == 0 && ahead->kind_behind[i] == KMEM_PAGE_FREE_BATCHED;
}

/* Is the frame in use although nothing says that it was allocated? It is freed next, or it is in use at the end. */
static inline gboolean
replay_is_taken_unseen (const ReplayAhead *ahead,
                        SimPfn             pfn)
{
  unsigned next = ahead->next_kind[pfn];

  return next == KMEM_PAGE_FREE || next == KMEM_PAGE_FREE_BATCHED
         || (next == KMEM_N_KINDS && ahead->is_on_list != NULL && !ahead->is_on_list[pfn]);
}

/* A block that comes back while the lock of the per-CPU lists may be held: is it then on a free list? From there it is
 * taken under the zone's lock; from a per-CPU list it is handed out or drained. */
static inline gboolean
replay_goes_past_pcp (const ReplayAhead *ahead,
                      SimPfn             pfn)
{
  unsigned next = ahead->next_kind[pfn];

  return next == KMEM_ZONE_LOCKED || (next == KMEM_N_KINDS && (ahead->is_on_list == NULL || ahead->is_on_list[pfn] != REPLAY_ON_PCP_LIST));
}
