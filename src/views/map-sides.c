#include "views/map.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define LEAST_INNER_BORDER 48.0         /* a block smaller than this shows only by hue where zones meet in it */

static uint32_t
row_frames (const MapFrame *frame)
{
  return frame->grid.columns << frame->grid.block_order;
}

static SimPfn
zone_end (const SimMachine *machine,
          SimZoneId         zone)
{
  SimZone look = sim_zone (machine, zone);

  return look.start_pfn + look.spanned;
}

/* The numbers of rows and columns */

static void
draw_numbers_at (MapDrawing *drawing,
                 double      first_y,
                 double      step_y,
                 SimPfn      step_frames)
{
  const MapFrame *frame = &drawing->frame;
  double line = drawing->measure->line_height[SCENE_FONT_MONO_SMALL];
  SceneRect clip = frame->grid.clip;
  double next = clip.y - line;
  char number[VIEW_NUMBER_SIZE];
  uint64_t i = first_y < clip.y ? (uint64_t) floor ((clip.y - first_y) / step_y) : 0, pfn;

  for (; (pfn = i * step_frames) < frame->grid.n_cells; i++)
    {
      double top = first_y + i * step_y, y;

      if (top >= clip.y + clip.height)
        break;
      /* A row that begins above what is seen has its number at the edge. */
      y = MAX (top, clip.y) + MIN (2, MAX (0, (step_y - line) / 2));
      if (y < next || y + line > MIN (top + MAX (step_y, line), clip.y + clip.height) + 1)
        continue;
      scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, pfn),
                      (SceneRect) { frame->zones_right + MAP_BAR_GAP + MAP_BAR, y,
                                    frame->numbers_right - frame->zones_right - MAP_BAR_GAP - MAP_BAR, line },
                      SCENE_FONT_MONO_SMALL, SCENE_END, VIEW_FAINT, view_format_pfn (number, (SimPfn) pfn));
      next = y + line;
    }
}

static void
draw_row_numbers (MapDrawing *drawing)
{
  const MapFrame *frame = &drawing->frame;
  double line = drawing->measure->line_height[SCENE_FONT_MONO_SMALL], pitch = scene_grid_pitch (&frame->grid);
  unsigned every = 1;

  if (frame->grid.order == SCENE_MORTON)
    {
      while (pitch * every < line)
        every *= 2;
      draw_numbers_at (drawing, frame->whole.y, pitch * every, row_frames (frame) * every);
      return;
    }
  while (frame->grid.cell * every < line)
    every *= 2;
  draw_numbers_at (drawing, frame->whole.y, frame->grid.cell * every,
                   (frame->grid.columns << frame->grid.block_order / 2) * every);
}

static bool
has_column_numbers (const MapDrawing *drawing)
{
  const MapFrame *frame = &drawing->frame;
  char number[VIEW_NUMBER_SIZE + 1] = "+";

  view_format_pfn (number + 1, (frame->grid.columns - 1) << frame->grid.block_order);
  return frame->grid.order == SCENE_MORTON && frame->grid.columns >= 2
         && drawing->measure->advance (drawing->measure, SCENE_FONT_MONO_SMALL,
                                       number) + 9 <= scene_grid_pitch (&frame->grid);
}

/* "+0x400": what a column adds to the number of its row. */
static void
draw_column_numbers (MapDrawing *drawing)
{
  const MapFrame *frame = &drawing->frame;
  const SceneMeasure *measure = drawing->measure;
  double pitch = scene_grid_pitch (&frame->grid), line = measure->line_height[SCENE_FONT_MONO_SMALL];
  char number[VIEW_NUMBER_SIZE + 1] = "+";
  uint32_t column;

  if (!has_column_numbers (drawing))
    return;

  for (column = 0; column < frame->grid.columns; column++)
    {
      double end = frame->whole.x + (column + 1) * pitch, x = MAX (end - pitch, frame->grid.clip.x), width;

      view_format_pfn (number + 1, column << frame->grid.block_order);
      width = measure->advance (measure, SCENE_FONT_MONO_SMALL, number) + 1;
      if (x + width + 8 > MIN (end, frame->grid.clip.x + frame->grid.clip.width))
        continue;
      scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, (uint64_t) 1 << 40 | column),
                      (SceneRect) { x, frame->plot.y - line - 1, width,
                                    line }, SCENE_FONT_MONO_SMALL, SCENE_START, VIEW_FAINT, number);
    }
}

/* The zones beside their rows */

typedef struct {
  SimZoneId zone;
  double    top, end;           /* of its bar, as far as it is seen */
  double    label;              /* where its words begin */
} Side;

