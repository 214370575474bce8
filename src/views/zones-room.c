#include "views/zones.h"

#include <glib.h>
#include <math.h>

#define PANEL_GAP 16.0
#define HEAD_GAP 8.0
#define LEAST_GAUGE 7.0         /* lines */
#define MOST_LANE_ROWS 8

/* Of a tall panel: its name, the free frames, a gauge, the block in hand, the first CPU, the tests. */
static double
tall_height (const ZonesDrawing *drawing)
{
  return drawing->measure->line_height[SCENE_FONT_BOLD] + (1 + LEAST_GAUGE + ZONES_TEST_LINES) * drawing->line
         + (sim_n_pcp_lists (drawing->machine) > 0 ? 3 : 1) * drawing->row + 3 * drawing->inset;
}

static double
tall_width (const ZonesDrawing *drawing)
{
  return zones_gauge_width (drawing) + 2 * drawing->inset;
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
        place_panels (drawing, rest, n_columns, PANEL_GAP);
        double inner = drawing->panels[0].rect.width - 2 * drawing->inset;
        double spare = drawing->panels[0].rect.height - tall_height (drawing);

        drawing->has_lists = inner >= zones_gauge_width (drawing) + zones_lists_width (drawing);
        drawing->n_lane_rows = 2;
        /* Half of what is left goes to the gauge. */
        drawing->n_lane_rows += (unsigned) MAX (0, floor (spare / 2 / drawing->row));
        drawing->n_lane_rows = MIN (drawing->n_lane_rows, MIN (MOST_LANE_ROWS, MAX (4, 3 * sim_n_cpus (drawing->machine))));
        if (sim_n_pcp_lists (drawing->machine) == 0)
          drawing->n_lane_rows = 0;
        return true;
      }

  /* A few lines each, one below the other; side by side only where that is too high. */
  for (n_columns = 1; n_columns <= drawing->n_panels; n_columns++)
    if (fits (drawing, rest, n_columns, 12 * drawing->line, flat_height (drawing), 4))
      {
        if (n_columns < drawing->n_panels && fits (drawing, rest, n_columns + 1, 26 * drawing->line, flat_height (drawing), 4)
            && !fits (drawing, rest, n_columns, 12 * drawing->line, 4 * drawing->line, 4))
          continue;
        place_panels (drawing, rest, n_columns, 4);
        return true;
      }
  return false;
}
