/* speaker-window.c - for who speaks, on the second screen */

#include "speaker-window.h"

#include <glib/gi18n.h>

#include "follow.h"
#include "label.h"
#include "speaker-picture.h"
#include "words.h"

/* Of the next picture, in points: as wide as its half of the window and as high as the words leave it room, but not drawn
 * anew for every point. */
#define LEAST_PICTURE  480
#define PICTURE_STEP    80

/* From this width on its type is larger. */
#define WIDE 1500

struct _PagescapeSpeakerWindow
{
  AdwWindow parent_instance;

  /* Owned */
  PagescapeSession *session;

  /* Borrowed */
  PagescapePresentation *presentation;

  /* Template */
  GtkLabel   *elapsed;
  GtkLabel   *time;
  GtkLabel   *place;
  GtkLabel   *title;
  GtkLabel   *sentence;
  GtkLabel   *notes;
  GtkLabel   *next_title;
  GtkLabel   *next_sentence;
  GtkPicture *next_picture;

  gint64   started_at;            /* of the monotonic clock */
  guint    tick;
  guint    draw;
  guint    resize;                /* source */
  unsigned drawn_step;            /* 0: none */
  int      drawn_width, drawn_height;
  guint64  drawn_serial;
};

G_DEFINE_FINAL_TYPE (PagescapeSpeakerWindow, pagescape_speaker_window, ADW_TYPE_WINDOW)

/* --- clocks -------------------------------------------------------------------------------- */

char *
pagescape_speaker_dup_clock (gint64 seconds)
{
  int hours = seconds / 3600, minutes = seconds / 60 % 60, rest = seconds % 60;

  if (hours > 0)
    return g_strdup_printf ("%d:%02d:%02d", hours, minutes, rest);

  return g_strdup_printf ("%d:%02d", minutes, rest);
}

static gboolean
tick_cb (gpointer data)
{
  PagescapeSpeakerWindow *self = data;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M");
  g_autofree char *elapsed = pagescape_speaker_dup_clock ((g_get_monotonic_time () - self->started_at) / G_USEC_PER_SEC);

  gtk_label_set_label (self->time, time);
  gtk_label_set_label (self->elapsed, elapsed);

  return G_SOURCE_CONTINUE;
}

static void
restart_clock_cb (PagescapeSpeakerWindow *self)
{
  self->started_at = g_get_monotonic_time ();
  tick_cb (self);
}

/* --- steps --------------------------------------------------------------------------------- */

/* On a second screen of 1920 × 1080 the next step can be seen as the class will see it. */
static int
picture_width (PagescapeSpeakerWindow *self)
{
  int width = gtk_widget_get_width (gtk_widget_get_parent (GTK_WIDGET (self->next_picture)));

  return MAX (LEAST_PICTURE, (width + PICTURE_STEP - 1) / PICTURE_STEP * PICTURE_STEP);
}

static int
picture_height (PagescapeSpeakerWindow *self)
{
  GtkWidget *box = gtk_widget_get_parent (GTK_WIDGET (self->next_picture));
  int room = gtk_widget_get_height (box);

  for (GtkWidget *child = gtk_widget_get_first_child (box); child; child = gtk_widget_get_next_sibling (child))
    {
      int needed = 0;

      if (child != GTK_WIDGET (self->next_picture) && gtk_widget_get_visible (child))
        gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (box), NULL, &needed, NULL, NULL);
      room -= needed + gtk_box_get_spacing (GTK_BOX (box));
    }

  return MAX (0, room / PICTURE_STEP * PICTURE_STEP);
}

static gboolean
is_drawn_for_its_place (PagescapeSpeakerWindow *self)
{
  return picture_width (self) == self->drawn_width && picture_height (self) == self->drawn_height;
}

/* Once nothing moves any more: it must not cost the class a frame. */
static gboolean
draw_cb (gpointer data)
{
  PagescapeSpeakerWindow *self = data;
  unsigned step = pagescape_session_get_moment (self->session).step + 1;
  guint64 serial = pagescape_session_get_serial (self->session);
  g_autoptr (GdkTexture) texture = NULL;

  if (player_is_busy (pagescape_session_get_player (self->session)))
    return G_SOURCE_CONTINUE;

  self->draw = 0;
  if (step != self->drawn_step || serial != self->drawn_serial || !is_drawn_for_its_place (self))
    {
      self->drawn_width = picture_width (self);
      self->drawn_height = picture_height (self);
      texture = pagescape_speaker_draw_step (self->session, step, view_at (0), self->drawn_width, self->drawn_height,
                                             gtk_widget_get_scale_factor (GTK_WIDGET (self)));
      gtk_picture_set_paintable (self->next_picture, texture ? GDK_PAINTABLE (texture) : NULL);
      self->drawn_step = step;
      self->drawn_serial = serial;
    }

  return G_SOURCE_REMOVE;
}

