/* test-player.c - who moves along the axis: times, targets, and control in the middle of a movement */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/player.h"

#define SECONDS_A_STEP 2.0

static double
step_seconds (unsigned  step,
              void     *data)
{
  return SECONDS_A_STEP;
}

/* A lesson of nine steps. */
static Player
nine_steps (void)
{
  Player player;

  player_init (&player);
  player_set_axis (&player, 0, 9);
  return player;
}

static void
pass (Player *player,
      double  seconds)
{
  /* Frames, as a clock would have them. */
  for (; seconds > 0; seconds -= 1 / 60.0)
    player_advance (player, fmin (seconds, 1 / 60.0), step_seconds, NULL);
}

#define assert_near(a, b) assert_true (fabs ((a) - (b)) < 1e-6)

static void
a_step_takes_as_long_as_it_should_and_then_stands (void **state)
{
  Player player = nine_steps ();

  player_go (&player, player_next_step (&player));
  pass (&player, SECONDS_A_STEP / 2);
  assert_near (player.t, 0.5);
  assert_true (player_is_busy (&player));

  pass (&player, SECONDS_A_STEP / 2 + 0.1);
  assert_near (player.t, 1);
  assert_false (player_is_busy (&player));
}

/*   t   3 ────────── 3.4 → pressed back: to 3, and not to 2 */
static void
back_in_the_middle_of_a_step_returns_to_where_it_began (void **state)
{
  Player player = nine_steps ();

  player_jump (&player, 3);
  player_go (&player, player_next_step (&player));
  pass (&player, 0.8);
  assert_near (player.t, 3.4);

  player_go (&player, player_previous_step (&player));
  assert_near (player.target, 3);
  pass (&player, 0.4);
  assert_near (player.t, 3.2);
  pass (&player, 1);
  assert_near (player.t, 3);
}

static void
forward_pressed_again_goes_one_step_further_and_faster (void **state)
{
  Player player = nine_steps ();

  player_go (&player, player_next_step (&player));
  pass (&player, 0.2);
  player_go (&player, player_next_step (&player));
  assert_near (player.target, 2);

  /* Without a jump, and sooner than the 3.8 s that 1.9 steps would take. */
  pass (&player, 0.1);
  assert_true (player.t > 0.15 && player.t < 0.25);
  pass (&player, 3.4);
  assert_near (player.t, 2);
}

static void
a_far_target_is_reached_at_once (void **state)
{
  Player player = nine_steps ();

  player_go (&player, 9);
  assert_near (player.t, 9);
  assert_false (player_is_busy (&player));
}

static void
without_animations_every_target_is_reached_at_once (void **state)
{
  Player player = nine_steps ();

  player.animates = false;
  player_go (&player, player_next_step (&player));
  assert_near (player.t, 1);
  assert_false (player_is_busy (&player));
}

static void
playing_holds_at_the_end_of_each_step_and_ends_at_the_last (void **state)
{
  Player player = nine_steps ();

  player_play (&player);
  pass (&player, SECONDS_A_STEP + PACE_HOLD / 2);
  assert_near (player.t, 1);
  assert_true (player.is_playing);

  pass (&player, PACE_HOLD / 2 + SECONDS_A_STEP / 2);
  assert_near (player.t, 1.5);

  pass (&player, 100);
  assert_near (player.t, 9);
  assert_false (player.is_playing);
  assert_false (player_is_busy (&player));
}

static void
playing_without_animations_shows_the_end_of_each_step (void **state)
{
  Player player = nine_steps ();

  player.animates = false;
  player_play (&player);
  pass (&player, 0.1);
  assert_near (player.t, 1);
  pass (&player, PACE_HOLD);
  assert_near (player.t, 2);
}

static void
a_pause_in_the_middle_stays_there_and_goes_on_from_there (void **state)
{
  Player player = nine_steps ();

  player_play (&player);
  pass (&player, 0.5);
  player_pause (&player);
  pass (&player, 5);
  assert_near (player.t, 0.25);

  player_play (&player);
  pass (&player, 0.5);
  assert_near (player.t, 0.5);
}

static void
playing_at_the_end_begins_again (void **state)
{
  Player player = nine_steps ();

  player_jump (&player, 9);
  player_play (&player);
  assert_near (player.t, 0);
  assert_true (player.is_playing);
}

static void
twice_the_speed_is_half_the_time (void **state)
{
  Player player = nine_steps ();

  player.speed = 2;
  player_go (&player, 1);
  pass (&player, 0.5);
  assert_near (player.t, 0.5);
  pass (&player, 0.6);
  assert_near (player.t, 1);
}

static void
an_axis_that_becomes_shorter_takes_the_player_with_it (void **state)
{
  Player player = nine_steps ();

  player_jump (&player, 9);
  player_set_axis (&player, 0, 4);
  assert_near (player.t, 4);
  assert_near (player_next_step (&player), 4);
}

static double
nothing_to_see (unsigned  step,
                void     *data)
{
  return 0;
}

/* A lesson whose steps show nothing must not hang the clock. */
static void
steps_without_events_take_no_time (void **state)
{
  Player player = nine_steps ();

  player_go (&player, 2);
  player_advance (&player, 0.016, nothing_to_see, NULL);
  assert_near (player.t, 2);
}

static void
a_step_is_never_longer_than_anybody_wants_to_wait (void **state)
{
  assert_near (pace_step_seconds (0), 0);
  assert_near (pace_step_seconds (1), PACE_SECONDS_AN_EVENT);
  assert_near (pace_step_seconds (100000), PACE_MOST_SECONDS);
}

static void
easing_begins_and_ends_gently_and_never_goes_back (void **state)
{
  double last = 0;

  assert_near (pace_ease (0), 0);
  assert_near (pace_ease (0.5), 0.5);
  assert_near (pace_ease (1), 1);
  for (double fraction = 0.01; fraction < 1; fraction += 0.01)
    {
      assert_true (pace_ease (fraction) > last);
      last = pace_ease (fraction);
    }
  assert_true (pace_ease (0.1) < 0.05);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_step_takes_as_long_as_it_should_and_then_stands),
    cmocka_unit_test (back_in_the_middle_of_a_step_returns_to_where_it_began),
    cmocka_unit_test (forward_pressed_again_goes_one_step_further_and_faster),
    cmocka_unit_test (a_far_target_is_reached_at_once),
    cmocka_unit_test (without_animations_every_target_is_reached_at_once),
    cmocka_unit_test (playing_holds_at_the_end_of_each_step_and_ends_at_the_last),
    cmocka_unit_test (playing_without_animations_shows_the_end_of_each_step),
    cmocka_unit_test (a_pause_in_the_middle_stays_there_and_goes_on_from_there),
    cmocka_unit_test (playing_at_the_end_begins_again),
    cmocka_unit_test (twice_the_speed_is_half_the_time),
    cmocka_unit_test (an_axis_that_becomes_shorter_takes_the_player_with_it),
    cmocka_unit_test (steps_without_events_take_no_time),
    cmocka_unit_test (a_step_is_never_longer_than_anybody_wants_to_wait),
    cmocka_unit_test (easing_begins_and_ends_gently_and_never_goes_back),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
