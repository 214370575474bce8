/* test-camera.c - zooming keeps what is under the pointer; dragging moves it along */

#include "support.h"

#include <math.h>

static const SceneSize size = { 900, 640 };

static uint32_t
cell_at (Story      *story,
         ScenePoint  point)
{
  uint32_t cell = UINT32_MAX;

  scene_grid_cell_at (scene_picture_grid (story_picture (story, "map", size, scene_measure_plain ())), point, &cell);
  return cell;
}

static void
zooming_keeps_the_frame_under_the_pointer (void **state)
{
  const View *view = view_by_id ("map");
  SceneRect rect;
  ScenePoint anchor;
  uint32_t cell;
  Story story;
  double zoom;

  story_begin (&story, "6.1-i386", 64, true);
  story.subject.camera = (ViewCamera) { 3, { 0.5, 0.5 } };
  anchor = (ScenePoint) { 480, 300 };
  cell = cell_at (&story, anchor);
  assert_true (cell != UINT32_MAX);

  for (zoom = 3; zoom < 30; zoom *= 1.25)
    {
      story.subject.camera = view_zoom (view, &story.subject, size, scene_measure_plain (), anchor, zoom);
      rect = scene_grid_block_rect (scene_picture_grid (story_picture (&story, "map", size, scene_measure_plain ())),
                                    cell, 0);
      /* To within half a cell: cells are even numbers of points wide. */
      assert_true (fabs (rect.x + rect.width / 2 - anchor.x) <= 2 + rect.width);
      assert_true (fabs (rect.y + rect.height / 2 - anchor.y) <= 2 + rect.height);
    }
  story_end (&story);
}

static void
dragging_moves_the_picture_as_far_as_the_pointer (void **state)
{
  const View *view = view_by_id ("map");
  SceneRect before, after;
  Story story;

  story_begin (&story, "6.1-i386", 64, true);
  story.subject.camera = (ViewCamera) { 6, { 0.5, 0.5 } };
  story_picture (&story, "map", size, scene_measure_plain ());
  before = scene_grid_block_rect (scene_picture_grid (story.picture), 0x2434, 0);
  story.subject.camera = view_pan (view, &story.subject, size, scene_measure_plain (), 40, -25);
  story_picture (&story, "map", size, scene_measure_plain ());
  after = scene_grid_block_rect (scene_picture_grid (story.picture), 0x2434, 0);
  assert_true (fabs (after.x - before.x - 40) <= 1);
  assert_true (fabs (after.y - before.y + 25) <= 1);
  story_end (&story);
}

static void
the_camera_stays_on_the_map (void **state)
{
  const View *view = view_by_id ("map");
  const SceneGrid *grid;
  SceneRect rect;
  Story story;
  int i;

  story_begin (&story, "6.1-i386", 64, true);
  story.subject.camera = (ViewCamera) { 6, { 0.5, 0.5 } };
  for (i = 0; i < 50; i++)
    story.subject.camera = view_pan (view, &story.subject, size, scene_measure_plain (), 500, 500);
  story_picture (&story, "map", size, scene_measure_plain ());
  grid = scene_picture_grid (story.picture);
  rect = scene_grid_block_rect (grid, 0, 10);
  assert_true (fabs (rect.x - grid->clip.x) <= 1 && fabs (rect.y - grid->clip.y) <= 1);

  story.subject.camera = view_zoom (view, &story.subject, size, scene_measure_plain (), (ScenePoint) { 3, 3 }, 0.01);
  assert_true (story.subject.camera.zoom == 1 && story.subject.camera.centre.x == 0.5);
  story_end (&story);
}

static void
a_view_without_a_camera_keeps_it (void **state)
{
  Story story;
  ViewCamera camera;

  story_begin (&story, "6.1-i386", 64, true);
  camera = view_zoom (view_by_id ("buddy"), &story.subject, size, scene_measure_plain (), (ScenePoint) { 3, 3 }, 4);
  assert_true (camera.zoom == 1);
  story_end (&story);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (zooming_keeps_the_frame_under_the_pointer),
    cmocka_unit_test (dragging_moves_the_picture_as_far_as_the_pointer),
    cmocka_unit_test (the_camera_stays_on_the_map),
    cmocka_unit_test (a_view_without_a_camera_keeps_it),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
