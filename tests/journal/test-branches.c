/* test-branches.c - writing before the end loses nothing
 *
 *   branch 0   0 ─────── a ─────────────────── end 0
 *   branch 1             └──── b ───── end 1
 *   branch 2                   └──── end 2
 */
#include "story.h"

#include <stdlib.h>

typedef void (*Write) (Timeline *timeline, Teller *teller, size_t n, unsigned share);

typedef struct {
  Timeline        *timeline;
  JournalPosition  a, b, ends[3];
  uint64_t        *hashes[3];
} Fork;

static Fork
make_fork (Write first,
           Write second)
{
  Fork fork = { .timeline = story_timeline (32, true) };
  Teller tellers[3];

  for (unsigned i = 0; i < 3; i++)
    teller_init (&tellers[i], 31 + i);

  first (fork.timeline, &tellers[0], 30, 70);
  fork.ends[0] = timeline_end (fork.timeline);
  fork.hashes[0] = story_hashes (fork.timeline);

  fork.a = fork.ends[0] / 2;
  timeline_seek (fork.timeline, fork.a);
  second (fork.timeline, &tellers[1], 20, 80);
  fork.ends[1] = timeline_end (fork.timeline);
  fork.hashes[1] = story_hashes (fork.timeline);

  fork.b = (fork.a + fork.ends[1]) / 2;
  timeline_seek (fork.timeline, fork.b);
  first (fork.timeline, &tellers[2], 10, 90);
  fork.ends[2] = timeline_end (fork.timeline);
  fork.hashes[2] = story_hashes (fork.timeline);

  for (unsigned i = 0; i < 3; i++)
    teller_clear (&tellers[i]);
  return fork;
}

static void
clear_fork (Fork *fork)
{
  for (unsigned i = 0; i < 3; i++)
    free (fork->hashes[i]);
  timeline_free (fork->timeline);
}

static void
nothing_is_lost (Write first,
                 Write second)
{
  static const unsigned ways[] = { 0, 1, 2, 0, 2, 1, 0 };
  Fork fork = make_fork (first, second);

  assert_int_equal (timeline_n_branches (fork.timeline), 3);
  assert_int_equal (timeline_branch (fork.timeline), 2);
  assert_int_equal (timeline_branch_fork (fork.timeline, 0), 0);
  assert_int_equal (timeline_branch_fork (fork.timeline, 1), fork.a);
  assert_int_equal (timeline_branch_fork (fork.timeline, 2), fork.b);

  for (unsigned i = 0; i < sizeof ways / sizeof ways[0]; i++)
    {
      unsigned branch = ways[i], before = timeline_branch (fork.timeline);
      JournalPosition parting = branch == 0 || before == 0 ? fork.a : fork.b;

      assert_int_equal (timeline_switch_branch (fork.timeline, branch), SIM_OK);
      assert_int_equal (timeline_branch (fork.timeline), branch);
      assert_int_equal (timeline_position (fork.timeline), parting);
      assert_int_equal (story_hash (fork.timeline), fork.hashes[branch][parting]);
      assert_int_equal (timeline_end (fork.timeline), fork.ends[branch]);

      uint64_t *hashes = story_hashes (fork.timeline);
      assert_memory_equal (hashes, fork.hashes[branch], (fork.ends[branch] + 1) * sizeof *hashes);
      free (hashes);

      for (JournalPosition position = fork.ends[branch]; position > 0; position--)
        {
          assert_int_equal (timeline_seek (fork.timeline, position - 1), SIM_OK);
          assert_int_equal (story_hash (fork.timeline), fork.hashes[branch][position - 1]);
        }
      timeline_seek (fork.timeline, fork.ends[branch] * (i % 3) / 2);
    }

  clear_fork (&fork);
}

static void
a_fork_in_full_loses_nothing (void **state)
{
  nothing_is_lost (story_in_full, story_in_full);
}

static void
a_fork_in_bulk_loses_nothing (void **state)
{
  nothing_is_lost (story_in_bulk, story_in_bulk);
}

static void
a_fork_in_bulk_from_full_loses_nothing (void **state)
{
  nothing_is_lost (story_in_full, story_in_bulk);
}

static void
a_fork_in_full_from_bulk_loses_nothing (void **state)
{
  nothing_is_lost (story_in_bulk, story_in_full);
}

