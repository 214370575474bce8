/* figure.h - the picture of a view at a moment of a lesson, ready for a file
 *
 * The command line and the window make their figures here, so that both give the same bytes.
 *
 * Ownership  a figure keeps what its picture borrows
 * Errors     NULL: no host memory; writing: GError, and then nothing was written
 */
#pragma once

#include "export/export.h"
#include "scenario/lesson.h"
#include "views/view.h"

/* How figures are made, the same for all of one job. */
typedef struct {
  const View  *view;              /* NULL: what the lesson looks at, or the first that there is */
  SceneSize    size;
  PaintTheme   theme;
  ExportPaper  paper;
  double       moment;            /* inside the step */
} FigureStyle;

/* A figure keeps what its picture borrows. */
typedef struct Figure Figure;

/* At a moment of step `step`; moves the lesson there. fonts: those the picture will be painted with. NULL: no host
 * memory. */
Figure             *figure_new     (Lesson *lesson, unsigned step, const FigureStyle *style, const PaintFonts *fonts);
void                figure_free    (Figure *figure);
const ScenePicture *figure_picture (const Figure *figure);

/* Makes a file of figures: one page each, or the first only where the format has but one. language: see Sheet. */
GBytes             *figure_make    (Figure *const *figures, size_t n_figures, const Exporter *exporter,
                                    const FigureStyle *style, const Scenario *scenario, const char *language,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Figure, figure_free)
