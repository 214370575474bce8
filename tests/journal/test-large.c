/* test-large.c - a machine of 4 GiB, a million page frames, and half a million operations */
#include "story.h"

#include <stdlib.h>

enum { PARTS = 20, OPERATIONS = 25000 };

typedef struct {
  JournalPosition position;
  uint64_t        hash;
} Note;

/* Blocks of all orders; every third operation gives back what the one before it took. */
static void
write_part (Timeline *timeline,
            unsigned  part)
{
  TimelineOperation *operations = calloc (OPERATIONS, sizeof *operations);
  size_t n_taken = 0;

  for (unsigned i = 0; i < OPERATIONS / 3; i++)
    operations[i] = (TimelineOperation) { .kind = TIMELINE_ALLOC, .order = (i + part) % 3 ? 0 : i % 6,
                                          .gfp = STORY_GFP_KERNEL | STORY_GFP_HIGHMEM };
  assert_int_equal (timeline_run_bulk (timeline, operations, OPERATIONS / 3), SIM_OK);

  for (unsigned i = 0; i < OPERATIONS / 3; i++)
    if (operations[i].pfn != SIM_NO_PFN && i % 5)
      {
        operations[n_taken] = operations[i];
        operations[n_taken++].kind = TIMELINE_FREE;
      }
  assert_int_equal (timeline_run_bulk (timeline, operations, n_taken), SIM_OK);
  free (operations);
}

static void
a_million_frames_are_gone_through_in_every_direction (void **state)
{
  Timeline *timeline = story_timeline (4096, true);
  Note notes[PARTS];
  uint64_t seed = 7;

  for (unsigned i = 0; i < PARTS; i++)
    {
      write_part (timeline, i);
      notes[i] = (Note) { timeline_end (timeline), story_hash (timeline) };
    }

  for (unsigned i = 0; i < 3 * PARTS; i++)
    {
      const Note *note = &notes[(seed = seed * 29 + 11) % PARTS];

      assert_int_equal (timeline_seek (timeline, note->position), SIM_OK);
      assert_int_equal (story_hash (timeline), note->hash);
      for (unsigned k = 0; k < 5; k++)
        assert_true (timeline_step (timeline, TIMELINE_EVENT, -1));
    }

  for (unsigned i = PARTS; i-- > 0;)
    {
      assert_int_equal (timeline_seek (timeline, notes[i].position + (i + 1 < PARTS ? 3 : 0)), SIM_OK);
      assert_int_equal (timeline_seek (timeline, notes[i].position), SIM_OK);
      assert_int_equal (story_hash (timeline), notes[i].hash);
    }
  assert_int_equal (timeline_seek (timeline, 0), SIM_OK);
  assert_null (sim_machine_check (timeline_machine (timeline)));

  TimelineCost cost = timeline_cost (timeline);
  assert_in_range (cost.keyframe_bytes + cost.produced_bytes, 1, 256u << 20);
  timeline_free (timeline);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_million_frames_are_gone_through_in_every_direction),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
