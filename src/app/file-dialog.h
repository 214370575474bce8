/* file-dialog.h - the end of a dialog of the desktop that asks for a file */
#pragma once

#include <gtk/gtk.h>

/* Takes the caller's reference. GTK's own dialog goes on reading its folder when it was answered, and falls over what is
 * gone then: it stays, unseen, until that is over. */
void pagescape_file_dialog_done (GtkNativeDialog *dialog);
