/* The nearest way to a position. Costs are in changed words, as in segment_work (). */
#include "timeline-private.h"

#define IMPOSSIBLE UINT64_MAX

/* A word copied with its neighbours costs a fourth of one that is changed by itself. */
#define COPIED_WORDS_FOR_ONE 4

/* Events, index and changes of one operation, about: how many segments fit into the budget. */
#define LOG_BYTES_OF_OPERATION 160

/* Is everything between two positions in the log? */
static bool
is_logged (const Timeline *timeline,
           JournalPosition low,
           JournalPosition high)
{
  while (low < high)
    {
      const Segment *segment = path_segment (&timeline->tree, high - 1, NULL);

      if (!segment_has_log (segment))
        return false;
      high = segment->first;
    }

  return true;
}

/* From inside a segment one goes on by its log only. */
static bool
can_advance (const Timeline *timeline,
             JournalPosition position)
{
  if (position == path_end (&timeline->tree))
    return false;

  const Segment *segment = path_segment (&timeline->tree, position, NULL);
  return segment->first == position || segment_has_log (segment);
}

static uint64_t
work_between (const Timeline *timeline,
              JournalPosition a,
              JournalPosition b)
{
  uint64_t of_a = path_work (&timeline->tree, a), of_b = path_work (&timeline->tree, b);

  return of_a < of_b ? of_b - of_a : of_a - of_b;
}

static uint64_t
direct_cost (const Timeline *timeline,
             JournalPosition from,
             JournalPosition to)
{
  if (from == to)
    return 0;
  if (from < to ? !can_advance (timeline, from) : !is_logged (timeline, to, from))
    return IMPOSSIBLE;

  return work_between (timeline, from, to);
}

/* --- single ways ---------------------------------------------------------------------------- */

static SimStatus
produce (Timeline *timeline,
         Segment  *segment,
         bool      with_events)
{
  bool had_log = segment->is_produced;
  uint64_t old_bytes = had_log ? segment_log_bytes (segment) : 0;
  SimStatus status = segment_produce (segment, timeline->machine, &timeline->scratch, with_events);

  if (status != SIM_OK)
    return status;

  if (had_log)
    timeline->produced_bytes += segment_log_bytes (segment) - old_bytes;
  else
    timeline_add_produced (timeline, segment);
  return SIM_OK;
}

/* Goes backwards by the log. */
static void
retreat (Timeline       *timeline,
         JournalPosition target)
{
  while (timeline->position > target)
    {
      const Segment *segment = path_segment (&timeline->tree, timeline->position - 1, NULL);
      JournalPosition goal = segment->first > target ? segment->first : target;

      segment_apply (segment, timeline->machine, timeline->position - segment->first, goal - segment->first);
      timeline->position = goal;
    }
}

/* Goes forwards; makes the log of segments from `log_from` on. */
static SimStatus
advance (Timeline       *timeline,
         JournalPosition target,
         JournalPosition log_from)
{
  while (timeline->position < target)
    {
      JournalPosition limit;
      Segment *segment = path_segment (&timeline->tree, timeline->position, &limit);
      JournalPosition goal = limit < target ? limit : target, end = segment_end (segment);
      uint64_t place = timeline->position - segment->first;
      bool is_whole = place == 0 && goal == end, is_new = false;

      if (!segment_has_log (segment) && (!is_whole || segment->first >= log_from))
        {
          /* Either way the machine then is at the segment's end; without the log only a whole one will do. */
          is_new = produce (timeline, segment, false) == SIM_OK;
          if (!is_new && !is_whole)
            return SIM_NO_HOST_MEMORY;
          place = segment->n_events;
        }

      if (segment_has_log (segment))
        segment_apply (segment, timeline->machine, place, goal - segment->first);
      else if (place == 0)
        segment_run (segment, timeline->machine, NULL, 0, segment->n_operations, false);

      timeline->position = goal;
      if (is_new)
        timeline_keep_to_budget (timeline);
    }

  return SIM_OK;
}

static SimStatus
go_directly (Timeline       *timeline,
             JournalPosition target,
             JournalPosition log_from)
{
  if (target >= timeline->position)
    return advance (timeline, target, log_from);

  retreat (timeline, target);
  return SIM_OK;
}

/* --- by a keyframe -------------------------------------------------------------------------- */

typedef struct {
  uint64_t        cost;
  const Keyframe *anchor;         /* gone to directly; NULL: the shadow is copied */
  const Keyframe *keyframe;       /* NULL: directly */
} Way;

/* The nearest way to the state of a keyframe. */
static Way
way_to_keyframe (const Timeline *timeline,
                 const Keyframe *keyframe)
{
  const Keyframes *keyframes = &timeline->keyframes;
  const Keyframe *anchors[2] = {
    timeline_keyframe_before (timeline, timeline->position),
    timeline_keyframe_after (timeline, timeline->position)
  };
  Way best = {
    keyframes->n_lines * 16 / COPIED_WORDS_FOR_ONE + keyframes_way (keyframes->shadow_at, keyframe),
    NULL, keyframe
  };

  for (unsigned i = 0; i < 2; i++)
    {
      uint64_t cost = anchors[i] ? direct_cost (timeline, timeline->position, anchors[i]->position) : IMPOSSIBLE;

      if (cost == IMPOSSIBLE)
        continue;
      cost += keyframes_way (anchors[i], keyframe);
      if (cost < best.cost)
        best = (Way) { cost, anchors[i], keyframe };
    }

  return best;
}

