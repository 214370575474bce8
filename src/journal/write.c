/* Writing: what happens is put at the end of the path; from before the end, on a new branch. */
#include "timeline-private.h"

#include <assert.h>
#include <stdlib.h>

#define MOST_BYTES_TO_COPY_AT_ONCE ((uint64_t) 32 << 20)

/* --- serial numbers ------------------------------------------------------------------------- */

/* Serial numbers ascend, but what a statement does by itself may follow the calls in it: the largest
 * number before a position is found at or after the last statement. */
static uint32_t
find_next_serial (const Timeline *timeline)
{
  uint32_t largest = 0;

  for (JournalPosition position = timeline->position; position > 0; )
    {
      const Segment *segment = path_segment (&timeline->tree, position - 1, NULL);

      if (segment->kind == SEGMENT_BULK)
        {
          uint32_t serial = segment->first_serial + segment_operation_of (segment, position - 1 - segment->first);
          return (serial > largest ? serial : largest) + 1;
        }

      const SimRecordedEvent *event = &segment->record.events[position - 1 - segment->first];
      largest = event->serial > largest ? event->serial : largest;
      if (event->kind == SIM_EVENT_STATEMENT)
        break;
      position--;
    }

  return largest + 1;
}

static void
prepare_serial (Timeline *timeline)
{
  if (timeline->serial_position == timeline->position && timeline->serial_branch == timeline->tree.active)
    return;

  timeline->next_serial = find_next_serial (timeline);
  timeline->serial_position = timeline->position;
  timeline->serial_branch = timeline->tree.active;
}

uint32_t
timeline_next_serial (Timeline *timeline)
{
  if (!timeline->writing)
    prepare_serial (timeline);

  return timeline->next_serial++;
}

/* --- in full -------------------------------------------------------------------------------- */

static Segment *
last_segment (const Branch *branch)
{
  return branch->n_segments > 0 ? branch->segments[branch->n_segments - 1] : NULL;
}

/* A segment in full at the end of the path, the last one if it can be continued. */
static Segment *
segment_to_write (Timeline *timeline)
{
  Branch *branch = &timeline->tree.branches[timeline->tree.active];
  Segment *last = last_segment (branch);

  timeline->is_new_segment = false;
  if (last && last->kind == SEGMENT_FULL && last->n_events < SEGMENT_MANY_EVENTS)
    return segment_reserve (last, NULL) == SIM_OK ? last : NULL;

  if (branch_reserve_segments (branch, 1) != SIM_OK)
    return NULL;

  Segment *segment = segment_new (SEGMENT_FULL, branch->end, path_work (&timeline->tree, branch->end));
  if (!segment || segment_reserve (segment, last) != SIM_OK)
    {
      segment_free (segment);
      return NULL;
    }

  if (last)
    segment_trim (last);
  branch->segments[branch->n_segments++] = segment;
  timeline->is_new_segment = true;
  return segment;
}

SimRun *
timeline_begin_writing (Timeline *timeline)
{
  prepare_serial (timeline);

  /* Should the host's memory end while something is written, one comes back by a keyframe. Where the
   * machine is so large that a copy is not worth that, there is none until something runs in bulk. */
  if (timeline->keyframes.n == 0 && timeline->machine_bytes <= MOST_BYTES_TO_COPY_AT_ONCE)
    timeline_need_keyframe (timeline);

  timeline->here = NULL;
  timeline->active_before = timeline->tree.active;
  timeline->has_forked = timeline->position < path_end (&timeline->tree);
  if (timeline->has_forked && tree_fork (&timeline->tree, timeline->position) != SIM_OK)
    return NULL;

  timeline->writing = segment_to_write (timeline);
  if (!timeline->writing)
    {
      if (timeline->has_forked)
        tree_unfork (&timeline->tree, timeline->active_before);
      return NULL;
    }

  timeline->events_before = sim_record_n_events (&timeline->writing->record);
  timeline->changes_before = sim_record_n_changes (&timeline->writing->record);
  timeline->writing->record.n_of_script = 0;
  sim_run_init (&timeline->run, timeline->machine, &timeline->writing->record);
  timeline->run.serial = timeline->next_serial;
  return &timeline->run;
}

