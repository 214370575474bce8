/* presentation-private.h - what the files of the presentation share */
#pragma once

#include "canvas.h"
#include "laser.h"
#include "presentation.h"
#include "presentation-sheet.h"
#include "presentation-text.h"
#include "question-box.h"

struct _PagescapePresentation
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;
  PangoContext     *context;

  /* Template */
  PagescapePresentationText *title;
  PagescapePresentationText *place;
  PagescapePresentationText *sentence;
  PagescapeCanvas           *first_canvas;
  PagescapeCanvas           *second_canvas;
  PagescapeQuestionBox      *question;
  GtkWidget                 *blank;
  GtkLabel                  *typed;
  GtkWidget                 *leave_button;
  PagescapeLaser            *laser;

  /* What the sheet was made for; width 0: none */
  int               width, height;
  double            text_scale;
  PresentationSheet sheet;

  ScenePoint pointer;
  unsigned   typed_step;          /* 0: nothing was typed */
  guint      style_source;
  guint      pointer_source;
  guint      hold_source;
  GtkGesture *hold;               /* borrowed */
  gboolean   is_dark;
  gboolean   asks;                /* the question stands where the sentence was */
  gboolean   is_settled;          /* … and was answered; the picture is a step further */
  unsigned   asked_step;
  unsigned   wanted_step;         /* is being gone to; 0: none */
  unsigned   n_held;              /* how often somebody wanted to go on without an answer */
  gboolean   has_pointer;         /* it was somewhere already */
  gboolean   has_laser;           /* by its key */
  gboolean   is_held;             /* a button is, in the picture */
};

/* What the moment's step, which is done, asks and nobody has answered yet. */
gboolean presentation_get_question   (PagescapePresentation *presentation, LessonQuestion *question, unsigned *number);
void     presentation_set_asks       (PagescapePresentation *presentation, gboolean asks);
void     presentation_ask_on_the_way (PagescapePresentation *presentation);
void     presentation_set_dark       (PagescapePresentation *presentation, gboolean is_dark);
void     presentation_sheet_is_stale (PagescapePresentation *presentation);
void     presentation_add_input      (PagescapePresentation *presentation);
/* The picture is there, nothing is typed, no laser. */
void     presentation_reset_input    (PagescapePresentation *presentation);
