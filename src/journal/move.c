/* The nearest way to a position. Costs are in changed words, as in segment_work (). */
#include "timeline-private.h"

#define IMPOSSIBLE UINT64_MAX

/* Words copied, or changed, with their neighbours cost less than one that is changed by itself. */
#define COPIED_WORDS_FOR_ONE 16
#define DIFFERENCE_WORDS_FOR_ONE 4

/* Changes of one operation, about: how many segments fit into the budget. */
#define LOG_BYTES_OF_OPERATION 128

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
produce (Timeline  *timeline,
         Segment   *segment,
         SegmentLog log)
{
  bool had_log = segment_has_log (segment);
  uint64_t old_bytes = segment_log_bytes (segment);
  SimStatus status = segment_produce (segment, timeline->machine, log, timeline->changes_of_log);

  if (status != SIM_OK)
    return status;

  if (log == SEGMENT_LOG_OF_OPERATIONS)
    timeline->changes_of_log = sim_record_n_changes (&segment->record) / 8 * 9;
  if (had_log)
    timeline->produced_bytes += segment_log_bytes (segment) - old_bytes;
  else
    timeline_add_produced (timeline, segment);
  return SIM_OK;
}

/* Goes backwards by the log: to the target, or before it, where the log has no way to the middle of an
 * operation. */
static void
retreat (Timeline       *timeline,
         JournalPosition target)
{
  while (timeline->position > target)
    {
      Segment *segment = path_segment (&timeline->tree, timeline->position - 1, NULL);
      JournalPosition goal = segment->first > target ? segment->first : target;
      uint64_t place = timeline->position - segment->first;

      if (!segment_apply (segment, timeline->machine, place, goal - segment->first))
        {
          segment_apply (segment, timeline->machine, place, 0);
          goal = segment->first;
        }
      timeline->position = goal;
    }
}

/* Goes forwards inside of a segment, or through it. By its log; where there is none yet and one is needed or
 * wanted, it is made, for which the machine must stand at the beginning. */
static SimStatus
cross (Timeline *timeline,
       Segment  *segment,
       uint64_t  place,
       uint64_t  goal,
       bool      wants_log)
{
  bool is_whole = place == 0 && goal == segment->n_events;
  SegmentLog log = SEGMENT_LOG_OF_EVENTS;
  SimStatus status;

  if (segment_has_log (segment))
    {
      if (segment_apply (segment, timeline->machine, place, goal))
        return SIM_OK;
      segment_apply (segment, timeline->machine, place, 0);
    }
  else if (is_whole && !wants_log)
    {
      segment_run (segment, timeline->machine);
      return SIM_OK;
    }
  else if (is_whole || segment_is_between_operations (segment, goal))
    log = SEGMENT_LOG_OF_OPERATIONS;

  /* Either way the machine then is at the segment's end; without the log only a whole one will do. */
  status = produce (timeline, segment, log);
  if (status != SIM_OK)
    return is_whole ? SIM_OK : status;

  segment_apply (segment, timeline->machine, segment->n_events, goal);
  return SIM_OK;
}

/* What is left behind on the way forwards. */
typedef struct {
  JournalPosition log_from;       /* the log of segments from here on */
  uint64_t        leave_every;    /* keyframes: work */
} Traces;
static const Traces no_traces = { UINT64_MAX, UINT64_MAX };

static SimStatus
advance (Timeline       *timeline,
         JournalPosition target,
         Traces          traces)
{
  uint64_t last_left = path_work (&timeline->tree, timeline->position);

  while (timeline->position < target)
    {
      JournalPosition limit;
      Segment *segment = path_segment (&timeline->tree, timeline->position, &limit);
      JournalPosition goal = limit < target ? limit : target;
      uint64_t place = timeline->position - segment->first;
      bool had_log = segment_has_log (segment);

      if (place == 0 && segment->work_before > last_left
          && (segment->work_before - last_left >= traces.leave_every || segment->first == traces.log_from))
        {
          timeline_leave_keyframe (timeline);
          last_left = segment->work_before;
        }

      SimStatus status = cross (timeline, segment, place, goal - segment->first, segment->first >= traces.log_from);
      if (status != SIM_OK)
        return status;

      timeline->position = goal;
      if (!had_log && segment_has_log (segment))
        timeline_keep_to_budget (timeline);
    }

  return SIM_OK;
}

