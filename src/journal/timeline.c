#include "timeline-private.h"

#include <stdlib.h>

#define DEFAULT_BUDGET ((uint64_t) 256 << 20)

/* How far keyframes stand apart, in operations for each line of the machine.
 * While writing: so far that finding out what changed costs a small part of what was done.
 * On a long way to somewhere: as near as makes the next way there no longer than finding out.
 * For those who walk back: as much as is logged at once. */
#define WRITING_PER_LINE 8
#define MOST_WHILE_WRITING (1u << 20)
#define LEAST_PER_LINE(n_lines) ((n_lines) / 8)
#define LEAST_ON_THE_WAY 2048
#define WALKING_PER_LINE 8
#define MOST_WHILE_WALKING (1u << 18)

/* Of the first log of operations that is made; each later one is taken to be like the one before it. */
#define CHANGES_OF_LOG_AT_FIRST ((size_t) 4 * SEGMENT_MAX_OPERATIONS)

static uint64_t
bytes_of (const SimMachine *machine)
{
  uint64_t bytes = 0;

  for (unsigned table = 0; table < sim_n_tables (machine); table++)
    {
      size_t n_words;
      sim_table (machine, table, &n_words);
      bytes += n_words * sizeof (uint32_t);
    }

  return bytes;
}

static uint64_t
at_most (uint64_t n,
         uint64_t most)
{
  return n < most ? n : most;
}

static uint64_t
at_least (uint64_t n,
          uint64_t least)
{
  return n > least ? n : least;
}

static void
choose_distances (Timeline *timeline)
{
  uint64_t n_lines = timeline->machine_bytes / 64;

  timeline->least_distance = SEGMENT_WORK_OF_OPERATION
                             * at_least (LEAST_PER_LINE (n_lines), LEAST_ON_THE_WAY);
  timeline->walking_distance = SEGMENT_WORK_OF_OPERATION
                               * at_least (at_most (WALKING_PER_LINE * n_lines, MOST_WHILE_WALKING), LEAST_ON_THE_WAY);
  timeline->writing_distance = SEGMENT_WORK_OF_OPERATION
                               * at_least (at_most (WRITING_PER_LINE * n_lines, MOST_WHILE_WRITING), LEAST_ON_THE_WAY);
}

Timeline *
timeline_new (SimMachine *machine)
{
  Timeline *timeline = calloc (1, sizeof *timeline);

  if (!timeline || tree_init (&timeline->tree) != SIM_OK)
    {
      free (timeline);
      sim_machine_free (machine);
      return NULL;
    }

  timeline->machine = machine;
  timeline->budget = DEFAULT_BUDGET;
  timeline->machine_bytes = bytes_of (machine);
  choose_distances (timeline);
  timeline->next_serial = 1;
  timeline->changes_of_log = CHANGES_OF_LOG_AT_FIRST;
  return timeline;
}

void
timeline_free (Timeline *timeline)
{
  if (!timeline)
    return;

  keyframes_clear (&timeline->keyframes);
  tree_clear (&timeline->tree);
  sim_machine_free (timeline->machine);
  free (timeline);
}

const SimMachine *
timeline_machine (const Timeline *timeline)
{
  return timeline->machine;
}

JournalPosition
timeline_position (const Timeline *timeline)
{
  return timeline->position;
}

JournalPosition
timeline_end (const Timeline *timeline)
{
  return path_end (&timeline->tree);
}

/* --- branches ------------------------------------------------------------------------------- */

unsigned
timeline_n_branches (const Timeline *timeline)
{
  return timeline->tree.n;
}

unsigned
timeline_branch (const Timeline *timeline)
{
  return timeline->tree.active;
}

JournalPosition
timeline_branch_fork (const Timeline *timeline,
                      unsigned        branch)
{
  return branch < timeline->tree.n ? timeline->tree.branches[branch].fork : 0;
}

SimStatus
timeline_switch_branch (Timeline *timeline,
                        unsigned  branch)
{
  if (branch >= timeline->tree.n || branch == timeline->tree.active)
    return SIM_OK;

  SimStatus status = timeline_seek (timeline, tree_parting (&timeline->tree, timeline->tree.active, branch));
  if (status != SIM_OK)
    return status;

  timeline->tree.active = branch;
  timeline->due_is_known = false;
  timeline->here = NULL;
  return SIM_OK;
}

/* --- what it costs -------------------------------------------------------------------------- */

