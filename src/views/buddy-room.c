#include "views/buddy-table.h"

#include <glib.h>
#include <math.h>

#define LISTS_SHARE 0.58        /* of the height */
#define LISTS_SHARE_FLAT 0.71   /* where the tree is flat */
#define MOST_FLAT 4             /* rows */
#define LARGEST_PITCH 44.0
#define USUAL_ROWS 7            /* of a tree: from the largest order to that of a few pages */
#define USUAL_LANES 2           /* of per-CPU lists that are not empty */
#define TREE_SHARE 0.42         /* of the width, where it stands beside the lists */
#define BESIDE_GAP 28.0

/* The lowest row with a number in it: a block, and a line under it if it changed. */
double
buddy_dense_pitch (const SceneMeasure *measure)
{
  return ceil (measure->size[SCENE_FONT_MONO_SMALL] + 4);
}

/* The lowest in which a red ring goes round a block and touches nothing, nor the block's outline its number. */
double
buddy_ring_pitch (const SceneMeasure *measure)
{
  return ceil (0.95 * measure->size[SCENE_FONT_MONO_SMALL] + 2 * (measure->line_width - 1) + 2 * measure->ring + 1.5);
}

double
buddy_box_height (const SceneMeasure *measure,
                  double              pitch,
                  double              largest_gap)
{
  double apart = 2 * measure->ring + 1;

  if (pitch < buddy_ring_pitch (measure))
    return pitch - 4;
  return pitch - fmax (apart, fmin (pitch * 0.26, largest_gap));
}

static double
height_of_lists (const BuddyDrawing *drawing,
                 unsigned            n_rows,
                 double              pitch)
{
  return fmax (pitch, drawing->least_head) + (n_rows - 1) * pitch;
}

/* The pitch that fills a height. */
static double
pitch_in (const BuddyDrawing *drawing,
          unsigned            n_rows,
          double              height)
{
  double pitch = height / n_rows;

  return pitch >= drawing->least_head ? pitch : (height - drawing->least_head) / (n_rows - 1);
}

/* Red rings in one part of the picture and red lines in another would be two marks for one thing. */
static bool
have_rings (const BuddyDrawing *drawing)
{
  const SceneMeasure *measure = drawing->measure;
  double ring = buddy_ring_pitch (measure);
  double heading = measure->line_height[drawing->is_beside ? SCENE_FONT_HEADING : SCENE_FONT_BOLD];
  double rows = drawing->tree.height - (drawing->is_beside ? 0 : 4) - heading - 4 - measure->ring / 2;

  if (drawing->pitch < ring)
    return false;
  return !(drawing->tree.height > 0) || rows / buddy_tree_n_rows (drawing) >= ring;
}

static double
largest_pitch (const SceneMeasure *measure)
{
  return LARGEST_PITCH * measure->line_height[SCENE_FONT_MONO_SMALL] / 14;
}

/* Rows are high enough for rings if lists and tree stand side by side, and would not be if not. Only the size, the
 * machine and the type decide. */
static bool
wants_to_be_beside (BuddyDrawing *drawing,
                    double        width,
                    double        height)
{
  const SceneMeasure *measure = drawing->measure;
  unsigned n_rows = 1 + SIM_N_ORDERS + (buddy_has_pcp (drawing) ? 2 : 0) + USUAL_ROWS;
  double needed = n_rows * buddy_ring_pitch (measure) + measure->line_height[SCENE_FONT_BOLD] + 12;

  return height < needed
         && buddy_table_least_width (drawing, true) + BESIDE_GAP + buddy_tree_least_width (drawing) <= width;
}

/* Where there is little room, lanes that nothing lies on go, then the per-CPU lists. */
static unsigned
choose_rows (BuddyDrawing *drawing,
             double        height,
             double        usual)
{
  drawing->has_pcp = buddy_has_pcp (drawing)
                     && height >= (1 + SIM_N_ORDERS + 1 + USUAL_LANES) * buddy_dense_pitch (drawing->measure);
  drawing->has_idle_lanes = true;
  drawing->has_idle_lanes = usual / buddy_lists_n_rows (drawing) >= buddy_ring_pitch (drawing->measure);
  if (height_of_lists (drawing, buddy_lists_n_rows (drawing), buddy_dense_pitch (drawing->measure)) > height)
    drawing->has_pcp = false;
  return buddy_lists_n_rows (drawing);
}

