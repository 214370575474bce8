/* window-export.c - what is to be seen goes elsewhere: into a file, onto paper, to other programs */

#include "window-private.h"

#include <glib/gi18n.h>

#include "appearance.h"
#include "copy.h"
#include "export-dialog.h"
#include "narration/language.h"
#include "print.h"

static FigureView
view_of (PagescapeCanvas *canvas)
{
  PagescapeFrame frame = pagescape_canvas_get_frame (canvas);

  return (FigureView) { frame.view, frame.camera, frame.style };
}

/* The picture as it is to be seen, at this moment. */
static FigureJob
shown_job (PagescapeWindow *self)
{
  AxisMoment moment = pagescape_session_get_moment (self->session);
  double t = pagescape_session_get_player (self->session)->t;
  PagescapeCanvas *canvas = pagescape_view_pane_get_canvas (self->active_pane);
  FigureJob job;

  figure_job_init (&job, FIGURE_STEP);
  job.first_step = job.last_step = moment.step;
  job.style.moment = CLAMP (t - moment.step + 1, 0, 1);
  job.style.selection = pagescape_session_get_selection (self->session);
  job.style.size = pagescape_canvas_get_frame (canvas).size;
  job.style.views[0] = view_of (canvas);
  if (self->is_side_by_side)
    {
      PagescapeCanvas *first = pagescape_view_pane_get_canvas (self->first_pane);
      PagescapeCanvas *second = pagescape_view_pane_get_canvas (self->second_pane);
      SceneSize left = pagescape_canvas_get_frame (first).size, right = pagescape_canvas_get_frame (second).size;

      job.style.views[0] = view_of (first);
      job.style.views[1] = view_of (second);
      job.style.is_side_by_side = TRUE;
      job.style.size = (SceneSize) { left.width + right.width, MAX (left.height, right.height) };
    }
  return job;
}

static void
told_cb (PagescapeWindow *self,
         const char      *text)
{
  window_tell (self, text);
}

void
window_export (PagescapeWindow *self)
{
  FigureJob shown = shown_job (self);
  PagescapeExportDialog *dialog;

  pagescape_session_pause (self->session);
  dialog = pagescape_export_dialog_new (GTK_WINDOW (self), self->session, &shown, self->settings);
  g_signal_connect_object (dialog, "told", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
print_told (gpointer    window,
            const char *text)
{
  window_tell (PAGESCAPE_WINDOW (window), text);
}

static void
print_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (widget);
  FigureJob shown = shown_job (self);

  pagescape_session_pause (self->session);
  pagescape_print_run (GTK_WINDOW (self), self->session, &shown, print_told);
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (widget);
  Lesson *lesson = pagescape_session_get_lesson (self->session);
  PagescapeCanvas *canvas = pagescape_view_pane_get_canvas (self->active_pane);
  FigureJob shown = shown_job (self);
  g_autofree char *text = pagescape_picture_text (self->session, pagescape_canvas_get_picture (canvas));
  g_autoptr (GdkContentProvider) content = NULL;
  g_autoptr (GError) error = NULL;

  /* What is pasted stands on paper, in the colours of the window. */
  shown.style.theme = pagescape_palette ()->theme;
  content = pagescape_picture_content (lesson, &shown, text, &error);
  if (content && gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), content))
    window_tell (self, _("The picture was copied, as a drawing, as an image and in words."));
  else
    {
      g_autofree char *why = g_strdup_printf (_("Not copied: %s"), error ? error->message : _("The clipboard is not there."));

      window_tell (self, why);
    }
}

static gboolean
key_cb (PagescapeCanvas *canvas,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (keyval == GDK_KEY_c && modifiers == GDK_CONTROL_MASK)
    return gtk_widget_activate_action (GTK_WIDGET (canvas), "win.copy-picture", NULL);

  return FALSE;
}

static void
add_key (PagescapeViewPane *pane)
{
  GtkWidget *canvas = GTK_WIDGET (pagescape_view_pane_get_canvas (pane));
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), canvas);
  gtk_widget_add_controller (canvas, keys);
}

/* Their menus are the canvas's own: see canvas-edit.c. */
void
window_add_picture_keys (PagescapeWindow *self)
{
  add_key (self->first_pane);
  add_key (self->second_pane);
}

void
window_install_export_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.print", NULL, print_cb);
  gtk_widget_class_install_action (klass, "win.copy-picture", NULL, copy_cb);
}

void
window_update_export_actions (PagescapeWindow *self)
{
  gboolean has_lesson = pagescape_session_get_lesson (self->session) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.export", has_lesson);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.print", has_lesson);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.copy-picture", has_lesson);
}
