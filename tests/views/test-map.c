/* test-map.c - what stands on the map, and where */

#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const SceneSize size = { 900, 640 };

static bool
is_block_shape (const SceneShape *shape)
{
  return shape->key.kind == SIM_REF_BLOCK && shape->key.part == VIEW_PART_MAP;
}

static SimPfn
pfn_of (const SceneShape *shape)
{
  return (SimPfn) shape->key.id;
}

static SimOrder
order_of (const SceneShape *shape)
{
  return (SimOrder) (shape->key.id >> 32);
}

/* Four orders are drawn at this size: 10 … 3. */
static void
every_large_free_block_of_every_zone_is_a_shape (void **state)
{
  const ScenePicture *picture;
  SimOrder order;
  unsigned zone, type;
  Story story;
  SimPfn pfn;

  story_begin (&story, "6.1-i386", 64, true);
  story_use (&story, 500);
  picture = story_picture (&story, "map", size, scene_measure_plain ());

  for (zone = 0; zone < sim_n_zones (story.machine); zone++)
    for (order = 3; order < SIM_N_ORDERS; order++)
      for (type = 0; type < SIM_N_MIGRATE_TYPES; type++)
        for (pfn = sim_list_first (story.machine, zone, order, type); pfn != SIM_NO_PFN;
             pfn = sim_list_next (story.machine, pfn))
          {
            const SceneShape *shape = find_block (picture, VIEW_PART_MAP, pfn, order);

            assert_non_null (shape);
            assert_int_equal (scene_role_fill (shape->role), SCENE_FILL_FREE);
          }
  story_end (&story);
}

/*   0 1      0 1 | 4 5        a buddy of an even order lies beside, of an odd one below
 *   2 3      2 3 | 6 7  */
static void
a_buddy_lies_beside_or_below (void **state)
{
  const ScenePicture *picture;
  const SceneGrid *grid;
  Story story;
  size_t i;

  story_begin (&story, "6.1-i386", 64, true);
  story_use (&story, 300);
  picture = story_picture (&story, "map", size, scene_measure_plain ());
  grid = scene_picture_grid (picture);

  for (i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);
      SceneRect own, buddy;

      if (!is_block_shape (shape) || order_of (shape) >= SIM_LARGEST_ORDER || pfn_of (shape) >> order_of (shape) & 1)
        continue;
      own = scene_grid_block_rect (grid, pfn_of (shape), order_of (shape));
      buddy = scene_grid_block_rect (grid, pfn_of (shape) + sim_frames_in (order_of (shape)), order_of (shape));
      assert_true (fabs (own.x - shape->rect.x) <= 1.01 && fabs (own.y - shape->rect.y) <= 1.01);
      if (order_of (shape) % 2 == 0)
        assert_true (fabs (buddy.x - own.x - own.width) < 1e-6 && fabs (buddy.y - own.y) < 1e-6);
      else
        assert_true (fabs (buddy.y - own.y - own.height) < 1e-6 && fabs (buddy.x - own.x) < 1e-6);
    }
  story_end (&story);
}

static bool
lies_in_ring (const ScenePicture *picture,
              const SceneShape   *shape)
{
  double reach = scene_measure_plain ()->ring + 1;
  size_t i;

  for (i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *ring = scene_picture_shape (picture, i);

      if ((ring->key.part & 0xff) == VIEW_PART_RING && ring->marks & SCENE_MARK_CHANGED
          && ring->rect.x - reach <= shape->rect.x && ring->rect.y - reach <= shape->rect.y
          && ring->rect.x + ring->rect.width + reach >= shape->rect.x + shape->rect.width
          && ring->rect.y + ring->rect.height + reach >= shape->rect.y + shape->rect.height)
        return true;
    }
  return false;
}

static void
only_what_the_step_changed_is_red_and_all_of_it_is (void **state)
{
  Story story;
  size_t moment, i;

  story_begin (&story, "6.1-i386", 64, true);
  story_use (&story, 100);
  story_step (&story);
  sim_free_pages (&story.run, sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 4), 4);

  for (moment = 0; moment <= story_n_events (&story); moment++)
    {
      const ScenePicture *picture;
      unsigned n_red = 0;

      story_seek (&story, moment);
      picture = story_picture (&story, "map", size, scene_measure_plain ());
      for (i = 0; i < scene_picture_n_shapes (picture); i++)
        {
          const SceneShape *shape = scene_picture_shape (picture, i);
          bool is_red = shape->marks & SCENE_MARK_CHANGED;

          if (is_block_shape (shape) && (is_red || !lies_in_ring (picture, shape)))
            assert_true (is_red == view_changed (&story.subject, pfn_of (shape),
                                                 pfn_of (shape) + sim_frames_in (order_of (shape))));
          n_red += is_red && shape->key.part != VIEW_PART_LEGEND;
        }
      assert_true ((n_red > 0) == view_changed (&story.subject, 0, sim_n_frames (story.machine)));
    }
  story_end (&story);
}

