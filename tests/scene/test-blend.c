/* test-blend.c - between two pictures: things become other things where they are */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scene/grid.h"
#include "scene/scene.h"

static const SceneRole free_role = SCENE_HUE_NORMAL << 4 | SCENE_FILL_FREE;
static const SceneRole used_role = SCENE_HUE_NORMAL << 4 | SCENE_FILL_ALLOCATED;
static const SceneRole ghost_role = SCENE_HUE_NEUTRAL << 4 | SCENE_FILL_GHOST;

typedef struct {
  ScenePicture *from, *to, *out;
} Fixture;

static int
set_up (void **state)
{
  Fixture *fixture = calloc (1, sizeof *fixture);

  fixture->from = scene_picture_new ();
  fixture->to = scene_picture_new ();
  fixture->out = scene_picture_new ();
  scene_picture_reset (fixture->from, (SceneSize) { 400, 300 });
  scene_picture_reset (fixture->to, (SceneSize) { 400, 300 });
  *state = fixture;
  return 0;
}

static int
tear_down (void **state)
{
  Fixture *fixture = *state;

  scene_picture_free (fixture->from);
  scene_picture_free (fixture->to);
  scene_picture_free (fixture->out);
  free (fixture);
  return 0;
}

static SceneShape *
box (ScenePicture *picture,
     uint64_t      id,
     SceneRect     rect,
     SceneRole     role,
     const char   *label)
{
  return scene_add_box (picture, scene_key (1, 0, id), rect, role, label);
}

static void
assert_rect (SceneRect rect,
             double    x,
             double    y,
             double    width,
             double    height)
{
  assert_float_equal (rect.x, x, 1e-9);
  assert_float_equal (rect.y, y, 1e-9);
  assert_float_equal (rect.width, width, 1e-9);
  assert_float_equal (rect.height, height, 1e-9);
}

static bool
is_same_text (const char *a,
              const char *b)
{
  return a == b || (a && b && strcmp (a, b) == 0);
}

static bool
is_same_shape (const SceneShape *a,
               const SceneShape *b)
{
  return scene_key_equal (a->key, b->key) && scene_key_equal (a->parent, b->parent) && a->form == b->form
         && fabs (a->rect.x - b->rect.x) < 1e-9 && fabs (a->rect.y - b->rect.y) < 1e-9
         && fabs (a->rect.width - b->rect.width) < 1e-9 && fabs (a->rect.height - b->rect.height) < 1e-9
         && a->role == b->role && a->marks == b->marks && a->font == b->font && a->align == b->align
         && fabs (a->opacity - b->opacity) < 1e-9 && is_same_text (a->label, b->label)
         && is_same_text (a->hint, b->hint);
}

static void
assert_same_pictures (const ScenePicture *a,
                      const ScenePicture *b)
{
  size_t i;

  assert_int_equal (scene_picture_n_shapes (a), scene_picture_n_shapes (b));
  for (i = 0; i < scene_picture_n_shapes (a); i++)
    assert_true (is_same_shape (scene_picture_shape (a, i), scene_picture_shape (b, i)));
  assert_true (is_same_text (scene_picture_title (a), scene_picture_title (b)));
}

/* A random picture: some shapes with keys of a small range, parents, decorations, texts. */
static void
fill (ScenePicture *picture,
      unsigned      seed)
{
  static const char *const labels[] = { NULL, "0x1080", "0x1084", "3" };
  int i;

  srand (seed);
  scene_picture_reset (picture, (SceneSize) { 400, 300 });
  scene_picture_describe (picture, seed % 2 ? "one" : "other", NULL);
  for (i = 0; i < 40; i++)
    {
      SceneRect rect = { rand () % 5 * 40, rand () % 5 * 30, 10 + rand () % 3 * 20, 20 };
      SceneShape *shape = scene_add_box (picture, scene_key (rand () % 3, rand () % 2, rand () % 20), rect,
                                         rand () % 2 ? free_role : rand () % 2 ? used_role : ghost_role,
                                         labels[rand () % 4]);

      shape->form = rand () % 5 ? SCENE_BOX : SCENE_TEXT;
      shape->marks = rand () % 4 ? 0 : SCENE_MARK_CHANGED;
      shape->parent = scene_key (rand () % 3, 0, rand () % 20);
    }
}

