/* text.h - a text that has room, or is left out; only for src/views/ */
#pragma once

#include "scene/scene.h"

double view_text_width (const SceneMeasure *measure, SceneFont font, const char *text);
/* Upright in the middle of rect. Its width; 0: it has no room and is left out. */
double view_add_text   (ScenePicture *out, const SceneMeasure *measure, SceneKey key, SceneRect rect, SceneFont font, SceneAlign align,
                        SceneRole role, const char *text);
