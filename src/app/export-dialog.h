/* export-dialog.h - which picture, how large, in which colours, into which file */
#pragma once

#include <adwaita.h>

#include "app/canvas.h"

#define PAGESCAPE_TYPE_EXPORT_DIALOG (pagescape_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeExportDialog, pagescape_export_dialog, PAGESCAPE, EXPORT_DIALOG, AdwWindow)

/* Signal "told" (const char *text): what came of it. */

PagescapeExportDialog *pagescape_export_dialog_new (GtkWindow *parent, PagescapeSession *session,
                                                    PagescapeCanvas *canvas);
