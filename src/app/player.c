/* player.c - who moves along the axis */

#include "player.h"

#include <math.h>

#define NEAR 1e-9

/* Further than this many steps is a jump, not a journey. */
#define FAR 3.0

static double
within (double t,
        double first,
        double last)
{
  return t < first ? first : t > last ? last : t;
}

void
player_init (Player *player)
{
  *player = (Player) { .limit = INFINITY, .speed = 1, .animates = true };
}

void
player_set_axis (Player *player,
                 double  first,
                 double  last)
{
  player->first = first;
  player->last = last;
  player->t = within (player->t, first, last);
  player->target = within (player->target, first, last);
}

void
player_jump (Player *player,
             double  t)
{
  player->t = player->target = within (t, player->first, player->last);
  player->hold = 0;
}

void
player_go (Player *player,
           double  target)
{
  player->is_playing = false;
  player->hold = 0;
  player->target = within (target, player->first, player->last);

  if (!player->animates || fabs (player->target - player->t) > FAR)
    player->t = player->target;
}

void
player_play (Player *player)
{
  if (player->last <= player->first)
    return;

  if (player->t >= player->last - NEAR)
    player_jump (player, player->first);

  player->is_playing = true;
  player->hold = 0;
  player->target = player->t;
}

/* Where it is in the middle of an event, it stays there: everything can be done from there. */
void
player_pause (Player *player)
{
  player->is_playing = false;
  player->hold = 0;
  player->target = player->t;
}

bool
player_is_moving (const Player *player)
{
  return fabs (player->target - player->t) > NEAR;
}

bool
player_is_busy (const Player *player)
{
  return player->is_playing || player_is_moving (player);
}

/* The step that is crossed next in a direction. */
static unsigned
step_ahead (double t,
            int    direction)
{
  double step = direction > 0 ? floor (t + NEAR) + 1 : ceil (t - NEAR);

  return step < 1 ? 0 : (unsigned) step;
}

/* Moves within one step at most; returns the seconds that are left. */
static double
move_towards_target (Player            *player,
                     double             seconds,
                     PlayerSecondsFunc  step_seconds,
                     void              *data)
{
  double left = player->target - player->t;
  int direction = left > 0 ? 1 : -1;
  double border = direction > 0 ? floor (player->t + NEAR) + 1 : ceil (player->t - NEAR) - 1;
  double stop = direction > 0 ? fmin (border, player->target) : fmax (border, player->target);
  double of_step = step_seconds (step_ahead (player->t, direction), data);
  /* Somebody who presses the key again wants to be there sooner. */
  double rate = player->speed * fmax (1, fabs (left));
  double needed = fabs (stop - player->t) * of_step / rate;

  if (needed <= seconds)
    {
      player->t = stop;
      return seconds - needed;
    }

  player->t += direction * seconds * rate / of_step;
  return 0;
}

static double
wait_at_step_end (Player *player,
                  double  seconds)
{
  double waited = fmin (player->hold, seconds * player->speed);

  player->hold -= waited;
  return seconds - waited / player->speed;
}

void
player_advance (Player            *player,
                double             seconds,
                PlayerSecondsFunc  step_seconds,
                void              *data)
{
  while (seconds > NEAR && player_is_busy (player))
    {
      if (player->hold > NEAR)
        {
          seconds = wait_at_step_end (player, seconds);
          continue;
        }

      if (player->is_playing && !player_is_moving (player))
        {
          double end = fmin (player->last, player->limit);

          if (player->t >= end - NEAR)
            {
              player->is_playing = false;
              return;
            }
          player->target = within (floor (player->t + NEAR) + 1, player->first, end);
        }

      if (player->animates)
        seconds = move_towards_target (player, seconds, step_seconds, data);
      else
        player->t = player->target;

      if (!player_is_moving (player))
        {
          player->t = player->target;
          if (player->is_playing)
            player->hold = PACE_HOLD;
        }
    }
}

double
player_next_step (const Player *player)
{
  double base = player->target > player->t ? fmax (player->target, player->t) : player->t;

  return within (floor (base + NEAR) + 1, player->first, player->last);
}

double
player_previous_step (const Player *player)
{
  double base = player->target < player->t ? player->target : player->t;

  return within (ceil (base - NEAR) - 1, player->first, player->last);
}
