/* test-axis.c - a lesson as a line of numbers
 *
 *   position  0        1        2        3        4        5        6
 *   event       step 1   stmt 1   zone     empty    step 2   zone
 *   t         0                            0.5    1                  2
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/axis.h"

#define assert_near(a, b) assert_true (fabs ((a) - (b)) < 1e-6)

static void
observe (Timeline     *timeline,
         SimEventKind  kind,
         uint64_t      first,
         uint64_t      second)
{
  SimEvent event = { .kind = kind, .origin = SIM_SIMULATED, .arg = { first, second } };

  event.serial = timeline_next_serial (timeline);
  timeline_observe (timeline, &event, SIM_SIMULATED);
}

static Timeline *
empty_timeline (void)
{
  SimMachineSpec spec;
  SimMachine *machine = NULL;
  SimComplaint complaint;
  Timeline *timeline;

  sim_machine_spec_init (&spec, sim_profile_at (0));
  spec.ram = 64 << 20;
  assert_int_equal (sim_machine_new (&spec, &machine, &complaint), SIM_OK);
  timeline = timeline_new (machine);
  assert_non_null (timeline);

  return timeline;
}

static int
two_steps (void **state)
{
  Timeline *timeline = empty_timeline ();

  observe (timeline, SIM_EVENT_STEP_BEGAN, 1, 0);
  observe (timeline, SIM_EVENT_STATEMENT, 7, 1);
  observe (timeline, SIM_EVENT_ZONE_TRIED, 0, 0);
  observe (timeline, SIM_EVENT_LIST_EMPTY, 0, 0);
  observe (timeline, SIM_EVENT_STEP_BEGAN, 2, 1);
  observe (timeline, SIM_EVENT_ZONE_TRIED, 0, 0);

  *state = timeline;
  return 0;
}

static int
end (void **state)
{
  timeline_free (*state);
  return 0;
}

static void
whole_numbers_are_the_ends_of_steps (void **state)
{
  const Timeline *timeline = *state;

  assert_near (axis_first (timeline), 0);
  assert_near (axis_last (timeline), 2);

  for (unsigned step = 0; step <= 2; step++)
    {
      AxisMoment moment = axis_moment (timeline, step);

      assert_int_equal (moment.position, timeline_step_end (timeline, step));
      assert_int_equal (moment.next, moment.position);
      assert_int_equal (moment.step, step);
      assert_near (moment.fraction, 0);
    }
}

static void
a_moment_inside_a_step_lies_between_two_events_that_show (void **state)
{
  AxisMoment moment = axis_moment (*state, 0.25);

  /* Half way through the first of two. */
  assert_int_equal (moment.step, 1);
  assert_near (moment.fraction, 0.5);
  assert_true (moment.position <= 2);
  assert_int_equal (moment.next, 3);

  moment = axis_moment (*state, 0.75);
  assert_int_equal (moment.position, 3);
  assert_int_equal (moment.next, 4);
  assert_near (moment.fraction, 0.5);
}

static void
the_axis_and_its_positions_agree (void **state)
{
  const Timeline *timeline = *state;
  double before = -2;

  for (JournalPosition position = 0; position <= timeline_end (timeline); position++)
    {
      double t = axis_of_position (timeline, position);

      assert_true (t >= before);
      before = t;
    }

  assert_near (axis_of_position (timeline, 0), 0);
  assert_near (axis_of_position (timeline, 3), 0.5);
  assert_near (axis_of_position (timeline, 4), 1);
  assert_near (axis_of_position (timeline, 6), 2);
}

static void
the_end_of_a_step_belongs_to_the_step (void **state)
{
  assert_int_equal (axis_step_of_position (*state, 0), 0);
  assert_int_equal (axis_step_of_position (*state, 1), 1);
  assert_int_equal (axis_step_of_position (*state, 4), 1);
  assert_int_equal (axis_step_of_position (*state, 5), 2);
}

static void
strides_by_event_pass_over_what_does_not_show (void **state)
{
  assert_int_equal (axis_next_event (*state, 0), 3);
  assert_int_equal (axis_next_event (*state, 3), 4);
  assert_int_equal (axis_next_event (*state, 4), 6);
  assert_int_equal (axis_next_event (*state, 6), 6);

  assert_int_equal (axis_previous_event (*state, 6), 5);
  assert_int_equal (axis_previous_event (*state, 5), 3);
  assert_int_equal (axis_previous_event (*state, 2), 0);
  assert_int_equal (axis_n_shown (*state, 1), 2);
}

static void
numbers_beyond_the_axis_are_its_ends (void **state)
{
  const Timeline *timeline = *state;

  assert_int_equal (axis_moment (timeline, -5).position, 0);
  assert_int_equal (axis_moment (timeline, 99).position, timeline_end (timeline));
  assert_int_equal (axis_step_at (timeline, 99), 2);
}

/* Only a machine, and lines that were typed: there is no step, and yet something to step through. */
static void
what_comes_before_the_first_step_lies_below_zero (void **state)
{
  Timeline *timeline = empty_timeline ();
  AxisMoment moment;

  assert_near (axis_first (timeline), 0);
  observe (timeline, SIM_EVENT_STATEMENT, 1, 1);
  observe (timeline, SIM_EVENT_ZONE_TRIED, 0, 0);
  observe (timeline, SIM_EVENT_LIST_EMPTY, 0, 0);

  assert_near (axis_first (timeline), -1);
  assert_near (axis_last (timeline), 0);
  moment = axis_moment (timeline, -0.5);
  assert_int_equal (moment.step, 0);
  assert_int_equal (moment.position, 2);
  assert_int_equal (axis_moment (timeline, 0).position, 3);

  timeline_free (timeline);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (whole_numbers_are_the_ends_of_steps, two_steps, end),
    cmocka_unit_test_setup_teardown (a_moment_inside_a_step_lies_between_two_events_that_show, two_steps, end),
    cmocka_unit_test_setup_teardown (the_axis_and_its_positions_agree, two_steps, end),
    cmocka_unit_test_setup_teardown (the_end_of_a_step_belongs_to_the_step, two_steps, end),
    cmocka_unit_test_setup_teardown (strides_by_event_pass_over_what_does_not_show, two_steps, end),
    cmocka_unit_test_setup_teardown (numbers_beyond_the_axis_are_its_ends, two_steps, end),
    cmocka_unit_test (what_comes_before_the_first_step_lies_below_zero),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
