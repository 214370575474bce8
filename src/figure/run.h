/* run.h - a job that is being done, from its beginning to its end; only for src/figure/ */
#pragma once

#include "figure/work.h"

/* The work, its pages, and what is to be put back afterwards. */
typedef struct {
  FigureWork       work;
  FigureJob        job;
  JournalPosition  was_at, against_was_at;
  LanguageBefore  *language_before;
  char            *title;                 /* of the scenario */
  char            *source;
  size_t           n_pages;
  FigurePage      *page;                  /* that was asked for last; NULL: none, or a film's */
  FigureFilm      *film;                  /* of FIGURE_FILM */
  GPtrArray       *pages;                 /* FigurePage, of handouts and strips */
  SheetCaption    *captions;              /* of pages of one step; NULL: they are not */
} FigureRun;

/* From { 0 }; is to be ended in any case. The texts come in the job's language until then. */
gboolean            figure_run_begin    (FigureRun *run, Lesson *lesson, const FigureJob *job, GError **error);
void                figure_run_end      (FigureRun *run);
const SheetCaption *figure_run_captions (const FigureRun *run);
/* Valid until the next. NULL with an error. */
const ScenePicture *figure_run_page     (FigureRun *run, size_t index, GError **error);
/* A page to be kept; each once, and not of films. */
FigurePage         *figure_run_take     (FigureRun *run, size_t index, GError **error);
