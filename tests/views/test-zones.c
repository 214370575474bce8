/* test-zones.c - marks, tests and per-CPU lists on the picture of the zones */

#include "support.h"

#include <glib.h>
#include <string.h>

static const SceneSize size = { 1280, 720 };

static bool
has_words (const ScenePicture *picture,
           const char         *words)
{
  for (size_t i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->label && strstr (shape->label, words))
        return true;
    }
  return false;
}

static const SceneShape *
find_key (const ScenePicture *picture,
          SimRefKind          kind,
          unsigned            part,
          uint64_t            id)
{
  return scene_picture_find (picture, scene_key (kind, part, id));
}

static void
expect_words (const ScenePicture *picture,
              const char         *words)
{
  if (!has_words (picture, words))
    fail_msg ("\"%s\" is not on the picture", words);
}

/* Takes single frames until the zone has no more than so many. */
static void
use_up (Story    *story,
        SimZoneId zone,
        uint64_t  n_left)
{
  uint32_t gfp = story_gfp (story, "GFP_NOWAIT");

  while (sim_zone (story->machine, zone).free > n_left + 2048)
    assert_int_not_equal (sim_alloc_pages (&story->run, gfp, 10), SIM_NO_PFN);
  while (sim_zone (story->machine, zone).free > n_left)
    if (sim_alloc_pages (&story->run, gfp, 0) == SIM_NO_PFN)
      break;
}

static void
every_zone_has_its_marks_and_its_free_frames (void **state)
{
  const ScenePicture *picture;
  Story story;

  story_begin (&story, "6.1-i386", 512, true);
  picture = story_picture (&story, "zones", size, scene_measure_plain ());
  for (SimZoneId zone = 0; zone < sim_n_zones (story.machine); zone++)
    {
      SimZone look = sim_zone (story.machine, zone);

      if (look.spanned == 0)
        continue;
      assert_non_null (find_key (picture, SIM_REF_ZONE, VIEW_PART_ZONE, zone));
      /* high is nearer to the top than low, and low than min */
      assert_true (find_key (picture, 0, VIEW_PART_BORDER, (uint64_t) zone << 8 | 2)->rect.y
                   < find_key (picture, 0, VIEW_PART_BORDER, (uint64_t) zone << 8 | 1)->rect.y);
      assert_true (find_key (picture, 0, VIEW_PART_BORDER, (uint64_t) zone << 8 | 1)->rect.y
                   < find_key (picture, 0, VIEW_PART_BORDER, (uint64_t) zone << 8)->rect.y);
    }
  expect_words (picture, "low 867");
  story_end (&story);
}

static void
a_request_that_passes_shows_its_arithmetic (void **state)
{
  uint64_t n_free;
  Story story;

  story_begin (&story, "6.1-i386", 512, true);
  n_free = sim_zone (story.machine, 1).free;
  story_step (&story);
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 2);
  story_seek (&story, story_n_events (&story));

  g_autofree char *sum = g_strdup_printf ("%u − 3 > 867 + 0: yes", (unsigned) n_free);
  const ScenePicture *picture = story_picture (&story, "zones", size, scene_measure_plain ());

  expect_words (picture, sum);
  expect_words (picture, "Normal gives 0x");
  expect_words (picture, "it keeps 486 from this request");
  story_end (&story);
}

static void
a_zone_that_keeps_a_reserve_refuses_with_the_sum (void **state)
{
  const ScenePicture *picture;
  Story story;

  story_begin (&story, "6.1-i386", 512, true);
  use_up (&story, 1, 700);
  use_up (&story, 0, 505);
  story_step (&story);
  assert_int_equal (sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 3), SIM_NO_PFN);
  story_seek (&story, story_n_events (&story));
  picture = story_picture (&story, "zones", size, scene_measure_plain ());
  expect_words (picture, "+ 486: no");
  expect_words (picture, "slow path: min marks");
  expect_words (picture, "kswapd is woken");
  expect_words (picture, "direct reclaim: 0");
  expect_words (picture, "it fails");
  story_end (&story);
}