static void
a_single_changed_frame_is_seen_from_far_away (void **state)
{
  const ScenePicture *picture;
  const SceneShape *ring = NULL;
  Story story;
  size_t i;

  story_begin (&story, "6.1-i386", 2048, false);
  story_use (&story, 5);
  story_step (&story);
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 0);
  story_seek (&story, story_n_events (&story));
  /* As if that were all that happened. */
  story.subject.events = story_event (&story, story_n_events (&story) - 1);
  story.subject.n_events = 1;
  picture = story_picture (&story, "map", size, scene_measure_plain ());

  for (i = 0; i < scene_picture_n_shapes (picture); i++)
    if (scene_picture_shape (picture, i)->marks & SCENE_MARK_CHANGED
        && scene_picture_shape (picture, i)->key.part != VIEW_PART_LEGEND)
      {
        assert_null (ring);
        ring = scene_picture_shape (picture, i);
      }
  assert_non_null (ring);
  assert_true (ring->rect.width >= 8 && ring->rect.height >= 8);
  story_end (&story);
}

static bool
was_changed (const SimEvent   *event,
             const SceneShape *shape)
{
  SimPfn first, end;

  return is_block_shape (shape) && sim_event_frames (event, &first, &end) && pfn_of (shape) < end
         && first < pfn_of (shape) + sim_frames_in (order_of (shape));
}

static void
what_did_not_change_does_not_move (void **state)
{
  ScenePicture *before = scene_picture_new ();
  Story story;
  size_t moment, i;

  story_begin (&story, "6.1-i386", 64, true);
  story_use (&story, 100);
  story_step (&story);
  sim_free_pages (&story.run, sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 5), 5);

  for (moment = 1; moment <= story_n_events (&story); moment++)
    {
      ViewCells *cells;
      const ScenePicture *after;

      story_seek (&story, moment - 1);
      cells = view_cells_new (story.machine);
      story.subject.cells = cells;
      view_layout (view_by_id ("map"), &story.subject, size, scene_measure_plain (), before);
      story_seek (&story, moment);
      after = story_picture (&story, "map", size, scene_measure_plain ());
      for (i = 0; i < scene_picture_n_shapes (before); i++)
        {
          const SceneShape *was = scene_picture_shape (before, i), *is;

          if (!was->key.part || was->key.part == VIEW_PART_LEGEND || (was->key.part & 0xff) == VIEW_PART_RING
              || was_changed (story_event (&story, moment - 1), was) || !(is = scene_picture_find (after, was->key)))
            continue;
          if (was->form == is->form)
            assert_memory_equal (&was->rect, &is->rect, sizeof was->rect);
        }
      view_cells_free (cells);
    }
  scene_picture_free (before);
  story_end (&story);
}

/* 64 frames go to the list of a CPU, one of them to the caller: red rings round each would be one red spot. */
static void
small_neighbours_that_changed_share_a_ring (void **state)
{
  const SceneMeasure *measure = scene_measure_plain ();
  static const SceneSize sizes[] = { { 440, 560 }, { 900, 640 }, { 1920, 1080 } };
  static const unsigned rams[] = { 512, 2048, 4000 };
  unsigned ram, at;
  size_t i, j;

  for (ram = 0; ram < 3; ram++)
    for (at = 0; at < 3; at++)
      {
        SceneRect rings[64];
        const ScenePicture *picture;
        size_t n = 0;
        Story story;
        SimPfn pfn;

        story_begin (&story, "6.1-i386", rams[ram], true);
        story_step (&story);
        pfn = sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 0);
        story_seek (&story, story_n_events (&story));
        picture = story_picture (&story, "map", sizes[at], scene_measure_plain ());
        for (i = 0; i < scene_picture_n_shapes (picture); i++)
          {
            const SceneShape *shape = scene_picture_shape (picture, i);

            if (shape->form != SCENE_BOX || !(shape->marks & SCENE_MARK_CHANGED) || shape->key.part == VIEW_PART_LEGEND)
              continue;
            assert_true (n < 64);
            rings[n] = shape->rect;
            rings[n].x -= measure->ring;
            rings[n].y -= measure->ring;
            rings[n].width += 2 * measure->ring;
            rings[n++].height += 2 * measure->ring;
          }
        assert_true (n > 0);
        for (i = 0; i < n; i++)
          for (j = 0; j < i; j++)
            assert_true (rings[i].x + rings[i].width <= rings[j].x + 1 || rings[j].x + rings[j].width <= rings[i].x + 1
                         || rings[i].y + rings[i].height <= rings[j].y + 1
                         || rings[j].y + rings[j].height <= rings[i].y + 1);
        /* What was handed out lies in one of them. */
        {
          SceneRect cell = scene_grid_block_rect (scene_picture_grid (picture), pfn, 0);

          for (i = 0; i < n; i++)
            if (rings[i].x - 1 <= cell.x + cell.width && cell.x <= rings[i].x + rings[i].width + 1
                && rings[i].y - 1 <= cell.y + cell.height && cell.y <= rings[i].y + rings[i].height + 1)
              break;
          assert_true (i < n);
        }
        story_end (&story);
      }
}

