#include "views/legend.h"

#include <glib/gi18n.h>
#include <math.h>

#include "views/cells.h"
#include "views/format.h"
#include "views/ink.h"
#include "views/parts.h"

#define ITEM_GAP 16.0
#define LEGEND_GAP 10.0         /* between the picture and its legend */
#define LEAST_LINES 16          /* that fit on a sheet with a legend */
#define MOST_SHARE 0.07         /* of the height for the lines of the legend */

#define UNDERLINED 0xff          /* instead of marks */

typedef struct {
  const ViewSubject  *subject;
  const SceneMeasure *measure;
  ScenePicture       *out;
  SceneRect           rect;
  double              x, y;
} Pen;

void
view_legend_note (ViewLegend   *legend,
                  SimFrameState state)
{
  legend->fills |= 1u << state;
}

static double
item_width (const SceneMeasure *measure,
            const char         *word)
{
  return measure->size[SCENE_FONT_SMALL] + 7 + measure->advance (measure, SCENE_FONT_SMALL, word) + 1 + ITEM_GAP;
}

double
view_legend_height (const ViewSubject  *subject,
                    const SceneMeasure *measure,
                    SceneSize           size)
{
  static const SimFrameState usual[] = {
    SIM_FRAME_FREE, SIM_FRAME_ALLOCATED, SIM_FRAME_PCP, SIM_FRAME_KERNEL, SIM_FRAME_RESERVED, SIM_FRAME_HOLE,
  };
  double line = measure->line_height[SCENE_FONT_SMALL], x = 0, width;
  unsigned n_lines = 1, n_usual = sizeof usual / sizeof *usual, i;

  if (!subject->legend || size.height < LEAST_LINES * line)
    return 0;
  for (i = 0; i < n_usual + 2; i++)
    {
      width = item_width (measure, i < n_usual ? view_state_word (usual[i])
                                   : i == n_usual ? C_("legend", "changed in this step") : C_("legend", "selected"));
      if (x > 0 && x + width - ITEM_GAP > size.width)
        {
          n_lines++;
          x = 0;
        }
      x += width;
    }
  n_lines = (unsigned) fmin (n_lines, fmax (1, floor (size.height * MOST_SHARE / line)));
  return line * n_lines + LEGEND_GAP;
}

static void
add_item (Pen        *pen,
          unsigned    index,
          SceneRole   role,
          uint8_t     marks,
          const char *word)
{
  const SceneMeasure *measure = pen->measure;
  double side = measure->size[SCENE_FONT_SMALL] + 1, line = measure->line_height[SCENE_FONT_SMALL];
  double width = item_width (measure, word) - ITEM_GAP;
  double y;
  double mark = marks != UNDERLINED && marks & (SCENE_MARK_CHANGED | SCENE_MARK_SELECTED) ? measure->ring - 1 : 0;
  SceneShape *shape;
  SceneKey key;

  if (pen->x + width > pen->rect.x + pen->rect.width && pen->x > pen->rect.x)
    {
      pen->x = pen->rect.x;
      pen->y += line;
    }
  y = pen->y;
  if (y + line > pen->rect.y + pen->rect.height + 0.5 || pen->x + width > pen->rect.x + pen->rect.width)
    return;

  /* What goes to another line fades rather than crosses the words between. */
  key = scene_key (0, VIEW_PART_LEGEND, (uint64_t) (y - pen->rect.y) << 16 | index);
  /* Marks lie outside of what they mark. */
  if (marks == UNDERLINED)
    shape = scene_add_line (pen->out, key, (ScenePoint) { pen->x, y + (line + side) / 2 - 2 },
                            (ScenePoint) { pen->x + side, y + (line + side) / 2 - 2 }, VIEW_STRONG);
  else
    shape = scene_add_box (pen->out, key,
                           (SceneRect) { pen->x + mark, y + (line - side) / 2 + mark, side - 2 * mark,
                                         side - 2 * mark }, role, NULL);
  shape->marks = marks == UNDERLINED ? SCENE_MARK_CHANGED : marks;
  /* Where there is no RAM, the map has little more than its paper. */
  if (index == SIM_FRAME_HOLE)
    scene_add_box (pen->out, key, shape->rect, VIEW_INK (SCENE_FILL_OUTLINE), NULL);
  scene_add_text (pen->out, key,
                  (SceneRect) { pen->x + side + 6, y, width - side - 6, line },
                  SCENE_FONT_SMALL, SCENE_START, VIEW_PLAIN, word);
  pen->x += width + ITEM_GAP;
}

