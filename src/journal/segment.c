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
  if (segment->kind == SEGMENT_FULL)
    {
      sim_record_trim (&segment->record);
      return;
    }

  segment->operations = shrunk (segment->operations, segment->n_operations * sizeof *segment->operations);
  segment->operations_capacity = segment->n_operations;
}

SimStatus
segment_reserve (Segment       *segment,
                 const Segment *before)
{
  enum { EVENTS = 1024, CHANGES = 4096 };
  bool has_before = before && before->kind == SEGMENT_FULL;
  size_t n_events = EVENTS + (has_before ? sim_record_n_events (&before->record) : 0);
  size_t n_changes = CHANGES + (has_before ? sim_record_n_changes (&before->record) : 0);

  return sim_record_reserve (&segment->record, n_events, n_changes) ? SIM_OK : SIM_NO_HOST_MEMORY;
}

uint64_t
segment_log_bytes (const Segment *segment)
{
  return sim_record_n_events (&segment->record) * sizeof *segment->record.events
         + sim_record_n_changes (&segment->record) * sizeof *segment->record.changes;
}

uint64_t
segment_work (const Segment *segment,
              uint64_t       n_events)
{
  uint64_t all = segment->kind == SEGMENT_FULL ? sim_record_n_changes (&segment->record)
                                               : (uint64_t) segment->n_operations * SEGMENT_WORK_OF_OPERATION;

  return n_events >= segment->n_events ? all : all * n_events / segment->n_events;
}

/* Finds out how many changes the first n events made, from the nearest place where that is known. */
static void
count_changes (Segment *segment,
               uint64_t n)
{
  const SimRecord *record = &segment->record;
  uint64_t known = segment->known_events;

  if (n > known + (segment->n_events - known) / 2)
    segment->known_changes = sim_record_n_changes (record) - sim_record_n_changes_of (record, n, sim_record_n_events (record));
  else if (n >= known)
    segment->known_changes += sim_record_n_changes_of (record, known, n);
  else if (n > known / 2)
    segment->known_changes -= sim_record_n_changes_of (record, n, known);
  else
    segment->known_changes = sim_record_n_changes_of (record, 0, n);
  segment->known_events = n;
}

void
segment_apply (Segment    *segment,
               SimMachine *machine,
               uint64_t    from,
               uint64_t    to)
{
  const SimRecord *record = &segment->record;
  size_t n;

  if (segment->known_events != from)
    count_changes (segment, from);

  if (from < to)
    {
      n = sim_record_n_changes_of (record, from, to);
      sim_machine_apply (machine, record->changes + segment->known_changes, n);
      segment->known_changes += n;
    }
  else
    {
      n = sim_record_n_changes_of (record, to, from);
      segment->known_changes -= n;
      sim_machine_apply (machine, record->changes + segment->known_changes, n);
    }
  segment->known_events = to;
}

void
segment_extend (Segment           *segment,
                SimMachine        *machine,
                TimelineOperation *operations,
                uint32_t           n)
{
  SimRun run;

  sim_run_init (&run, machine, NULL);
  run.serial = segment->first_serial + segment->n_operations;
  segment->n_events += sim_run_operations (&run, operations, n, NULL);
  memcpy (segment->operations + segment->n_operations, operations, n * sizeof *operations);
  segment->n_operations += n;
}

void
segment_run (Segment    *segment,
             SimMachine *machine,
             SimRecord  *record)
{
  SimRun run;

  sim_run_init (&run, machine, record);
  run.serial = segment->first_serial;
  sim_run_operations (&run, segment->operations, segment->n_operations, NULL);
}

SimStatus
segment_produce (Segment    *segment,
                 SimMachine *machine)
{
  /* Changes of an event, about: should they be more, the arrays grow. */
  enum { CHANGES_OF_EVENT = 2, MORE = 512 };
  SimRecord record;

  sim_record_init (&record);
  if (!sim_record_reserve (&record, segment->n_events + MORE, CHANGES_OF_EVENT * segment->n_events + MORE))
    record.failed = true;

  segment_run (segment, machine, record.failed ? NULL : &record);
  if (record.failed)
    {
      sim_record_clear (&record);
      return SIM_NO_HOST_MEMORY;
    }

  /* The same input gives the same events. */
  assert (sim_record_n_events (&record) == segment->n_events);

  sim_record_trim (&record);
  segment_forget (segment);
  segment->record = record;
  segment->is_produced = true;
  return SIM_OK;
}

void
segment_forget (Segment *segment)
{
  sim_record_clear (&segment->record);
  segment->known_events = segment->known_changes = 0;
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
