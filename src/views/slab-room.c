/* slab-room.c - who has how much room, and how large cells are */
#include "views/slab.h"

#include <glib.h>
#include <math.h>

#define GAP 12.0                /* between columns, and between the parts */
#define CARD_PAD 8.0
#define MOST_FOR_ARRAYS 0.34    /* of the height */
#define MOST_CELLS 2400         /* that are shapes */
#define MOST_PER_LINE 4         /* cards beside each other */
#define LARGEST_PITCH 30        /* less in low pictures: of their height */
#define LEAST_LARGEST_PITCH 18
#define PITCHES_IN_HEIGHT 36.0
#define LEAST_PITCH 8
#define MOST_STRETCH 1.7        /* a cell is at most so much wider than high */
#define LARGEST_CELL 20.0       /* of the grid, from near */
#define LEAST_IN_LINE 8         /* cells beside words */

/* --- the cells of a slab ------------------------------------------------------------------- */

static void
count_cells (SlabDrawing *drawing)
{
  const SimCache *cache = &drawing->cache;
  SlabCells *cells = &drawing->cells;
  bool is_on_slab = !(cache->flags & (SIM_SLAB_OBJFREELIST | (uint32_t) SIM_SLAB_OFF_SLAB)) && cache->freelist_size > 0;

  cells->n_before = cache->colour > 1 ? 1 : 0;
  cells->n_behind = is_on_slab ? 1 : 0;
  cells->n_cells = cache->num + cells->n_before + cells->n_behind;
}

/* --- cards --------------------------------------------------------------------------------- */

static double
label_width (const SlabDrawing *drawing)
{
  double pfn = slab_text_width (drawing, SCENE_FONT_MONO_SMALL, sim_n_frames (drawing->machine) > 0xfffff ? "0x888888" : "0x88888");

  return MAX (pfn, drawing->has_holders ? slab_text_width (drawing, SCENE_FONT_SMALL, sim_n_cpus (drawing->machine) > 10 ? "CPU 88 partial" : "CPU 8 partial") : 0) + 6;
}

static double
count_width (const SlabDrawing *drawing)
{
  return slab_text_width (drawing, SCENE_FONT_SMALL, drawing->cache.num > 99 ? "888/888" : "88/88") + 6;
}

/* Several beside each other, if there is room for their words. */
static bool
try_cards (SlabDrawing *drawing,
           unsigned     pitch,
           unsigned     per_line)
{
  SlabCells *cells = &drawing->cells;
  double card = (drawing->columns[0].inner.width - (per_line - 1) * drawing->ring) / per_line, width = card - 2 * CARD_PAD, height = drawing->columns[0].inner.height, all;
  uint32_t most = 0;

  cells->gap = pitch > 18 ? 4 : pitch >= 10 ? 3 : 2;
  cells->pitch = pitch;
  cells->per_row = (unsigned) MAX (1, floor ((width + cells->gap) / pitch));
  cells->per_row = MIN (cells->per_row, cells->n_cells);
  cells->n_rows = (cells->n_cells + cells->per_row - 1) / cells->per_row;
  /* Rows of equal length. */
  cells->per_row = (cells->n_cells + cells->n_rows - 1) / cells->n_rows;
  cells->step = MIN ((width + cells->gap) / cells->per_row, MOST_STRETCH * pitch);
  drawing->card_height = drawing->measure->line_height[SCENE_FONT_MONO_SMALL] + cells->n_rows * cells->pitch + CARD_PAD;

  drawing->card_width = card;
  drawing->cards_per_line = per_line;
  for (unsigned i = 0; i < SLAB_N_COLUMNS; i++)
    most = MAX (most, (drawing->story.most[i] + per_line - 1) / per_line);
  all = most * (drawing->card_height + drawing->ring) + drawing->ring;
  return width >= pitch && all <= height && (per_line == 1 || width >= label_width (drawing) + count_width (drawing));
}

