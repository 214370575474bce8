/* map-page-blocks.c - the page blocks on the map: the type of each, and which one was claimed in this step
 *
 * The letter of the type stands in a corner where nothing else is written. Where page blocks are small, only those
 * have one that are of another type than most; smaller still, none.
 */
#include "views/map.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>

#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define MOST_LETTERS 400
#define LEAST_SIDE 2.4          /* lines: for the letter of a type that most do not have */
#define GOOD_SIDE 5.0           /* for every page block's */

/* Words and rings of the picture so far, for letters that yield to them. */
typedef struct {
  SceneRect *rects;
  size_t     n;
} Words;

static void
add_ring (const MapDrawing *drawing,
          Words            *words,
          SceneRect         rect)
{
  double out = drawing->measure->ring + 1, in = 2 * drawing->measure->line_width, both = out + in;
  SceneRect whole = { rect.x - out, rect.y - out, rect.width + 2 * out, rect.height + 2 * out };

  words->rects[words->n++] = (SceneRect) { whole.x, whole.y, whole.width, both };
  words->rects[words->n++] = (SceneRect) { whole.x, whole.y + whole.height - both, whole.width, both };
  words->rects[words->n++] = (SceneRect) { whole.x, whole.y, both, whole.height };
  words->rects[words->n++] = (SceneRect) { whole.x + whole.width - both, whole.y, both, whole.height };
}

static Words
find_words (const MapDrawing *drawing)
{
  size_t n_shapes = scene_picture_n_shapes (drawing->out);
  Words words = { g_new (SceneRect, 5 * n_shapes + 1), 0 };

  for (size_t i = 0; i < n_shapes; i++)
    {
      const SceneShape *shape = scene_picture_shape (drawing->out, i);
      double width, height;
      SceneRect rect = shape->rect;

      if (shape->form == SCENE_BOX && shape->marks & (SCENE_MARK_CHANGED | SCENE_MARK_SELECTED))
        add_ring (drawing, &words, rect);
      if (!shape->label || !*shape->label)
        continue;
      width = drawing->measure->advance (drawing->measure, shape->font, shape->label);
      height = drawing->measure->line_height[shape->font];
      if (shape->align == SCENE_MIDDLE)
        rect.x += (rect.width - width) / 2;
      else if (shape->align == SCENE_END)
        rect.x += rect.width - width;
      words.rects[words.n++] = (SceneRect) { rect.x - 2, rect.y + (rect.height - height) / 2, width + 4, height };
    }
  return words;
}

static bool
is_clear (const MapDrawing *drawing,
          const Words      *words,
          SceneRect         rect)
{
  SceneRect clip = drawing->frame.grid.clip;

  if (rect.x < clip.x || rect.y < clip.y || rect.x + rect.width > clip.x + clip.width || rect.y + rect.height > clip.y + clip.height)
    return false;
  for (size_t i = 0; i < words->n; i++)
    if (rect.x < words->rects[i].x + words->rects[i].width && words->rects[i].x < rect.x + rect.width
        && rect.y < words->rects[i].y + words->rects[i].height && words->rects[i].y < rect.y + rect.height)
      return false;
  return true;
}

static char *
dup_hint (const MapDrawing *drawing,
          SimPfn            first,
          SimPfn            end)
{
  char from[VIEW_NUMBER_SIZE], to[VIEW_NUMBER_SIZE];

  /* Translators: first and last page frame, migrate type. */
  return g_strdup_printf (_("Page block %s–%s: %s"), view_format_pfn (from, first), view_format_pfn (to, end - 1),
                          sim_migrate_name (sim_pageblock_type (drawing->machine, first)));
}

/* In the first corner that is free, on a plate: what lies below may be hatched. */
static void
add_letter (MapDrawing  *drawing,
            const Words *words,
            SimPfn       first,
            SimPfn       end,
            SceneRect    block)
{
  const SceneMeasure *measure = drawing->measure;
  const char *letter = view_migrate_letter (sim_pageblock_type (drawing->machine, first));
  double line = measure->line_height[SCENE_FONT_SMALL], width = measure->advance (measure, SCENE_FONT_SMALL, letter) + 5;
  g_autofree char *hint = NULL;

  /* Within the rings round what changed. */
  block = map_inset (block, 4 + 2 * measure->ring);
  for (unsigned corner = 0; corner < 4; corner++)
    {
      SceneRect rect = { corner & 1 ? block.x : block.x + block.width - width, corner & 2 ? block.y + block.height - line : block.y,
                         width, line };

      if (!is_clear (drawing, words, rect))
        continue;
      drawing->legend.types |= 1u << sim_pageblock_type (drawing->machine, first);
      hint = dup_hint (drawing, first, end);
      scene_add_box (drawing->out, scene_key (0, VIEW_PART_MAP, (uint64_t) 3 << 40 | first), rect, VIEW_PANEL, NULL);
      scene_set_hint (drawing->out, hint);
      scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, (uint64_t) 3 << 40 | first), rect, SCENE_FONT_SMALL, SCENE_MIDDLE,
                      VIEW_STRONG, letter);
      scene_set_hint (drawing->out, hint);
      return;
    }
}