static inline bool
shows (unsigned kind)
{
  switch (kind)
    {
    case SIM_EVENT_PRINTED:
    case SIM_EVENT_STEP_BEGAN:
    case SIM_EVENT_STATEMENT:
    case SIM_EVENT_SAID:
    case SIM_EVENT_LOOKED:
    case SIM_EVENT_EXPECTED:
    case SIM_EVENT_ASKED:
    case SIM_EVENT_WORD_SET:
    case SIM_EVENT_MEMORY_WRITTEN:
    case SIM_EVENT_SCRIPT_ENDED:
      return false;
    default:
      return true;
    }
}

bool
timeline_event_shows (const SimEvent *event)
{
  return shows (event->kind);
}

/* They are what a record counts as the script's. */
static_assert (SIM_EVENT_PRINTED < SIM_EVENT_STEP_BEGAN && SIM_EVENT_PRINTED < SIM_EVENT_STATEMENT
               && SIM_EVENT_PRINTED < SIM_EVENT_SAID && SIM_EVENT_PRINTED < SIM_EVENT_LOOKED
               && SIM_EVENT_PRINTED < SIM_EVENT_EXPECTED && SIM_EVENT_PRINTED < SIM_EVENT_ASKED
               && SIM_EVENT_PRINTED < SIM_EVENT_WORD_SET && SIM_EVENT_PRINTED < SIM_EVENT_MEMORY_WRITTEN
               && SIM_EVENT_PRINTED < SIM_EVENT_SCRIPT_ENDED, "a hidden kind of event stands before the others");

/* Everything that indexing may need, beforehand. */
static SimStatus
reserve_marks (Branch          *branch,
               const SimRecord *record,
               size_t           first)
{
  size_t n_statements = 0, n_steps = 0;

  if (record->n_of_script == 0)
    return SIM_OK;

  for (size_t i = first; i < sim_record_n_events (record); i++)
    {
      n_statements += record->events[i].kind == SIM_EVENT_STATEMENT;
      n_steps += record->events[i].kind == SIM_EVENT_STEP_BEGAN;
    }

  if (marks_reserve (&branch->marks[MARK_HIDDEN], record->n_of_script) != SIM_OK
      || marks_reserve (&branch->marks[MARK_STATEMENT], n_statements) != SIM_OK)
    return SIM_NO_HOST_MEMORY;
  return marks_reserve (&branch->marks[MARK_STEP], n_steps);
}

static void
add_mark (Marks          *marks,
          JournalPosition position)
{
  marks->at[marks->n++] = position;
}

static void
index_events (Timeline *timeline,
              size_t    first)
{
  Branch *branch = &timeline->tree.branches[timeline->tree.active];
  const Segment *segment = timeline->writing;

  for (size_t i = first; i < sim_record_n_events (&segment->record); i++)
    {
      const SimRecordedEvent *event = &segment->record.events[i];
      JournalPosition position = segment->first + i;

      if (!shows (event->kind))
        add_mark (&branch->marks[MARK_HIDDEN], position);

      if (event->kind == SIM_EVENT_STATEMENT)
        add_mark (&branch->marks[MARK_STATEMENT], position);
      else if (event->kind == SIM_EVENT_STEP_BEGAN)
        {
          const Marks *statements = &branch->marks[MARK_STATEMENT];
          bool is_statement = statements->n > 0 && statements->at[statements->n - 1] + 1 == position;

          /* The statement that begins the step is its first. */
          add_mark (&branch->marks[MARK_STEP], is_statement ? position - 1 : position);
        }
    }
}

/* The machine is ahead of its record, and there is no keyframe to go back to: it goes on from here, as if
 * it had begun here. */
static void
lose_the_past (Timeline *timeline)
{
  tree_empty (&timeline->tree);
  keyframes_clear (&timeline->keyframes);
  timeline->oldest = timeline->newest = NULL;
  timeline->produced_bytes = timeline->produced_work = 0;
  timeline->n_pinned = 0;
  timeline->here = NULL;
  timeline->position = 0;
  timeline->due_is_known = false;
}

