/* print.h - a picture, or a lesson as a handout, through the desktop's print dialog */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"
#include "figure/figure.h"

typedef enum {
  PAGESCAPE_PRINT_PICTURE,        /* what is to be seen, on one page */
  PAGESCAPE_PRINT_STEPS,          /* every step, a page each */
  PAGESCAPE_PRINT_HANDOUT_1, PAGESCAPE_PRINT_HANDOUT_2, PAGESCAPE_PRINT_HANDOUT_4, PAGESCAPE_PRINT_HANDOUT_6,
  PAGESCAPE_N_PRINTS
} PagescapePrintWhat;

/* shown: the picture as it is to be seen, copied. The dialog has a page of its own for what is printed. Vector, in
 * the colours for paper, however the window looks. Owned. */
GtkPrintOperation *pagescape_print_new (PagescapeSession *session, const FigureJob *shown, PagescapePrintWhat what);
/* In place of what the dialog says, for tests: also lines to write on. */
void               pagescape_print_set_what (GtkPrintOperation *operation, PagescapePrintWhat what);

/* Asks and prints. told gets a sentence where something came of it that one must know; window lives as long. */
typedef void (*PagescapePrintFunc) (gpointer window, const char *text);
void               pagescape_print_run (GtkWindow *window, PagescapeSession *session, const FigureJob *shown,
                                        PagescapePrintFunc told);
