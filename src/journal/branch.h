/* branch.h - the tree of what was written, and the path that is the timeline now (private)
 *
 * A branch holds the segments from its fork to its end, and where in them statements, steps and
 * events that do not show are. What lies before the fork belongs to its parent. The path leads from
 * position 0 to the end of one branch; positions are those of the path.
 */
#pragma once

#include "segment.h"

typedef enum {
  MARK_HIDDEN,                    /* events that do not show */
  MARK_STATEMENT,                 /* where statements begin */
  MARK_STEP,                      /* where steps begin */
  N_MARK_KINDS
} MarkKind;

typedef struct {
  JournalPosition *at;            /* owned; ascending */
  size_t           n, capacity;
  size_t           n_before;      /* marks of the path before the fork */
} Marks;

typedef struct {
  unsigned        parent;         /* of the first: itself */
  JournalPosition fork, end;
  Segment       **segments;       /* owned, as is what they point to */
  size_t          n_segments, segments_capacity;
  Marks           marks[N_MARK_KINDS];
} Branch;

typedef struct {
  Branch  *branches;              /* owned */
  unsigned n, capacity;
  unsigned active;                /* the path leads to its end */
} Tree;

/* With one branch, empty. */
SimStatus tree_init  (Tree *tree);
void      tree_clear (Tree *tree);
/* Back to one branch, empty; cannot fail. */
void      tree_empty (Tree *tree);

/* A new branch that leaves the path at `fork`, and is active. */
SimStatus tree_fork     (Tree *tree, JournalPosition fork);
/* The branch that was forked last is taken away again. */
void      tree_unfork   (Tree *tree, unsigned active);

SimStatus branch_reserve_segments (Branch *branch, size_t n);
SimStatus marks_reserve           (Marks *marks, size_t n);

/* --- the path ------------------------------------------------------------------------------- */
static inline JournalPosition
path_end (const Tree *tree)
{
  return tree->branches[tree->active].end;
}

/* The branch that a position belongs to: that of the event before it. */
unsigned path_branch (const Tree *tree, JournalPosition position);
/* The segment that holds an event of the path, and how far the path follows it. */
Segment *path_segment (const Tree *tree, JournalPosition event, JournalPosition *limit);
/* What it costs to go from 0 to there. */
uint64_t path_work    (const Tree *tree, JournalPosition position);

/* Marks before a position, and the n-th of the path, from 0. */
size_t          path_n_marks_before (const Tree *tree, MarkKind kind, JournalPosition position);
JournalPosition path_mark           (const Tree *tree, MarkKind kind, size_t n);
/* The position where the paths to two branches part. */
JournalPosition tree_parting        (const Tree *tree, unsigned a, unsigned b);