static void
the_ends_are_the_two_pictures (void **state)
{
  Fixture *fixture = *state;
  unsigned seed;

  for (seed = 0; seed < 30; seed++)
    {
      fill (fixture->from, 2 * seed);
      fill (fixture->to, 2 * seed + 1);
      scene_blend (fixture->from, fixture->to, 0, fixture->out);
      assert_same_pictures (fixture->from, fixture->out);
      scene_blend (fixture->from, fixture->to, 1, fixture->out);
      assert_same_pictures (fixture->to, fixture->out);
      scene_blend (fixture->from, fixture->to, -3, fixture->out);
      assert_same_pictures (fixture->from, fixture->out);
      scene_blend (fixture->from, fixture->to, NAN, fixture->out);
      assert_same_pictures (fixture->from, fixture->out);
    }
}

static void
a_picture_blended_with_itself_does_not_change (void **state)
{
  Fixture *fixture = *state;

  fill (fixture->from, 5);
  fill (fixture->to, 5);
  scene_blend (fixture->from, fixture->to, 0.37, fixture->out);
  assert_same_pictures (fixture->from, fixture->out);
}

/* The same shapes, in whatever order. */
static void
backwards_is_forwards_with_the_other_moment (void **state)
{
  Fixture *fixture = *state;
  ScenePicture *back = scene_picture_new ();
  unsigned seed;
  size_t i, j;

  for (seed = 0; seed < 60; seed++)
    {
      double moment = (seed % 15 + 0.625) / 16;
      size_t n;

      fill (fixture->from, 2 * seed);
      fill (fixture->to, 2 * seed + 1);
      scene_blend (fixture->from, fixture->to, moment, fixture->out);
      scene_blend (fixture->to, fixture->from, 1 - moment, back);

      n = scene_picture_n_shapes (fixture->out);
      assert_int_equal (n, scene_picture_n_shapes (back));
      for (i = 0; i < n; i++)
        {
          for (j = 0; j < n; j++)
            if (is_same_shape (scene_picture_shape (fixture->out, i), scene_picture_shape (back, j)))
              break;
          assert_true (j < n);
        }
    }
  scene_picture_free (back);
}

static void
the_same_three_give_the_same_picture (void **state)
{
  Fixture *fixture = *state;
  ScenePicture *again = scene_picture_new ();

  fill (fixture->from, 8);
  fill (fixture->to, 9);
  scene_blend (fixture->from, fixture->to, 0.3, fixture->out);
  fill (again, 10);
  scene_blend (fixture->from, fixture->to, 0.9, again);
  scene_blend (fixture->from, fixture->to, 0.3, again);
  assert_same_pictures (fixture->out, again);
  scene_picture_free (again);
}

static void
a_shape_in_both_goes_straight_from_place_to_place (void **state)
{
  Fixture *fixture = *state;

  box (fixture->from, 1, (SceneRect) { 0, 0, 100, 20 }, free_role, "0x1080");
  box (fixture->to, 1, (SceneRect) { 200, 100, 50, 20 }, free_role, "0x1080");
  scene_blend (fixture->from, fixture->to, 0.25, fixture->out);
  assert_int_equal (scene_picture_n_shapes (fixture->out), 1);
  assert_rect (scene_picture_shape (fixture->out, 0)->rect, 50, 25, 87.5, 20);
  assert_true (scene_picture_shape (fixture->out, 0)->opacity == 1);
}

