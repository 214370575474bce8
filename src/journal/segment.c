#include "segment.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

Segment *
segment_new (SegmentKind     kind,
             JournalPosition first,
             uint64_t        work_before)
{
  Segment *segment = calloc (1, sizeof *segment);

  if (!segment)
    return NULL;

  segment->kind = kind;
  segment->first = first;
  segment->work_before = work_before;
  sim_record_init (&segment->record);
  return segment;
}

void
segment_free (Segment *segment)
{
  if (!segment)
    return;

  sim_record_clear (&segment->record);
  free (segment->operations);
  free (segment);
}

static void *
shrunk (void  *array,
        size_t size)
{
  void *smaller = size > 0 ? realloc (array, size) : NULL;

  return smaller ? smaller : array;
}

void
segment_trim (Segment *segment)
{
  SimRecord *record = &segment->record;

  if (segment->kind == SEGMENT_BULK)
    {
      segment->operations = shrunk (segment->operations, segment->n_operations * sizeof *segment->operations);
      segment->operations_capacity = segment->n_operations;
      return;
    }

  if (record->n_events > 0)
    {
      record->events = shrunk (record->events, record->n_events * sizeof *record->events);
      record->n_changes_after = shrunk (record->n_changes_after, record->n_events * sizeof *record->n_changes_after);
      record->events_capacity = record->n_events;
    }
  if (record->n_changes > 0)
    {
      record->changes = shrunk (record->changes, record->n_changes * sizeof *record->changes);
      record->changes_capacity = record->n_changes;
    }
}

/* Room for that many more. */
static SimStatus
reserve_events (SimRecord *record,
                size_t     n)
{
  if (record->events_capacity - record->n_events >= n && record->events)
    return SIM_OK;

  size_t capacity = record->n_events + record->n_events / 2 + n;
  SimEvent *events = realloc (record->events, capacity * sizeof *events);
  if (!events)
    return SIM_NO_HOST_MEMORY;
  record->events = events;

  uint32_t *n_changes_after = realloc (record->n_changes_after, capacity * sizeof *n_changes_after);
  if (!n_changes_after)
    return SIM_NO_HOST_MEMORY;
  record->n_changes_after = n_changes_after;
  record->events_capacity = capacity;
  return SIM_OK;
}

static SimStatus
reserve_changes (SimRecord *record,
                 size_t     n)
{
  if (record->changes_capacity - record->n_changes >= n && record->changes)
    return SIM_OK;

  size_t capacity = record->n_changes + record->n_changes / 2 + n;
  uint32_t *changes = realloc (record->changes, capacity * sizeof *changes);
  if (!changes)
    return SIM_NO_HOST_MEMORY;

  record->changes = changes;
  record->changes_capacity = capacity;
  return SIM_OK;
}

SimStatus
segment_reserve (Segment       *segment,
                 const Segment *before)
{
  enum { EVENTS = 1024, CHANGES = 4096 * SIM_CHANGE_WORDS };
  bool has_before = before && before->kind == SEGMENT_FULL;
  size_t n_events = EVENTS + (has_before ? before->record.n_events : 0);
  size_t n_changes = CHANGES + (has_before ? before->record.n_changes : 0);

  if (reserve_events (&segment->record, n_events) != SIM_OK)
    return SIM_NO_HOST_MEMORY;
  return reserve_changes (&segment->record, n_changes);
}

bool
segment_has_log (const Segment *segment)
{
  return segment->kind == SEGMENT_FULL || segment->is_produced;
}

bool
segment_has_events (const Segment *segment)
{
  return segment->kind == SEGMENT_FULL || segment->n_events == 0
      || (segment->is_produced && segment->record.events);
}

JournalPosition
segment_end (const Segment *segment)
{
  return segment->first + segment->n_events;
}

uint64_t
segment_log_bytes (const Segment *segment)
{
  const SimRecord *record = &segment->record;

  return (record->events ? record->n_events * sizeof *record->events : 0)
       + record->n_events * sizeof *record->n_changes_after
       + record->n_changes * sizeof *record->changes;
}

/* Changes of the first n events, in words. */
static size_t
changes_of (const SimRecord *record,
            uint64_t         n)
{
  return n > 0 ? record->n_changes_after[n - 1] : 0;
}

uint64_t
segment_work (const Segment *segment,
              uint64_t       n_events)
{
  if (segment->kind == SEGMENT_FULL)
    return changes_of (&segment->record, n_events) / SIM_CHANGE_WORDS;

  uint64_t all = (uint64_t) segment->n_operations * SEGMENT_WORK_OF_OPERATION;
  return n_events >= segment->n_events ? all : all * n_events / segment->n_events;
}

