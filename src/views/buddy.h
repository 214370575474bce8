/* buddy.h - the parts of the buddy picture; only for src/views/
 *
 * Above, the free lists of one zone: a row an order, a column a migrate type; beside them how many blocks
 * every zone has of that order. Then the per-CPU lists of one CPU. Below, the block of this step as a
 * tree of halves. Heights fill the picture; they depend on its size, on the machine and on how deep the
 * whole step goes, so that nothing moves while the step does.
 */
#pragma once

#include "views/page.h"
#include "views/story.h"

#define BUDDY_MAX_COLUMNS 4
#define BUDDY_MAX_LANES 8

typedef struct {
  const ViewSubject  *subject;
  const SimMachine   *machine;
  const SceneMeasure *measure;
  ScenePicture       *out;
  ViewChanges         changes;          /* so far: what is red */
  ViewPage            page;
  ViewChanges         story;            /* of the whole step: what there is room kept for */
  ViewLegend          legend;
  size_t              n_all;            /* events of the step, those to come included */
  SimZoneId           zone;             /* whose lists are shown */
  unsigned            cpu;              /* whose per-CPU lists are shown */
  bool                is_beside;        /* the tree stands beside the lists, not below */
  SceneRect           lists, tree;      /* the room they have; tree.height 0: there is none for it */
  double              pitch;            /* from row to row of the lists */
  double              least_pitch;      /* rows are never lower, whatever the step is about */
  double              least_head;   /* of the row with the names of the columns; 0: a row like others */
  double              head;             /* height of the row with the names of the columns */
  bool                has_rings;        /* rows of lists and tree are high enough for them: else both have lines */
  bool                has_pcp;          /* there is room for the per-CPU lists */
  bool                has_idle_lanes;   /* per-CPU lists that nothing lies on during this step have their row, too */
  SceneFont           text;             /* of counts and sizes: larger where rows are higher */
  bool                is_narrow;        /* only the shown zone has a column of counts */
  double              order_right, size_right;  /* columns of labels that lists and tree share */
  double              first_box;        /* left edge of the first list's blocks, and of the tree */
} BuddyDrawing;

/* Rows that the lists need: a head, the orders, and the per-CPU lists with a head of their own. */
unsigned buddy_lists_n_rows (const BuddyDrawing *drawing);
/* Does the zone have per-CPU lists on this CPU, room or no room? */
bool     buddy_has_pcp      (const BuddyDrawing *drawing);
void     buddy_lists_draw   (BuddyDrawing *drawing);
void     buddy_tree_draw    (BuddyDrawing *drawing);
/* Where two halves of two blocks with their numbers stand side by side. */
double   buddy_tree_least_width (const BuddyDrawing *drawing);
/* Below that the heads of lists, and one block of each if asked for, do not fit. */
double   buddy_table_least_width (BuddyDrawing *drawing, bool with_blocks);
/* With the counts of all zones, and room behind the blocks for how many more there are. */
double   buddy_table_good_width  (BuddyDrawing *drawing);
/* At most so many rows does the tree need, whatever the step comes to. */
unsigned buddy_tree_n_rows  (const BuddyDrawing *drawing);

/* Shares the room below a title of some height between the lists and the tree. False: there is too little. */
bool     buddy_share_room   (BuddyDrawing *drawing, SceneRect rect, double title);
/* From row to row: with numbers; with red rings round blocks, too. */
double   buddy_dense_pitch  (const SceneMeasure *measure);
double   buddy_ring_pitch   (const SceneMeasure *measure);
/* Of a block in such a row, with a gap of at most so much. */
double   buddy_box_height   (const SceneMeasure *measure, double pitch, double largest_gap);
/* Where rows are too low for rings, what changed has a red line under it. */
void     buddy_underline    (BuddyDrawing *drawing, SceneRect rect, uint32_t part, uint64_t id);

/* Draws a block of the machine in a rectangle, with everything that a block has: state, marks, hint.
 * label may be NULL. */
SceneShape *buddy_add_block (BuddyDrawing *drawing, SceneKey key, SceneRect rect, SimBlock block, const char *label);
/* The event that happened last; NULL before the first. */
const SimEvent *buddy_last_event (const BuddyDrawing *drawing);