TimelineCost
timeline_cost (const Timeline *timeline)
{
  TimelineCost cost = { 0 };

  for (unsigned i = 0; i < timeline->tree.n; i++)
    for (size_t k = 0; k < timeline->tree.branches[i].n_segments; k++)
      {
        const Segment *segment = timeline->tree.branches[i].segments[k];

        cost.n_events += segment->n_events;
        if (segment->kind == SEGMENT_FULL)
          {
            cost.event_bytes += segment->n_events * sizeof *segment->record.events;
            cost.change_bytes += sim_record_n_changes (&segment->record) * sizeof *segment->record.changes;
          }
        else
          {
            cost.n_operations += segment->n_operations;
            cost.operation_bytes += segment->n_operations * sizeof (TimelineOperation);
          }
        cost.segment_bytes += sizeof *segment;
      }

  cost.keyframe_bytes = timeline->keyframes.difference_bytes;
  cost.shadow_bytes = shadow_bytes (&timeline->keyframes.shadow);
  cost.produced_bytes = timeline->produced_bytes;
  return cost;
}

void
timeline_set_budget (Timeline *timeline,
                     uint64_t  bytes)
{
  timeline->budget = bytes;
  timeline_keep_to_budget (timeline);
}

/* --- keyframes ------------------------------------------------------------------------------ */

static bool
is_on_path (const Tree     *tree,
            const Keyframe *keyframe)
{
  return keyframe->position <= path_end (tree) && path_branch (tree, keyframe->position) == keyframe->branch;
}

Keyframe *
timeline_keyframe_before (const Timeline *timeline,
                          JournalPosition position)
{
  const Keyframes *keyframes = &timeline->keyframes;
  Keyframe *best = NULL;

  for (size_t i = 0; i < keyframes->n; i++)
    if (keyframes->all[i]->position <= position
        && (!best || best->position < keyframes->all[i]->position)
        && is_on_path (&timeline->tree, keyframes->all[i]))
      best = keyframes->all[i];

  return best;
}

Keyframe *
timeline_keyframe_after (const Timeline *timeline,
                         JournalPosition position)
{
  const Keyframes *keyframes = &timeline->keyframes;
  Keyframe *best = NULL;

  for (size_t i = 0; i < keyframes->n; i++)
    if (keyframes->all[i]->position >= position
        && (!best || best->position > keyframes->all[i]->position)
        && is_on_path (&timeline->tree, keyframes->all[i]))
      best = keyframes->all[i];

  return best;
}

/* From inside a segment in bulk one could not go on. */
static bool
can_begin_here (const Timeline *timeline)
{
  if (timeline->position == 0)
    return true;

  const Segment *segment = path_segment (&timeline->tree, timeline->position - 1, NULL);
  return segment->kind == SEGMENT_FULL || segment_end (segment) == timeline->position;
}

SimStatus
timeline_leave_keyframe (Timeline *timeline)
{
  if (!can_begin_here (timeline))
    return SIM_OK;

  /* Where differences are large in the budget's eyes, they are kept from one to the next. */
  const Keyframe *before = timeline_keyframe_before (timeline, timeline->position);
  Keyframe *keyframe = keyframes_add (&timeline->keyframes, timeline->machine, timeline->budget / 16);

  timeline->due_is_known = false;
  if (!keyframe)
    return SIM_NO_HOST_MEMORY;

  keyframe->position = timeline->position;
  keyframe->branch = path_branch (&timeline->tree, timeline->position);
  keyframe->work = path_work (&timeline->tree, timeline->position);
  keyframe->must_stay = !before;
  timeline_keep_to_budget (timeline);
  return SIM_OK;
}

SimStatus
timeline_need_keyframe (Timeline *timeline)
{
  return timeline_keyframe_before (timeline, timeline->position) ? SIM_OK : timeline_leave_keyframe (timeline);
}

static uint64_t
work_until_due (Timeline *timeline)
{
  if (!timeline->due_is_known)
    {
      const Keyframe *before = timeline_keyframe_before (timeline, timeline->position);

      timeline->due_work = (before ? before->work : 0) + timeline->writing_distance;
      timeline->due_is_known = true;
    }

  uint64_t work = path_work (&timeline->tree, timeline->position);
  return work < timeline->due_work ? timeline->due_work - work : 0;
}

