/* test-grid.c - blocks of the buddy allocator are seen in the map */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scene/grid.h"

static SceneRole
fill_role (SceneFill fill)
{
  return scene_role (SCENE_HUE_NORMAL, fill);
}

static SceneGrid
make_grid (const SceneRole *cells,
           uint32_t         n_cells)
{
  return (SceneGrid) {
    .cells = cells, .n_cells = n_cells, .first_cell = 4096, .order = SCENE_MORTON, .block_order = 10, .columns = 3,
    .origin = { 7, 11 }, .cell = 3, .gap = 5, .clip = { -1e4, -1e4, 2e4, 2e4 },
  };
}

static void
splitting_and_joining_are_inverse (void **state)
{
  uint32_t i, x, y;

  for (i = 0; i < 100000; i++)
    {
      scene_morton_split (i * 42949u, &x, &y);
      assert_int_equal (scene_morton_join (x, y), i * 42949u);
    }
}

/*   order 2    order 1   order 0    The buddy of a square lies to its right,
 *   ┌──┬──┐    ┌─────┐   ┌──┬──┐    that of a 2:1 rectangle below it.
 *   │0 │1 │    │0   1│   │0 │1 │
 *   ├──┼──┤    ├─────┤   └──┴──┘
 *   │2 │3 │    │2   3│
 *   └──┴──┘    └─────┘                                                    */
static void
an_aligned_block_is_a_square_or_two_and_its_buddy_is_beside_or_below_it (void **state)
{
  SceneGrid grid = make_grid (NULL, 3 * 3 * 1024);
  unsigned order;
  uint32_t first;

  for (order = 0; order < 10; order++)
    for (first = 4096; first < 4096 + grid.n_cells; first += 1u << order)
      {
        SceneRect rect = scene_grid_block_rect (&grid, first, order);
        SceneRect lower = scene_grid_block_rect (&grid, first & ~(1u << order), order);
        SceneRect upper = scene_grid_block_rect (&grid, first | 1u << order, order);

        assert_true (rect.width * rect.height == (1u << order) * 9.0);
        assert_true (rect.width == rect.height || rect.width == 2 * rect.height);
        if (order % 2 == 0)
          assert_true (upper.x == lower.x + lower.width && upper.y == lower.y);
        else
          assert_true (upper.y == lower.y + lower.height && upper.x == lower.x);
      }
}

static void
several_blocks_have_a_hull (void **state)
{
  SceneGrid grid = make_grid (NULL, 9 * 1024);
  double block = 32 * 3;
  SceneRect two = scene_grid_block_rect (&grid, 4096, 11), four = scene_grid_block_rect (&grid, 4096, 12);

  assert_true (two.x == 7 && two.y == 11 && two.width == 2 * block + 5 && two.height == block);
  assert_true (four.x == 7 && four.width == 3 * block + 10 && four.height == 2 * block + 5);
}

static void
the_cell_at_the_middle_of_a_cell_is_that_cell (void **state)
{
  SceneGrid grid = make_grid (NULL, 5 * 1024 + 100);
  uint32_t i, found;
  int order;

  for (order = SCENE_MORTON; order <= SCENE_ROW_MAJOR; order++)
    {
      grid.order = order;
      for (i = 4096; i < 4096 + grid.n_cells; i++)
        {
          SceneRect rect = scene_grid_block_rect (&grid, i, 0);

          assert_true (scene_grid_cell_at (&grid, (ScenePoint) { rect.x + 1.5, rect.y + 1.5 }, &found));
          assert_int_equal (found, i);
        }
    }
}

