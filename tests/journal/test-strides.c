/* test-strides.c - steps, statements, events and moments of one short script
 *
 *   0 WORD_SET
 *   1 STATEMENT   2 STEP_BEGAN
 *   3 STATEMENT   4 ZONE_TRIED*  5 LIST_EMPTY*  6 WORD_SET
 *   7 STATEMENT   8 ZONE_TRIED*
 *   9 STATEMENT  10 STEP_BEGAN  11 SAID
 *  12 STATEMENT  13 ZONE_TRIED* 14 EXPECTED                       * shows
 */
#include "story.h"

static Timeline *
script (void)
{
  static const SimEventKind kinds[] = {
    SIM_EVENT_WORD_SET,
    SIM_EVENT_STATEMENT, SIM_EVENT_STEP_BEGAN,
    SIM_EVENT_STATEMENT, SIM_EVENT_ZONE_TRIED, SIM_EVENT_LIST_EMPTY, SIM_EVENT_WORD_SET,
    SIM_EVENT_STATEMENT, SIM_EVENT_ZONE_TRIED,
    SIM_EVENT_STATEMENT, SIM_EVENT_STEP_BEGAN, SIM_EVENT_SAID,
    SIM_EVENT_STATEMENT, SIM_EVENT_ZONE_TRIED, SIM_EVENT_EXPECTED,
  };
  Timeline *timeline = story_timeline (32, true);

  for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    story_event (timeline, kinds[i], 1, kinds[i] == SIM_EVENT_WORD_SET ? i + 1 : 0);
  assert_int_equal (timeline_end (timeline), 15);
  return timeline;
}

static void
the_range_of_a_step_begins_with_its_statement (void **state)
{
  Timeline *timeline = script ();

  assert_int_equal (timeline_n_steps (timeline), 2);
  assert_int_equal (timeline_step_first (timeline, 0), 0);
  assert_int_equal (timeline_step_end (timeline, 0), 1);
  assert_int_equal (timeline_step_first (timeline, 1), 1);
  assert_int_equal (timeline_step_end (timeline, 1), 9);
  assert_int_equal (timeline_step_first (timeline, 2), 9);
  assert_int_equal (timeline_step_end (timeline, 2), 15);

  assert_int_equal (timeline_step_at (timeline, 0), 0);
  assert_int_equal (timeline_step_at (timeline, 1), 0);
  assert_int_equal (timeline_step_at (timeline, 2), 1);
  assert_int_equal (timeline_step_at (timeline, 9), 1);
  assert_int_equal (timeline_step_at (timeline, 10), 2);
  assert_int_equal (timeline_step_at (timeline, 15), 2);

  timeline_free (timeline);
}

static void
a_statement_ends_where_the_next_or_a_step_begins (void **state)
{
  static const JournalPosition ends[] = { 1, 3, 7, 9, 12, 15 };
  Timeline *timeline = script ();

  assert_int_equal (timeline_n_statements (timeline), 5);
  for (unsigned i = 0; i <= 5; i++)
    assert_int_equal (timeline_statement_end (timeline, i), ends[i]);

  assert_int_equal (timeline_statement_at (timeline, 1), 0);
  assert_int_equal (timeline_statement_at (timeline, 2), 1);
  assert_int_equal (timeline_statement_at (timeline, 7), 2);
  assert_int_equal (timeline_statement_at (timeline, 15), 5);

  timeline_free (timeline);
}

/* A step whose word is no statement of its own ends the statement before it. */
static void
a_step_without_a_statement_ends_the_statement_before_it (void **state)
{
  Timeline *timeline = story_timeline (32, true);

  story_event (timeline, SIM_EVENT_STATEMENT, 1, 0);
  story_event (timeline, SIM_EVENT_ZONE_TRIED, 0, 0);
  story_event (timeline, SIM_EVENT_STEP_BEGAN, 1, 0);
  story_event (timeline, SIM_EVENT_SAID, 1, 0);
  story_event (timeline, SIM_EVENT_STATEMENT, 2, 0);

  assert_int_equal (timeline_step_first (timeline, 1), 2);
  assert_int_equal (timeline_statement_end (timeline, 1), 2);
  assert_int_equal (timeline_statement_end (timeline, 2), 5);
  assert_int_equal (timeline_statement_end (timeline, 3), 5);

  timeline_free (timeline);
}

static void
walk (TimelineStride         stride,
      const JournalPosition *stops,
      unsigned               n)
{
  Timeline *timeline = script ();

  /* From every position to the stops on both sides. */
  for (JournalPosition position = 0; position <= timeline_end (timeline); position++)
    {
      unsigned next = 0;
      while (next < n && stops[next] <= position)
        next++;
      unsigned before = n;
      while (before > 0 && stops[before - 1] >= position)
        before--;

      timeline_seek (timeline, position);
      assert_int_equal (timeline_step (timeline, stride, 1), next < n);
      assert_int_equal (timeline_position (timeline), next < n ? stops[next] : position);

      timeline_seek (timeline, position);
      assert_int_equal (timeline_step (timeline, stride, -1), before > 0);
      assert_int_equal (timeline_position (timeline), before > 0 ? stops[before - 1] : position);
    }

  timeline_free (timeline);
}

