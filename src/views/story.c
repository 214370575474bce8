#include "views/story.h"

#include <glib.h>
#include <stdlib.h>

static SimPfn
align_down (SimPfn   pfn,
            SimOrder order)
{
  return pfn & ~(sim_frames_in (order) - 1);
}

bool
view_event_block (const SimMachine *machine,
                  const SimEvent   *event,
                  SimPfn           *pfn,
                  SimOrder         *order)
{
  SimOrder largest = sim_profile (machine)->largest_order;

  *pfn = (SimPfn) event->arg[0];
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_BLOCK_TAKEN:
    case SIM_EVENT_BLOCK_SPLIT:
    case SIM_EVENT_BLOCK_HANDED_OUT:
    case SIM_EVENT_BLOCK_RETURNED:
    case SIM_EVENT_BLOCK_FREED:
    case SIM_EVENT_BLOCK_MOVED:
    case SIM_EVENT_RANGE_HANDED_OVER:
      *order = (SimOrder) event->arg[1];
      return true;

    case SIM_EVENT_BUDDY_TESTED:
    case SIM_EVENT_BLOCKS_MERGED:
      *order = (SimOrder) MIN (event->arg[2] + 1, largest);
      *pfn = align_down (*pfn, *order);
      return true;

    case SIM_EVENT_PCP_ADDED:
    case SIM_EVENT_PCP_TAKEN:
      *order = sim_pcp_list_order (machine, (unsigned) event->arg[2]);
      return true;

    default:
      return false;
    }
}

SimZoneId
view_event_zone (const SimMachine *machine,
                 const SimEvent   *event)
{
  SimPfn pfn;
  SimOrder order;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_PCP_REFILL:
    case SIM_EVENT_PCP_DRAIN:
    case SIM_EVENT_FALLBACK_CHOSEN:
      return (SimZoneId) event->arg[0];
    case SIM_EVENT_PAGEBLOCK_CLAIMED:
      return (SimZoneId) event->arg[3];
    default:
      return view_event_block (machine, event, &pfn, &order) ? sim_zone_of (machine, pfn) : SIM_NO_ZONE;
    }
}

static int
compare_ranges (const void *a,
                const void *b)
{
  SimPfn first = *(const SimPfn *) a, second = *(const SimPfn *) b;

  return first < second ? -1 : first > second;
}

void
view_changes_init (ViewChanges    *changes,
                   const SimEvent *events,
                   size_t          n_events)
{
  size_t i, n = 0, last = 0;

  changes->ranges = calloc (n_events + 1, sizeof *changes->ranges);
  changes->n_ranges = 0;
  if (!changes->ranges)
    return;

  for (i = 0; i < n_events; i++)
    if (sim_event_frames (&events[i], &changes->ranges[n].first, &changes->ranges[n].end))
      n++;
  if (!n)
    return;

  qsort (changes->ranges, n, sizeof *changes->ranges, compare_ranges);
  for (i = 1; i < n; i++)
    {
      if (changes->ranges[i].first <= changes->ranges[last].end)
        changes->ranges[last].end = MAX (changes->ranges[last].end, changes->ranges[i].end);
      else
        changes->ranges[++last] = changes->ranges[i];
    }
  changes->n_ranges = last + 1;
}

void
view_changes_clear (ViewChanges *changes)
{
  free (changes->ranges);
  *changes = (ViewChanges) { NULL, 0 };
}

/* The first range that ends behind a frame. */
static size_t
find_range (const ViewChanges *changes,
            SimPfn             pfn)
{
  size_t low = 0, high = changes->n_ranges;

  while (low < high)
    {
      size_t middle = (low + high) / 2;

      if (changes->ranges[middle].end <= pfn)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

bool
view_changes_touch (const ViewChanges *changes,
                    SimPfn             first,
                    SimPfn             end)
{
  size_t at = find_range (changes, first);

  return at < changes->n_ranges && changes->ranges[at].first < end;
}

bool
view_changes_hull (const ViewChanges *changes,
                   SimPfn            *first,
                   SimPfn            *end)
{
  size_t at = find_range (changes, *first), last;

  if (at == changes->n_ranges || changes->ranges[at].first >= *end)
    return false;

  last = find_range (changes, *end - 1);
  if (last == changes->n_ranges || changes->ranges[last].first >= *end)
    last--;
  *first = MAX (*first, changes->ranges[at].first);
  *end = MIN (*end, changes->ranges[last].end);
  return true;
}

bool
view_changes_cover (const ViewChanges *changes,
                    SimPfn             first,
                    SimPfn             end)
{
  size_t at = find_range (changes, first);

  return at < changes->n_ranges && changes->ranges[at].first <= first && end <= changes->ranges[at].end;
}

bool
view_ref_frames (const SimMachine *machine,
                 SimRef            ref,
                 SimPfn           *first,
                 SimPfn           *end)
{
  SimPfn n_frames = sim_n_frames (machine);
  unsigned order = (unsigned) (ref.id >> 32);
  SimZone zone;

  switch (ref.kind)
    {
    case SIM_REF_FRAME:
      *first = (SimPfn) ref.id;
      *end = *first + 1;
      return ref.id < n_frames;

    case SIM_REF_BLOCK:
      *first = (SimPfn) ref.id;
      if (order > SIM_LARGEST_ORDER || *first >= n_frames)
        return false;
      *end = *first + sim_frames_in ((SimOrder) order);
      return true;

    case SIM_REF_ZONE:
      if (ref.id >= sim_n_zones (machine))
        return false;
      zone = sim_zone (machine, (SimZoneId) ref.id);
      *first = zone.start_pfn;
      *end = zone.start_pfn + zone.spanned;
      return true;

    case SIM_REF_SLAB:
      {
        SimSlabId slab = ref.id < n_frames ? sim_slab_of_pfn (machine, (SimPfn) ref.id) : SIM_NO_SLAB;

        if (slab == SIM_NO_SLAB)
          return false;
        *first = sim_slab (machine, slab).pfn;
        *end = *first + sim_frames_in (sim_slab (machine, slab).order);
        return true;
      }

    case SIM_REF_OBJECT:
    case SIM_REF_ADDRESS:
      if (!sim_virt_to_pfn (machine, ref.id, first) || *first >= n_frames)
        return false;
      *end = *first + 1;
      return true;

    default:
      return false;
    }
}

bool
view_is_selected (const ViewSubject *subject,
                  SimBlock           block)
{
  SimRef ref = sim_ref (SIM_REF_BLOCK, sim_block_id (block.first, block.order));
  size_t i;

  for (i = 0; i < subject->n_selection; i++)
    {
      SimRefKind kind = subject->selection[i].kind;

      if (kind != SIM_REF_ZONE && kind != SIM_REF_CPU
          && view_refs_touch (subject->machine, subject->selection[i], ref))
        return true;
    }
  return false;
}