static void
stepped_cb (PagescapeSpeakerWindow *self)
{
  Lesson *lesson = pagescape_session_get_lesson (self->session);
  g_autofree char *place = NULL;
  g_autofree char *sentence = NULL;
  const char *notes;
  unsigned step, n_steps;

  if (!lesson)
    return;

  step = pagescape_session_get_moment (self->session).step;
  n_steps = timeline_n_steps (lesson_timeline (lesson));
  place = pagescape_words_place (self->session);
  /* All of it, and of the next step, too, whatever an open question still hides: this window is the teacher's, who has
   * to know what comes. It opens on the screen that the class does not see, or where the teacher asked for it. */
  sentence = pagescape_words_sentence (lesson, step, UINT64_MAX);
  notes = step > 0 ? lesson_speaker_note (lesson, step) : NULL;

  pagescape_label_show (self->place, place);
  pagescape_label_show (self->title, pagescape_words_title (lesson, step));
  pagescape_label_show (self->sentence, sentence);
  pagescape_label_show (self->notes, notes ? notes : _("There are no notes for this step."));
  pagescape_label_show (self->next_title, step < n_steps ? lesson_step_title (lesson, step + 1) : _("That was the last step."));
  pagescape_label_show (self->next_sentence, step < n_steps ? lesson_whole_sentence (lesson, step + 1) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->next_picture), step < n_steps);

  if (!self->draw)
    self->draw = g_timeout_add (100, draw_cb, self);
}

/* Notes and sentences grow with the window: they are read from a lectern. */
static void
set_size_class (PagescapeSpeakerWindow *self,
                int                     width)
{
  if (width >= WIDE)
    gtk_widget_add_css_class (GTK_WIDGET (self), "wide");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "wide");
}

static gboolean
resized_cb (gpointer data)
{
  PagescapeSpeakerWindow *self = data;

  self->resize = 0;
  set_size_class (self, gtk_widget_get_width (GTK_WIDGET (self)));
  if (!self->draw && self->session && !is_drawn_for_its_place (self))
    self->draw = g_timeout_add (100, draw_cb, self);
  return G_SOURCE_REMOVE;
}

/* Not in the middle of the layout. */
static void
pagescape_speaker_window_size_allocate (GtkWidget *widget,
                                        int        width,
                                        int        height,
                                        int        baseline)
{
  PagescapeSpeakerWindow *self = PAGESCAPE_SPEAKER_WINDOW (widget);

  GTK_WIDGET_CLASS (pagescape_speaker_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->resize == 0)
    self->resize = g_idle_add (resized_cb, self);
}

/* --- keys ---------------------------------------------------------------------------------- */

static gboolean
key_pressed_cb (PagescapeSpeakerWindow *self,
                guint                   keyval,
                guint                   keycode,
                GdkModifierType         state)
{
  if (gdk_keyval_to_lower (keyval) == GDK_KEY_r && (state & GDK_MODIFIER_MASK & ~GDK_LOCK_MASK) == 0)
    {
      restart_clock_cb (self);
      return TRUE;
    }

  if (keyval == GDK_KEY_F11)
    {
      if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
        gtk_window_unfullscreen (GTK_WINDOW (self));
      else
        gtk_window_fullscreen (GTK_WINDOW (self));
      return TRUE;
    }

  return pagescape_presentation_press (self->presentation, keyval, state, gtk_window_get_focus (GTK_WINDOW (self)));
}

/* --- the class ----------------------------------------------------------------------------- */

static void
set_session (PagescapeSpeakerWindow *self,
             PagescapeSession       *session)
{
  static const PagescapeSessionHandler handlers[] = {
    { "stepped", G_CALLBACK (stepped_cb) },
    { "grew", G_CALLBACK (stepped_cb) },
    { "opened", G_CALLBACK (stepped_cb) },
  };

  pagescape_follow_session (&self->session, session, handlers, G_N_ELEMENTS (handlers), self);
}

static void
pagescape_speaker_window_dispose (GObject *object)
{
  PagescapeSpeakerWindow *self = PAGESCAPE_SPEAKER_WINDOW (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_handle_id (&self->draw, g_source_remove);
  g_clear_handle_id (&self->resize, g_source_remove);
  set_session (self, NULL);

  G_OBJECT_CLASS (pagescape_speaker_window_parent_class)->dispose (object);
}

static void
pagescape_speaker_window_class_init (PagescapeSpeakerWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pagescape_speaker_window_dispose;
  widget_class->size_allocate = pagescape_speaker_window_size_allocate;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape/Pagescape/ui/speaker-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PagescapeSpeakerWindow, elapsed);
  gtk_widget_class_bind_template_child (widget_class, PagescapeSpeakerWindow, time);
  gtk_widget_class_bind_template_child (widget_class, PagescapeSpeakerWindow, place);
  gtk_widget_class_bind_template_child (widget_class, PagescapeSpeakerWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PagescapeSpeakerWindow, sentence);
  gtk_widget_class_bind_template_child (widget_class, PagescapeSpeakerWindow, notes);
  gtk_widget_class_bind_template_child (widget_class, PagescapeSpeakerWindow, next_title);
  gtk_widget_class_bind_template_child (widget_class, PagescapeSpeakerWindow, next_sentence);
  gtk_widget_class_bind_template_child (widget_class, PagescapeSpeakerWindow, next_picture);
  gtk_widget_class_bind_template_callback (widget_class, restart_clock_cb);
}

static void
pagescape_speaker_window_init (PagescapeSpeakerWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  self->tick = g_timeout_add_seconds (1, tick_cb, self);
  restart_clock_cb (self);
}

PagescapeSpeakerWindow *
pagescape_speaker_window_new (GtkApplication        *application,
                              PagescapeSession      *session,
                              PagescapePresentation *presentation)
{
  PagescapeSpeakerWindow *self = g_object_new (PAGESCAPE_TYPE_SPEAKER_WINDOW, "application", application, NULL);

  self->presentation = presentation;
  set_session (self, session);
  stepped_cb (self);

  return self;
}
