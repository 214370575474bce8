/* test-buddy.c - what stands on the free lists' picture, and where */

#include "support.h"

#include <stdlib.h>
#include <glib.h>
#include <string.h>

static const SceneSize size = { 900, 640 };

/* The number in "+ 1 182 more", thin spaces and all. */
static uint32_t
number_in (const char *text)
{
  uint32_t n = 0;

  for (; *text; text++)
    if (*text >= '0' && *text <= '9')
      n = n * 10 + (uint32_t) (*text - '0');
  return n;
}

static uint32_t
n_left_out (const ScenePicture *picture,
            uint64_t            list)
{
  uint32_t n = 0;
  size_t i;

  for (i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->key.kind == SIM_REF_LIST && (shape->key.part & 0xff) == VIEW_PART_MORE && shape->key.id == list)
        n += number_in (shape->label);
    }
  return n;
}

static void
every_free_block_stands_on_its_list_or_is_counted (void **state)
{
  static const SceneSize sizes[] = { { 640, 400 }, { 900, 640 }, { 1920, 1080 } };
  unsigned i, zone, type;
  SimOrder order;
  Story story;
  SimPfn pfn;

  story_begin (&story, "6.1-i386", 2048, true);
  story_use (&story, 2000);
  for (i = 0; i < 3; i++)
    for (zone = 0; zone < sim_n_zones (story.machine); zone++)
      {
        const ScenePicture *picture;

        story.subject.zone = (SimZoneId) zone;
        picture = story_picture (&story, "buddy", sizes[i], scene_measure_plain ());
        for (order = 0; order < SIM_N_ORDERS; order++)
          for (type = 0; type < SIM_N_MIGRATE_TYPES; type++)
            {
              uint32_t n = 0;
              double x = 0;

              for (pfn = sim_list_first (story.machine, zone, order, type); pfn != SIM_NO_PFN;
                   pfn = sim_list_next (story.machine, pfn))
                {
                  const SceneShape *shape = find_block (picture, VIEW_PART_LIST, pfn, order);

                  if (!shape)
                    continue;
                  n++;
                  /* In the kernel's order, head first. */
                  assert_true (shape->rect.x > x);
                  x = shape->rect.x;
                }
              assert_int_equal (n + n_left_out (picture, sim_list_id (zone, order, type)),
                                sim_list_length (story.machine, zone, order, type));
              if (sim_list_length (story.machine, zone, order, type))
                assert_non_null (find_block (picture, VIEW_PART_LIST,
                                             sim_list_first (story.machine, zone, order, type), order));
            }
      }
  story_end (&story);
}

static void
the_counts_of_all_zones_are_the_kernels (void **state)
{
  const ScenePicture *picture;
  SimOrder order;
  unsigned zone;
  Story story;

  story_begin (&story, "6.1-i386", 2048, true);
  story_use (&story, 700);
  picture = story_picture (&story, "buddy", size, scene_measure_plain ());
  for (zone = 0; zone < sim_n_zones (story.machine); zone++)
    for (order = 0; order < SIM_N_ORDERS; order++)
      {
        const SceneShape *count = scene_picture_find (picture,
                                                      scene_key (SIM_REF_ZONE,
                                                                 VIEW_PART_COUNT + ((uint32_t) order << 8), zone));

        assert_non_null (count);
        assert_int_equal (number_in (count->label), sim_nr_free (story.machine, (SimZoneId) zone, order));
      }
  story_end (&story);
}

static void
blocks_of_higher_order_are_wider (void **state)
{
  double width[SIM_N_ORDERS] = { 0 };
  const ScenePicture *picture;
  SimOrder order;
  Story story;
  size_t i;

  story_begin (&story, "6.1-i386", 64, false);
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 0);
  picture = story_picture (&story, "buddy", size, scene_measure_plain ());
  for (i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->key.kind == SIM_REF_BLOCK && shape->key.part == VIEW_PART_LIST)
        width[shape->key.id >> 32] = shape->rect.width;
    }
  for (order = 1; order < SIM_N_ORDERS; order++)
    assert_true (width[order] > width[order - 1]);
  story_end (&story);
}

