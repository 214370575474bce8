/* session.c - the one thing that all parts of the window share: moving
 *
 * How a lesson comes into it is in session-open.c, what it lets one look at is in session-pictures.c, what it runs in session-typing.c, where it waits for an
 * answer in session-questions.c.
 */

#include "session-private.h"

#include <glib/gi18n.h>

/* Further away the cells are all looked at again: cheaper than following every event. */
#define FOLLOW_MOST 100000
#define N_AT_ONCE   256

G_DEFINE_FINAL_TYPE (PagescapeSession, pagescape_session, G_TYPE_OBJECT)

guint pagescape_session_signals[N_SESSION_SIGNALS];

void
session_emit (PagescapeSession *self,
              SessionSignal     which)
{
  g_signal_emit (self, pagescape_session_signals[which], 0);
}

static void
follow_cells (PagescapeSession *self,
              JournalPosition   from,
              JournalPosition   to)
{
  const SimMachine *machine = timeline_machine (self->timeline);
  JournalPosition first = MIN (from, to), end = MAX (from, to);
  SimEvent events[N_AT_ONCE];

  if (!self->cells)
    return;

  if (end - first > FOLLOW_MOST)
    {
      view_cells_update (self->cells, machine, 0, sim_n_frames (machine));
      return;
    }

  while (first < end)
    {
      size_t n = timeline_events (self->timeline, first, events, MIN (end - first, N_AT_ONCE));

      if (n == 0)
        return;
      view_cells_follow (self->cells, machine, events, n);
      first += n;
    }
}

static void
load_step (PagescapeSession *self,
           unsigned          step)
{
  JournalPosition first = timeline_step_first (self->timeline, step);
  JournalPosition end = timeline_step_end (self->timeline, step);

  g_array_set_size (self->events, end - first);
  self->events->len = timeline_events (self->timeline, first, (SimEvent *) self->events->data, end - first);
  self->events_first = first;
}

/* Brings the machine, the cells and the step's events to a moment. */
static gboolean
stand_at (PagescapeSession *self,
          AxisMoment        moment)
{
  JournalPosition from = timeline_position (self->timeline);

  if (moment.position != from)
    {
      if (timeline_seek (self->timeline, moment.position) != SIM_OK)
        return FALSE;
      follow_cells (self, from, moment.position);
    }

  if (moment.step != self->moment.step || self->events_stale)
    {
      load_step (self, moment.step);
      self->events_stale = FALSE;
    }

  self->moment = moment;
  return TRUE;
}

static AxisMoment
moment_at_position (PagescapeSession *self,
                    JournalPosition   position)
{
  AxisMoment moment = { .position = position, .next = position };

  moment.step = axis_step_of_position (self->timeline, position);
  if (position < timeline_step_end (self->timeline, moment.step))
    moment.next = MIN (axis_next_event (self->timeline, position),
                       timeline_step_end (self->timeline, moment.step));
  moment.next = MAX (MIN (moment.next, self->first_hidden), position);

  return moment;
}

/* The player has moved; the rest of the session follows. */
void
session_follow_player (PagescapeSession *self)
{
  AxisMoment before = self->moment, moment;

  if (!self->timeline)
    return;

  if (self->has_goal && !player_is_moving (&self->player))
    moment = moment_at_position (self, self->goal);
  else
    moment = axis_moment (self->timeline, self->player.t);

  /* Playing and dragging end at a question, not at an event near it. */
  if (moment.position > self->first_hidden || (!self->has_goal && self->player.t >= self->player.limit))
    moment = moment_at_position (self, self->first_hidden);

  /* Without animations nothing is seen on its way. */
  if (!self->player.animates)
    moment.fraction = 0;

  if (!stand_at (self, moment))
    {
      player_jump (&self->player, axis_of_position (self->timeline, before.position));
      return;
    }

  session_emit (self, SESSION_MOVED);
  if (moment.step != before.step)
    session_emit (self, SESSION_STEPPED);
}

/* Other events than before: everything that was read of them is stale. */
void
session_timeline_changed (PagescapeSession *self)
{
  self->serial++;
  self->events_stale = TRUE;
  player_set_axis (&self->player, axis_first (self->timeline), axis_last (self->timeline));
  session_find_hidden (self);
}

