/* timeline-private.h - what a timeline holds (private to journal/)
 *
 * Three ways lead to a position: by the log, forwards and backwards; forwards by running operations in
 * bulk again; from a keyframe. move.c takes the nearest.
 */
#pragma once

#include "branch.h"
#include "keyframes.h"

struct Timeline {
  /* Owned */
  SimMachine *machine;
  Tree        tree;
  Keyframes   keyframes;

  JournalPosition position;
  Segment        *here;           /* borrowed: where the last move ended, with a log; NULL: not known */
  uint64_t        here_events;    /* as far as the path follows it */

  /* What may be dropped, and when a keyframe is due */
  uint64_t budget;                /* bytes */
  uint64_t machine_bytes;
  uint64_t least_distance;        /* between keyframes: work, see segment_work () */
  uint64_t walking_distance, writing_distance;
  uint64_t due_work;              /* of the active branch, for the next keyframe */
  bool     due_is_known;
  Segment *oldest, *newest;       /* produced again; borrowed */
  uint64_t produced_bytes, produced_work;
  size_t   changes_of_log;        /* of a segment in bulk, about */
  Segment *pinned[4];             /* may not be dropped; borrowed */
  unsigned n_pinned;

  /* The next serial number, for writing at that position of that branch */
  uint32_t        next_serial;
  JournalPosition serial_position;
  unsigned        serial_branch;

  /* While writing */
  SimRun   run;
  Segment *writing;               /* borrowed; NULL: nobody writes */
  bool     is_new_segment, has_forked;
  size_t   events_before, changes_before;
  unsigned active_before;
};

/* Goes to a position of the path from wherever the machine may be, by a keyframe. Needs no memory where the
 * log of the segment before is still there. False: there is no keyframe on the path. */
bool      timeline_return (Timeline *timeline, JournalPosition position);
/* Has the events of a segment of the path made. They stay until the timeline is moved or written. */
SimStatus timeline_look_inside (Timeline *timeline, Segment *segment);

/* Forgets what was produced again, oldest first, and thins out keyframes, until all is within the budget. */
void timeline_keep_to_budget (Timeline *timeline);
void timeline_add_produced   (Timeline *timeline, Segment *segment);
void timeline_drop_produced  (Timeline *timeline, Segment *segment);

/* The last keyframe of the path at or before a position; the first at or after it. NULL: none. */
Keyframe *timeline_keyframe_before (const Timeline *timeline, JournalPosition position);
Keyframe *timeline_keyframe_after  (const Timeline *timeline, JournalPosition position);
/* Makes one here, if a way can begin here. */
SimStatus timeline_leave_keyframe  (Timeline *timeline);
/* Sees to it that the path has one at or before here: for what follows to be taken back. */
SimStatus timeline_need_keyframe   (Timeline *timeline);
void      timeline_keyframe_if_due (Timeline *timeline);
