/* axis.c - a lesson as a line of numbers */

#include "axis.h"

#include <math.h>

#define N_AT_ONCE 64

/* A moment this near to a step's end is the end: sums of frames' times are not exact. */
#define NEAR 1e-9

static bool
finds_shown (const Timeline  *timeline,
             JournalPosition  first,
             JournalPosition  end,
             JournalPosition *found)
{
  SimEvent events[N_AT_ONCE];

  while (first < end)
    {
      size_t wanted = end - first < N_AT_ONCE ? (size_t) (end - first) : N_AT_ONCE;
      size_t n = timeline_events (timeline, first, events, wanted);

      if (n == 0)
        return false;

      for (size_t i = 0; i < n; i++)
        if (timeline_event_shows (&events[i]))
          {
            *found = first + i;
            return true;
          }

      first += n;
    }

  return false;
}

size_t
axis_n_shown (const Timeline *timeline,
              unsigned        step)
{
  JournalPosition at = timeline_step_first (timeline, step);
  JournalPosition end = timeline_step_end (timeline, step);
  size_t n_shown = 0;

  while (finds_shown (timeline, at, end, &at))
    {
      n_shown++;
      at++;
    }

  return n_shown;
}

double
axis_first (const Timeline *timeline)
{
  JournalPosition found;

  return finds_shown (timeline, 0, timeline_step_end (timeline, 0), &found) ? -1 : 0;
}

double
axis_last (const Timeline *timeline)
{
  return timeline_n_steps (timeline);
}

unsigned
axis_step_at (const Timeline *timeline,
              double          t)
{
  unsigned n_steps = timeline_n_steps (timeline);

  if (t <= NEAR)
    return 0;
  if (t >= n_steps)
    return n_steps;

  return (unsigned) ceil (t - NEAR);
}

AxisMoment
axis_moment (const Timeline *timeline,
             double          t)
{
  unsigned step = axis_step_at (timeline, t);
  JournalPosition end = timeline_step_end (timeline, step);
  double moment = t - ((double) step - 1);
  AxisMoment at = { .step = step };

  if (moment >= 1 - NEAR)
    {
      at.position = at.next = end;
      return at;
    }

  at.position = timeline_at_moment (timeline, step, moment < 0 ? 0 : moment, &at.fraction);
  if (at.fraction >= 1 - NEAR)
    {
      at.position = axis_next_event (timeline, at.position);
      at.fraction = 0;
    }
  if (finds_shown (timeline, at.position, end, &at.next))
    at.next++;
  else
    {
      at.next = at.position;
      at.fraction = 0;
    }

  return at;
}

unsigned
axis_step_of_position (const Timeline *timeline,
                       JournalPosition position)
{
  unsigned first = 0, last = timeline_n_steps (timeline);

  /* The first step that ends at the position or after it. */
  while (first < last)
    {
      unsigned middle = first + (last - first) / 2;

      if (timeline_step_end (timeline, middle) >= position)
        last = middle;
      else
        first = middle + 1;
    }

  return first;
}

double
axis_of_position (const Timeline *timeline,
                  JournalPosition position)
{
  unsigned step = axis_step_of_position (timeline, position);
  double moment;

  if (position >= timeline_step_end (timeline, step))
    return step;

  moment = timeline_moment_of (timeline, position);
  return step - 1.0 + (moment < 0 ? 0 : moment > 1 ? 1 : moment);
}

JournalPosition
axis_next_event (const Timeline *timeline,
                 JournalPosition position)
{
  JournalPosition found;

  return finds_shown (timeline, position, timeline_end (timeline), &found) ? found + 1 : timeline_end (timeline);
}

JournalPosition
axis_previous_event (const Timeline *timeline,
                     JournalPosition position)
{
  SimEvent event;

  while (position > 0)
    if (timeline_event (timeline, --position, &event) && timeline_event_shows (&event))
      break;

  return position;
}

JournalPosition
axis_next_statement (const Timeline *timeline,
                     JournalPosition position)
{
  unsigned n_statements = timeline_n_statements (timeline);

  for (unsigned i = timeline_statement_at (timeline, position); i <= n_statements; i++)
    if (timeline_statement_end (timeline, i) > position)
      return timeline_statement_end (timeline, i);

  return timeline_end (timeline);
}

JournalPosition
axis_previous_statement (const Timeline *timeline,
                         JournalPosition position)
{
  for (unsigned i = timeline_statement_at (timeline, position) + 1; i-- > 0;)
    if (timeline_statement_end (timeline, i) < position)
      return timeline_statement_end (timeline, i);

  return 0;
}
