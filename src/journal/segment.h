/* segment.h - a stretch of the timeline: events and changed words, or operations (private)
 *
 * A segment recorded in full always has its log: every event and what it changed, by which one moves
 * inside it. One run in bulk has only its operations, until it is run again from where it began. Its log
 * then is of operations, and what each of them changed: enough to take them back one by one; or, where
 * somebody looks inside of them, of events. It may be dropped at any time, unless the machine stands inside.
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
#define SEGMENT_MAX_OPERATIONS 1024
/* A segment recorded in full that has more events is not continued: arrays need not be moved. */
#define SEGMENT_MANY_EVENTS 8192

typedef enum {
  SEGMENT_LOG_NONE,
  SEGMENT_LOG_OF_OPERATIONS,      /* leads from one operation to another */
  SEGMENT_LOG_OF_EVENTS           /* leads anywhere */
} SegmentLog;

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

  SegmentLog log;
  uint32_t  *bytes_before;        /* owned; of a log of operations: size of the changes before each of them, and of all */
  /* Where the log was last looked at: events, and changes before; in a log of operations, bytes of changes. */
  uint64_t   known_events;
  size_t     known_changes;
  const TimelineOperation *known_operation;   /* Borrowed: the one that begins there, or the end of them */

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
  return segment->log != SEGMENT_LOG_NONE;
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

/* --- moving by a log of operations: inline, for those who go back one by one ------------------ */

/* From one operation to another; where none begins at the goal, to one before or behind it. */
static inline __attribute__ ((always_inline)) void
segment_walk (uint64_t                 *place,
              const TimelineOperation **operation,
              uint64_t                  goal)
{
  while (*place > goal)
    *place -= (--*operation)->n_events;
  while (*place < goal)
    *place += (*operation)++->n_events;
}

static inline uint32_t
segment_bytes_before (const Segment           *segment,
                      const TimelineOperation *operation)
{
  return segment->bytes_before[operation - segment->operations];
}

/* What changes between two places. */
typedef struct {
  const SimChange *first, *end;
} SegmentChanges;

/* By a log of operations. False: at one of the places there is no seam between two of them. */
static inline __attribute__ ((always_inline)) bool
segment_find_changes (Segment        *segment,
                      uint64_t        from,
                      uint64_t        to,
                      SegmentChanges *found)
{
  const TimelineOperation *operation = segment->known_operation;
  const char *changes = (const char *) segment->record.changes;
  uint64_t place = segment->known_events;
  size_t of_from = segment->known_changes, of_to;

  if (place != from)
    {
      segment_walk (&place, &operation, from);
      if (place != from)
        return false;
      of_from = segment_bytes_before (segment, operation);
    }
  segment_walk (&place, &operation, to);
  if (place != to)
    return false;

  of_to = segment_bytes_before (segment, operation);
  segment->known_events = to;
  segment->known_operation = operation;
  segment->known_changes = of_to;
  found->first = (const SimChange *) (changes + (to < from ? of_to : of_from));
  found->end = (const SimChange *) (changes + (to < from ? of_from : of_to));
  return true;
}

/* Moves the machine from one place inside to another, by the log. False, and it stays: the log does not lead
 * there. */
bool      segment_apply (Segment *segment, SimMachine *machine, uint64_t from, uint64_t to);
/* In bulk: runs operations on a machine at the end, fills in what came out, and keeps them; there must be room. */
void      segment_extend (Segment *segment, SimMachine *machine, TimelineOperation *operations, uint32_t n);
/* In bulk: from a machine at the beginning, runs all of it. */
void      segment_run (Segment *segment, SimMachine *machine);
bool      segment_is_between_operations (const Segment *segment, uint64_t place);
/* In full: room for a call or two, so that they cannot fail half way; in a new segment for as much as
 * the one before it had. before: may be NULL. */
SimStatus segment_reserve (Segment *segment, const Segment *before);
/* In bulk: from a machine at the beginning, makes the log; the machine then is at the end, also where
 * there is no memory for the log. n_changes: of a log of operations, about: should they be more, the array grows. */
SimStatus segment_produce (Segment *segment, SimMachine *machine, SegmentLog log, size_t n_changes);
void      segment_forget  (Segment *segment);
/* The operation that event n belongs to. */
uint32_t  segment_operation_of (const Segment *segment, uint64_t n);
