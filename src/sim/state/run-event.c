/* run-event.c - events that others decided, and the script's side of a run */

#include "sim/state/emit.h"

void
sim_run_init (SimRun     *run,
              SimMachine *machine,
              SimRecord  *record)
{
  *run = (SimRun) { .machine = machine, .record = record };
}

/* May the field be used as an index? */
static bool
field_is_sane (const SimMachine *machine,
               SimFieldType      type,
               uint64_t          value)
{
  switch (type)
    {
    case SIM_FIELD_pfn:
      return value <= machine->n_frames;
    case SIM_FIELD_order:
      return value <= machine->largest_order;
    case SIM_FIELD_zone:
      return value < machine->n_zones;
    case SIM_FIELD_migrate:
      return value < SIM_N_MIGRATE_TYPES;
    case SIM_FIELD_cpu:
      return value < machine->n_cpus;
    case SIM_FIELD_context:
      return value < SIM_N_CONTEXT_KINDS;
    case SIM_FIELD_lockhow:
      return value < SIM_N_LOCK_HOWS;
    case SIM_FIELD_pcplist:
      return value < machine->n_pcp_lists;
    case SIM_FIELD_cache:
      return sim_cache_exists (machine, (SimCacheId) value);
    case SIM_FIELD_array:
      return value < machine->n_cpus || (value >= SIM_SHARED_ARRAY && value < SIM_SHARED_ARRAY + machine->n_nodes);
    case SIM_FIELD_slablist:
      return value < SIM_N_SLAB_LISTS;
    case SIM_FIELD_object:
      return sim_object_exists (machine, (uint32_t) value);
    default:
      return true;
    }
}

static bool
event_is_sane (const SimMachine *machine,
               const SimEvent   *event)
{
  if (event->kind >= SIM_N_EVENT_KINDS)
    return false;

  const SimEventInfo *info = sim_event_info ((SimEventKind) event->kind);

  for (unsigned i = 0; i < info->n_fields; i++)
    if (!field_is_sane (machine, info->fields[i].type, event->arg[i]))
      return false;
  return true;
}

#define F
void
sim_run_event (SimRun         *run,
               const SimEvent *event)
{
  unsigned n = 0;

  if (!event_is_sane (run->machine, event))
    return;

  SimPen pen = sim_pen_of (run);

  sim_pen_write_all (&pen);
  if (event->kind == SIM_EVENT_PAGES_ZEROED)
    sim_pen_expect (&pen, (size_t) SIM_UNIT_WORDS << event->arg[1]);
  if (event->kind == SIM_EVENT_BLOCK_DIVIDED)
    sim_pen_expect (&pen, sim_frames_in ((SimOrder) event->arg[1]));
  if (event->kind == SIM_EVENT_FREELIST_TAKEN || event->kind == SIM_EVENT_FREELIST_RETURNED)
    sim_pen_expect (&pen, SIM_MOST_OBJECTS * 8);
  if (event->kind == SIM_EVENT_RANGE_RESERVED || event->kind == SIM_EVENT_RANGE_HANDED_OVER)
    sim_pen_expect (&pen, sim_n_frames (run->machine));

  switch (event->kind)
    {
#define EVENT(NAME, name, models, fields) \
    case SIM_EVENT_##NAME: \
      { \
        SIM_FIELD_LOADS (fields) \
        sim_emit_##name (&pen SIM_FIELD_ARGUMENTS (fields)); \
        break; \
      }
#include "sim/events.def"
#undef EVENT
    }
  sim_pen_rest (&pen);
}
#undef F

void
sim_run_set_word (SimRun   *run,
                  uint32_t  index,
                  uint64_t  value)
{
  if (index >= SIM_MAX_WORDS || sim_word (run->machine, index) == value)
    return;

  SimPen pen = sim_pen_of (run);

  sim_emit_word_set (&pen, index, value);
  sim_pen_rest (&pen);
}

void
sim_run_print (SimRun     *run,
               unsigned    level,
               const char *text,
               size_t      length)
{
  SimPen pen = sim_pen_of (run);
  size_t first = sim_log_length (run->machine);

  sim_pen_expect (&pen, length / 4 + 2);
  sim_log_write (&pen.writer, text, length);
  sim_emit_printed (&pen, level, (uint32_t) first, (uint32_t) (sim_log_length (run->machine) - first));
  sim_pen_rest (&pen);
}
