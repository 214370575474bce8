/* timeline-scale.c - steps as ticks, the events between them, a handle to drag */

#include "timeline-scale.h"

#include <glib/gi18n.h>
#include <math.h>

#include "appearance.h"
#include "follow.h"

#define HANDLE_RADIUS   8.0
#define TRACK_HEIGHT    4.0
#define TICK_HEIGHT    18.0
#define EVENT_HEIGHT    8.0
#define LEAST_TICK_GAP  6.0       /* denser ticks are a grey band that says nothing */
#define LEAST_EVENT_GAP 4.0
#define MAGNET          3.0
#define MARK_RADIUS     5.0

/* A question of the lesson. */
typedef struct {
  double   t;
  gboolean is_open;               /* the lesson will wait there */
} Mark;

struct _PagescapeTimelineScale
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;
  char             *text;         /* what the screen reader was told */
  GArray           *marks;        /* of Mark */

  gboolean          is_dragging;
};

G_DEFINE_FINAL_TYPE (PagescapeTimelineScale, pagescape_timeline_scale, GTK_TYPE_WIDGET)

static const Player *
player_of (PagescapeTimelineScale *self)
{
  return self->session ? pagescape_session_get_player (self->session) : NULL;
}

static double
track_width (PagescapeTimelineScale *self)
{
  return MAX (1, gtk_widget_get_width (GTK_WIDGET (self)) - 2 * HANDLE_RADIUS);
}

static double
x_of (PagescapeTimelineScale *self,
      double                  t)
{
  const Player *player = player_of (self);
  double length = player->last - player->first;

  return HANDLE_RADIUS + (length > 0 ? (t - player->first) / length : 0) * track_width (self);
}

static double
t_at (PagescapeTimelineScale *self,
      double                  x)
{
  const Player *player = player_of (self);
  double share = CLAMP ((x - HANDLE_RADIUS) / track_width (self), 0, 1);
  double t;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    share = 1 - share;

  t = player->first + share * (player->last - player->first);

  /* The end of a step is what most people aim at. */
  return fabs (x_of (self, round (t)) - x_of (self, t)) < MAGNET ? round (t) : t;
}

static void
append_rect (GtkSnapshot   *snapshot,
             const GdkRGBA *color,
             double         x,
             double         y,
             double         width,
             double         height)
{
  gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (x, y, width, height));
}

static void
append_disc (GtkSnapshot   *snapshot,
             const GdkRGBA *color,
             double         x,
             double         y,
             double         radius)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x - radius, y - radius, 2 * radius, 2 * radius);
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (&disc, &bounds, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, color, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_ticks (PagescapeTimelineScale *self,
              GtkSnapshot            *snapshot,
              const GdkRGBA          *color,
              double                  middle)
{
  const Player *player = player_of (self);
  double length = player->last - player->first;
  double every = 1;

  if (length <= 0)
    return;

  while (every * track_width (self) / length < LEAST_TICK_GAP)
    every *= every == 1 || fmod (log10 (every), 1) == 0 ? 5 : 2;

  for (double t = player->first; t <= player->last; t += every)
    append_rect (snapshot, color, round (x_of (self, t)) - 0.5, round (middle - TICK_HEIGHT / 2), 1, TICK_HEIGHT);
}

/* The events of this step, where there is room for them. */
static void
append_events (PagescapeTimelineScale *self,
               GtkSnapshot            *snapshot,
               const GdkRGBA          *color,
               double                  middle)
{
  unsigned step = pagescape_session_get_moment (self->session).step;
  JournalPosition first;
  size_t n_events, n_shown = 0;
  const SimEvent *events = pagescape_session_get_events (self->session, &n_events, &first);
  double from = x_of (self, step - 1.0), to = x_of (self, step);

  for (size_t i = 0; i < n_events && n_shown < 10000; i++)
    n_shown += timeline_event_shows (&events[i]);

  if (n_shown < 2 || (to - from) / n_shown < LEAST_EVENT_GAP)
    return;

  for (size_t i = 1; i < n_shown; i++)
    append_rect (snapshot, color, round (from + (to - from) * i / n_shown) - 0.5, middle - EVENT_HEIGHT / 2,
                 1, EVENT_HEIGHT);
}

/* On its tip, filled where the lesson waits, hollow once the answer is known: told apart without the colour. */
static void
append_marks (PagescapeTimelineScale *self,
              GtkSnapshot            *snapshot,
              const GdkRGBA          *color,
              const GdkRGBA          *paper,
              double                  middle)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      const Mark *mark = &g_array_index (self->marks, Mark, i);

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (round (x_of (self, mark->t)), middle));
      gtk_snapshot_rotate (snapshot, 45);
      append_rect (snapshot, color, -MARK_RADIUS, -MARK_RADIUS, 2 * MARK_RADIUS, 2 * MARK_RADIUS);
      if (!mark->is_open)
        append_rect (snapshot, paper, 1.5 - MARK_RADIUS, 1.5 - MARK_RADIUS, 2 * MARK_RADIUS - 3, 2 * MARK_RADIUS - 3);
      gtk_snapshot_restore (snapshot);
    }
}

