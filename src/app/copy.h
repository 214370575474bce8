/* copy.h - a picture for the clipboard: as a drawing, as an image, and in words */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"
#include "figure/figure.h"

/* The moment's picture in words: lesson, step and sentence, without what an open question hides, then what is drawn, a
 * line each. Owned. */
char               *pagescape_picture_text    (PagescapeSession *session, const ScenePicture *picture);

/* SVG, PNG and text at once: each program takes what it can use. job: one picture; its format is not heeded.
 * Owned; NULL with an error. */
GdkContentProvider *pagescape_picture_content (Lesson *lesson, const FigureJob *job, const char *text, GError **error);
