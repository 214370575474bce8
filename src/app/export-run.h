/* export-run.h - pictures of a session into files */
#pragma once

#include "app/session.h"
#include "figure/figure.h"

typedef struct {
  PagescapeFrame  frame;          /* its measure is replaced by the theme's */
  PaintTheme      theme;
  const Exporter *exporter;
  gboolean        every_step;     /* one file with a page a step, or numbered files */
} PagescapeExport;

/* "lesson-03.svg" for every step of a format without pages. The session stands where it stood. */
gboolean pagescape_export_run (PagescapeSession *session, const PagescapeExport *job, const char *file_name,
                               GError **error);