/* Halves open out of the block that holds both, and two buddies close into it. */
static void
a_half_comes_out_of_its_block (void **state)
{
  const ScenePicture *picture;
  Story story;
  size_t moment;

  story_begin (&story, "6.1-i386", 64, true);
  story_step (&story);
  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 4);

  for (moment = 0; moment < story_n_events (&story); moment++)
    {
      const SimEvent *event = story_event (&story, moment);
      const SceneShape *half;

      if (event->kind != SIM_EVENT_BLOCK_SPLIT)
        continue;
      story_seek (&story, moment + 1);
      picture = story_picture (&story, "map", size, scene_measure_plain ());
      half = find_block (picture, VIEW_PART_MAP, (SimPfn) event->arg[0], (SimOrder) (event->arg[1] - 1));
      assert_non_null (half);
      assert_int_equal (scene_role_fill (half->role), SCENE_FILL_ISOLATED);
      story_seek (&story, moment);
      picture = story_picture (&story, "map", size, scene_measure_plain ());
      assert_non_null (find_block (picture, VIEW_PART_MAP, (SimPfn) event->arg[0], (SimOrder) event->arg[1]));
    }
  story_end (&story);
}

static void
a_point_names_its_block_or_its_frame (void **state)
{
  const View *view = view_by_id ("map");
  const ScenePicture *picture;
  const SceneGrid *grid;
  SceneRect rect;
  SimRef ref;
  Story story;

  story_begin (&story, "6.1-i386", 64, true);
  picture = story_picture (&story, "map", size, scene_measure_plain ());
  grid = scene_picture_grid (picture);

  rect = scene_grid_block_rect (grid, 0x2400, 10);
  ref = view_pick (view, &story.subject, picture, (ScenePoint) { rect.x + 20, rect.y + 20 });
  assert_int_equal (ref.kind, SIM_REF_BLOCK);
  assert_int_equal (ref.id, sim_block_id (0x2400, 10));

  /* The kernel's image is no block. */
  rect = scene_grid_block_rect (grid, 0x1005, 0);
  ref = view_pick (view, &story.subject, picture, (ScenePoint) { rect.x + rect.width / 2, rect.y + rect.height / 2 });
  assert_int_equal (ref.kind, SIM_REF_FRAME);
  assert_int_equal (ref.id, 0x1005);

  ref = view_pick (view, &story.subject, picture, (ScenePoint) { 2, size.height - 2 });
  assert_int_equal (ref.kind, SIM_REF_NONE);
  story_end (&story);
}

static void
seen_from_near_every_frame_has_its_number (void **state)
{
  const ScenePicture *picture;
  const SceneShape *label;
  Story story;

  story_begin (&story, "6.1-i386", 64, true);
  story.subject.camera = (ViewCamera) { 20, { 0.6, 0.6 } };
  picture = story_picture (&story, "map", size, scene_measure_plain ());
  {
    const SceneGrid *grid = scene_picture_grid (picture);
    ScenePoint middle = { grid->clip.x + grid->clip.width / 2, grid->clip.y + grid->clip.height / 2 };
    uint32_t pfn;
    char text[16];

    assert_true (scene_grid_cell_at (grid, middle, &pfn));
    label = scene_picture_find (picture, scene_key (SIM_REF_FRAME, VIEW_PART_LABEL, pfn));
    assert_non_null (label);
    snprintf (text, sizeof text, "0x%x", (unsigned) pfn);
    assert_string_equal (label->label, text);
  }
  story_end (&story);
}

