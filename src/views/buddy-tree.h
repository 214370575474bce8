/* buddy-tree.h - the block of this step as a tree of halves; only for src/views/
 *
 * Every level has a row; on it stand pairs of buddies, the halves of a block of the row above. A pair is as
 * wide as the block it comes from, until it would be too narrow to be read: from there on it keeps that
 * width, and the lines between the rows say so. Which pairs there are is told by all events of the step,
 * so that no pair moves while the step goes on.
 */
#pragma once

#include "views/buddy.h"

#define BUDDY_MAX_PAIRS 40      /* in a row */

typedef struct {
  SimPfn first;
  double x, width;
} BuddyPair;

typedef struct {
  BuddyDrawing *drawing;
  SimPfn        root;
  SimOrder      root_order, least_order;
  BuddyPair     pairs[SIM_N_ORDERS][BUDDY_MAX_PAIRS];   /* by the order of the halves */
  unsigned      n_pairs[SIM_N_ORDERS];
  bool          is_wide[SIM_N_ORDERS];  /* halves and pairs stand so far apart that each has room for a ring */
  bool          is_full;                /* more pairs than a row may have */
  bool          is_to_scale;
  bool          is_cut;                 /* there is no room for the upper rows */
  bool          has_rings;              /* rows are high enough for them */
  double        gap;                    /* between halves that have a ring each */
  unsigned      max_rows;
  SimBlock      focus;                  /* a selected block; first == end: the step's events say what is shown */
  double        x, width, top, pitch, box_height;
  SceneFont     font;                   /* of the blocks' numbers */
} BuddyTree;

/* The first frame of the block of an order that holds a frame. */
static inline SimPfn
buddy_align (SimPfn   pfn,
             SimOrder order)
{
  return pfn & ~(sim_frames_in (order) - 1);
}

/* Has each block of a row room for a ring of its own? */
static inline bool
buddy_tree_is_apart (const BuddyTree *tree,
                     SimOrder         order)
{
  return tree->has_rings && (order == tree->root_order || tree->is_wide[order]);
}

/* Which pairs there are, in at most max_rows rows; false: none. */
bool  buddy_tree_choose_pairs    (BuddyTree *tree);
/* Where they stand from left to right, in x and width of the tree. */
void  buddy_tree_place_pairs     (BuddyTree *tree);
/* The place of a block; false: it has none. */
bool  buddy_tree_find_place      (const BuddyTree *tree, SimPfn pfn, SimOrder order, SceneRect *rect);
bool  buddy_tree_has_block       (const BuddyTree *tree, SimPfn pfn, SimOrder order);

/* The arithmetic of the buddy that is looked at, and the order of the pair; NULL: none. */
char *buddy_tree_dup_arithmetic  (const BuddyTree *tree, SimOrder *order);
/* Beside its row or below the tree, down to `bottom`; false: there is no room. */
bool  buddy_tree_draw_arithmetic (const BuddyTree *tree, SimOrder order, const char *text, double bottom);
/* The whole zone instead, where there is no block to look at; false: it is in too many pieces. */
bool  buddy_strip_draw           (BuddyDrawing *drawing, SceneRect rect);
/* arithmetic: shown instead of the tree's range; NULL: the range. */
void  buddy_tree_draw_heading    (const BuddyTree *tree, SceneRect rect, const char *arithmetic);
/* Of what stands there instead of a tree. */
void  buddy_strip_draw_heading   (BuddyDrawing *drawing, SceneRect rect, bool has_strip);
