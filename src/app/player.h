/* player.h - who moves along the axis: playing, going to a target, standing
 *
 * Plain arithmetic, no clock and no GTK: the window's frame clock and the tests drive it alike.
 *
 * Units  t: see axis.h; seconds of the viewer's time
 */
#pragma once

#include <stdbool.h>

#include "figure/pace.h"

typedef struct {
  double t;                       /* where it is */
  double target;                  /* where it is going; t when it stands */
  double first, last;             /* where it may be */
  double limit;                   /* playing ends there; INFINITY: at the last */
  double speed;                   /* 0.25 … 4 */
  double hold;                    /* seconds left to stand at a step's end before playing on */
  bool   is_playing;
  bool   animates;                /* false: every target is reached at once */
} Player;

/* How long the step with t inside it, or ending at t, takes at speed 1. */
typedef double (*PlayerSecondsFunc) (unsigned step, void *data);

void   player_init     (Player *player);
/* The axis changed its length; stays inside it. */
void   player_set_axis (Player *player, double first, double last);
/* Stands there at once. */
void   player_jump     (Player *player, double t);
/* Goes there; from far away it jumps. Playing ends. */
void   player_go       (Player *player, double target);
void   player_play     (Player *player);
void   player_pause    (Player *player);
/* Is there anything to do for the clock? */
bool   player_is_moving (const Player *player);
bool   player_is_busy   (const Player *player);
/* Lets time pass. */
void   player_advance  (Player *player, double seconds, PlayerSecondsFunc step_seconds, void *data);

/* The end of the step after, or before, the one that is reached or being gone to. */
double player_next_step     (const Player *player);
double player_previous_step (const Player *player);
