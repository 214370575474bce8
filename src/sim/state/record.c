/* record.c - the arrays of a record */

#include "sim/state/tables.h"

#include <stdlib.h>

void
sim_record_init (SimRecord *record)
{
  *record = (SimRecord) { 0 };
}

void
sim_record_clear (SimRecord *record)
{
  free (record->events);
  free (record->n_changes_after);
  free (record->changes);
  *record = (SimRecord) { 0 };
}

static bool
grow (void   **array,
      size_t   element,
      size_t   capacity)
{
  void *larger = realloc (*array, element * capacity);

  if (larger == NULL)
    return false;
  *array = larger;
  return true;
}

static bool
make_room (SimRecord *record,
           size_t     n_changes)
{
  size_t least_events = record->n_events + SIM_BODY_EVENTS;
  size_t least_changes = record->n_changes + n_changes * SIM_CHANGE_WORDS + SIM_BODY_CHANGES;

  if (least_events > record->events_capacity)
    {
      size_t capacity = record->events_capacity ? record->events_capacity * 2 : 4 * SIM_BODY_EVENTS;

      if (!grow ((void **) &record->events, sizeof *record->events, capacity)
          || !grow ((void **) &record->n_changes_after, sizeof *record->n_changes_after, capacity))
        return false;
      record->events_capacity = capacity;
    }
  if (least_changes > record->changes_capacity)
    {
      size_t capacity = record->changes_capacity ? record->changes_capacity * 2 : 4 * SIM_BODY_CHANGES;

      if (capacity < least_changes)
        capacity = least_changes;
      /* n_changes_after has 32 bits. */
      if (capacity > UINT32_MAX || !grow ((void **) &record->changes, sizeof *record->changes, capacity))
        return false;
      record->changes_capacity = capacity;
    }
  return true;
}

bool
sim_record_make_room (SimRecord *record,
                      size_t     n_changes)
{
  if (!record->failed && make_room (record, n_changes))
    return true;

  /* Nothing that follows will be read: let it write over the end. */
  record->failed = true;
  if (record->events_capacity < SIM_BODY_EVENTS || record->changes_capacity < SIM_BODY_CHANGES + n_changes * SIM_CHANGE_WORDS)
    return false;
  if (record->events_capacity - record->n_events < SIM_BODY_EVENTS)
    record->n_events = record->events_capacity - SIM_BODY_EVENTS;
  if (record->changes_capacity - record->n_changes < SIM_BODY_CHANGES + n_changes * SIM_CHANGE_WORDS)
    record->n_changes = record->changes_capacity - SIM_BODY_CHANGES - n_changes * SIM_CHANGE_WORDS;
  return true;
}
