/* presentation-text.h - one text of a presentation, painted as its sheet says */
#pragma once

#include <gtk/gtk.h>

#include "app/presentation-sheet.h"

#define PAGESCAPE_TYPE_PRESENTATION_TEXT (pagescape_presentation_text_get_type ())
G_DECLARE_FINAL_TYPE (PagescapePresentationText, pagescape_presentation_text, PAGESCAPE, PRESENTATION_TEXT, GtkWidget)

/* layout: its reference is taken. */
void pagescape_presentation_text_set (PagescapePresentationText *text, PangoLayout *layout, PaintColor color);