static void
pagescape_timeline_scale_snapshot (GtkWidget   *widget,
                                   GtkSnapshot *snapshot)
{
  PagescapeTimelineScale *self = PAGESCAPE_TIMELINE_SCALE (widget);
  const Player *player = player_of (self);
  double middle = floor (gtk_widget_get_height (widget) / 2.0);
  gboolean is_dark = pagescape_is_dark ();
  GdkRGBA accent = pagescape_accent_color ();
  GdkRGBA paper = is_dark ? (GdkRGBA) { 0.92, 0.92, 0.92, 1 } : (GdkRGBA) { 1, 1, 1, 1 };
  GdkRGBA track = is_dark ? (GdkRGBA) { 1, 1, 1, 0.2 } : (GdkRGBA) { 0, 0, 0, 0.16 };
  GdkRGBA question = is_dark ? (GdkRGBA) { 1, 0.75, 0.42, 1 } : (GdkRGBA) { 0.6, 0.28, 0, 1 };
  GdkRGBA tick = is_dark ? (GdkRGBA) { 1, 1, 1, 0.5 } : (GdkRGBA) { 0, 0, 0, 0.42 };
  double handle;

  if (!player)
    return;

  handle = x_of (self, player->t);
  gtk_snapshot_save (snapshot);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (gtk_widget_get_width (widget), 0));
      gtk_snapshot_scale (snapshot, -1, 1);
    }

  append_rect (snapshot, &track, HANDLE_RADIUS, middle - TRACK_HEIGHT / 2, track_width (self), TRACK_HEIGHT);
  append_rect (snapshot, &accent, HANDLE_RADIUS, middle - TRACK_HEIGHT / 2, handle - HANDLE_RADIUS, TRACK_HEIGHT);
  append_ticks (self, snapshot, &tick, middle);
  append_events (self, snapshot, &tick, middle);
  append_marks (self, snapshot, &question, &paper, middle);
  append_disc (snapshot, &accent, handle, middle, HANDLE_RADIUS);
  append_disc (snapshot, &paper, handle, middle, HANDLE_RADIUS - 2);
  gtk_snapshot_restore (snapshot);
}

static void
pagescape_timeline_scale_measure (GtkWidget      *widget,
                                  GtkOrientation  orientation,
                                  int             for_size,
                                  int            *minimum,
                                  int            *natural,
                                  int            *minimum_baseline,
                                  int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 80;
      *natural = 400;
    }
  else
    *minimum = *natural = 28;
}

/* Where the lesson asks. What was typed holds nowhere. */
static void
find_marks (PagescapeTimelineScale *self)
{
  Lesson *lesson = pagescape_session_get_lesson (self->session);
  const Timeline *timeline = pagescape_session_get_timeline (self->session);
  gboolean holds = pagescape_session_get_holds (self->session);

  g_array_set_size (self->marks, 0);
  for (unsigned i = 0; lesson && i < lesson_n_asks (lesson); i++)
    {
      LessonAsk ask = lesson_ask (lesson, i);
      Mark mark;

      if (ask.position >= lesson_typed_from (lesson) || ask.position > timeline_end (timeline))
        continue;
      mark.t = axis_of_position (timeline, ask.position);
      mark.is_open = holds && !pagescape_session_is_answered (self->session, ask.number);
      g_array_append_val (self->marks, mark);
    }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), self->marks->len > 0
                               ? _("Diamonds are questions: at a filled one the lesson waits for the answer.") : NULL);
}

