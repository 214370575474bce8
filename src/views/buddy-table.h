/* buddy-table.h - the table of free lists: where everything lies from left to right; only for src/views/ */
#pragma once

#include "views/buddy.h"

#define BUDDY_HEAD 6.0          /* side of a list's head */
#define BUDDY_LEAST_GAP 7.0     /* between blocks of a list: where its thread is seen */

/* A column of the table: the lists of one migrate type. */
typedef struct {
  SimMigrateType type;
  double         x, width;
} BuddyColumn;

/* Where everything lies from left to right. */
typedef struct {
  BuddyDrawing *drawing;
  double        x, right;
  double        pitch, box_height;
  double        gap;                    /* between blocks of a list */
  bool          has_blocks;             /* columns are wide enough for them; if not, counts must do */
  bool          has_rings;              /* rows are high enough for them */
  double        order_right, size_right;
  double        zone_right[SIM_MAX_ZONES];      /* 0: the zone has no column of counts */
  unsigned      n_zones;
  BuddyColumn        columns[BUDDY_MAX_COLUMNS];
  unsigned      n_columns;
  double        count_width;            /* of the number before a list's head */
  double        label_width;            /* of the longest page frame number */
  double        least_box, largest_box;
  SceneFont     font;                   /* of the blocks' numbers */
} BuddyTable;

/* One list: of a zone, or of a CPU. */
typedef struct {
  SimRef   ref;
  SimOrder order;
  SimPfn   first;
  uint32_t length;
} BuddyList;

/* A lane is a row of per-CPU lists: of one order, or, where a kernel has a hot and a cold list, one of
 * these. lists: by type; -1: none. */
typedef struct {
  SimOrder order;
  const char *name;             /* NULL: the order says it */
  int      lists[SIM_N_MIGRATE_TYPES];
} BuddyLane;

/* How many lanes the CPU that is shown has; 0: none. */
unsigned buddy_find_lanes (const BuddyDrawing *drawing, BuddyLane lanes[BUDDY_MAX_LANES]);
void     buddy_table_init (BuddyTable *table, BuddyDrawing *drawing);
double   buddy_text_width (const BuddyDrawing *drawing, SceneFont font, const char *text);
/* Where the blocks of a list begin. */
double   buddy_first_box  (const BuddyTable *table, const BuddyColumn *column);
/* It grows with the order. */
double   buddy_box_width  (const BuddyTable *table, SimOrder order);

/* A list's head with its count, and its blocks behind it. hint: what the list is. */
void     buddy_draw_list  (const BuddyTable *table, const BuddyColumn *column, const BuddyList *list, double y,
                           const char *hint);