/* split   0x1800 order 10 in hand → lower half in hand, upper half on its list, both in the tree */
static void
halves_open_in_the_tree_and_the_upper_one_goes_to_its_list (void **state)
{
  Story story;
  size_t moment;
  unsigned n_splits = 0;

  story_begin (&story, "6.1-i386", 64, true);
  story_step (&story);
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 4);

  for (moment = 0; moment < story_n_events (&story); moment++)
    {
      const SimEvent *event = story_event (&story, moment);
      SimPfn lower = (SimPfn) event->arg[0], upper;
      SimOrder order = (SimOrder) event->arg[1];
      const ScenePicture *picture;
      const SceneShape *shape;
      SceneKey parent;
      SceneRect place;

      if (event->kind != SIM_EVENT_BLOCK_SPLIT)
        continue;
      n_splits++;
      upper = lower + sim_frames_in (order - 1);

      story_seek (&story, moment + 1);
      picture = story_picture (&story, "buddy", size, scene_measure_plain ());
      shape = find_block (picture, VIEW_PART_LIST, upper, order - 1);
      assert_non_null (shape);
      parent = shape->parent;
      shape = find_block (picture, VIEW_PART_TREE, upper, order - 1);
      assert_non_null (shape);
      place = shape->rect;
      shape = find_block (picture, VIEW_PART_TREE, lower, order - 1);
      assert_non_null (shape);
      assert_int_equal (scene_role_fill (shape->role), SCENE_FILL_ISOLATED);
      assert_true (shape->rect.width == place.width && shape->rect.y == place.y && shape->rect.x < place.x);
      assert_true (shape->parent.kind == SIM_REF_BLOCK && shape->parent.part == VIEW_PART_TREE
                   && shape->parent.id == sim_block_id (lower, order));
      assert_null (find_block (picture, VIEW_PART_TREE, lower, order));

      /* Before: the block in hand stands in the tree, and the list's newcomer will come from its place there. */
      story_seek (&story, moment);
      picture = story_picture (&story, "buddy", size, scene_measure_plain ());
      assert_non_null (find_block (picture, VIEW_PART_TREE, lower, order));
      assert_non_null (scene_picture_find (picture, parent));
      assert_memory_equal (&scene_picture_find (picture, parent)->rect, &place, sizeof place);
    }
  assert_int_equal (n_splits, 6);
  story_end (&story);
}

static void
buddies_close_into_one (void **state)
{
  unsigned n_merges = 0;
  Story story;
  size_t moment;
  SimPfn pfn;

  story_begin (&story, "6.1-i386", 64, true);
  pfn = sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 4);
  story_step (&story);
  sim_free_pages (&story.run, pfn, 4);

  for (moment = 0; moment < story_n_events (&story); moment++)
    {
      const SimEvent *event = story_event (&story, moment);
      SimPfn buddy = (SimPfn) event->arg[1], joined = MIN (pfn, buddy);
      SimOrder order = (SimOrder) event->arg[2];
      const ScenePicture *picture;
      const SceneShape *shape;

      if (event->kind != SIM_EVENT_BLOCKS_MERGED)
        continue;
      n_merges++;
      story_seek (&story, moment);
      picture = story_picture (&story, "buddy", size, scene_measure_plain ());
      assert_non_null (find_block (picture, VIEW_PART_LIST, buddy, order));
      shape = find_block (picture, VIEW_PART_TREE, buddy, order);
      assert_non_null (shape);
      assert_true (shape->parent.part == VIEW_PART_TREE && shape->parent.id == sim_block_id (joined, order + 1));
      story_seek (&story, moment + 1);
      picture = story_picture (&story, "buddy", size, scene_measure_plain ());
      assert_null (find_block (picture, VIEW_PART_LIST, buddy, order));
      assert_null (find_block (picture, VIEW_PART_TREE, buddy, order));
      assert_non_null (find_block (picture, VIEW_PART_TREE, joined, order + 1));
    }
  assert_int_equal (n_merges, 6);
  story_end (&story);
}

/* A block that is on its way is shown once, and where it is: on a list, or in the tree. */
static void
an_isolated_block_is_always_in_the_tree (void **state)
{
  Story story;
  size_t moment;
  SimPfn pfn;

  story_begin (&story, "6.1-i386", 512, true);
  story_use (&story, 300);
  story_step (&story);
  story_use (&story, 12);

  for (moment = 0; moment <= story_n_events (&story); moment++)
    {
      const ScenePicture *picture;

      story_seek (&story, moment);
      picture = story_picture (&story, "buddy", size, scene_measure_plain ());
      for (pfn = 0; pfn < sim_n_frames (story.machine);)
        {
          SimBlock block = sim_block_at (story.machine, pfn);

          pfn = block.end;
          if (block.state != SIM_FRAME_ISOLATED)
            continue;
          assert_non_null (find_block (picture, VIEW_PART_TREE, block.first, block.order));
          assert_null (find_block (picture, VIEW_PART_LIST, block.first, block.order));
        }
    }
  story_end (&story);
}