static void
what_did_not_change_does_not_move_and_stays_below_what_does (void **state)
{
  Fixture *fixture = *state;

  box (fixture->from, 1, (SceneRect) { 0, 0, 10, 10 }, free_role, NULL);
  box (fixture->from, 2, (SceneRect) { 100, 0, 10, 10 }, free_role, NULL);
  box (fixture->to, 1, (SceneRect) { 200, 0, 10, 10 }, free_role, NULL);
  box (fixture->to, 2, (SceneRect) { 100, 0, 10, 10 }, free_role, NULL);
  scene_blend (fixture->from, fixture->to, 0.5, fixture->out);
  assert_int_equal (scene_picture_shape (fixture->out, 0)->key.id, 2);
  assert_rect (scene_picture_shape (fixture->out, 0)->rect, 100, 0, 10, 10);
  assert_int_equal (scene_picture_shape (fixture->out, 1)->key.id, 1);
}

static void
a_moving_ground_stays_below_what_stands_on_it (void **state)
{
  Fixture *fixture = *state;
  SceneRole panel = scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_PANEL);

  box (fixture->from, 1, (SceneRect) { 0, 0, 100, 100 }, panel, NULL);
  box (fixture->from, 2, (SceneRect) { 10, 10, 10, 10 }, free_role, NULL);
  box (fixture->to, 1, (SceneRect) { 0, 0, 200, 100 }, panel, NULL);
  box (fixture->to, 2, (SceneRect) { 10, 10, 10, 10 }, free_role, NULL);
  scene_blend (fixture->from, fixture->to, 0.5, fixture->out);
  assert_int_equal (scene_picture_shape (fixture->out, 0)->key.id, 1);
}

static void
decorations_without_a_key_stay_if_they_are_in_both (void **state)
{
  Fixture *fixture = *state;

  scene_add_line (fixture->from, SCENE_NO_KEY, (ScenePoint) { 0, 5 }, (ScenePoint) { 90, 5 }, free_role);
  scene_add_line (fixture->to, SCENE_NO_KEY, (ScenePoint) { 0, 5 }, (ScenePoint) { 90, 5 }, free_role);
  scene_add_line (fixture->to, SCENE_NO_KEY, (ScenePoint) { 0, 9 }, (ScenePoint) { 90, 9 }, free_role);
  scene_blend (fixture->from, fixture->to, 0.4, fixture->out);
  assert_int_equal (scene_picture_n_shapes (fixture->out), 2);
  assert_true (scene_picture_shape (fixture->out, 0)->opacity == 1);
  assert_float_equal (scene_picture_shape (fixture->out, 1)->opacity, 0.4, 1e-9);
}

/*   before  [ 1: order 4, 0x1080                    ]
 *   after   [ 2: order 3, 0x1080 ]  to the left,  [ 3: order 3, 0x1088 ] to its list   */
static void
halves_open_out_of_their_block (void **state)
{
  Fixture *fixture = *state;
  size_t i;

  box (fixture->from, 1, (SceneRect) { 100, 100, 80, 20 }, free_role, "0x1080");
  box (fixture->to, 3, (SceneRect) { 300, 200, 40, 20 }, free_role, "0x1088")->parent = scene_key (1, 0, 1);
  box (fixture->to, 2, (SceneRect) { 0, 200, 40, 20 }, free_role, "0x1080")->parent = scene_key (1, 0, 1);

  scene_blend (fixture->from, fixture->to, 1e-6, fixture->out);
  for (i = 0; i < scene_picture_n_shapes (fixture->out); i++)
    {
      const SceneShape *shape = scene_picture_shape (fixture->out, i);

      assert_float_equal (shape->rect.x, shape->key.id == 3 ? 140 : 100, 1e-2);
      assert_float_equal (shape->rect.y, 100, 1e-2);
      assert_float_equal (shape->rect.width, shape->key.id == 1 ? 80 : 40, 1e-2);
    }

  scene_blend (fixture->from, fixture->to, 0.5, fixture->out);
  assert_null (scene_picture_find (fixture->out, scene_key (1, 0, 1)));
  assert_rect (scene_picture_find (fixture->out, scene_key (1, 0, 2))->rect, 50, 150, 40, 20);
  assert_rect (scene_picture_find (fixture->out, scene_key (1, 0, 3))->rect, 220, 150, 40, 20);
  assert_true (scene_picture_find (fixture->out, scene_key (1, 0, 3))->opacity == 1);
}

