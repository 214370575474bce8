/* window-files.c - new and open, what other programs do to the file, and the title that says how it stands */

#include "window-private.h"

#include <glib/gi18n.h>

#include "new-scenario.h"

/* Seconds: a sentence wants to be read, but it covers what comes next. */
#define TELL_FOR 4
/* Milliseconds: a program that saves may write more than once. */
#define LOOK_AFTER 300

typedef enum {
  NOTICE_NONE,
  NOTICE_CHANGED,
  NOTICE_GONE,
  NOTICE_KEPT
} NoticeKind;

static void
told_cb (PagescapeWindow *self,
         AdwToast        *toast)
{
  if (self->told == toast)
    self->told = NULL;
}

void
window_stop_telling (PagescapeWindow *self)
{
  AdwToast *toast = self->told;

  self->told = NULL;
  if (toast)
    adw_toast_dismiss (toast);
}

void
window_tell (PagescapeWindow *self,
             const char      *text)
{
  /* A toast's title is markup, a file's name is not. */
  g_autofree char *markup = g_markup_escape_text (text, -1);

  gboolean has_picture = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "lesson") == 0;
  AdwToast *toast = adw_toast_new (markup);

  /* Instead of what was said before, and not over the timeline, nor over the line that is typed. */
  window_stop_telling (self);
  self->told = toast;
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, TELL_FOR);
  adw_toast_overlay_add_toast (has_picture ? self->picture_toasts : self->toasts, toast);
}

/* --- opening ------------------------------------------------------------------------------- */

static void
open_file (PagescapeWindow *self,
           GFile           *file)
{
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (path)
    pagescape_window_open (self, path);
  else
    window_tell (self, _("Only local files can be opened."));
}

static void
open_chosen_cb (GtkNativeDialog *dialog,
                int              response,
                PagescapeWindow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      if (file)
        open_file (self, file);
    }

  g_object_unref (dialog);
}

static void
open_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Open Scenario"), GTK_WINDOW (widget),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));

  window_add_filters (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (open_chosen_cb), widget);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
