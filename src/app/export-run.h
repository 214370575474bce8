/* export-run.h - a job of pictures, done while the window stays alive */
#pragma once

#include "app/session.h"
#include "figure/figure.h"

/* Between two pages; FALSE: stop here. The main context has been run, so that anything may have happened. */
typedef gboolean (*PagescapeExportFunc) (unsigned done, unsigned total, gpointer data);

/* One picture is made at once. Several are made from a lesson of their own, run again with all that was typed: the
 * window's stands still and may be looked at meanwhile. "lesson-03.svg" for the steps of a format without pages. */
gboolean pagescape_export_run (PagescapeSession *session, const FigureJob *job, const char *file_name,
                               PagescapeExportFunc progress, gpointer data, GError **error);
