/* axis.h - a lesson as a line of numbers: where each moment of its timeline lies
 *
 * t = k is "at step k": the end of step k. Between k - 1 and k lies the inside of step k, where
 * each event that can be seen has the same share. Step 0, what comes before the first step, lies
 * between -1 and 0, if anything can be seen in it; otherwise the axis begins at 0.
 *
 * Units  t: steps; fraction: 0 … 1 of the way from one event that shows to the next
 */
#pragma once

#include "journal/timeline.h"

typedef struct {
  JournalPosition position;       /* the machine as it stands */
  JournalPosition next;           /* after the next event that shows; equal to position at the end */
  double          fraction;       /* of the way from position to next */
  unsigned        step;           /* the step that this is a moment of */
} AxisMoment;

double     axis_first   (const Timeline *timeline);
double     axis_last    (const Timeline *timeline);
/* The step whose moment t is: a step's end belongs to the step. */
unsigned   axis_step_at (const Timeline *timeline, double t);
AxisMoment axis_moment  (const Timeline *timeline, double t);
/* Where a position lies. The end of a step is its own, not the beginning of the next. */
double     axis_of_position      (const Timeline *timeline, JournalPosition position);
unsigned   axis_step_of_position (const Timeline *timeline, JournalPosition position);

/* The positions after the next, and before the last, event that shows; the end or the beginning where
 * there is none. */
JournalPosition axis_next_event     (const Timeline *timeline, JournalPosition position);
JournalPosition axis_previous_event (const Timeline *timeline, JournalPosition position);
/* Where the next statement ends, or the one before. */
JournalPosition axis_next_statement     (const Timeline *timeline, JournalPosition position);
JournalPosition axis_previous_statement (const Timeline *timeline, JournalPosition position);
/* Events of a step that show. Linear in the step. */
size_t          axis_n_shown (const Timeline *timeline, unsigned step);
