/* question-box.h - what the step asks: by choices, by a number, by a click in the picture */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

#define PAGESCAPE_TYPE_QUESTION_BOX (pagescape_question_box_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeQuestionBox, pagescape_question_box, PAGESCAPE, QUESTION_BOX, GtkWidget)

/* It shows itself only where there is a question. */
void pagescape_question_box_set_session (PagescapeQuestionBox *box, PagescapeSession *session);
/* As its button does. */
void pagescape_question_box_show_answer (PagescapeQuestionBox *box);
