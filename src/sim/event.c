/* event.c - the manifest of events as tables */

#include "sim/event.h"

#define F
static const SimEventInfo infos[SIM_N_EVENT_KINDS] = {
#define EVENT(NAME, event_name, models_what, event_fields) \
  [SIM_EVENT_##NAME] = { \
    .name = #event_name, \
    .models = models_what, \
    .n_fields = SIM_FIELD_COUNT (event_fields), \
    .fields = { SIM_FIELD_ROWS (event_fields) }, \
  },
#include "sim/events.def"
#undef EVENT
};
#undef F

const SimEventInfo *
sim_event_info (SimEventKind kind)
{
  return &infos[kind];
}

/* Events whose frames are pfn and the order that follows, unless they say otherwise. */
bool
sim_event_frames (const SimEvent *event,
                  SimPfn         *first,
                  SimPfn         *end)
{
  SimPfn pfn = (SimPfn) event->arg[0];

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_BLOCK_TAKEN:
    case SIM_EVENT_BLOCK_SPLIT:
    case SIM_EVENT_BLOCK_HANDED_OUT:
    case SIM_EVENT_PAGES_ZEROED:
    case SIM_EVENT_BLOCK_DIVIDED:
    case SIM_EVENT_BLOCK_RETURNED:
    case SIM_EVENT_BLOCK_FREED:
    case SIM_EVENT_BLOCK_MOVED:
    case SIM_EVENT_RANGE_HANDED_OVER:
      *first = pfn;
      *end = pfn + sim_frames_in ((SimOrder) event->arg[1]);
      return true;
    case SIM_EVENT_BLOCKS_MERGED:
      *first = pfn < (SimPfn) event->arg[1] ? pfn : (SimPfn) event->arg[1];
      *end = *first + sim_frames_in ((SimOrder) (event->arg[2] + 1));
      return true;
    /* Three migrate types for each order; the hot and the cold list are of order 0. */
    case SIM_EVENT_PCP_ADDED:
    case SIM_EVENT_PCP_TAKEN:
      *first = pfn;
      *end = pfn + sim_frames_in ((SimOrder) (event->arg[2] / 3));
      return true;
    case SIM_EVENT_RANGE_RESERVED:
      *first = pfn;
      *end = (SimPfn) event->arg[1];
      return *first < *end;
    default:
      return false;
    }
}
