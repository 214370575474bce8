/* block.h - a block of page frames as a box on a list, in a tree or in hand; only for src/views/ */
#pragma once

#include "views/legend.h"
#include "views/story.h"

/* Filled by its state, with its hint, marked if the events so far changed it or it is selected; the legend notes
 * what was needed. The label is left out where it does not fit. */
SceneShape *view_add_block (ScenePicture *out, const ViewSubject *subject, const ViewChanges *changes, ViewLegend *legend,
                            SceneKey key, SceneRect rect, SimBlock block, const char *label);
