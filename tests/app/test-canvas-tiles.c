/* test-canvas-tiles.c - of a picture on screen only what changed is made again; on an X server of its own
 *
 *   points   0      256     512     768    1024
 *          0 ┌───────┬───────┬───────┬───────┐
 *            │  box  │       │       │       │
 *        256 ├───────┼───────┼───────┼───────┤
 *            │       │       │     other     │
 *        512 ├───────┼───────┼───────┼───────┤
 *            │ grid  │       │       │       │
 *        768 └───────┴───────┴───────┴───────┘
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gtk/gtk.h>

#include "app/canvas-tiles.h"
#include "bench/display-server.h"

#define N_TILES 12
#define SKIPPED 77              /* as meson has it */

static const SceneRect box = { 40, 40, 120, 80 }, other = { 700, 300, 140, 80 };

typedef struct {
  PagescapeTiles *tiles;
  ScenePicture   *picture;
  PaintFonts     *fonts;
  SceneRole       cells[1024];
  SceneGrid       grid;
  GskRenderNode  *nodes[N_TILES];       /* of the frame before */
} Screen;

static void
draw (Screen    *screen,
      SceneRect  first,
      SceneRect  second)
{
  SceneRole role = scene_role (SCENE_HUE_NORMAL, SCENE_FILL_FREE);

  scene_picture_reset (screen->picture, (SceneSize) { 1024, 768 });
  scene_picture_set_grid (screen->picture, &screen->grid);
  scene_add (screen->picture, &(SceneShape) { .form = SCENE_GRID, .rect = screen->grid.clip, .opacity = 1 });
  scene_add_box (screen->picture, scene_key (1, 1, 1), first, role, "first");
  scene_add_box (screen->picture, scene_key (1, 1, 2), second, role, "second");
}

/* How many tiles of this frame were not in the one before; which of them, by bit. */
static unsigned
n_made_again (Screen   *screen,
              unsigned *which)
{
  PagescapeTilesFrame frame = {
    .picture = screen->picture, .palette = paint_palette (PAINT_LIGHT), .fonts = screen->fonts, .scale = 1,
  };
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *root;
  unsigned n = 0;

  *which = 0;
  pagescape_tiles_append (screen->tiles, snapshot, &frame);
  root = gtk_snapshot_free_to_node (snapshot);
  assert_int_equal (gsk_container_node_get_n_children (root), N_TILES);
  for (unsigned i = 0; i < N_TILES; i++)
    {
      GskRenderNode *node = gsk_container_node_get_child (root, i);

      if (node != screen->nodes[i])
        {
          n++;
          *which |= 1u << i;
        }
      g_clear_pointer (&screen->nodes[i], gsk_render_node_unref);
      screen->nodes[i] = gsk_render_node_ref (node);
    }
  gsk_render_node_unref (root);

  return n;
}

static int
set_up (void **state)
{
  Screen *screen = g_new0 (Screen, 1);
  unsigned which;

  memset (screen->cells, scene_role (SCENE_HUE_NORMAL, SCENE_FILL_ALLOCATED), sizeof screen->cells);
  screen->grid = (SceneGrid) {
    .cells = screen->cells, .n_cells = 1024, .order = SCENE_MORTON, .block_order = 10, .columns = 1,
    .origin = { 20, 540 }, .cell = 4, .clip = { 20, 540, 128, 128 }, .generation = 1,
  };
  screen->tiles = pagescape_tiles_new ();
  screen->picture = scene_picture_new ();
  screen->fonts = paint_fonts_new ("en", paint_palette (PAINT_LIGHT), 1);
  draw (screen, box, other);
  assert_int_equal (n_made_again (screen, &which), N_TILES);
  *state = screen;
  return 0;
}

static int
tear_down (void **state)
{
  Screen *screen = *state;

  for (unsigned i = 0; i < N_TILES; i++)
    gsk_render_node_unref (screen->nodes[i]);
  pagescape_tiles_free (screen->tiles);
  scene_picture_free (screen->picture);
  paint_fonts_free (screen->fonts);
  g_free (screen);
  return 0;
}

static void
the_same_picture_is_the_same_nodes (void **state)
{
  Screen *screen = *state;
  unsigned which;

  draw (screen, box, other);
  assert_int_equal (n_made_again (screen, &which), 0);
}

static void
a_shape_that_moves_is_made_again_where_it_was_and_where_it_is (void **state)
{
  Screen *screen = *state;
  SceneRect moved = box;
  unsigned which;

  moved.x += 0.5;
  draw (screen, moved, other);
  n_made_again (screen, &which);
  assert_int_equal (which, 1u << 0);

  /* From the first tile to the last of its row. */
  moved.x = 850;
  draw (screen, moved, other);
  n_made_again (screen, &which);
  assert_int_equal (which, 1u << 0 | 1u << 3);
}

static void
a_shape_across_two_tiles_is_made_again_in_both (void **state)
{
  Screen *screen = *state;
  SceneRect moved = other;
  unsigned which;

  moved.height += 1;
  draw (screen, box, moved);
  n_made_again (screen, &which);
  assert_int_equal (which, 1u << 6 | 1u << 7);
}

static void
a_grid_that_is_panned_is_made_again_and_nothing_else (void **state)
{
  Screen *screen = *state;
  unsigned which;

  screen->grid.origin.x -= 3;
  draw (screen, box, other);
  n_made_again (screen, &which);
  assert_int_equal (which, 1u << 8);
}

static void
cells_that_nobody_follows_make_everything_again (void **state)
{
  Screen *screen = *state;
  unsigned which;

  screen->cells[7] = 0;
  screen->grid.generation++;
  draw (screen, box, other);
  assert_int_equal (n_made_again (screen, &which), N_TILES);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (the_same_picture_is_the_same_nodes, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_shape_that_moves_is_made_again_where_it_was_and_where_it_is, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_shape_across_two_tiles_is_made_again_in_both, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_grid_that_is_panned_is_made_again_and_nothing_else, set_up, tear_down),
    cmocka_unit_test_setup_teardown (cells_that_nobody_follows_make_everything_again, set_up, tear_down),
  };
  int n_failed;

  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("GTK_A11Y", "none", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  if (!display_server_start (320, 240))
    return SKIPPED;

  n_failed = gtk_init_check () ? cmocka_run_group_tests (tests, NULL, NULL) : SKIPPED;
  display_server_stop ();
  return n_failed;
}
