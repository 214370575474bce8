/* test-bulk.c - a run in bulk is the same story as one in full, told shorter */
#include "story.h"

#include <stdlib.h>

static void
tell_the_same_in_both_ways (unsigned mib,
                            bool     pcp,
                            size_t   n,
                            uint64_t seed)
{
  Timeline *full = story_timeline (mib, pcp), *bulk = story_timeline (mib, pcp);
  Teller of_full, of_bulk;

  teller_init (&of_full, seed);
  teller_init (&of_bulk, seed);
  story_in_full (full, &of_full, n, 60);
  story_in_bulk (bulk, &of_bulk, n, 60);

  JournalPosition end = timeline_end (full);
  assert_int_equal (timeline_end (bulk), end);
  assert_int_equal (story_hash (bulk), story_hash (full));

  SimEvent *events_of_full = calloc (end, sizeof (SimEvent)), *events_of_bulk = calloc (end, sizeof (SimEvent));
  assert_int_equal (timeline_events (full, 0, events_of_full, end), end);
  assert_int_equal (timeline_events (bulk, 0, events_of_bulk, end), end);
  assert_memory_equal (events_of_full, events_of_bulk, end * sizeof (SimEvent));

  uint64_t *hashes_of_full = story_hashes (full), *hashes_of_bulk = story_hashes (bulk);
  assert_memory_equal (hashes_of_full, hashes_of_bulk, (end + 1) * sizeof (uint64_t));

  free (events_of_full);
  free (events_of_bulk);
  free (hashes_of_full);
  free (hashes_of_bulk);
  teller_clear (&of_full);
  teller_clear (&of_bulk);
  timeline_free (full);
  timeline_free (bulk);
}

static void
bulk_has_the_events_and_states_of_full_on_the_bare_buddy_system (void **state)
{
  tell_the_same_in_both_ways (32, false, 250, 11);
}

static void
bulk_has_the_events_and_states_of_full_with_per_cpu_lists (void **state)
{
  tell_the_same_in_both_ways (32, true, 250, 12);
}

/* 32 MiB are 8192 frames: the lists run empty, and allocations fail. */
static void
bulk_has_the_events_and_states_of_full_when_memory_ends (void **state)
{
  Timeline *full = story_timeline (32, true), *bulk = story_timeline (32, true);
  Teller of_full, of_bulk;

  teller_init (&of_full, 13);
  teller_init (&of_bulk, 13);
  story_in_full (full, &of_full, 4000, 95);
  story_in_bulk (bulk, &of_bulk, 4000, 95);
  assert_int_equal (timeline_end (bulk), timeline_end (full));
  assert_int_equal (story_hash (bulk), story_hash (full));

  for (unsigned i = 0; i < 100; i++)
    {
      JournalPosition position = teller_random (&of_full, timeline_end (full) + 1);

      assert_int_equal (timeline_seek (full, position), SIM_OK);
      assert_int_equal (timeline_seek (bulk, position), SIM_OK);
      assert_int_equal (story_hash (bulk), story_hash (full));
    }

  teller_clear (&of_full);
  teller_clear (&of_bulk);
  timeline_free (full);
  timeline_free (bulk);
}

static void
the_operations_of_one_run_are_those_of_many_runs (void **state)
{
  enum { N = 5000 };
  Timeline *single = story_timeline (64, true), *whole = story_timeline (64, true);
  TimelineOperation *operations = calloc (N, sizeof *operations), one;
  uint64_t n_events = 0;

  for (unsigned i = 0; i < N; i++)
    operations[i] = (TimelineOperation) { .kind = TIMELINE_ALLOC, .order = i % 4, .gfp = STORY_GFP_KERNEL };

  assert_int_equal (timeline_run_bulk (whole, operations, N), SIM_OK);
  for (unsigned i = 0; i < N; i++)
    {
      one = (TimelineOperation) { .kind = TIMELINE_ALLOC, .order = i % 4, .gfp = STORY_GFP_KERNEL };
      assert_int_equal (timeline_run_bulk (single, &one, 1), SIM_OK);
      assert_memory_equal (&one, &operations[i], sizeof one);
      n_events += one.n_events;
    }

  assert_int_equal (timeline_end (whole), n_events);
  assert_int_equal (timeline_end (single), n_events);
  assert_int_equal (story_hash (single), story_hash (whole));
  assert_int_equal (timeline_cost (whole).n_operations, N);
  assert_int_equal (timeline_cost (whole).operation_bytes, 16 * N);
  assert_int_equal (timeline_cost (whole).event_bytes, 0);

  free (operations);
  timeline_free (single);
  timeline_free (whole);
}

