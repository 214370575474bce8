/* slab-story.c - what the events of the step do to the cache that is shown */
#include "views/slab.h"

#include <glib.h>
#include <stdlib.h>

static SimCacheId
cache_of_address (const SimMachine *machine,
                  uint64_t          address)
{
  SimPfn pfn;
  SimSlabId slab;

  if (!sim_virt_to_pfn (machine, address, &pfn) || (slab = sim_slab_of_pfn (machine, pfn)) == SIM_NO_SLAB)
    return SIM_NO_CACHE;
  return sim_slab (machine, slab).cache;
}

/* The address of the object an event is about; 0: none. */
static uint64_t
event_object (const SimEvent *event)
{
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_OBJECT_REFILLED:
    case SIM_EVENT_OBJECT_FLUSHED:
      return event->arg[3];
    case SIM_EVENT_OBJECT_GIVEN:
    case SIM_EVENT_OBJECT_RETURNED:
    case SIM_EVENT_OBJECT_PUT_BACK:
      return event->arg[2];
    default:
      return 0;
    }
}

/* From one list to another, or to a CPU. */
static bool
is_move (const SimEvent *event)
{
  return event->kind == SIM_EVENT_SLAB_MOVED || event->kind == SIM_EVENT_SLAB_FROZEN;
}

SimCacheId
slab_event_cache (const SimMachine *machine,
                  const SimEvent   *event)
{
  SimSlabId slab;

  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_CACHE_CREATED:
    case SIM_EVENT_CACHE_SHARED:
    case SIM_EVENT_ARRAYS_RESIZED:
    case SIM_EVENT_OBJECT_ASKED:
    case SIM_EVENT_ARRAY_EMPTY:
    case SIM_EVENT_SLAB_GROWN:
    case SIM_EVENT_OBJECT_REFILLED:
    case SIM_EVENT_ARRAY_FULL:
    case SIM_EVENT_OBJECT_FLUSHED:
    case SIM_EVENT_OBJECTS_TRANSFERRED:
    case SIM_EVENT_FREELIST_EMPTY:
    case SIM_EVENT_OBJECT_PUT_BACK:
    case SIM_EVENT_CPU_PARTIAL_FULL:
    case SIM_EVENT_SLAB_GIVEN_BACK:
      return sim_cache_exists (machine, (SimCacheId) event->arg[0]) ? (SimCacheId) event->arg[0] : SIM_NO_CACHE;

    case SIM_EVENT_OBJECT_GIVEN:
    case SIM_EVENT_OBJECT_RETURNED:
      return cache_of_address (machine, event_object (event));

    case SIM_EVENT_SLAB_MOVED:
    case SIM_EVENT_SLAB_FROZEN:
    case SIM_EVENT_FREELIST_TAKEN:
    case SIM_EVENT_FREELIST_RETURNED:
      slab = sim_slab_of_pfn (machine, (SimPfn) event->arg[0]);
      return slab != SIM_NO_SLAB ? sim_slab (machine, slab).cache : SIM_NO_CACHE;

    default:
      return SIM_NO_CACHE;
    }
}

SimPfn
slab_event_slab (const SimMachine *machine,
                 const SimEvent   *event)
{
  uint64_t object = event_object (event);
  SimSlabId slab;
  SimPfn pfn;

  if (is_move (event) || event->kind == SIM_EVENT_FREELIST_TAKEN || event->kind == SIM_EVENT_FREELIST_RETURNED)
    return (SimPfn) event->arg[0];
  if (event->kind == SIM_EVENT_SLAB_GROWN || event->kind == SIM_EVENT_SLAB_GIVEN_BACK)
    return (SimPfn) event->arg[1];
  if (!object || !sim_virt_to_pfn (machine, object, &pfn) || (slab = sim_slab_of_pfn (machine, pfn)) == SIM_NO_SLAB)
    return SIM_NO_PFN;
  return sim_slab (machine, slab).pfn;
}

