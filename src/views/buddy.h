/* buddy.h - the parts of the buddy picture; only for src/views/
 *
 * Above, the free lists of one zone: a row an order, a column a migrate type; beside them how many blocks
 * every zone has of that order. Then the per-CPU lists of one CPU. Below, the block of this step as a
 * tree of halves. Heights fill the picture; they depend on its size, on the machine and on how deep the
 * whole step goes, so that nothing moves while the step does.
 */
#pragma once

#include "views/legend.h"
#include "views/story.h"

#define BUDDY_MAX_COLUMNS 4
#define BUDDY_MAX_LANES 8

typedef struct {
  const ViewSubject  *subject;
  const SimMachine   *machine;
  const SceneMeasure *measure;
  ScenePicture       *out;
  ViewChanges         changes;          /* so far: what is red */
  ViewChanges         story;            /* of the whole step: what there is room kept for */
  ViewLegend          legend;
  size_t              n_all;            /* events of the step, those to come included */
  SimZoneId           zone;             /* whose lists are shown */
  unsigned            cpu;              /* whose per-CPU lists are shown */
  double              margin, least_pitch;      /* rows are never lower, whatever the step is about */
  SceneFont           text;             /* of counts and sizes: larger where rows are higher */
  bool                is_narrow;        /* only the shown zone has a column of counts */
  double              order_right, size_right;  /* columns of labels that lists and tree share */
  double              first_box;        /* left edge of the first list's blocks, and of the tree */
} BuddyDrawing;

/* Rows that the lists need: a head, the orders, and the per-CPU lists with a head of their own. */
unsigned buddy_lists_n_rows (const BuddyDrawing *drawing);
/* pitch: from row to row. */
void     buddy_lists_draw   (BuddyDrawing *drawing, SceneRect rect, double pitch);
void     buddy_tree_draw    (BuddyDrawing *drawing, SceneRect rect);
/* At most so many rows does the tree need, whatever the step comes to. */
unsigned buddy_tree_n_rows  (const BuddyDrawing *drawing);

/* Draws a block of the machine in a rectangle, with everything that a block has: state, marks, hint.
 * label may be NULL. */
SceneShape *buddy_add_block (BuddyDrawing *drawing, SceneKey key, SceneRect rect, SimBlock block, const char *label);
/* The event that happened last; NULL before the first. */
const SimEvent *buddy_last_event (const BuddyDrawing *drawing);