/*   before  [ 1        ]      after  [ 2        ]
 *           [          ]             (gap)
 *           [          ]             [ 3        ]   */
static void
halves_that_stay_in_place_begin_joined_at_the_cut (void **state)
{
  Fixture *fixture = *state;

  box (fixture->from, 1, (SceneRect) { 104, 104, 72, 72 }, free_role, NULL);
  box (fixture->to, 2, (SceneRect) { 104, 104, 72, 32 }, free_role, NULL)->parent = scene_key (1, 0, 1);
  box (fixture->to, 3, (SceneRect) { 101, 144, 78, 36 }, free_role, NULL)->parent = scene_key (1, 0, 1);
  scene_blend (fixture->from, fixture->to, 1e-9, fixture->out);
  assert_float_equal (scene_picture_find (fixture->out, scene_key (1, 0, 2))->rect.height, 36, 1e-3);
  assert_float_equal (scene_picture_find (fixture->out, scene_key (1, 0, 3))->rect.y, 140, 1e-3);
  assert_float_equal (scene_picture_find (fixture->out, scene_key (1, 0, 3))->rect.width, 72, 1e-3);
  scene_blend (fixture->from, fixture->to, 0.5, fixture->out);
  assert_float_equal (scene_picture_find (fixture->out, scene_key (1, 0, 2))->rect.height, 34, 1e-3);
  assert_float_equal (scene_picture_find (fixture->out, scene_key (1, 0, 3))->rect.y, 142, 1e-3);
}

static void
a_frame_round_what_moves_lies_above_it (void **state)
{
  Fixture *fixture = *state;
  SceneRole strong = scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_STRONG);
  size_t n;

  box (fixture->from, 1, (SceneRect) { 0, 0, 40, 40 }, free_role, NULL);
  box (fixture->from, 2, (SceneRect) { 0, 0, 40, 40 }, strong, NULL);
  box (fixture->to, 1, (SceneRect) { 20, 0, 40, 40 }, free_role, NULL);
  box (fixture->to, 2, (SceneRect) { 0, 0, 40, 40 }, strong, NULL);
  scene_blend (fixture->from, fixture->to, 0.5, fixture->out);
  n = scene_picture_n_shapes (fixture->out);
  assert_int_equal (scene_picture_shape (fixture->out, n - 1)->key.id, 2);
}

static void
the_block_stands_until_its_halves_do (void **state)
{
  Fixture *fixture = *state;
  int i;

  box (fixture->from, 1, (SceneRect) { 100, 100, 80, 20 }, free_role, NULL);
  box (fixture->to, 2, (SceneRect) { 0, 200, 40, 20 }, free_role, NULL)->parent = scene_key (1, 0, 1);
  for (i = 1; i < 100; i++)
    {
      const SceneShape *parent, *child;

      scene_blend (fixture->from, fixture->to, i / 100.0, fixture->out);
      parent = scene_picture_find (fixture->out, scene_key (1, 0, 1));
      child = scene_picture_find (fixture->out, scene_key (1, 0, 2));
      assert_true ((parent && parent->opacity == 1) || child->opacity == 1);
    }
}

/* A step splits three times: the smallest block's parents were never on the picture before it. */
static void
a_grandchild_comes_out_of_the_nearest_ancestor (void **state)
{
  Fixture *fixture = *state;

  box (fixture->from, 1, (SceneRect) { 100, 100, 80, 20 }, free_role, NULL);
  box (fixture->to, 2, (SceneRect) { 100, 150, 40, 20 }, ghost_role, NULL)->parent = scene_key (1, 0, 1);
  box (fixture->to, 3, (SceneRect) { 300, 200, 20, 20 }, free_role, NULL)->parent = scene_key (1, 0, 2);
  scene_blend (fixture->from, fixture->to, 1e-9, fixture->out);
  assert_float_equal (scene_picture_find (fixture->out, scene_key (1, 0, 3))->rect.y, 100, 1e-3);
}