static void
beside_the_grid_in_its_gaps_and_outside_its_clip_there_is_no_cell (void **state)
{
  SceneGrid grid = make_grid (NULL, 5 * 1024);
  uint32_t found;

  assert_false (scene_grid_cell_at (&grid, (ScenePoint) { 6, 20 }, &found));
  assert_false (scene_grid_cell_at (&grid, (ScenePoint) { 7 + 96 + 2, 20 }, &found));
  assert_false (scene_grid_cell_at (&grid, (ScenePoint) { 7 + 3 * 101 + 1, 20 }, &found));
  assert_false (scene_grid_cell_at (&grid, (ScenePoint) { 7 + 2 * 101 + 1, 11 + 101 + 1 }, &found));
  assert_false (scene_grid_cell_at (&grid, (ScenePoint) { NAN, 20 }, &found));
  assert_false (scene_grid_cell_at (&grid, (ScenePoint) { 1e30, 20 }, &found));
  assert_true (scene_grid_cell_at (&grid, (ScenePoint) { 50, 50 }, &found));
  grid.clip = (SceneRect) { 0, 0, 40, 40 };
  assert_false (scene_grid_cell_at (&grid, (ScenePoint) { 50, 50 }, &found));
}

static void
only_blocks_that_touch_an_area_are_visible (void **state)
{
  SceneGrid grid = make_grid (NULL, 9 * 1024);
  uint32_t first_row, end_row, first_column, end_column;

  scene_grid_visible_blocks (&grid, (SceneRect) { 110, 0, 50, 150 }, &first_row, &end_row, &first_column, &end_column);
  assert_int_equal (first_row, 0);
  assert_int_equal (end_row, 2);
  assert_int_equal (first_column, 1);
  assert_int_equal (end_column, 2);
  scene_grid_visible_blocks (&grid, (SceneRect) { 0, 900, 50, 50 }, &first_row, &end_row, &first_column, &end_column);
  assert_int_equal (first_row, end_row);
}

static void
the_most_important_of_four_is_seen_from_far_away (void **state)
{
  SceneRole cells[19];
  SceneMip *mip = scene_mip_new (19);
  const SceneRole *level;
  uint32_t n;

  memset (cells, fill_role (SCENE_FILL_FREE), sizeof cells);
  cells[5] = fill_role (SCENE_FILL_ALLOCATED);
  cells[9] = fill_role (SCENE_FILL_RESERVED);
  cells[10] = fill_role (SCENE_FILL_ALLOCATED);
  cells[18] = 0;
  scene_mip_update (mip, cells, 0, 19);

  level = scene_mip_level (mip, 1, &n);
  assert_int_equal (n, 5);
  assert_int_equal (level[0], fill_role (SCENE_FILL_FREE));
  assert_int_equal (level[1], fill_role (SCENE_FILL_ALLOCATED));
  assert_int_equal (level[2], fill_role (SCENE_FILL_RESERVED));
  assert_int_equal (level[4], fill_role (SCENE_FILL_FREE));
  level = scene_mip_level (mip, 3, &n);
  assert_int_equal (n, 1);
  assert_int_equal (level[0], fill_role (SCENE_FILL_RESERVED));
  assert_null (scene_mip_level (mip, 4, &n));
  assert_null (scene_mip_level (mip, 0, &n));
  scene_mip_free (mip);
}

static void
updating_what_changed_is_as_good_as_updating_all (void **state)
{
  enum { N = 5000 };
  SceneRole cells[N];
  SceneMip *part = scene_mip_new (N), *whole = scene_mip_new (N);
  unsigned level;
  int round;

  srand (3);
  memset (cells, fill_role (SCENE_FILL_FREE), sizeof cells);
  scene_mip_update (part, cells, 0, N);
  for (round = 0; round < 200; round++)
    {
      uint32_t first = (uint32_t) rand () % N, end = first + (uint32_t) rand () % 50, n, i;

      for (i = first; i < end && i < N; i++)
        cells[i] = fill_role ((SceneFill) (rand () % SCENE_N_FILLS));
      scene_mip_update (part, cells, first, end);
      scene_mip_update (whole, cells, 0, N);
      for (level = 1; scene_mip_level (whole, level, &n); level++)
        assert_memory_equal (scene_mip_level (part, level, &n), scene_mip_level (whole, level, &n), n);
    }
  scene_mip_free (part);
  scene_mip_free (whole);
}