/* A letter on a plate, as it stands in the picture. */
static void
add_letter (Pen        *pen,
            unsigned    index,
            const char *letter,
            const char *word)
{
  const SceneMeasure *measure = pen->measure;
  double line = measure->line_height[SCENE_FONT_SMALL], plate = measure->advance (measure, SCENE_FONT_SMALL, letter) + 5;
  double width = plate + 6 + measure->advance (measure, SCENE_FONT_SMALL, word) + 1;
  SceneKey key;

  if (pen->x + width > pen->rect.x + pen->rect.width && pen->x > pen->rect.x)
    {
      pen->x = pen->rect.x;
      pen->y += line;
    }
  if (pen->y + line > pen->rect.y + pen->rect.height + 0.5 || pen->x + width > pen->rect.x + pen->rect.width)
    return;

  key = scene_key (0, VIEW_PART_LEGEND, (uint64_t) (pen->y - pen->rect.y) << 16 | index);
  scene_add_box (pen->out, key, (SceneRect) { pen->x, pen->y, plate, line }, VIEW_PANEL, NULL);
  scene_add_text (pen->out, scene_key (0, VIEW_PART_LEGEND, key.id | 0x100), (SceneRect) { pen->x, pen->y, plate, line },
                  SCENE_FONT_SMALL, SCENE_MIDDLE, VIEW_STRONG, letter);
  scene_add_text (pen->out, key, (SceneRect) { pen->x + plate + 6, pen->y, width - plate - 6, line }, SCENE_FONT_SMALL, SCENE_START,
                  VIEW_PLAIN, word);
  pen->x += width + ITEM_GAP;
}

void
view_legend_draw (const ViewLegend   *legend,
                  const ViewSubject  *subject,
                  SceneRect           rect,
                  const SceneMeasure *measure,
                  ScenePicture       *out)
{
  static const SimFrameState order[] = {
    SIM_FRAME_FREE, SIM_FRAME_ALLOCATED, SIM_FRAME_KERNEL, SIM_FRAME_RESERVED, SIM_FRAME_HOLE, SIM_FRAME_SLAB,
    SIM_FRAME_PAGE_TABLE, SIM_FRAME_PCP,
  };
  Pen pen = { subject, measure, out, rect, rect.x, rect.y + LEGEND_GAP };
  SceneRole role;
  unsigned i;

  if (!(rect.height > 0))
    return;

  for (i = 0; i < sizeof order / sizeof *order; i++)
    {
      if (!(legend->fills >> order[i] & 1))
        continue;
      role = view_state_role (subject->machine, 0, order[i]);
      if (order[i] != SIM_FRAME_HOLE)
        role = scene_role (legend->hue, scene_role_fill (role));
      add_item (&pen, order[i], role, 0, view_state_word (order[i]));
    }

  for (i = 0; i < SIM_N_MIGRATE_TYPES; i++)
    if (legend->types >> i & 1)
      add_letter (&pen, 40 + i, view_migrate_letter ((SimMigrateType) i), sim_migrate_name ((SimMigrateType) i));

  for (i = 0; i < legend->n_own; i++)
    if (legend->own[i].is_noted)
      add_item (&pen, 64 + i, legend->own[i].role, 0, legend->own[i].word);
  if (legend->changed || (legend->underlined && legend->n_own > 0))
    add_item (&pen, 33, VIEW_PLAIN, legend->underlined ? UNDERLINED : SCENE_MARK_CHANGED,
              C_("legend", "changed in this step"));
  if (legend->selected)
    add_item (&pen, 34, VIEW_PLAIN, SCENE_MARK_SELECTED,
              C_("legend", "selected"));
  if (legend->ghost)
    add_item (&pen, 32, VIEW_GHOST, 0, C_("legend", "split or joined"));
  if (legend->fills >> SIM_FRAME_ISOLATED & 1)
    add_item (&pen, SIM_FRAME_ISOLATED, scene_role (legend->hue, SCENE_FILL_ISOLATED), 0,
              view_state_word (SIM_FRAME_ISOLATED));
}
