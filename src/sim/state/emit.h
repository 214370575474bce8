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
  uint64_t          stamp;        /* of a SimEvent with kind 0 */
  uint64_t          n_events;     /* in bulk: emitted since the pen was taken up */
  bool              is_recorded;
  bool              counts_itself;             /* in bulk: the body says sim_pen_count (), emitting does not */
  SimWriter         writer;
} SimPen;

static_assert (offsetof (SimEvent, arg) == sizeof (uint64_t), "the stamp of an event is not all of its head");

static_assert (offsetof (SimRun, origin) - offsetof (SimRun, stamp) == offsetof (SimEvent, origin)
               && offsetof (SimRun, cpu) - offsetof (SimRun, stamp) == offsetof (SimEvent, cpu)
               && offsetof (SimRun, serial) - offsetof (SimRun, stamp) == offsetof (SimEvent, serial),
               "the stamp of a run is not that of its events");

/* There is room in the record. */
SIM_INLINE void
sim_pen_begin (SimPen *pen)
{
  pen->n_events = 0;
  if (pen->is_recorded)
    {
      SimRecord *record = pen->run->record;

      pen->event = record->events + record->n_events;
      pen->n_changes_after = record->n_changes_after + record->n_events;
      pen->writer.log = record->changes;
      pen->writer.n_changes = record->n_changes;
    }
}

SIM_INLINE void
sim_pen_take_up (SimPen *pen)
{
  if (pen->is_recorded && SIM_UNLIKELY (!sim_record_has_room (pen->run->record)))
    sim_record_make_room (pen->run->record, 0);
  sim_pen_begin (pen);
}

SIM_INLINE void
sim_pen_rest (SimPen *pen)
{
  if (!pen->is_recorded && !pen->counts_itself)
    pen->run->n_events += pen->n_events;
  if (pen->is_recorded)
    {
      size_t n_events = (size_t) (pen->n_changes_after - pen->run->record->n_changes_after);

      pen->run->n_events += n_events - pen->run->record->n_events;
      pen->run->record->n_events = n_events;
      pen->run->record->n_changes = pen->writer.n_changes;
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
    pen.stamp = run->stamp;
  sim_pen_begin (&pen);
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

/* What is taken from a list from now on is the first on that with this head; what is put on a list is
 * alone there; or neither is known any longer. */
SIM_INLINE void
sim_pen_takes_first (SimPen *pen,
                     SimLink head)
{
  pen->writer.takes_first = true;
  pen->writer.head = head;
}

SIM_INLINE void
sim_pen_fills_empty (SimPen *pen,
                     SimLink head)
{
  pen->writer.takes_first = false;
  pen->writer.fills_empty = true;
  pen->writer.head = head;
}

SIM_INLINE void
sim_pen_knows_no_head (SimPen *pen)
{
  pen->writer.takes_first = false;
  pen->writer.fills_empty = false;
}

#define F
#define EVENT(NAME, name, models, fields) \
  SIM_INLINE void \
  sim_emit_##name (SimPen *pen SIM_FIELD_PARAMETERS (fields)) \
  { \
    sim_apply_##name (&pen->writer SIM_FIELD_ARGUMENTS (fields)); \
    if (!pen->is_recorded && !pen->counts_itself) \
      pen->n_events++; \
    if (pen->is_recorded) \
      { \
        SimEvent *event = pen->event++; \
        unsigned n = 0; \
        event->stamp = pen->stamp + SIM_EVENT_##NAME; \
        SIM_FIELD_STORES (fields) \
        for (; n < SIM_EVENT_MAX_FIELDS; n++) \
          event->arg[n] = 0; \
        *pen->n_changes_after++ = (uint32_t) pen->writer.n_changes; \
      } \
  }
#include "sim/events.def"
#undef EVENT
#undef F

/* From here on, whoever includes this file can read and emit, and nothing else. */
#pragma GCC poison SimWriter sim_put sim_put_record words_of
