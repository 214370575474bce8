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
  segment->log = kind == SEGMENT_FULL ? SEGMENT_LOG_OF_EVENTS : SEGMENT_LOG_NONE;
  sim_record_init (&segment->record);
  return segment;
}

void
segment_free (Segment *segment)
{
  if (!segment)
    return;

  sim_record_clear (&segment->record);
  free (segment->bytes_before);
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
         + sim_record_n_changes (&segment->record) * sizeof *segment->record.changes
         + (segment->bytes_before ? (segment->n_operations + 1) * sizeof *segment->bytes_before : 0);
}

uint64_t
segment_work (const Segment *segment,
              uint64_t       n_events)
{
  uint64_t all = segment->kind == SEGMENT_FULL ? sim_record_n_changes (&segment->record)
                                               : (uint64_t) segment->n_operations * SEGMENT_WORK_OF_OPERATION;

  return n_events >= segment->n_events ? all : all * n_events / segment->n_events;
}

/* --- moving by the log ---------------------------------------------------------------------- */

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

static void
apply_events (Segment    *segment,
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
      sim_machine_apply (machine, record->changes + segment->known_changes, record->changes + segment->known_changes + n);
      segment->known_changes += n;
    }
  else
    {
      n = sim_record_n_changes_of (record, to, from);
      segment->known_changes -= n;
      sim_machine_apply (machine, record->changes + segment->known_changes, record->changes + segment->known_changes + n);
    }
  segment->known_events = to;
}

bool
segment_apply (Segment    *segment,
               SimMachine *machine,
               uint64_t    from,
               uint64_t    to)
{
  if (segment->log == SEGMENT_LOG_OF_OPERATIONS)
    {
      SegmentChanges changes;

      if (!segment_find_changes (segment, from, to, &changes))
        return false;
      sim_machine_apply (machine, changes.first, changes.end);
      return true;
    }

  apply_events (segment, machine, from, to);
  return true;
}

bool
segment_is_between_operations (const Segment *segment,
                               uint64_t       place)
{
  const TimelineOperation *operation = segment->operations;
  uint64_t at = 0;

  segment_walk (&at, &operation, place);
  return at == place;
}

/* --- running operations --------------------------------------------------------------------- */

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

static void
run_again (Segment    *segment,
           SimMachine *machine,
           SimRecord  *record,
           uint32_t   *change_bytes_after)
{
  SimRun run;

  sim_run_init (&run, machine, record);
  run.serial = segment->first_serial;
  sim_run_operations (&run, segment->operations, segment->n_operations, change_bytes_after);
}

void
segment_run (Segment    *segment,
             SimMachine *machine)
{
  run_again (segment, machine, NULL, NULL);
}

SimStatus
segment_produce (Segment    *segment,
                 SimMachine *machine,
                 SegmentLog  log,
                 size_t      n_changes)
{
  /* Changes of an event, about. */
  enum { CHANGES_OF_EVENT = 2 };
  bool has_events = log == SEGMENT_LOG_OF_EVENTS;
  size_t n_events = has_events ? segment->n_events : 0;
  uint32_t *bytes_before = NULL;
  SimRecord record;

  sim_record_init (&record);
  record.only_changes = !has_events;
  if (!has_events)
    bytes_before = malloc ((segment->n_operations + 1) * sizeof *bytes_before);
  if ((!has_events && !bytes_before) || !sim_record_reserve (&record, n_events, has_events ? CHANGES_OF_EVENT * segment->n_events : n_changes))
    record.failed = true;
  else if (bytes_before)
    bytes_before[0] = 0;

  run_again (segment, machine, record.failed ? NULL : &record, bytes_before ? bytes_before + 1 : NULL);
  if (record.failed)
    {
      sim_record_clear (&record);
      free (bytes_before);
      return SIM_NO_HOST_MEMORY;
    }

  /* The same input gives the same events. */
  assert (!has_events || sim_record_n_events (&record) == segment->n_events);

  /* A log of operations keeps the little room that it has too much: arrays of one size take each other's place. */
  if (has_events || record.changes_capacity > sim_record_n_changes (&record) * 3 / 2)
    sim_record_trim (&record);
  segment_forget (segment);
  segment->record = record;
  segment->bytes_before = bytes_before;
  segment->known_events = segment->n_events;
  segment->known_changes = has_events ? sim_record_n_changes (&segment->record) : bytes_before[segment->n_operations];
  segment->known_operation = segment->operations + segment->n_operations;
  segment->log = log;
  return SIM_OK;
}

void
segment_forget (Segment *segment)
{
  sim_record_clear (&segment->record);
  free (segment->bytes_before);
  segment->bytes_before = NULL;
  segment->known_events = segment->known_changes = 0;
  segment->log = SEGMENT_LOG_NONE;
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
