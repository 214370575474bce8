/* bench-export.c - the map of 1 M page frames in 50 000 blocks: into files, onto the screen, and blended
 *
 * The floor is a memcpy of the bytes of a 1920 × 1080 frame.
 */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "export/export.h"
#include "paint/grid-vector.h"

#define N_CELLS (1u << 20)
#define N_BLOCKS 50000
#define ROUNDS 5

/* Free and used blocks, each cut in two until there are enough of them. */
static SceneRole *
make_cells (uint32_t n_cells,
            uint32_t n_blocks)
{
  SceneRole *cells = g_malloc (n_cells);
  uint8_t *orders = g_malloc0 (n_cells);
  uint32_t *firsts = g_new (uint32_t, n_blocks + 1);
  BenchRandom random = { 7 };
  uint32_t n = 0, i;

  for (i = 0; i < n_cells; i += 1024)
    {
      orders[i] = 10;
      firsts[n++] = i;
    }
  while (n < n_blocks)
    {
      uint32_t first = firsts[bench_random_below (&random, n)];

      if (orders[first] == 0)
        continue;
      orders[first]--;
      firsts[n] = first + (1u << orders[first]);
      orders[firsts[n++]] = orders[first];
    }
  for (i = 0; i < n; i++)
    {
      SceneHue hue = firsts[i] < 4096 ? SCENE_HUE_DMA : firsts[i] < n_cells / 4 * 3 ? SCENE_HUE_NORMAL : SCENE_HUE_HIGHMEM;
      SceneFill fill = bench_random_below (&random, 2) ? SCENE_FILL_FREE : SCENE_FILL_ALLOCATED;

      memset (cells + firsts[i], scene_role (hue, fill), 1u << orders[firsts[i]]);
    }
  g_free (orders);
  g_free (firsts);
  return cells;
}

static SceneGrid
make_grid (const SceneRole *cells,
           uint32_t         n_cells,
           const SceneMip  *mip,
           double           cell)
{
  SceneGrid grid = {
    .cells = cells, .n_cells = n_cells, .order = SCENE_MORTON, .block_order = 10, .columns = 43,
    .cell = cell, .gap = 2, .mip = mip, .clip = { 0, 0, 1920, 1080 },
  };

  while (scene_grid_pitch (&grid) * (n_cells / 1024 / grid.columns) > 1080)
    grid.columns++;
  return grid;
}

static double
median_of_exports (const Exporter *exporter,
                   const Sheet    *sheet,
                   size_t         *size)
{
  double times[ROUNDS], start;
  int i;

  for (i = 0; i < ROUNDS; i++)
    {
      GBytes *bytes;

      start = bench_cpu_time ();
      bytes = export_make (exporter, sheet, NULL);
      times[i] = bench_cpu_time () - start;
      *size = bytes ? g_bytes_get_size (bytes) : 0;
      if (bytes)
        g_bytes_unref (bytes);
    }
  return bench_percentile (times, ROUNDS, 0.5);
}

static void
measure_exports (const ScenePicture *picture)
{
  static const struct { const char *id; double limit; } limits[] = { { "svg", 60 }, { "pdf", 400 }, { "png", 150 } };
  Sheet sheet = { .pages = &picture, .n_pages = 1, .theme = PAINT_LIGHT, .language = "en", .title = "map" };
  char what[80];
  size_t i, size;

  for (i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      double time = median_of_exports (export_by_id (limits[i].id), &sheet, &size);

      g_snprintf (what, sizeof what, "%s, CPU", limits[i].id);
      bench_row (what, time * 1e3, "ms", limits[i].limit);
      g_snprintf (what, sizeof what, "%s, size", limits[i].id);
      bench_row (what, (double) size / (1 << 20), "MiB", i == 0 ? 2e6 / (1 << 20) : BENCH_NO_LIMIT);
    }
}

static void
measure_tiles (const SceneGrid *grid,
               const char      *what,
               double           copy)
{
  uint32_t *pixels = g_new (uint32_t, 256 * 256);
  double times[15], start;
  unsigned x, y;
  int i;

  for (i = 0; i < 15; i++)
    {
      start = bench_cpu_time ();
      for (y = 0; y < 1080; y += 256)
        for (x = 0; x < 1920; x += 256)
          paint_grid_tile (grid, paint_palette (PAINT_LIGHT), pixels, 1024, 256, 256, x, y, 1);
      times[i] = bench_cpu_time () - start;
    }
  start = bench_percentile (times, 15, 0.5);
  bench_row (what, start * 1e3, "ms", BENCH_NO_LIMIT);
  bench_row ("  the same", start / copy, "× memcpy", BENCH_NO_LIMIT);
  g_free (pixels);
}