static SimMigrateType
most_have (const MapDrawing *drawing,
           SimPfn            size)
{
  uint32_t counts[SIM_N_MIGRATE_TYPES] = { 0 };
  SimMigrateType most = SIM_UNMOVABLE;

  for (SimPfn first = 0; first < drawing->frame.grid.n_cells; first += size)
    if (sim_pageblock_type (drawing->machine, first) < SIM_N_MIGRATE_TYPES)
      counts[sim_pageblock_type (drawing->machine, first)]++;
  for (unsigned type = 1; type < SIM_N_MIGRATE_TYPES; type++)
    if (counts[type] > counts[most])
      most = (SimMigrateType) type;
  return most;
}

/* A zone may begin behind the first frame of its first page block. */
static bool
is_in_a_zone (const MapDrawing *drawing,
              SimPfn            first,
              SimPfn            size)
{
  return sim_zone_of (drawing->machine, first) != SIM_NO_ZONE || sim_zone_of (drawing->machine, first + size / 2) != SIM_NO_ZONE;
}

static void
draw_letters (MapDrawing *drawing,
              SimPfn      size,
              SimOrder    order)
{
  const SceneGrid *grid = &drawing->frame.grid;
  double line = drawing->measure->line_height[SCENE_FONT_SMALL];
  SceneRect rect = scene_grid_block_rect (grid, 0, order);
  bool is_good = MIN (rect.width, rect.height) >= GOOD_SIDE * line;
  uint32_t first_row, end_row, first_column, end_column, row, column;
  SimMigrateType most;
  unsigned n = 0;
  Words words;

  if (MIN (rect.width, rect.height) < LEAST_SIDE * line || grid->order == SCENE_ROW_MAJOR)
    return;

  most = most_have (drawing, size);
  words = find_words (drawing);
  scene_grid_visible_blocks (grid, grid->clip, &first_row, &end_row, &first_column, &end_column);
  for (row = first_row; row < end_row; row++)
    for (column = first_column; column < end_column; column++)
      {
        uint64_t block = ((uint64_t) row * grid->columns + column) << grid->block_order, first;

        for (first = block; first < block + (1ull << grid->block_order) && first < grid->n_cells && n < MOST_LETTERS; first += size)
          {
            rect = scene_grid_block_rect (grid, (uint32_t) first, order);
            if (!is_in_a_zone (drawing, (SimPfn) first, size) || !map_clip (&rect, grid->clip))
              continue;
            if (is_good && size < 1u << grid->block_order)
              scene_add_box (drawing->out, SCENE_NO_KEY, rect, VIEW_INK (SCENE_FILL_OUTLINE), NULL)->marks = SCENE_MARK_SQUARE;
            if (!is_good && sim_pageblock_type (drawing->machine, (SimPfn) first) == most)
              continue;
            add_letter (drawing, &words, (SimPfn) first, (SimPfn) MIN (first + size, grid->n_cells), rect);
            n++;
          }
      }
  g_free (words.rects);
}

/* A red border inside the page block whose type this step changed. */
static void
draw_claimed (MapDrawing *drawing,
              SimPfn      first,
              SimOrder    order)
{
  SceneRect rect;

  if (!map_block_rect (&drawing->frame, first, order, &rect) || MIN (rect.width, rect.height) < 8)
    return;
  rect = map_inset (rect, 1 + drawing->measure->line_width);
  const ScenePoint corners[] = { { rect.x, rect.y }, { rect.x + rect.width, rect.y }, { rect.x + rect.width, rect.y + rect.height },
                                 { rect.x, rect.y + rect.height }, { rect.x, rect.y } };

  for (unsigned side = 0; side < 4; side++)
    scene_add_line (drawing->out, scene_key (0, VIEW_PART_BORDER, (uint64_t) first << 2 | side), corners[side], corners[side + 1],
                    VIEW_STRONG)->marks = SCENE_MARK_CHANGED | SCENE_MARK_DASHED;
  drawing->legend.changed = true;
}

void
map_draw_page_blocks (MapDrawing *drawing)
{
  const SimProfile *profile = sim_profile (drawing->machine);
  SimOrder order = profile->buddy.pageblock_order;

  if (drawing->subject->style & VIEW_NO_PAGE_BLOCKS || !profile->buddy.has_migrate_types || order > drawing->frame.grid.block_order)
    return;
  draw_letters (drawing, sim_frames_in (order), order);
  for (size_t i = 0; i < drawing->subject->n_events; i++)
    if (drawing->subject->events[i].kind == SIM_EVENT_PAGEBLOCK_CLAIMED)
      draw_claimed (drawing, (SimPfn) drawing->subject->events[i].arg[0] & ~(sim_frames_in (order) - 1), order);
}
