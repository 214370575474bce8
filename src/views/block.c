#include "views/block.h"

#include <glib.h>

#include "views/cells.h"
#include "views/format.h"

SceneShape *
view_add_block (ScenePicture      *out,
                const ViewSubject *subject,
                const ViewChanges *changes,
                ViewLegend        *legend,
                SceneKey           key,
                SceneRect          rect,
                SimBlock           block,
                const char        *label)
{
  g_autofree char *hint = view_dup_block_hint (subject->machine, block);
  SceneShape *shape = scene_add_box (out, key, rect, view_state_role (subject->machine, block.zone, block.state), label);

  shape->align = SCENE_MIDDLE;
  shape->font = SCENE_FONT_MONO_SMALL;
  shape->marks = SCENE_MARK_TIGHT;
  if (view_changes_touch (changes, block.first, block.end))
    {
      shape->marks |= SCENE_MARK_CHANGED;
      legend->changed = true;
    }
  if (view_is_selected (subject, block))
    {
      shape->marks |= SCENE_MARK_SELECTED;
      legend->selected = true;
    }
  scene_set_hint (out, hint);
  view_legend_note (legend, block.state);
  return shape;
}