void
timeline_keyframe_if_due (Timeline *timeline)
{
  if (work_until_due (timeline) > 0 || timeline_leave_keyframe (timeline) == SIM_OK)
    return;

  /* Without it far jumps take longer; no more. Another try after another stretch. */
  timeline->due_work = path_work (&timeline->tree, timeline->position) + timeline->writing_distance;
  timeline->due_is_known = true;
}

/* --- the budget ----------------------------------------------------------------------------- */

void
timeline_add_produced (Timeline *timeline,
                       Segment  *segment)
{
  segment->newer = NULL;
  segment->older = timeline->newest;
  if (timeline->newest)
    timeline->newest->newer = segment;
  else
    timeline->oldest = segment;
  timeline->newest = segment;
  timeline->produced_bytes += segment_log_bytes (segment);
  timeline->produced_work += segment_work (segment, segment->n_events);
}

void
timeline_drop_produced (Timeline *timeline,
                        Segment  *segment)
{
  timeline->produced_bytes -= segment_log_bytes (segment);
  timeline->produced_work -= segment_work (segment, segment->n_events);
  if (timeline->here == segment)
    timeline->here = NULL;
  if (segment->older)
    segment->older->newer = segment->newer;
  else
    timeline->oldest = segment->newer;
  if (segment->newer)
    segment->newer->older = segment->older;
  else
    timeline->newest = segment->older;

  segment_forget (segment);
}

/* The machine stands inside, or somebody will come back to it. */
static bool
is_in_use (const Timeline *timeline,
           const Segment  *segment)
{
  for (unsigned i = 0; i < timeline->n_pinned; i++)
    if (timeline->pinned[i] == segment)
      return true;

  return segment->first <= timeline->position && timeline->position <= segment_end (segment);
}

/* The work between a keyframe and the one before it on its path, whichever path is active. */
static uint64_t
distance (const Timeline *timeline,
          const Keyframe *keyframe)
{
  const Keyframes *keyframes = &timeline->keyframes;
  const Branch *branches = timeline->tree.branches;
  uint64_t nearest = UINT64_MAX;

  for (size_t i = 0; i < keyframes->n; i++)
    {
      const Keyframe *other = keyframes->all[i];
      JournalPosition limit = keyframe->position;
      unsigned branch = keyframe->branch;

      for (; branch != other->branch && branch != 0; branch = branches[branch].parent)
        limit = branches[branch].fork < limit ? branches[branch].fork : limit;

      if (other != keyframe && branch == other->branch && other->position <= limit
          && other->work <= keyframe->work && keyframe->work - other->work < nearest)
        nearest = keyframe->work - other->work;
    }

  return nearest;
}

static bool
thin_out (Timeline *timeline)
{
  Keyframes *keyframes = &timeline->keyframes;
  bool has_removed = false;

  timeline->least_distance *= 2;
  timeline->walking_distance = at_least (timeline->walking_distance, timeline->least_distance);
  timeline->writing_distance = at_least (timeline->writing_distance, timeline->least_distance);
  timeline->due_is_known = false;
  for (size_t i = 0; i < keyframes->n; )
    if (!keyframes->all[i]->must_stay && distance (timeline, keyframes->all[i]) < timeline->least_distance
        && keyframes_remove (keyframes, keyframes->all[i]))
      has_removed = true;
    else
      i++;

  return has_removed;
}

/* Memory that the host has to give first takes longer than running again what was logged in it: beyond what one walk needs,
 * new logs take the place of old ones. */
static bool
has_too_many_logs (const Timeline *timeline)
{
  return timeline->produced_work > timeline->walking_distance + timeline->walking_distance / 8
         || timeline->produced_bytes + timeline->keyframes.difference_bytes > timeline->budget;
}

void
timeline_keep_to_budget (Timeline *timeline)
{
  Segment *segment = timeline->oldest;

  while (segment && has_too_many_logs (timeline))
    {
      Segment *next = segment->newer;

      if (!is_in_use (timeline, segment))
        timeline_drop_produced (timeline, segment);
      segment = next;
    }

  while (timeline->keyframes.difference_bytes > timeline->budget)
    {
      uint64_t n_left = 0;

      for (size_t i = 0; i < timeline->keyframes.n; i++)
        n_left += !timeline->keyframes.all[i]->must_stay;
      if (n_left == 0 || (!thin_out (timeline) && timeline->least_distance > UINT64_MAX / 4))
        break;
    }
}
