/* Reading: events, steps, statements and moments; and the strides, which are made of them. */
#include "timeline-private.h"

#include <math.h>

/* --- events --------------------------------------------------------------------------------- */

size_t
timeline_events (const Timeline *timeline,
                 JournalPosition first,
                 SimEvent       *events,
                 size_t          n)
{
  const Tree *tree = &timeline->tree;
  size_t done = 0;

  while (done < n && first < path_end (tree))
    {
      JournalPosition limit;
      Segment *segment = path_segment (tree, first, &limit);
      size_t part = limit - first < n - done ? (size_t) (limit - first) : n - done;

      /* To look inside, the machine goes there and comes back: nobody can tell. */
      if (segment->log != SEGMENT_LOG_OF_EVENTS
          && timeline_look_inside ((Timeline *) timeline, segment) != SIM_OK)
        break;

      for (size_t i = 0; i < part; i++)
        events[done + i] = sim_record_event (&segment->record, first - segment->first + i);
      done += part;
      first += part;
    }

  return done;
}

bool
timeline_event (const Timeline *timeline,
                JournalPosition position,
                SimEvent       *event)
{
  return timeline_events (timeline, position, event, 1) == 1;
}

/* --- steps and statements ------------------------------------------------------------------- */

static size_t
n_marks (const Timeline *timeline,
         MarkKind        kind)
{
  return path_n_marks_before (&timeline->tree, kind, path_end (&timeline->tree));
}

unsigned
timeline_n_steps (const Timeline *timeline)
{
  return (unsigned) n_marks (timeline, MARK_STEP);
}

JournalPosition
timeline_step_first (const Timeline *timeline,
                     unsigned        step)
{
  if (step == 0)
    return 0;
  if (step > timeline_n_steps (timeline))
    return timeline_end (timeline);

  return path_mark (&timeline->tree, MARK_STEP, step - 1);
}

JournalPosition
timeline_step_end (const Timeline *timeline,
                   unsigned        step)
{
  return timeline_step_first (timeline, step + 1);
}

unsigned
timeline_step_at (const Timeline *timeline,
                  JournalPosition position)
{
  return (unsigned) path_n_marks_before (&timeline->tree, MARK_STEP, position);
}

unsigned
timeline_n_statements (const Timeline *timeline)
{
  return (unsigned) n_marks (timeline, MARK_STATEMENT);
}

unsigned
timeline_statement_at (const Timeline *timeline,
                       JournalPosition position)
{
  return (unsigned) path_n_marks_before (&timeline->tree, MARK_STATEMENT, position);
}

JournalPosition
timeline_statement_end (const Timeline *timeline,
                        unsigned        statement)
{
  const Tree *tree = &timeline->tree;
  JournalPosition end = timeline_end (timeline);

  if (statement > timeline_n_statements (timeline))
    return end;
  if (statement < timeline_n_statements (timeline))
    end = path_mark (tree, MARK_STATEMENT, statement);

  /* A step that begins before the next statement does. */
  size_t step = statement > 0
                ? path_n_marks_before (tree, MARK_STEP, path_mark (tree, MARK_STATEMENT, statement - 1) + 1)
                : 0;
  if (step < n_marks (timeline, MARK_STEP) && path_mark (tree, MARK_STEP, step) < end)
    end = path_mark (tree, MARK_STEP, step);

  return end;
}

/* --- moments -------------------------------------------------------------------------------- */

static uint64_t
n_shown_before (const Timeline *timeline,
                JournalPosition position)
{
  return position - path_n_marks_before (&timeline->tree, MARK_HIDDEN, position);
}

/* The n-th event that shows, from 0. There must be one. */
static JournalPosition
shown_event (const Timeline *timeline,
             uint64_t        n)
{
  JournalPosition first = n, end = timeline_end (timeline);

  /* The first position with more than n before it; the event is the one before. */
  while (first < end)
    {
      JournalPosition middle = first + (end - first) / 2;

      if (n_shown_before (timeline, middle) > n)
        end = middle;
      else
        first = middle + 1;
    }

  return first - 1;
}

