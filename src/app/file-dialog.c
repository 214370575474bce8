/* file-dialog.c - see file-dialog.h */
#include "file-dialog.h"

#define SECONDS_OF_READING 10

static gboolean
done_cb (gpointer dialog)
{
  return G_SOURCE_REMOVE;
}

void
pagescape_file_dialog_done (GtkNativeDialog *dialog)
{
  gtk_native_dialog_hide (dialog);
  g_timeout_add_seconds_full (G_PRIORITY_LOW, SECONDS_OF_READING, done_cb, dialog, g_object_unref);
}