static void
who_cannot_wait_digs_below_min_and_the_discounts_are_told (void **state)
{
  const ScenePicture *picture;
  Story story;

  story_begin (&story, "6.1-i386", 512, true);
  use_up (&story, 1, 680);
  use_up (&story, 0, 505);
  story_step (&story);
  assert_int_not_equal (sim_alloc_pages (&story.run, story_gfp (&story, "GFP_ATOMIC"), 3), SIM_NO_PFN);
  story_seek (&story, story_n_events (&story));
  picture = story_picture (&story, "zones", size, scene_measure_plain ());
  expect_words (picture, "694 − 347 − 86 = 261");
  expect_words (picture, "− 7 > 261 + 0: yes");
  expect_words (picture, "less ½ and ¼");
  story_end (&story);
}

/* A frame on its way from a free list to a lane is one shape, or grows out of where the block was. */
static void
a_refill_moves_frames_from_a_row_to_the_lane (void **state)
{
  Story story;
  unsigned n_moved = 0;

  story_begin (&story, "6.1-i386", 512, true);
  story_step (&story);
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 0);
  for (size_t i = 1; i <= story_n_events (&story); i++)
    {
      const SimEvent *event = story_event (&story, i - 1);
      const ScenePicture *picture;
      const SceneShape *before, *after;
      SceneRect rect;

      if (event->kind != SIM_EVENT_PCP_ADDED)
        continue;
      story_seek (&story, i - 1);
      picture = story_picture (&story, "zones", size, scene_measure_plain ());
      before = find_block (picture, VIEW_PART_LIST, (SimPfn) event->arg[0], 0);
      assert_non_null (before);
      rect = before->rect;
      assert_non_null (scene_picture_find (picture, before->parent));
      story_seek (&story, i);
      after = find_block (story_picture (&story, "zones", size, scene_measure_plain ()), VIEW_PART_LIST, (SimPfn) event->arg[0], 0);
      if (after)
        {
          assert_true (after->rect.y > rect.y);
          n_moved++;
        }
    }
  assert_true (n_moved >= 4);
  story_end (&story);
}

static void
a_drain_takes_frames_from_the_lane_into_the_hand (void **state)
{
  SimPfn pages[600];
  uint32_t gfp;
  unsigned n_seen = 0;
  Story story;

  story_begin (&story, "6.1-i386", 64, true);
  gfp = story_gfp (&story, "GFP_KERNEL");
  for (unsigned i = 0; i < 600; i++)
    pages[i] = sim_alloc_pages (&story.run, gfp, 0);
  story_step (&story);
  for (unsigned i = 0; i < 600; i++)
    sim_free_pages (&story.run, pages[i], 0);
  for (size_t i = 1; i <= story_n_events (&story) && n_seen == 0; i++)
    {
      const SimEvent *event = story_event (&story, i - 1);
      const ScenePicture *picture;

      if (event->kind != SIM_EVENT_PCP_TAKEN)
        continue;
      story_seek (&story, i);
      picture = story_picture (&story, "zones", size, scene_measure_plain ());
      assert_non_null (find_block (picture, VIEW_PART_LIST, (SimPfn) event->arg[0], 0));
      expect_words (picture, "drain: ");
      n_seen++;
    }
  assert_int_equal (n_seen, 1);
  story_end (&story);
}