/* A row belongs to the zone in which it begins. A zone that begins no row has half of the one it is in. */
static bool
find_side (const MapDrawing *drawing,
           SimZoneId         zone,
           Side             *side)
{
  const MapFrame *frame = &drawing->frame;
  SimPfn first = zone == 0 ? 0 : sim_zone (drawing->machine, zone).start_pfn;
  SimPfn end = MIN (zone_end (drawing->machine, zone), frame->grid.n_cells), row = row_frames (frame);
  uint32_t first_row, end_row;
  double pitch = scene_grid_pitch (&frame->grid), top, bottom;
  SceneRect clip = frame->grid.clip;

  if (first >= end)
    return false;

  if (frame->grid.order == SCENE_ROW_MAJOR)
    {
      row = frame->grid.columns << frame->grid.block_order / 2;
      pitch = frame->grid.cell;
    }
  first_row = (first + row - 1) / row;
  end_row = (end + row - 1) / row;
  top = frame->whole.y + first_row * pitch;
  bottom = frame->whole.y + end_row * pitch - (frame->grid.order == SCENE_MORTON ? frame->grid.gap : 0);
  if (first_row >= end_row)
    {
      top = frame->whole.y + (first_row - 0.5) * pitch;
      bottom = frame->whole.y + first_row * pitch - frame->grid.gap;
    }

  *side = (Side) { zone, MAX (top, clip.y), MIN (bottom, clip.y + clip.height), 0 };
  side->label = side->top;
  return side->end > side->top;
}

/* Words under each other, at their bars where there is room. False: not even so do they fit. */
static bool
spread_labels (Side     *sides,
               unsigned  n,
               double    height,
               double    end)
{
  unsigned i;

  for (i = 0; i < n; i++)
    sides[i].label = MAX (sides[i].top, i > 0 ? sides[i - 1].label + height : 0);
  for (i = n; i-- > 0; end = sides[i].label)
    sides[i].label = MIN (sides[i].label, end - height);
  return n == 0 || sides[0].label >= sides[0].top - 1;
}

static void
draw_zone_words (MapDrawing *drawing,
                 const Side *side,
                 unsigned    n_lines)
{
  const SceneMeasure *measure = drawing->measure;
  SimZone zone = sim_zone (drawing->machine, side->zone);
  double right = drawing->frame.zones_right, y = side->label, left = 4;
  char size[VIEW_NUMBER_SIZE], range[VIEW_RANGE_SIZE];

  scene_add_text (drawing->out, scene_key (SIM_REF_ZONE, VIEW_PART_LABEL, side->zone),
                  (SceneRect) { left, y, right - left,
                                measure->line_height[SCENE_FONT_BOLD] }, SCENE_FONT_BOLD, SCENE_END,
                  scene_role (view_zone_hue (zone.type), SCENE_FILL_STRONG),
                  view_format_zone (size, drawing->machine, side->zone));
  y += measure->line_height[SCENE_FONT_BOLD];
  if (n_lines < 2)
    return;
  view_format_range (range, zone.start_pfn, zone.start_pfn + zone.spanned);
  scene_add_text (drawing->out, scene_key (SIM_REF_ZONE, VIEW_PART_LABEL + (1 << 8), side->zone),
                  (SceneRect) { left, y, right - left,
                                measure->line_height[SCENE_FONT_SMALL] }, SCENE_FONT_SMALL, SCENE_END,
                  VIEW_FAINT, range);
  y += measure->line_height[SCENE_FONT_SMALL];
  if (n_lines < 3)
    return;
  scene_add_text (drawing->out, scene_key (SIM_REF_ZONE, VIEW_PART_LABEL + (2 << 8), side->zone),
                  (SceneRect) { left, y, right - left,
                                measure->line_height[SCENE_FONT_SMALL] }, SCENE_FONT_SMALL, SCENE_END,
                  VIEW_FAINT, view_format_size (size, zone.present));
}