static bool
find_cards (SlabDrawing *drawing)
{
  if ((uint64_t) drawing->story.n_slabs * drawing->cells.n_cells > MOST_CELLS)
    return false;
  for (unsigned pitch = CLAMP ((unsigned) (drawing->page.area.height / PITCHES_IN_HEIGHT), LEAST_LARGEST_PITCH, LARGEST_PITCH); pitch >= LEAST_PITCH; pitch--)
    for (unsigned per_line = 1; per_line <= MOST_PER_LINE; per_line++)
      if (try_cards (drawing, pitch, per_line))
        return true;
  return false;
}

/* --- the grid ------------------------------------------------------------------------------ */

/* Lines of slabs in the longest column. */
static uint32_t
lines_needed (const SlabDrawing *drawing)
{
  uint32_t most = 0;

  for (unsigned i = 0; i < SLAB_N_COLUMNS; i++)
    most = MAX (most, drawing->story.most[i]);
  return (most + drawing->grid.per_line - 1) / drawing->grid.per_line;
}

/* About twice as wide as high, with as little left over in the last row as can be. */
static unsigned
even_row (unsigned n)
{
  unsigned best = 1, least = n;

  for (unsigned i = (unsigned) ceil (sqrt (n)); i <= (unsigned) ceil (2 * sqrt (n)); i++)
    {
      unsigned left = (n + i - 1) / i * i - n;

      if (left <= least)
        {
          least = left;
          best = i;
        }
    }
  return MIN (best, n);
}

static bool
try_grid (SlabDrawing *drawing,
          double       cell,
          bool         has_words)
{
  SlabGrid *grid = &drawing->grid;
  double width = drawing->columns[0].inner.width, line = drawing->measure->line_height[SCENE_FONT_MONO_SMALL];
  unsigned room, n = drawing->cells.n_cells;

  drawing->has_words = has_words;
  grid->cell = cell;
  if (has_words)
    width -= label_width (drawing) + count_width (drawing);
  room = (unsigned) MAX (0, floor (width / cell));
  if (has_words)
    {
      if (room < MIN (LEAST_IN_LINE, n))
        return false;
      grid->per_row = MIN (room, n);
      grid->per_line = 1;
      grid->width = grid->per_row;
    }
  else
    {
      grid->per_row = MIN (even_row (n), MAX (room, 1));
      grid->width = grid->per_row + 1;
      grid->per_line = MAX (1, (room + 1) / grid->width);
    }
  grid->n_rows = (n + grid->per_row - 1) / grid->per_row;
  grid->height = grid->n_rows + 1;
  if (has_words)
    grid->height = (unsigned) MAX (grid->height, ceil ((drawing->has_holders ? 2 * line + 2 : line) / cell));
  grid->whole = lines_needed (drawing) * grid->height * cell;
  return grid->whole <= drawing->plot.height;
}

static void
scroll_grid (SlabDrawing *drawing)
{
  SlabGrid *grid = &drawing->grid;
  double most = MAX (0, grid->whole - drawing->plot.height);

  grid->scroll = CLAMP ((drawing->subject->camera.centre.y - 0.5) * 2 * grid->whole, 0, most);
  /* Whole points, so that cells keep their height. */
  grid->scroll = floor (grid->scroll);
}

static void
find_grid (SlabDrawing *drawing)
{
  static const unsigned with_words[] = { 16, 12, 10, 8, 6, 5, 4 }, without[] = { 18, 14, 12, 10, 8, 6, 5, 4, 3, 2 };
  double zoom = MAX (1, drawing->subject->camera.zoom);
  SlabGrid *grid = &drawing->grid;
  bool fits = false;

  drawing->has_holders = sim_allocator (drawing->machine) == SIM_ALLOCATOR_SLUB && drawing->cache.cpu_partial > 0;
  for (unsigned i = 0; i < G_N_ELEMENTS (with_words) && with_words[i] >= LEAST_PITCH && drawing->has_holders && !fits; i++)
    fits = try_grid (drawing, with_words[i], true);
  drawing->has_holders = fits && drawing->has_holders;
  for (unsigned i = 0; i < G_N_ELEMENTS (with_words) && !fits; i++)
    fits = try_grid (drawing, with_words[i], true);
  for (unsigned i = 0; i < G_N_ELEMENTS (without) && !fits; i++)
    fits = try_grid (drawing, without[i], false);
  if (zoom > 1)
    try_grid (drawing, MAX (grid->cell, MIN (round (grid->cell * zoom), LARGEST_CELL)), drawing->has_words);
  if (drawing->has_words && grid->per_row == 0)
    try_grid (drawing, grid->cell, false);

  for (unsigned i = 0; i < SLAB_N_COLUMNS; i++)
    grid->first[i] = (unsigned) ceil ((drawing->columns[i].inner.x - drawing->plot.x
                                       + (drawing->has_words ? label_width (drawing) : 0)) / grid->cell);
  scroll_grid (drawing);
}