/* As if nothing had been written. */
static void
take_back_writing (Timeline *timeline)
{
  Branch *branch = &timeline->tree.branches[timeline->tree.active];
  SimRecord *record = &timeline->writing->record;
  bool is_ahead = record->failed;

  if (!is_ahead)
    sim_machine_apply (timeline->machine, record->changes + timeline->changes_before, record->next_change);
  sim_record_cut (record, timeline->events_before, timeline->changes_before);
  record->failed = false;

  if (timeline->is_new_segment)
    segment_free (branch->segments[--branch->n_segments]);
  if (timeline->has_forked)
    tree_unfork (&timeline->tree, timeline->active_before);
  timeline->serial_position = UINT64_MAX;

  if (is_ahead && !timeline_return (timeline, timeline->position))
    lose_the_past (timeline);
}

SimStatus
timeline_end_writing (Timeline *timeline)
{
  Branch *branch = &timeline->tree.branches[timeline->tree.active];
  Segment *segment = timeline->writing;

  if (!segment)
    return SIM_OK;

  const SimRecord *record = &segment->record;
  size_t before = timeline->events_before;
  SimStatus status = record->failed ? SIM_NO_HOST_MEMORY : reserve_marks (branch, record, before);

  if (status != SIM_OK || sim_record_n_events (record) == before)
    {
      take_back_writing (timeline);
      timeline->writing = NULL;
      return status;
    }

  if (record->n_of_script > 0)
    index_events (timeline, before);
  if (timeline->run.serial >= timeline->next_serial)
    timeline->next_serial = timeline->run.serial + 1;
  timeline->writing = NULL;
  segment->n_events = sim_record_n_events (record);
  branch->end = segment_end (segment);
  timeline->position = branch->end;
  timeline->serial_position = branch->end;
  timeline->serial_branch = timeline->tree.active;
  if (timeline->has_forked)
    timeline->due_is_known = false;

  timeline_keyframe_if_due (timeline);
  return SIM_OK;
}

SimStatus
timeline_run (Timeline      *timeline,
              const SimCall *call,
              uint64_t      *result)
{
  SimRun *run = timeline_begin_writing (timeline);

  if (!run)
    return SIM_NO_HOST_MEMORY;

  run->serial = timeline_next_serial (timeline);
  SimStatus status = sim_run_call (run, call, result);
  SimStatus of_writing = timeline_end_writing (timeline);

  return status != SIM_OK ? status : of_writing;
}

SimStatus
timeline_observe (Timeline       *timeline,
                  const SimEvent *event,
                  SimOrigin       origin)
{
  SimRun *run = timeline_begin_writing (timeline);

  if (!run)
    return SIM_NO_HOST_MEMORY;

  run->origin = origin;
  run->cpu = event->cpu;
  run->serial = event->serial;
  sim_run_event (run, event);
  return timeline_end_writing (timeline);
}

/* --- in bulk -------------------------------------------------------------------------------- */

/* Room for more operations at the end of a segment. */
static SimStatus
reserve_operations (Segment *segment,
                    uint32_t n)
{
  uint32_t needed = segment->n_operations + n;

  if (needed <= segment->operations_capacity)
    return SIM_OK;

  /* Alone in its array where it is filled at once; otherwise with room for more. */
  uint32_t capacity = segment->n_operations == 0 ? needed : 2 * needed;
  capacity = capacity > SEGMENT_MAX_OPERATIONS ? SEGMENT_MAX_OPERATIONS : capacity;

  TimelineOperation *operations = realloc (segment->operations, capacity * sizeof *operations);
  if (!operations)
    return SIM_NO_HOST_MEMORY;

  segment->operations = operations;
  segment->operations_capacity = capacity;
  return SIM_OK;
}

typedef struct {
  Branch  *branch;
  Segment *last;                  /* to be continued; NULL: none */
  uint32_t n_in_last;
  size_t   n_new;                 /* segments behind the last of the branch, not yet counted in it */
} Plan;

static void
drop_plan (Plan *plan)
{
  for (size_t i = 0; i < plan->n_new; i++)
    segment_free (plan->branch->segments[plan->branch->n_segments + i]);
}