static void
steps_and_statements_are_those_of_the_path (void **state)
{
  Timeline *timeline = story_timeline (32, true);
  Teller teller;

  teller_init (&teller, 41);
  for (unsigned step = 1; step <= 4; step++)
    story_step (timeline, &teller, step, 3);
  assert_int_equal (timeline_n_steps (timeline), 4);
  assert_int_equal (timeline_n_statements (timeline), 16);
  JournalPosition first_of_4 = timeline_step_first (timeline, 4), end = timeline_end (timeline);

  /* Back to the end of step 2, and on with one long step. */
  timeline_seek (timeline, timeline_step_end (timeline, 2));
  story_step (timeline, &teller, 3, 9);
  assert_int_equal (timeline_n_branches (timeline), 2);
  assert_int_equal (timeline_n_steps (timeline), 3);
  assert_int_equal (timeline_n_statements (timeline), 4 + 4 + 10);
  assert_int_equal (timeline_step_first (timeline, 3), timeline_branch_fork (timeline, 1));
  assert_int_equal (timeline_step_end (timeline, 3), timeline_end (timeline));

  timeline_switch_branch (timeline, 0);
  assert_int_equal (timeline_n_steps (timeline), 4);
  assert_int_equal (timeline_step_first (timeline, 4), first_of_4);
  assert_int_equal (timeline_end (timeline), end);

  teller_clear (&teller);
  timeline_free (timeline);
}

/* The same script after going back has the same owners. */
static void
serial_numbers_go_on_from_where_one_writes (void **state)
{
  Timeline *timeline = story_timeline (32, true);

  story_event (timeline, SIM_EVENT_STATEMENT, 1, 0);
  story_event (timeline, SIM_EVENT_SAID, 1, 0);
  story_event (timeline, SIM_EVENT_STATEMENT, 2, 0);
  assert_int_equal (timeline_next_serial (timeline), 4);
  assert_int_equal (timeline_next_serial (timeline), 5);

  timeline_seek (timeline, 1);
  story_event (timeline, SIM_EVENT_STATEMENT, 3, 0);
  SimEvent event;
  assert_true (timeline_event (timeline, 1, &event));
  assert_int_equal (event.serial, 2);
  assert_int_equal (timeline_next_serial (timeline), 3);

  timeline_free (timeline);
}

static void
writing_nothing_before_the_end_does_not_fork (void **state)
{
  Timeline *timeline = story_timeline (32, true);
  uint64_t result;

  story_event (timeline, SIM_EVENT_STATEMENT, 1, 0);
  story_event (timeline, SIM_EVENT_STATEMENT, 2, 0);
  timeline_seek (timeline, 1);
  assert_non_null (timeline_begin_writing (timeline));
  assert_int_equal (timeline_end_writing (timeline), SIM_OK);
  assert_int_equal (timeline_n_branches (timeline), 1);
  assert_int_equal (timeline_end (timeline), 2);
  assert_int_equal (timeline_run_bulk (timeline, NULL, 0), SIM_OK);
  assert_int_equal (timeline_n_branches (timeline), 1);

  /* A question that changes nothing and has no events. */
  SimCall call = { .id = SIM_CALL_max_pfn };
  assert_int_equal (timeline_run (timeline, &call, &result), SIM_OK);
  assert_int_equal (result, sim_n_frames (timeline_machine (timeline)));

  timeline_free (timeline);
}

static void
many_forks_from_one_place_stand_side_by_side (void **state)
{
  Timeline *timeline = story_timeline (32, false);
  Teller teller;
  uint64_t hashes[40];
  JournalPosition ends[40];

  teller_init (&teller, 51);
  story_in_bulk (timeline, &teller, 10, 100);
  JournalPosition place = timeline_end (timeline) - 3;

  for (unsigned i = 1; i < 40; i++)
    {
      Teller other;

      teller_init (&other, 100 + i);
      timeline_seek (timeline, place);
      (i % 2 ? story_in_full : story_in_bulk) (timeline, &other, i, 100);
      assert_int_equal (timeline_branch (timeline), i);
      ends[i] = timeline_end (timeline);
      hashes[i] = story_hash (timeline);
      teller_clear (&other);
    }

  for (unsigned i = 39; i > 0; i--)
    {
      assert_int_equal (timeline_switch_branch (timeline, i), SIM_OK);
      assert_int_equal (timeline_seek (timeline, ends[i]), SIM_OK);
      assert_int_equal (story_hash (timeline), hashes[i]);
    }

  teller_clear (&teller);
  timeline_free (timeline);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_fork_in_full_loses_nothing),
    cmocka_unit_test (a_fork_in_bulk_loses_nothing),
    cmocka_unit_test (a_fork_in_bulk_from_full_loses_nothing),
    cmocka_unit_test (a_fork_in_full_from_bulk_loses_nothing),
    cmocka_unit_test (steps_and_statements_are_those_of_the_path),
    cmocka_unit_test (serial_numbers_go_on_from_where_one_writes),
    cmocka_unit_test (writing_nothing_before_the_end_does_not_fork),
    cmocka_unit_test (many_forks_from_one_place_stand_side_by_side),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
