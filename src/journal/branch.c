#include "branch.h"

#include <stdlib.h>

static void
branch_clear (Branch *branch)
{
  for (size_t i = 0; i < branch->n_segments; i++)
    segment_free (branch->segments[i]);
  free (branch->segments);

  for (unsigned kind = 0; kind < N_MARK_KINDS; kind++)
    free (branch->marks[kind].at);
}

SimStatus
tree_init (Tree *tree)
{
  *tree = (Tree) { 0 };
  tree->branches = calloc (4, sizeof *tree->branches);
  if (!tree->branches)
    return SIM_NO_HOST_MEMORY;

  tree->capacity = 4;
  tree->n = 1;
  return SIM_OK;
}

void
tree_empty (Tree *tree)
{
  for (unsigned i = 0; i < tree->n; i++)
    branch_clear (&tree->branches[i]);

  tree->branches[0] = (Branch) { 0 };
  tree->n = 1;
  tree->active = 0;
}

void
tree_clear (Tree *tree)
{
  tree_empty (tree);
  free (tree->branches);
}

SimStatus
tree_fork (Tree           *tree,
           JournalPosition fork)
{
  if (tree->n == tree->capacity)
    {
      unsigned capacity = 2 * tree->capacity;
      Branch *branches = realloc (tree->branches, capacity * sizeof *branches);

      if (!branches)
        return SIM_NO_HOST_MEMORY;
      tree->branches = branches;
      tree->capacity = capacity;
    }

  Branch branch = { .parent = path_branch (tree, fork), .fork = fork, .end = fork };

  for (unsigned kind = 0; kind < N_MARK_KINDS; kind++)
    branch.marks[kind].n_before = path_n_marks_before (tree, kind, fork);

  tree->active = tree->n;
  tree->branches[tree->n++] = branch;
  return SIM_OK;
}

void
tree_unfork (Tree    *tree,
             unsigned active)
{
  branch_clear (&tree->branches[--tree->n]);
  tree->active = active;
}

SimStatus
branch_reserve_segments (Branch *branch,
                         size_t  n)
{
  if (branch->n_segments + n <= branch->segments_capacity)
    return SIM_OK;

  size_t capacity = branch->n_segments + n + branch->segments_capacity / 2 + 4;
  Segment **segments = realloc (branch->segments, capacity * sizeof *segments);
  if (!segments)
    return SIM_NO_HOST_MEMORY;

  branch->segments = segments;
  branch->segments_capacity = capacity;
  return SIM_OK;
}

SimStatus
marks_reserve (Marks *marks,
               size_t n)
{
  if (marks->n + n <= marks->capacity)
    return SIM_OK;

  size_t capacity = marks->n + n + marks->capacity / 2 + 16;
  JournalPosition *at = realloc (marks->at, capacity * sizeof *at);
  if (!at)
    return SIM_NO_HOST_MEMORY;

  marks->at = at;
  marks->capacity = capacity;
  return SIM_OK;
}

/* --- the path ------------------------------------------------------------------------------- */

unsigned
path_branch (const Tree     *tree,
             JournalPosition position)
{
  unsigned branch = tree->active;

  while (branch != 0 && position <= tree->branches[branch].fork)
    branch = tree->branches[branch].parent;

  return branch;
}

Segment *
path_segment (const Tree      *tree,
              JournalPosition  event,
              JournalPosition *limit)
{
  unsigned number = tree->active;
  JournalPosition end = tree->branches[number].end;

  while (number != 0 && event < tree->branches[number].fork)
    {
      end = tree->branches[number].fork;
      number = tree->branches[number].parent;
    }

  /* The last segment that does not begin after the event. */
  const Branch *branch = &tree->branches[number];
  size_t first = 0, n = branch->n_segments;
  while (n > 1)
    {
      size_t half = n / 2;

      if (branch->segments[first + half]->first <= event)
        {
          first += half;
          n -= half;
        }
      else
        n = half;
    }

  Segment *segment = branch->segments[first];
  if (limit)
    *limit = segment_end (segment) < end ? segment_end (segment) : end;
  return segment;
}

uint64_t
path_work (const Tree     *tree,
           JournalPosition position)
{
  if (position == 0)
    return 0;

  const Segment *segment = path_segment (tree, position - 1, NULL);
  return segment->work_before + segment_work (segment, position - segment->first);
}

static size_t
n_below (const Marks    *marks,
         JournalPosition position)
{
  size_t first = 0, end = marks->n;

  while (first < end)
    {
      size_t middle = first + (end - first) / 2;

      if (marks->at[middle] < position)
        first = middle + 1;
      else
        end = middle;
    }

  return first;
}

size_t
path_n_marks_before (const Tree     *tree,
                     MarkKind        kind,
                     JournalPosition position)
{
  const Marks *marks = &tree->branches[path_branch (tree, position)].marks[kind];

  return marks->n_before + n_below (marks, position);
}

JournalPosition
path_mark (const Tree *tree,
           MarkKind    kind,
           size_t      n)
{
  const Branch *branch = &tree->branches[tree->active];

  while (n < branch->marks[kind].n_before)
    branch = &tree->branches[branch->parent];

  return branch->marks[kind].at[n - branch->marks[kind].n_before];
}

static bool
leads_over (const Tree *tree,
            unsigned    branch,
            unsigned    wanted)
{
  while (branch != wanted && branch != 0)
    branch = tree->branches[branch].parent;

  return branch == wanted;
}

JournalPosition
tree_parting (const Tree *tree,
              unsigned    a,
              unsigned    b)
{
  JournalPosition of_a = UINT64_MAX, of_b = UINT64_MAX;
  unsigned common = a;

  while (!leads_over (tree, b, common))
    common = tree->branches[common].parent;

  for (; a != common; a = tree->branches[a].parent)
    of_a = tree->branches[a].fork;
  for (; b != common; b = tree->branches[b].parent)
    of_b = tree->branches[b].fork;

  return of_a < of_b ? of_a : of_b;
}
