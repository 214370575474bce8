/* test-buddy-room.c - how the free lists' picture uses the room there is */

#include "support.h"

#include <glib.h>

static double
bottom_of (const ScenePicture *picture,
           ViewPart            part,
           bool                lowest)
{
  double bottom = lowest ? 0 : 1e9;
  size_t i;

  for (i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);
      double y = lowest ? shape->rect.y + shape->rect.height : shape->rect.y;

      if ((shape->key.part & 0xff) == part)
        bottom = lowest ? MAX (bottom, y) : MIN (bottom, y);
    }
  return bottom;
}

/* From the title to the legend nothing is left empty but a margin and the numbers below the tree. */
static void
the_picture_reaches_down_to_the_legend (void **state)
{
  static const SceneSize sizes[] = { { 440, 560 }, { 640, 400 }, { 1280, 720 }, { 1600, 900 } };
  static const SimOrder orders[] = { 0, 4, 8, 9 };
  unsigned at, i;

  for (at = 0; at < 4; at++)
    for (i = 0; i < 4; i++)
      {
        Story story;
        size_t moment;

        story_begin (&story, "6.1-i386", 64, true);
        story_step (&story);
        sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), orders[i]);
        for (moment = 0; moment <= story_n_events (&story); moment++)
          {
            const ScenePicture *picture;
            double bottom;

            story_seek (&story, moment);
            picture = story_picture (&story, "buddy", sizes[at], scene_measure_plain ());
            /* Where they stand side by side, the lists do. */
            bottom = MAX (bottom_of (picture, VIEW_PART_PLACE, true), bottom_of (picture, VIEW_PART_HEAD, true));
            assert_true (bottom_of (picture, VIEW_PART_LEGEND, false) - bottom < 0.09 * sizes[at].height);
          }
        story_end (&story);
      }
}

static const SceneSize all_sizes[] = {
  { 300, 300 }, { 360, 340 }, { 466, 341 }, { 440, 560 }, { 640, 400 }, { 936, 420 }, { 900, 640 }, { 1280, 720 },
};

/* A red ring here and a red line there would be two marks for one thing. */
static void
what_changed_has_one_mark_in_lists_and_tree (void **state)
{
  Story story;
  unsigned at, n_rings_in_all = 0, n_lines_in_all = 0;
  size_t i;

  story_begin (&story, "6.1-i386", 64, true);
  story_step (&story);
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 4);
  story_seek (&story, story_n_events (&story));
  for (at = 0; at < G_N_ELEMENTS (all_sizes); at++)
    {
      const ScenePicture *picture = story_picture (&story, "buddy", all_sizes[at], scene_measure_plain ());
      unsigned n_rings = 0, n_lines = 0;

      for (i = 0; i < scene_picture_n_shapes (picture); i++)
        {
          const SceneShape *shape = scene_picture_shape (picture, i);

          if (!(shape->marks & SCENE_MARK_CHANGED) || (shape->key.part & 0xff) == VIEW_PART_LEGEND)
            continue;
          if (shape->form == SCENE_LINE)
            n_lines++;
          else
            n_rings++;
        }
      assert_true (n_rings == 0 || n_lines == 0);
      n_rings_in_all += n_rings;
      n_lines_in_all += n_lines;
    }
  assert_true (n_rings_in_all > 0 && n_lines_in_all > 0);
  story_end (&story);
}

/* Of the first column, whichever zone is shown. */
static const SceneShape *
column_letter (const ScenePicture *picture,
               const SimMachine   *machine)
{
  const SceneShape *letter = NULL;

  for (uint64_t zone = 0; zone < sim_n_zones (machine) && letter == NULL; zone++)
    letter = scene_picture_find (picture, scene_key (0, VIEW_PART_LABEL, zone << 16 | 100));
  return letter;
}

/* order  U Unmovable        in a dense table, too
 *   10   1 [0x1c00]                               */