open_named_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  pagescape_window_open (PAGESCAPE_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static gboolean
dropped_cb (PagescapeWindow *self,
            const GValue    *value)
{
  GSList *files = g_value_get_boxed (value);

  if (!files)
    return FALSE;

  open_file (self, files->data);
  for (GSList *file = files->next; file; file = file->next)
    {
      PagescapeWindow *window = pagescape_window_new (gtk_window_get_application (GTK_WINDOW (self)));

      open_file (window, file->data);
      gtk_window_present (GTK_WINDOW (window));
    }
  return TRUE;
}

void
window_accept_files (PagescapeWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* --- new ----------------------------------------------------------------------------------- */

static void
composed_cb (PagescapeWindow *self,
             const char      *text)
{
  static unsigned n_untitled;
  g_autofree char *name = g_strdup_printf (_("Untitled %u"), ++n_untitled);

  pagescape_session_open_text (self->session, name, text);
  pagescape_scratchpad_focus (pagescape_lesson_panel_get_scratchpad (self->lesson_panel));
}

static void
new_cb (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  PagescapeNewScenario *dialog = pagescape_new_scenario_new (GTK_WINDOW (widget));

  g_signal_connect_object (dialog, "composed", G_CALLBACK (composed_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- what other programs do ---------------------------------------------------------------- */

static void
notice (PagescapeWindow *self,
        NoticeKind       kind,
        const char      *text,
        const char      *first,
        const char      *second)
{
  self->noticed = kind;
  pagescape_notice_show (self->notice, text, first, second);
}

static gboolean
look_cb (gpointer data)
{
  PagescapeWindow *self = data;
  const char *file = pagescape_session_get_file (self->session);
  g_autofree char *name = file ? g_filename_display_basename (file) : NULL;
  g_autofree char *text = NULL;

  self->look_later = 0;
  switch (pagescape_session_look_at_file (self->session))
    {
    case PAGESCAPE_FILE_CHANGED:
      text = g_strdup_printf (_("Another program has changed %s."), name);
      notice (self, NOTICE_CHANGED, text, _("_Reload"), _("_Keep Mine"));
      break;

    case PAGESCAPE_FILE_GONE:
      text = g_strdup_printf (_("Another program has moved or removed %s. What is seen here can be saved again."), name);
      notice (self, NOTICE_GONE, text, _("_Save"), _("_Ignore"));
      break;

    case PAGESCAPE_FILE_SAME:
    default:
      if (self->noticed == NOTICE_CHANGED || self->noticed == NOTICE_GONE)
        pagescape_notice_hide (self->notice);
      break;
    }

  return G_SOURCE_REMOVE;
}

static void
file_changed_cb (PagescapeWindow *self)
{
  g_clear_handle_id (&self->look_later, g_source_remove);
  self->look_later = g_timeout_add (LOOK_AFTER, look_cb, self);
}

void
window_stop_watching (PagescapeWindow *self)
{
  g_clear_handle_id (&self->look_later, g_source_remove);
  if (self->monitor)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
}

void
window_watch (PagescapeWindow *self)
{
  const char *path = pagescape_session_get_file (self->session);
  g_autoptr (GFile) file = path ? g_file_new_for_path (path) : NULL;

  window_stop_watching (self);
  if (!file)
    return;

  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (file_changed_cb), self);
}

/* --- what was kept of it ------------------------------------------------------------------- */

static void
offer_what_was_kept (PagescapeWindow *self)
{
  const char *name = pagescape_session_get_name (self->session);
  g_autoptr (GPtrArray) list = recovery_list (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const RecoveryState *state = g_ptr_array_index (list, i);
      const PagescapeKept *kept = g_ptr_array_index (state->lessons, 0);
      g_autofree char *text = NULL;

      if (kept->lines->len == 0 || kept->is_in_file || g_strcmp0 (kept->name, name) != 0)
        continue;

      g_free (self->kept_id);
      self->kept_id = g_strdup (state->id);
      text = g_strdup_printf (ngettext ("%u line that was typed into this scenario last time was kept.",
                                        "%u lines that were typed into this scenario last time were kept.",
                                        kept->lines->len), kept->lines->len);
      notice (self, NOTICE_KEPT, text, _("_Bring Back"), _("_Not Now"));
      return;
    }
}

static void
notice_chosen_cb (PagescapeWindow *self,
                  unsigned         which)
{
  NoticeKind kind = self->noticed;

  self->noticed = NOTICE_NONE;
  switch (kind)
    {
    case NOTICE_CHANGED:
      if (which == 0)
        window_ask_to_reload (self);
      else
        pagescape_session_accept_file (self->session);
      break;

    case NOTICE_GONE:
      if (which == 0)
        window_save (self);
      break;

    case NOTICE_KEPT:
      if (which == 0 && self->kept_id)
        window_bring_back (self, self->kept_id);
      break;

    case NOTICE_NONE:
    default:
      break;
    }
}

static void
bring_back_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  window_bring_back (PAGESCAPE_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
discard (PagescapeWindow *self,
         const char      *id)
{
  recovery_discard (id);
  pagescape_start_page_refresh (self->start);
  pagescape_start_page_focus (self->start);
}

static void
discard_response_cb (GtkWidget  *dialog,
                     const char *response,
                     const char *id)
{
  if (strcmp (response, "discard") == 0)
    discard (PAGESCAPE_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (dialog))), id);
}

static void
discard_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  g_autoptr (GPtrArray) list = recovery_list (NULL);
  const RecoveryState *state = recovery_find (list, id);
  g_autofree char *text = NULL;
  GtkWidget *dialog;

  if (!state || recovery_state_n_unsaved (state) == 0)
    {
      discard (self, id);
      return;
    }

  text = g_strdup_printf (ngettext ("%u line that was typed and is in no file will be gone.",
                                    "%u lines that were typed and are in no file will be gone.",
                                    recovery_state_n_unsaved (state)), recovery_state_n_unsaved (state));
  dialog = window_new_question (self, _("Discard What Was Typed?"), text, "discard", _("_Discard"));
  g_signal_connect_data (dialog, "response", G_CALLBACK (discard_response_cb), g_strdup (id),
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- taking back --------------------------------------------------------------------------- */

/* A text that is being typed is mended first. */
static gboolean
is_editing (PagescapeWindow *self,
            const char      *action)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return GTK_IS_TEXT (focus) && *gtk_editable_get_text (GTK_EDITABLE (focus)) != '\0'
         && gtk_widget_activate_action (focus, action, NULL);
}

static void
save_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  window_save (PAGESCAPE_WINDOW (widget));
}

static void
save_as_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  window_save_as (PAGESCAPE_WINDOW (widget));
}

static void
undo_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (widget);

  if (!is_editing (self, "text.undo"))
    pagescape_session_undo (self->session);
}

static void
redo_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PagescapeWindow *self = PAGESCAPE_WINDOW (widget);

  if (!is_editing (self, "text.redo"))
    pagescape_session_redo (self->session);
}

