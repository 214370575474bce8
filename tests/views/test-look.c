/* test-look.c - what the scenario looks at: its frame on the map, and the tag beside it */

#include "support.h"

#include <glib.h>

#include <string.h>

static const SceneSize sizes[] = { { 440, 560 }, { 640, 400 }, { 1280, 720 } };
static const unsigned rams[] = { 64, 1000, 4000 };

static SceneKey
part_of_look (unsigned part)
{
  return scene_key (0, VIEW_PART_RING, (uint64_t) part << 40);
}

static const SceneShape *
find_frame (const ScenePicture *picture)
{
  return scene_picture_find (picture, part_of_look (1));
}

static const SceneShape *
find_tag (const ScenePicture *picture)
{
  return scene_picture_find (picture, part_of_look (4));
}

static bool
meet (SceneRect a,
      SceneRect b)
{
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

static bool
lies_in (SceneRect a,
         SceneRect b)
{
  return a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
}

/* How much of b lies under a: 0 … 1. */
static double
hidden_part (SceneRect a,
             SceneRect b)
{
  double width = MIN (a.x + a.width, b.x + b.width) - MAX (a.x, b.x);
  double height = MIN (a.y + a.height, b.y + b.height) - MAX (a.y, b.y);

  return width > 0 && height > 0 ? width * height / (b.width * b.height) : 0;
}

static unsigned n_looks, n_tags;

/* Among small blocks there is no tag: it would hide some of them. */
static void
check_look (Story              *story,
            SceneSize           size,
            const SceneMeasure *measure)
{
  const ScenePicture *picture = story_picture (story, "map", size, measure);
  const SceneShape *frame = find_frame (picture), *tag = find_tag (picture);
  SceneRect words;
  size_t i;

  assert_non_null (frame);
  n_looks++;
  if (!tag)
    return;

  n_tags++;
  assert_true (lies_in (tag->rect, (SceneRect) { 0, 0, size.width, size.height }));
  assert_true (lies_in (tag->rect, frame->rect) || !meet (tag->rect, frame->rect));
  for (i = 0; i < scene_picture_n_shapes (picture); i++)
    {
      const SceneShape *shape = scene_picture_shape (picture, i);

      if (shape->form == SCENE_BOX && shape->key.kind == SIM_REF_BLOCK)
        assert_true (hidden_part (tag->rect, shape->rect) < 0.5);
      if (shape == tag || !text_rect (shape, measure, &words))
        continue;
      assert_false (meet (tag->rect, words));
      if (shape->key.kind == SIM_REF_BLOCK)
        assert_true (lies_in (words, frame->rect) || !meet (words, frame->rect));
    }
}

static void
check_looks_at_all_scales (const SceneMeasure *measure)
{
  unsigned ram, at, i;
  SimOrder order;
  Story story;

  for (ram = 0; ram < 3; ram++)
    {
      story_begin (&story, "6.1-i386", rams[ram], true);
      story_use (&story, 400);
      for (at = 0; at < 3; at++)
        {
          SimPfn last = sim_n_frames (story.machine) - 1;
          SimPfn frames[] = { 0, last, 0x1a40, 0x1fff, last / 3 };

          for (i = 0; i < sizeof frames / sizeof frames[0]; i++)
            {
              SimBlock block = sim_block_at (story.machine, frames[i]);

              story.subject.look = sim_ref (SIM_REF_FRAME, frames[i]);
              check_look (&story, sizes[at], measure);
              story.subject.look = sim_ref (SIM_REF_BLOCK, sim_block_id (block.first, block.order));
              check_look (&story, sizes[at], measure);
            }
          for (order = 1; order <= SIM_LARGEST_ORDER; order += 3)
            {
              story.subject.look = sim_ref (SIM_REF_BLOCK, sim_block_id (0x1800, order));
              check_look (&story, sizes[at], measure);
            }
        }
      story_end (&story);
    }
}

static void
the_tag_lies_over_no_words_and_inside_the_picture (void **state)
{
  n_looks = n_tags = 0;
  check_looks_at_all_scales (scene_measure_plain ());
  assert_true (n_tags > n_looks / 2);
}

static void
nor_does_it_where_words_are_long (void **state)
{
  check_looks_at_all_scales (wide_measure ());
}

/* Labels are between as the step goes on; the tag finds its place at each moment. */
static void
while_blocks_are_halved_the_tag_yields_to_their_labels (void **state)
{
  Story story;
  size_t moment;

  story_begin (&story, "6.1-i386", 64, true);
  story_step (&story);
  story.subject.look = sim_ref (SIM_REF_FRAME, sim_alloc_pages (&story.run, story_gfp (&story, "GFP_KERNEL"), 3));
  for (moment = 0; moment <= story_n_events (&story); moment++)
    {
      story_seek (&story, moment);
      check_look (&story, (SceneSize) { 900, 640 }, scene_measure_plain ());
    }
  story_end (&story);
}

static void
the_outline_of_a_large_block_lies_within_it (void **state)
{
  const ScenePicture *picture;
  Story story;

  story_begin (&story, "6.1-i386", 64, true);
  story.subject.look = sim_ref (SIM_REF_BLOCK, sim_block_id (0x2400, 10));
  picture = story_picture (&story, "map", sizes[2], scene_measure_plain ());
  assert_true (lies_in (find_frame (picture)->rect, scene_grid_block_rect (scene_picture_grid (picture), 0x2400, 10)));
  assert_string_equal (find_tag (picture)->label, "0x2400");
  story_end (&story);
}

static void
the_title_names_it_in_a_narrow_picture_too (void **state)
{
  const ScenePicture *picture;
  const SceneShape *words;
  Story story;

  story_begin (&story, "6.1-i386", 1000, true);
  story.subject.look = sim_ref (SIM_REF_BLOCK, sim_block_id (0x3c000, 10));
  picture = story_picture (&story, "map", sizes[0], scene_measure_plain ());
  words = scene_picture_find (picture, scene_key (0, VIEW_PART_HEADING, 2));
  assert_non_null (words);
  assert_non_null (strstr (words->label, "0x3c000"));
  assert_non_null (strstr (words->label, "free"));
  story_end (&story);
}

static void
where_every_frame_has_its_number_there_is_no_tag (void **state)
{
  const ScenePicture *picture;
  Story story;

  story_begin (&story, "6.1-i386", 64, true);
  story.subject.look = sim_ref (SIM_REF_FRAME, 0);
  story.subject.camera = (ViewCamera) { 30, { 0, 0 } };
  picture = story_picture (&story, "map", sizes[2], scene_measure_plain ());
  assert_non_null (find_frame (picture));
  assert_null (find_tag (picture));
  story_end (&story);
}

static void
touching_is_covering_or_lying_in (void **state)
{
  SimRef block, frame, list, zone;
  Story story;
  SimPfn pfn;

  story_begin (&story, "6.1-i386", 64, true);
  pfn = sim_list_first (story.machine, 1, 10, SIM_MOVABLE);
  block = sim_ref (SIM_REF_BLOCK, sim_block_id (pfn, 10));
  frame = sim_ref (SIM_REF_FRAME, pfn + 5);
  list = sim_ref (SIM_REF_LIST, sim_list_id (1, 10, SIM_MOVABLE));
  zone = sim_ref (SIM_REF_ZONE, 1);
  assert_true (view_refs_touch (story.machine, block, frame));
  assert_true (view_refs_touch (story.machine, frame, block));
  assert_true (view_refs_touch (story.machine, list, block));
  assert_true (view_refs_touch (story.machine, frame, list));
  assert_true (view_refs_touch (story.machine, zone, list));
  assert_true (view_refs_touch (story.machine, zone, frame));
  assert_false (view_refs_touch (story.machine, frame, sim_ref (SIM_REF_FRAME, pfn + 6)));
  assert_false (view_refs_touch (story.machine, list, sim_ref (SIM_REF_FRAME, 0x1005)));
  assert_false (view_refs_touch (story.machine, sim_ref (SIM_REF_NONE, 0), block));
  assert_false (view_refs_touch (story.machine, sim_ref (SIM_REF_FRAME, 1ull << 40), block));
  story_end (&story);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_tag_lies_over_no_words_and_inside_the_picture),
    cmocka_unit_test (nor_does_it_where_words_are_long),
    cmocka_unit_test (while_blocks_are_halved_the_tag_yields_to_their_labels),
    cmocka_unit_test (the_outline_of_a_large_block_lies_within_it),
    cmocka_unit_test (the_title_names_it_in_a_narrow_picture_too),
    cmocka_unit_test (where_every_frame_has_its_number_there_is_no_tag),
    cmocka_unit_test (touching_is_covering_or_lying_in),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
