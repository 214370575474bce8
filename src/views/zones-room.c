#include "views/zones.h"

#include <glib.h>
#include <math.h>

#define PANEL_GAP 16.0
#define HEAD_GAP 8.0
#define FLAT_GAP 6.0
#define LEAST_GAUGE 7.0         /* lines */
#define MOST_LANE_ROWS 8
#define MOST_GAUGE_LINES 2.0    /* that a lying gauge has above one */

/* Of a tall panel: its name, the free frames, a gauge, the block in hand, the first CPU, the tests. */
static double
tall_height (const ZonesDrawing *drawing)
{
  return drawing->measure->line_height[SCENE_FONT_BOLD] + (1 + LEAST_GAUGE) * drawing->line + zones_tests_height (drawing)
         + (sim_n_pcp_lists (drawing->machine) > 0 ? 3 : 1) * drawing->row + 3 * drawing->inset;
}

static double
tall_width (const ZonesDrawing *drawing)
{
  return zones_gauge_width (drawing) + 2 * drawing->inset;
}

/* Of panels that stand side by side: for the longest sum. */
static double
flat_width (const ZonesDrawing *drawing)
{
  return MAX (12 * drawing->line, zones_sum_width (drawing, SCENE_FONT_SMALL) + 2 * drawing->inset);
}

static double
flat_height (const ZonesDrawing *drawing)
{
  return drawing->line + 2;
}

/* Highest address first, as a request falls back; node by node. */
static void
order_panels (ZonesDrawing *drawing)
{
  const SimMachine *machine = drawing->machine;

  for (unsigned node = 0; node < sim_n_nodes (machine); node++)
    for (unsigned zone = sim_n_zones (machine); zone-- > 0;)
      if (sim_zone (machine, (SimZoneId) zone).node == node && sim_zone (machine, (SimZoneId) zone).spanned > 0)
        drawing->panels[drawing->n_panels++].zone = (SimZoneId) zone;
}

static void
place_panels (ZonesDrawing *drawing,
              SceneRect     rect,
              unsigned      n_columns,
              double        gap)
{
  unsigned n_rows = (drawing->n_panels + n_columns - 1) / n_columns;
  double width = (rect.width - (n_columns - 1) * PANEL_GAP) / n_columns, height = (rect.height - (n_rows - 1) * gap) / n_rows;

  for (unsigned i = 0; i < drawing->n_panels; i++)
    drawing->panels[i].rect = (SceneRect) { rect.x + i % n_columns * (width + PANEL_GAP), rect.y + i / n_columns * (height + gap),
                                            width, height };
}

/* As many columns as the rows need that there are with so many: of four panels two and two rather than three and one. */
static unsigned
even_columns (const ZonesDrawing *drawing,
              unsigned            n_columns)
{
  unsigned n_rows = (drawing->n_panels + n_columns - 1) / n_columns;

  return (drawing->n_panels + n_rows - 1) / n_rows;
}

static bool
fits (const ZonesDrawing *drawing,
      SceneRect           rect,
      unsigned            n_columns,
      double              width,
      double              height,
      double              gap)
{
  unsigned n_rows = (drawing->n_panels + n_columns - 1) / n_columns;

  return (rect.width + PANEL_GAP) / n_columns - PANEL_GAP >= width && (rect.height + gap) / n_rows - gap >= height;
}

/* What is left goes to the arithmetic, which is what the view is about, then to rings round what changed on the lists;
 * half of the rest to lanes, half to the gauge. */
static void
share_tall (ZonesDrawing *drawing)
{
  static const SceneFont larger[] = { SCENE_FONT_BOLD, SCENE_FONT_HEADING, SCENE_FONT_TITLE };
  double inner = drawing->panels[0].rect.width - 2 * drawing->inset, height = drawing->panels[0].rect.height, spare, lists;
  unsigned all_cpus;

  drawing->has_lists = inner >= zones_gauge_width (drawing) + zones_lists_width (drawing);
  lists = drawing->has_lists ? MAX (0, zones_lists_good_height (drawing) - LEAST_GAUGE * drawing->line) : 0;
  for (unsigned i = 0; i < G_N_ELEMENTS (larger); i++)
    {
      SceneFont before = drawing->sum;

      drawing->sum = larger[i];
      if (zones_sum_width (drawing, larger[i]) > inner
          || tall_height (drawing) + (larger[i] == SCENE_FONT_TITLE ? lists : 0) > height)
        {
          drawing->sum = before;
          break;
        }
    }

  spare = height - tall_height (drawing);
  if (spare >= lists)
    spare -= lists;
  drawing->n_lane_rows = 2 + (unsigned) MAX (0, floor (spare / 2 / drawing->row));
  /* Four CPUs have a row each, and one of them a lane, before the gauge grows. */
  all_cpus = MIN (sim_n_cpus (drawing->machine), MOST_LANE_ROWS / 2) + 1;
  if (drawing->n_lane_rows < all_cpus)
    drawing->n_lane_rows = MIN (all_cpus, 2 + (unsigned) MAX (0, floor (spare / drawing->row)));
  drawing->n_lane_rows = MIN (drawing->n_lane_rows, MIN (MOST_LANE_ROWS, MAX (4, 3 * sim_n_cpus (drawing->machine))));
  if (sim_n_pcp_lists (drawing->machine) == 0)
    drawing->n_lane_rows = 0;
}