/* --- all of it ----------------------------------------------------------------------------- */

/* The names may be cut, but not to nothing. */
static double
caches_width (const SlabDrawing *drawing)
{
  double least = slab_text_width (drawing, SCENE_FONT_SMALL, "kmalloc-rcl-192") + slab_text_width (drawing, SCENE_FONT_SMALL, "8 888/8 888") + 26;

  return MAX (least, MIN (slab_caches_width (drawing), 0.2 * drawing->page.area.width));
}

static void
place_columns (SlabDrawing *drawing,
               SceneRect    rect)
{
  double gap = rect.width < 500 ? 6 : GAP, pad = rect.width < 500 ? 4 : 8, name = drawing->measure->line_height[SCENE_FONT_BOLD] + 4;
  double width = floor ((rect.width - 2 * gap) / SLAB_N_COLUMNS);

  for (unsigned i = 0; i < SLAB_N_COLUMNS; i++)
    {
      SlabColumn *column = &drawing->columns[i];

      column->rect = (SceneRect) { rect.x + i * (width + gap), rect.y, width, rect.height };
      column->inner = (SceneRect) { column->rect.x + pad, rect.y + name, width - 2 * pad, rect.height - name - drawing->line - 4 };
    }
  drawing->plot = (SceneRect) { drawing->columns[0].inner.x, ceil (drawing->columns[0].inner.y) + 3, rect.width - 2 * pad,
                                floor (drawing->columns[0].inner.height) - 4 };
}

bool
slab_share_room (SlabDrawing *drawing)
{
  const SceneMeasure *measure = drawing->measure;
  SceneRect area = drawing->page.area, rest;
  double title = measure->line_height[SCENE_FONT_HEADING], width = caches_width (drawing), strip = drawing->line + 8;
  double least = measure->line_height[SCENE_FONT_BOLD] + 4 * drawing->line + 16, arrays;

  drawing->ring = 2 * measure->ring + 2 * measure->line_width + 2;
  drawing->head = (SceneRect) { area.x, area.y, area.width, title };
  rest = (SceneRect) { area.x, area.y + title + GAP / 2, area.width, area.height - title - GAP / 2 };
  if (width <= 0.28 * area.width && area.width - width >= 520 && rest.height >= 8 * strip)
    {
      drawing->caches_are_beside = true;
      drawing->caches = (SceneRect) { rest.x, rest.y, width, rest.height };
      rest.x += width + GAP;
      rest.width -= width + GAP;
    }
  else if (rest.height - strip - GAP / 2 >= least)
    {
      drawing->caches = (SceneRect) { rest.x, rest.y, rest.width, strip };
      rest.y += strip + GAP / 2;
      rest.height -= strip + GAP / 2;
    }

  drawing->most_of_arrays = MIN (MOST_FOR_ARRAYS * rest.height, rest.height - least - GAP);
  arrays = slab_arrays_height (drawing, rest.width, drawing->most_of_arrays);
  if (arrays > 0)
    {
      drawing->arrays = (SceneRect) { rest.x, rest.y, rest.width, arrays };
      rest.y += arrays + GAP;
      rest.height -= arrays + GAP;
    }
  if (rest.height < 3 * drawing->line || rest.width < 90)
    return false;
  place_columns (drawing, rest);
  count_cells (drawing);
  drawing->is_grid = !find_cards (drawing);
  if (drawing->is_grid)
    find_grid (drawing);
  return true;
}