static void
measure_blend (void)
{
  ScenePicture *from = scene_picture_new (), *to = scene_picture_new (), *out = scene_picture_new ();
  double times[15], start;
  char label[16];
  int i;

  scene_picture_reset (from, (SceneSize) { 1280, 800 });
  scene_picture_reset (to, (SceneSize) { 1280, 800 });
  for (i = 0; i < 5000; i++)
    {
      g_snprintf (label, sizeof label, "0x%x", i);
      scene_add_box (from, scene_key (1, 0, (uint64_t) i), (SceneRect) { i % 100 * 12, i / 100 * 12, 10, 10 }, 0x33, label);
      if (i % 10)
        scene_add_box (to, scene_key (1, 0, (uint64_t) i),
                       (SceneRect) { i % 100 * 12 + (i % 3 == 0) * 5, i / 100 * 12, 10, 10 }, i % 7 ? 0x33 : 0x34, label);
      else
        scene_add_box (to, scene_key (1, 1, (uint64_t) i), (SceneRect) { i % 100 * 12, 700, 10, 10 }, 0x33,
                       label)->parent = scene_key (1, 0, (uint64_t) i);
    }
  for (i = 0; i < 15; i++)
    {
      start = bench_cpu_time ();
      scene_blend (from, to, (i + 1) / 16.0, out);
      times[i] = bench_cpu_time () - start;
    }
  bench_row ("blend of 5 000 shapes, a third of them moving", bench_percentile (times, 15, 0.5) * 1e3, "ms", 1);
  scene_picture_free (from);
  scene_picture_free (to);
  scene_picture_free (out);
}

static void
measure_mip (const SceneRole *cells,
             uint32_t         n_cells,
             const char      *what)
{
  SceneMip *mip = scene_mip_new (n_cells);
  double times[5], start;
  int i;

  for (i = 0; i < 5; i++)
    {
      start = bench_cpu_time ();
      scene_mip_update (mip, cells, 0, n_cells);
      times[i] = bench_cpu_time () - start;
    }
  bench_row (what, bench_percentile (times, 5, 0.5) * 1e3, "ms", BENCH_NO_LIMIT);
  scene_mip_free (mip);
}

int
main (void)
{
  BenchFloor floor = bench_floor (1920 * 1080 * 4);
  SceneRole *cells = make_cells (N_CELLS, N_BLOCKS), *many = make_cells (16 * N_CELLS, 16 * N_BLOCKS);
  SceneMip *mip = scene_mip_new (16 * N_CELLS);
  SceneGrid grid = make_grid (cells, N_CELLS, NULL, 1), large = make_grid (many, 16 * N_CELLS, mip, 0.2);
  ScenePicture *picture = scene_picture_new ();

  scene_mip_update (mip, many, 0, 16 * N_CELLS);
  scene_picture_reset (picture, (SceneSize) { 1920, 1080 });
  scene_picture_set_grid (picture, &grid);

  bench_heading ("The map of 1 048 576 page frames in 50 000 blocks");
  bench_row ("floor: memcpy of a 1920 × 1080 frame", floor.copy * 1e3, "ms", BENCH_NO_LIMIT);
  bench_row ("merged rectangles", (double) paint_areas_count (&grid), "", EXPORT_MAX_RECTANGLES);
  measure_exports (picture);
  grid.cell = 1.17;
  scene_picture_set_grid (picture, &grid);
  bench_note ("with cells of 1.17 points, which no pixel fits:");
  measure_exports (picture);

  bench_heading ("The tiles of a 1920 × 1080 view");
  measure_tiles (&grid, "1 M cells of 1.17 pixels", floor.copy);
  measure_tiles (&large, "16 M cells of 0.2 pixels, by mip", floor.copy);
  grid.cell = 5;
  measure_tiles (&grid, "1 M cells of 5 pixels, lines and patterns", floor.copy);
  grid.cell = 16;
  measure_tiles (&grid, "1 M cells of 16 pixels, boxes", floor.copy);
  measure_mip (cells, N_CELLS, "mip of 1 M cells");
  measure_mip (many, 16 * N_CELLS, "mip of 16 M cells");

  bench_heading ("Pictures");
  measure_blend ();

  scene_picture_free (picture);
  scene_mip_free (mip);
  g_free (cells);
  g_free (many);
  return 0;
}