static bool
lies_in_ring (const ScenePicture *picture,
              const SceneShape   *shape)
{
  size_t i;

  for (i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *ring = scene_picture_shape (picture, i);

      if ((ring->key.part & 0xff) == VIEW_PART_RING && ring->rect.x <= shape->rect.x && ring->rect.y <= shape->rect.y
          && ring->rect.x + ring->rect.width >= shape->rect.x + shape->rect.width
          && ring->rect.y + ring->rect.height >= shape->rect.y + shape->rect.height)
        return true;
    }
  return false;
}

static void
only_what_the_step_changed_is_red (void **state)
{
  Story story;
  size_t moment, i;

  story_begin (&story, "6.1-i386", 512, true);
  story_use (&story, 300);
  story_step (&story);
  story_use (&story, 3);

  for (moment = 0; moment <= story_n_events (&story); moment++)
    {
      const ScenePicture *picture;

      story_seek (&story, moment);
      picture = story_picture (&story, "buddy", size, scene_measure_plain ());
      for (i = 0; i < scene_picture_n_shapes (picture); i++)
        {
          const SceneShape *shape = scene_picture_shape (picture, i);
          SimPfn pfn = (SimPfn) shape->key.id;

          if (shape->key.part == VIEW_PART_LEGEND)
            continue;
          /* Narrow ones share a ring, which is tested by itself. */
          if ((shape->key.part & 0xff) == VIEW_PART_RING
              || (shape->key.part == VIEW_PART_TREE && !(shape->marks & SCENE_MARK_CHANGED) && lies_in_ring (picture, shape)))
            continue;
          if (shape->key.kind == SIM_REF_BLOCK)
            assert_true (!(shape->marks & SCENE_MARK_CHANGED)
                         == !view_changed (&story.subject, pfn,
                                           pfn + sim_frames_in ((SimOrder) (shape->key.id >> 32))));
          else
            assert_false (shape->marks & SCENE_MARK_CHANGED);
        }
    }
  story_end (&story);
}

static bool
may_move (const SceneShape *shape)
{
  /* What stands on the lists and in the heads moves with its list; the ground behind a row follows the story. */
  switch (shape->key.part & 0xff)
    {
    case VIEW_PART_LABEL:
      return shape->key.kind == 0 && shape->key.id >= 3000;
    case VIEW_PART_ZONE:
    case VIEW_PART_TREE:
    case VIEW_PART_PLACE:
    case VIEW_PART_EDGE:
      return false;
    case VIEW_PART_HEAD:
      return shape->key.kind == 0;
    default:
      return shape->key.part != VIEW_PART_COUNT;
    }
}

/* Within one call the frame of the picture stands: rows, columns, places of the tree. */
static void
nothing_else_moves_while_a_step_goes_on (void **state)
{
  static const struct { SimOrder order; bool gives_back; } calls[] = { { 4, false }, { 4, true }, { 0, false },
                                                                       { 0, true }, { 9, true } };
  size_t call, moment, i;

  for (call = 0; call < 5; call++)
    {
      ScenePicture *before = scene_picture_new ();
      Story story;
      SimPfn pfn = SIM_NO_PFN;

      story_begin (&story, "6.1-i386", 512, true);
      story_use (&story, 60);
      if (calls[call].gives_back)
        pfn = sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), calls[call].order);
      story_step (&story);
      if (calls[call].gives_back)
        sim_free_pages (&story.run, pfn, calls[call].order);
      else
        sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), calls[call].order);

      for (moment = 1; moment <= story_n_events (&story); moment++)
        {
          const ScenePicture *after;

          story_seek (&story, moment - 1);
          view_layout (view_by_id ("buddy"), &story.subject, size, scene_measure_plain (), before);
          story_seek (&story, moment);
          after = story_picture (&story, "buddy", size, scene_measure_plain ());
          for (i = 0; i < scene_picture_n_shapes (before); i++)
            {
              const SceneShape *was = scene_picture_shape (before, i), *is;

              if (may_move (was) || !(is = scene_picture_find (after, was->key)) || is->form != was->form)
                continue;
              assert_memory_equal (&was->rect, &is->rect, sizeof was->rect);
            }
        }
      scene_picture_free (before);
      story_end (&story);
    }
}