static SlabTouched *
touch (SlabStory *story,
       SimPfn     pfn)
{
  for (unsigned i = 0; i < story->n_touched; i++)
    if (story->touched[i].pfn == pfn)
      return &story->touched[i];
  if (story->n_touched == SLAB_MAX_TOUCHED)
    return NULL;
  story->touched[story->n_touched] = (SlabTouched) { .pfn = pfn, .next = SIM_SLAB_LIST_NONE };
  return &story->touched[story->n_touched++];
}

const SlabTouched *
slab_touched (const SlabDrawing *drawing,
              SimPfn             pfn)
{
  for (unsigned i = 0; i < drawing->story.n_touched; i++)
    if (drawing->story.touched[i].pfn == pfn)
      return &drawing->story.touched[i];
  return NULL;
}

static int
compare_addresses (const void *a,
                   const void *b)
{
  uint64_t first = *(const uint64_t *) a, second = *(const uint64_t *) b;

  return first < second ? -1 : first > second;
}

bool
slab_is_changed (const SlabDrawing *drawing,
                 uint64_t           object)
{
  const SlabTouched *touched;
  SimObject look;

  if (drawing->story.n_changed > 0
      && bsearch (&object, drawing->story.changed, drawing->story.n_changed, sizeof object, compare_addresses) != NULL)
    return true;
  /* One event takes all objects of a freelist. */
  if (sim_allocator (drawing->machine) != SIM_ALLOCATOR_SLUB || !sim_object_at (drawing->machine, object, &look)
      || look.state != SIM_OBJECT_IN_ARRAY)
    return false;
  touched = slab_touched (drawing, sim_slab (drawing->machine, look.slab).pfn);
  return touched != NULL && touched->is_taken;
}

static void
note_array (SlabStory *story,
            uint64_t   array)
{
  if (array < 64)
    story->arrays |= UINT64_C (1) << array;
  if (array < SIM_SHARED_ARRAY)
    story->cpu = (unsigned) array;
}

static void
follow_array (SlabStory      *story,
              const SimEvent *event)
{
  switch ((SimEventKind) event->kind)
    {
    case SIM_EVENT_OBJECT_GIVEN:
    case SIM_EVENT_OBJECT_RETURNED:
      note_array (story, event->arg[0]);
      break;
    case SIM_EVENT_OBJECT_REFILLED:
    case SIM_EVENT_OBJECT_FLUSHED:
      note_array (story, event->arg[1]);
      break;
    case SIM_EVENT_OBJECTS_TRANSFERRED:
      note_array (story, event->arg[1]);
      note_array (story, event->arg[2]);
      break;
    default:
      break;
    }
}

/* How many slabs more than at the beginning of the step a column has after the events so far, how many it has at most;
 * of all lists, how many come that were on none, and go to none. */
typedef struct {
  int64_t more[SLAB_N_COLUMNS], more_now[SLAB_N_COLUMNS], most[SLAB_N_COLUMNS];
  int64_t come_ahead, gone_so_far;
  bool    has_made;
} Traffic;

static bool
is_kept (unsigned list)
{
  return list != SIM_SLAB_LIST_NONE && list != SIM_SLAB_LIST_DOOMED;
}

/* Those about to be given back stand behind the free ones. */
static void
count_in (Traffic *traffic,
          unsigned list,
          int      n,
          bool     is_ahead)
{
  unsigned column = list == SIM_SLAB_LIST_FULL ? SLAB_FULL : list == SIM_SLAB_LIST_PARTIAL ? SLAB_PARTIAL : SLAB_FREE;

  if (list == SIM_SLAB_LIST_NONE)
    return;
  traffic->more[column] += n;
  if (!is_ahead)
    traffic->more_now[column] += n;
  traffic->most[column] = MAX (traffic->most[column], traffic->more[column]);
}