/* The question that is still to be answered and lies next. */
static char *
dup_where (PagescapeTimelineScale *self)
{
  const Player *player = player_of (self);
  unsigned step = pagescape_session_get_moment (self->session).step;

  for (guint i = 0; i < self->marks->len; i++)
    if (g_array_index (self->marks, Mark, i).is_open)
      return g_strdup_printf (_("step %u of %.0f, a question in step %.0f"), step, player->last,
                              MAX (ceil (g_array_index (self->marks, Mark, i).t), 0));

  return g_strdup_printf (_("step %u of %.0f"), step, player->last);
}

static void
update_accessible (PagescapeTimelineScale *self)
{
  const Player *player = player_of (self);
  g_autofree char *text = NULL;

  if (!player)
    return;

  text = dup_where (self);

  /* Assistive programs need not hear of every frame. */
  if (g_strcmp0 (text, self->text) == 0)
    return;

  g_free (self->text);
  self->text = g_steal_pointer (&text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, player->first,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, player->last,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, player->t,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, self->text,
                                  -1);
}

static void
moved_cb (PagescapeTimelineScale *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  update_accessible (self);
}

static void
grew_cb (PagescapeTimelineScale *self)
{
  find_marks (self);
  moved_cb (self);
}

static void
drag_begin_cb (PagescapeTimelineScale *self,
               double                  x,
               double                  y,
               GtkGestureDrag         *drag)
{
  if (!self->session)
    return;

  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  pagescape_session_scrub (self->session, t_at (self, x));
}

static void
drag_update_cb (PagescapeTimelineScale *self,
                double                  dx,
                double                  dy,
                GtkGestureDrag         *drag)
{
  double x, y;

  if (self->session && gtk_gesture_drag_get_start_point (drag, &x, &y))
    pagescape_session_scrub (self->session, t_at (self, x + dx));
}

/* With the focus on the timeline its own arrow keys go by event, as a slider's do by its smallest step. */
static gboolean
key_pressed_cb (PagescapeTimelineScale *self,
                guint                   keyval,
                guint                   keycode,
                GdkModifierType         state)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (!self->session || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      pagescape_session_stride (self->session, TIMELINE_EVENT, is_rtl ? 1 : -1);
      return TRUE;

    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      pagescape_session_stride (self->session, TIMELINE_EVENT, is_rtl ? -1 : 1);
      return TRUE;

    case GDK_KEY_Down:
      pagescape_session_stride (self->session, TIMELINE_EVENT, -1);
      return TRUE;

    case GDK_KEY_Up:
      pagescape_session_stride (self->session, TIMELINE_EVENT, 1);
      return TRUE;

    default:
      return FALSE;
    }
}

static void
pagescape_timeline_scale_dispose (GObject *object)
{
  PagescapeTimelineScale *self = PAGESCAPE_TIMELINE_SCALE (object);

  pagescape_timeline_scale_set_session (self, NULL);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->marks, g_array_unref);

  G_OBJECT_CLASS (pagescape_timeline_scale_parent_class)->dispose (object);
}

static void
pagescape_timeline_scale_class_init (PagescapeTimelineScaleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pagescape_timeline_scale_dispose;
  widget_class->snapshot = pagescape_timeline_scale_snapshot;
  widget_class->measure = pagescape_timeline_scale_measure;

  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
pagescape_timeline_scale_init (PagescapeTimelineScale *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline"), -1);
}

void
pagescape_timeline_scale_set_session (PagescapeTimelineScale *self,
                                      PagescapeSession       *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "moved", G_CALLBACK (moved_cb) },
    { "grew", G_CALLBACK (grew_cb) },
    { "opened", G_CALLBACK (grew_cb) },
    { "answered", G_CALLBACK (grew_cb) },
  };

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
  if (session)
    grew_cb (self);
}
