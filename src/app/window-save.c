/* window-save.c - what is seen is saved, or it is said why not */

#include "window-private.h"

#include <glib/gi18n.h>

#define MIME_TYPE "text/x-pagescape-scenario"
#define EXTENSION ".scenario"

void
window_add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) scenarios = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (scenarios, _("Scenarios"));
  gtk_file_filter_add_pattern (scenarios, "*" EXTENSION);
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, scenarios);
  gtk_file_chooser_add_filter (chooser, all);
}

void
window_add_recent (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  GtkRecentData data = {
    .mime_type = (char *) MIME_TYPE,
    .app_name = (char *) "pagescape",
    .app_exec = (char *) "pagescape %f",
  };

  if (uri)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
not_saved_response_cb (PagescapeWindow *self,
                       const char      *response)
{
  if (strcmp (response, "elsewhere") == 0)
    window_save_as (self);
}

static void
tell_not_saved (PagescapeWindow *self,
                const char      *why)
{
  g_autofree char *text = g_strdup_printf (_("%s\n\nThe file is as it was before, and what was typed is still here."), why);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Not Saved"), text);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"),
                                    "elsewhere", _("_Save Elsewhere…"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "elsewhere");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (not_saved_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save_to (PagescapeWindow *self,
         const char      *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = NULL;
  gboolean is_like = TRUE;

  if (!pagescape_session_save (self->session, path, &is_like, &error))
    {
      tell_not_saved (self, error->message);
      return;
    }

  text = g_strdup_printf (is_like ? _("Saved as %s.")
                                  : _("Saved as %s. Run from its beginning it ends otherwise than what is seen here."),
                          name);
  window_tell (self, text);
  pagescape_notice_hide (self->notice);
  window_add_recent (path);
  window_watch (self);
  window_keep (self, FALSE);
  window_show_title (self);
  window_update_actions (self);
}

/* A name that was typed without an extension gets one, unless that is another file's. */
static char *
dup_with_extension (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *longer = g_strconcat (path, EXTENSION, NULL);

  return strchr (base, '.') || g_file_test (longer, G_FILE_TEST_EXISTS) ? g_strdup (path) : g_steal_pointer (&longer);
}

static void
save_chosen_cb (GtkNativeDialog *dialog,
                int              response,
                PagescapeWindow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file ? g_file_get_path (file) : NULL;
      g_autofree char *name = path ? dup_with_extension (path) : NULL;

      if (name)
        save_to (self, name);
      else if (file)
        tell_not_saved (self, _("Only local files can be written."));
    }

  g_object_unref (dialog);
}

/* "21-split.scenario", "mine.scenario", "A scenario of my own.scenario". */
static char *
dup_suggested_name (PagescapeWindow *self)
{
  g_autofree char *name = pagescape_session_dup_file_name (self->session);

  return g_strconcat (name, EXTENSION, NULL);
}

void
window_save_as (PagescapeWindow *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Save Scenario"), GTK_WINDOW (self),
                                                              GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  const char *own = pagescape_session_get_file (self->session);
  g_autofree char *suggested = dup_suggested_name (self);

  window_add_filters (GTK_FILE_CHOOSER (dialog));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), suggested);
  if (own)
    {
      g_autoptr (GFile) file = g_file_new_for_path (own);
      g_autoptr (GFile) folder = g_file_get_parent (file);

      if (folder)
        gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
    }

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (save_chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
overwrite_response_cb (PagescapeWindow *self,
                       const char      *response)
{
  if (strcmp (response, "overwrite") == 0)
    {
      g_autofree char *file = g_strdup (pagescape_session_get_file (self->session));

      save_to (self, file);
    }
  else if (strcmp (response, "elsewhere") == 0)
    window_save_as (self);
}

static void
ask_to_overwrite (PagescapeWindow *self)
{
  GtkWidget *dialog = window_new_question (self, _("Overwrite What Another Program Wrote?"),
                                           _("The file was changed since it was read here. Saving puts what is seen here in its place."),
                                           "overwrite", _("_Overwrite"));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "elsewhere", _("_Save Elsewhere…"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "elsewhere");
  g_signal_connect_object (dialog, "response", G_CALLBACK (overwrite_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
window_save (PagescapeWindow *self)
{
  /* Saving gives the session a name anew. */
  g_autofree char *file = g_strdup (pagescape_session_get_file (self->session));

  if (!file)
    window_save_as (self);
  else if (pagescape_session_look_at_file (self->session) == PAGESCAPE_FILE_CHANGED)
    ask_to_overwrite (self);
  else
    save_to (self, file);
}
