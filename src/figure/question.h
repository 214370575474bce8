/* question.h - what a lesson asks, on paper: the questions, and their answers apart from them; only for src/figure/ */
#pragma once

#include "figure/sheet.h"

/* Of a question on paper: its number counts those that are asked in the steps of the job. */
typedef struct {
  unsigned  number;
  LessonAsk ask;
  unsigned  told;       /* the step whose sentence tells the answer; past the last of the job: none */
} FigureQuestion;

/* In order; of FigureQuestion, owned. The step is the one that a question is printed with: the last whose end does not
 * tell the answer; what is asked before the first step belongs to that. */
GArray    *figure_questions          (const FigureWork *work);
/* Adds those of a step from a point on, with room to answer; answers how high they are. out may be NULL. */
double     figure_add_questions      (const FigureWork *work, ScenePicture *out, ScenePoint at, double width,
                                      SceneFont font, const GArray *questions, unsigned step);
/* The question whose answer a step tells, by its title, its picture or its sentence, so that they stand with the key.
 * NULL: none, or the sheet has no questions, or no key. */
const FigureQuestion *figure_question_told (const FigureWork *work, const GArray *questions, unsigned step);
/* Begins a sheet for the answers, with why and with what the other sheets keep back, unless nothing is asked. picture: of
 * those on the other sheets, the size. */
gboolean   figure_sheets_add_answers (FigureSheets *sheets, const FigureWork *work, const GArray *questions,
                                      SceneSize picture, GError **error);
