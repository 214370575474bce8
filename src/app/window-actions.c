/* window-actions.c - what can be done in the window, and when */

#include "window-private.h"

#include <glib/gi18n.h>

#include "command-palette.h"
#include "shortcuts.h"

/* --- opening ------------------------------------------------------------------------------- */

void
window_reload (PagescapeWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (!pagescape_session_reload (self->session, &error) && error)
    pagescape_messages_page_set_error (self->messages, error->message);
}

static void
reload_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  window_ask_to_reload (PAGESCAPE_WINDOW (widget));
}

static void
back_to_lesson_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (widget);

  gtk_stack_set_visible_child_name (self->stack, "lesson");
  gtk_widget_grab_focus (GTK_WIDGET (pagescape_view_pane_get_canvas (self->active_pane)));
}

static void
export_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  window_export (PAGESCAPE_WINDOW (widget));
}

/* --- moving -------------------------------------------------------------------------------- */

/* "win.step-back", "win.event-forward": the name says it. */
static void
stride_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  int direction = g_str_has_suffix (action_name, "-forward") ? 1 : -1;
  TimelineStride stride = g_str_has_prefix (action_name, "win.event") ? TIMELINE_EVENT
                          : g_str_has_prefix (action_name, "win.statement") ? TIMELINE_STATEMENT
                          : TIMELINE_STEP;

  pagescape_session_stride (PAGESCAPE_WINDOW (widget)->session, stride, direction);
}

static void
go_first_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  pagescape_session_go_first (PAGESCAPE_WINDOW (widget)->session);
}

static void
go_last_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  pagescape_session_go_last (PAGESCAPE_WINDOW (widget)->session);
}

static void
play_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PagescapeSession *session = PAGESCAPE_WINDOW (widget)->session;

  if (pagescape_session_get_player (session)->is_playing)
    pagescape_session_pause (session);
  else
    pagescape_session_play (session);
}

/* --- running ------------------------------------------------------------------------------- */

static PagescapeScratchpad *
scratchpad_of (GtkWidget *widget)
{
  return pagescape_lesson_panel_get_scratchpad (PAGESCAPE_WINDOW (widget)->lesson_panel);
}

static void
free_selected_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  g_autofree char *line = pagescape_session_dup_free_call (PAGESCAPE_WINDOW (widget)->session);

  if (line)
    pagescape_scratchpad_run (scratchpad_of (widget), line);
}

static void
switch_branch_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  pagescape_session_switch_branch (PAGESCAPE_WINDOW (widget)->session, g_variant_get_uint32 (parameter));
}

static void
scratchpad_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  pagescape_scratchpad_focus (scratchpad_of (widget));
}

static void
shortcuts_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  gtk_window_present (GTK_WINDOW (pagescape_shortcuts_new (GTK_WINDOW (widget))));
}

static void
commands_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (pagescape_command_palette_new (self, self->session)));
}

/* From the picture to the code to the transport, and round again. */
static void
next_part_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (widget);
  GtkWidget *parts[] = {
    GTK_WIDGET (self->first_pane), GTK_WIDGET (self->second_pane), GTK_WIDGET (self->lesson_panel),
    GTK_WIDGET (self->transport),
  };
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  unsigned at = 0;

  while (at < G_N_ELEMENTS (parts) && !(focus && gtk_widget_is_ancestor (focus, parts[at])))
    at++;

  for (unsigned i = 1; i <= G_N_ELEMENTS (parts); i++)
    {
      GtkWidget *part = parts[(at + i) % G_N_ELEMENTS (parts)];

      if (PAGESCAPE_IS_VIEW_PANE (part) && gtk_widget_get_visible (part))
        part = GTK_WIDGET (pagescape_view_pane_get_canvas (PAGESCAPE_VIEW_PANE (part)));
      if (gtk_widget_get_mapped (part)
          && (gtk_widget_grab_focus (part) || gtk_widget_child_focus (part, GTK_DIR_TAB_FORWARD)))
        return;
    }
}

/* --- all of them --------------------------------------------------------------------------- */