/* Back from operation to operation, now and then into one, and on from there. */
static void
operations_are_taken_back_one_by_one_and_looked_into_on_the_way (void **state)
{
  enum { N = 3000 };
  Timeline *timeline = story_timeline (32, false);
  TimelineOperation *operations = calloc (N, sizeof *operations);
  JournalPosition ends[N];
  uint64_t hashes[N];

  for (unsigned i = 0; i < N; i++)
    {
      bool frees = i % 3 == 2;

      operations[i] = frees ? (TimelineOperation) { .kind = TIMELINE_FREE, .order = operations[i - 1].order, .pfn = operations[i - 1].pfn }
                            : (TimelineOperation) { .kind = TIMELINE_ALLOC, .order = i % 7, .gfp = STORY_GFP_KERNEL };
      assert_int_equal (timeline_run_bulk (timeline, &operations[i], 1), SIM_OK);
      ends[i] = timeline_position (timeline);
      hashes[i] = story_hash (timeline);
    }

  for (unsigned i = N - 1; i-- > 0; )
    {
      assert_int_equal (timeline_seek (timeline, ends[i]), SIM_OK);
      assert_int_equal (story_hash (timeline), hashes[i]);
      if (i % 500 == 250)
        {
          /* Into the next operation, and through it event by event. */
          assert_int_equal (timeline_seek (timeline, ends[i] + 1), SIM_OK);
          while (timeline_position (timeline) < ends[i + 1])
            assert_true (timeline_step (timeline, TIMELINE_EVENT, 1));
          assert_int_equal (story_hash (timeline), hashes[i + 1]);
        }
    }

  assert_int_equal (timeline_seek (timeline, ends[N - 1]), SIM_OK);
  assert_int_equal (story_hash (timeline), hashes[N - 1]);
  free (operations);
  timeline_free (timeline);
}

/* The block's owner is the serial number of the operation: the same again after going back. */
static void
owners_are_the_same_after_going_back (void **state)
{
  Timeline *timeline = story_timeline (32, false);
  TimelineOperation operations[3];

  for (unsigned i = 0; i < 3; i++)
    operations[i] = (TimelineOperation) { .kind = TIMELINE_ALLOC, .order = 4, .gfp = STORY_GFP_KERNEL };
  assert_int_equal (timeline_run_bulk (timeline, operations, 3), SIM_OK);

  for (unsigned i = 0; i < 3; i++)
    assert_int_equal (sim_block_at (timeline_machine (timeline), operations[i].pfn).owner, i + 1);
  assert_int_equal (timeline_next_serial (timeline), 4);

  assert_int_equal (timeline_seek (timeline, operations[0].n_events), SIM_OK);
  assert_int_equal (sim_block_at (timeline_machine (timeline), operations[0].pfn).owner, 1);
  assert_int_equal (timeline_next_serial (timeline), 2);

  timeline_free (timeline);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (bulk_has_the_events_and_states_of_full_on_the_bare_buddy_system),
    cmocka_unit_test (bulk_has_the_events_and_states_of_full_with_per_cpu_lists),
    cmocka_unit_test (bulk_has_the_events_and_states_of_full_when_memory_ends),
    cmocka_unit_test (the_operations_of_one_run_are_those_of_many_runs),
    cmocka_unit_test (operations_are_taken_back_one_by_one_and_looked_into_on_the_way),
    cmocka_unit_test (owners_are_the_same_after_going_back),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
