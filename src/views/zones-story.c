#include "views/zones.h"

#include <glib.h>

/* What a zone holds back from a request, whatever its mark: frames of HighAtomic page blocks. */
static uint32_t
unusable_of (const SimMachine *machine,
             SimZoneId         zone,
             unsigned          alloc_flags)
{
  if (alloc_flags & sim_profile (machine)->marks.counts_highatomic)
    return 0;
  return sim_zone (machine, zone).limits.highatomic;
}

static void
add_test (ZonesDrawing   *drawing,
          const SimEvent *event,
          unsigned        round)
{
  ZonesStory *story = &drawing->story;
  SimZoneId zone = (SimZoneId) event->arg[0];
  SimZoneType highest = sim_test_highest (event->arg[1]);

  if (zone >= sim_n_zones (drawing->machine) || highest >= SIM_N_ZONE_TYPES)
    return;
  story->highest = highest;
  story->asked = zone;
  if (story->path[0] != zone)
    {
      story->path[1] = story->path[0];
      story->path[0] = zone;
    }
  story->tests[zone][round] = (ZonesTest) {
    .number = ++story->n_tests,
    .test = (uint32_t) event->arg[1],
    .free = (uint32_t) event->arg[2],
    .mark = (uint32_t) event->arg[3],
    .reserve = sim_zone (drawing->machine, zone).limits.reserve[highest],
    .unusable = unusable_of (drawing->machine, zone, sim_test_alloc_flags (event->arg[1])),
  };
}

static void
add_chip (ZonesStory     *story,
          const SimEvent *event)
{
  /* The first one says what is asked for; of the rest the latest count. */
  if (story->n_chips == ZONES_MAX_CHIPS)
    {
      for (unsigned i = 2; i < ZONES_MAX_CHIPS; i++)
        story->chips[i - 1] = story->chips[i];
      story->n_chips--;
    }
  story->chips[story->n_chips++] = event;
}

static void
forget (ZonesStory *story)
{
  *story = (ZonesStory) { .highest = SIM_N_ZONE_TYPES, .asked = SIM_NO_ZONE, .gave = SIM_NO_ZONE,
                          .path = { SIM_NO_ZONE, SIM_NO_ZONE } };
}

static void
begin_call (ZonesStory     *story,
            const SimEvent *event)
{
  forget (story);
  story->cpu = event->cpu;
  story->order = (SimOrder) event->arg[1];
  if (event->kind == SIM_EVENT_REQUESTED)
    {
      story->what = ZONES_REQUEST;
      story->gfp = (uint32_t) event->arg[0];
    }
  else
    {
      story->what = ZONES_RETURN;
      story->pfn = (SimPfn) event->arg[0];
    }
}

static void
hold (ZonesDrawing *drawing,
      SimPfn        pfn,
      SimOrder      order)
{
  SimBlock *hand = &drawing->story.hand;

  hand->first = pfn & ~(sim_frames_in (order) - 1);
  hand->end = hand->first + sim_frames_in (order);
  hand->order = order;
}

/* Which block is between two lists, or was just given. */
static void
follow_hand (ZonesDrawing   *drawing,
             const SimEvent *event)
{
  SimPfn pfn;
  SimOrder order;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_BLOCK_TAKEN:
    case SIM_EVENT_PCP_TAKEN:
    case SIM_EVENT_BLOCK_HANDED_OUT:
    case SIM_EVENT_BLOCK_RETURNED:
    case SIM_EVENT_BLOCKS_MERGED:
      if (view_event_block (drawing->machine, event, &pfn, &order))
        hold (drawing, pfn, order);
      break;
    case SIM_EVENT_BLOCK_SPLIT:
      hold (drawing, (SimPfn) event->arg[0], (SimOrder) (event->arg[1] - 1));
      break;
    case SIM_EVENT_BLOCK_FREED:
    case SIM_EVENT_PCP_ADDED:
    case SIM_EVENT_REQUESTED:
      drawing->story.hand.end = drawing->story.hand.first;
      break;
    default:
      break;
    }
}

static void
follow (ZonesDrawing   *drawing,
        const SimEvent *event,
        unsigned       *round)
{
  ZonesStory *story = &drawing->story;

  story->asked = SIM_NO_ZONE;
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_REQUESTED:
    case SIM_EVENT_BLOCK_RETURNED:
      begin_call (story, event);
      *round = ZONES_FAST;
      add_chip (story, event);
      break;
    case SIM_EVENT_ZONE_TRIED:
      add_test (drawing, event, *round);
      break;
    case SIM_EVENT_SLOW_PATH:
      *round = ZONES_SLOW;
      add_chip (story, event);
      break;
    case SIM_EVENT_BLOCK_HANDED_OUT:
      story->gave = sim_zone_of (drawing->machine, (SimPfn) event->arg[0]);
      story->is_over = true;
      add_chip (story, event);
      break;
    case SIM_EVENT_ALLOCATION_FAILED:
      story->is_over = true;
      add_chip (story, event);
      break;
    case SIM_EVENT_KSWAPD_WOKEN:
    case SIM_EVENT_RECLAIM_TRIED:
    case SIM_EVENT_COMPACTION_TRIED:
    case SIM_EVENT_OOM_REACHED:
    case SIM_EVENT_FALLBACK_CHOSEN:
    case SIM_EVENT_PCP_REFILL:
    case SIM_EVENT_PCP_DRAIN:
    case SIM_EVENT_BOOSTED:
      add_chip (story, event);
      break;
    default:
      break;
    }
  follow_hand (drawing, event);
}

void
zones_read_story (ZonesDrawing *drawing)
{
  ZonesStory *story = &drawing->story;
  unsigned round = ZONES_FAST;

  forget (story);
  for (size_t i = 0; i < drawing->subject->n_events; i++)
    follow (drawing, &drawing->subject->events[i], &round);

  if (story->hand.first < story->hand.end)
    {
      SimBlock block = sim_block_at (drawing->machine, story->hand.first);

      story->hand.state = block.state;
      story->hand.zone = block.zone;
      story->hand.type = block.type;
      if (block.state != SIM_FRAME_ISOLATED && block.state != SIM_FRAME_ALLOCATED)
        story->hand.end = story->hand.first;
    }
}

const ZonesTest *
zones_last_test (const ZonesDrawing *drawing,
                 SimZoneId           zone)
{
  const ZonesTest *tests = drawing->story.tests[zone];

  if (tests[ZONES_SLOW].number)
    return &tests[ZONES_SLOW];
  return tests[ZONES_FAST].number ? &tests[ZONES_FAST] : NULL;
}
