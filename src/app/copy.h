/* copy.h - a picture for the clipboard: as a drawing, as an image, and in words */
#pragma once

#include <gtk/gtk.h>

#include "figure/figure.h"

/* The picture in words: lesson, step and sentence, then what is drawn, a line each. Owned. */
char               *pagescape_picture_text    (Lesson *lesson, unsigned step, const ScenePicture *picture);

/* SVG, PNG and text at once: each program takes what it can use. job: one picture; its format is not heeded.
 * Owned; NULL with an error. */
GdkContentProvider *pagescape_picture_content (Lesson *lesson, const FigureJob *job, const char *text, GError **error);