/* Of the name, the gauge, the words on its marks if they are wanted, and the tests. */
static double
height_to_tests (const ZonesDrawing *drawing,
                 SceneFont           sum)
{
  double marks = drawing->has_mark_words ? drawing->line : 0, line = drawing->measure->line_height[sum];

  if (drawing->flat_tests == ZONES_ALL_TESTS)
    return 3 * drawing->line + marks + 2 * (drawing->line + line);
  return 2 * drawing->line + marks + (drawing->flat_tests == ZONES_LAST_TEST ? line : 0);
}

/* Rows for the block in hand, CPUs and a lane or two; the gauge has what they do not need. */
static void
share_flat_rest (ZonesDrawing *drawing,
                 double        rest)
{
  unsigned n_rows = sim_n_pcp_lists (drawing->machine) > 0 ? 3 + MIN (sim_n_cpus (drawing->machine), 2) : 1;

  drawing->flat_gauge = drawing->line + CLAMP (rest - n_rows * drawing->row, 0, MOST_GAUGE_LINES * drawing->line);
}

/* The most telling first: the latest sum, all of them, the marks in words, how full the lists of the first CPU are; then
 * sums as large as they can be. */
static void
share_flat (ZonesDrawing *drawing)
{
  static const SceneFont larger[] = { SCENE_FONT_BOLD, SCENE_FONT_HEADING, SCENE_FONT_TITLE };
  double height = drawing->panels[0].rect.height - 2, width = drawing->panels[0].rect.width - 2 * MIN (drawing->inset, 8);
  double cpu = sim_n_pcp_lists (drawing->machine) > 0 ? drawing->line + 7 : 0, kept;

  drawing->flat_tests = ZONES_ALL_TESTS;
  if (height_to_tests (drawing, SCENE_FONT_SMALL) > height)
    drawing->flat_tests = ZONES_LAST_TEST;
  if (height_to_tests (drawing, SCENE_FONT_SMALL) > height)
    drawing->flat_tests = ZONES_NO_TESTS;
  drawing->has_mark_words = drawing->flat_tests != ZONES_NO_TESTS
                            && height_to_tests (drawing, SCENE_FONT_SMALL) + drawing->line <= height;
  kept = height_to_tests (drawing, SCENE_FONT_SMALL) + cpu <= height ? cpu : 0;
  for (unsigned i = 0; i < G_N_ELEMENTS (larger) && drawing->flat_tests != ZONES_NO_TESTS; i++)
    {
      if (zones_sum_width (drawing, larger[i]) > width || height_to_tests (drawing, larger[i]) + kept > height)
        break;
      drawing->sum = larger[i];
    }
  share_flat_rest (drawing, height - height_to_tests (drawing, drawing->sum));
}

bool
zones_share_room (ZonesDrawing *drawing)
{
  const SceneMeasure *measure = drawing->measure;
  SceneRect area = drawing->page.area, rest;
  double title = measure->line_height[SCENE_FONT_HEADING], chips = drawing->line + 6;
  unsigned n_columns;

  order_panels (drawing);
  if (drawing->n_panels == 0)
    return false;

  drawing->head = (SceneRect) { area.x, area.y, area.width, title + 4 + chips };
  if (area.height - drawing->head.height - HEAD_GAP < drawing->n_panels * flat_height (drawing))
    drawing->head.height = title;
  rest = (SceneRect) { area.x, area.y + drawing->head.height + HEAD_GAP, area.width,
                       area.height - drawing->head.height - HEAD_GAP };

  for (n_columns = drawing->n_panels; n_columns > 0; n_columns--)
    if (fits (drawing, rest, n_columns, tall_width (drawing), tall_height (drawing), PANEL_GAP))
      {
        drawing->is_tall = true;
        place_panels (drawing, rest, even_columns (drawing, n_columns), PANEL_GAP);
        share_tall (drawing);
        return true;
      }

  /* A few lines each: side by side as far as their sums have room, in rows of the same number. */
  for (n_columns = drawing->n_panels; n_columns > 0; n_columns--)
    if (fits (drawing, rest, n_columns, n_columns > 1 ? flat_width (drawing) : 12 * drawing->line, flat_height (drawing), FLAT_GAP))
      {
        place_panels (drawing, rest, even_columns (drawing, n_columns), FLAT_GAP);
        share_flat (drawing);
        return true;
      }
  return false;
}
