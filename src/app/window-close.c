/* window-close.c - what was typed is not lost without a question */

#include "window-private.h"

#include <glib/gi18n.h>

/* More lines than these are counted only. */
#define MOST_LINES 6

static char *
dup_what_is_lost (GPtrArray *all)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < all->len; i++)
    {
      const PagescapeKept *kept = g_ptr_array_index (all, i);
      guint n_lines = kept->lines->len, first = n_lines > MOST_LINES ? n_lines - MOST_LINES : 0;

      if (n_lines == 0 || kept->is_in_file)
        continue;

      g_string_append_printf (text, ngettext ("%u line typed into “%s”:", "%u lines typed into “%s”:", n_lines),
                              n_lines, kept->title);
      if (first > 0)
        g_string_append (text, "\n…");
      for (guint line = first; line < n_lines; line++)
        g_string_append_printf (text, "\n%s", ((PagescapeLine *) g_ptr_array_index (kept->lines, line))->text);
      if (i + 1 < all->len)
        g_string_append (text, "\n\n");
    }

  return g_string_free (text, FALSE);
}

static gboolean
close_cb (gpointer data)
{
  gtk_window_close (GTK_WINDOW (data));

  return G_SOURCE_REMOVE;
}

static void
close_response_cb (PagescapeWindow *self,
                   const char      *response)
{
  self->asks_to_close = FALSE;
  if (strcmp (response, "close") != 0)
    return;

  /* Once the dialog is gone: it does not outlive the window that it stands before. */
  self->may_close = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_cb, g_object_ref (self), g_object_unref);
}

static void
reload_response_cb (PagescapeWindow *self,
                    const char      *response)
{
  if (strcmp (response, "reload") == 0)
    window_reload (self);
}

static gboolean
is_something_unsaved (GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    {
      const PagescapeKept *kept = g_ptr_array_index (all, i);

      if (kept->lines->len > 0 && !kept->is_in_file)
        return TRUE;
    }

  return FALSE;
}

GtkWidget *
window_new_question (PagescapeWindow *self,
                     const char      *heading,
                     const char      *text,
                     const char      *answer,
                     const char      *label)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, text);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), answer, label, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), answer, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");

  return dialog;
}

gboolean
window_ask_to_close (PagescapeWindow *self)
{
  g_autoptr (GPtrArray) all = pagescape_session_list_kept (self->session);
  g_autofree char *lost = NULL;
  g_autofree char *text = NULL;
  GtkWidget *dialog;

  if (self->may_close || window_keep (self, TRUE) || !is_something_unsaved (all))
    return FALSE;
  if (self->asks_to_close)
    return TRUE;

  self->asks_to_close = TRUE;
  lost = dup_what_is_lost (all);
  text = g_strdup_printf (_("It cannot be kept for the next time: %s\n\n%s"), window_why_not_kept (self), lost);
  dialog = window_new_question (self, _("Lose What Was Typed?"), text, "close", _("C_lose"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (close_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));

  return TRUE;
}

void
window_ask_to_reload (PagescapeWindow *self)
{
  GtkWidget *dialog;

  /* What was saved is lost as well where another program wrote over it. */
  if (!pagescape_session_has_typed (self->session)
      || (!pagescape_session_has_unsaved (self->session)
          && pagescape_session_look_at_file (self->session) == PAGESCAPE_FILE_SAME))
    {
      window_reload (self);
      return;
    }

  dialog = window_new_question (self, _("Lose What Was Typed?"),
                                _("The scenario is read again from its file. What was typed into it is not in there."),
                                "reload", _("_Reload"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (reload_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
