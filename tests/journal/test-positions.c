/* test-positions.c - however one gets to a position, the machine there is the same */
#include "story.h"

#include <stdlib.h>
#include <string.h>

/* The first and the last hash are those of a machine that never went back. */
static void
ends_are_right (const uint64_t *hashes,
                JournalPosition end,
                uint64_t        hash_at_end)
{
  SimMachine *machine = story_machine (32, true, 2), *bare = story_machine (32, false, 2);

  assert_true (hashes[0] == sim_machine_hash (machine) || hashes[0] == sim_machine_hash (bare));
  assert_int_equal (hashes[end], hash_at_end);
  sim_machine_free (machine);
  sim_machine_free (bare);
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
  uint64_t at_end = story_hash (timeline), *hashes = story_hashes (timeline);

  ends_are_right (hashes, timeline_end (timeline), at_end);
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
  uint64_t at_end = story_hash (timeline), *hashes = story_hashes (timeline);

  ends_are_right (hashes, timeline_end (timeline), at_end);
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
  uint64_t at_end = story_hash (timeline), *hashes = story_hashes (timeline);

  ends_are_right (hashes, timeline_end (timeline), at_end);
  go_between_all_pairs (timeline, hashes);

  free (hashes);
  teller_clear (&teller);
  timeline_free (timeline);
}

/* Long enough for many segments and several keyframes. The hashes are noted while it is written, before
 * anybody went anywhere. */
static void
far_jumps_and_near_steps_on_a_long_timeline_agree (void **state)
{
  enum { PARTS = 200 };
  Timeline *timeline = story_timeline (32, true);
  Teller teller;
  struct { JournalPosition position; uint64_t hash; } noted[PARTS];

  teller_init (&teller, 4);
  for (unsigned i = 0; i < PARTS; i++)
    {
      unsigned share = i / 20 % 2 ? 30 : 70;

      if (i % 4 == 3)
        story_in_full (timeline, &teller, 30, share);
      else
        story_in_bulk (timeline, &teller, 300, share);
      noted[i].position = timeline_end (timeline);
      noted[i].hash = story_hash (timeline);
    }

  for (unsigned i = 0; i < 4 * PARTS; i++)
    {
      unsigned k = (unsigned) teller_random (&teller, PARTS);

      assert_int_equal (timeline_seek (timeline, noted[k].position), SIM_OK);
      assert_int_equal (story_hash (timeline), noted[k].hash);

      /* A little way, there and back. */
      int direction = i % 2 ? 1 : -1;
      unsigned n = 0;
      for (unsigned steps = 1 + i % 30; n < steps && timeline_step (timeline, TIMELINE_EVENT, direction); n++)
        continue;
      for (; n > 0; n--)
        timeline_step (timeline, TIMELINE_EVENT, -direction);
      assert_int_equal (timeline_position (timeline), noted[k].position);
      assert_int_equal (story_hash (timeline), noted[k].hash);
    }

  /* And all the way back, part by part. */
  for (unsigned k = PARTS; k-- > 0;)
    {
      assert_int_equal (timeline_seek (timeline, noted[k].position), SIM_OK);
      assert_int_equal (story_hash (timeline), noted[k].hash);
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
