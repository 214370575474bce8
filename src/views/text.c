/* text.c - see text.h */
#include "views/text.h"

double
view_text_width (const SceneMeasure *measure,
                 SceneFont           font,
                 const char         *text)
{
  return measure->advance (measure, font, text) + 1;
}

double
view_add_text (ScenePicture       *out,
               const SceneMeasure *measure,
               SceneKey            key,
               SceneRect           rect,
               SceneFont           font,
               SceneAlign          align,
               SceneRole           role,
               const char         *text)
{
  double width = view_text_width (measure, font, text), line = measure->line_height[font];

  if (width > rect.width)
    return 0;
  if (align == SCENE_END)
    rect.x += rect.width - width;
  else if (align == SCENE_MIDDLE)
    rect.x += (rect.width - width) / 2;
  scene_add_text (out, key, (SceneRect) { rect.x, rect.y + (rect.height - line) / 2, width, line }, font, align,
                  role, text);
  return width;
}
