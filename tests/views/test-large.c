/* test-large.c - sixteen million frames: as few shapes as sixteen thousand have */

#include "support.h"

#include <stdlib.h>
#include <time.h>

static void
a_picture_of_any_machine_has_a_bounded_number_of_shapes (void **state)
{
  static const SceneSize sizes[] = { { 640, 400 }, { 1920, 1080 } };
  static SimProfile large;
  SimMachineSpec spec;
  SimComplaint complaint;
  Story story = { 0 };
  double zoom;
  size_t i, order;

  large = *sim_profile_by_id ("6.1-i386");
  large.largest_physical = 64ull << 30;
  sim_machine_spec_init (&spec, &large);
  spec.ram = 65535ull << 20;
  assert_int_equal (sim_machine_new (&spec, &story.machine, &complaint), SIM_OK);
  sim_run_init (&story.run, story.machine, NULL);
  story.picture = scene_picture_new ();
  view_subject_init (&story.subject, story.machine);
  assert_true (sim_n_frames (story.machine) > 16700000);
  story_use (&story, 20000);

  story.cells = view_cells_new (story.machine);
  story.subject.cells = story.cells;
  for (i = 0; i < 2; i++)
    for (order = 0; order < 2; order++)
      for (zoom = 1; zoom < 3000; zoom *= 1.7)
        {
          story.subject.camera = (ViewCamera) { zoom, { 0.01, 0.01 } };
          story.subject.style = order ? VIEW_IN_ROWS : 0;
          view_layout (view_by_id ("map"), &story.subject, sizes[i], scene_measure_plain (), story.picture);
          assert_true (scene_picture_n_shapes (story.picture) <= 3000);
        }
  view_layout (view_by_id ("buddy"), &story.subject, sizes[1], scene_measure_plain (), story.picture);
  assert_true (scene_picture_n_shapes (story.picture) <= 3000);
  view_layout (view_by_id ("zones"), &story.subject, sizes[1], scene_measure_plain (), story.picture);
  assert_true (scene_picture_n_shapes (story.picture) <= 1000);
  story_end (&story);
}

static void
a_small_machine_fragmented_to_the_last_frame_is_bounded_as_well (void **state)
{
  uint32_t gfp;
  SimPfn *frames;
  size_t n = 0, i;
  double zoom;
  Story story;

  story_begin (&story, "6.1-i386", 256, false);
  gfp = story_gfp (&story, "GFP_KERNEL");
  frames = malloc (sim_n_frames (story.machine) * sizeof *frames);
  while ((frames[n] = sim_alloc_pages (&story.run, gfp, 0)) != SIM_NO_PFN)
    n++;
  for (i = 0; i < n; i += 2)
    sim_free_pages (&story.run, frames[i], 0);
  for (zoom = 1; zoom < 300; zoom *= 1.3)
    {
      story.subject.camera = (ViewCamera) { zoom, { 0.4, 0.6 } };
      story_picture (&story, "map", (SceneSize) { 1920, 1080 }, scene_measure_plain ());
      assert_true (scene_picture_n_shapes (story.picture) <= 3000);
    }
  free (frames);
  story_end (&story);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_picture_of_any_machine_has_a_bounded_number_of_shapes),
    cmocka_unit_test (a_small_machine_fragmented_to_the_last_frame_is_bounded_as_well),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