static void
a_child_that_stands_in_its_parents_place_stays_there (void **state)
{
  Fixture *fixture = *state;

  box (fixture->from, 1, (SceneRect) { 100, 100, 80, 20 }, free_role, NULL);
  box (fixture->to, 2, (SceneRect) { 140, 100, 40, 20 }, free_role, NULL)->parent = scene_key (1, 0, 1);
  scene_blend (fixture->from, fixture->to, 0.3, fixture->out);
  assert_rect (scene_picture_find (fixture->out, scene_key (1, 0, 2))->rect, 140, 100, 40, 20);
}

static void
what_has_no_parent_fades (void **state)
{
  Fixture *fixture = *state;

  box (fixture->from, 1, (SceneRect) { 0, 0, 10, 10 }, free_role, NULL);
  box (fixture->to, 2, (SceneRect) { 50, 0, 10, 10 }, free_role, NULL)->parent = scene_key (9, 9, 9);
  scene_blend (fixture->from, fixture->to, 0.25, fixture->out);
  assert_float_equal (scene_picture_find (fixture->out, scene_key (1, 0, 1))->opacity, 0.75, 1e-9);
  assert_float_equal (scene_picture_find (fixture->out, scene_key (1, 0, 2))->opacity, 0.25, 1e-9);
}

static void
parents_that_go_in_circles_end_nothing (void **state)
{
  Fixture *fixture = *state;

  box (fixture->to, 1, (SceneRect) { 0, 0, 10, 10 }, free_role, NULL)->parent = scene_key (1, 0, 2);
  box (fixture->to, 2, (SceneRect) { 0, 0, 10, 10 }, free_role, NULL)->parent = scene_key (1, 0, 1);
  scene_blend (fixture->from, fixture->to, 0.5, fixture->out);
  assert_int_equal (scene_picture_n_shapes (fixture->out), 2);
}

static void
a_box_that_changes_its_state_is_never_seen_through (void **state)
{
  Fixture *fixture = *state;
  int i;

  box (fixture->from, 1, (SceneRect) { 0, 0, 10, 10 }, free_role, "a");
  box (fixture->to, 1, (SceneRect) { 0, 0, 10, 10 }, used_role, "a")->marks = SCENE_MARK_CHANGED;
  for (i = 1; i < 10; i++)
    {
      scene_blend (fixture->from, fixture->to, i / 10.0, fixture->out);
      assert_int_equal (scene_picture_n_shapes (fixture->out), 2);
      assert_true (scene_picture_shape (fixture->out, 0)->opacity == 1);
      assert_int_equal (scene_picture_shape (fixture->out, 0)->marks, 0);
      assert_float_equal (scene_picture_shape (fixture->out, 1)->opacity, i / 10.0, 1e-9);
    }
}

static void
two_words_never_stand_on_one_place (void **state)
{
  Fixture *fixture = *state;
  int i;

  scene_add_text (fixture->from, scene_key (1, 0, 1), (SceneRect) { 0, 0, 30, 10 }, SCENE_FONT_BODY, SCENE_START, 0, "3");
  scene_add_text (fixture->to, scene_key (1, 0, 1), (SceneRect) { 0, 0, 30, 10 }, SCENE_FONT_BODY, SCENE_START, 0, "2");
  for (i = 1; i < 20; i++)
    {
      scene_blend (fixture->from, fixture->to, i / 20.0, fixture->out);
      assert_int_equal (scene_picture_n_shapes (fixture->out), i == 10 ? 0 : 1);
    }
}

static void
a_text_is_not_shortened_on_its_way (void **state)
{
  Fixture *fixture = *state;
  const SceneShape *shape;

  scene_add_text (fixture->from, scene_key (1, 0, 1), (SceneRect) { 0, 0, 30, 10 }, SCENE_FONT_BODY, SCENE_END, 0, "3");
  scene_add_text (fixture->to, scene_key (1, 0, 1), (SceneRect) { 0, 0, 90, 10 }, SCENE_FONT_BODY, SCENE_END, 0, "3");
  scene_blend (fixture->from, fixture->to, 0.75, fixture->out);
  shape = scene_picture_shape (fixture->out, 0);
  assert_rect (shape->rect, 75 - 90, 0, 90, 10);
  scene_blend (fixture->from, fixture->to, 0.25, fixture->out);
  shape = scene_picture_shape (fixture->out, 0);
  assert_rect (shape->rect, 45 - 30, 0, 30, 10);
}