static void
the_names_of_the_columns_touch_no_row (void **state)
{
  const SceneMeasure *measure = scene_measure_plain ();
  Story story;
  unsigned at, n = 0;

  story_begin (&story, "6.1-i386", 64, true);
  story_step (&story);
  for (at = 0; at < G_N_ELEMENTS (all_sizes); at++)
    {
      const ScenePicture *picture = story_picture (&story, "buddy", all_sizes[at], measure);
      const SceneShape *letter = column_letter (picture, story.machine);
      const SceneShape *row = scene_picture_find (picture, scene_key (0, VIEW_PART_LABEL, 10 + SIM_LARGEST_ORDER));

      if (!letter || !row)
        continue;
      n++;
      assert_true (letter->rect.y + letter->rect.height <= row->rect.y + 0.01);
    }
  assert_true (n > 5);
  story_end (&story);
}

/* A row of frames as narrow as a letter: one that was handed out, those on the list of the CPU. */
static void
narrow_neighbours_share_a_ring (void **state)
{
  const ScenePicture *picture;
  unsigned n_rings = 0;
  Story story;
  SimPfn pfn;
  size_t i;

  story_begin (&story, "6.1-i386", 4000, true);
  story_step (&story);
  pfn = sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 0);
  story_seek (&story, story_n_events (&story));
  picture = story_picture (&story, "buddy", (SceneSize) { 1280, 720 }, scene_measure_plain ());
  for (i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if ((shape->key.part & 0xff) != VIEW_PART_RING)
        continue;
      n_rings++;
      assert_true (shape->marks & SCENE_MARK_CHANGED);
      assert_true (view_changed (&story.subject, (SimPfn) shape->key.id, (SimPfn) shape->key.id + 1));
    }
  /* handed out, on the list, what is left free: side by side */
  assert_int_equal (n_rings, 1);
  assert_int_equal (scene_role_fill (find_block (picture, VIEW_PART_TREE, pfn, 0)->role), SCENE_FILL_ALLOCATED);
  story_end (&story);
}

static void
the_tree_begins_where_the_blocks_of_the_lists_do (void **state)
{
  static const SceneSize sizes[] = { { 440, 560 }, { 1280, 720 } };
  const ScenePicture *picture;
  Story story;
  SimPfn pfn;
  unsigned i;

  story_begin (&story, "6.1-i386", 64, true);
  pfn = sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 4);
  story.subject.look = sim_ref (SIM_REF_BLOCK, sim_block_id (pfn, 4));
  for (i = 0; i < 2; i++)
    {
      picture = story_picture (&story, "buddy", sizes[i], scene_measure_plain ());
      assert_true (find_block (picture, VIEW_PART_TREE, pfn, 4)->rect.x
                   == find_block (picture, VIEW_PART_LIST, pfn ^ 16, 4)->rect.x);
    }
  story_end (&story);
}

static const SceneShape *
find_head (const ScenePicture *picture,
           const SimMachine   *machine,
           SimOrder            order)
{
  unsigned list;

  for (list = 0; list < sim_n_pcp_lists (machine); list++)
    if (sim_pcp_list_order (machine, list) == order)
      return scene_picture_find (picture, scene_key (SIM_REF_PCP_LIST, VIEW_PART_HEAD, sim_pcp_list_id (1, 0, list)));
  return NULL;
}

/* Low: the lane of order 0, on which a page will lie, has its row from the beginning of the step; the others have none. */
static void
where_there_is_little_room_idle_lanes_have_none (void **state)
{
  const ScenePicture *picture;
  size_t moment;
  Story story;
  SimPfn pfn;

  story_begin (&story, "6.1-i386", 64, true);
  pfn = sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 0);
  story_step (&story);
  sim_free_pages (&story.run, pfn, 0);
  for (moment = 0; moment <= story_n_events (&story); moment++)
    {
      story_seek (&story, moment);
      picture = story_picture (&story, "buddy", (SceneSize) { 500, 400 }, scene_measure_plain ());
      assert_non_null (find_head (picture, story.machine, 0));
      assert_null (find_head (picture, story.machine, 2));
      picture = story_picture (&story, "buddy", (SceneSize) { 1280, 800 }, scene_measure_plain ());
      assert_non_null (find_head (picture, story.machine, 0));
      assert_non_null (find_head (picture, story.machine, 2));
    }
  story_end (&story);
}