static void
follow_slab (SlabDrawing    *drawing,
             const SimEvent *event,
             bool            is_ahead,
             Traffic        *traffic)
{
  SimPfn pfn = slab_event_slab (drawing->machine, event);
  SlabTouched *touched = pfn != SIM_NO_PFN ? touch (&drawing->story, pfn) : NULL;
  unsigned from = (unsigned) event->arg[1], to = (unsigned) event->arg[2];

  if (touched && !is_ahead)
    {
      touched->is_changed = true;
      touched->is_moved |= is_move (event) || event->kind == SIM_EVENT_SLAB_GROWN;
      touched->is_taken |= event->kind == SIM_EVENT_FREELIST_TAKEN;
      touched->next = SIM_SLAB_LIST_NONE;
    }
  if (is_move (event) && from < SIM_N_SLAB_LISTS && to < SIM_N_SLAB_LISTS)
    {
      if (touched && is_ahead && touched->next == SIM_SLAB_LIST_NONE)
        touched->next = (SimSlabList) to;
      traffic->come_ahead += is_ahead && !is_kept (from) && is_kept (to);
      traffic->gone_so_far += !is_ahead && is_kept (from) && !is_kept (to);
      count_in (traffic, from, -1, is_ahead);
      count_in (traffic, to, 1, is_ahead);
    }
  else if (event->kind == SIM_EVENT_SLAB_GIVEN_BACK)
    count_in (traffic, SIM_SLAB_LIST_DOOMED, -1, is_ahead);
  traffic->has_made |= event->kind == SIM_EVENT_SLAB_GROWN;
}

/* At any moment of the step, the same at all of them. */
static void
find_most (SlabDrawing   *drawing,
           const Traffic *traffic)
{
  const SimMachine *machine = drawing->machine;
  int64_t n_slabs = traffic->come_ahead + traffic->gone_so_far + traffic->has_made;

  for (unsigned i = 0; i < SLAB_N_COLUMNS; i++)
    {
      int64_t n = slab_n_on_lists (drawing, i);

      n_slabs += n;
      if (i == SLAB_FREE)
        n_slabs -= sim_slab_list_length (machine, drawing->cache.id, drawing->node, SIM_SLAB_LIST_DOOMED);
      /* One that is on no list stands in the column it goes to. */
      drawing->story.most[i] = (uint32_t) MAX (n - traffic->more_now[i] + traffic->most[i] + traffic->has_made, 0);
    }
  drawing->story.n_slabs = (uint32_t) MAX (n_slabs, 0);
}

/* Is there a slab only during a part of the step? Its page frame is not enough to know it by. */
static bool
is_made_or_given_back (const SlabDrawing *drawing,
                       SimPfn             pfn,
                       const SimEvent    *events,
                       size_t             n)
{
  for (size_t i = 0; i < n; i++)
    if ((events[i].kind == SIM_EVENT_SLAB_GROWN || events[i].kind == SIM_EVENT_SLAB_GIVEN_BACK) && events[i].arg[1] == pfn)
      return events[i].arg[0] == drawing->cache.id;
  return false;
}

static bool
is_of_cache (const SlabDrawing *drawing,
             const SimEvent    *event,
             size_t             n_all)
{
  SimCacheId cache = slab_event_cache (drawing->machine, event);

  if (is_move (event) && cache == SIM_NO_CACHE)
    return is_made_or_given_back (drawing, (SimPfn) event->arg[0], drawing->subject->events, n_all);
  return cache == drawing->cache.id;
}

void
slab_read_story (SlabDrawing *drawing)
{
  const ViewSubject *subject = drawing->subject;
  SlabStory *story = &drawing->story;
  Traffic traffic = { 0 };

  *story = (SlabStory) { .changed = g_new (uint64_t, subject->n_events + 1) };
  for (size_t i = 0; i < subject->n_events + subject->n_ahead; i++)
    {
      const SimEvent *event = &subject->events[i];
      bool is_ahead = i >= subject->n_events;
      uint64_t object;

      if (!is_of_cache (drawing, event, subject->n_events + subject->n_ahead))
        continue;
      follow_slab (drawing, event, is_ahead, &traffic);
      if (is_ahead)
        continue;
      follow_array (story, event);
      object = event_object (event);
      if (!object)
        continue;
      story->changed[story->n_changed++] = object;
      story->hand = event->kind == SIM_EVENT_OBJECT_GIVEN ? object : 0;
      story->hand_array = (unsigned) event->arg[0];
    }
  qsort (story->changed, story->n_changed, sizeof *story->changed, compare_addresses);
  find_most (drawing, &traffic);
}

void
slab_clear_story (SlabDrawing *drawing)
{
  g_clear_pointer (&drawing->story.changed, g_free);
}
