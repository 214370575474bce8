/* text.h - texts of several lines, as shapes; only for src/figure/ */
#pragma once

#include "figure/work.h"

typedef struct {
  SceneFont  font;
  SceneAlign align;
  SceneRole  role;
} FigureInk;

/* Broken where the language allows it, so that no line is wider than width; within a word only where that alone
 * is wider. Owned; at least one line where there is a text, none where it is NULL or empty. */
GPtrArray *figure_wrap       (const FigureWork *work, SceneFont font, const char *text, double width);
/* Adds the text from (x, y) on, below each other; answers how high it is. out may be NULL: only measured. */
double     figure_add_text   (const FigureWork *work, ScenePicture *out, ScenePoint at, double width, FigureInk ink,
                              const char *text);

/* The least width at which it has as many lines as at `width`: no word then stands alone on the last. */
double     figure_balanced   (const FigureWork *work, SceneFont font, const char *text, double width);

#define FIGURE_INK_PLAIN(font)  ((FigureInk) { (font), SCENE_START, scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_NONE) })
#define FIGURE_INK_STRONG(font) ((FigureInk) { (font), SCENE_START, scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_STRONG) })
#define FIGURE_INK_FAINT(font)  ((FigureInk) { (font), SCENE_START, scene_role (SCENE_HUE_NEUTRAL, SCENE_FILL_FAINT) })