/* The heads of the lists stand where they stood, whatever was done between. */
static void
rows_and_columns_do_not_depend_on_what_is_on_the_lists (void **state)
{
  ScenePicture *before = scene_picture_new ();
  const ScenePicture *after;
  Story story;
  size_t i;

  story_begin (&story, "6.1-i386", 512, true);
  view_layout (view_by_id ("buddy"), &story.subject, size, scene_measure_plain (), before);
  story_use (&story, 3000);
  after = story_picture (&story, "buddy", size, scene_measure_plain ());
  for (i = 0; i < scene_picture_n_shapes (before); i++)
    {
      const SceneShape *was = scene_picture_shape (before, i), *is;

      if (was->key.part != VIEW_PART_HEAD || was->key.kind == 0)
        continue;
      is = scene_picture_find (after, was->key);
      assert_non_null (is);
      assert_memory_equal (&was->rect, &is->rect, sizeof was->rect);
    }
  scene_picture_free (before);
  story_end (&story);
}

/* Every second frame is given back: long lists of order 0. Then one between two of them: its buddy is taken
 * out of the middle of the list. */
static void
a_block_that_the_step_touches_is_shown_in_the_middle_of_a_long_list (void **state)
{
  SimPfn *frames = malloc (16384 * sizeof *frames), buddy;
  const ScenePicture *picture;
  unsigned n = 0, i;
  Story story;

  story_begin (&story, "6.1-i386", 64, false);
  while (n < 16384 && (frames[n] = sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 0)) != SIM_NO_PFN)
    n++;
  for (i = 0; i < n; i++)
    if (frames[i] % 2 == 0)
      sim_free_pages (&story.run, frames[i], 0);

  /* One of Normal whose buddy is free, far from the list's ends. */
  for (i = 0; i < n; i++)
    if (frames[i] % 2 == 1 && frames[i] > 0x2000 && sim_frame_state (story.machine, frames[i] ^ 1) == SIM_FRAME_FREE)
      break;
  assert_true (i < n);
  buddy = frames[i] ^ 1;
  assert_true (sim_list_position_of (story.machine, buddy) > 50);

  story_step (&story);
  sim_free_pages (&story.run, frames[i], 0);
  for (i = 0; i < story_n_events (&story); i++)
    {
      story_seek (&story, i);
      picture = story_picture (&story, "buddy", size, scene_measure_plain ());
      if (sim_block_at (story.machine, buddy).order == 0 && sim_frame_state (story.machine, buddy) == SIM_FRAME_FREE)
        assert_non_null (find_block (picture, VIEW_PART_LIST, buddy, 0));
    }
  free (frames);
  story_end (&story);
}

static void
per_cpu_lists_stand_in_front_of_the_buddy_lists (void **state)
{
  const ScenePicture *picture;
  unsigned list, n = 0;
  Story story;
  SimPfn pfn;

  story_begin (&story, "6.1-i386", 512, true);
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 0);
  picture = story_picture (&story, "buddy", (SceneSize) { 1920, 1080 }, scene_measure_plain ());
  for (list = 0; list < sim_n_pcp_lists (story.machine); list++)
    {
      assert_non_null (scene_picture_find (picture,
                                           scene_key (SIM_REF_PCP_LIST, VIEW_PART_HEAD,
                                                      sim_pcp_list_id (1, 0, list))));
      pfn = sim_pcp_list_first (story.machine, 1, 0, list);
      if (pfn == SIM_NO_PFN)
        continue;
      n++;
      assert_non_null (find_block (picture, VIEW_PART_LIST, pfn, sim_pcp_list_order (story.machine, list)));
    }
  assert_true (n > 0);
  story_end (&story);

  /* A machine without them has no room for them either. */
  story_begin (&story, "6.1-i386", 512, false);
  picture = story_picture (&story, "buddy", size, scene_measure_plain ());
  assert_null (scene_picture_find (picture, scene_key (SIM_REF_PCP_LIST, VIEW_PART_HEAD, sim_pcp_list_id (1, 0, 0))));
  story_end (&story);
}

