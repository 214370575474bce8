/* emit.h - how a rule changes the machine: sim_emit_<event> (pen, fields…) for each of events.def
 *
 * An event is applied by its writer in apply.h and, where there is a record, kept. A body of a rule
 * begins with a pen, emits, and ends with sim_pen_rest (). Everything it does in between is inlined
 * into it: then `is_recorded` is a constant, the cursors of the record are registers, and in bulk
 * nothing of the recording is left. Before it calls something that has a pen of its own, it lays its
 * own down with sim_pen_rest (), and then takes it up again.
 */
#pragma once

#include "sim/state/apply.h"

typedef struct {
  SimRun           *run;
  const SimMachine *machine;
  SimEvent         *event;        /* the next one */
  uint32_t         *n_changes_after;           /* its */
  SimWordChange    *changes;      /* the first of the record */
  uint64_t          stamp;        /* of a SimEvent with kind 0 */
  uint64_t          n_events;     /* emitted since the pen was taken up */
  bool              is_recorded;
  bool              counts_itself;             /* in bulk: the body says sim_pen_count (), emitting does not */
  SimWriter         writer;
} SimPen;

static_assert (offsetof (SimEvent, arg) == sizeof (uint64_t), "the stamp of an event is not all of its head");

SIM_INLINE uint64_t
sim_event_stamp (SimEventKind kind,
                 unsigned     origin,
                 unsigned     cpu,
                 uint32_t     serial)
{
  return (uint64_t) serial << 32 | (uint64_t) (cpu & 0xff) << 24 | (uint64_t) (origin & 0xff) << 16 | (uint16_t) kind;
}

SIM_INLINE void
sim_pen_take_up (SimPen *pen)
{
  pen->n_events = 0;
  if (pen->is_recorded)
    {
      SimRecord *record = pen->run->record;

      if (SIM_UNLIKELY (!sim_record_has_room (record)))
        sim_record_make_room (record, 0);
      pen->event = record->events + record->n_events;
      pen->n_changes_after = record->n_changes_after + record->n_events;
      pen->changes = record->changes;
      pen->writer.log = record->changes + record->n_changes;
    }
}

SIM_INLINE void
sim_pen_rest (SimPen *pen)
{
  if (pen->is_recorded || !pen->counts_itself)
    pen->run->n_events += pen->n_events;
  if (pen->is_recorded)
    {
      pen->run->record->n_events += pen->n_events;
      pen->run->record->n_changes = (size_t) (pen->writer.log - pen->changes);
    }
}

/* is_recorded: a constant of the caller; there is room in the record. */
SIM_INLINE SimPen
sim_pen (SimRun *run,
         bool    is_recorded)
{
  SimPen pen = {
    .run = run,
    .machine = run->machine,
    .is_recorded = is_recorded,
    .writer = { .machine = run->machine, .is_recorded = is_recorded, .is_fused = !is_recorded },
  };

  if (is_recorded)
    pen.stamp = sim_event_stamp ((SimEventKind) 0, run->origin, run->cpu, run->serial);
  sim_pen_take_up (&pen);
  return pen;
}

/* Is this run recorded, now? */
SIM_INLINE bool
sim_is_recorded (SimRun *run)
{
  return run->record != NULL && (SIM_LIKELY (sim_record_has_room (run->record)) || sim_record_make_room (run->record, 0));
}

/* For what is rare and not inlined. */
SIM_INLINE SimPen
sim_pen_of (SimRun *run)
{
  return sim_pen (run, sim_is_recorded (run));
}

/* In bulk only the number of events matters, and a body may know it without counting one by one. */
SIM_INLINE void
sim_pen_count (SimPen  *pen,
               uint64_t n)
{
  if (!pen->is_recorded)
    pen->run->n_events += n;
}

/* For loops: after a round, room for another one. */
SIM_INLINE void
sim_pen_breathe (SimPen *pen)
{
  sim_pen_rest (pen);
  sim_pen_take_up (pen);
}

/* An event to come that may change more words than others do. */
SIM_INLINE void
sim_pen_expect (SimPen *pen,
                size_t  n_changes)
{
  sim_pen_rest (pen);
  if (pen->is_recorded)
    sim_record_make_room (pen->run->record, n_changes);
  sim_pen_take_up (pen);
}

/* Nobody vouches for what comes after these events: every word is written at once. */
SIM_INLINE void
sim_pen_write_all (SimPen *pen)
{
  pen->writer.is_fused = false;
}

/* Whatever is taken from or put to free lists from now on is of this zone and type. */
SIM_INLINE void
sim_pen_knows_list (SimPen  *pen,
                    uint32_t list_mark)
{
  pen->writer.knows_list = true;
  pen->writer.list_mark = list_mark;
}

/* A block that comes back is known to be exactly of the order that is given. */
SIM_INLINE void
sim_pen_gives_whole (SimPen *pen)
{
  pen->writer.is_whole = true;
}

#define F
#define EVENT(NAME, name, models, fields) \
  SIM_INLINE void \
  sim_emit_##name (SimPen *pen SIM_FIELD_PARAMETERS (fields)) \
  { \
    sim_apply_##name (&pen->writer SIM_FIELD_ARGUMENTS (fields)); \
    if (pen->is_recorded || !pen->counts_itself) \
      pen->n_events++; \
    if (pen->is_recorded) \
      { \
        SimEvent *event = pen->event++; \
        unsigned n = 0; \
        event->stamp = pen->stamp | SIM_EVENT_##NAME; \
        SIM_FIELD_STORES (fields) \
        for (; n < SIM_EVENT_MAX_FIELDS; n++) \
          event->arg[n] = 0; \
        *pen->n_changes_after++ = (uint32_t) (pen->writer.log - pen->changes); \
      } \
  }
#include "sim/events.def"
#undef EVENT
#undef F

/* From here on, whoever includes this file can read and emit, and nothing else. */
#pragma GCC poison SimWriter sim_put sim_put_record words_of