void
window_install_actions (GtkWidgetClass *klass)
{
  static const char *const strides[] = {
    "win.step-back", "win.step-forward", "win.statement-back", "win.statement-forward",
    "win.event-back", "win.event-forward",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (strides); i++)
    gtk_widget_class_install_action (klass, strides[i], NULL, stride_cb);
  gtk_widget_class_install_action (klass, "win.go-first", NULL, go_first_cb);
  gtk_widget_class_install_action (klass, "win.go-last", NULL, go_last_cb);
  gtk_widget_class_install_action (klass, "win.play", NULL, play_cb);

  window_install_file_actions (klass);
  window_install_edit_actions (klass);
  gtk_widget_class_install_action (klass, "win.reload", NULL, reload_cb);
  gtk_widget_class_install_action (klass, "win.back-to-lesson", NULL, back_to_lesson_cb);
  gtk_widget_class_install_action (klass, "win.export", NULL, export_cb);
  window_install_export_actions (klass);

  gtk_widget_class_install_action (klass, "win.free-selected", NULL, free_selected_cb);
  gtk_widget_class_install_action (klass, "win.switch-branch", "u", switch_branch_cb);
  gtk_widget_class_install_action (klass, "win.scratchpad", NULL, scratchpad_cb);
  gtk_widget_class_install_action (klass, "win.shortcuts", NULL, shortcuts_cb);
  gtk_widget_class_install_action (klass, "win.commands", NULL, commands_cb);
  gtk_widget_class_install_action (klass, "win.next-part", NULL, next_part_cb);

  gtk_widget_class_install_property_action (klass, "win.side-by-side", "side-by-side");
  gtk_widget_class_install_property_action (klass, "win.outline", "outline");
  gtk_widget_class_install_property_action (klass, "win.whole-text", "whole-text");
  gtk_widget_class_install_property_action (klass, "win.row-major", "row-major");
  gtk_widget_class_install_property_action (klass, "win.page-blocks", "page-blocks");
  gtk_widget_class_install_property_action (klass, "win.to-scale", "to-scale");
}

void
window_update_actions (PagescapeWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_lesson = pagescape_session_get_lesson (self->session) != NULL;
  gboolean can_back = pagescape_session_can_go (self->session, -1);
  gboolean can_forward = pagescape_session_can_go (self->session, 1);
  g_autofree char *free_call = has_lesson ? pagescape_session_dup_free_call (self->session) : NULL;

  gtk_widget_action_set_enabled (widget, "win.step-back", can_back);
  gtk_widget_action_set_enabled (widget, "win.statement-back", can_back);
  gtk_widget_action_set_enabled (widget, "win.event-back", can_back);
  gtk_widget_action_set_enabled (widget, "win.go-first", can_back);
  gtk_widget_action_set_enabled (widget, "win.step-forward", can_forward);
  gtk_widget_action_set_enabled (widget, "win.statement-forward", can_forward);
  gtk_widget_action_set_enabled (widget, "win.event-forward", can_forward);
  gtk_widget_action_set_enabled (widget, "win.go-last", can_forward);
  gtk_widget_action_set_enabled (widget, "win.play", can_back || can_forward);

  window_update_file_actions (self);
  window_update_edit_actions (self);
  gtk_widget_action_set_enabled (widget, "win.reload", pagescape_session_get_name (self->session) != NULL);
  gtk_widget_action_set_enabled (widget, "win.back-to-lesson", has_lesson);
  window_update_export_actions (self);
  gtk_widget_action_set_enabled (widget, "win.switch-branch", has_lesson);
  gtk_widget_action_set_enabled (widget, "win.scratchpad", has_lesson);
  gtk_widget_action_set_enabled (widget, "win.free-selected", free_call != NULL);
  window_update_present_actions (self);
}

/* Space, Home and End belong to what has the focus, if it wants them: a button, a line being typed. */
static gboolean
key_pressed_cb (PagescapeWindow *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  const char *action;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;

  switch (keyval)
    {
    case GDK_KEY_space: case GDK_KEY_KP_Space:
      action = "win.play";
      break;

    case GDK_KEY_Home: case GDK_KEY_KP_Home:
      action = "win.go-first";
      break;

    case GDK_KEY_End: case GDK_KEY_KP_End:
      action = "win.go-last";
      break;

    default:
      return FALSE;
    }

  return gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}

void
window_add_keys (PagescapeWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