static bool
share_beside (BuddyDrawing *drawing,
              SceneRect     rect,
              double        title)
{
  const SceneMeasure *measure = drawing->measure;
  double tree = fmax (buddy_tree_least_width (drawing),
                      fmin (rect.width * TREE_SHARE, rect.width - BESIDE_GAP - buddy_table_least_width (drawing, true)));
  unsigned n_rows = choose_rows (drawing, rect.height, rect.height);

  drawing->pitch = drawing->least_pitch = fmin (pitch_in (drawing, n_rows, rect.height), largest_pitch (measure));
  drawing->lists = (SceneRect) { rect.x, rect.y, rect.width - BESIDE_GAP - tree,
                                 height_of_lists (drawing, n_rows, drawing->pitch) };
  drawing->tree = (SceneRect) { rect.x + rect.width - tree, rect.y - title, tree, rect.height + title };
  return drawing->pitch >= buddy_dense_pitch (measure);
}

static bool
share_stacked (BuddyDrawing *drawing,
               SceneRect     rect)
{
  const SceneMeasure *measure = drawing->measure;
  double dense = buddy_dense_pitch (measure), most = largest_pitch (measure), rest;
  double heading = measure->line_height[SCENE_FONT_BOLD] + 16;
  unsigned n_tree = buddy_tree_n_rows (drawing), n_rows;
  double share = n_tree <= MOST_FLAT ? LISTS_SHARE_FLAT : LISTS_SHARE;

  n_rows = choose_rows (drawing, rect.height, rect.height * LISTS_SHARE);
  /* What text is as large as is that of the lower rows, so that it stays so from step to step. */
  drawing->least_pitch = CLAMP (pitch_in (drawing, n_rows, rect.height * LISTS_SHARE), dense, most);
  drawing->pitch = CLAMP (pitch_in (drawing, n_rows, rect.height * share), dense, most);
  if (rect.height - height_of_lists (drawing, n_rows, drawing->pitch) < heading + n_tree * dense)
    drawing->pitch = CLAMP (pitch_in (drawing, n_rows, rect.height - heading - n_tree * dense), dense, drawing->pitch);
  drawing->least_pitch = fmin (drawing->least_pitch, drawing->pitch);

  drawing->lists = (SceneRect) { rect.x, rect.y, rect.width, height_of_lists (drawing, n_rows, drawing->pitch) };
  rest = drawing->lists.height + fmin (14, drawing->pitch * 0.5);
  drawing->tree = (SceneRect) { rect.x, rect.y + rest, rect.width, rect.height - rest };
  /* The tree is the first to go: what it shows is on the lists, too. */
  if (drawing->tree.height < heading + 2 * dense)
    drawing->tree.height = 0;
  return drawing->lists.height <= rect.height && rect.width >= buddy_table_least_width (drawing, false);
}

static bool
share (BuddyDrawing *drawing,
       SceneRect     rect,
       double        title)
{
  return drawing->is_beside ? share_beside (drawing, rect, title) : share_stacked (drawing, rect);
}

bool
buddy_share_room (BuddyDrawing *drawing,
                  SceneRect     rect,
                  double        title)
{
  const SceneMeasure *measure = drawing->measure;
  double letter = measure->advance (measure, SCENE_FONT_SMALL, "0");
  bool fits;

  drawing->is_narrow = true;
  drawing->is_beside = wants_to_be_beside (drawing, rect.width, rect.height);
  /* Letters of its columns are higher than a dense row: it is as high as they are, if that leaves a picture. */
  drawing->least_head = measure->line_height[SCENE_FONT_BOLD] + 4;
  fits = share (drawing, rect, title);
  if (!fits)
    {
      drawing->least_head = 0;
      fits = share (drawing, rect, title);
    }

  drawing->head = fmax (drawing->pitch, drawing->least_head);
  drawing->has_rings = have_rings (drawing);
  drawing->is_narrow = drawing->lists.width < MAX (60 * letter, buddy_table_good_width (drawing));
  if (drawing->least_pitch >= measure->line_height[SCENE_FONT_BODY] + 3 && !drawing->is_narrow)
    drawing->text = SCENE_FONT_BODY;
  return fits;
}
