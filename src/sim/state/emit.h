/* emit.h - how a rule changes the machine: sim_emit_<event> (pen, fields…) for each of events.def
 *
 * An event is applied by its writer in apply.h and, where there is a record, kept. A body of a rule
 * begins with a pen, emits, and ends with sim_pen_rest (). Everything it does in between is inlined
 * into it: then what is kept is a constant, the cursors of the record are registers, and in bulk
 * nothing of the recording is left. Before it calls something that has a pen of its own, it lays its
 * own down with sim_pen_lay_down (), and then takes it up again.
 */
#pragma once

#include "sim/state/apply.h"

typedef struct {
  SimRun           *run;
  const SimMachine *machine;
  SimRecordedEvent *event;        /* the next one, where events are kept */
  uint64_t          stamp;        /* of a SimEvent with kind 0 */
  uint64_t          n_events;     /* where they are not kept: since the pen began, others' included */
  uint64_t          n_laid_down;  /* of the run, when the pen was laid down */
  uint32_t          serial;       /* of the run */
  const uint8_t    *cpu;          /* borrowed: the CPU of what is done; the run's, or what the run's will be */
  bool              keeps_events;
  bool              has_counted_ahead;         /* events to come have been counted, where none are kept */
  SimWriter         writer;
} SimPen;

static_assert (sizeof (SimRecordedEvent) == 32, "events are not counted by shifts");
static_assert (offsetof (SimEvent, arg) == sizeof (uint64_t), "the stamp of an event is not all of its head");

static_assert (offsetof (SimRun, origin) - offsetof (SimRun, stamp) == offsetof (SimEvent, origin)
               && offsetof (SimRun, cpu) - offsetof (SimRun, stamp) == offsetof (SimEvent, cpu)
               && offsetof (SimRun, serial) - offsetof (SimRun, stamp) == offsetof (SimEvent, serial),
               "the stamp of a run is not that of its events");

SIM_INLINE SimKeeping
sim_pen_keeping (const SimPen *pen)
{
  return pen->keeps_events ? SIM_KEEPS_EVENTS : pen->writer.keeps_changes ? SIM_KEEPS_CHANGES : SIM_KEEPS_NOTHING;
}

/* There is room in the record. */
SIM_INLINE void
sim_pen_begin (SimPen *pen)
{
  if (pen->keeps_events)
    pen->event = pen->run->record->next_event;
  if (pen->writer.keeps_changes)
    pen->writer.change = pen->run->record->next_change;
}

SIM_INLINE void
sim_pen_take_up (SimPen *pen)
{
  if (!pen->keeps_events)
    {
      pen->n_events += pen->run->n_events - pen->n_laid_down;
      pen->run->n_events = pen->n_laid_down;
    }
  if (pen->writer.keeps_changes && SIM_UNLIKELY (!sim_record_has_room (pen->run->record, sim_pen_keeping (pen))))
    sim_record_make_room (pen->run->record, 0);
  sim_pen_begin (pen);
}

SIM_INLINE void
sim_pen_lay_down (SimPen *pen)
{
  if (pen->keeps_events)
    {
      pen->run->n_events += (size_t) (pen->event - pen->run->record->next_event);
      pen->run->record->next_event = pen->event;
    }
  else
    {
      pen->n_laid_down = pen->run->n_events;
      pen->run->serial = pen->serial;
      pen->run->cpu = *pen->cpu;
    }
  if (pen->writer.keeps_changes)
    pen->run->record->next_change = pen->writer.change;
}

SIM_INLINE void
sim_pen_rest (SimPen *pen)
{
  sim_pen_lay_down (pen);
  if (!pen->keeps_events)
    pen->run->n_events += pen->n_events;
}

/* keeping: a constant of the caller; there is room in the record. */
SIM_INLINE SimPen
sim_pen (SimRun     *run,
         SimKeeping  keeping)
{
  SimPen pen = { .run = run, .machine = run->machine };

  pen.keeps_events = keeping == SIM_KEEPS_EVENTS;
  pen.writer.machine = run->machine;
  pen.writer.keeps_changes = keeping != SIM_KEEPS_NOTHING;
  pen.writer.is_fused = keeping != SIM_KEEPS_EVENTS;
  pen.stamp = run->stamp;
  pen.serial = run->serial;
  pen.cpu = &run->cpu;
  sim_pen_begin (&pen);
  return pen;
}

/* What is this run to keep? It may not have the room for it. */
SIM_INLINE SimKeeping
sim_keeping_of (const SimRun *run)
{
  if (run->record == NULL)
    return SIM_KEEPS_NOTHING;
  return run->record->only_changes ? SIM_KEEPS_CHANGES : SIM_KEEPS_EVENTS;
}

/* What does it keep, now? */
SIM_INLINE SimKeeping
sim_keeping (SimRun *run)
{
  SimKeeping keeping = sim_keeping_of (run);

  if (keeping == SIM_KEEPS_NOTHING
      || SIM_LIKELY (sim_record_has_room (run->record, keeping)) || sim_record_make_room (run->record, 0))
    return keeping;
  return SIM_KEEPS_NOTHING;
}

/* For what is rare and not inlined. */
SIM_INLINE SimPen
sim_pen_of (SimRun *run)
{
  return sim_pen (run, sim_keeping (run));
}

