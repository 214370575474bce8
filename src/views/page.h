/* page.h - the frame that every view draws in: margins, the room for the legend, and words where there is none
 *
 * Room is left out from the bottom up: where the sheet is small for its type, first the legend goes, then what
 * each view thinks least of; below a least size a sentence says that the picture is too small.
 */
#pragma once

#include "views/legend.h"

typedef struct {
  double    margin;
  SceneRect area;               /* for the picture itself */
  SceneRect legend;             /* height 0: there is none */
} ViewPage;

ViewPage view_page               (const ViewSubject *subject, SceneSize size, const SceneMeasure *measure);
/* Instead of a picture, in as many lines as it takes. */
void     view_page_say_too_small (SceneSize size, const SceneMeasure *measure, ScenePicture *out);
/* Likewise another sentence: why there is nothing to be seen. */
void     view_page_say           (SceneSize size, const SceneMeasure *measure, ScenePicture *out, const char *sentence);
