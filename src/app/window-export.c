/* window-export.c - the picture of the pane in which somebody works, into a file */

#include "window-private.h"

#include "export-dialog.h"

static void
told_cb (PagescapeWindow *self,
         const char      *text)
{
  /* A toast's title is markup, a file's name is not. */
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

void
window_export (PagescapeWindow *self)
{
  PagescapeExportDialog *dialog;

  pagescape_session_pause (self->session);
  dialog = pagescape_export_dialog_new (GTK_WINDOW (self), self->session,
                                        pagescape_view_pane_get_canvas (self->active_pane));
  g_signal_connect_object (dialog, "told", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
