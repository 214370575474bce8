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

/* How the zone is cut into rows: a row holds whole blocks of the largest order. */
typedef struct {
  SimPfn   first, end;
  SimPfn   row_frames;
  unsigned n_rows;
  double   scale, pitch, height;
} Rows;

/* More than one, if then each of the largest blocks has its number. */
static void
cut_rows (const BuddyDrawing *drawing,
          SceneRect           rect,
          Rows               *rows)
{
  const SceneMeasure *measure = drawing->measure;
  double line = measure->line_height[SCENE_FONT_MONO_SMALL], label;
  SimPfn n_frames = rows->end - rows->first, start = rows->first & ~(sim_frames_in (SIM_LARGEST_ORDER) - 1);
  SimPfn per_row;
  char number[VIEW_NUMBER_SIZE];

  rows->row_frames = rows->end - start;
  rows->n_rows = 1;
  rows->height = MIN (LARGEST_BOX * line / 14, rect.height - line - 4);
  rows->pitch = rows->height + 8;

  label = measure->advance (measure, SCENE_FONT_MONO_SMALL, view_format_pfn (number, rows->end - 1)) + 14;
  per_row = (SimPfn) MAX (1, rect.width / label) << SIM_LARGEST_ORDER;
  if (rows->row_frames > per_row)
    {
      unsigned n = (rows->row_frames + per_row - 1) / per_row;
      double pitch = MIN ((rect.height - line - 4) / n, rows->pitch);

      if (pitch >= line + 10)
        {
          rows->n_rows = n;
          rows->row_frames = per_row;
          rows->pitch = pitch;
          rows->height = pitch - 8;
        }
    }
  rows->scale = rect.width / (rows->n_rows > 1 ? rows->row_frames : n_frames);
}

/* False: there are too many pieces. Without a rectangle they are only counted. */
static bool
walk_rows (BuddyDrawing    *drawing,
           const Rows      *rows,
           const SceneRect *rect)
{
  SimPfn start = rows->n_rows > 1 ? rows->first & ~(sim_frames_in (SIM_LARGEST_ORDER) - 1) : rows->first;
  unsigned n_pieces = 0, n_looks = 0;
  SimPfn at = rows->first;

  while (at < rows->end)
    {
      unsigned row = (at - start) / rows->row_frames;
      SimPfn row_start = start + row * rows->row_frames, row_end = MIN (row_start + rows->row_frames, rows->end);
      Piece piece = next_piece (drawing->machine, at, row_end, rows->scale, &n_looks);
      double room = (piece.end - piece.first) * rows->scale;

      if (n_pieces++ >= MOST_PIECES || n_looks >= MOST_BLOCKS)
        return false;
      at = piece.end;
      if (rect && piece.block.state != SIM_FRAME_HOLE)
        draw_piece (drawing, &piece, (SceneRect) { rect->x + (piece.first - row_start) * rows->scale,
                                                   rect->y + row * rows->pitch, MAX (1, room - MIN (2, room / 4)),
                                                   rows->height });
    }
  return true;
}

bool
buddy_strip_draw (BuddyDrawing *drawing,
                  SceneRect     rect)
{
  const SceneMeasure *measure = drawing->measure;
  SimZone zone = sim_zone (drawing->machine, drawing->zone);
  Rows rows = { .first = zone.start_pfn, .end = MIN (zone.start_pfn + zone.spanned, sim_n_frames (drawing->machine)) };
  double line = measure->line_height[SCENE_FONT_MONO_SMALL], width, y;
  char number[VIEW_NUMBER_SIZE];

  if (rows.first >= rows.end)
    return false;
  cut_rows (drawing, rect, &rows);
  /* It is drawn whole or not at all. */
  if (rows.height < line || !walk_rows (drawing, &rows, NULL))
    return false;
  walk_rows (drawing, &rows, &rect);
  if (rows.n_rows > 1)
    return true;

  y = rect.y + rows.height + 2;
  view_format_pfn (number, rows.first);
  width = measure->advance (measure, SCENE_FONT_MONO_SMALL, number) + 1;
  scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 2000), (SceneRect) { rect.x, y, width, line },
                  SCENE_FONT_MONO_SMALL, SCENE_START, VIEW_FAINT, number);
  view_format_pfn (number, rows.end - 1);
  scene_add_text (drawing->out, scene_key (0, VIEW_PART_LABEL, 2001),
                  (SceneRect) { rect.x + rect.width / 2, y, rect.width / 2, line },
                  SCENE_FONT_MONO_SMALL, SCENE_END, VIEW_FAINT, number);
  return true;
}