/* --- home ---------------------------------------------------------------------------------- */

void
pagescape_window_go_home (PagescapeWindow *self)
{
  g_return_if_fail (PAGESCAPE_IS_WINDOW (self));

  pagescape_session_pause (self->session);
  pagescape_start_page_set_can_go_back (self->start, pagescape_session_get_lesson (self->session) != NULL);
  pagescape_start_page_set_has_exercises (self->start, g_action_map_lookup_action (G_ACTION_MAP (self), "exercises") != NULL);
  pagescape_start_page_refresh (self->start);
  gtk_stack_set_visible_child_name (self->stack, "start");
  pagescape_start_page_focus (self->start);
  window_show_title (self);
}

static void
home_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  pagescape_window_go_home (PAGESCAPE_WINDOW (widget));
}

/* --- the title ----------------------------------------------------------------------------- */

void
window_show_title (PagescapeWindow *self)
{
  Lesson *lesson = pagescape_session_get_lesson (self->session);
  const char *file = pagescape_session_get_file (self->session);
  const char *mark = pagescape_session_is_modified (self->session) ? "• " : "";
  gboolean is_home = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "start") == 0;
  g_autofree char *name = file ? g_filename_display_basename (file) : NULL;
  g_autofree char *title = NULL;
  g_autofree char *window_title = NULL;

  if (!lesson || is_home)
    {
      adw_window_title_set_title (self->title, "Pagescape");
      adw_window_title_set_subtitle (self->title, "");
      gtk_window_set_title (GTK_WINDOW (self), "Pagescape");
      gtk_widget_set_can_target (self->machine_button, FALSE);
      gtk_widget_set_focusable (self->machine_button, FALSE);
      return;
    }

  title = g_strconcat (mark, scenario_title (lesson_scenario (lesson)), NULL);
  window_title = name ? g_strdup_printf ("%s (%s)", title, name) : g_strdup (title);
  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), window_title);
  gtk_widget_set_can_target (self->machine_button, TRUE);
  gtk_widget_set_focusable (self->machine_button, TRUE);
  window_show_machine (self, name);
}

void
window_document_opened (PagescapeWindow *self)
{
  const char *file = pagescape_session_get_file (self->session);
  gboolean has_failed = pagescape_session_has_failed (self->session);

  pagescape_notice_hide (self->notice);
  self->noticed = NOTICE_NONE;
  window_watch (self);
  window_show_title (self);
  if (has_failed || !pagescape_session_get_lesson (self->session))
    return;

  if (file)
    window_add_recent (file);
  if (!self->is_coming_back && pagescape_session_get_n_typed (self->session) == 0)
    offer_what_was_kept (self);
}

/* --- actions ------------------------------------------------------------------------------- */

void
window_install_file_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.new", NULL, new_cb);
  gtk_widget_class_install_action (klass, "win.open", NULL, open_cb);
  gtk_widget_class_install_action (klass, "win.open-named", "s", open_named_cb);
  gtk_widget_class_install_action (klass, "win.save", NULL, save_cb);
  gtk_widget_class_install_action (klass, "win.save-as", NULL, save_as_cb);
  gtk_widget_class_install_action (klass, "win.bring-back", "s", bring_back_cb);
  gtk_widget_class_install_action (klass, "win.discard", "s", discard_cb);
  gtk_widget_class_install_action (klass, "win.undo", NULL, undo_cb);
  gtk_widget_class_install_action (klass, "win.redo", NULL, redo_cb);
  gtk_widget_class_install_action (klass, "win.home", NULL, home_cb);
}

void
window_update_file_actions (PagescapeWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_lesson = pagescape_session_get_lesson (self->session) != NULL;

  gtk_widget_action_set_enabled (widget, "win.save", has_lesson);
  gtk_widget_action_set_enabled (widget, "win.save-as", has_lesson);
  gtk_widget_action_set_enabled (widget, "win.undo", pagescape_session_can_undo (self->session));
  gtk_widget_action_set_enabled (widget, "win.redo", pagescape_session_can_redo (self->session));
}

void
window_follow_files (PagescapeWindow *self)
{
  g_signal_connect_swapped (self->session, "grew", G_CALLBACK (window_show_title), self);
  g_signal_connect_swapped (self->notice, "chosen", G_CALLBACK (notice_chosen_cb), self);
  g_signal_connect_swapped (self->stack, "notify::visible-child", G_CALLBACK (window_show_title), self);
  window_accept_files (self);
}
