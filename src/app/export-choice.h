/* export-choice.h - what somebody wants to export, and how; remembered for the next time
 *
 * Plain data: the dialog shows it, a FigureJob comes of it.
 */
#pragma once

#include <gio/gio.h>

#include "figure/figure.h"

typedef enum {
  PAGESCAPE_EXPORT_PICTURE,       /* what is to be seen, at this moment */
  PAGESCAPE_EXPORT_STEP,          /* the end of the step */
  PAGESCAPE_EXPORT_EVERY_STEP,
  PAGESCAPE_EXPORT_STRIP,
  PAGESCAPE_EXPORT_HANDOUT,
  PAGESCAPE_EXPORT_ANIMATION,
  PAGESCAPE_N_EXPORTS
} PagescapeExportWhat;

typedef struct {
  PagescapeExportWhat what;
  const Exporter *exporter;
  gboolean        follows;        /* the view that each step looks at, not the one that is shown */
  guint           size;           /* index of pagescape_export_size () */
  guint           sheet;          /* of pagescape_export_sheet () */
  unsigned        per_page;       /* 1, 2, 4, 6 */
  PaintTheme      theme;
  ExportPaper     paper;
  const char     *language;       /* static; NULL: the window's */
  unsigned        parts;          /* FigureParts */
  unsigned        first_step, last_step;        /* of those that have several; not remembered */
} PagescapeExportChoice;

/* Names are marked for translation. NULL: there is none at that index. 0 × 0: as in the window. */
const char *pagescape_export_what_name (PagescapeExportWhat what);
const char *pagescape_export_size      (guint index, SceneSize *size);
const char *pagescape_export_sheet     (guint index, SceneSize *size);
/* Does the format hold what is wanted? */
gboolean    pagescape_export_suits     (PagescapeExportWhat what, const Exporter *exporter);
/* Parts that mean something there. */
unsigned    pagescape_export_parts     (PagescapeExportWhat what);

/* settings may be NULL: then it is what is usual. Always one that suits. */
void        pagescape_export_choice_load (PagescapeExportChoice *choice, GSettings *settings);
void        pagescape_export_choice_save (const PagescapeExportChoice *choice, GSettings *settings);
/* Another kind, with what is usual for it: its format and parts, and the colours for paper on a handout. */
void        pagescape_export_choice_turn (PagescapeExportChoice *choice, PagescapeExportWhat what);
/* Takes the first format that suits where this one does not. */
void        pagescape_export_choice_mend (PagescapeExportChoice *choice);
/* shown: the picture as it is to be seen, of FIGURE_STEP. */
FigureJob   pagescape_export_choice_job  (const PagescapeExportChoice *choice, const FigureJob *shown);