static void
gauges_and_panels_stand_still_while_the_step_goes_on (void **state)
{
  SceneRect panel[SIM_MAX_ZONES], mark[SIM_MAX_ZONES];
  Story story;

  story_begin (&story, "6.1-i386", 512, true);
  use_up (&story, 1, 700);
  story_step (&story);
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 3);
  for (size_t i = 0; i <= story_n_events (&story); i++)
    {
      const ScenePicture *picture;

      story_seek (&story, i);
      picture = story_picture (&story, "zones", size, scene_measure_plain ());
      for (SimZoneId zone = 0; zone < 2; zone++)
        {
          SceneRect now = find_key (picture, SIM_REF_ZONE, VIEW_PART_ZONE, zone)->rect;
          SceneRect low = find_key (picture, 0, VIEW_PART_BORDER, (uint64_t) zone << 8 | 1)->rect;

          if (i > 0)
            {
              assert_memory_equal (&now, &panel[zone], sizeof now);
              assert_memory_equal (&low, &mark[zone], sizeof low);
            }
          panel[zone] = now;
          mark[zone] = low;
        }
    }
  story_end (&story);
}

static void
more_free_frames_are_never_lower_than_fewer (void **state)
{
  double filled = 1e9;
  Story story;

  story_begin (&story, "6.1-i386", 512, true);
  for (unsigned left = 120000; left > 400; left = left * 3 / 4)
    {
      const SceneShape *lower;

      use_up (&story, 1, left);
      lower = find_key (story_picture (&story, "zones", size, scene_measure_plain ()), 0, VIEW_PART_MORE, 1);
      assert_non_null (lower);
      assert_true (lower->rect.height <= filled);
      filled = lower->rect.height;
    }
  story_end (&story);
}

/* A step of 4 MiB is claimed: its letter and the border on the map, the arrow above the lists. */
static void
a_page_block_that_is_claimed_is_marked (void **state)
{
  Story story;
  bool is_claimed = false;

  story_begin (&story, "6.1-i386", 64, true);
  story_step (&story);
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 0);
  for (size_t i = 0; i < story_n_events (&story); i++)
    {
      const SimEvent *event = story_event (&story, i);
      const ScenePicture *picture;

      if (event->kind != SIM_EVENT_PAGEBLOCK_CLAIMED)
        continue;
      is_claimed = true;
      story_seek (&story, i + 1);
      picture = story_picture (&story, "map", size, scene_measure_plain ());
      assert_non_null (find_key (picture, 0, VIEW_PART_BORDER, event->arg[0] << 2));
      assert_string_equal (find_key (picture, 0, VIEW_PART_LABEL, (uint64_t) 3 << 40 | event->arg[0])->label, "U");
      picture = story_picture (&story, "buddy", size, scene_measure_plain ());
      assert_non_null (find_key (picture, 0, VIEW_PART_EDGE, (uint64_t) 1 << 40));
    }
  assert_true (is_claimed);
  story_end (&story);
}

/* The subject may do without the letters, and with them the legend says what they mean. */
static void
page_blocks_have_their_types_where_they_are_wanted (void **state)
{
  const ScenePicture *picture;
  Story story;

  story_begin (&story, "6.1-i386", 64, true);
  picture = story_picture (&story, "map", size, scene_measure_plain ());
  assert_non_null (find_key (picture, 0, VIEW_PART_LABEL, (uint64_t) 3 << 40 | 0x1800));
  expect_words (picture, "Movable");

  story.subject.style = VIEW_NO_PAGE_BLOCKS;
  picture = story_picture (&story, "map", size, scene_measure_plain ());
  assert_null (find_key (picture, 0, VIEW_PART_LABEL, (uint64_t) 3 << 40 | 0x1800));
  assert_false (has_words (picture, "Movable"));
  story_end (&story);
}

static void
begin_with_cpus (Story   *story,
                 unsigned n_cpus)
{
  SimMachineSpec spec;
  SimComplaint complaint;

  memset (story, 0, sizeof *story);
  sim_machine_spec_init (&spec, sim_profile_by_id ("6.1-i386"));
  spec.ram = 512u << 20;
  spec.cpus = n_cpus;
  spec.pcp = true;
  assert_int_equal (sim_machine_new (&spec, &story->machine, &complaint), SIM_OK);
  sim_record_init (&story->record);
  sim_run_init (&story->run, story->machine, NULL);
  story->picture = scene_picture_new ();
  view_subject_init (&story->subject, story->machine);
}