static void
what_is_selected_has_a_ring (void **state)
{
  SimRef selection[] = { { SIM_REF_BLOCK, sim_block_id (0x2400, 10) }, { SIM_REF_FRAME, 0x1005 } };
  const ScenePicture *picture;
  unsigned n = 0;
  Story story;
  size_t i;

  story_begin (&story, "6.1-i386", 64, true);
  story.subject.selection = selection;
  story.subject.n_selection = 2;
  picture = story_picture (&story, "map", size, scene_measure_plain ());
  assert_true (find_block (picture, VIEW_PART_MAP, 0x2400, 10)->marks & SCENE_MARK_SELECTED);
  for (i = 0; i < scene_picture_n_shapes (picture); i++)
    n += scene_picture_shape (picture, i)->marks & SCENE_MARK_SELECTED
         && scene_picture_shape (picture, i)->key.part != VIEW_PART_LEGEND;
  assert_int_equal (n, 2);
  story_end (&story);
}

static void
what_the_scenario_looks_at_is_framed_and_named (void **state)
{
  const ScenePicture *picture;
  const SceneShape *frame = NULL;
  bool is_named = false;
  uint32_t cell;
  Story story;
  size_t i;

  story_begin (&story, "6.1-i386", 4000, true);
  story.subject.look = sim_ref (SIM_REF_FRAME, 0x1a40);
  picture = story_picture (&story, "map", size, scene_measure_plain ());
  for (i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->key.part == VIEW_PART_RING && shape->form == SCENE_BOX && !shape->label)
        frame = shape;
      is_named |= shape->key.part == VIEW_PART_HEADING && shape->label && strstr (shape->label, "0x1a40");
    }
  assert_true (is_named);
  assert_non_null (frame);
  assert_true (scene_grid_cell_at (scene_picture_grid (picture),
                                   (ScenePoint) { frame->rect.x + frame->rect.width / 2,
                                                  frame->rect.y + frame->rect.height / 2 },
                                   &cell));
  assert_int_equal (cell >> 10, 0x1a40 >> 10);
  story_end (&story);
}

/* The legend's samples, by what they are a sample of. */
static bool
has_sample (const ScenePicture *picture,
            SceneFill           fill)
{
  size_t i;

  for (i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->key.part == VIEW_PART_LEGEND && shape->form == SCENE_BOX && scene_role_fill (shape->role) == fill
          && !(shape->marks & (SCENE_MARK_CHANGED | SCENE_MARK_SELECTED)))
        return true;
    }
  return false;
}

static void
the_legend_names_what_is_on_the_picture_and_only_that (void **state)
{
  const ScenePicture *picture;
  Story story;

  story_begin (&story, "6.1-i386", 64, true);
  picture = story_picture (&story, "map", size, scene_measure_plain ());
  assert_true (has_sample (picture, SCENE_FILL_FREE));
  assert_true (has_sample (picture, SCENE_FILL_KERNEL));
  assert_false (has_sample (picture, SCENE_FILL_ALLOCATED));

  sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 5);
  picture = story_picture (&story, "map", size, scene_measure_plain ());
  assert_true (has_sample (picture, SCENE_FILL_ALLOCATED));

  story.subject.legend = false;
  picture = story_picture (&story, "map", size, scene_measure_plain ());
  assert_false (has_sample (picture, SCENE_FILL_FREE));
  story_end (&story);
}

static void
in_row_major_order_blocks_are_rows (void **state)
{
  const ScenePicture *picture;
  const SceneGrid *grid;
  const SceneShape *shape;
  Story story;

  story_begin (&story, "6.1-i386", 64, true);
  story.subject.style = VIEW_IN_ROWS;
  picture = story_picture (&story, "map", size, scene_measure_plain ());
  grid = scene_picture_grid (picture);
  shape = find_block (picture, VIEW_PART_MAP, 0x2400, 10);
  assert_non_null (shape);
  /* As many cells as the block has frames. */
  assert_true (fabs ((shape->rect.width + 2) * (shape->rect.height + 2) / (grid->cell * grid->cell) - 1024) < 1);
  story_end (&story);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_large_free_block_of_every_zone_is_a_shape),
    cmocka_unit_test (a_buddy_lies_beside_or_below),
    cmocka_unit_test (only_what_the_step_changed_is_red_and_all_of_it_is),
    cmocka_unit_test (a_single_changed_frame_is_seen_from_far_away),
    cmocka_unit_test (what_did_not_change_does_not_move),
    cmocka_unit_test (small_neighbours_that_changed_share_a_ring),
    cmocka_unit_test (a_half_comes_out_of_its_block),
    cmocka_unit_test (a_point_names_its_block_or_its_frame),
    cmocka_unit_test (seen_from_near_every_frame_has_its_number),
    cmocka_unit_test (what_is_selected_has_a_ring),
    cmocka_unit_test (what_the_scenario_looks_at_is_framed_and_named),
    cmocka_unit_test (the_legend_names_what_is_on_the_picture_and_only_that),
    cmocka_unit_test (in_row_major_order_blocks_are_rows),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
