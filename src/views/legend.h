/* legend.h - names for what is on a picture, and only for that
 *
 * A view notes what it draws; the legend is a line or two of samples and words at the bottom. What comes and
 * goes within a step stands last, so that the rest keeps its place.
 */
#pragma once

#include "views/view.h"

/* A name for something that is no page frame. */
typedef struct {
  SceneRole   role;
  const char *word;             /* borrowed */
  bool        is_noted;         /* it is on the picture */
} ViewLegendItem;

typedef struct {
  uint32_t  fills;              /* bits by SimFrameState */
  uint32_t  types;              /* of page blocks, by letter; bits by SimMigrateType */
  SceneHue  hue;                /* of the samples: the one that most of the picture has */
  bool      changed, selected, ghost;
  bool      underlined;         /* what changed has no ring but a line under it */
  const ViewLegendItem *own;    /* borrowed; the view's own, before what comes and goes */
  unsigned  n_own;
} ViewLegend;

void   view_legend_note   (ViewLegend *legend, SimFrameState state);
/* How high it is, with its distance to the picture: 0 where the subject wants none, or there is no room. It has as
 * many lines as what may usually be on a picture of that size takes, whether it is there or not. */
double view_legend_height (const ViewSubject *subject, const SceneMeasure *measure, SceneSize size);
/* Draws it into rect, from the left. */
void   view_legend_draw   (const ViewLegend *legend, const ViewSubject *subject, SceneRect rect,
                           const SceneMeasure *measure, ScenePicture *out);