static void
strides_lead_to_the_same_stops_in_both_directions (void **state)
{
  static const JournalPosition by_event[] = { 0, 5, 6, 9, 14, 15 };
  static const JournalPosition by_statement[] = { 0, 1, 3, 7, 9, 12, 15 };
  static const JournalPosition by_step[] = { 0, 1, 9, 15 };

  walk (TIMELINE_EVENT, by_event, 6);
  walk (TIMELINE_STATEMENT, by_statement, 7);
  walk (TIMELINE_STEP, by_step, 4);
}

static void
expect_moment (const Timeline *timeline,
               unsigned        step,
               double          moment,
               JournalPosition position,
               double          fraction)
{
  double got;

  assert_int_equal (timeline_at_moment (timeline, step, moment, &got), position);
  assert_true (got > fraction - 1e-4 && got < fraction + 1e-4);
}

static void
each_event_that_shows_has_the_same_share_of_its_step (void **state)
{
  Timeline *timeline = script ();

  expect_moment (timeline, 1, 0, 1, 0);
  expect_moment (timeline, 1, 1 / 6., 4, .5);
  expect_moment (timeline, 1, 1 / 3., 5, 0);
  expect_moment (timeline, 1, .5, 5, .5);
  expect_moment (timeline, 1, 2 / 3., 6, 0);
  expect_moment (timeline, 1, 5 / 6., 8, .5);
  expect_moment (timeline, 1, 1, 9, 0);

  /* One event in step 2; none in step 0. */
  expect_moment (timeline, 2, .25, 13, .25);
  expect_moment (timeline, 2, 1, 15, 0);
  expect_moment (timeline, 0, .5, 0, 0);
  expect_moment (timeline, 0, 1, 1, 0);

  timeline_free (timeline);
}

static void
the_moment_of_a_stop_leads_back_to_it (void **state)
{
  Timeline *timeline = story_timeline (32, true);
  Teller teller;
  double fraction;

  teller_init (&teller, 21);
  for (unsigned step = 1; step <= 5; step++)
    {
      story_step (timeline, &teller, step, 7);
      story_in_bulk (timeline, &teller, 20, 60);
    }

  timeline_seek (timeline, 0);
  while (timeline_step (timeline, TIMELINE_EVENT, 1))
    {
      JournalPosition position = timeline_position (timeline);
      unsigned step = timeline_step_at (timeline, position);
      double moment = timeline_moment_of (timeline, position);

      /* What follows the last event of the step belongs to its end. */
      JournalPosition back = timeline_at_moment (timeline, step, moment, &fraction);
      assert_true (back == position || (moment == 1 && back == timeline_step_end (timeline, step)));
      assert_true (fraction == 0);
    }

  teller_clear (&teller);
  timeline_free (timeline);
}

static void
an_empty_timeline_has_one_position (void **state)
{
  Timeline *timeline = story_timeline (32, true);
  double fraction;
  SimEvent event;

  assert_int_equal (timeline_end (timeline), 0);
  assert_int_equal (timeline_n_steps (timeline), 0);
  assert_int_equal (timeline_n_statements (timeline), 0);
  assert_int_equal (timeline_statement_end (timeline, 0), 0);
  assert_int_equal (timeline_at_moment (timeline, 0, .5, &fraction), 0);
  assert_true (timeline_moment_of (timeline, 0) == 0);
  assert_false (timeline_event (timeline, 0, &event));
  for (TimelineStride stride = TIMELINE_EVENT; stride <= TIMELINE_STEP; stride++)
    {
      assert_false (timeline_step (timeline, stride, 1));
      assert_false (timeline_step (timeline, stride, -1));
    }
  assert_int_equal (timeline_seek (timeline, 7), SIM_OK);
  assert_int_equal (timeline_position (timeline), 0);

  timeline_free (timeline);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_range_of_a_step_begins_with_its_statement),
    cmocka_unit_test (a_statement_ends_where_the_next_or_a_step_begins),
    cmocka_unit_test (a_step_without_a_statement_ends_the_statement_before_it),
    cmocka_unit_test (strides_lead_to_the_same_stops_in_both_directions),
    cmocka_unit_test (each_event_that_shows_has_the_same_share_of_its_step),
    cmocka_unit_test (the_moment_of_a_stop_leads_back_to_it),
    cmocka_unit_test (an_empty_timeline_has_one_position),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
