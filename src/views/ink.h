/* ink.h - roles of what is drawn beside the machine: words, lines, grounds; only for src/views/ */
#pragma once

#include "scene/scene.h"

#define VIEW_INK(fill)  ((SceneRole) (SCENE_HUE_NEUTRAL << 4 | (fill)))
#define VIEW_PLAIN      VIEW_INK (SCENE_FILL_NONE)      /* words */
#define VIEW_STRONG     VIEW_INK (SCENE_FILL_STRONG)    /* words and lines that are seen first */
#define VIEW_FAINT      VIEW_INK (SCENE_FILL_FAINT)     /* words that may be overlooked */
#define VIEW_RULE       VIEW_INK (SCENE_FILL_RULE)
#define VIEW_PANEL      VIEW_INK (SCENE_FILL_PANEL)
#define VIEW_GHOST      VIEW_INK (SCENE_FILL_GHOST)
#define VIEW_DARK       VIEW_INK (SCENE_FILL_ALLOCATED) /* heads of lists, borders */
