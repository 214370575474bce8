/* test-positions.c - however one gets to a position, the machine there is the same */
#include "story.h"

#include <stdlib.h>
#include <string.h>

/* The machine at a position, made without a timeline: a copy on which the events are done, one by one. */
static void
hashes_are_those_of_a_machine_that_never_went_back (Timeline   *timeline,
                                                    const uint64_t *hashes,
                                                    unsigned    mib,
                                                    bool        pcp)
{
  SimMachine *machine = story_machine (mib, pcp, 2);
  JournalPosition end = timeline_end (timeline);

  assert_int_equal (hashes[0], sim_machine_hash (machine));
  sim_machine_free (machine);
  assert_int_equal (timeline_seek (timeline, end), SIM_OK);
  assert_int_equal (hashes[end], story_hash (timeline));
}

static void
go_between_all_pairs (Timeline       *timeline,
                      const uint64_t *hashes)
{
  JournalPosition end = timeline_end (timeline);

  for (JournalPosition from = 0; from <= end; from++)
    for (JournalPosition to = 0; to <= end; to++)
      {
        assert_int_equal (timeline_seek (timeline, from), SIM_OK);
        assert_int_equal (timeline_seek (timeline, to), SIM_OK);
        if (story_hash (timeline) != hashes[to])
          fail_msg ("from %u to %u the machine is another", (unsigned) from, (unsigned) to);
      }
}

static void
every_position_is_reached_from_every_other_in_full (void **state)
{
  Timeline *timeline = story_timeline (32, true);
  Teller teller;

  teller_init (&teller, 1);
  story_step (timeline, &teller, 1, 3);
  story_in_full (timeline, &teller, 6, 60);
  uint64_t *hashes = story_hashes (timeline);

  hashes_are_those_of_a_machine_that_never_went_back (timeline, hashes, 32, true);
  go_between_all_pairs (timeline, hashes);

  free (hashes);
  teller_clear (&teller);
  timeline_free (timeline);
}

static void
every_position_is_reached_from_every_other_in_bulk (void **state)
{
  Timeline *timeline = story_timeline (32, false);
  Teller teller;

  teller_init (&teller, 2);
  story_in_bulk (timeline, &teller, 14, 60);
  uint64_t *hashes = story_hashes (timeline);

  hashes_are_those_of_a_machine_that_never_went_back (timeline, hashes, 32, false);
  go_between_all_pairs (timeline, hashes);

  free (hashes);
  teller_clear (&teller);
  timeline_free (timeline);
}

/*   full | bulk | full | bulk | step                 */
static Timeline *
mixed_timeline (Teller *teller,
                size_t  n)
{
  Timeline *timeline = story_timeline (32, true);

  story_in_full (timeline, teller, n, 70);
  story_in_bulk (timeline, teller, n, 70);
  story_in_full (timeline, teller, n, 50);
  story_in_bulk (timeline, teller, n, 40);
  story_step (timeline, teller, 1, 2);
  return timeline;
}

static void
every_position_is_reached_from_every_other_where_full_and_bulk_are_mixed (void **state)
{
  Teller teller;

  teller_init (&teller, 3);
  Timeline *timeline = mixed_timeline (&teller, 2);
  uint64_t *hashes = story_hashes (timeline);

  hashes_are_those_of_a_machine_that_never_went_back (timeline, hashes, 32, true);
  go_between_all_pairs (timeline, hashes);

  free (hashes);
  teller_clear (&teller);
  timeline_free (timeline);
}

/* Long enough for several segments, and, with a small machine, several keyframes. */
static void
far_jumps_and_near_steps_on_a_long_timeline_agree (void **state)
{
  enum { SAMPLES = 400 };
  Timeline *timeline = story_timeline (32, true);
  Teller teller;
  struct { JournalPosition position; uint64_t hash; } samples[SAMPLES];

  teller_init (&teller, 4);
  for (unsigned i = 0; i < 10; i++)
    {
      story_in_bulk (timeline, &teller, 2500, i % 2 ? 30 : 70);
      story_in_full (timeline, &teller, 150, 50);
    }
  JournalPosition end = timeline_end (timeline);

  /* Hashes noted on the way from the beginning … */
  for (unsigned i = 0; i < SAMPLES; i++)
    {
      samples[i].position = end * i / (SAMPLES - 1);
      assert_int_equal (timeline_seek (timeline, samples[i].position), SIM_OK);
      samples[i].hash = story_hash (timeline);
    }

  /* … are found again in any order, and after steps around. */
  for (unsigned i = 0; i < 2 * SAMPLES; i++)
    {
      unsigned k = (unsigned) teller_random (&teller, SAMPLES);

      assert_int_equal (timeline_seek (timeline, samples[k].position), SIM_OK);
      assert_int_equal (story_hash (timeline), samples[k].hash);
      timeline_step (timeline, TIMELINE_EVENT, i % 2 ? 1 : -1);
      timeline_step (timeline, TIMELINE_EVENT, i % 2 ? -1 : 1);
      if (samples[k].position > 0 && samples[k].position < end)
        assert_int_equal (story_hash (timeline), samples[k].hash);
    }

  teller_clear (&teller);
  timeline_free (timeline);
}

static void
going_all_the_way_back_step_by_step_meets_every_state_again (void **state)
{
  Teller teller;

  teller_init (&teller, 5);
  Timeline *timeline = mixed_timeline (&teller, 300);
  uint64_t *hashes = story_hashes (timeline);

  for (JournalPosition position = timeline_end (timeline); position > 0; position--)
    {
      assert_int_equal (timeline_seek (timeline, position - 1), SIM_OK);
      assert_int_equal (story_hash (timeline), hashes[position - 1]);
    }

  free (hashes);
  teller_clear (&teller);
  timeline_free (timeline);
}

/* Events are the same whenever they are read, wherever the timeline stands; reading moves nothing. */
static void
reading_events_does_not_move_the_machine (void **state)
{
  Teller teller;

  teller_init (&teller, 6);
  Timeline *timeline = mixed_timeline (&teller, 40);
  JournalPosition end = timeline_end (timeline);
  SimEvent *all = calloc (end, sizeof *all), event;

  assert_int_equal (timeline_events (timeline, 0, all, end), end);
  for (unsigned i = 0; i < 500; i++)
    {
      JournalPosition position = teller_random (&teller, end + 1), read = teller_random (&teller, end);

      assert_int_equal (timeline_seek (timeline, position), SIM_OK);
      uint64_t hash = story_hash (timeline);
      assert_true (timeline_event (timeline, read, &event));
      assert_memory_equal (&event, &all[read], sizeof event);
      assert_int_equal (timeline_position (timeline), position);
      assert_int_equal (story_hash (timeline), hash);
    }
  assert_false (timeline_event (timeline, end, &event));
  assert_int_equal (timeline_events (timeline, end - 1, all, 7), 1);

  free (all);
  teller_clear (&teller);
  timeline_free (timeline);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_position_is_reached_from_every_other_in_full),
    cmocka_unit_test (every_position_is_reached_from_every_other_in_bulk),
    cmocka_unit_test (every_position_is_reached_from_every_other_where_full_and_bulk_are_mixed),
    cmocka_unit_test (far_jumps_and_near_steps_on_a_long_timeline_agree),
    cmocka_unit_test (going_all_the_way_back_step_by_step_meets_every_state_again),
    cmocka_unit_test (reading_events_does_not_move_the_machine),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