static Way
nearest_way (const Timeline *timeline,
             JournalPosition target)
{
  Way best = { direct_cost (timeline, timeline->position, target), NULL, NULL };
  const Keyframe *keyframes[2] = {
    timeline_keyframe_before (timeline, target),
    timeline_keyframe_after (timeline, target)
  };

  for (unsigned i = 0; i < 2; i++)
    {
      uint64_t onward = keyframes[i] ? direct_cost (timeline, keyframes[i]->position, target) : IMPOSSIBLE;

      if (onward >= best.cost)
        continue;

      Way way = way_to_keyframe (timeline, keyframes[i]);
      way.cost += onward;
      if (way.cost < best.cost)
        best = way;
    }

  return best;
}

/* Somebody who goes back a little will go on going back: from where the log of all is wanted. */
static JournalPosition
log_from (const Timeline *timeline,
          JournalPosition target)
{
  const Tree *tree = &timeline->tree;

  if (target >= timeline->position || target == 0)
    return UINT64_MAX;

  const Segment *last = path_segment (tree, timeline->position - 1, NULL);
  const Segment *wanted = path_segment (tree, target, NULL);
  if (wanted != last && wanted != path_segment (tree, last->first - 1, NULL))
    return UINT64_MAX;

  uint64_t used = timeline->keyframes.difference_bytes;
  uint64_t n_operations = (used < timeline->budget ? timeline->budget - used : 0) / LOG_BYTES_OF_OPERATION;
  JournalPosition from = target;
  do
    {
      const Segment *segment = path_segment (tree, from - 1, NULL);

      if (segment->n_operations > n_operations)
        break;
      n_operations -= segment->n_operations;
      from = segment->first;
    }
  while (from > 0);

  return from;
}

static SimStatus
travel (Timeline       *timeline,
        JournalPosition target)
{
  uint64_t near_enough = timeline->keyframes.n_lines;
  uint64_t cost = direct_cost (timeline, timeline->position, target);

  if (cost != IMPOSSIBLE && cost <= near_enough)
    return go_directly (timeline, target, UINT64_MAX);

  Way way = nearest_way (timeline, target);
  if (!way.keyframe)
    return go_directly (timeline, target, UINT64_MAX);

  JournalPosition from = log_from (timeline, target);
  SimStatus status;
  if (way.anchor)
    {
      status = go_directly (timeline, way.anchor->position, UINT64_MAX);
      if (status == SIM_OK)
        status = keyframes_travel (timeline->machine, way.anchor, way.keyframe);
    }
  else
    status = keyframes_restore (&timeline->keyframes, timeline->machine, way.keyframe);
  if (status != SIM_OK)
    return status;

  timeline->position = way.keyframe->position;
  return go_directly (timeline, target, from);
}

/* The log of a segment may not be dropped. */
static void
pin (Timeline *timeline,
     Segment  *segment)
{
  timeline->pinned[timeline->n_pinned++] = segment;
}

/* The segment whose log is needed to come back to where the timeline stands. */
static Segment *
segment_here (const Timeline *timeline)
{
  return timeline->position > 0 ? path_segment (&timeline->tree, timeline->position - 1, NULL) : NULL;
}

bool
timeline_return (Timeline       *timeline,
                 JournalPosition position)
{
  Keyframe *keyframe = timeline_keyframe_before (timeline, position);

  if (!keyframe)
    keyframe = timeline_keyframe_after (timeline, position);
  if (!keyframe || keyframes_restore (&timeline->keyframes, timeline->machine, keyframe) != SIM_OK)
    return false;

  timeline->position = keyframe->position;
  return go_directly (timeline, position, UINT64_MAX) == SIM_OK;
}

SimStatus
timeline_go (Timeline       *timeline,
             JournalPosition target)
{
  JournalPosition origin = timeline->position;

  if (target == origin)
    return SIM_OK;

  pin (timeline, segment_here (timeline));
  SimStatus status = travel (timeline, target);
  if (status != SIM_OK)
    timeline_return (timeline, origin);
  timeline->n_pinned--;

  return status;
}

SimStatus
timeline_look_inside (Timeline *timeline,
                      Segment  *segment)
{
  JournalPosition origin = timeline->position;

  timeline_keep_to_budget (timeline);
  pin (timeline, segment_here (timeline));
  pin (timeline, segment);
  SimStatus status = timeline_go (timeline, segment->first);

  if (status == SIM_OK)
    {
      status = produce (timeline, segment, true);
      if (status == SIM_OK)
        {
          segment_apply (segment, timeline->machine, segment->n_events, 0);
          status = timeline_go (timeline, origin);
        }
      else
        timeline_return (timeline, origin);
    }

  timeline->n_pinned -= 2;
  return status;
}
