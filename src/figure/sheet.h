/* sheet.h - sheets of paper that are filled from top to bottom; only for src/figure/
 *
 * Each has its head (a title and a rule) and its foot (where it comes from, which page of how many), the same on
 * all of them; what stands between is the caller's.
 *
 * Units  1/96 inch, so that type has the size that it has on screen
 */
#pragma once

#include "figure/work.h"

#define FIGURE_SHEET_POINTS 0.75          /* of a unit */

typedef struct FigureSheets FigureSheets;

/* size: of the paper, in points; 0: A4. title and source may be NULL. */
FigureSheets *figure_sheets_new     (const FigureWork *work, SceneSize size, const char *title, const char *source);
void          figure_sheets_free    (FigureSheets *sheets);
/* What is free for the caller, on every sheet. */
SceneRect     figure_sheets_area    (const FigureSheets *sheets);
/* The next sheet; the first one has to be begun as well. It is the one that is filled from now on. False with an
 * error: no host memory. */
gboolean      figure_sheets_begin   (FigureSheets *sheets, GError **error);
/* The sheet that is being filled, and who keeps what it borrows. */
ScenePicture *figure_sheets_picture (FigureSheets *sheets);
FigurePage   *figure_sheets_page    (FigureSheets *sheets);
/* What its outline in a file is called; copied. */
void          figure_sheets_describe (FigureSheets *sheets, const char *title);
/* Room below what was taken last: its upper edge in *y. What does not fit begins a sheet. */
gboolean      figure_sheets_take    (FigureSheets *sheets, double height, double *y, GError **error);
/* Adds the feet. FigurePage, owned by the caller; NULL with an error: no host memory. */
GPtrArray    *figure_sheets_finish  (FigureSheets *sheets, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FigureSheets, figure_sheets_free)