/* All the memory that running takes, so that it cannot fail half way. */
static SimStatus
make_plan (Timeline *timeline,
           size_t    n,
           Plan     *plan)
{
  Branch *branch = &timeline->tree.branches[timeline->tree.active];
  Segment *last = last_segment (branch);

  *plan = (Plan) { .branch = branch };
  if (last && last->kind == SEGMENT_BULK && last->n_operations < SEGMENT_MAX_OPERATIONS
      && last->first_serial + last->n_operations == timeline->next_serial)
    {
      size_t room = SEGMENT_MAX_OPERATIONS - last->n_operations;

      plan->last = last;
      plan->n_in_last = (uint32_t) (n < room ? n : room);
      if (reserve_operations (last, plan->n_in_last) != SIM_OK)
        return SIM_NO_HOST_MEMORY;
    }

  size_t done = plan->n_in_last;
  SimStatus status = branch_reserve_segments (branch, (n - done) / SEGMENT_MAX_OPERATIONS + 1);
  while (status == SIM_OK && done < n)
    {
      size_t part = n - done < SEGMENT_MAX_OPERATIONS ? n - done : SEGMENT_MAX_OPERATIONS;
      Segment *segment = segment_new (SEGMENT_BULK, 0, 0);

      status = segment ? reserve_operations (segment, (uint32_t) part) : SIM_NO_HOST_MEMORY;
      if (status != SIM_OK)
        segment_free (segment);
      else
        branch->segments[branch->n_segments + plan->n_new++] = segment;
      done += part;
    }

  if (status != SIM_OK)
    drop_plan (plan);
  return status;
}

/* Runs n operations at the end of the segment, a few at a time, and tells what came out. */
static void
run_part (Timeline          *timeline,
          Branch            *branch,
          Segment           *segment,
          TimelineOperation *operations,
          uint32_t           n)
{
  enum { AT_A_TIME = 512 };

  timeline->next_serial += n;
  while (n > 0)
    {
      uint32_t now = n < AT_A_TIME ? n : AT_A_TIME;

      segment_extend (segment, timeline->machine, operations, now);
      operations += now;
      n -= now;
    }

  branch->end = segment_end (segment);
  timeline->position = branch->end;
}

SimStatus
timeline_run_bulk (Timeline          *timeline,
                   TimelineOperation *operations,
                   size_t             n)
{
  unsigned active_before = timeline->tree.active;
  bool has_forked = timeline->position < path_end (&timeline->tree);
  Plan plan = { 0 };

  if (n == 0)
    return SIM_OK;

  /* Where there is no keyframe yet, what follows could not be taken back. */
  prepare_serial (timeline);
  timeline->here = NULL;
  if (has_forked && tree_fork (&timeline->tree, timeline->position) != SIM_OK)
    return SIM_NO_HOST_MEMORY;
  if (timeline_need_keyframe (timeline) != SIM_OK
      || make_plan (timeline, n, &plan) != SIM_OK)
    {
      if (has_forked)
        tree_unfork (&timeline->tree, active_before);
      return SIM_NO_HOST_MEMORY;
    }

  if (has_forked)
    timeline->due_is_known = false;
  Segment *before = last_segment (plan.branch);
  if (before && before != plan.last)
    segment_trim (before);

  if (plan.last)
    {
      if (segment_has_log (plan.last))
        timeline_drop_produced (timeline, plan.last);
      run_part (timeline, plan.branch, plan.last, operations, plan.n_in_last);
      operations += plan.n_in_last;
      n -= plan.n_in_last;
    }

  for (; n > 0; plan.n_new--)
    {
      Segment *segment = plan.branch->segments[plan.branch->n_segments];
      uint32_t part = (uint32_t) (n < SEGMENT_MAX_OPERATIONS ? n : SEGMENT_MAX_OPERATIONS);

      timeline_keyframe_if_due (timeline);
      segment->first = timeline->position;
      segment->work_before = path_work (&timeline->tree, timeline->position);
      segment->first_serial = timeline->next_serial;
      plan.branch->n_segments++;
      run_part (timeline, plan.branch, segment, operations, part);
      operations += part;
      n -= part;
    }

  timeline->serial_position = timeline->position;
  timeline->serial_branch = timeline->tree.active;
  return SIM_OK;
}
