/* window-present.c - the window as a presentation: its lesson, its views, on the whole screen
 *
 * The presentation takes the place of all that the window holds, which waits meanwhile as it is.
 */

#include "window-private.h"

#include <glib/gi18n.h>

#include "presentation.h"
#include "screens.h"
#include "speaker-window.h"

struct _WindowPresenting
{
  /* Borrowed */
  GtkStack              *modes;           /* holds both: */
  GtkWidget             *content;         /* what the window shows at other times */
  PagescapePresentation *presentation;    /* NULL before the first */
  GtkWidget             *focus;           /* where it was; weak */

  GtkWindow             *speaker;         /* GTK's, while presenting */
  GdkMonitor            *home;            /* where the window was, if it presents on another one; owned */

  guint    inhibited;                     /* the application's; 0: nothing is */
  gboolean is_on;
  gboolean was_fullscreen;
};

gboolean
window_is_presenting (PagescapeWindow *self)
{
  return self->presenting && self->presenting->is_on;
}

/* --- what is shown ------------------------------------------------------------------------- */

static void
show_views (PagescapeWindow *self)
{
  if (window_is_presenting (self))
    pagescape_presentation_set_views (self->presenting->presentation, pagescape_view_pane_get_view (self->first_pane),
                                      self->is_side_by_side ? pagescape_view_pane_get_view (self->second_pane) : NULL,
                                      self->style);
}

/* Of the first pane; not the one that stands beside it. */
static void
next_view_cb (PagescapeWindow *self)
{
  const View *view = pagescape_view_pane_get_view (self->first_pane);
  const View *beside = self->is_side_by_side ? pagescape_view_pane_get_view (self->second_pane) : NULL;
  size_t at = 0;

  while (at < view_n () && view_at (at) != view)
    at++;
  for (size_t i = 1; i < view_n (); i++)
    if (view_at ((at + i) % view_n ()) != beside)
      {
        pagescape_view_pane_set_view (self->first_pane, view_at ((at + i) % view_n ()));
        return;
      }
}

/* --- the second screen --------------------------------------------------------------------- */

/* Owned by the display. NULL: there is but one monitor. */
static GdkMonitor *
find_projector (PagescapeWindow  *self,
                GdkMonitor      **desk)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  GListModel *monitors = gdk_display_get_monitors (display);
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  GdkMonitor *home = surface ? gdk_display_get_monitor_at_surface (display, surface) : NULL;
  guint n = g_list_model_get_n_items (monitors), at_home = n, at_class, at_desk;
  g_autofree const char **connectors = g_new0 (const char *, n + 1);
  g_autoptr (GdkMonitor) projector = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

      connectors[i] = gdk_monitor_get_connector (monitor);
      if (monitor == home)
        at_home = i;
    }
  if (!pagescape_choose_screens (connectors, n, at_home, &at_class, &at_desk))
    return NULL;

  g_set_object (&self->presenting->home, home);
  projector = g_list_model_get_item (monitors, at_class);
  *desk = g_list_model_get_item (monitors, at_desk);
  g_object_unref (*desk);
  return projector;
}

static void
speaker_cb (PagescapeWindow *self)
{
  GtkWindow *speaker = self->presenting->speaker;

  if (gtk_widget_get_visible (GTK_WIDGET (speaker)))
    gtk_widget_set_visible (GTK_WIDGET (speaker), FALSE);
  else
    gtk_window_present (speaker);
}

static void
show_on_screens (PagescapeWindow *self)
{
  WindowPresenting *presenting = self->presenting;
  GdkMonitor *desk, *projector = find_projector (self, &desk);

  presenting->speaker = GTK_WINDOW (pagescape_speaker_window_new (gtk_window_get_application (GTK_WINDOW (self)),
                                                                  self->session, presenting->presentation));
  if (projector)
    {
      gtk_window_fullscreen_on_monitor (presenting->speaker, desk);
      gtk_window_present (presenting->speaker);
      gtk_window_fullscreen_on_monitor (GTK_WINDOW (self), projector);
    }
  else
    {
      gtk_window_fullscreen (GTK_WINDOW (self));
    }
}

/* --- beginning and ending ------------------------------------------------------------------ */

static void
inhibit (PagescapeWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (application)
    self->presenting->inhibited = gtk_application_inhibit (application, GTK_WINDOW (self),
                                                           GTK_APPLICATION_INHIBIT_IDLE | GTK_APPLICATION_INHIBIT_SUSPEND,
                                                           _("A lesson is being presented."));
}

static void
uninhibit (PagescapeWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (application && self->presenting->inhibited)
    gtk_application_uninhibit (application, self->presenting->inhibited);
  self->presenting->inhibited = 0;
}

/* What is not shown is not there for a screen reader either. */
static void
show_mode (WindowPresenting *presenting,
           GtkWidget        *mode)
{
  GtkWidget *other = mode == presenting->content ? GTK_WIDGET (presenting->presentation) : presenting->content;

  gtk_widget_set_visible (mode, TRUE);
  gtk_stack_set_visible_child (presenting->modes, mode);
  gtk_widget_set_visible (other, FALSE);
}

