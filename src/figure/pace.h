/* pace.h - how fast a lesson passes: in the window that plays it and in a film of it
 *
 * Units  seconds of the viewer's time, at speed 1
 */
#pragma once

#define PACE_SECONDS_AN_EVENT 0.55
#define PACE_MOST_SECONDS     3.5       /* of a step, however many events it has */
#define PACE_HOLD             1.6       /* at the end of a step: the sentence wants to be read */

/* How long a step takes in which so many events show. */
static inline double
pace_step_seconds (unsigned n_events)
{
  double seconds = n_events * PACE_SECONDS_AN_EVENT;

  return seconds < PACE_MOST_SECONDS ? seconds : PACE_MOST_SECONDS;
}

/* Of the way from one event to the next (0 … 1): slow, fast, slow. */
static inline double
pace_ease (double fraction)
{
  double rest = 2 - 2 * fraction;

  return fraction < 0.5 ? 4 * fraction * fraction * fraction : 1 - rest * rest * rest / 2;
}
