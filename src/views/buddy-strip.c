#include "views/buddy-tree.h"

#include <glib.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define LEAST_PIECE 3.0         /* points: what is narrower is drawn with its neighbours of the same state */
#define MOST_PIECES 4000
#define MOST_BLOCKS 60000       /* that are looked at: a zone in more pieces is for the map */
#define LARGEST_BOX 52.0

/* The zone from its first page frame to its last, where there is no block to look at: what the lists hold, at its
 * place. Reserved frames and the kernel's image are no blocks. */

typedef struct {
  SimPfn   first, end;
  SimBlock block;               /* the first one */
  bool     is_one;              /* a single block of the lists */
} Piece;

static bool
is_block (SimFrameState state)
{
  return state != SIM_FRAME_HOLE && state != SIM_FRAME_RESERVED && state != SIM_FRAME_KERNEL;
}

static Piece
next_piece (const SimMachine *machine,
            SimPfn            first,
            SimPfn            end,
            double            scale,
            unsigned         *n_looks)
{
  Piece piece = { .first = first, .block = sim_block_at (machine, first), .is_one = true };

  (*n_looks)++;
  piece.end = MIN (piece.block.end, end);
  while (piece.end < end && *n_looks < MOST_BLOCKS)
    {
      SimBlock other = sim_block_at (machine, piece.end);

      (*n_looks)++;
      if (other.state != piece.block.state
          || (is_block (other.state) && (piece.end - first) * scale >= LEAST_PIECE
              && (other.end - other.first) * scale >= LEAST_PIECE))
        break;
      piece.end = MIN (other.end, end);
      piece.is_one = false;
    }
  return piece;
}

static void
draw_piece (BuddyDrawing *drawing,
            const Piece  *piece,
            SceneRect     rect)
{
  const SceneMeasure *measure = drawing->measure;
  char number[VIEW_NUMBER_SIZE];
  SceneShape *shape;

  if (!is_block (piece->block.state) || !piece->is_one)
    {
      scene_add_box (drawing->out, scene_key (0, VIEW_PART_TREE, piece->first), rect,
                     view_state_role (drawing->machine, piece->block.zone, piece->block.state), NULL)->marks
        = SCENE_MARK_SQUARE;
      scene_set_hint (drawing->out, view_state_word (piece->block.state));
      view_legend_note (&drawing->legend, piece->block.state);
      return;
    }

  view_format_pfn (number, piece->first);
  shape = buddy_add_block (drawing, scene_key (SIM_REF_BLOCK, VIEW_PART_TREE,
                                               sim_block_id (piece->first, piece->block.order)), rect, piece->block,
                           measure->advance (measure, SCENE_FONT_MONO_SMALL, number) + 9 <= rect.width ? number : NULL);
  shape->marks &= ~SCENE_MARK_CHANGED;
  if (rect.width < 12)
    shape->marks |= SCENE_MARK_SQUARE;
}

bool
buddy_strip_draw (BuddyDrawing *drawing,
                  SceneRect     rect)
{
  const SceneMeasure *measure = drawing->measure;
  SimZone zone = sim_zone (drawing->machine, drawing->zone);
  SimPfn first = zone.start_pfn, end = MIN (first + zone.spanned, sim_n_frames (drawing->machine)), at;
  double line = measure->line_height[SCENE_FONT_MONO_SMALL], scale;
  double height = MIN (LARGEST_BOX * line / 14, rect.height - line - 4), width;
  unsigned n_pieces = 0, n_looks = 0;
  char number[VIEW_NUMBER_SIZE];

  if (first >= end || height < line)
    return false;
  scale = rect.width / (end - first);

  /* Twice: it is drawn whole or not at all. */
  for (at = first; at < end && n_pieces < MOST_PIECES && n_looks < MOST_BLOCKS; n_pieces++)
    at = next_piece (drawing->machine, at, end, scale, &n_looks).end;
  if (at < end)
    return false;

  n_looks = 0;
  for (at = first; at < end;)
    {
      Piece piece = next_piece (drawing->machine, at, end, scale, &n_looks);
      double room = (piece.end - piece.first) * scale;

      at = piece.end;
      if (piece.block.state != SIM_FRAME_HOLE)
        draw_piece (drawing, &piece, (SceneRect) { rect.x + (piece.first - first) * scale, rect.y,
                                                   MAX (1, room - MIN (2, room / 4)), height });
    }

  view_format_pfn (number, first);
  width = measure->advance (measure, SCENE_FONT_MONO_SMALL, number) + 1;
  scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 2000), (SceneRect) { rect.x, rect.y + height + 2, width, line },
                  SCENE_FONT_MONO_SMALL, SCENE_START, VIEW_FAINT, number);
  view_format_pfn (number, end - 1);
  scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 2001),
                  (SceneRect) { rect.x + rect.width / 2, rect.y + height + 2, rect.width / 2, line },
                  SCENE_FONT_MONO_SMALL, SCENE_END, VIEW_FAINT, number);
  return true;
}