static void
stop (PagescapeWindow *self)
{
  WindowPresenting *presenting = self->presenting;

  uninhibit (self);
  presenting->is_on = FALSE;
  g_clear_pointer (&presenting->speaker, gtk_window_destroy);
  pagescape_presentation_set_session (presenting->presentation, NULL);
  pagescape_lesson_panel_set_asks (self->lesson_panel, TRUE);
  show_mode (presenting, presenting->content);
  if (!presenting->was_fullscreen || presenting->home)
    gtk_window_unfullscreen (GTK_WINDOW (self));
  /* Back to the screen it came from: not every desktop remembers. */
  if (presenting->home && gdk_monitor_is_valid (presenting->home))
    {
      gtk_window_fullscreen_on_monitor (GTK_WINDOW (self), presenting->home);
      if (!presenting->was_fullscreen)
        gtk_window_unfullscreen (GTK_WINDOW (self));
    }
  g_clear_object (&presenting->home);
  if (presenting->focus)
    gtk_widget_grab_focus (presenting->focus);
  g_clear_weak_pointer (&presenting->focus);
  window_update_actions (self);
}

static void
make_presentation (PagescapeWindow *self)
{
  GtkWidget *presentation = g_object_new (PAGESCAPE_TYPE_PRESENTATION, NULL);

  g_signal_connect_swapped (presentation, "leave", G_CALLBACK (stop), self);
  g_signal_connect_swapped (presentation, "next-view", G_CALLBACK (next_view_cb), self);
  g_signal_connect_swapped (presentation, "speaker", G_CALLBACK (speaker_cb), self);
  g_signal_connect_swapped (self->first_pane, "activated", G_CALLBACK (show_views), self);
  g_signal_connect_swapped (self->second_pane, "activated", G_CALLBACK (show_views), self);
  g_signal_connect_swapped (self, "notify::side-by-side", G_CALLBACK (show_views), self);

  self->presenting->presentation = PAGESCAPE_PRESENTATION (presentation);
  gtk_stack_add_child (self->presenting->modes, presentation);
}

static void
start (PagescapeWindow *self)
{
  WindowPresenting *presenting = self->presenting;

  if (!presenting->presentation)
    make_presentation (self);

  presenting->is_on = TRUE;
  presenting->was_fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));
  g_set_weak_pointer (&presenting->focus, gtk_window_get_focus (GTK_WINDOW (self)));

  pagescape_lesson_panel_set_asks (self->lesson_panel, FALSE);
  pagescape_presentation_set_session (presenting->presentation, self->session);
  show_views (self);
  inhibit (self);
  show_mode (presenting, GTK_WIDGET (presenting->presentation));
  show_on_screens (self);
  gtk_widget_grab_focus (GTK_WIDGET (presenting->presentation));
  window_update_actions (self);
}

/* --- actions and keys ---------------------------------------------------------------------- */

static void
present_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (widget);

  if (self->presenting->is_on || !pagescape_session_get_lesson (self->session))
    return;

  pagescape_session_pause (self->session);
  if (strcmp (action_name, "win.present") == 0)
    pagescape_session_go_first (self->session);
  start (self);
}

static void
fullscreen_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (widget)))
    gtk_window_unfullscreen (GTK_WINDOW (widget));
  else
    gtk_window_fullscreen (GTK_WINDOW (widget));
}

static gboolean
key_pressed_cb (PagescapeWindow *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  return window_is_presenting (self)
         && pagescape_presentation_press (self->presenting->presentation, keyval, state,
                                          gtk_window_get_focus (GTK_WINDOW (self)));
}

void
window_install_present_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.present", NULL, present_cb);
  gtk_widget_class_install_action (klass, "win.present-here", NULL, present_cb);
  gtk_widget_class_install_action (klass, "win.fullscreen", NULL, fullscreen_cb);
}

void
window_update_present_actions (PagescapeWindow *self)
{
  gboolean may_present = !self->presenting->is_on && pagescape_session_get_lesson (self->session)
                         && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "lesson") == 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.present", may_present);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.present-here", may_present);
}

void
window_init_presenting (PagescapeWindow *self)
{
  AdwApplicationWindow *window = ADW_APPLICATION_WINDOW (self);
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr (GtkWidget) content = g_object_ref (adw_application_window_get_content (window));
  GtkWidget *modes = gtk_stack_new ();

  self->presenting = g_new0 (WindowPresenting, 1);
  self->presenting->modes = GTK_STACK (modes);
  self->presenting->content = content;
  adw_application_window_set_content (window, NULL);
  gtk_stack_add_child (GTK_STACK (modes), content);
  adw_application_window_set_content (window, modes);

  /* Before the window's own keys and those of what has the focus. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
window_end_presenting (PagescapeWindow *self)
{
  if (!self->presenting)
    return;

  uninhibit (self);
  g_clear_pointer (&self->presenting->speaker, gtk_window_destroy);
  if (self->presenting->presentation)
    pagescape_presentation_set_session (self->presenting->presentation, NULL);
  g_clear_weak_pointer (&self->presenting->focus);
  g_clear_object (&self->presenting->home);
  g_clear_pointer (&self->presenting, g_free);
}