static SimStatus
go_directly (Timeline       *timeline,
             JournalPosition target,
             Traces          traces)
{
  retreat (timeline, target);
  return advance (timeline, target, traces);
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
    keyframes->n_lines * 16 / COPIED_WORDS_FOR_ONE
      + keyframes_way (keyframes->shadow_at, keyframe) / DIFFERENCE_WORDS_FOR_ONE,
    NULL, keyframe
  };

  for (unsigned i = 0; i < 2; i++)
    {
      uint64_t cost = anchors[i] ? direct_cost (timeline, timeline->position, anchors[i]->position) : IMPOSSIBLE;

      if (cost == IMPOSSIBLE)
        continue;
      cost += keyframes_way (anchors[i], keyframe) / DIFFERENCE_WORDS_FOR_ONE;
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

/* Somebody who goes back a little will go on going back. */
static bool
walks_back (const Timeline *timeline,
            JournalPosition target)
{
  const Tree *tree = &timeline->tree;

  if (target >= timeline->position)
    return false;

  const Segment *last = path_segment (tree, timeline->position - 1, NULL);
  const Segment *wanted = path_segment (tree, target, NULL);
  return wanted == last || (last->first > 0 && wanted == path_segment (tree, last->first - 1, NULL));
}

/* From where on the log of everything up to the target is kept: as much as may be. */
static JournalPosition
log_from (const Timeline *timeline,
          JournalPosition target)
{
  uint64_t used = timeline->keyframes.difference_bytes;
  uint64_t n_operations = (used < timeline->budget ? timeline->budget - used : 0) / LOG_BYTES_OF_OPERATION;
  uint64_t most = timeline->walking_distance / SEGMENT_WORK_OF_OPERATION;

  for (n_operations = n_operations < most ? n_operations : most; target > 0; )
    {
      const Segment *segment = path_segment (&timeline->tree, target - 1, NULL);

      if (segment->n_operations > n_operations)
        break;
      n_operations -= segment->n_operations;
      target = segment->first;
    }

  return target;
}

/* Long ways leave keyframes, so that the next one is shorter. */
static Traces
traces_on_the_way (const Timeline *timeline,
                   JournalPosition from,
                   JournalPosition target,
                   bool            walks)
{
  uint64_t work = from < target ? work_between (timeline, from, target) : 0, distance = timeline->walking_distance;
  Traces traces = no_traces;

  if (!walks)
    distance = work / 8 > timeline->least_distance ? work / 8 : timeline->least_distance;
  if (work >= 2 * distance)
    traces.leave_every = distance;
  if (walks)
    traces.log_from = log_from (timeline, target);

  return traces;
}

static SimStatus
travel (Timeline       *timeline,
        JournalPosition target)
{
  uint64_t near_enough = timeline->keyframes.n_lines;
  uint64_t cost = direct_cost (timeline, timeline->position, target);

  if (cost != IMPOSSIBLE && cost <= near_enough)
    return go_directly (timeline, target, no_traces);

  Way way = nearest_way (timeline, target);
  if (!way.keyframe)
    return go_directly (timeline, target, traces_on_the_way (timeline, timeline->position, target, false));

  JournalPosition from = way.keyframe->position;
  Traces traces = traces_on_the_way (timeline, from, target, walks_back (timeline, target));
  SimStatus status;
  if (way.anchor)
    {
      status = go_directly (timeline, way.anchor->position, no_traces);
      if (status == SIM_OK)
        status = keyframes_travel (timeline->machine, way.anchor, way.keyframe);
    }
  else
    status = keyframes_restore (&timeline->keyframes, timeline->machine, way.keyframe);
  if (status != SIM_OK)
    return status;

  timeline->position = from;
  return go_directly (timeline, target, traces);
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

/* Where the next move will most likely lead: on in the same direction. */
static void
note_here (Timeline *timeline,
           bool      goes_back)
{
  JournalPosition event = timeline->position;

  if (event > 0 && (goes_back || event == path_end (&timeline->tree)))
    event--;
  JournalPosition limit;
  Segment *segment = path_segment (&timeline->tree, event, &limit);
  timeline->here = segment_has_log (segment) ? segment : NULL;
  timeline->here_events = limit - segment->first;
}

bool
timeline_return (Timeline       *timeline,
                 JournalPosition position)
{
  Keyframe *keyframe = timeline_keyframe_before (timeline, position);

  timeline->here = NULL;
  if (!keyframe)
    keyframe = timeline_keyframe_after (timeline, position);
  if (!keyframe || keyframes_restore (&timeline->keyframes, timeline->machine, keyframe) != SIM_OK)
    return false;

  timeline->position = keyframe->position;
  return go_directly (timeline, position, no_traces) == SIM_OK;
}

static __attribute__ ((noinline)) SimStatus
go_far (Timeline       *timeline,
        JournalPosition target)
{
  JournalPosition origin = timeline->position, end = path_end (&timeline->tree);

  target = target < end ? target : end;
  if (target == origin)
    return SIM_OK;

  pin (timeline, segment_here (timeline));
  SimStatus status = travel (timeline, target);
  if (status != SIM_OK)
    timeline_return (timeline, origin);
  timeline->n_pinned--;
  note_here (timeline, target < origin);

  return status;
}

/* By the log of the segment where the last move ended, if that leads there: the shortest of ways. */
SimStatus
timeline_seek (Timeline       *timeline,
               JournalPosition position)
{
  Segment *here = timeline->here;
  SegmentChanges changes;

  if (!here || position - here->first > timeline->here_events)
    return go_far (timeline, position);

  uint64_t from = timeline->position - here->first, to = position - here->first;
  if (here->log == SEGMENT_LOG_OF_OPERATIONS && !segment_find_changes (here, from, to, &changes))
    return go_far (timeline, position);

  timeline->position = position;
  if (here->log == SEGMENT_LOG_OF_OPERATIONS)
    sim_machine_apply (timeline->machine, changes.first, changes.end);
  else
    segment_apply (here, timeline->machine, from, to);
  return SIM_OK;
}

SimStatus
timeline_look_inside (Timeline *timeline,
                      Segment  *segment)
{
  JournalPosition origin = timeline->position;

  timeline_keep_to_budget (timeline);
  pin (timeline, segment_here (timeline));
  pin (timeline, segment);
  SimStatus status = timeline_seek (timeline, segment->first);

  if (status == SIM_OK)
    {
      status = produce (timeline, segment, SEGMENT_LOG_OF_EVENTS);
      if (status == SIM_OK)
        {
          segment_apply (segment, timeline->machine, segment->n_events, 0);
          status = timeline_seek (timeline, origin);
        }
      else
        timeline_return (timeline, origin);
    }

  timeline->n_pinned -= 2;
  return status;
}
