/* test-budget.c - less memory makes jumps longer, and changes nothing else */
#include "story.h"

#include <stdlib.h>

enum { SAMPLES = 60 };

typedef struct {
  JournalPosition position;
  uint64_t        hash;
} Sample;

static void
take_samples (Timeline *timeline,
              Sample   *samples)
{
  for (unsigned i = 0; i < SAMPLES; i++)
    {
      samples[i].position = timeline_end (timeline) * i / (SAMPLES - 1);
      assert_int_equal (timeline_seek (timeline, samples[i].position), SIM_OK);
      samples[i].hash = story_hash (timeline);
    }
}

static void
samples_are_found_again (Timeline     *timeline,
                         const Sample *samples,
                         uint64_t      budget)
{
  for (unsigned i = 0; i < SAMPLES; i++)
    {
      const Sample *sample = &samples[i * 23 % SAMPLES];

      assert_int_equal (timeline_seek (timeline, sample->position), SIM_OK);
      assert_int_equal (story_hash (timeline), sample->hash);

      /* A little way back, as somebody does who looks around. */
      for (unsigned k = 0; k < 3 && timeline_step (timeline, TIMELINE_EVENT, -1); k++)
        continue;

      /* The segment one stands in, and its neighbour, come on top. */
      TimelineCost cost = timeline_cost (timeline);
      assert_in_range (cost.keyframe_bytes + cost.produced_bytes, 0, budget + (2u << 20));
    }
}

static void
keyframes_thin_out_within_the_budget_and_every_state_is_still_reached (void **state)
{
  Timeline *timeline = story_timeline (32, true);
  Teller teller;
  Sample samples[SAMPLES];

  teller_init (&teller, 61);
  for (unsigned i = 0; i < 8; i++)
    {
      story_in_bulk (timeline, &teller, 20000, i % 2 ? 35 : 65);
      story_in_full (timeline, &teller, 20, 50);
    }
  take_samples (timeline, samples);
  uint64_t before = timeline_cost (timeline).keyframe_bytes;
  assert_true (before > 100000);

  for (uint64_t budget = before; budget > 4096; budget /= 3)
    {
      timeline_set_budget (timeline, budget);
      assert_in_range (timeline_cost (timeline).keyframe_bytes, 0, budget);
      samples_are_found_again (timeline, samples, budget);
    }

  timeline_set_budget (timeline, 0);
  assert_int_equal (timeline_cost (timeline).keyframe_bytes, 0);
  samples_are_found_again (timeline, samples, 0);

  teller_clear (&teller);
  timeline_free (timeline);
}

/* With the budget set beforehand, and branches, whose first keyframes must stay. */
static void
a_small_budget_from_the_beginning_serves_branches_as_well (void **state)
{
  Timeline *timeline = story_timeline (32, true);
  Teller tellers[3];
  Sample samples[3][SAMPLES];

  timeline_set_budget (timeline, 200000);
  for (unsigned i = 0; i < 3; i++)
    {
      teller_init (&tellers[i], 71 + i);
      if (i > 0)
        timeline_seek (timeline, timeline_end (timeline) / 2);
      story_in_bulk (timeline, &tellers[i], 30000, 60);
      assert_int_equal (timeline_branch (timeline), i);
      take_samples (timeline, samples[i]);
    }

  for (unsigned i = 0; i < 3; i++)
    {
      assert_int_equal (timeline_switch_branch (timeline, i), SIM_OK);
      samples_are_found_again (timeline, samples[i], 200000);
    }

  for (unsigned i = 0; i < 3; i++)
    teller_clear (&tellers[i]);
  timeline_free (timeline);
}

static void
a_short_story_needs_a_copy_of_the_machine_and_no_more (void **state)
{
  Timeline *timeline = story_timeline (32, true);
  Teller teller;

  teller_init (&teller, 81);
  story_step (timeline, &teller, 1, 5);
  TimelineCost cost = timeline_cost (timeline);

  assert_int_equal (cost.keyframe_bytes, 0);
  assert_int_equal (cost.produced_bytes, 0);
  assert_int_equal (cost.operation_bytes, 0);
  assert_int_equal (cost.n_events, timeline_end (timeline));
  assert_int_equal (cost.event_bytes, cost.n_events * sizeof (SimRecordedEvent));

  teller_clear (&teller);
  timeline_free (timeline);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (keyframes_thin_out_within_the_budget_and_every_state_is_still_reached),
    cmocka_unit_test (a_small_budget_from_the_beginning_serves_branches_as_well),
    cmocka_unit_test (a_short_story_needs_a_copy_of_the_machine_and_no_more),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