static void
draw_zones (MapDrawing *drawing)
{
  const SceneMeasure *measure = drawing->measure;
  double bold = measure->line_height[SCENE_FONT_BOLD], small = measure->line_height[SCENE_FONT_SMALL];
  SceneRect clip = drawing->frame.grid.clip;
  unsigned n = 0, n_lines = drawing->frame.n_zone_lines, i;
  Side sides[SIM_MAX_ZONES];
  SimZoneId zone;

  for (zone = 0; zone < sim_n_zones (drawing->machine) && n < SIM_MAX_ZONES; zone++)
    n += find_side (drawing, zone, &sides[n]);

  while (n_lines > 1 && !spread_labels (sides, n, bold + (n_lines - 1) * small + 6,
                                        MAX (clip.y + clip.height, clip.y + 60)))
    n_lines--;
  if (n_lines == 1)
    spread_labels (sides, n, bold, clip.y + clip.height);

  for (i = 0; i < n; i++)
    {
      SimZone look = sim_zone (drawing->machine, sides[i].zone);
      char count[VIEW_NUMBER_SIZE], name[VIEW_NUMBER_SIZE];
      g_autofree char *hint = NULL;

      /* Translators: the name of a zone, and how many page frames of it are free. */
      hint = g_strdup_printf (_("Zone %s: %s page frames free"), view_format_zone (name, drawing->machine, sides[i].zone),
                              view_format_count (count, look.free));
      scene_add_box (drawing->out, scene_key (SIM_REF_ZONE, VIEW_PART_ZONE, sides[i].zone),
                     (SceneRect) { drawing->frame.zones_right + MAP_BAR_GAP, sides[i].top, MAP_BAR,
                                   sides[i].end - sides[i].top },
                     scene_role (view_zone_hue (look.type), SCENE_FILL_ALLOCATED), NULL)->marks = SCENE_MARK_SQUARE;
      scene_set_hint (drawing->out, hint);
      draw_zone_words (drawing, &sides[i], n_lines);
    }
}

/* What the scenario wants to be seen; NULL: nothing in particular. */
static char *
dup_looked_at (const MapDrawing *drawing)
{
  const SimMachine *machine = drawing->machine;
  SimRef look = drawing->subject->look;
  SimPfn first, end;
  char number[VIEW_NUMBER_SIZE], zone[VIEW_NUMBER_SIZE];
  SimBlock block;

  if (look.kind == SIM_REF_ZONE || !view_ref_frames (machine, look, &first, &end))
    return NULL;
  block = sim_block_at (machine, first);
  if (end - first > 1 && block.first == first && block.end == end)
    return view_dup_block_hint (machine, block);
  /* Translators: the number of a page frame, its state, its zone. */
  return g_strdup_printf (_("page frame %s: %s, zone %s"), view_format_pfn (number, first),
                          view_state_word (block.state),
                          view_format_zone (zone, machine, block.zone));
}

/* The same where there is little room: its numbers and its state. */
static char *
dup_looked_at_shortly (const MapDrawing *drawing)
{
  char first_number[VIEW_NUMBER_SIZE], last_number[VIEW_NUMBER_SIZE];
  SimPfn first, end;
  const char *word;

  if (drawing->subject->look.kind == SIM_REF_ZONE
      || !view_ref_frames (drawing->machine, drawing->subject->look, &first, &end))
    return NULL;
  word = view_state_word (sim_frame_state (drawing->machine, first));
  view_format_pfn (first_number, first);
  if (end - first == 1)
    return g_strdup_printf ("%s · %s", first_number, word);
  return g_strdup_printf ("%s–%s · %s", first_number, view_format_pfn (last_number, end - 1), word);
}

static void
draw_title (MapDrawing *drawing)
{
  const MapFrame *frame = &drawing->frame;
  const SceneMeasure *measure = drawing->measure;
  double line = measure->line_height[SCENE_FONT_HEADING], margin = frame->plot.x + frame->plot.width;
  double x, y = frame->plot.y - measure->line_height[SCENE_FONT_MONO_SMALL] - 6 - line, width;
  char count[VIEW_NUMBER_SIZE], size[VIEW_NUMBER_SIZE];
  SimOrder order = (SimOrder) frame->grid.block_order;
  g_autofree char *text = NULL, *look = dup_looked_at (drawing);
  SceneRole role = VIEW_FAINT;
  const char *title = "mem_map";

  x = scene_picture_size (drawing->out).width - margin;
  width = measure->advance (measure, SCENE_FONT_HEADING, title) + 1;
  scene_add_text (drawing->out, scene_key (0, VIEW_PART_HEADING, 1), (SceneRect) { x, y, width, line },
                  SCENE_FONT_HEADING, SCENE_START,
                  VIEW_STRONG, title);
  x += width + 20;

  if (look && x + measure->advance (measure, SCENE_FONT_SMALL, look) + 1 > margin)
    {
      g_free (look);
      look = dup_looked_at_shortly (drawing);
    }
  if (look && x + measure->advance (measure, SCENE_FONT_SMALL, look) + 1 <= margin)
    {
      text = g_steal_pointer (&look);
      role = VIEW_STRONG;
    }

  view_format_count (count, sim_n_frames (drawing->machine));
  view_format_size (size, sim_frames_in (order));
  if (!text && frame->grid.order == SCENE_MORTON)
    /* Translators: number of page frames, order and size of the largest block. */
    text = g_strdup_printf (_("%s page frames; one square is a block of order %u, %s"), count, order, size);
  else if (!text)
    text = g_strdup_printf (_("%s page frames, row by row"), count);
  width = measure->advance (measure, SCENE_FONT_SMALL, text) + 1;
  if (x + width > margin)
    {
      g_free (text);
      text = g_strdup_printf (_("%s page frames"), count);
      width = measure->advance (measure, SCENE_FONT_SMALL, text) + 1;
    }
  if (x + width <= margin)
    scene_add_text (drawing->out, scene_key (0, VIEW_PART_HEADING, 2), (SceneRect) { margin - width, y, width, line },
                    SCENE_FONT_SMALL, SCENE_END, role, text);
}

