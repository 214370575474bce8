#include "sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

ScenePicture *
test_picture_new (void)
{
  static const SceneForm forms[] = { SCENE_BOX, SCENE_LINE, SCENE_ARROW, SCENE_BRACKET, SCENE_TEXT, SCENE_RIBBON };
  ScenePicture *picture = scene_picture_new ();
  int form, fill;

  scene_picture_reset (picture, (SceneSize) { 640, 400 });
  scene_picture_describe (picture, "Buddy lists", "ZONE_NORMAL has 3 free blocks.");
  for (fill = 0; fill < SCENE_N_FILLS; fill++)
    for (form = 0; form < 6; form++)
      {
        SceneShape *shape = scene_add_box (picture, scene_key (1, (uint32_t) form, (uint64_t) fill),
                                           (SceneRect) { fill * 42, 30 + form * 54, 36, 24 },
                                           scene_role ((SceneHue) (fill % SCENE_N_HUES), (SceneFill) fill), "0x1080");

        shape->form = forms[form];
        shape->far = (SceneSpan) { shape->rect.y + 8, 30 };
        shape->font = SCENE_FONT_SMALL;
        shape->marks = fill == 3 ? SCENE_MARK_CHANGED : fill == 4 ? SCENE_MARK_SELECTED : 0;
        scene_set_hint (picture, "A block");
      }
  scene_add_text (picture, SCENE_NO_KEY, (SceneRect) { 10, 350, 400, 30 }, SCENE_FONT_TITLE, SCENE_START, 0,
                  "页框 0x1080 is free");
  return picture;
}

Sheet
test_sheet (const ScenePicture **pages,
            size_t               n_pages)
{
  return (Sheet) { .pages = pages, .n_pages = n_pages, .theme = PAINT_LIGHT, .language = "en", .title = "A lesson",
                   .author = "A teacher", .source = "lesson.scenario, step 3", .scale = 1 };
}

GBytes *
test_make (const char  *format,
           const Sheet *sheet)
{
  GError *error = NULL;
  GBytes *bytes = export_make (export_by_id (format), sheet, &error);

  if (!bytes)
    fail_msg ("%s: %s", format, error->message);
  return bytes;
}

char *
test_make_text (const char  *format,
                const Sheet *sheet)
{
  GBytes *bytes = test_make (format, sheet);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  char *text = g_strndup (data, size);

  g_bytes_unref (bytes);
  return text;
}