static double
step_seconds_cb (unsigned  step,
                 void     *data)
{
  PagescapeSession *self = data;

  if (self->timed_step != step || self->timed_serial != self->serial)
    {
      self->timed_step = step;
      self->timed_serial = self->serial;
      self->timed_seconds = pace_step_seconds (axis_n_shown (self->timeline, step));
    }

  return self->timed_seconds;
}

static void
go_to_position (PagescapeSession *self,
                JournalPosition   position)
{
  position = session_hold (self, position);
  self->goal = position;
  self->has_goal = TRUE;
  player_go (&self->player, axis_of_position (self->timeline, position));
  session_emit (self, SESSION_PLAYING);
  session_follow_player (self);
}

void
pagescape_session_go_to (PagescapeSession *self,
                         JournalPosition   position)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  if (self->timeline && position <= timeline_end (self->timeline))
    go_to_position (self, position);
}

/* From where the next stride counts: from where one is being taken to, if that is the same way. */
static JournalPosition
stride_base (PagescapeSession *self,
             int               direction)
{
  double left = self->player.target - self->player.t;

  if (self->has_goal && player_is_moving (&self->player) && left * direction > 0)
    return self->goal;

  return self->moment.position;
}

static void
go_by_step (PagescapeSession *self,
            int               direction)
{
  double target = direction > 0 ? player_next_step (&self->player) : player_previous_step (&self->player);

  /* Statements that show nothing lie at the same number as the step's end. */
  if (direction < 0 && !player_is_moving (&self->player)
      && self->moment.step > target + 1
      && self->moment.position > timeline_step_end (self->timeline, self->moment.step - 1))
    target = self->moment.step - 1;

  if (target < 0)
    go_to_position (self, 0);
  else
    go_to_position (self, timeline_step_end (self->timeline, (unsigned) target));
}

void
pagescape_session_stride (PagescapeSession *self,
                          TimelineStride    stride,
                          int               direction)
{
  JournalPosition base;

  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  if (!self->timeline)
    return;

  self->is_by_statement = stride == TIMELINE_STATEMENT;
  base = stride_base (self, direction);
  switch (stride)
    {
    case TIMELINE_STEP:
      go_by_step (self, direction);
      break;

    case TIMELINE_STATEMENT:
      go_to_position (self, direction > 0 ? axis_next_statement (self->timeline, base)
                                          : axis_previous_statement (self->timeline, base));
      break;

    case TIMELINE_EVENT:
      /* In the middle of an event, back is to its beginning. */
      if (direction < 0 && self->moment.fraction > 0 && base == self->moment.position)
        go_to_position (self, base);
      else
        go_to_position (self, direction > 0 ? axis_next_event (self->timeline, base)
                                            : axis_previous_event (self->timeline, base));
      break;

    default:
      g_return_if_reached ();
    }
}

void
pagescape_session_go_first (PagescapeSession *self)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  if (self->timeline)
    go_to_position (self, self->player.first < 0 ? 0 : timeline_step_end (self->timeline, 0));
}

void
pagescape_session_go_last (PagescapeSession *self)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  if (self->timeline)
    go_to_position (self, timeline_end (self->timeline));
}

void
pagescape_session_scrub (PagescapeSession *self,
                         double            t)
{
  gboolean was_playing;

  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  if (!self->timeline)
    return;

  self->is_by_statement = FALSE;
  was_playing = self->player.is_playing;
  player_pause (&self->player);
  player_jump (&self->player, MIN (t, self->player.limit));
  self->has_goal = FALSE;
  if (was_playing)
    session_emit (self, SESSION_PLAYING);
  if (t > self->player.limit)
    session_emit (self, SESSION_HELD);
  session_follow_player (self);
}

void
pagescape_session_play (PagescapeSession *self)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  if (!self->timeline)
    return;

  self->is_by_statement = FALSE;
  if (self->moment.position >= self->first_hidden)
    {
      session_emit (self, SESSION_HELD);
      return;
    }

  self->has_goal = FALSE;
  player_play (&self->player);
  session_emit (self, SESSION_PLAYING);
  session_follow_player (self);
}