static void
on_a_flat_sheet_the_tree_stands_beside_the_lists (void **state)
{
  static const struct { SceneSize size; bool is_beside; } sheets[] = {
    { { 1280, 720 }, false }, { { 1280, 360 }, true }, { { 500, 700 }, false },
  };
  Story story;
  SimPfn pfn;
  size_t i;

  story_begin (&story, "6.1-i386", 64, true);
  story_step (&story);
  pfn = sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 4);
  story_seek (&story, story_n_events (&story));
  for (i = 0; i < 3; i++)
    {
      const ScenePicture *picture = story_picture (&story, "buddy", sheets[i].size, scene_measure_plain ());
      SceneRect tree = find_block (picture, VIEW_PART_TREE, pfn, 4)->rect;
      SceneRect list = find_block (picture, VIEW_PART_LIST, pfn + 16, 4)->rect;

      assert_true ((tree.x > list.x + list.width) == sheets[i].is_beside);
      assert_true ((tree.y > list.y + list.height + 100) == !sheets[i].is_beside);
    }
  story_end (&story);
}

/* Block by block, none twice, none left out, from the left to the right of its row. */
static void
without_a_block_to_look_at_the_whole_zone_is_there (void **state)
{
  static const SceneSize sizes[] = { { 1280, 720 }, { 1280, 360 }, { 640, 720 } };
  uint32_t n_free, n_shown;
  size_t i, j;
  Story story;

  story_begin (&story, "6.1-i386", 64, true);
  n_free = sim_zone (story.machine, 1).free;
  for (i = 0; i < 3; i++)
    {
      const ScenePicture *picture = story_picture (&story, "buddy", sizes[i], scene_measure_plain ());
      double x = 0, y = 0;

      n_shown = 0;
      for (j = 0; j < scene_picture_n_shapes (picture); j++)
        {
          const SceneShape *shape = scene_picture_shape (picture, j);

          if (shape->key.part != VIEW_PART_TREE)
            continue;
          assert_true (shape->rect.y > y || (shape->rect.y == y && shape->rect.x >= x));
          x = shape->rect.x + shape->rect.width;
          y = shape->rect.y;
          if (shape->key.kind == SIM_REF_BLOCK)
            n_shown += sim_frames_in ((SimOrder) (shape->key.id >> 32));
        }
      /* What is too narrow to be a shape of its own is drawn with its neighbours. */
      assert_true (n_shown <= n_free && n_shown > n_free * 0.97);
    }
  story_end (&story);
}

static void
a_sheet_that_is_too_small_says_so_in_words (void **state)
{
  static const char *const views[] = { "map", "buddy" };
  Story story;
  size_t i;

  story_begin (&story, "6.1-i386", 64, true);
  for (i = 0; i < 2; i++)
    {
      assert_null (scene_picture_find (story_picture (&story, views[i], (SceneSize) { 280, 240 }, scene_measure_plain ()),
                                       scene_key (0, VIEW_PART_HEADING, 100)));
      assert_non_null (scene_picture_find (story_picture (&story, views[i], (SceneSize) { 150, 90 }, scene_measure_plain ()),
                                           scene_key (0, VIEW_PART_HEADING, 100)));
    }
  story_end (&story);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (where_there_is_little_room_idle_lanes_have_none),
    cmocka_unit_test (on_a_flat_sheet_the_tree_stands_beside_the_lists),
    cmocka_unit_test (without_a_block_to_look_at_the_whole_zone_is_there),
    cmocka_unit_test (a_sheet_that_is_too_small_says_so_in_words),
    cmocka_unit_test (the_picture_reaches_down_to_the_legend),
    cmocka_unit_test (what_changed_has_one_mark_in_lists_and_tree),
    cmocka_unit_test (the_names_of_the_columns_touch_no_row),
    cmocka_unit_test (narrow_neighbours_share_a_ring),
    cmocka_unit_test (the_tree_begins_where_the_blocks_of_the_lists_do),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
