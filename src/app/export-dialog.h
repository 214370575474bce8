/* export-dialog.h - what of a lesson becomes a file, how it looks there, and how far it is */
#pragma once

#include <adwaita.h>

#include "app/session.h"
#include "figure/figure.h"

#define PAGESCAPE_TYPE_EXPORT_DIALOG (pagescape_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeExportDialog, pagescape_export_dialog, PAGESCAPE, EXPORT_DIALOG, AdwWindow)

/* Signal "told" (const char *text): what came of it. */

/* shown: the picture as it is to be seen, copied. settings: where the choice is remembered; may be NULL. */
PagescapeExportDialog *pagescape_export_dialog_new (GtkWindow *parent, PagescapeSession *session,
                                                    const FigureJob *shown, GSettings *settings);