/* Merging */

typedef struct {
  const SceneGrid *grid;
  uint8_t         *n_times;     /* by cell */
} Cover;

static void
cover (SceneRect rect,
       SceneRole role,
       void     *data)
{
  Cover *covered = data;
  uint32_t cell;
  double x, y;

  for (y = rect.y + covered->grid->cell / 2; y < rect.y + rect.height; y += covered->grid->cell)
    for (x = rect.x + covered->grid->cell / 2; x < rect.x + rect.width; x += covered->grid->cell)
      {
        assert_true (scene_grid_cell_at (covered->grid, (ScenePoint) { x, y }, &cell));
        assert_int_equal (covered->grid->cells[cell - covered->grid->first_cell], role);
        covered->n_times[cell - covered->grid->first_cell]++;
      }
}

static void
merged_rectangles_cover_each_cell_once (void **state)
{
  enum { N = 7 * 1024 + 300 };
  SceneRole *cells = malloc (N);
  uint8_t *n_times = malloc (N);
  int round;
  uint32_t i;

  srand (11);
  for (round = 0; round < 12; round++)
    {
      SceneGrid grid = make_grid (cells, N);
      Cover covered = { &grid, n_times };
      size_t n;

      grid.order = round % 2 ? SCENE_ROW_MAJOR : SCENE_MORTON;
      grid.gap = round % 3 ? 5 : 0;
      for (i = 0; i < N;)
        {
          unsigned order = (unsigned) rand () % 11;
          SceneRole role = fill_role (rand () % 2 ? SCENE_FILL_FREE : rand () % 2 ? SCENE_FILL_ALLOCATED : SCENE_FILL_SLAB);
          uint32_t end = (i | ((1u << order) - 1)) + 1;

          for (; i < end && i < N; i++)
            cells[i] = role;
        }
      for (i = 500; i < 520; i++)
        cells[i] = 0;

      memset (n_times, 0, N);
      n = scene_grid_merge (&grid, cover, &covered);
      for (i = 0; i < N; i++)
        assert_int_equal (n_times[i], cells[i] ? 1 : 0);
      assert_true (n < N / 3);
    }
  free (cells);
  free (n_times);
}

static void
a_uniform_block_is_one_rectangle (void **state)
{
  enum { N = 2048 };
  SceneRole cells[N];
  uint8_t n_times[N] = { 0 };
  SceneGrid grid = make_grid (cells, N);
  Cover covered = { &grid, n_times };

  memset (cells, fill_role (SCENE_FILL_FREE), N);
  assert_int_equal (scene_grid_merge (&grid, cover, &covered), 2);
  grid.gap = 0;
  assert_int_equal (scene_grid_merge (&grid, cover, &covered), 1);
  /* Only the first block touches the clip; the second is left out. */
  grid.gap = 5;
  grid.clip = (SceneRect) { 0, 0, 50, 500 };
  grid.clip.width = 103;
  assert_int_equal (scene_grid_merge (&grid, cover, &covered), 1);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (splitting_and_joining_are_inverse),
    cmocka_unit_test (an_aligned_block_is_a_square_or_two_and_its_buddy_is_beside_or_below_it),
    cmocka_unit_test (several_blocks_have_a_hull),
    cmocka_unit_test (the_cell_at_the_middle_of_a_cell_is_that_cell),
    cmocka_unit_test (beside_the_grid_in_its_gaps_and_outside_its_clip_there_is_no_cell),
    cmocka_unit_test (only_blocks_that_touch_an_area_are_visible),
    cmocka_unit_test (the_most_important_of_four_is_seen_from_far_away),
    cmocka_unit_test (updating_what_changed_is_as_good_as_updating_all),
    cmocka_unit_test (merged_rectangles_cover_each_cell_once),
    cmocka_unit_test (a_uniform_block_is_one_rectangle),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
