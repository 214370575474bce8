#include "views/map.h"

#include <glib.h>
#include <glib/gi18n.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define MAX_FRAMES 500          /* page frames that are seen one by one */

bool
map_frames_are_near (const MapDrawing *drawing)
{
  const SceneGrid *grid = &drawing->frame.grid;
  const SceneMeasure *measure = drawing->measure;
  char number[VIEW_NUMBER_SIZE];
  double width = measure->advance (measure, SCENE_FONT_MONO_SMALL, view_format_pfn (number, grid->n_cells - 1));

  return grid->cell >= MAX (width + 10, 30)
         && grid->clip.width * grid->clip.height / (grid->cell * grid->cell) < MAX_FRAMES;
}

/* Hatched grounds would strike words out: there these stand on a plate. */
static SceneRole
add_plate (MapDrawing *drawing,
           SimPfn      pfn,
           SceneRect   rect,
           double      width,
           SceneRole   role)
{
  SceneFill fill = scene_role_fill (role);

  if (fill != SCENE_FILL_KERNEL && fill != SCENE_FILL_RESERVED && fill != SCENE_FILL_SLAB)
    return role;
  width = MIN (width + 8, rect.width + 4);
  scene_add_box (drawing->out, scene_key (0, VIEW_PART_LABEL, (uint64_t) 2 << 40 | pfn),
                 (SceneRect) { rect.x + (rect.width - width) / 2, rect.y - 2, width, rect.height + 4 }, VIEW_PANEL,
                 NULL);
  return VIEW_STRONG;
}

/* A page frame in a free block is a tile on it; in others, and alone, its number says enough. */
static void
add_frame (MapDrawing *drawing,
           SimPfn      pfn,
           SceneRect   rect,
           bool        has_words)
{
  const SceneMeasure *measure = drawing->measure;
  double mono = measure->line_height[SCENE_FONT_MONO_SMALL], small = measure->line_height[SCENE_FONT_SMALL];
  double y, width, height;
  SimBlock block = sim_block_at (drawing->machine, pfn);
  SceneRole role = view_frame_role (drawing->machine, pfn);
  const char *word = view_state_word (block.state);
  char number[VIEW_NUMBER_SIZE];

  if (!map_clip (&rect, drawing->frame.grid.clip))
    return;
  rect = map_inset (rect, 3);
  if (block.order > 0 && (block.state == SIM_FRAME_FREE || block.state == SIM_FRAME_PCP))
    {
      scene_add_box (drawing->out, scene_key (SIM_REF_FRAME, VIEW_PART_MAP, pfn), rect, role, NULL);
      scene_set_hint (drawing->out, word);
    }

  if (rect.height < mono || measure->advance (measure, SCENE_FONT_MONO_SMALL,
                                              view_format_pfn (number, pfn)) > rect.width)
    return;
  if (block.state == SIM_FRAME_PCP && measure->advance (measure, SCENE_FONT_SMALL, word) > rect.width)
    /* Translators: in a frame on a list of a CPU's own; as short as can be. */
    word = C_("page frame", "per-CPU");
  width = measure->advance (measure, SCENE_FONT_SMALL, word);
  has_words &= rect.height >= mono + small && width <= rect.width;
  height = mono + (has_words ? small : 0);
  width = MAX (has_words ? width : 0, measure->advance (measure, SCENE_FONT_MONO_SMALL, number));
  y = rect.y + (rect.height - height) / 2;
  role = add_plate (drawing, pfn, (SceneRect) { rect.x, y, rect.width, height }, width, role);
  scene_add_text (drawing->out, scene_key (SIM_REF_FRAME, VIEW_PART_LABEL, pfn),
                  (SceneRect) { rect.x, y, rect.width, mono }, SCENE_FONT_MONO_SMALL, SCENE_MIDDLE, role, number);
  if (has_words)
    scene_add_text (drawing->out, scene_key (SIM_REF_FRAME, VIEW_PART_LABEL + (1 << 8), pfn),
                    (SceneRect) { rect.x, y + mono, rect.width, small }, SCENE_FONT_SMALL, SCENE_MIDDLE, role, word);
}

void
map_draw_frames (MapDrawing *drawing)
{
  const SceneGrid *grid = &drawing->frame.grid;
  const SceneMeasure *measure = drawing->measure;
  double x, y, pitch = grid->cell;
  uint32_t pfn, n = 0, last = UINT32_MAX;
  SceneRect clip = grid->clip;
  bool has_words = measure->advance (measure, SCENE_FONT_SMALL, view_state_word (SIM_FRAME_ALLOCATED)) + 8 <= pitch;

  /* Cells have no common raster where blocks have gaps: a raster of half cells meets each of them. */
  for (y = clip.y; y < clip.y + clip.height; y += pitch / 2)
    for (x = clip.x; x < clip.x + clip.width; x += pitch / 2)
      {
        SceneRect rect;

        if (!scene_grid_cell_at (grid, (ScenePoint) { x, y }, &pfn) || pfn == last)
          continue;
        rect = scene_grid_block_rect (grid, pfn, 0);
        /* The first point of the raster in the cell draws it. */
        if ((x - pitch / 2 >= MAX (rect.x, clip.x)) || (y - pitch / 2 >= MAX (rect.y, clip.y)))
          continue;
        last = pfn;
        if (n++ < MAX_FRAMES)
          add_frame (drawing, pfn, rect, has_words);
      }
}
