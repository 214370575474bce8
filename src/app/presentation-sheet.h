/* presentation-sheet.h - what stands where when presenting, and how large its type is
 *
 * Title and place above, the picture, the sentence below. Made for 1280 × 720 and enlarged with the screen, so that
 * the last row sees the same on every projector. Every step has the same sheet: room is made for the longest title
 * and sentence of the lesson, so that nothing but what changes moves.
 *
 * No GTK in here: tests measure what is painted without a display.
 *
 * Units  points of the screen
 */
#pragma once

#include <pango/pango.h>

#include "paint/paint.h"

/* Of the type at 1280 × 720, whatever else has to give way; on screens below 1024 × 720 it shrinks with them. */
#define PRESENTATION_LEAST_SIZE 28

typedef enum {
  PRESENTATION_TITLE,
  PRESENTATION_PLACE,
  PRESENTATION_SENTENCE,
  PRESENTATION_N_TEXTS
} PresentationText;

typedef struct {
  SceneSize  size;
  double     desktop;             /* how much larger than usual the desktop wants text */
  double     zoom;                /* and the viewer */
  GPtrArray *titles;              /* const char *, of all steps */
  GPtrArray *sentences;
  double     least_sentence;      /* height that something else wants there, in lines of the sentence */
} PresentationContent;

typedef struct {
  SceneRect places[PRESENTATION_N_TEXTS];
  double    sizes[PRESENTATION_N_TEXTS];          /* of the type */
  SceneRect picture;
  double    picture_scale;        /* of the projector's fonts */
  double    least_picture_scale;  /* to which it may shrink where the view has no room */
  double    screen;               /* how much larger than 1280 × 720 */
  double    margin;
} PresentationSheet;

/* Letters of the Latin alphabet that would be as wide. */
unsigned      presentation_n_columns    (const char *text);
/* Do choices stand beside each other? */
bool          presentation_is_row       (const char *const *choices);
/* The height that a question wants where the sentence stands, in lines of the sentence, until it is answered.
 * choices: NULL, if it has none. */
double        presentation_question_lines (const char *text, const char *const *choices);

/* Texts are measured in a context of paint_context_new (). */
void          presentation_sheet_make   (PresentationSheet *sheet, PangoContext *context,
                                         const PresentationContent *content);
/* A text as it is painted at the upper left of its place; owned by the caller. */
PangoLayout  *presentation_sheet_layout (const PresentationSheet *sheet, PangoContext *context, PresentationText which,
                                         const char *text);
/* Its colour. */
PaintColor    presentation_color        (const PaintPalette *palette, PresentationText which);
