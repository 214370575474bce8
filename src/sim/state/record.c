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

/* Room for one more event, and for so many changes. */
bool
sim_record_make_room (SimRecord *record,
                      size_t     n_changes)
{
  if (record->failed)
    return false;

  if (record->n_events == record->events_capacity)
    {
      size_t capacity = record->events_capacity ? record->events_capacity * 2 : 64;

      if (!grow ((void **) &record->events, sizeof *record->events, capacity)
          || !grow ((void **) &record->n_changes_after, sizeof *record->n_changes_after, capacity))
        goto failed;
      record->events_capacity = capacity;
    }

  if (record->n_changes + n_changes > record->changes_capacity)
    {
      size_t capacity = record->changes_capacity ? record->changes_capacity * 2 : 512;

      if (capacity < record->n_changes + n_changes)
        capacity = record->n_changes + n_changes;
      if (capacity > UINT32_MAX || !grow ((void **) &record->changes, sizeof *record->changes, capacity))
        goto failed;
      record->changes_capacity = capacity;
    }
  return true;

failed:
  record->failed = true;
  return false;
}
