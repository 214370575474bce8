/* emit.h - how a rule changes the machine: sim_emit_<event> (pen, fields…) for each of events.def
 *
 * An event is applied by its writer in apply.h and, where there is a record, kept. Everything is
 * inline and `pen.is_recorded` a constant in the bodies that matter, so that in bulk nothing of the
 * recording is left.
 */
#pragma once

#include <string.h>

#include "sim/state/apply.h"

/* What a rule is handed to emit with. */
typedef struct {
  SimRun           *run;
  const SimMachine *machine;
  uint64_t          stamp;        /* kind 0, origin, cpu and serial of a SimEvent, as one number */
  bool              is_recorded;
  bool              is_fused;
} SimPen;

static_assert (offsetof (SimEvent, arg) == 8, "the head of an event is not 8 bytes");

SIM_INLINE uint64_t
sim_event_stamp (SimEventKind kind,
                 unsigned     origin,
                 unsigned     cpu,
                 uint32_t     serial)
{
  SimEvent event = { .kind = (uint16_t) kind, .origin = (uint8_t) origin, .cpu = (uint8_t) cpu, .serial = serial };
  uint64_t stamp;

  memcpy (&stamp, &event, sizeof stamp);
  return stamp;
}

/* For the body of a rule, specialised: is_recorded is a constant of the caller. */
SIM_INLINE SimPen
sim_pen (SimRun *run,
         bool    is_recorded)
{
  return (SimPen) {
    .run = run,
    .machine = run->machine,
    .stamp = is_recorded ? sim_event_stamp ((SimEventKind) 0, run->origin, run->cpu, run->serial) : 0,
    .is_recorded = is_recorded,
    .is_fused = !is_recorded,
  };
}

#define F
#define EVENT(NAME, name, models, fields) \
  static __attribute__ ((noinline, cold, unused)) void \
  sim_emit_##name##_unrecorded (SimPen pen SIM_FIELD_PARAMETERS (fields)) \
  { \
    SimWriter writer = { .machine = pen.run->machine }; \
    sim_apply_##name (&writer SIM_FIELD_ARGUMENTS (fields)); \
  } \
  SIM_INLINE void \
  sim_emit_##name (SimPen pen SIM_FIELD_PARAMETERS (fields)) \
  { \
    pen.run->n_events++; \
    if (!pen.is_recorded) \
      { \
        SimWriter writer = { .machine = pen.run->machine, .is_fused = pen.is_fused }; \
        sim_apply_##name (&writer SIM_FIELD_ARGUMENTS (fields)); \
        return; \
      } \
    SimRecord *record = pen.run->record; \
    if (SIM_UNLIKELY (record->n_events == record->events_capacity \
                      || record->n_changes + SIM_CHANGES_PER_EVENT > record->changes_capacity) \
        && !sim_record_make_room (record, SIM_CHANGES_PER_EVENT)) \
      { \
        sim_emit_##name##_unrecorded (pen SIM_FIELD_ARGUMENTS (fields)); \
        return; \
      } \
    SimWriter writer = { .machine = pen.run->machine, .log = record->changes + record->n_changes, .is_recorded = true }; \
    sim_apply_##name (&writer SIM_FIELD_ARGUMENTS (fields)); \
    SimEvent *event = &record->events[record->n_events]; \
    uint64_t stamp = pen.stamp | sim_event_stamp (SIM_EVENT_##NAME, 0, 0, 0); \
    unsigned n = 0; \
    memcpy (event, &stamp, sizeof stamp); \
    SIM_FIELD_STORES (fields) \
    for (; n < SIM_EVENT_MAX_FIELDS; n++) \
      event->arg[n] = 0; \
    record->n_changes = (size_t) (writer.log - record->changes); \
    record->n_changes_after[record->n_events] = (uint32_t) record->n_changes; \
    record->n_events++; \
  }
#include "sim/events.def"
#undef EVENT
#undef F

/* Changes to come that may be more than an event usually has; see SIM_CHANGES_PER_EVENT. */
SIM_INLINE void
sim_expect_changes (SimPen pen,
                    size_t n_changes)
{
  if (pen.is_recorded)
    sim_record_make_room (pen.run->record, n_changes + SIM_CHANGES_PER_EVENT);
}

/* From here on, whoever includes this file can read and emit, and nothing else. */
#pragma GCC poison SimWriter sim_put sim_put_record words_of