/* With a ring round it or, where rows are too low for rings, a line before it. */
static void
a_row_that_changed_is_marked_however_low_it_is (void **state)
{
  unsigned n_rings = 0, n_lines = 0;
  Story story;

  story_begin (&story, "6.1-i386", 512, false);
  story_step (&story);
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 4);
  story_seek (&story, story_n_events (&story));
  for (double height = 400; height <= 900; height += 20)
    {
      const ScenePicture *picture = story_picture (&story, "zones", (SceneSize) { 1280, height }, scene_measure_plain ());
      const SceneShape *row = find_key (picture, SIM_REF_ZONE, VIEW_PART_LIST + 5 * 256, 1), *line;

      if (row == NULL)
        continue;
      line = find_key (picture, 0, VIEW_PART_RING, 1u << 16 | 4);
      assert_true (((row->marks & SCENE_MARK_CHANGED) != 0) != (line != NULL));
      assert_true (line == NULL || line->marks & SCENE_MARK_CHANGED);
      /* Nothing happened in the other zone. */
      assert_null (find_key (picture, 0, VIEW_PART_RING, 4));
      n_rings += line == NULL;
      n_lines += line != NULL;
    }
  assert_true (n_rings > 0 && n_lines > 0);
  story_end (&story);
}

static const SceneShape *
row_of_cpu (const ScenePicture *picture,
            unsigned            cpu)
{
  return find_key (picture, SIM_REF_CPU, VIEW_PART_HEAD + (1u << 8), cpu);
}

static void
each_of_four_cpus_has_a_row (void **state)
{
  const ScenePicture *picture;
  Story story;

  begin_with_cpus (&story, 4);
  picture = story_picture (&story, "zones", size, scene_measure_plain ());
  for (unsigned cpu = 0; cpu < 4; cpu++)
    assert_non_null (row_of_cpu (picture, cpu));
  story_end (&story);
}

/* Of more than have room, the one of the step; it stands still while the step goes on. */
static void
the_cpu_of_the_step_has_a_row_and_keeps_it (void **state)
{
  SceneRect rect = { 0 };
  Story story;

  begin_with_cpus (&story, 16);
  story_step (&story);
  story.run.cpu = 13;
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 0);
  for (size_t i = 0; i <= story_n_events (&story); i++)
    {
      const SceneShape *row;

      story_seek (&story, i);
      row = row_of_cpu (story_picture (&story, "zones", size, scene_measure_plain ()), 13);
      assert_non_null (row);
      if (i > 0)
        assert_memory_equal (&row->rect, &rect, sizeof rect);
      rect = row->rect;
    }
  story_end (&story);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_zone_has_its_marks_and_its_free_frames),
    cmocka_unit_test (a_request_that_passes_shows_its_arithmetic),
    cmocka_unit_test (a_zone_that_keeps_a_reserve_refuses_with_the_sum),
    cmocka_unit_test (who_cannot_wait_digs_below_min_and_the_discounts_are_told),
    cmocka_unit_test (a_refill_moves_frames_from_a_row_to_the_lane),
    cmocka_unit_test (a_drain_takes_frames_from_the_lane_into_the_hand),
    cmocka_unit_test (gauges_and_panels_stand_still_while_the_step_goes_on),
    cmocka_unit_test (more_free_frames_are_never_lower_than_fewer),
    cmocka_unit_test (a_page_block_that_is_claimed_is_marked),
    cmocka_unit_test (page_blocks_have_their_types_where_they_are_wanted),
    cmocka_unit_test (a_row_that_changed_is_marked_however_low_it_is),
    cmocka_unit_test (each_of_four_cpus_has_a_row),
    cmocka_unit_test (the_cpu_of_the_step_has_a_row_and_keeps_it),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