/* Frames on the free lists of a zone. */
SIM_INLINE int32_t
sim_pen_free_frames (const SimPen *pen,
                     unsigned      zone)
{
  int32_t n = pen->machine->n_free_known[zone];

  return SIM_LIKELY (n >= 0) ? n / (int32_t) sizeof (SimFrameRecord) : sim_machine_count_free (pen->writer.machine, zone);
}

/* What is free in a zone is changed by so much in all by the events to come. */
SIM_INLINE void
sim_pen_count_free (SimPen   *pen,
                    unsigned  zone,
                    int32_t   span)
{
  pen->writer.machine->n_free_known[zone] += span;
  pen->writer.is_counted = true;
}

SIM_INLINE void
sim_pen_has_counted (SimPen *pen)
{
  pen->writer.is_counted = false;
  pen->has_counted_ahead = false;
}

/* For loops: after a round, room for another one. */
SIM_INLINE void
sim_pen_breathe (SimPen *pen)
{
  if (!pen->writer.keeps_changes)
    return;
  sim_pen_lay_down (pen);
  sim_pen_take_up (pen);
}

/* An event to come that may change more words than others do. */
SIM_INLINE void
sim_pen_expect (SimPen *pen,
                size_t  n_changes)
{
  sim_pen_lay_down (pen);
  if (pen->writer.keeps_changes)
    sim_record_make_room (pen->run->record, n_changes);
  sim_pen_take_up (pen);
}

/* Nobody vouches for what comes after these events: every word is written at once. */
SIM_INLINE void
sim_pen_write_all (SimPen *pen)
{
  pen->writer.is_fused = false;
}

/* The CPU on which things are done from now on, as long as the pen is not at rest. Borrowed until then. */
SIM_INLINE void
sim_pen_on_cpu (SimPen        *pen,
                const uint8_t *cpu)
{
  pen->cpu = cpu;
}

/* So many events that change nothing are left out, where none are kept. */
SIM_INLINE void
sim_pen_passes_over (SimPen   *pen,
                     uint64_t  n_events)
{
  pen->n_events += n_events;
}

/* So many events come until sim_pen_has_counted (): their number is said in one sum. */
SIM_INLINE void
sim_pen_counts_ahead (SimPen   *pen,
                      uint64_t  n_events)
{
  pen->has_counted_ahead = true;
  pen->n_events += n_events;
}

/* --- what a rule knows; see SimWriter -------------------------------------------------------- */
SIM_INLINE void
sim_pen_knows_nothing (SimPen *pen)
{
  pen->writer.is_whole = false;
  pen->writer.knows_place = false;
  pen->writer.takes_first = false;
  pen->writer.fills_empty = false;
  pen->writer.knows_mark = false;
  pen->writer.knows_pcp = false;
}

/* Where the block is that the next events are about, and how large. */
SIM_INLINE void
sim_pen_knows_place (SimPen  *pen,
                     SimLink  link,
                     SimLink  span)
{
  pen->writer.knows_place = true;
  pen->writer.link = link;
  pen->writer.span = span;
}

/* The mark of the block that is then put on a list, or handed out. */
SIM_INLINE void
sim_pen_knows_mark (SimPen  *pen,
                    SimMark  mark)
{
  pen->writer.knows_mark = true;
  pen->writer.mark = mark;
}

/* Zone and order of what goes to a per-CPU list, or leaves it, and which list that is. */
SIM_INLINE void
sim_pen_knows_pcp (SimPen     *pen,
                   unsigned    zone,
                   unsigned    order,
                   SimPcpPlace place)
{
  pen->writer.knows_pcp = true;
  pen->writer.pcp = place;
  pen->writer.pcp_zone = zone;
  pen->writer.pcp_order = order;
}

/* Where the array and the object are that the next event is about, and in which state the object is, and then will be. */
SIM_INLINE void
sim_pen_knows_object (SimPen        *pen,
                      size_t         array,
                      size_t         object,
                      SimObjectState from,
                      SimObjectState to)
{
  pen->writer.knows_object = true;
  pen->writer.state_step = ((uint32_t) to - (uint32_t) from) << SIM_OBJECT_STATE_SHIFT;
  pen->writer.array = array;
  pen->writer.object = object;
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
    if (pen->keeps_events) \
      { \
        SimRecordedEvent *event = pen->event++; \
        uint32_t *words = event->words; \
        unsigned n = 0, n_small = 0; \
        uint32_t small = 0; \
        event->stamp = pen->stamp + SIM_EVENT_##NAME; \
        event->n_changes = pen->writer.n_changes; \
        SIM_FIELD_PACKS (fields) \
        if (n_small > 0) \
          words[n] = small; \
        pen->writer.n_changes = 0; \
        if (SIM_EVENT_##NAME >= SIM_EVENT_PRINTED) \
          pen->run->record->n_of_script++; \
      } \
    else if (!pen->has_counted_ahead) \
      pen->n_events++; \
  }
#include "sim/events.def"
#undef EVENT
#undef F

#include "sim/state/rows.h"

/* From here on, whoever includes this file can read and emit, and nothing else. */
#pragma GCC poison SimWriter sim_put sim_put_record words_of n_free_known
