/* test-cells.c - the roles of all frames stay true while time moves */

#include "support.h"

#include <stdlib.h>
#include <string.h>

static void
assert_cells_are_true (const ViewCells  *cells,
                       const SimMachine *machine)
{
  uint32_t counts[256] = { 0 };
  SimPfn pfn;
  unsigned role;

  for (pfn = 0; pfn < sim_n_frames (machine); pfn++)
    {
      assert_int_equal (view_cells_roles (cells)[pfn], view_frame_role (machine, pfn));
      counts[view_cells_roles (cells)[pfn]]++;
    }
  for (role = 0; role < 256; role++)
    assert_int_equal (view_cells_count (cells, (SceneRole) role), counts[role]);
}

static void
every_frame_has_the_role_of_its_state (void **state)
{
  static const unsigned rams[] = { 64, 1024 };
  size_t i;

  for (i = 0; i < 2; i++)
    {
      ViewCells *cells;
      Story story;

      story_begin (&story, "6.1-i386", rams[i], true);
      story_use (&story, 400);
      cells = view_cells_new (story.machine);
      assert_cells_are_true (cells, story.machine);
      view_cells_free (cells);
      story_end (&story);
    }
}

static void
following_the_events_gives_what_looking_at_everything_gives (void **state)
{
  ViewCells *cells;
  Story story;
  size_t i;

  story_begin (&story, "6.1-i386", 64, true);
  story_use (&story, 100);
  story_step (&story);
  story_use (&story, 60);
  story_seek (&story, 0);
  cells = view_cells_new (story.machine);

  for (i = 0; i < story_n_events (&story); i++)
    {
      story_seek (&story, i + 1);
      view_cells_follow (cells, story.machine, story_event (&story, i), 1);
      if (i % 16 == 0)
        assert_cells_are_true (cells, story.machine);
    }
  assert_cells_are_true (cells, story.machine);

  /* Backwards at one go: the same events, taken back. */
  story_seek (&story, 0);
  view_cells_follow (cells, story.machine, story_event (&story, 0), story_n_events (&story));
  assert_cells_are_true (cells, story.machine);

  view_cells_free (cells);
  story_end (&story);
}

static void
what_changed_since_a_generation_is_known (void **state)
{
  SimPfn first, end;
  uint64_t before;
  ViewCells *cells;
  Story story;
  int i;

  story_begin (&story, "6.1-i386", 64, true);
  cells = view_cells_new (story.machine);
  before = view_cells_generation (cells);
  assert_false (view_cells_changed_since (cells, before, &first, &end));

  view_cells_update (cells, story.machine, 100, 200);
  view_cells_update (cells, story.machine, 50, 60);
  assert_true (view_cells_changed_since (cells, before, &first, &end));
  assert_int_equal (first, 50);
  assert_int_equal (end, 200);

  for (i = 0; i < 1000; i++)
    view_cells_update (cells, story.machine, 7, 8);
  assert_true (view_cells_changed_since (cells, before, &first, &end));
  assert_true (first <= 50 && end >= 200);

  view_cells_free (cells);
  story_end (&story);
}

static void
what_is_allocated_is_seen_from_far_away (void **state)
{
  const SceneRole *level;
  ViewCells *cells;
  SimPfn pfn;
  Story story;
  uint32_t n;

  story_begin (&story, "6.1-i386", 64, false);
  pfn = sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 0);
  cells = view_cells_new (story.machine);
  level = scene_mip_level (view_cells_mip (cells), 4, &n);
  assert_int_equal (scene_role_fill (level[pfn >> 8]), SCENE_FILL_ALLOCATED);
  view_cells_free (cells);
  story_end (&story);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_frame_has_the_role_of_its_state),
    cmocka_unit_test (following_the_events_gives_what_looking_at_everything_gives),
    cmocka_unit_test (what_changed_since_a_generation_is_known),
    cmocka_unit_test (what_is_allocated_is_seen_from_far_away),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