void
map_draw_sides (MapDrawing *drawing)
{
  draw_title (drawing);
  draw_zones (drawing);
  if (drawing->frame.has_numbers)
    draw_row_numbers (drawing);
  draw_column_numbers (drawing);
}

/* Borders */

static void
add_border (MapDrawing *drawing,
            double      x,
            double      y,
            double      end_x,
            double      end_y)
{
  double width = MAX (2, drawing->measure->line_width * 2);
  SceneRect rect = { x - width / 2, y - width / 2, end_x - x + width, end_y - y + width };

  if (map_clip (&rect, drawing->frame.grid.clip))
    scene_add_box (drawing->out, SCENE_NO_KEY, rect, VIEW_DARK, NULL)->marks
      = SCENE_MARK_SQUARE;
}

/* Along the cells of the block in which one zone ends and another begins. */
static void
draw_border_in_block (MapDrawing *drawing,
                      SimPfn      at)
{
  const SceneGrid *grid = &drawing->frame.grid;
  uint32_t first = at >> grid->block_order << grid->block_order, n = at - first;
  unsigned side = scene_grid_side (grid), a, b, run;
  SceneRect rect = scene_grid_block_rect (grid, first, grid->block_order);

  for (a = 1; a < side; a++)
    for (b = 0; b < side; b = run + 1)
      {
        for (run = b; run < side && (scene_morton_join (run, a - 1) < n) != (scene_morton_join (run, a) < n); run++)
          ;
        if (run > b)
          add_border (drawing, rect.x + b * grid->cell, rect.y + a * grid->cell, rect.x + run * grid->cell,
                      rect.y + a * grid->cell);
      }
  for (a = 1; a < side; a++)
    for (b = 0; b < side; b = run + 1)
      {
        for (run = b; run < side && (scene_morton_join (a - 1, run) < n) != (scene_morton_join (a, run) < n); run++)
          ;
        if (run > b)
          add_border (drawing, rect.x + a * grid->cell, rect.y + b * grid->cell, rect.x + a * grid->cell,
                      rect.y + run * grid->cell);
      }
}

/* Between rows of equal pitch: below the end of the zone, beside it in the row they share, above it. */
static void
draw_border (MapDrawing *drawing,
             double      row,
             double      column,
             double      pitch_x,
             double      pitch_y,
             double      gap)
{
  SceneRect whole = drawing->frame.whole;
  double x = whole.x + column * pitch_x - gap / 2, y = whole.y + row * pitch_y - gap / 2;

  if (column > 0)
    {
      add_border (drawing, whole.x - gap / 2, y + pitch_y, x, y + pitch_y);
      add_border (drawing, x, y, x, y + pitch_y);
    }
  add_border (drawing, x, y, whole.x + whole.width, y);
}

void
map_draw_borders (MapDrawing *drawing)
{
  const SceneGrid *grid = &drawing->frame.grid;
  double pitch = scene_grid_pitch (grid);
  SimZoneId zone;

  for (zone = 1; zone < sim_n_zones (drawing->machine); zone++)
    {
      SimPfn at = sim_zone (drawing->machine, zone).start_pfn;
      uint32_t block = at >> grid->block_order, width = grid->columns * scene_grid_side (grid);

      if (at >= grid->n_cells)
        continue;
      if (grid->order == SCENE_ROW_MAJOR)
        {
          draw_border (drawing, at / width, at % width, grid->cell, grid->cell, 0);
          continue;
        }
      if (at % (1u << grid->block_order))
        {
          /* The block they share belongs to neither: the border goes round it, and through it. */
          if (pitch >= LEAST_INNER_BORDER)
            draw_border_in_block (drawing, at);
          else if (at % (1u << grid->block_order) >= 1u << (grid->block_order - 1))
            block++;
        }
      draw_border (drawing, block / grid->columns, block % grid->columns, pitch, pitch, grid->gap);
    }
}