static void
a_ribbon_reaches_out_from_its_left_side_and_its_far_side_moves (void **state)
{
  Fixture *fixture = *state;
  const SceneShape *shape;

  scene_add_ribbon (fixture->from, scene_key (1, 0, 1), (SceneRect) { 0, 0, 100, 10 }, (SceneSpan) { 50, 10 }, free_role);
  scene_add_ribbon (fixture->to, scene_key (1, 0, 1), (SceneRect) { 0, 0, 100, 10 }, (SceneSpan) { 90, 30 }, free_role);
  scene_add_ribbon (fixture->to, scene_key (1, 0, 2), (SceneRect) { 0, 100, 100, 10 }, (SceneSpan) { 200, 20 }, free_role);
  scene_blend (fixture->from, fixture->to, 0.5, fixture->out);

  shape = scene_picture_find (fixture->out, scene_key (1, 0, 1));
  assert_true (shape->far.y == 70 && shape->far.height == 20);
  shape = scene_picture_find (fixture->out, scene_key (1, 0, 2));
  assert_true (shape->rect.x == 0 && shape->rect.width == 50);
  assert_true (shape->far.y == 150 && shape->far.height == 15);
}

static void
the_grid_moves_with_its_picture (void **state)
{
  Fixture *fixture = *state;
  SceneRole cells[4] = { 0 };
  SceneGrid grid = { .cells = cells, .n_cells = 4, .block_order = 2, .columns = 1, .cell = 4 };

  scene_picture_set_grid (fixture->from, &grid);
  grid.cell = 8;
  grid.origin.x = 100;
  scene_picture_set_grid (fixture->to, &grid);
  scene_blend (fixture->from, fixture->to, 0.5, fixture->out);
  assert_true (scene_picture_grid (fixture->out)->cell == 6);
  assert_true (scene_picture_grid (fixture->out)->origin.x == 50);
}

int
main (void)
{
#define BLEND_TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    BLEND_TEST (the_ends_are_the_two_pictures),
    BLEND_TEST (a_picture_blended_with_itself_does_not_change),
    BLEND_TEST (backwards_is_forwards_with_the_other_moment),
    BLEND_TEST (the_same_three_give_the_same_picture),
    BLEND_TEST (a_shape_in_both_goes_straight_from_place_to_place),
    BLEND_TEST (what_did_not_change_does_not_move_and_stays_below_what_does),
    BLEND_TEST (a_moving_ground_stays_below_what_stands_on_it),
    BLEND_TEST (decorations_without_a_key_stay_if_they_are_in_both),
    BLEND_TEST (halves_open_out_of_their_block),
    BLEND_TEST (halves_that_stay_in_place_begin_joined_at_the_cut),
    BLEND_TEST (a_frame_round_what_moves_lies_above_it),
    BLEND_TEST (the_block_stands_until_its_halves_do),
    BLEND_TEST (a_grandchild_comes_out_of_the_nearest_ancestor),
    BLEND_TEST (a_child_that_stands_in_its_parents_place_stays_there),
    BLEND_TEST (what_has_no_parent_fades),
    BLEND_TEST (parents_that_go_in_circles_end_nothing),
    BLEND_TEST (a_box_that_changes_its_state_is_never_seen_through),
    BLEND_TEST (two_words_never_stand_on_one_place),
    BLEND_TEST (a_text_is_not_shortened_on_its_way),
    BLEND_TEST (a_ribbon_reaches_out_from_its_left_side_and_its_far_side_moves),
    BLEND_TEST (the_grid_moves_with_its_picture),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