void
segment_apply (const Segment *segment,
               SimMachine    *machine,
               uint64_t       from,
               uint64_t       to)
{
  size_t first = changes_of (&segment->record, from < to ? from : to);
  size_t end = changes_of (&segment->record, from < to ? to : from);

  if (first < end)
    sim_machine_apply (machine, segment->record.changes, first, end);
}

/* Returns the number of events, where is_first_time. Inlined twice: what is constant is left out. */
static inline __attribute__ ((always_inline)) uint64_t
run_operations (TimelineOperation *operations,
                uint32_t           n,
                uint32_t           serial,
                SimMachine        *machine,
                SimRecord         *record,
                bool               is_first_time)
{
  uint64_t before = 0, n_events = 0;
  SimRun run;

  sim_run_init (&run, machine, record);
  for (TimelineOperation *operation = operations; operation < operations + n; operation++)
    {
      run.serial = serial++;
      run.cpu = operation->cpu;
      if (operation->kind == TIMELINE_ALLOC)
        {
          SimPfn pfn = sim_alloc_pages (&run, operation->gfp, operation->order);

          if (is_first_time)
            operation->pfn = pfn;
        }
      else
        sim_free_pages (&run, operation->pfn, operation->order);

      if (is_first_time)
        {
          operation->n_events = (uint32_t) (run.n_events - before);
          before = run.n_events;
          n_events += operation->n_events;
        }
    }

  return n_events;
}

void
segment_extend (Segment           *segment,
                SimMachine        *machine,
                TimelineOperation *operations,
                uint32_t           n)
{
  segment->n_events += run_operations (operations, n, segment->first_serial + segment->n_operations,
                                       machine, NULL, true);
  memcpy (segment->operations + segment->n_operations, operations, n * sizeof *operations);
  segment->n_operations += n;
}

void
segment_run (Segment    *segment,
             SimMachine *machine,
             SimRecord  *record)
{
  run_operations (segment->operations, segment->n_operations, segment->first_serial, machine, record, false);
}

SimStatus
segment_produce (Segment    *segment,
                 SimMachine *machine,
                 SimRecord  *scratch,
                 bool        with_events)
{
  /* Changes of an event, about: should they be more, the arrays grow. */
  enum { CHANGES_OF_EVENT = 2 * SIM_CHANGE_WORDS, MORE_EVENTS = 256, MORE_CHANGES = 1024 * SIM_CHANGE_WORDS };
  SimRecord record = { .events = scratch->events, .events_capacity = scratch->events_capacity };
  SimStatus status;

  *scratch = (SimRecord) { 0 };
  record.n_changes_after = malloc ((record.events_capacity + 1) * sizeof *record.n_changes_after);
  status = record.n_changes_after ? reserve_events (&record, segment->n_events + MORE_EVENTS) : SIM_NO_HOST_MEMORY;
  if (status == SIM_OK)
    status = reserve_changes (&record, CHANGES_OF_EVENT * segment->n_events + MORE_CHANGES);

  segment_run (segment, machine, status == SIM_OK ? &record : NULL);
  if (status != SIM_OK || record.failed)
    {
      sim_record_clear (&record);
      return SIM_NO_HOST_MEMORY;
    }

  /* The same input gives the same events. */
  assert (record.n_events == segment->n_events);

  if (!with_events)
    {
      scratch->events = record.events;
      scratch->events_capacity = record.events_capacity;
      record.events = NULL;
    }
  else
    record.events = shrunk (record.events, record.n_events * sizeof *record.events);
  record.n_changes_after = shrunk (record.n_changes_after, record.n_events * sizeof *record.n_changes_after);
  record.changes = shrunk (record.changes, record.n_changes * sizeof *record.changes);
  record.events_capacity = record.n_events;
  record.changes_capacity = record.n_changes;

  segment_forget (segment);
  segment->record = record;
  segment->is_produced = true;
  return SIM_OK;
}

void
segment_forget (Segment *segment)
{
  sim_record_clear (&segment->record);
  sim_record_init (&segment->record);
  segment->is_produced = false;
}

uint32_t
segment_operation_of (const Segment *segment,
                      uint64_t       n)
{
  uint32_t i = 0;

  for (uint64_t end = 0; i < segment->n_operations; i++)
    {
      end += segment->operations[i].n_events;
      if (n < end)
        break;
    }

  return i;
}