void
pagescape_session_pause (PagescapeSession *self)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  self->has_goal = FALSE;
  player_pause (&self->player);
  session_emit (self, SESSION_PLAYING);
}

void
pagescape_session_set_speed (PagescapeSession *self,
                             double            speed)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  speed = CLAMP (speed, 0.25, 4);
  if (speed == self->player.speed)
    return;

  self->player.speed = speed;
  session_emit (self, SESSION_PLAYING);
}

void
pagescape_session_set_animates (PagescapeSession *self,
                                gboolean          animates)
{
  g_return_if_fail (PAGESCAPE_IS_SESSION (self));

  self->player.animates = animates;
}

gboolean
pagescape_session_advance (PagescapeSession *self,
                           double            seconds)
{
  gboolean was_playing;

  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  if (!self->timeline || !player_is_busy (&self->player))
    return FALSE;

  was_playing = self->player.is_playing;
  player_advance (&self->player, seconds, step_seconds_cb, self);
  session_follow_player (self);
  if (was_playing != self->player.is_playing)
    session_emit (self, SESSION_PLAYING);

  return player_is_busy (&self->player);
}

gboolean
pagescape_session_can_go (PagescapeSession *self,
                          int               direction)
{
  g_return_val_if_fail (PAGESCAPE_IS_SESSION (self), FALSE);

  if (!self->timeline)
    return FALSE;

  return direction > 0 ? self->player.t < self->player.last || self->moment.position < timeline_end (self->timeline)
                       : self->player.t > self->player.first;
}

/* --- opening --------------------------------------------------------------------------------- */

void
session_begin_at (PagescapeSession *self,
                  JournalPosition   position)
{
  g_clear_pointer (&self->cells, view_cells_free);
  timeline_seek (self->timeline, position);
  self->cells = view_cells_new (timeline_machine (self->timeline));

  player_pause (&self->player);
  session_pass_questions (self, position);
  session_timeline_changed (self);
  if (position == 0)
    {
      player_jump (&self->player, self->player.first < 0 ? 0 : self->player.first);
      stand_at (self, axis_moment (self->timeline, self->player.t));
      return;
    }

  player_jump (&self->player, axis_of_position (self->timeline, position));
  self->goal = position;
  self->has_goal = TRUE;
  stand_at (self, moment_at_position (self, position));
}

static void
pagescape_session_finalize (GObject *object)
{
  PagescapeSession *self = PAGESCAPE_SESSION (object);

  g_clear_pointer (&self->cells, view_cells_free);
  g_clear_pointer (&self->lesson, lesson_free);
  g_clear_pointer (&self->messages, messages_free);
  g_clear_pointer (&self->events, g_array_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->opened_name, g_free);
  g_clear_pointer (&self->typed, g_ptr_array_unref);
  g_clear_pointer (&self->undone, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->saved, g_free);
  g_clear_pointer (&self->on_disk, g_free);
  g_clear_pointer (&self->kept, g_hash_table_unref);
  g_clear_pointer (&self->answered, g_hash_table_unref);

  G_OBJECT_CLASS (pagescape_session_parent_class)->finalize (object);
}

static void
pagescape_session_class_init (PagescapeSessionClass *klass)
{
  static const char *const names[N_SESSION_SIGNALS] = { "opened", "moved", "stepped", "grew", "selected", "playing",
                                                        "activated", "answered", "held" };

  G_OBJECT_CLASS (klass)->finalize = pagescape_session_finalize;

  for (unsigned i = 0; i < N_SESSION_SIGNALS; i++)
    pagescape_session_signals[i] = g_signal_new (names[i], PAGESCAPE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pagescape_session_init (PagescapeSession *self)
{
  player_init (&self->player);
  self->first_hidden = UINT64_MAX;
  self->answered = g_hash_table_new (NULL, NULL);
  self->events = g_array_new (FALSE, FALSE, sizeof (SimEvent));
  self->messages = messages_new ();
  self->typed = session_new_lines ();
  self->undone = session_new_lines ();
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) session_kept_free);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

PagescapeSession *
pagescape_session_new (void)
{
  return g_object_new (PAGESCAPE_TYPE_SESSION, NULL);
}