JournalPosition
timeline_at_moment (const Timeline *timeline,
                    unsigned        step,
                    double          moment,
                    double         *fraction)
{
  JournalPosition first = timeline_step_first (timeline, step), end = timeline_step_end (timeline, step);
  uint64_t before = n_shown_before (timeline, first), n_shown = n_shown_before (timeline, end) - before;
  double way = moment * (double) n_shown, whole = floor (way);

  /* Moments that stand for a position come back to it. */
  if (fabs (way - round (way)) < 1e-6)
    way = whole = round (way);

  *fraction = 0;
  if (moment <= 0 || n_shown == 0)
    return moment < 1 ? first : end;
  if (moment >= 1 || whole >= (double) n_shown)
    return end;

  *fraction = way - whole;
  if (*fraction > 0)
    return shown_event (timeline, before + (uint64_t) whole);
  return whole > 0 ? shown_event (timeline, before + (uint64_t) whole - 1) + 1 : first;
}

double
timeline_moment_of (const Timeline *timeline,
                    JournalPosition position)
{
  unsigned step = timeline_step_at (timeline, position);
  JournalPosition first = timeline_step_first (timeline, step), end = timeline_step_end (timeline, step);

  if (position >= end)
    return end > first ? 1 : 0;

  uint64_t before = n_shown_before (timeline, first), n_shown = n_shown_before (timeline, end) - before;
  return n_shown > 0 ? (double) (n_shown_before (timeline, position) - before) / (double) n_shown : 0;
}

/* --- strides -------------------------------------------------------------------------------- */

static JournalPosition
next_event_stop (const Timeline *timeline,
                 JournalPosition position)
{
  uint64_t n = n_shown_before (timeline, position);

  if (n == n_shown_before (timeline, timeline_end (timeline)))
    return timeline_end (timeline);

  return shown_event (timeline, n) + 1;
}

static JournalPosition
previous_event_stop (const Timeline *timeline,
                     JournalPosition position)
{
  uint64_t n = n_shown_before (timeline, position - 1);

  return n > 0 ? shown_event (timeline, n - 1) + 1 : 0;
}

static JournalPosition
next_statement_stop (const Timeline *timeline,
                     JournalPosition position)
{
  unsigned statement = timeline_statement_at (timeline, position);
  JournalPosition end = timeline_statement_end (timeline, statement);

  return end > position ? end : timeline_statement_end (timeline, statement + 1);
}

static JournalPosition
previous_statement_stop (const Timeline *timeline,
                         JournalPosition position)
{
  unsigned statement = timeline_statement_at (timeline, position);
  JournalPosition end = timeline_statement_end (timeline, statement);

  if (end < position)
    return end;
  return statement > 0 ? timeline_statement_end (timeline, statement - 1) : 0;
}

static JournalPosition
next_step_stop (const Timeline *timeline,
                JournalPosition position)
{
  unsigned step = timeline_step_at (timeline, position);
  JournalPosition end = timeline_step_end (timeline, step);

  return end > position ? end : timeline_step_end (timeline, step + 1);
}

static JournalPosition
previous_step_stop (const Timeline *timeline,
                    JournalPosition position)
{
  /* The end of the step before is where this one begins. */
  return timeline_step_first (timeline, timeline_step_at (timeline, position));
}

bool
timeline_step (Timeline      *timeline,
               TimelineStride stride,
               int            direction)
{
  static JournalPosition (*const stops[][2]) (const Timeline *, JournalPosition) = {
    [TIMELINE_EVENT] = { previous_event_stop, next_event_stop },
    [TIMELINE_STATEMENT] = { previous_statement_stop, next_statement_stop },
    [TIMELINE_STEP] = { previous_step_stop, next_step_stop },
  };
  JournalPosition position = timeline->position;

  if (direction > 0 ? position == timeline_end (timeline) : position == 0)
    return false;

  return timeline_seek (timeline, stops[stride][direction > 0] (timeline, position)) == SIM_OK;
}
