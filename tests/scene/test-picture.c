/* test-picture.c - a picture keeps what it is given, and tells what is where */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scene/grid.h"
#include "scene/scene.h"

static const SceneRole role = SCENE_HUE_NORMAL << 4 | SCENE_FILL_FREE;

static ScenePicture *
new_picture (void)
{
  ScenePicture *picture = scene_picture_new ();

  scene_picture_reset (picture, (SceneSize) { 100, 100 });
  return picture;
}

static void
texts_are_copied_and_outlive_their_source (void **state)
{
  ScenePicture *picture = new_picture ();
  char label[32];
  int i;

  for (i = 0; i < 5000; i++)
    {
      snprintf (label, sizeof label, "label %d", i);
      scene_add_box (picture, scene_key (1, 0, i), (SceneRect) { i, 0, 1, 1 }, role, label);
      scene_set_hint (picture, label);
    }
  for (i = 0; i < 5000; i++)
    {
      snprintf (label, sizeof label, "label %d", i);
      assert_string_equal (scene_picture_shape (picture, i)->label, label);
      assert_string_equal (scene_picture_shape (picture, i)->hint, label);
      assert_ptr_equal (scene_picture_find (picture, scene_key (1, 0, i)), scene_picture_shape (picture, i));
    }
  assert_false (scene_picture_failed (picture));
  scene_picture_free (picture);
}

static void
a_text_of_a_megabyte_has_room (void **state)
{
  ScenePicture *picture = new_picture ();
  size_t size = 1 << 20;
  char *text = malloc (size + 1);

  memset (text, 'x', size);
  text[size] = 0;
  scene_picture_describe (picture, "title", text);
  scene_add_text (picture, SCENE_NO_KEY, (SceneRect) { 0 }, SCENE_FONT_BODY, SCENE_START, role, "after it");
  assert_int_equal (strlen (scene_picture_description (picture)), size);
  assert_string_equal (scene_picture_shape (picture, 0)->label, "after it");
  free (text);
  scene_picture_free (picture);
}

static void
a_reset_picture_has_nothing_of_the_old_one (void **state)
{
  ScenePicture *picture = new_picture ();
  int round, i;

  for (round = 0; round < 3; round++)
    {
      scene_picture_reset (picture, (SceneSize) { 10 + round, 20 });
      assert_int_equal (scene_picture_n_shapes (picture), 0);
      assert_null (scene_picture_find (picture, scene_key (1, 0, 7)));
      assert_null (scene_picture_title (picture));
      assert_null (scene_picture_grid (picture));
      for (i = 0; i < 3000; i++)
        scene_add_box (picture, scene_key (1, 0, i), (SceneRect) { 0, 0, 1, 1 }, role, "a label of some length");
      scene_picture_describe (picture, "t", NULL);
      scene_picture_set_grid (picture, &(SceneGrid) { .n_cells = 0 });
      assert_non_null (scene_picture_find (picture, scene_key (1, 0, 7)));
    }
  scene_picture_free (picture);
}

static void
a_shape_may_be_added_again_from_its_own_picture (void **state)
{
  ScenePicture *picture = new_picture ();
  int i;

  scene_add_box (picture, scene_key (1, 0, 0), (SceneRect) { 3, 4, 5, 6 }, role, "first");
  for (i = 0; i < 1000; i++)
    scene_add (picture, scene_picture_shape (picture, 0));
  assert_string_equal (scene_picture_shape (picture, 1000)->label, "first");
  assert_true (scene_picture_shape (picture, 1000)->rect.width == 5);
  scene_picture_free (picture);
}

/*   the later one lies above:   A────────┐
 *                               │   B────┼──┐
 *                               └───┼────┘  │   */
static void
the_topmost_shape_with_a_key_is_picked (void **state)
{
  ScenePicture *picture = new_picture ();

  scene_add_box (picture, scene_key (1, 0, 1), (SceneRect) { 0, 0, 20, 20 }, role, NULL);
  scene_add_box (picture, scene_key (1, 0, 2), (SceneRect) { 10, 10, 20, 20 }, role, NULL);
  scene_add_box (picture, SCENE_NO_KEY, (SceneRect) { 0, 0, 100, 100 }, role, NULL);
  scene_add_box (picture, scene_key (1, 0, 3), (SceneRect) { 50, 50, 10, 10 }, role, NULL)->opacity = 0;

  assert_int_equal (scene_picture_pick (picture, (ScenePoint) { 5, 5 })->key.id, 1);
  assert_int_equal (scene_picture_pick (picture, (ScenePoint) { 15, 15 })->key.id, 2);
  assert_null (scene_picture_pick (picture, (ScenePoint) { 30, 30 }));
  assert_null (scene_picture_pick (picture, (ScenePoint) { 55, 55 }));
  scene_picture_free (picture);
}

