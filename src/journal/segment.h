/* segment.h - a stretch of the timeline: events and changed words, or operations (private)
 *
 * A segment recorded in full always has its log: the changed words, by which one moves inside it.
 * One run in bulk has only its operations, until it is run again from where it began; its log then
 * may be dropped at any time, unless the machine stands inside.
 *
 * Units  places inside a segment: events after its first, 0 … n_events
 */
#pragma once

#include "timeline.h"

typedef enum {
  SEGMENT_FULL,
  SEGMENT_BULK
} SegmentKind;

/* Operations of one segment in bulk: what is run again when somebody looks inside. */
#define SEGMENT_MAX_OPERATIONS 512
/* A segment recorded in full that has more events is not continued: arrays need not be moved. */
#define SEGMENT_MANY_EVENTS 8192

typedef struct Segment Segment;

struct Segment {
  SegmentKind     kind;
  JournalPosition first;
  uint64_t        n_events;
  uint64_t        work_before;    /* of the path up to `first`; see segment_work () */

  /* Owned. Of a segment in bulk: empty but where it was produced again. */
  SimRecord          record;
  TimelineOperation *operations;
  uint32_t           n_operations, operations_capacity;
  uint32_t           first_serial;

  /* Changes of the first events, where they were last counted. */
  uint64_t known_events;
  size_t   known_changes;

  bool      is_produced;          /* in bulk: the log is there */
  Segment  *older, *newer;        /* Borrowed: neighbours among those produced again */
};

/* NULL: no host memory. */
Segment  *segment_new  (SegmentKind kind, JournalPosition first, uint64_t work_before);
void      segment_free (Segment *segment);
/* Gives back what the arrays have too much. */
void      segment_trim (Segment *segment);

static inline bool
segment_has_log (const Segment *segment)
{
  return segment->kind == SEGMENT_FULL || segment->is_produced;
}

static inline JournalPosition
segment_end (const Segment *segment)
{
  return segment->first + segment->n_events;
}

/* Events and changes, in bytes. */
uint64_t  segment_log_bytes  (const Segment *segment);

/* What it costs to go over the first n events, in changes; an operation counts for ten. */
#define SEGMENT_WORK_OF_OPERATION 10
uint64_t  segment_work (const Segment *segment, uint64_t n_events);

/* Moves the machine from one place inside to another, by the log. */
void      segment_apply (Segment *segment, SimMachine *machine, uint64_t from, uint64_t to);
/* In bulk: runs operations on a machine at the end, fills in what came out, and keeps them; there must be room. */
void      segment_extend (Segment *segment, SimMachine *machine, TimelineOperation *operations, uint32_t n);
/* In bulk: from a machine at the beginning, runs all of it. */
void      segment_run (Segment *segment, SimMachine *machine, SimRecord *record);
/* In full: room for a call or two, so that they cannot fail half way; in a new segment for as much as
 * the one before it had. before: may be NULL. */
SimStatus segment_reserve (Segment *segment, const Segment *before);
/* In bulk: from a machine at the beginning, makes the log; the machine then is at the end, also where
 * there is no memory for the log. */
SimStatus segment_produce (Segment *segment, SimMachine *machine);
void      segment_forget  (Segment *segment);
/* The operation that event n belongs to. */
uint32_t  segment_operation_of (const Segment *segment, uint64_t n);