static void
old_kernels_have_one_column_and_a_hot_and_a_cold_list (void **state)
{
  const ScenePicture *picture;
  Story story;

  story_begin (&story, "2.6.11-i386", 64, true);
  story_use (&story, 50);
  picture = story_picture (&story, "buddy", size, scene_measure_plain ());
  assert_non_null (scene_picture_find (picture, scene_key (SIM_REF_LIST, VIEW_PART_HEAD,
                                                           sim_list_id (1, 4, SIM_UNMOVABLE))));
  assert_null (scene_picture_find (picture, scene_key (SIM_REF_LIST, VIEW_PART_HEAD,
                                                       sim_list_id (1, 4, SIM_MOVABLE))));
  assert_non_null (scene_picture_find (picture, scene_key (SIM_REF_PCP_LIST, VIEW_PART_HEAD,
                                                           sim_pcp_list_id (1, 0, 0))));
  assert_non_null (scene_picture_find (picture, scene_key (SIM_REF_PCP_LIST, VIEW_PART_HEAD,
                                                           sim_pcp_list_id (1, 0, 1))));
  story_end (&story);
}

static void
a_selected_block_stands_beside_its_buddy (void **state)
{
  SimRef selection = { SIM_REF_BLOCK, 0 };
  const ScenePicture *picture;
  const SceneShape *block, *buddy;
  Story story;
  SimPfn pfn;

  story_begin (&story, "6.1-i386", 64, true);
  pfn = sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 4);
  selection.id = sim_block_id (pfn, 4);
  story.subject.selection = &selection;
  story.subject.n_selection = 1;
  picture = story_picture (&story, "buddy", size, scene_measure_plain ());
  block = find_block (picture, VIEW_PART_TREE, pfn, 4);
  buddy = find_block (picture, VIEW_PART_TREE, pfn ^ 16, 4);
  assert_non_null (block);
  assert_non_null (buddy);
  assert_true (block->rect.y == buddy->rect.y && block->rect.width == buddy->rect.width);
  assert_true (block->marks & SCENE_MARK_SELECTED);
  assert_false (buddy->marks & SCENE_MARK_SELECTED);
  /* And on its list. */
  assert_non_null (find_block (picture, VIEW_PART_LIST, pfn ^ 16, 4));
  story_end (&story);
}

static void
the_story_chooses_the_zone_and_the_reader_may_choose_another (void **state)
{
  SimRef zone = { SIM_REF_ZONE, 0 };
  const ScenePicture *picture;
  Story story;

  story_begin (&story, "6.1-i386", 2048, true);
  story_step (&story);
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 5);
  story_seek (&story, story_n_events (&story));
  picture = story_picture (&story, "buddy", size, scene_measure_plain ());
  assert_non_null (scene_picture_find (picture, scene_key (SIM_REF_LIST, VIEW_PART_HEAD,
                                                           sim_list_id (1, 10, SIM_MOVABLE))));

  story.subject.selection = &zone;
  story.subject.n_selection = 1;
  picture = story_picture (&story, "buddy", size, scene_measure_plain ());
  assert_non_null (scene_picture_find (picture, scene_key (SIM_REF_LIST, VIEW_PART_HEAD,
                                                           sim_list_id (0, 10, SIM_MOVABLE))));

  story.subject.zone = 2;
  picture = story_picture (&story, "buddy", size, scene_measure_plain ());
  assert_non_null (scene_picture_find (picture, scene_key (SIM_REF_LIST, VIEW_PART_HEAD,
                                                           sim_list_id (2, 10, SIM_MOVABLE))));
  story_end (&story);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_free_block_stands_on_its_list_or_is_counted),
    cmocka_unit_test (the_counts_of_all_zones_are_the_kernels),
    cmocka_unit_test (blocks_of_higher_order_are_wider),
    cmocka_unit_test (halves_open_in_the_tree_and_the_upper_one_goes_to_its_list),
    cmocka_unit_test (buddies_close_into_one),
    cmocka_unit_test (an_isolated_block_is_always_in_the_tree),
    cmocka_unit_test (only_what_the_step_changed_is_red),
    cmocka_unit_test (nothing_else_moves_while_a_step_goes_on),
    cmocka_unit_test (rows_and_columns_do_not_depend_on_what_is_on_the_lists),
    cmocka_unit_test (a_block_that_the_step_touches_is_shown_in_the_middle_of_a_long_list),
    cmocka_unit_test (per_cpu_lists_stand_in_front_of_the_buddy_lists),
    cmocka_unit_test (old_kernels_have_one_column_and_a_hot_and_a_cold_list),
    cmocka_unit_test (a_selected_block_stands_beside_its_buddy),
    cmocka_unit_test (the_story_chooses_the_zone_and_the_reader_may_choose_another),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