static void
a_line_is_picked_close_to_it_and_not_in_its_rectangle (void **state)
{
  ScenePicture *picture = new_picture ();

  scene_add_line (picture, scene_key (2, 0, 1), (ScenePoint) { 50, 50 }, (ScenePoint) { 10, 10 }, role);
  assert_non_null (scene_picture_pick (picture, (ScenePoint) { 30, 32 }));
  assert_non_null (scene_picture_pick (picture, (ScenePoint) { 8, 9 }));
  assert_null (scene_picture_pick (picture, (ScenePoint) { 20, 45 }));
  scene_picture_free (picture);
}

/* From 20 points high at the left to 40 at the right, 100 points further down; level at both ends. */
static void
a_ribbon_is_picked_where_it_bends_and_covers_both_of_its_ends (void **state)
{
  ScenePicture *picture = new_picture ();
  SceneRect bounds;

  scene_add_ribbon (picture, scene_key (2, 0, 1), (SceneRect) { 10, 10, 100, 20 }, (SceneSpan) { 110, 40 }, role);
  assert_non_null (scene_picture_pick (picture, (ScenePoint) { 12, 12 }));
  assert_non_null (scene_picture_pick (picture, (ScenePoint) { 108, 148 }));
  assert_non_null (scene_picture_pick (picture, (ScenePoint) { 60, 75 }));
  assert_null (scene_picture_pick (picture, (ScenePoint) { 108, 20 }));
  assert_null (scene_picture_pick (picture, (ScenePoint) { 12, 120 }));

  bounds = scene_shape_bounds (scene_picture_shape (picture, 0));
  assert_true (bounds.x == 10 && bounds.y == 10 && bounds.width == 100 && bounds.height == 140);
  scene_picture_free (picture);
}

static void
han_is_twice_as_wide_as_a_letter_and_nothing_is_read_beyond_the_end (void **state)
{
  const SceneMeasure *measure = scene_measure_plain ();
  double size = measure->size[SCENE_FONT_BODY];

  assert_true (measure->advance (measure, SCENE_FONT_BODY, "") == 0);
  assert_true (measure->advance (measure, SCENE_FONT_BODY, "页框") == 2 * size);
  assert_true (measure->advance (measure, SCENE_FONT_MONO, "0x1a40")
               == 2 * measure->advance (measure, SCENE_FONT_MONO, "1a4"));
  assert_true (measure->advance (measure, SCENE_FONT_BODY, "ii") < measure->advance (measure, SCENE_FONT_BODY, "MM"));
  assert_true (measure->advance (measure, SCENE_FONT_BOLD, "order") > measure->advance (measure, SCENE_FONT_BODY, "order"));

  /* Cut in the middle of a letter, and bytes that are none. */
  assert_true (measure->advance (measure, SCENE_FONT_BODY, "\xe9\xa1") > 0);
  assert_true (measure->advance (measure, SCENE_FONT_BODY, "\xff") > 0);
  assert_true (measure->advance (measure, SCENE_FONT_BODY, "\x80\x80") > 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (texts_are_copied_and_outlive_their_source),
    cmocka_unit_test (a_text_of_a_megabyte_has_room),
    cmocka_unit_test (a_reset_picture_has_nothing_of_the_old_one),
    cmocka_unit_test (a_shape_may_be_added_again_from_its_own_picture),
    cmocka_unit_test (the_topmost_shape_with_a_key_is_picked),
    cmocka_unit_test (a_line_is_picked_close_to_it_and_not_in_its_rectangle),
    cmocka_unit_test (a_ribbon_is_picked_where_it_bends_and_covers_both_of_its_ends),
    cmocka_unit_test (han_is_twice_as_wide_as_a_letter_and_nothing_is_read_beyond_the_end),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
