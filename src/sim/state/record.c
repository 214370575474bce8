/* record.c - the arrays of a record */

#include "sim/state/tables.h"

#include <stdlib.h>

/* Changes count up to here where others keep numbers of 32 bits. */
#define MOST_CHANGES ((size_t) UINT32_MAX / sizeof (SimChange))

void
sim_record_init (SimRecord *record)
{
  *record = (SimRecord) { 0 };
}

void
sim_record_clear (SimRecord *record)
{
  free (record->events);
  free (record->changes);
  *record = (SimRecord) { 0 };
}

/* --- room ----------------------------------------------------------------------------------- */
/* n: how many are in the array. */
static bool
set_events_capacity (SimRecord *record,
                     size_t     n,
                     size_t     capacity)
{
  SimRecordedEvent *events = realloc (record->events, capacity * sizeof *events);

  if (events == NULL)
    return false;
  record->events = events;
  record->next_event = events + n;
  record->events_capacity = capacity;
  record->event_limit = capacity >= SIM_BODY_EVENTS ? events + (capacity - SIM_BODY_EVENTS + 1) : events;
  return true;
}

static bool
set_changes_capacity (SimRecord *record,
                      size_t     n,
                      size_t     capacity)
{
  SimChange *changes;

  if (capacity > MOST_CHANGES)
    return false;
  changes = realloc (record->changes, capacity * sizeof *changes);
  if (changes == NULL)
    return false;
  record->changes = changes;
  record->next_change = changes + n;
  record->changes_capacity = capacity;
  record->change_limit = capacity >= SIM_BODY_CHANGES ? changes + (capacity - SIM_BODY_CHANGES + 1) : changes;
  return true;
}

static size_t
larger (size_t a,
        size_t b)
{
  return a > b ? a : b;
}

bool
sim_record_reserve (SimRecord *record,
                    size_t     n_events,
                    size_t     n_changes)
{
  size_t had_events = sim_record_n_events (record), had_changes = sim_record_n_changes (record);
  size_t least_events = had_events + n_events + SIM_BODY_EVENTS;
  size_t least_changes = had_changes + n_changes + SIM_BODY_CHANGES;

  if (!record->only_changes && least_events > record->events_capacity
      && !set_events_capacity (record, had_events, larger (least_events, record->events_capacity / 2 * 3)))
    return false;
  return least_changes <= record->changes_capacity
         || set_changes_capacity (record, had_changes, larger (least_changes, record->changes_capacity / 2 * 3));
}

bool
sim_record_make_room (SimRecord *record,
                      size_t     n_changes)
{
  if (!record->failed && sim_record_reserve (record, 0, n_changes))
    return true;

  /* Nothing that follows will be read: let it write over the end. */
  size_t n_events = sim_record_n_events (record), most_changes = record->changes_capacity;

  record->failed = true;
  if ((!record->only_changes && record->events_capacity < SIM_BODY_EVENTS) || most_changes < SIM_BODY_CHANGES + n_changes)
    return false;
  if (!record->only_changes && record->events_capacity - n_events < SIM_BODY_EVENTS)
    record->next_event = record->events + (record->events_capacity - SIM_BODY_EVENTS);
  if (most_changes - sim_record_n_changes (record) < SIM_BODY_CHANGES + n_changes)
    record->next_change = record->changes + (most_changes - SIM_BODY_CHANGES - n_changes);
  return true;
}

/* An array that does not become smaller stays as it is. */
void
sim_record_trim (SimRecord *record)
{
  size_t n_events = sim_record_n_events (record), n_changes = sim_record_n_changes (record);

  if (n_events > 0)
    set_events_capacity (record, n_events, n_events);
  if (n_changes > 0)
    set_changes_capacity (record, n_changes, n_changes);
}

void
sim_record_cut (SimRecord *record,
                size_t     n_events,
                size_t     n_changes)
{
  record->next_event = record->events + n_events;
  record->next_change = record->changes + n_changes;
}

/* --- what is in it --------------------------------------------------------------------------- */
SimEvent
sim_record_event (const SimRecord *record,
                  size_t           n)
{
  const SimRecordedEvent *recorded = &record->events[n];
  SimEvent event = { .stamp = recorded->stamp };
  const SimEventInfo *info = sim_event_info ((SimEventKind) event.kind);
  const uint32_t *word = recorded->words;

  for (unsigned i = 0; i < info->n_fields; i++)
    if (!sim_field_is_small (info->fields[i].type))
      {
        event.arg[i] = *word++;
        if (info->fields[i].type == SIM_FIELD_value)
          event.arg[i] |= (uint64_t) *word++ << 32;
      }

  for (unsigned i = 0, shift = 0; i < info->n_fields; i++)
    if (sim_field_is_small (info->fields[i].type))
      {
        event.arg[i] = *word >> shift & 0xff;
        shift += 8;
      }
  return event;
}
