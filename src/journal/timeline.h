/* timeline.h - what happened to a machine, and how to be at any moment of it
 *
 * A timeline owns a machine and everything that happened to it since it was made. Positions count
 * micro-steps: position p lies after p events; 0 is the machine as it began. Moving changes the
 * machine in place; nothing above can tell how it got there.
 *
 * Segments recorded in full keep every event and every changed word; segments run in bulk keep 16
 * bytes an operation, and produce their events again when somebody looks inside. Keyframes, which
 * store differences, stand between segments.
 *
 * Units      positions: events; moments: 0 … 1 inside a step
 * Ownership  what is returned as const pointer is borrowed until the timeline changes
 */
#pragma once

#include "sim/sim.h"

typedef uint64_t JournalPosition;

typedef struct Timeline Timeline;

typedef enum {
  TIMELINE_EVENT,
  TIMELINE_STATEMENT,
  TIMELINE_STEP
} TimelineStride;

/* Takes the machine. NULL: no host memory; the machine then is freed. */
Timeline         *timeline_new      (SimMachine *machine);
void              timeline_free     (Timeline *timeline);
const SimMachine *timeline_machine  (const Timeline *timeline);      /* as it is at the position */

/* --- writing ------------------------------------------------------------------------------ */
/* Writing at a position before the end forks: what followed stays reachable as a branch. */
SimStatus timeline_run     (Timeline *timeline, const SimCall *call, uint64_t *result);
SimStatus timeline_observe (Timeline *timeline, const SimEvent *event, SimOrigin origin);
/* For a writer that needs more than one call: a run that records at the end of this timeline. Valid
 * until timeline_end_writing (), which must come before any reading or moving. Its serial number is
 * the next one. NULL: no host memory; so says the end of writing, too, and then nothing was written.
 * (Only a machine of more than 2 M frames on which nothing ever ran in bulk may then have gone on without
 * its past: the timeline is empty and begins with the machine as it is.) */
SimRun   *timeline_begin_writing (Timeline *timeline);
SimStatus timeline_end_writing   (Timeline *timeline);
/* Takes the next call's or statement's serial number: counts from 1 along the timeline, so that the same
 * script has the same numbers again after going back. */
uint32_t  timeline_next_serial   (Timeline *timeline);

/* Operations in bulk: 16 bytes each. */
typedef SimOperation TimelineOperation;
#define TIMELINE_ALLOC SIM_OPERATION_ALLOC
#define TIMELINE_FREE  SIM_OPERATION_FREE

/* Runs them at the end of the timeline and fills in what came out. */
SimStatus timeline_run_bulk (Timeline *timeline, TimelineOperation *operations, size_t n);

/* --- where ---------------------------------------------------------------------------------- */
JournalPosition timeline_position (const Timeline *timeline);
JournalPosition timeline_end      (const Timeline *timeline);
/* Steps count from 1; step 0 is what comes before the first. The range of a step's events is half-open;
 * it begins with STEP_BEGAN, or with the STATEMENT directly before it. The position at its end is "at step
 * N": timeline_step_at () names the step that the event before the position belongs to. */
unsigned        timeline_n_steps  (const Timeline *timeline);
JournalPosition timeline_step_first (const Timeline *timeline, unsigned step);
JournalPosition timeline_step_end   (const Timeline *timeline, unsigned step);
unsigned        timeline_step_at    (const Timeline *timeline, JournalPosition position);
/* The position at or before a moment inside a step, and how far it is on its way to the next
 * (0 … 1). Each event that shows has the same share of the step; statements and words of the script have
 * none, they happen as the share of the next that shows begins. Where the fraction is not 0, the event at
 * the position is the one that is under way: a picture blends from position to position + 1. Moments 0
 * and 1 are the ends of the step; timeline_moment_of () leads back. */
JournalPosition timeline_at_moment  (const Timeline *timeline, unsigned step, double moment, double *fraction);
double          timeline_moment_of  (const Timeline *timeline, JournalPosition position);
/* Statements: 0 before the first. Position at which statement n ends: the next begins, or a step does. */
unsigned        timeline_n_statements  (const Timeline *timeline);
JournalPosition timeline_statement_end (const Timeline *timeline, unsigned statement);
unsigned        timeline_statement_at  (const Timeline *timeline, JournalPosition position);
/* Is the event one that shows (moves frames, or is a decision of the kernel)? Those of the script, what it
 * writes to memory and what is printed do not. */
bool            timeline_event_shows   (const SimEvent *event);

/* --- reading -------------------------------------------------------------------------------- */
/* The event that leads from `position` to position + 1. False at the end. */
bool   timeline_event  (const Timeline *timeline, JournalPosition position, SimEvent *event);
/* At most n events from `first` on, copied; returns how many. */
size_t timeline_events (const Timeline *timeline, JournalPosition first, SimEvent *events, size_t n);

/* --- moving --------------------------------------------------------------------------------- */
/* SIM_NO_HOST_MEMORY leaves the position as it was. */
SimStatus timeline_seek (Timeline *timeline, JournalPosition position);
/* One stride forwards (direction +1) or backwards (-1). False at either end, and where there is no host
 * memory. By step: to the next end of a step, or to the one before; by statement likewise. By event: to
 * behind the next event that shows, or the one before; what the script does rides along. The beginning
 * and the end of the timeline are stops of every stride. */
bool      timeline_step (Timeline *timeline, TimelineStride stride, int direction);

/* --- branches ------------------------------------------------------------------------------- */
/* Branch 0 is the first to have been written. */
unsigned  timeline_n_branches    (const Timeline *timeline);
unsigned  timeline_branch        (const Timeline *timeline);
JournalPosition timeline_branch_fork (const Timeline *timeline, unsigned branch);   /* where it left its parent */
/* Goes to the fork and makes what followed on that branch the future again. */
SimStatus timeline_switch_branch (Timeline *timeline, unsigned branch);

/* --- what it costs -------------------------------------------------------------------------- */
typedef struct {
  uint64_t n_events, n_operations;
  uint64_t event_bytes, change_bytes;       /* of segments recorded in full */
  uint64_t operation_bytes;                 /* of segments run in bulk */
  uint64_t segment_bytes;                   /* what holds them together */
  uint64_t keyframe_bytes;                  /* differences */
  uint64_t shadow_bytes;                    /* the copy of the machine that they are found with */
  uint64_t produced_bytes;                  /* of segments produced again */
} TimelineCost;
TimelineCost timeline_cost (const Timeline *timeline);
/* Keyframes thin out and segments produced again are dropped beyond this. Not counted are the shadow, made
 * with the first keyframe, and the segment that the machine stands in. Default 256 MiB. */
void         timeline_set_budget (Timeline *timeline, uint64_t bytes);
